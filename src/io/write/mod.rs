//! Writers: a released layer becomes a file, whole or not at all.
//!
//! Floor 7. Imports `layer` and `publish`.

pub(in crate::io) mod atomic;
mod bounds;
mod certificates;
#[cfg(feature = "chart")]
mod chart;
mod client;
mod csv;
mod error;
#[cfg_attr(
    not(all(feature = "geopackage", feature = "geoparquet")),
    allow(dead_code, reason = "needed by formats that are optional")
)]
mod flat;
#[cfg(feature = "flatgeobuf")]
mod flatgeobuf;
mod geojson;
#[cfg(feature = "geopackage")]
mod geopackage;
#[cfg(feature = "geoparquet")]
mod geoparquet;
#[cfg(feature = "kml")]
mod kml;
mod map_page;
#[cfg_attr(
    not(all(feature = "geopackage", feature = "geoparquet")),
    allow(dead_code, reason = "needed by formats that are optional")
)]
mod placed;
#[cfg(feature = "geopackage")]
mod sorter;
mod svg;
mod text;
#[cfg(feature = "tiles")]
mod tiles;
#[cfg(any(feature = "geopackage", feature = "geoparquet"))]
mod wkb;
#[cfg(any(feature = "geopackage", feature = "kml", feature = "tiles"))]
mod xml;

pub use certificates::write_certificates;
#[cfg(feature = "chart")]
pub use chart::ClearanceChart;
pub use client::{Client, FLOAT32_MINUTES, UnknownClient};
pub use csv::CsvWriter;
pub use error::WriteError;
#[cfg(feature = "flatgeobuf")]
pub use flatgeobuf::FlatGeobufWriter;
pub use geojson::{GeoJsonSeqWriter, GeoJsonWriter};
#[cfg(feature = "geopackage")]
pub use geopackage::GeoPackageWriter;
#[cfg(feature = "geoparquet")]
pub use geoparquet::GeoParquetWriter;
#[cfg(feature = "kml")]
pub use kml::KmlWriter;
pub use map_page::{Language, MapPage, Viewer, ViewerError};
pub use svg::{DISCLAIMER, MapSheet};
#[cfg(feature = "tiles")]
pub use tiles::{LeftOut, LeftOutAtZoom, TilesWriter, TilesWritten};

use crate::publish::ReleasedFeatures;
use crate::publish::ReleasedLayer;
use crate::record::RecordRef;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The file, if it was one.
    pub path: Option<PathBuf>,
    /// How many features.
    pub features: usize,
    /// How many bytes.
    pub bytes: u64,
    /// The keys of features that lost a line, polygon or hole, too small for
    /// the decimals written.
    pub parts_lost: Vec<String>,
}

/// A format that holds one layer in one stream of bytes.
pub trait LayerWriter: Send + Sync {
    /// The format's usual file extension, without the dot.
    fn extension(&self) -> &'static str;

    /// Writes features as they come.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if `out` fails, the features do, or one cannot be written.
    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError>;

    /// Writes the layer, feature by feature.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if `out` fails or a feature cannot be written.
    fn write_to(
        &self,
        layer: &ReleasedLayer,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        self.write_features(&mut layer.features(), out)
    }

    /// Writes features to a file as they come, whole or not at all: into a
    /// temporary file beside it, then renamed. On failure what stood there
    /// before stays.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    fn write_features_file(
        &self,
        features: &mut ReleasedFeatures<'_>,
        path: &Path,
    ) -> Result<Written, WriteError> {
        let (pending, written) =
            atomic::Pending::fill(path, |out| self.write_features(features, out))?;
        pending.keep()?;
        Ok(written)
    }

    /// Writes the layer to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    fn write_file(&self, layer: &ReleasedLayer, path: &Path) -> Result<Written, WriteError> {
        self.write_features_file(&mut layer.features(), path)
    }

    /// Writes each layer to `folder` under its own name. All of them are written
    /// aside first: if one fails, none appears.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name.
    fn write_folder(
        &self,
        layers: &[ReleasedLayer],
        folder: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let path = |layer: &ReleasedLayer| {
            folder.join(format!("{}.{}", layer.layer().name(), self.extension()))
        };
        check_names(layers.iter().map(|layer| (layer.layer().name(), path(layer))))?;
        let mut pending = Vec::with_capacity(layers.len());
        for layer in layers {
            pending.push(atomic::Pending::fill(&path(layer), |out| self.write_to(layer, out))?);
        }
        atomic::keep_all(pending)
    }
}

/// A format that holds several layers in one file.
pub trait LayersWriter: Send + Sync {
    /// The format's usual file extension, without the dot.
    fn extension(&self) -> &'static str;

    /// Writes features as they come, one layer after another, to a file, whole or
    /// not at all. What was written of each layer, in their order.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name.
    fn write_features_file(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        path: &Path,
    ) -> Result<Vec<Written>, WriteError>;

    /// Writes the layers to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name.
    fn write_file(
        &self,
        layers: &[ReleasedLayer],
        path: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let mut features: Vec<_> = layers.iter().map(ReleasedLayer::features).collect();
        self.write_features_file(&mut features, path)
    }
}

/// What was written of layers in one file.
#[cfg(any(feature = "geopackage", feature = "kml", feature = "tiles"))]
trait OfLayers {
    fn of_layers(&mut self) -> &mut [Written];
}

#[cfg(any(feature = "geopackage", feature = "kml"))]
impl OfLayers for Vec<Written> {
    fn of_layers(&mut self) -> &mut [Written] {
        self
    }
}

/// Writes layers of different names to one file, whole or not at all: `fill` gets the
/// path of a file aside, which then takes the place of what stood at `path`.
#[cfg(any(feature = "geopackage", feature = "kml", feature = "tiles"))]
fn whole_file<T: OfLayers>(
    layers: &mut [ReleasedFeatures<'_>],
    path: &Path,
    fill: impl FnOnce(&mut [ReleasedFeatures<'_>], &Path) -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    check_names(layers.iter().map(|layer| (layer.schema().name(), path.to_owned())))?;
    let (pending, mut written) = atomic::Pending::fill_at_path(path, |aside| fill(layers, aside))?;
    pending.keep()?;
    for layer in written.of_layers() {
        layer.path = Some(path.to_owned());
    }
    Ok(written)
}

/// Holds that no two layers have one name; each comes with the file it goes to.
pub(in crate::io) fn check_names<'a>(
    names: impl IntoIterator<Item = (&'a str, PathBuf)>,
) -> Result<(), WriteError> {
    let mut seen = BTreeSet::new();
    for (name, path) in names {
        if !seen.insert(name) {
            return Err(WriteError::SameName {
                at: RecordRef::file(path.to_string_lossy()),
                layer: name.to_owned(),
            });
        }
    }
    Ok(())
}
