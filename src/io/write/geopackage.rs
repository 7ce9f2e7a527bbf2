//! Layers in one `GeoPackage`: rows sorted by identifier, an R-tree packed along
//! the Hilbert curve.

mod layer;
mod record;
mod rows;
mod rtree;
mod tables;

use super::{LayersWriter, WriteError, Written, whole_file};
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;
use rusqlite::{Connection, ErrorCode};
use std::collections::BTreeMap;
use std::path::Path;

/// The format's name in messages.
const FORMAT: &str = "GeoPackage";
/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;
/// What stands where a `GeoPackage` asks for the time of writing: no clock is read.
const NO_CLOCK: &str = "1970-01-01T00:00:00.000Z";

/// Writes layers as tables of one `GeoPackage` (OGC 12-128r17, version 1.3).
///
/// - Each layer is a table of features: `fid` (the feature's stable identifier),
///   `geom`, `key`, the layer's fields as `TEXT`, `INTEGER`, `REAL`, `BOOLEAN` and
///   `DATETIME`, in a timed layer `start` and `end`; `fid_1` or `geom_1` where a field
///   has that name. Where two keys share an identifier the later row has the next one.
/// - Geometry is rounded, cut at the antimeridian and wound as
///   [`GeoJsonWriter`](super::GeoJsonWriter) does it, in EPSG:4326, longitude first.
///   Without a place it is null.
/// - Times are in UTC to the millisecond, what is below cut off. The end is not part of
///   the window; it is null where the window is open.
/// - Each layer has a spatial index (extension `gpkg_rtree_index`, with its triggers);
///   titles, descriptions, descriptions of columns (`gpkg_data_columns`), the audience
///   (`gpkg_metadata`, in the form that GDAL reads), and a style for QGIS
///   (`layer_styles`) if one is [set](Self::style).
/// - No clock is read: `last_change` and the like are 1970-01-01T00:00:00.000Z.
/// - U+0000 in texts becomes U+FFFD, since readers stop at it.
///
/// The same layers give the same bytes. Memory does not grow with the number of
/// features (about 150 MB at most): rows and index are sorted through temporary files
/// in the file's folder, which needs as much room again as the file.
///
/// ```
/// use safepassage::io::write::{GeoPackageWriter, LayersWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let released = Audience::public().release(&layer).layer;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("map.gpkg");
/// let written = GeoPackageWriter::new().write_file(&[released], &path)?;
/// assert_eq!(written[0].features, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct GeoPackageWriter {
    decimals: u8,
    styles: BTreeMap<String, String>,
}

impl GeoPackageWriter {
    /// A writer that rounds to 7 decimals and has no styles.
    pub const fn new() -> Self {
        Self { decimals: DEFAULT_DECIMALS, styles: BTreeMap::new() }
    }

    /// Sets the most decimals of a degree written, at most 12.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }

    /// Sets the style, as QML, in which QGIS opens the layer of that name. Without
    /// such a layer it is left out.
    #[must_use]
    pub fn style(mut self, layer: impl Into<String>, qml: impl Into<String>) -> Self {
        self.styles.insert(layer.into(), qml.into());
        self
    }

    fn fill(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        aside: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let mut database = Connection::open(aside).map_err(failed)?;
        tables::prepare(&database)?;
        let transaction = database.transaction().map_err(failed)?;
        tables::create(&transaction)?;
        let folder = aside.parent().unwrap_or(Path::new("."));
        let mut titles = Vec::new();
        let mut written = Vec::with_capacity(layers.len());
        for features in layers.iter_mut() {
            let identifier = tables::identifier(features.schema(), &mut titles);
            written.push(layer::write(&transaction, features, self.decimals, &identifier, folder)?);
        }
        let names = layer_names(layers);
        tables::styles(&transaction, &self.styles, &names)?;
        transaction.commit().map_err(failed)?;
        database.close().map_err(|(_, error)| failed(error))?;
        let bytes = std::fs::metadata(aside).map_err(WriteError::io)?.len();
        for layer in &mut written {
            layer.bytes = bytes;
        }
        Ok(written)
    }
}

/// Each layer's name and the name of its geometry column.
fn layer_names(layers: &[ReleasedFeatures<'_>]) -> Vec<(String, String)> {
    layers
        .iter()
        .map(|layer| {
            let schema = layer.schema();
            (schema.name().to_owned(), super::flat::free_name(schema, "geom"))
        })
        .collect()
}

impl Default for GeoPackageWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayersWriter for GeoPackageWriter {
    fn extension(&self) -> &'static str {
        "gpkg"
    }

    /// Writes features as they come, one layer after another. `bytes` of each layer
    /// are those of the whole file.
    fn write_features_file(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        path: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        whole_file(layers, path, |layers, aside| {
            layers.iter().try_for_each(|layer| layer::check(layer.schema()))?;
            self.fill(layers, aside)
        })
    }
}

/// What `SQLite` said; if the system would not write, as the system would have said it.
fn failed(error: rusqlite::Error) -> WriteError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => WriteError::io(std::io::ErrorKind::StorageFull.into()),
        Some(ErrorCode::SystemIoFailure) => WriteError::io(std::io::Error::other(error)),
        _ => WriteError::format(FORMAT, &error),
    }
}

/// The format's error about a layer.
fn refused(layer: &str, reason: &str) -> WriteError {
    WriteError::Format {
        at: RecordRef::default(),
        format: FORMAT,
        reason: format!("layer {layer:?}: {reason}"),
    }
}

/// The name in double quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The text without U+0000.
fn whole_text(text: &str) -> std::borrow::Cow<'_, str> {
    if text.as_bytes().contains(&0) { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}
