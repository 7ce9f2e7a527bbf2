//! Features ready for a map, neutral of any format.
//!
//! Floor 6. Imports the ground, the model and the results; knows no writer.
//!
//! A [`Layer`] has one geometry type and one schema, as map clients want it:
//! each feature has the same columns, each column one type. A layer does not
//! leave the library by itself: an audience
//! ([`Audience::release`](crate::publish::Audience::release)) decides what of it
//! a writer gets to see.

mod builder;
mod error;
mod feature;
mod field;
pub(crate) mod grid;
mod ident;
mod schema;
mod style;
mod views;

pub use builder::LayerBuilder;
pub use error::LayerError;
pub use feature::{Embargo, LayerFeature, LayerGeometry};
pub use field::{Field, FieldType, GeometryType, Value};
pub use ident::stable_id;
pub use schema::LayerSchema;
pub use style::{StyleClass, Subject};
pub use views::{
    AuditView, EvacuationView, HitsView, PlanView, ReachView, ScenarioView, TimelineView,
};
pub(crate) use views::{PLAN_LEGS, embargo_of_all};

use crate::model::Sensitivity;

/// One result or record set as a layer.
pub trait ToLayer {
    /// The layer, features sorted by key.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a record holds what no layer can, such as an integer
    /// beyond what JavaScript reads exactly.
    fn to_layer(&self) -> Result<Layer, LayerError>;
}

/// Something that becomes several layers, one for each geometry type or kind.
pub trait ToLayers {
    /// The layers, in the order in which a map lists them.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a record holds what no layer can.
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError>;
}

/// Features of one geometry type and one schema, sorted by key.
///
/// Made by [`Layer::builder`], which checks it; immutable after that.
///
/// ```
/// use safepassage::layer::{Field, FieldType, GeometryType, Layer, LayerFeature};
/// use geo::Point;
///
/// let layer = Layer::builder("shelters", GeometryType::Point)
///     .title("Shelters")
///     .field(Field::new("capacity", FieldType::Integer, "Persons it can hold"))
///     .feature(LayerFeature::new("shelter/school", Point::new(37.1, 36.2), vec![Some(250.into())]))
///     .build()?;
/// assert_eq!(layer.features()[0].key(), "shelter/school");
/// # Ok::<(), safepassage::layer::LayerError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    schema: LayerSchema,
    features: Vec<LayerFeature>,
}

impl Layer {
    /// Starts a layer. `name` becomes a file name: lower-case ASCII letters,
    /// digits, `-` and `_`, at most 64, a letter or digit first.
    pub fn builder(name: impl Into<String>, geometry_type: GeometryType) -> LayerBuilder {
        LayerBuilder::new(name.into(), geometry_type)
    }

    /// All that is known of the layer apart from its features.
    pub const fn schema(&self) -> &LayerSchema {
        &self.schema
    }

    /// The name, fit for a file.
    pub fn name(&self) -> &str {
        self.schema.name()
    }

    /// The title, for people; the name if none was given.
    pub fn title(&self) -> &str {
        self.schema.title()
    }

    /// What the layer holds and where it comes from; may be empty.
    pub fn description(&self) -> &str {
        self.schema.description()
    }

    /// The one geometry type of every feature.
    pub const fn geometry_type(&self) -> GeometryType {
        self.schema.geometry_type()
    }

    /// Whether some feature has several parts: see [`LayerSchema::is_multi`].
    pub const fn is_multi(&self) -> bool {
        self.schema.is_multi()
    }

    /// Whether features may have a time window; writers then write `start` and `end`.
    pub const fn is_timed(&self) -> bool {
        self.schema.is_timed()
    }

    /// The columns, in order.
    pub fn fields(&self) -> &[Field] {
        self.schema.fields()
    }

    /// The position of the column `name`. Linear in the number of columns.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.schema.field_index(name)
    }

    /// The text columns that a map writes beside a feature, first one on top.
    pub fn labels(&self) -> &[String] {
        self.schema.labels()
    }

    /// The features, sorted by key.
    pub fn features(&self) -> &[LayerFeature] {
        &self.features
    }

    /// The feature with this key. Logarithmic.
    pub fn feature(&self, key: &str) -> Option<&LayerFeature> {
        let found = self.features.binary_search_by(|feature| feature.key().cmp(key)).ok()?;
        self.features.get(found)
    }

    /// The same layer with its columns and its features classed anew: for each column
    /// `field` gives the column that takes its place, for each feature `sensitivity` how
    /// much harm it could do. For a layer that was read and that nobody has classed.
    ///
    /// A column may get another description, sensitivity or name, and be said to count
    /// people; it keeps its place and type. Linear in the values.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a column's new name cannot be, or its type is another.
    pub fn reclassed(
        self,
        field: impl FnMut(Field) -> Field,
        mut sensitivity: impl FnMut(&LayerFeature) -> Sensitivity,
    ) -> Result<Self, LayerError> {
        let Self { mut schema, features } = self;
        schema.fields = schema.fields.into_iter().map(field).collect();
        let classed = features.into_iter().map(|feature| {
            let class = sensitivity(&feature);
            feature.sensitivity(class)
        });
        schema.builder().features(classed).build()
    }

    /// A layer of features that have passed an audience, sorted anew by key.
    pub(crate) fn released(mut schema: LayerSchema, mut features: Vec<LayerFeature>) -> Self {
        features.sort_by(|a, b| a.key().cmp(b.key()));
        let parted = features.iter().filter_map(LayerFeature::geometry).any(builder::needs_multi);
        schema.multi = schema.multi_declared || parted;
        Self { schema, features }
    }
}

/// The items whose flag is set.
pub(crate) fn keep<T: Clone>(items: &[T], flags: &[bool]) -> Vec<T> {
    items.iter().zip(flags).filter(|(_, keep)| **keep).map(|(item, _)| item.clone()).collect()
}

#[cfg(test)]
mod tests;
