//! A feature as a row: the columns every tabular format has, in one order.

use crate::layer::{FieldType, LayerFeature, LayerSchema, Value};
use jiff::Timestamp;

/// A column of a table: the identifier, the key, a field of the layer, or an end
/// of the window.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) holds: FieldType,
    pub(super) description: String,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Id,
    Key,
    Field(usize),
    Start,
    End,
}

/// What stands in a row's column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Item<'a> {
    Text(&'a str),
    Integer(i64),
    /// Finite, and no negative zero.
    Real(f64),
    Boolean(bool),
    Time(Timestamp),
}

impl Column {
    /// The identifier, under a name that no other column has.
    pub(super) fn id(schema: &LayerSchema, wanted: &str) -> Self {
        Self {
            name: free_name(schema, wanted),
            holds: FieldType::Integer,
            description: "stable identifier: a 53-bit hash of the key".to_owned(),
            source: Source::Id,
        }
    }

    /// What stands here in the feature's row; `None` where nothing is known.
    pub(super) fn item<'a>(&self, feature: &'a LayerFeature) -> Option<Item<'a>> {
        match self.source {
            Source::Id => Some(Item::Integer(feature.id() as i64)),
            Source::Key => Some(Item::Text(feature.key())),
            Source::Field(column) => feature.values().get(column)?.as_ref().map(Item::from),
            Source::Start => feature.window()?.start().map(Item::Time),
            Source::End => feature.window()?.end().map(Item::Time),
        }
    }

    /// Whether every row has something here.
    pub(super) const fn is_always_there(&self) -> bool {
        matches!(self.source, Source::Id | Source::Key)
    }
}

impl<'a> From<&'a Value> for Item<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Integer(number) => Self::Integer(*number),
            // Adding zero turns a negative zero into zero.
            Value::Real(number) => Self::Real(number + 0.0),
            Value::Boolean(truth) => Self::Boolean(*truth),
            Value::Time(at) => Self::Time(*at),
        }
    }
}

/// The columns after the identifier: `key`, the layer's fields, and in a timed
/// layer `start` and `end`.
pub(super) fn columns(schema: &LayerSchema) -> Vec<Column> {
    let own = |name: &str, holds, description: &str, source| Column {
        name: name.to_owned(),
        holds,
        description: description.to_owned(),
        source,
    };
    let mut columns = Vec::with_capacity(schema.fields().len() + 3);
    columns.push(own("key", FieldType::Text, "key, unique in the layer", Source::Key));
    for (position, field) in schema.fields().iter().enumerate() {
        let source = Source::Field(position);
        columns.push(own(field.name(), field.field_type(), field.description(), source));
    }
    if schema.is_timed() {
        let start = "first instant of the window; null where it has always begun";
        let end = "first instant after the window; null until further notice";
        columns.push(own("start", FieldType::Time, start, Source::Start));
        columns.push(own("end", FieldType::Time, end, Source::End));
    }
    columns
}

/// `wanted`, or `wanted_1`, `wanted_2` … if a field has that name, case ignored.
pub(super) fn free_name(schema: &LayerSchema, wanted: &str) -> String {
    let taken =
        |name: &str| schema.fields().iter().any(|field| field.name().to_lowercase() == name);
    let mut name = wanted.to_owned();
    let mut number = 0;
    while taken(&name) {
        number += 1;
        name = format!("{wanted}_{number}");
    }
    name
}
