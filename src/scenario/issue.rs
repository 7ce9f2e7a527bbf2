//! Something wrong in the data.
//!
//! Floor 2.

use crate::record::RecordRef;
use crate::severity::Severity;
use serde::Serialize;
use std::fmt;

/// Something wrong in the data, with its record and the code of the rule that
/// found it. The codes are listed in `docs/ISSUES.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// Where.
    pub at: RecordRef,
    /// The rule's code, such as `duplicate-id`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What was expected and what was found.
    pub text: String,
    /// What was done about it, or what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Issue {
    /// An issue without a hint.
    pub fn new(
        code: &'static str,
        severity: Severity,
        at: RecordRef,
        text: impl Into<String>,
    ) -> Self {
        Self { at, code, severity, text: text.into(), hint: None }
    }

    /// Adds what was done about it, or what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}: {}", self.severity, self.code, self.at, self.text)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}
