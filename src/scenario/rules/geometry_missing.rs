//! `geometry-missing`: a record has no geometry
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "geometry-missing",
    Severity::Error,
    "a record has no geometry",
);
