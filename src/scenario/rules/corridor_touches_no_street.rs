//! `corridor-touches-no-street`: no street comes near an announced corridor.
//!
//! Floor 2.

use super::Review;
use super::Rule;
use crate::geodesy::LocalFrame;
use crate::model::Feature;
use crate::scenario::Issue;
use crate::severity::Severity;
use geo::{BoundingRect, Coord, Distance, Euclidean, Line};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// The rule.
pub(crate) const RULE: Rule = Rule::scenario(
    "corridor-touches-no-street",
    Severity::Warning,
    "no street of the scenario comes near an announced corridor",
    check,
);

/// How near a street must come at the least, in metres; half the corridor's
/// width if that is more.
const NEAR_M: f64 = 15.0;

/// Looks only if the scenario has streets. Edges are found through a tree and
/// measured in a flat frame at the corridor's first point.
fn check(review: &Review<'_>, issues: &mut Vec<Issue>) {
    let streets = review.scenario.streets();
    if streets.is_empty() || review.scenario.corridors().is_empty() {
        return;
    }
    let edges = streets.iter().flat_map(|street| street.path().line().lines());
    let tree = RTree::bulk_load(
        edges
            .map(|edge| {
                let corners =
                    Rectangle::from_corners([edge.start.x, edge.start.y], [edge.end.x, edge.end.y]);
                GeomWithData::new(corners, edge)
            })
            .collect(),
    );
    for corridor in review.scenario.corridors() {
        let near = NEAR_M.max(corridor.width_or_default().0 / 2.0);
        let touched = corridor.path().line().lines().any(|stretch| touches(&tree, stretch, near));
        if !touched {
            let text = format!("expected a street within {near} m of it, found none");
            issues.push(RULE.issue(review.at(&corridor.reference()), text));
        }
    }
}

type Edges = RTree<GeomWithData<Rectangle<[f64; 2]>, Line>>;

fn touches(edges: &Edges, stretch: Line, near_m: f64) -> bool {
    let frame = LocalFrame::around(stretch.start);
    let (low, high) = corners(&frame, stretch, near_m);
    let envelope = AABB::from_corners([low.x, low.y], [high.x, high.y]);
    let flat = |line: Line| Line::new(frame.to_metres(line.start), frame.to_metres(line.end));
    edges
        .locate_in_envelope_intersecting(&envelope)
        .any(|edge| Euclidean.distance(&flat(stretch), &flat(edge.data)) <= near_m)
}

/// The box of a stretch, in degrees, wider by `near_m` on every side.
fn corners(frame: &LocalFrame, stretch: Line, near_m: f64) -> (Coord, Coord) {
    let origin = frame.reference();
    let one = frame.to_degrees(Coord { x: near_m, y: near_m });
    let margin = Coord { x: (one.x - origin.x).abs() * 1.01, y: (one.y - origin.y).abs() * 1.01 };
    let rect = stretch.bounding_rect();
    (rect.min() - margin, rect.max() + margin)
}
