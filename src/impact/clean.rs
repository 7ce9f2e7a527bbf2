//! Areas as the overlay takes them, and the overlays used.
//!
//! Floor 3.
//!
//! The overlay is `i_overlay` under `geo`: vertices move by at most the extent
//! in degrees over 2³⁰. All polygons of one question go into one overlay, so that
//! sides they share stay shared. Inputs wind anticlockwise, holes clockwise, and
//! ground is covered where the winding adds up above zero: so overlaps count
//! once, however deep.
//!
//! The overlay leaves out points in the middle of straight sides. They are put
//! back: a side is measured as a geodesic, and one long geodesic is another line
//! than two short ones (over 10 km the land between is a hundredth of a km²).

use geo::bool_ops::{BooleanOps, FillRule, OpType};
use geo::orient::Direction;
use geo::{
    Area, BoundingRect, Coord, CoordsIter, Euclidean, Length, LineString, MultiPolygon, Orient,
    Polygon,
};
use rstar::primitives::Line;
use rstar::{AABB, PointDistance, RTree};

/// How far the overlay may move a side, as a share of the extent.
const MOVED_OF_EXTENT: f64 = 2e-9;

/// The same ground in polygons that do not cross themselves, wound as the
/// overlays below need them. They may overlap each other.
///
/// Inside is what an outer ring goes round at all, whichever way and however
/// often (of a figure of eight, both loops), without its holes. Rings of fewer
/// than four points and parts without ground are left out. O(n log n).
pub(super) fn clean(polygons: &MultiPolygon) -> Vec<Polygon> {
    let mut cleaned = Vec::with_capacity(polygons.0.len());
    for polygon in polygons {
        if polygon.exterior().0.len() < 4 {
            continue;
        }
        let outer = Polygon::new(polygon.exterior().clone(), Vec::new());
        let holes = polygon.interiors().iter().filter(|ring| ring.0.len() >= 4);
        let holes = MultiPolygon(holes.map(|ring| Polygon::new(ring.clone(), vec![])).collect());
        let made = outer.boolean_op_with_fill_rule(&holes, OpType::Difference, FillRule::NonZero);
        if is_the_same(polygon, &made) {
            // To the last digit, so that what two areas share stays shared.
            cleaned.push(polygon.orient(Direction::Default));
            continue;
        }
        let made = with_points_of(&wound(&made), &[MultiPolygon(vec![outer]), holes]);
        cleaned.extend(made.0.into_iter().filter(|made| made.exterior().0.len() >= 4));
    }
    cleaned
}

/// Whether a polygon encloses as much as what was made of it: then no ring of
/// it crosses itself, goes round twice, or leaves its outer ring.
fn is_the_same(polygon: &Polygon, made: &MultiPolygon) -> bool {
    let Some(extent) = polygon.bounding_rect() else { return false };
    let around: f64 = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(|ring| Euclidean.length(ring))
        .sum();
    let moved = MOVED_OF_EXTENT * extent.width().max(extent.height()) * around;
    // Of each ring by itself: an area of the polygon's would hide how they wind.
    let of = |ring: &LineString| Polygon::new(ring.clone(), vec![]).unsigned_area();
    let holes: f64 = polygon.interiors().iter().map(of).sum();
    let enclosed = of(polygon.exterior()) - holes;
    enclosed > 0.0 && (enclosed - made.unsigned_area()).abs() <= moved + 1e-12 * enclosed
}

/// What any of the cleaned polygons covers. O((n + crossings) log n).
pub(super) fn merged(cleaned: &[Polygon]) -> MultiPolygon {
    overlay(cleaned, &[], OpType::Union)
}

/// What is covered by any of the first and any of the second.
pub(super) fn shared(first: &[Polygon], second: &[Polygon]) -> MultiPolygon {
    overlay(first, second, OpType::Intersection)
}

