//! Layers as one map client or another wants them.
//!
//! A profile changes columns and repeats features; what may leave has been decided
//! before, and what is written is what a plain writer writes of the changed layers.

mod deck;
mod leaflet;
mod maplibre;
mod mark;
#[cfg(feature = "geopackage")]
mod qgis;
mod slices;
#[cfg(test)]
mod tests;
mod umap;

pub use deck::FLOAT32_MINUTES;

use super::WriteError;
use super::Written;
use super::atomic::{self, Pending};
use super::geojson::GeoJsonWriter;
use super::{LayerWriter, check_names};
use crate::layer::LayerError;
use crate::publish::ReleasedLayer;
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

/// A map client, and in which files it gets layers.
///
/// | client | files | time |
/// |---|---|---|
/// | `maplibre` | `LAYER.geojson`, `style.json` | `start_unix`, `end_unix`: whole seconds since 1970 for filters |
/// | `qgis` | `layers.gpkg`, `LAYER.qml` | `start`, `end` as date-times; an open end is the year 9999, and `end_open` says so |
/// | `kepler` | `LAYER.geojson` | `timestamp`: one a feature, features repeated for each instant of change |
/// | `leaflet-time` | `LAYER.geojson` | `time`: likewise, and as `times`, as many as the feature has coordinates |
/// | `umap` | `map.umap` | `start`, `end` as text |
/// | `deckgl` | `LAYER.geojson`, `layers.json` | `start_min`, `end_min`: minutes since the instant that `layers.json` names |
///
/// All coordinates, keys and identifiers are those that [`GeoJsonWriter`] writes; of
/// features that are repeated the key has the instant after an `@`, the property `of`
/// the key of the record. Features of a timed layer of which no time is known are
/// shown at all times, and `time_known` is false: silence is not the same as never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Client {
    /// MapLibre GL JS and MapLibre Native.
    MapLibre,
    /// QGIS 3.14 and later; needs the feature `geopackage`.
    Qgis,
    /// kepler.gl.
    Kepler,
    /// Leaflet with the plugin `TimeDimension`, as folium uses it.
    LeafletTime,
    /// uMap.
    UMap,
    /// deck.gl.
    DeckGl,
}

/// No such client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected maplibre, qgis, kepler, leaflet-time, umap or deckgl, found {found:?}")]
#[non_exhaustive]
pub struct UnknownClient {
    /// What was asked for.
    pub found: String,
}

impl Client {
    /// Every client.
    pub const ALL: [Self; 6] =
        [Self::MapLibre, Self::Qgis, Self::Kepler, Self::LeafletTime, Self::UMap, Self::DeckGl];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MapLibre => "maplibre",
            Self::Qgis => "qgis",
            Self::Kepler => "kepler",
            Self::LeafletTime => "leaflet-time",
            Self::UMap => "umap",
            Self::DeckGl => "deckgl",
        }
    }

    /// The names of the files that [`write_folder`](Self::write_folder) writes.
    pub fn file_names(self, layers: &[ReleasedLayer]) -> Vec<String> {
        let each = |ending: &str| -> Vec<String> {
            layers.iter().map(|layer| format!("{}.{ending}", layer.layer().name())).collect()
        };
        let (mut names, beside) = match self {
            Self::MapLibre => (each("geojson"), Some("style.json")),
            Self::Kepler | Self::LeafletTime => (each("geojson"), None),
            Self::DeckGl => (each("geojson"), Some("layers.json")),
            Self::Qgis => (each("qml"), Some("layers.gpkg")),
            Self::UMap => (Vec::new(), Some("map.umap")),
        };
        names.extend(beside.map(str::to_owned));
        names
    }

    /// Writes the layers to `folder` in this client's files. All of them are written
    /// aside first: if one fails, none appears. What was written of each file, those
    /// of layers first.
    ///
    /// Linear in what is written. Features are repeated for each instant of change at
    /// which they hold: at worst the square of their number.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name, if a column
    /// has the name of one that the client needs, and for [`Client::Qgis`] if the
    /// library was built without GeoPackage.
    pub fn write_folder(
        self,
        layers: &[ReleasedLayer],
        folder: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let names = layers.iter().map(|layer| layer.layer().name());
        check_names(names.map(|name| (name, folder.join(name))))?;
        let pending = match self {
            Self::MapLibre => maplibre::files(layers, folder)?,
            #[cfg(feature = "geopackage")]
            Self::Qgis => return qgis::write(layers, folder),
            #[cfg(not(feature = "geopackage"))]
            Self::Qgis => {
                let reason = "expected the library to be built with the feature geopackage";
                return Err(WriteError::format("QGIS", &reason));
            }
            Self::Kepler => geojson_files(&slices::sliced(layers, "timestamp")?, folder)?,
            Self::LeafletTime => leaflet::files(layers, folder)?,
            Self::UMap => umap::files(layers, folder)?,
            Self::DeckGl => deck::files(layers, folder)?,
        };
        atomic::keep_all(pending)
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Client {
    type Err = UnknownClient;

    fn from_str(text: &str) -> Result<Self, UnknownClient> {
        let found = Self::ALL.into_iter().find(|client| client.as_str() == text);
        found.ok_or_else(|| UnknownClient { found: text.to_owned() })
    }
}

/// Files that wait to be put in their places.
type Files = Vec<(Pending, Written)>;

/// Each layer as GeoJSON.
fn geojson_files(layers: &[ReleasedLayer], folder: &Path) -> Result<Files, WriteError> {
    let writer = GeoJsonWriter::new();
    let one = |layer: &ReleasedLayer| {
        let path = folder.join(format!("{}.geojson", layer.layer().name()));
        Pending::fill(&path, |out| writer.write_to(layer, out))
    };
    layers.iter().map(one).collect()
}

/// A file of text.
fn text_file(path: &Path, text: &str) -> Result<(Pending, Written), WriteError> {
    Pending::fill(path, |out: &mut (dyn Write + Send)| {
        out.write_all(text.as_bytes()).map_err(WriteError::io)?;
        Ok(Written { bytes: text.len() as u64, ..Written::default() })
    })
}

/// Each layer changed by itself.
fn each(
    layers: &[ReleasedLayer],
    change: impl Fn(&crate::layer::Layer) -> Result<crate::layer::Layer, LayerError>,
) -> Result<Vec<ReleasedLayer>, WriteError> {
    layers.iter().map(|layer| Ok(layer.reshaped(change(layer.layer())?))).collect()
}
