//! How grave an issue or a finding is.
//!
//! Floor 0. Imports nothing of the crate.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How grave an issue or a finding is, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Doubtful; look at it.
    Warning,
    /// Wrong, or a danger.
    Error,
}

impl Severity {
    /// The word for it in JSON and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
