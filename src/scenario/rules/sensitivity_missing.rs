//! `sensitivity-missing`: records do not say how sensitive they are, which counts as high
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "sensitivity-missing",
    Severity::Info,
    "records do not say how sensitive they are, which counts as high",
);