/// What is covered by any of the first and none of the second.
pub(super) fn without(first: &[Polygon], second: &[Polygon]) -> MultiPolygon {
    overlay(first, second, OpType::Difference)
}

fn overlay(first: &[Polygon], second: &[Polygon], operation: OpType) -> MultiPolygon {
    let (first, second) = (MultiPolygon(first.to_vec()), MultiPolygon(second.to_vec()));
    let mut made = first.boolean_op_with_fill_rule(&second, operation, FillRule::Positive);
    made.0.retain(|polygon| polygon.exterior().0.len() >= 4);
    with_points_of(&wound(&made), &[first, second])
}

/// Outer rings anticlockwise and holes clockwise, as the next overlay needs them.
///
/// The overlay does not always give them so: a hole that touches the outer ring
/// in one point comes out wound like it, and would be filled the next time.
fn wound(made: &MultiPolygon) -> MultiPolygon {
    made.orient(Direction::Default)
}

/// Moves corners of `made` back to the points of `sources` that they were, and
/// puts back those that lie on its sides. O(n log n).
fn with_points_of(made: &MultiPolygon, sources: &[MultiPolygon; 2]) -> MultiPolygon {
    let boxes = sources.iter().filter_map(BoundingRect::bounding_rect);
    let extent = boxes.fold(0.0_f64, |most, rect| most.max(rect.width()).max(rect.height()));
    let within = MOVED_OF_EXTENT * extent;
    let points = sources.iter().flat_map(CoordsIter::coords_iter).map(|at| [at.x, at.y]).collect();
    let points = RTree::bulk_load(points);
    let ring = |ring: &LineString| {
        let ring: Vec<Coord> = ring.0.iter().map(|&at| given(&points, at, within)).collect();
        let mut full = Vec::with_capacity(ring.len());
        for pair in ring.windows(2) {
            full.push(pair[0]);
            full.extend(points_on(&points, pair[0], pair[1], within));
        }
        full.extend(ring.last());
        LineString(full)
    };
    let polygon = |polygon: &Polygon| {
        Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
    };
    MultiPolygon(made.iter().map(polygon).collect())
}

/// The given point that a corner was before the overlay moved it, or the corner.
fn given(points: &RTree<[f64; 2]>, at: Coord, within: f64) -> Coord {
    let far = |point: &[f64; 2]| (point[0] - at.x).abs().max((point[1] - at.y).abs());
    let near = AABB::from_corners([at.x - within, at.y - within], [at.x + within, at.y + within]);
    let nearest = points.locate_in_envelope(&near).min_by(|a, b| {
        far(a).total_cmp(&far(b)).then(a[0].total_cmp(&b[0])).then(a[1].total_cmp(&b[1]))
    });
    nearest.map_or(at, |&[x, y]| Coord { x, y })
}

/// The points on a side, apart from its ends, in order.
fn points_on(points: &RTree<[f64; 2]>, from: Coord, to: Coord, within: f64) -> Vec<Coord> {
    let side = Line::new([from.x, from.y], [to.x, to.y]);
    let lower = [from.x.min(to.x) - within, from.y.min(to.y) - within];
    let upper = [from.x.max(to.x) + within, from.y.max(to.y) + within];
    let apart =
        |at: Coord, end: Coord| (at.x - end.x).abs() > within || (at.y - end.y).abs() > within;
    let way = to - from;
    let along = |at: &Coord| (at.x - from.x) * way.x + (at.y - from.y) * way.y;
    let mut found: Vec<Coord> = points
        .locate_in_envelope(&AABB::from_corners(lower, upper))
        .filter(|at| side.distance_2(at) <= within * within)
        .map(|at| Coord { x: at[0], y: at[1] })
        .filter(|at| apart(*at, from) && apart(*at, to))
        .collect();
    found.sort_unstable_by(|a, b| along(a).total_cmp(&along(b)));
    found.dedup_by(|a, b| !apart(*a, *b));
    found
}
