//! `wrong-geometry`: a record has a geometry that its kind cannot have
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "wrong-geometry",
    Severity::Error,
    "a record has a geometry that its kind cannot have",
);
