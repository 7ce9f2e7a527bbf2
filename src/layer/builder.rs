//! Checks a layer while it is made.

use super::Embargo;
use super::Field;
use super::FieldType;
use super::GeometryType;
use super::Layer;
use super::LayerError;
use super::LayerFeature;
use super::LayerGeometry;
use super::LayerSchema;
use super::Value;
use super::grid::crosses_antimeridian;
use super::ident::{MAX_ID, assign, stable_id};
use std::collections::BTreeSet;

/// Columns that writers add to every layer.
const RESERVED: [&str; 3] = ["key", "start", "end"];
/// Names that some systems give to devices, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Makes a [`Layer`]; [`build`](Self::build) checks it.
#[derive(Clone, Debug)]
pub struct LayerBuilder {
    schema: LayerSchema,
    features: Vec<LayerFeature>,
    embargo: Embargo,
}

impl LayerBuilder {
    pub(super) const fn new(name: String, geometry_type: GeometryType) -> Self {
        Self::of(LayerSchema::new(name, geometry_type))
    }

    pub(super) const fn of(schema: LayerSchema) -> Self {
        let embargo = Embargo { until: None, until_window_ends: false };
        Self { schema, features: Vec::new(), embargo }
    }

    /// Sets the title, for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.schema.title = title.into();
        self
    }

    /// Sets what the layer holds and where it comes from.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.schema.description = description.into();
        self
    }

    /// Adds a column after those added before.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.schema.fields.push(field);
        self
    }

    /// Adds columns in order.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.schema.fields.extend(fields);
        self
    }

    /// Adds a text column to those that a map writes beside a feature, the first on top.
    #[must_use]
    pub fn label(mut self, field: impl Into<String>) -> Self {
        self.schema.labels.push(field.into());
        self
    }

    /// Says that features may have windows, so that writers write `start` and
    /// `end` even when none has. A feature with a window says so by itself.
    #[must_use]
    pub const fn timed(mut self) -> Self {
        self.schema.timed = true;
        self
    }

    /// Says that writers shall write every feature in its multi form even when
    /// none has several parts.
    #[must_use]
    pub const fn multi(mut self) -> Self {
        self.schema.multi_declared = true;
        self
    }

    /// Adds a feature.
    #[must_use]
    pub fn feature(mut self, feature: LayerFeature) -> Self {
        self.features.push(feature);
        self
    }

    /// Adds features.
    #[must_use]
    pub fn features(mut self, features: impl IntoIterator<Item = LayerFeature>) -> Self {
        self.features.extend(features);
        self
    }

    /// Holds every feature back until this embargo ends too.
    #[must_use]
    pub fn embargo(mut self, embargo: Embargo) -> Self {
        self.embargo = self.embargo.later(embargo);
        self
    }

    /// Checks the layer, sorts its features by key and gives them identifiers.
    ///
    /// Takes `n log n` in the number of features and is linear in positions and values.
    ///
    /// # Errors
    ///
    /// [`LayerError`], the first in the order: name, columns, then features by key.
    pub fn build(self) -> Result<Layer, LayerError> {
        let Self { mut schema, mut features, embargo } = self;
        check_schema(&schema)?;
        features.sort_by(|a, b| a.key().cmp(b.key()));
        check_keys(&schema, &features)?;
        schema.multi = schema.multi_declared;
        for feature in &features {
            check_feature(&schema, feature)?;
            schema.multi = schema.multi || feature.geometry().is_some_and(needs_multi);
            schema.timed = schema.timed || feature.window().is_some();
        }
        let ids = assign(features.iter().map(LayerFeature::key), stable_id);
        for (feature, id) in features.iter_mut().zip(ids) {
            feature.set_id(id);
            feature.set_embargo(feature.embargo_set().later(embargo));
        }
        Ok(Layer { schema, features })
    }

    /// Checks and makes what the layer is without features, for features that
    /// come one by one. Features added here are left out.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if the name or a column cannot be.
    pub fn schema(mut self) -> Result<LayerSchema, LayerError> {
        check_schema(&self.schema)?;
        self.schema.multi = self.schema.multi_declared;
        Ok(self.schema)
    }
}

fn check_schema(schema: &LayerSchema) -> Result<(), LayerError> {
    check_name(&schema.name)?;
    check_fields(schema)
}

/// Holds a feature's values and geometry against its layer's columns and type.
pub(super) fn check_feature(layer: &LayerSchema, feature: &LayerFeature) -> Result<(), LayerError> {
    if feature.key().is_empty() {
        return Err(LayerError::BadKey { layer: layer.name.clone(), feature: String::new() });
    }
    check_values(layer, feature)?;
    match feature.geometry() {
        Some(geometry) => check_geometry(layer, feature.key(), geometry),
        None => Ok(()),
    }
}

fn check_name(name: &str) -> Result<(), LayerError> {
    let device = DEVICES.contains(&name)
        || (name.len() == 4
            && (name.starts_with("com") || name.starts_with("lpt"))
            && name.ends_with(|last: char| last.is_ascii_digit()));
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let first = name.bytes().next().is_some_and(plain);
    let rest = name.bytes().all(|byte| plain(byte) || byte == b'-' || byte == b'_');
    if first && rest && name.len() <= 64 && !device {
        Ok(())
    } else {
        Err(LayerError::BadName { layer: name.to_owned() })
    }
}

