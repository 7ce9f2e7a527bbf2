//! `not-geojson`: a file is JSON but not a GeoJSON `FeatureCollection` or `Feature`
//!
//! Floor 2. Looked for by the readers.

use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::door(
    "not-geojson",
    Severity::Error,
    "a file is JSON but not a GeoJSON FeatureCollection or Feature",
);
