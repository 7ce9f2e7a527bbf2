//! `missing-property`: a property that records of this kind must have is missing
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "missing-property",
    Severity::Error,
    "a property that records of this kind must have is missing",
);
