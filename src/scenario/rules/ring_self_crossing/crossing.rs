//! Finds where rings cross.
//!
//! Floor 2.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// Up to this many edges each is compared with each; beyond, through a tree.
const FEW: usize = 64;

/// A point at which two edges cross or run along each other, if there is one.
/// Edges that only touch in a point do not cross.
pub(super) fn find_crossing<'a>(rings: impl Iterator<Item = &'a Vec<Coord>>) -> Option<Coord> {
    let edges: Vec<Line> =
        rings.flat_map(|ring| ring.windows(2).map(|pair| Line::new(pair[0], pair[1]))).collect();
    if edges.len() <= FEW {
        return edges
            .iter()
            .enumerate()
            .find_map(|(at, a)| edges[at + 1..].iter().find_map(|b| crossing(*a, *b)));
    }
    let boxed = |(at, edge): (usize, &Line)| GeomWithData::new(envelope(edge), at);
    let tree = RTree::bulk_load(edges.iter().enumerate().map(boxed).collect());
    edges.iter().enumerate().find_map(|(at, a)| {
        let near = tree.locate_in_envelope_intersecting(&rstar::RTreeObject::envelope(&envelope(a)));
        near.filter(|other| other.data > at).find_map(|other| crossing(*a, edges[other.data]))
    })
}

fn envelope(edge: &Line) -> Rectangle<[f64; 2]> {
    Rectangle::from_corners([edge.start.x, edge.start.y], [edge.end.x, edge.end.y])
}

fn crossing(a: Line, b: Line) -> Option<Coord> {
    let apart = a.start.x.max(a.end.x) < b.start.x.min(b.end.x)
        || b.start.x.max(b.end.x) < a.start.x.min(a.end.x)
        || a.start.y.max(a.end.y) < b.start.y.min(b.end.y)
        || b.start.y.max(b.end.y) < a.start.y.min(a.end.y);
    if apart {
        return None;
    }
    match line_intersection(a, b)? {
        LineIntersection::SinglePoint { intersection, is_proper: true } => Some(intersection),
        LineIntersection::Collinear { intersection } if intersection.start != intersection.end => {
            Some(intersection.start)
        }
        _ => None,
    }
}
