//! Why a prepared file could not be read or written.

use crate::io::write::WriteError;
use std::path::{Path, PathBuf};

/// Why a prepared file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PreparedError {
    /// The system would not read.
    #[error("{}: cannot read", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system would not write.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// It is no such file, of another version, cut short or altered, or its
    /// parts do not fit together.
    #[error("{}: {section}: {what}: expected {expected}, found {found}", file.display())]
    Flawed {
        /// The file.
        file: PathBuf,
        /// The section: `header`, `streets` or `hierarchy`.
        section: &'static str,
        /// The part of the section.
        what: &'static str,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
    },
}

/// What is wrong with the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) section: &'static str,
    pub(super) what: &'static str,
    pub(super) expected: String,
    pub(super) found: String,
}

impl Flaw {
    #[allow(clippy::needless_pass_by_value, reason = "numbers and texts alike")]
    pub(super) fn new(
        section: &'static str,
        what: &'static str,
        expected: impl ToString,
        found: impl ToString,
    ) -> Self {
        Self { section, what, expected: expected.to_string(), found: found.to_string() }
    }

    pub(super) fn in_file(self, file: &Path) -> PreparedError {
        let Self { section, what, expected, found } = self;
        PreparedError::Flawed { file: file.to_owned(), section, what, expected, found }
    }
}
