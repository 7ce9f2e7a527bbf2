//! `ambiguous-local-time`: a local time names no instant, or could be either of two
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "ambiguous-local-time",
    Severity::Error,
    "a local time names no instant, or could be either of two",
);
