//! `wrong-encoding`: a file is not UTF-8 text
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "wrong-encoding",
    Severity::Error,
    "a file is not UTF-8 text",
);
