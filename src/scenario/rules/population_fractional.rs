//! `population-fractional`: a population is not a whole number
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "population-fractional",
    Severity::Error,
    "a population is not a whole number",
);
