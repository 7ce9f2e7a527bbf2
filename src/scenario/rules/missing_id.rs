//! `missing-id`: a feature has no identifier
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "missing-id",
    Severity::Info,
    "a feature has no identifier",
);
