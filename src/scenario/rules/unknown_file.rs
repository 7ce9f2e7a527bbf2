//! `unknown-file`: a file in a scenario folder is not one that is read
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "unknown-file",
    Severity::Info,
    "a file in a scenario folder is not one that is read",
);
