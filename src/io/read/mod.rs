//! Scenarios in: folders, files and text of GeoJSON.
//!
//! Floor 7. Imports floors 0 to 2, and `layer`.
//!
//! [`ScenarioReader`] collects what to read and reads it. Text is split into
//! features, each feature is taken apart on its own, its geometry goes through
//! the intake rules, its properties are checked one by one, and the record goes
//! to a [`ScenarioBuilder`](crate::scenario::ScenarioBuilder). The format is
//! explained field by field in `docs/FORMATS.md`, the issues in `docs/ISSUES.md`.
//!
//! [`LayerReader`] reads GeoJSON that is no record of ours but a map layer, of
//! whatever origin, for an audience to let through.

mod error;
mod feature;
mod fields;
mod folder;
mod geojson;
mod hours;
mod intake;
mod known;
mod layer;
mod mapping;
mod nouns;
mod reader;
mod shape;
pub(in crate::io) mod text;
mod when;

pub use error::ReadError;
pub use layer::{
    KeySource, LayerFeatures, LayerReadReport, LayerReader, LoadedLayer, ReadLayerError,
};
pub use mapping::{Mapping, TimeForm};
pub use reader::{Loaded, ReadMode, ScenarioReader};
#[cfg(any(feature = "tables", feature = "matsim"))]
pub(in crate::io) use when::Zone;
#[cfg(feature = "matsim")]
pub(in crate::io) use {
    feature::identifier,
    geojson::{malformed as malformed_json, split as split_features},
};
#[cfg(feature = "tables")]
pub(in crate::io) use {
    fields::Field,
    intake::{Input, Intake, Parts, Tally},
    known::of as known_properties,
    shape::{NoShape, Shape, join as join_lines},
    text::bytes,
    when::Clock,
};
