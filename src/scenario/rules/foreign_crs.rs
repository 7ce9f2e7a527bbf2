//! `foreign-crs`: a file says that its coordinates are not WGS 84 longitude and latitude
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "foreign-crs",
    Severity::Error,
    "a file says that its coordinates are not WGS 84 longitude and latitude",
);
