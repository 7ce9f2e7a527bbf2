//! `time-zone-unknown`: a time zone has a name that no time zone has
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "time-zone-unknown",
    Severity::Error,
    "a time zone has a name that no time zone has",
);
