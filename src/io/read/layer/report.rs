//! What was read, and what of the file is not in the layer.

use super::KeySource;
use crate::layer::Layer;
use serde::Serialize;
use std::collections::BTreeMap;

/// What [`LayerReader::read`](super::LayerReader::read) makes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LoadedLayer {
    /// The layer.
    pub layer: Layer,
    /// What was read, and what of the file is not in the layer.
    pub report: LayerReadReport,
}

/// What was read of a file, and what of it is not in the layer or is there in
/// another form: nothing is left out or changed that is not counted here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LayerReadReport {
    /// Features in the file.
    pub features: u64,
    /// What the features are keyed by; `None` if there was none.
    pub key: Option<KeySource>,
    /// Features left out since they are of another geometry type than the one chosen.
    pub other_geometry: u64,
    /// Features with a geometry that has no coordinates; they have no place.
    pub empty_geometry: u64,
    /// Features of which heights (or more) were dropped.
    pub heights_dropped: u64,
    /// Rings that were not closed, and are now.
    pub rings_closed: u64,
    /// Features whose member `id` was dropped: it is neither the key nor the integer
    /// identifier that follows from the key.
    pub ids_dropped: u64,
    /// Instants that were said with another offset than `Z`. The instant is the same,
    /// the offset is not kept.
    pub offsets_dropped: u64,
    /// Columns that had to be given another name, as `(in the file, in the layer)`.
    pub renamed: Vec<(String, String)>,
    /// Properties whose values are of several types, now text: what is not text is
    /// there as its JSON text.
    pub mixed: Vec<String>,
    /// Properties with arrays or objects, now their JSON text as it stood in the file.
    pub nested: Vec<String>,
    /// Properties for which the schema has no column, and members of features that
    /// GeoJSON does not know, with how many features had them.
    pub left_out: BTreeMap<String, u64>,
}