fn check_fields(layer: &LayerSchema) -> Result<(), LayerError> {
    let mut seen = BTreeSet::new();
    for field in &layer.fields {
        let name = field.name();
        let reason = if name.is_empty() || name.chars().count() > 63 {
            "expected a name of 1 to 63 characters"
        } else if name.chars().any(char::is_control) {
            "expected a name without control characters"
        } else if RESERVED.contains(&name.to_lowercase().as_str()) {
            "expected a name other than \"key\", \"start\" and \"end\", which writers add"
        } else if !seen.insert(name.to_lowercase()) {
            "expected a name unlike any other column's, even when case is ignored"
        } else {
            continue;
        };
        return Err(bad_field(layer, name, reason));
    }
    for label in &layer.labels {
        let found = layer.fields.iter().find(|field| field.name() == label);
        if found.is_none_or(|field| field.field_type() != FieldType::Text) {
            return Err(bad_field(layer, label, "expected a label to be a text column"));
        }
    }
    Ok(())
}

fn bad_field(layer: &LayerSchema, field: &str, reason: &'static str) -> LayerError {
    LayerError::BadField { layer: layer.name.clone(), field: field.to_owned(), reason }
}

fn check_keys(layer: &LayerSchema, sorted: &[LayerFeature]) -> Result<(), LayerError> {
    let empty = sorted.first().filter(|feature| feature.key().is_empty());
    let twice = sorted.windows(2).find(|pair| pair[0].key() == pair[1].key());
    match empty.or(twice.map(|pair| &pair[0])) {
        None => Ok(()),
        Some(feature) => {
            Err(LayerError::BadKey { layer: layer.name.clone(), feature: feature.key().to_owned() })
        }
    }
}

fn check_values(layer: &LayerSchema, feature: &LayerFeature) -> Result<(), LayerError> {
    if feature.values().len() != layer.fields.len() {
        return Err(LayerError::ValueCount {
            layer: layer.name.clone(),
            feature: feature.key().to_owned(),
            expected: layer.fields.len(),
            found: feature.values().len(),
        });
    }
    for (field, value) in layer.fields.iter().zip(feature.values()) {
        let Some(value) = value else { continue };
        if value.field_type() != field.field_type() {
            return Err(LayerError::WrongType {
                layer: layer.name.clone(),
                feature: feature.key().to_owned(),
                field: field.name().to_owned(),
                expected: field.field_type(),
                found: value.field_type(),
            });
        }
        let (expected, found) = match value {
            Value::Integer(number) if number.unsigned_abs() > MAX_ID => {
                ("an integer that JavaScript holds exactly, at most 2^53 - 1", number.to_string())
            }
            Value::Real(number) if !number.is_finite() => ("a finite number", number.to_string()),
            _ => continue,
        };
        return Err(LayerError::BadNumber {
            layer: layer.name.clone(),
            feature: feature.key().to_owned(),
            field: field.name().to_owned(),
            expected,
            found,
        });
    }
    Ok(())
}

fn check_geometry(
    layer: &LayerSchema,
    key: &str,
    geometry: &LayerGeometry,
) -> Result<(), LayerError> {
    if geometry.geometry_type() != layer.geometry_type {
        return Err(LayerError::WrongGeometry {
            layer: layer.name.clone(),
            feature: key.to_owned(),
            expected: layer.geometry_type,
            found: geometry.geometry_type(),
        });
    }
    let least = match layer.geometry_type {
        GeometryType::Point => 1,
        GeometryType::Line => 2,
        GeometryType::Area => 4,
    };
    let mut wrong = (geometry.part_count() == 0).then(|| ("a place", "none".to_owned()));
    geometry.for_each_part(|part| {
        if wrong.is_some() {
            return;
        }
        if part.len() < least {
            let expected = if least == 4 {
                "a ring of at least 4 positions"
            } else {
                "a line of at least 2 positions"
            };
            wrong = Some((expected, part.len().to_string()));
        }
        let nowhere = |at: &&geo::Coord| {
            !(at.x.is_finite() && at.x.abs() <= 540.0 && at.y.is_finite() && at.y.abs() <= 90.0)
        };
        if let Some(at) = part.iter().find(nowhere) {
            let expected = "longitude and latitude in degrees, at most 540 and 90 from 0";
            wrong = Some((expected, format!("({}, {})", at.x, at.y)));
        }
    });
    match wrong {
        None => Ok(()),
        Some((expected, found)) => Err(LayerError::BadCoordinates {
            layer: layer.name.clone(),
            feature: key.to_owned(),
            expected,
            found,
        }),
    }
}

pub(super) fn needs_multi(geometry: &LayerGeometry) -> bool {
    let mut crosses = false;
    if !matches!(geometry, LayerGeometry::Point(_)) {
        geometry.for_each_part(|part| crosses = crosses || crosses_antimeridian(part));
    }
    crosses || geometry.part_count() > 1
}
