//! `area-implausible`: an area is larger or smaller than its kind can be.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use crate::geodesy::area_of_all_m2;
use crate::id::Kind;
use crate::scenario::Issue;
use crate::severity::Severity;
use geo::{Geometry, MultiPolygon};

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "area-implausible",
    Severity::Warning,
    "an area is larger or smaller than a record of its kind plausibly is",
    check,
);

/// The largest plausible area of a kind, in square kilometres: a neighbourhood
/// is at most a large rural district; orders and hazards at most a large
/// province; control at most a large country.
fn largest_km2(kind: Kind) -> f64 {
    match kind {
        Kind::Neighbourhood => 2_000.0,
        Kind::CurfewZone | Kind::RestrictedZone | Kind::HazardZone => 50_000.0,
        _ => 1_000_000.0,
    }
}

/// Under this many square metres an area of any kind is a slip of the hand.
const SMALLEST_M2: f64 = 1.0;

/// Measures on the ellipsoid. Linear in the number of points.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    for feature in review.scenario.features() {
        let polygons = match feature.geometry() {
            Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => continue,
        };
        let reference = feature.reference();
        let kind = reference.kind();
        let area = area_of_all_m2(&polygons);
        let text = if area > largest_km2(kind) * 1e6 {
            format!("expected at most {} km² for a {kind}, found {:.0} km²", largest_km2(kind), area / 1e6)
        } else if area < SMALLEST_M2 {
            format!("expected at least {SMALLEST_M2} m² for a {kind}, found {area:.3} m²")
        } else {
            continue;
        };
        issues.push(RULE.issue(review.at(&reference), text));
    }
}
