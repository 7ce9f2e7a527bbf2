//! What a thing is called, in several languages and scripts.
//!
//! Floor 1. Imports nothing of the crate.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A main name and names by language (BCP 47 tags such as `ar`, `en`, `ku`),
/// in logical character order. Any of them may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The main name, in whatever language the source uses. Empty if there is none.
    #[serde(default, rename = "name", skip_serializing_if = "String::is_empty")]
    main: String,
    /// Names by language tag.
    #[serde(default, rename = "names", skip_serializing_if = "BTreeMap::is_empty")]
    by_language: BTreeMap<String, String>,
}

impl Names {
    /// Only a main name.
    pub fn new(main: impl Into<String>) -> Self {
        Self { main: main.into(), by_language: BTreeMap::new() }
    }

    /// Adds the name in a language.
    #[must_use]
    pub fn and(mut self, language: impl Into<String>, name: impl Into<String>) -> Self {
        self.by_language.insert(language.into(), name.into());
        self
    }

    /// The main name; empty if there is none.
    pub fn main(&self) -> &str {
        &self.main
    }

    /// The name in a language, if that is known.
    pub fn in_language(&self, language: &str) -> Option<&str> {
        self.by_language.get(language).map(String::as_str)
    }

    /// Languages and names, sorted by language tag.
    pub fn by_language(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_language.iter().map(|(language, name)| (language.as_str(), name.as_str()))
    }

    /// The best name for a reader of `language`: that language, else the main
    /// name, else English, else the first there is.
    pub fn best(&self, language: &str) -> Option<&str> {
        self.in_language(language)
            .or_else(|| (!self.main.is_empty()).then_some(self.main.as_str()))
            .or_else(|| self.in_language("en"))
            .or_else(|| self.by_language.values().next().map(String::as_str))
    }
}

impl From<&str> for Names {
    fn from(main: &str) -> Self {
        Self::new(main)
    }
}
