//! How the properties of a foreign file map to ours.
//!
//! Floor 7.

use super::feature::identifier;
use super::fields::Field;
use crate::id::Kind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How the properties of a foreign GeoJSON file map to ours.
///
/// Plain data: build it with the setters, or read it from JSON. Properties of
/// the file that nothing is mapped to are left out without an issue. A property
/// of the file may serve more than once.
///
/// ```
/// use safepassage::id::Kind;
/// use safepassage::io::read::Mapping;
///
/// let mapping = Mapping::of(Kind::Neighbourhood)
///     .id("Id")
///     .name("NAME")
///     .name_in("ar", "NAME_A")
///     .constant("source", "Center for Spatial Research")
///     .constant("sensitivity", "low");
/// let json = r#"{
///     "kind": "neighbourhood", "id": "Id", "name": "NAME", "names": {"ar": "NAME_A"},
///     "constants": {"source": "Center for Spatial Research", "sensitivity": "low"}
/// }"#;
/// assert_eq!(serde_json::from_str::<Mapping>(json)?, mapping);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    kind: Option<Kind>,
    id: Option<String>,
    id_prefix: String,
    name: Option<String>,
    names: BTreeMap<String, String>,
    population: Option<String>,
    properties: BTreeMap<String, String>,
    constants: BTreeMap<String, Value>,
    times: TimeForm,
    keep_others: bool,
}

impl Mapping {
    /// A mapping for a file whose features are all of one kind.
    pub fn of(kind: Kind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    /// The property that holds the identifier.
    #[must_use]
    pub fn id(mut self, property: impl Into<String>) -> Self {
        self.id = Some(property.into());
        self
    }

    /// Text put before every identifier, to tell those of several files apart.
    #[must_use]
    pub fn id_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.id_prefix = prefix.into();
        self
    }

    /// The property that holds the main name.
    #[must_use]
    pub fn name(mut self, property: impl Into<String>) -> Self {
        self.name = Some(property.into());
        self
    }

    /// The property that holds the name in a language (a BCP 47 tag).
    #[must_use]
    pub fn name_in(mut self, language: impl Into<String>, property: impl Into<String>) -> Self {
        self.names.insert(language.into(), property.into());
        self
    }

    /// The property that holds the population.
    #[must_use]
    pub fn population(mut self, property: impl Into<String>) -> Self {
        self.population = Some(property.into());
        self
    }

    /// Reads our property `ours` from the file's property `theirs`.
    #[must_use]
    pub fn property(mut self, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.properties.insert(ours.into(), theirs.into());
        self
    }

    /// Gives our property `ours` the same value in every record whose feature
    /// does not give one.
    #[must_use]
    pub fn constant(mut self, ours: impl Into<String>, value: impl Into<Value>) -> Self {
        self.constants.insert(ours.into(), value.into());
        self
    }

    /// How the file writes its times.
    #[must_use]
    pub const fn times(mut self, form: TimeForm) -> Self {
        self.times = form;
        self
    }

    /// Also reads properties that are not mapped, under their own names.
    #[must_use]
    pub const fn keep_others(mut self) -> Self {
        self.keep_others = true;
        self
    }

    pub(super) const fn kind(&self) -> Option<Kind> {
        self.kind
    }

    pub(super) fn prefixed(&self, id: &str) -> String {
        format!("{}{id}", self.id_prefix)
    }

    /// Our properties, made of the file's.
    pub(super) fn apply(&self, theirs: Vec<(String, Value)>) -> Vec<Field> {
        let theirs: BTreeMap<String, Value> = theirs.into_iter().collect();
        let single = |ours: &str, from: &Option<String>| Some((ours.to_owned(), from.clone()?));
        let wanted = [
            single("id", &self.id),
            single("name", &self.name),
            single("population", &self.population),
        ];
        let names = self.names.iter().map(|(tag, from)| (format!("name_{tag}"), from.clone()));
        let others = self.properties.iter().map(|(ours, from)| (ours.clone(), from.clone()));
        let wanted: Vec<_> = wanted.into_iter().flatten().chain(names).chain(others).collect();
        let mut fields = BTreeMap::new();
        for (ours, value) in &self.constants {
            fields.insert(ours.clone(), (ours.clone(), value.clone()));
        }
        if self.keep_others {
            let used = |name: &String| wanted.iter().any(|(_, from)| from == name);
            for (name, value) in theirs.iter().filter(|(name, _)| !used(name)) {
                fields.insert(name.clone(), (name.clone(), value.clone()));
            }
        }
        for (ours, from) in wanted {
            if let Some(value) = theirs.get(&from).filter(|value| !value.is_null()) {
                fields.insert(ours, (from, value.clone()));
            }
        }
        let field = |(name, (source, value)): (String, (String, Value))| {
            let value = match name.as_str() {
                "start" | "end" | "said_at" | "recorded_at" => self.times.to_ours(value),
                "name" => number_as_text(value),
                other if other.starts_with("name_") => number_as_text(value),
                _ => value,
            };
            Field { name, source, value }
        };
        fields.into_iter().map(field).collect()
    }
}

/// How a foreign file writes its times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TimeForm {
    /// As we do: `2026-01-08T10:00:00+03:00`.
    #[default]
    Rfc3339,
    /// As in e-mail and web headers: `Thu, 08 Jan 2026 07:00:00 GMT`.
    Rfc2822,
    /// As a number of milliseconds since 1970-01-01T00:00:00Z.
    UnixMilliseconds,
    /// As a number of seconds since 1970-01-01T00:00:00Z.
    UnixSeconds,
}

impl TimeForm {
    /// The time in our form. What is not in the file's form stays as it is, so
    /// that it is reported as it stands.
    fn to_ours(self, value: Value) -> Value {
        let instant = match self {
            Self::Rfc3339 => None,
            Self::Rfc2822 => {
                let text = value.as_str().map(str::trim);
                let zoned = text.and_then(|text| jiff::fmt::rfc2822::parse(text).ok());
                zoned.map(|zoned| zoned.timestamp())
            }
            Self::UnixMilliseconds => {
                value.as_i64().and_then(|number| Timestamp::from_millisecond(number).ok())
            }
            Self::UnixSeconds => {
                value.as_i64().and_then(|number| Timestamp::from_second(number).ok())
            }
        };
        instant.map_or(value, |instant| Value::String(instant.to_string()))
    }
}

/// A number that serves as a name, such as that of a numbered block, as text.
fn number_as_text(value: Value) -> Value {
    match &value {
        Value::Number(_) => identifier(&value).map_or(value, Value::String),
        _ => value,
    }
}
