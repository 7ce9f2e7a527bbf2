//! What a gazetteer is made of: places and the names they go by.
//!
//! Floor 2.

use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Feature;
use crate::model::Names;
use crate::model::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which place is meant: a record of a scenario, or a unit that has a code or an
/// identifier of its own (an administrative unit, a populated place).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PlaceKey {
    /// A record of a scenario.
    Feature(FeatureRef),
    /// A unit by its code or identifier.
    Unit(String),
}

impl PlaceKey {
    /// The unit with this code or identifier.
    pub fn unit(id: impl Into<String>) -> Self {
        Self::Unit(id.into())
    }

    /// The identifier: of the record, or of the unit.
    pub fn id(&self) -> &str {
        match self {
            Self::Feature(reference) => reference.id(),
            Self::Unit(id) => id,
        }
    }

    /// The kind of record; `None` for a unit.
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::Feature(reference) => Some(reference.kind()),
            Self::Unit(_) => None,
        }
    }
}

impl From<FeatureRef> for PlaceKey {
    fn from(reference: FeatureRef) -> Self {
        Self::Feature(reference)
    }
}

impl fmt::Display for PlaceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feature(reference) => reference.fmt(f),
            Self::Unit(id) => f.write_str(id),
        }
    }
}

/// One name of a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceName {
    /// The name, in logical character order.
    pub name: String,
    /// Its language (BCP 47), if the source says. Nothing depends on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl From<&str> for PlaceName {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), language: None }
    }
}

impl From<String> for PlaceName {
    fn from(name: String) -> Self {
        Self { name, language: None }
    }
}

/// A place and what it goes by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Which place it is. Entries of one place are taken together.
    pub place: PlaceKey,
    /// Every name it is known by, in any language and spelling.
    #[serde(default)]
    pub names: Vec<PlaceName>,
    /// Its place code in the common operational datasets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p_code: Option<String>,
    /// The place it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<PlaceKey>,
    /// Its administrative level: 1 for a governorate, 2 for a district …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// A point in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

impl Entry {
    /// A place without a name yet.
    pub const fn new(place: PlaceKey) -> Self {
        Self { place, names: Vec::new(), p_code: None, parent: None, level: None, at: None }
    }

    /// The unit with this place code, which is its key as well.
    pub fn with_code(code: impl Into<String>) -> Self {
        let code = code.into();
        Self { p_code: Some(code.clone()), ..Self::new(PlaceKey::Unit(code)) }
    }

    /// A record of a scenario by every name it has.
    pub fn of_feature(feature: &dyn Feature) -> Self {
        Self::new(feature.reference().into()).named_as(feature.names())
    }

    /// Adds a name.
    #[must_use]
    pub fn name(mut self, name: impl Into<PlaceName>) -> Self {
        self.names.push(name.into());
        self
    }

    /// Adds a name in a language (BCP 47).
    #[must_use]
    pub fn name_in(self, language: impl Into<String>, name: impl Into<String>) -> Self {
        self.name(PlaceName { name: name.into(), language: Some(language.into()) })
    }

    /// Adds every name of a record.
    #[must_use]
    pub fn named_as(mut self, names: &Names) -> Self {
        if !names.main().is_empty() {
            self = self.name(names.main());
        }
        names.by_language().fold(self, |entry, (language, name)| entry.name_in(language, name))
    }

    /// Sets the place code.
    #[must_use]
    pub fn p_code(mut self, code: impl Into<String>) -> Self {
        self.p_code = Some(code.into());
        self
    }

    /// Sets the place it is part of.
    #[must_use]
    pub fn parent(mut self, parent: impl Into<PlaceKey>) -> Self {
        self.parent = Some(parent.into());
        self
    }

    /// Sets the administrative level.
    #[must_use]
    pub const fn level(mut self, level: u8) -> Self {
        self.level = Some(level);
        self
    }

    /// Sets a point in it.
    #[must_use]
    pub const fn at(mut self, at: Place) -> Self {
        self.at = Some(at);
        self
    }
}
