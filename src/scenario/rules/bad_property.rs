//! `bad-property`: a property holds a value of the wrong type or out of its range
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "bad-property",
    Severity::Error,
    "a property holds a value of the wrong type or out of its range",
);
