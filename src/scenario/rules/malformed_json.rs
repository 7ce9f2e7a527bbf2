//! `malformed-json`: a file is not JSON, or breaks off
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "malformed-json",
    Severity::Error,
    "a file is not JSON, or breaks off",
);
