//! Why a table could not be read.

use super::rules;
use crate::io::read::ReadError;
use crate::record::RecordRef;
use crate::scenario::Issue;

/// Why a table could not be read. Every variant says where before it says what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The file could not be opened, is too large, or is not UTF-8 text.
    #[error(transparent)]
    Read(#[from] ReadError),

    /// The file is not a table, or lacks the sheet or column that is needed.
    #[error("{at}: expected {expected}, found {found}")]
    NotATable {
        /// Where.
        at: RecordRef,
        /// The code of the rule that it breaks.
        code: &'static str,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
    },

    /// Something is wrong in the data, and the reader was told to be strict.
    #[error("{}: {}", issue.at, issue.text)]
    Refused {
        /// What is wrong.
        issue: Box<Issue>,
    },
}

impl TableError {
    pub(super) fn not_a_table(
        at: RecordRef,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        let code = rules::UNREADABLE.code;
        Self::NotATable { at, code, expected: expected.into(), found: found.into() }
    }

    /// Where it is.
    pub fn at(&self) -> &RecordRef {
        match self {
            Self::Read(error) => error.at(),
            Self::NotATable { at, .. } => at,
            Self::Refused { issue } => &issue.at,
        }
    }

    /// The code of the rule that it breaks, as in `docs/ISSUES.md`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read(error) => error.code(),
            Self::NotATable { code, .. } => code,
            Self::Refused { issue } => issue.code,
        }
    }
}
