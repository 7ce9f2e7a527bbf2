//! Columns, their types, and the values in them.

use crate::model::Sensitivity;
use jiff::Timestamp;
use std::fmt;

/// The one geometry type of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GeometryType {
    /// One position.
    Point,
    /// One or more lines.
    Line,
    /// One or more polygons.
    Area,
}

impl fmt::Display for GeometryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Area => "area",
        })
    }
}

/// The type of every value in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldType {
    /// Text in any script.
    Text,
    /// A whole number that JavaScript holds exactly: at most 2⁵³ − 1 either side of 0.
    Integer,
    /// A finite number.
    Real,
    /// True or false.
    Boolean,
    /// An instant.
    Time,
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Integer => "an integer",
            Self::Real => "a real number",
            Self::Boolean => "a boolean",
            Self::Time => "a time",
        })
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    name: String,
    holds: FieldType,
    description: String,
    sensitivity: Sensitivity,
    counts_people: bool,
    follows: Option<String>,
}

impl Field {
    /// A column. The layer's builder checks the name: 1 to 63 characters, no
    /// control characters, unlike any other column even when case is ignored,
    /// and none of `key`, `start`, `end`, which writers add.
    ///
    /// Its sensitivity is [`Sensitivity::High`] until something else is said:
    /// what nobody has classed counts as high.
    pub fn new(
        name: impl Into<String>,
        field_type: FieldType,
        description: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            holds: field_type,
            description: description.into(),
            sensitivity: Sensitivity::High,
            counts_people: false,
            follows: None,
        }
    }

    /// A column that does no harm of its own: it says no more than that the record
    /// is there. As [`new`](Self::new), its sensitivity low.
    pub fn harmless(
        name: impl Into<String>,
        field_type: FieldType,
        description: impl Into<String>,
    ) -> Self {
        Self::new(name, field_type, description).sensitivity(Sensitivity::Low)
    }

    /// Sets how much harm the column could do if it were known of a record that
    /// may be known.
    #[must_use]
    pub const fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// Says that the column counts people: an audience may be shown no small counts.
    #[must_use]
    pub const fn counts_people(mut self) -> Self {
        self.counts_people = true;
        self
    }

    /// Says that the column tells something of a count of people in the column
    /// `of`, such as its class: it is left out wherever that count is.
    #[must_use]
    pub fn follows(mut self, of: impl Into<String>) -> Self {
        self.follows = Some(of.into());
        self
    }

    /// The column's name, which is the property's name in GeoJSON.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type of every value in the column.
    pub const fn field_type(&self) -> FieldType {
        self.holds
    }

    /// What the column says, with its unit.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// How much harm the column could do.
    pub const fn sensitivity_class(&self) -> Sensitivity {
        self.sensitivity
    }

    /// The count of people that the column tells something of.
    pub fn followed(&self) -> Option<&str> {
        self.follows.as_deref()
    }

    /// Whether the column counts people.
    pub const fn is_count_of_people(&self) -> bool {
        self.counts_people
    }
}

/// One value in a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text in logical order.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Real(f64),
    /// True or false.
    Boolean(bool),
    /// An instant.
    Time(Timestamp),
}

impl Value {
    /// The type of column it fits in.
    pub const fn field_type(&self) -> FieldType {
        match self {
            Self::Text(_) => FieldType::Text,
            Self::Integer(_) => FieldType::Integer,
            Self::Real(_) => FieldType::Real,
            Self::Boolean(_) => FieldType::Boolean,
            Self::Time(_) => FieldType::Time,
        }
    }

    /// The number, if it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Time(at)
    }
}
