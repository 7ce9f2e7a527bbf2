//! `geometry-type-mixed`: a geometry collection was read as one geometry, since its parts are of one type
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "geometry-type-mixed",
    Severity::Warning,
    "a geometry collection was read as one geometry, since its parts are of one type",
);
