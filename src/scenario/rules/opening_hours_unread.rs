//! `opening-hours-unread`: opening hours were given but could not be read, so the schedule is unknown
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "opening-hours-unread",
    Severity::Warning,
    "opening hours were given but could not be read, so the schedule is unknown",
);
