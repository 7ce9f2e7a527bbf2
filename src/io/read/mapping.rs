//! How the properties of a foreign file map to ours.
//!
//! Floor 7.

use super::fields::Field;
use crate::id::Kind;
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
        let field = |(name, (source, value))| Field { name, source, value };
        fields.into_iter().map(field).collect()
    }
}
