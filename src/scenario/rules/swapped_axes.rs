//! `swapped-axes`: latitude stands where longitude should.
//!
//! Floor 2. A record with coordinates off the earth is found by
//! `coordinate-out-of-range`; this looks at those that are on it.

use super::Review;
use super::Rule;
use crate::geodesy::distance;
use crate::scenario::Issue;
use crate::severity::Severity;
use geo::{BoundingRect, Coord};

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "swapped-axes",
    Severity::Error,
    "latitude seems to stand where longitude should",
    check,
);

/// A record nearer than this to the others is in its place, in metres.
const NEAR_M: f64 = 50_000.0;
/// How many times nearer to the others it must be with the axes swapped.
const TIMES_NEARER: f64 = 5.0;
/// With fewer records than this there are no "others" to go by.
const FEWEST: usize = 4;

/// Compares the middle of every record with the median middle of all.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    let middles: Vec<_> = review
        .scenario
        .features()
        .filter_map(|feature| {
            let middle = feature.geometry().bounding_rect()?.center();
            Some((feature.reference(), middle))
        })
        .collect();
    if middles.len() < FEWEST {
        return;
    }
    let median = |along: fn(&Coord) -> f64| {
        let mut all: Vec<f64> = middles.iter().map(|(_, middle)| along(middle)).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let centre = Coord { x: median(|at| at.x), y: median(|at| at.y) };
    for (reference, middle) in &middles {
        if !(-90.0..=90.0).contains(&middle.x) {
            continue;
        }
        let away = distance(*middle, centre).0;
        let swapped = distance(Coord { x: middle.y, y: middle.x }, centre).0;
        if away > NEAR_M && swapped * TIMES_NEARER < away {
            let text = format!(
                "expected longitude first, found coordinates {:.0} km from the middle of the \
                 scenario that would be {:.0} km from it with longitude and latitude swapped",
                away / 1000.0,
                swapped / 1000.0
            );
            issues.push(RULE.issue(review.at(reference), text).hint("read as it stands"));
        }
    }
}
