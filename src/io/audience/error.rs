//! Why an audience could not be read.

use crate::publish::InvalidAudience;
use crate::publish::InvalidMask;
use crate::publish::InvalidUnits;
use std::path::Path;

/// Why an audience could not be read. Every variant names the file first.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AudienceError {
    /// A file could not be read.
    #[error("{file}: cannot read")]
    Io {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },

    /// A file is not what it should be.
    #[error("{file}{at}: expected {expected}, found {found}")]
    Wrong {
        /// The file.
        file: String,
        /// The record and property, or the line and column.
        at: String,
        /// What would have been right.
        expected: String,
        /// What stood there.
        found: String,
    },

    /// The audience cannot be.
    #[error("{file}")]
    Audience {
        /// The file.
        file: String,
        /// Why.
        source: InvalidAudience,
    },

    /// A mask cannot be.
    #[error("{file}: layer {layer:?}")]
    Mask {
        /// The file.
        file: String,
        /// The layer that it is for.
        layer: String,
        /// Why.
        source: InvalidMask,
    },

    /// Units cannot be.
    #[error("{file}")]
    Units {
        /// The file.
        file: String,
        /// Why.
        source: InvalidUnits,
    },
}

impl AudienceError {
    pub(super) fn json(path: &Path, error: &serde_json::Error) -> Self {
        Self::Wrong {
            file: path.display().to_string(),
            at: format!(": line {}, column {}", error.line(), error.column()),
            expected: "an audience as JSON".to_owned(),
            found: error.to_string(),
        }
    }

    pub(super) fn wrong(
        path: &Path,
        record: &str,
        property: &str,
        expected: &str,
        found: &str,
    ) -> Self {
        let mut at = String::new();
        if !record.is_empty() {
            at = format!(": {record}");
        }
        if !property.is_empty() {
            at = format!("{at}: property {property:?}");
        }
        let file = path.display().to_string();
        Self::Wrong { file, at, expected: expected.to_owned(), found: found.to_owned() }
    }
}
