//! `unknown-kind`: neither the file's name nor the feature says what kind of record it is
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unknown-kind",
    Severity::Error,
    "neither the file's name nor the feature says what kind of record it is",
);
