//! `unknown-word`: a property holds a word that is none of those it may hold
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unknown-word",
    Severity::Error,
    "a property holds a word that is none of those it may hold",
);
