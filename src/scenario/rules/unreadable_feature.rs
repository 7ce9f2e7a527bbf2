//! `unreadable-feature`: a feature is not a GeoJSON Feature, or a part of it cannot be read
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unreadable-feature",
    Severity::Error,
    "a feature is not a GeoJSON Feature, or a part of it cannot be read",
);
