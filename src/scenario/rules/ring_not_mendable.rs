//! `ring-not-mendable`: a ring crosses itself and could mean several areas.
//!
//! Floor 2. Found by the rules `ring-self-crossing` and `antimeridian-crossing`
//! when they cannot mend.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "ring-not-mendable",
    Severity::Error,
    "a ring crosses itself, and what it was to enclose is not clear",
    |_, _| Ok(()),
);
