//! `neighbourhoods-overlap`: two neighbourhoods share ground.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use super::cut;
use crate::geodesy::area_of_all_m2;
use crate::geodesy::length;
use crate::model::Feature;
use crate::scenario::Issue;
use crate::severity::Severity;
use geo::{BooleanOps, BoundingRect, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "neighbourhoods-overlap",
    Severity::Warning,
    "two neighbourhoods share ground, so people there would count twice",
    check,
);

/// Less shared ground than this is of no account, in square metres.
const LEAST_M2: f64 = 100.0;
/// Shared ground narrower than this on average is a border drawn twice, in metres.
const SLIVER_M: f64 = 5.0;

/// Intersects every two neighbourhoods whose boxes meet, found through a tree.
///
/// Slivers are let pass: under 100 m², or less than 5 m wide on average (twice
/// the area over the length of its edge).
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    let all = review.scenario.neighbourhoods();
    let boxed = |(at, one): (usize, &crate::model::Neighbourhood)| {
        let rect = one.area().polygons().bounding_rect()?;
        let corners = Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        Some(GeomWithData::new(corners, at))
    };
    let tree = RTree::bulk_load(all.iter().enumerate().filter_map(boxed).collect());
    for (at, one) in all.iter().enumerate() {
        let Some(rect) = one.area().polygons().bounding_rect() else { continue };
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        let mut others: Vec<usize> = tree
            .locate_in_envelope_intersecting(&envelope)
            .map(|other| other.data)
            .filter(|other| *other > at)
            .collect();
        others.sort_unstable();
        for other in others {
            let shared = one.area().polygons().intersection(all[other].area().polygons());
            let area = area_of_all_m2(&shared);
            if area < LEAST_M2 || 2.0 * area < SLIVER_M * edge_m(&shared) {
                continue;
            }
            let text = format!(
                "expected neighbourhoods that do not overlap, found {area:.0} m² shared with {:?} \
                 in {}",
                cut(all[other].id().as_str()),
                review.at(&all[other].reference()).file_name()
            );
            issues.push(RULE.issue(review.at(&one.reference()), text));
        }
    }
}

fn edge_m(area: &MultiPolygon) -> f64 {
    let rings = area.0.iter().flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
    rings.map(|ring| length(&ring.0).0).sum()
}
