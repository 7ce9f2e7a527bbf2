//! What a layer is, apart from its features.

use super::Field;
use super::GeometryType;
use super::LayerBuilder;
use super::LayerError;
use super::LayerFeature;
use super::builder;

/// A layer's name, geometry type and columns: all that a writer knows before
/// the first feature comes.
///
/// Made by [`Layer::builder`](super::Layer::builder) and
/// [`LayerBuilder::schema`](super::LayerBuilder::schema), which check it.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerSchema {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) geometry_type: GeometryType,
    pub(super) multi_declared: bool,
    pub(super) multi: bool,
    pub(super) timed: bool,
    pub(super) fields: Vec<Field>,
    pub(super) labels: Vec<String>,
}

impl LayerSchema {
    pub(super) const fn new(name: String, geometry_type: GeometryType) -> Self {
        Self {
            name,
            title: String::new(),
            description: String::new(),
            geometry_type,
            multi_declared: false,
            multi: false,
            timed: false,
            fields: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// The name, fit for a file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The title, for people; the name if none was given.
    pub fn title(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }

    /// What the layer holds and where it comes from; may be empty.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The one geometry type of every feature.
    pub const fn geometry_type(&self) -> GeometryType {
        self.geometry_type
    }

    /// Whether some feature has several parts, or will have once it is cut at
    /// the antimeridian. Writers then write every feature of the layer in its
    /// multi form, so that the layer keeps one geometry type.
    pub const fn is_multi(&self) -> bool {
        self.multi
    }

    /// Whether features may have a time window; writers then write `start` and `end`.
    pub const fn is_timed(&self) -> bool {
        self.timed
    }

    /// The columns, in order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The position of the column `name`. Linear in the number of columns.
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name() == name)
    }

    /// The text columns that a map writes beside a feature, first one on top.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Holds a feature against the schema. Linear in its positions and values.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if it has no key, another number or type of values, another
    /// type of geometry, or coordinates that are nowhere; and if it has several
    /// parts or a window and the schema does not say that features may.
    pub fn check(&self, feature: &LayerFeature) -> Result<(), LayerError> {
        builder::check_feature(self, feature)?;
        let several = feature.geometry().is_some_and(builder::needs_multi);
        let reason = if several && !self.multi {
            "expected one line or polygon that does not cross the antimeridian, or a layer declared to be multi"
        } else if feature.window().is_some() && !self.timed {
            "expected no window, or a layer declared to be timed"
        } else {
            return Ok(());
        };
        Err(LayerError::Undeclared {
            layer: self.name.clone(),
            feature: feature.key().to_owned(),
            reason,
        })
    }

    /// The schema with only the columns whose flag is set.
    pub(crate) fn with_columns(&self, flags: &[bool]) -> Self {
        let fields = super::keep(&self.fields, flags);
        let there = |label: &&String| fields.iter().any(|field| field.name() == label.as_str());
        let labels = self.labels.iter().filter(there).cloned().collect();
        Self { fields, labels, ..self.clone() }
    }

    /// The schema with two text columns before all others, its features areas of
    /// several parts.
    pub(crate) fn of_units(mut self, columns: [Field; 2]) -> Self {
        let taken = |field: &Field| columns.iter().any(|one| one.name() == field.name());
        self.fields.retain(|field| !taken(field));
        self.fields.splice(0..0, columns);
        let there = |label: &String| self.fields.iter().any(|field| field.name() == label.as_str());
        self.labels.retain(there);
        self.geometry_type = GeometryType::Area;
        self.multi_declared = true;
        self.multi = true;
        self
    }

    /// The schema with more columns before all others.
    pub(crate) fn with_more_columns<const N: usize>(&self, columns: [Field; N]) -> Self {
        let mut schema = self.clone();
        schema.fields.splice(0..0, columns);
        schema
    }

    /// The schema of features without windows.
    pub(crate) const fn untimed(mut self) -> Self {
        self.timed = false;
        self
    }

    /// Starts a layer of this schema.
    pub(crate) const fn builder(self) -> LayerBuilder {
        LayerBuilder::of(self)
    }

    /// A schema that tells nothing but its name and geometry type.
    pub(crate) fn withheld(&self) -> Self {
        let multi = self.multi_declared;
        Self {
            multi_declared: multi,
            multi,
            timed: self.timed,
            ..Self::new(self.name.clone(), self.geometry_type)
        }
    }
}
