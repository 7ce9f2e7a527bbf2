//! `unreadable-file`: a file could not be opened, is too large, or is not a plain file
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unreadable-file",
    Severity::Error,
    "a file could not be opened, is too large, or is not a plain file",
);
