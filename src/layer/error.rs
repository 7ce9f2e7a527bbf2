//! Why a layer could not be made.

use super::{FieldType, GeometryType};

/// Why a layer could not be made. Every variant names the layer first.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LayerError {
    /// The name is not fit for a file.
    #[error(
        "layer {layer:?}: expected a name of 1 to 64 lower-case ASCII letters, digits, \"-\" and \"_\", \
         a letter or digit first, and no device name"
    )]
    BadName {
        /// The name that was given.
        layer: String,
    },

    /// A column's name cannot be used.
    #[error("layer {layer:?}, field {field:?}: {reason}")]
    BadField {
        /// The layer.
        layer: String,
        /// The column's name.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// A feature has more or fewer values than there are columns.
    #[error("layer {layer:?}, feature {feature:?}: expected {expected} values, found {found}")]
    ValueCount {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// The number of columns.
        expected: usize,
        /// The number of values.
        found: usize,
    },

    /// A value is not of its column's type.
    #[error(
        "layer {layer:?}, feature {feature:?}, field {field:?}: expected {expected}, found {found}"
    )]
    WrongType {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// The column's name.
        field: String,
        /// The column's type.
        expected: FieldType,
        /// The value's type.
        found: FieldType,
    },

    /// A number that map clients cannot read back.
    #[error(
        "layer {layer:?}, feature {feature:?}, field {field:?}: expected {expected}, found {found}"
    )]
    BadNumber {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// The column's name.
        field: String,
        /// What would have been right.
        expected: &'static str,
        /// The number.
        found: String,
    },

    /// A feature's geometry is not of the layer's type.
    #[error(
        "layer {layer:?}, feature {feature:?}: expected geometry of type {expected}, found {found}"
    )]
    WrongGeometry {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// The layer's geometry type.
        expected: GeometryType,
        /// The feature's geometry type.
        found: GeometryType,
    },

    /// A geometry without coordinates, or with one that is nowhere on earth.
    #[error("layer {layer:?}, feature {feature:?}: expected {expected}, found {found}")]
    BadCoordinates {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// What would have been right.
        expected: &'static str,
        /// What stood there.
        found: String,
    },

    /// Two features have one key, or a feature has none.
    #[error(
        "layer {layer:?}, feature {feature:?}: expected a key that no other feature of the layer has"
    )]
    BadKey {
        /// The layer.
        layer: String,
        /// The key.
        feature: String,
    },

    /// A feature that comes alone holds what its layer was not declared to hold.
    #[error("layer {layer:?}, feature {feature:?}: {reason}")]
    Undeclared {
        /// The layer.
        layer: String,
        /// The feature's key.
        feature: String,
        /// What was expected.
        reason: &'static str,
    },

    /// What the features come from cannot be read on.
    #[error("layer {layer:?}: {reason}")]
    Unreadable {
        /// The layer.
        layer: String,
        /// Where, what was expected and what was found.
        reason: String,
    },

    /// A plan names streets that the network does not have: it was made on another.
    #[error(
        "layer {layer:?}: expected the streets that were planned on, found no edge {edge} among {edges}"
    )]
    OtherStreets {
        /// The layer.
        layer: String,
        /// The number of an edge of the plan.
        edge: u32,
        /// How many edges the network has.
        edges: usize,
    },
}
