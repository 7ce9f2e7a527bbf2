//! `duplicate-property`: a property is given twice in one feature
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "duplicate-property",
    Severity::Warning,
    "a property is given twice in one feature",
);
