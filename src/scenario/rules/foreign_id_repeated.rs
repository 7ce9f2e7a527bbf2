//! `foreign-id-repeated`: an identifier comes more than once in a foreign file.
//!
//! Floor 2. Looked for by the readers, in files read through a mapping: there
//! an identifier often is that of a group, and no other record refers to it.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "foreign-id-repeated",
    Severity::Warning,
    "an identifier comes more than once in a foreign file; the later record got a number",
);
