//! `altitude-dropped`: coordinates have a third number, which is not used
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "altitude-dropped",
    Severity::Info,
    "coordinates have a third number, which is not used",
);
