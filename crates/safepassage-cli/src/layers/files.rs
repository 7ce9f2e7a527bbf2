//! Layers as files of a folder: which format, for which client.

use super::LayerWritten;
use crate::error::CliError;
use clap::{Args, ValueEnum};
use safepassage::io::write::{
    Client, CsvWriter, FlatGeobufWriter, GeoJsonSeqWriter, GeoJsonWriter, GeoPackageWriter,
    GeoParquetWriter, KmlWriter, LayerWriter, LayersWriter, LeftOut, TilesWriter, Written,
};
use safepassage::publish::{RedactionReport, ReleasedLayer};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the file is called in which all layers are.
const ALL: &str = "layers";

/// The formats' endings: a file of such an ending may be a layer.
const ENDINGS: [&str; 11] = [
    "geojson", "geojsons", "json", "fgb", "gpkg", "parquet", "csv", "kml", "pmtiles", "umap", "qml",
];

/// As what files to write layers.
#[derive(Debug, Default, Args)]
pub(crate) struct FilesArgs {
    /// The format of the files
    #[arg(long = "as", value_enum, value_name = "FORMAT", default_value_t)]
    file_format: Format,
    /// Write what this map client wants instead, with a style where it has one:
    /// maplibre, qgis, kepler, leaflet-time, umap or deckgl
    #[arg(long, value_name = "CLIENT", conflicts_with = "file_format")]
    client: Option<Client>,
}

/// A format of layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// GeoJSON (RFC 7946), one file a layer
    #[default]
    Geojson,
    /// GeoJSON text sequences (RFC 8142), one file a layer
    Geojsons,
    /// FlatGeobuf, one file a layer
    Fgb,
    /// GeoPackage, all layers in layers.gpkg
    Gpkg,
    /// GeoParquet, one file a layer
    Parquet,
    /// Vector tiles, all layers in layers.pmtiles
    Pmtiles,
    /// KML, all layers in layers.kml
    Kml,
    /// CSV with places as WKT, one file a layer
    Csv,
}

/// A writer of layers in a folder.
enum Writer {
    Each(Box<dyn LayerWriter>),
    All(Box<dyn LayersWriter>),
    Tiles(TilesWriter),
    Client(Client),
}

/// What is in a folder now.
#[derive(Debug, Default)]
pub(crate) struct FolderWritten {
    /// Each layer in its file.
    pub(crate) layers: Vec<LayerWritten>,
    /// Files that say how layers are drawn.
    pub(crate) beside: Vec<String>,
    /// What tiles do not show.
    pub(crate) left_out: Vec<LeftOut>,
}

impl FilesArgs {
    fn writer(&self) -> Writer {
        if let Some(client) = self.client {
            return Writer::Client(client);
        }
        match self.file_format {
            Format::Geojson => Writer::Each(Box::new(GeoJsonWriter::new())),
            Format::Geojsons => Writer::Each(Box::new(GeoJsonSeqWriter::new())),
            Format::Fgb => Writer::Each(Box::new(FlatGeobufWriter::new())),
            Format::Parquet => Writer::Each(Box::new(GeoParquetWriter::new())),
            Format::Csv => Writer::Each(Box::new(CsvWriter::new())),
            Format::Gpkg => Writer::All(Box::new(GeoPackageWriter::new())),
            Format::Kml => Writer::All(Box::new(KmlWriter::new())),
            Format::Pmtiles => Writer::Tiles(TilesWriter::new()),
        }
    }

    /// Writes layers to a folder in which no other layer may stand.
    pub(crate) fn write(
        &self,
        option: &str,
        folder: &Path,
        layers: &[ReleasedLayer],
        reports: Vec<RedactionReport>,
    ) -> Result<FolderWritten, CliError> {
        let writer = self.writer();
        prepare(option, folder, &writer.file_names(layers))?;
        let mut left_out = Vec::new();
        let all = |ending: &str| folder.join(format!("{ALL}.{ending}"));
        let mut written = match &writer {
            Writer::Each(writer) => writer.write_folder(layers, folder)?,
            Writer::All(writer) => writer.write_file(layers, &all(writer.extension()))?,
            Writer::Tiles(writer) => {
                let mut features: Vec<_> = layers.iter().map(ReleasedLayer::features).collect();
                let tiles = writer.write(&mut features, &all("pmtiles"))?;
                left_out = tiles.left_out;
                tiles.layers
            }
            Writer::Client(client) => client.write_folder(layers, folder)?,
        };
        if written.len() < layers.len()
            && let Some(whole) = written.first().cloned()
        {
            // One file of all layers that says nothing of each.
            let of = |layer: &ReleasedLayer| {
                let features = layer.layer().features().len();
                let mut one = whole.clone();
                one.features = features;
                one
            };
            written = layers.iter().map(of).collect();
        }
        let beside = written.split_off(layers.len().min(written.len()));
        let layers = written.into_iter().zip(layers).zip(reports);
        Ok(FolderWritten {
            layers: layers.map(|((file, layer), report)| entry(file, layer, report)).collect(),
            beside: beside.iter().map(file_of).collect(),
            left_out,
        })
    }
}

impl Writer {
    /// The names of the files that it will write.
    fn file_names(&self, layers: &[ReleasedLayer]) -> BTreeSet<String> {
        let each = |ending: &str| -> BTreeSet<String> {
            layers.iter().map(|layer| format!("{}.{ending}", layer.layer().name())).collect()
        };
        match self {
            Self::Each(writer) => each(writer.extension()),
            Self::All(writer) => BTreeSet::from([format!("{ALL}.{}", writer.extension())]),
            Self::Tiles(_) => BTreeSet::from([format!("{ALL}.pmtiles")]),
            Self::Client(client) => client.file_names(layers).into_iter().collect(),
        }
    }
}

/// Makes the folder; it may hold no layer but those that are written anew.
fn prepare(option: &str, folder: &Path, names: &BTreeSet<String>) -> Result<(), CliError> {
    let file = |verb| {
        let file = folder.display().to_string();
        move |source| CliError::File { file, verb, source }
    };
    fs::create_dir_all(folder).map_err(file("make a folder"))?;
    for entry in fs::read_dir(folder).map_err(file("read"))? {
        let name = entry.map_err(file("read"))?.file_name().to_string_lossy().into_owned();
        if is_layer(&name) && !names.contains(&name) {
            return Err(CliError::argument(
                option,
                "a folder of which every layer is written anew",
                format!("{} in {}", name, folder.display()),
            ));
        }
    }
    Ok(())
}

fn is_layer(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn file_of(written: &Written) -> String {
    written.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default()
}

/// What was written of a layer.
fn entry(written: Written, layer: &ReleasedLayer, redaction: RedactionReport) -> LayerWritten {
    LayerWritten {
        name: layer.layer().name().to_owned(),
        file: file_of(&written),
        features: written.features,
        bytes: written.bytes,
        parts_lost: written.parts_lost,
        redaction,
    }
}
