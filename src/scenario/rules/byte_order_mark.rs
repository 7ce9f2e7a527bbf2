//! `byte-order-mark`: a file begins with a byte order mark
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "byte-order-mark",
    Severity::Info,
    "a file begins with a byte order mark",
);
