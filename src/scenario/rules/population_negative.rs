//! `population-negative`: a population is below zero
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "population-negative",
    Severity::Error,
    "a population is below zero",
);
