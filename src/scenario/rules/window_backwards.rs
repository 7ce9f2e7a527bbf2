//! `window-backwards`: a time window ends before, or just as, it starts
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "window-backwards",
    Severity::Error,
    "a time window ends before, or just as, it starts",
);
