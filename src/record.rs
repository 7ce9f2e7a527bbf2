//! Where in the input something stood.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! Not a geographic place: [`RecordRef`] names a file, a feature or line in it and
//! the record's identifier, so that every message can point at the record.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A file, and perhaps one record in it.
///
/// Prints as `zones.geojson, feature 3 (id "salaheddine")`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordRef {
    file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feature: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl RecordRef {
    /// Points at a whole file, named as the user named it.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), feature: None, line: None, id: None }
    }

    /// Points at the feature numbered `number`, the first being 1.
    #[must_use]
    pub fn feature(mut self, number: u64) -> Self {
        self.feature = Some(number);
        self
    }

    /// Points at the line numbered `number`, the first being 1.
    #[must_use]
    pub fn line(mut self, number: u64) -> Self {
        self.line = Some(number);
        self
    }

    /// Adds the identifier that the record itself states.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The file's name.
    pub fn file_name(&self) -> &str {
        &self.file
    }

    /// The number of the feature in the file, the first being 1.
    pub const fn feature_number(&self) -> Option<u64> {
        self.feature
    }

    /// The number of the line in the file, the first being 1.
    pub const fn line_number(&self) -> Option<u64> {
        self.line
    }

    /// The identifier that the record states.
    pub fn record_id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "(in memory)" } else { &self.file })?;
        if let Some(number) = self.feature {
            write!(f, ", feature {number}")?;
        }
        if let Some(number) = self.line {
            write!(f, ", line {number}")?;
        }
        if let Some(id) = &self.id {
            write!(f, " (id {id:?})")?;
        }
        Ok(())
    }
}
