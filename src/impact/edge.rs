//! The edge of covered ground: which places lie in it, how much of a line.
//!
//! Floor 3.

use crate::geodesy;
use crate::planar::Outline;
use geo::{Coord, LinesIter, MultiPolygon};
use rstar::primitives::Line;
use rstar::{AABB, PointDistance, RTree};

/// Nearer to the edge than this is on it, in degrees: about a millimetre. It
/// takes in what the overlay moves vertices by.
const ON_EDGE_DEG: f64 = 1e-8;
/// The same as a share of the extent, where that is more.
const ON_EDGE_OF_EXTENT: f64 = 1e-9;

/// The edge of covered ground, in a tree. The edge itself is inside.
///
/// Building takes O(n log n) for n sides; a question O(log n + sides near it).
#[derive(Clone, Debug)]
pub(super) struct Edge {
    outline: Outline,
    sides: RTree<Line<[f64; 2]>>,
    on_edge_deg: f64,
}

impl Edge {
    pub(super) fn of(union: &MultiPolygon) -> Self {
        let sides = union
            .lines_iter()
            .map(|side| Line::new([side.start.x, side.start.y], [side.end.x, side.end.y]))
            .collect();
        let sides = RTree::bulk_load(sides);
        let extent = sides.root().envelope();
        let wide =
            (0..2).map(|axis| extent.upper()[axis] - extent.lower()[axis]).fold(0.0, f64::max);
        let on_edge_deg = ON_EDGE_DEG.max(ON_EDGE_OF_EXTENT * wide.min(360.0));
        Self { outline: Outline::of_area(union), sides, on_edge_deg }
    }

    /// Whether a place is inside or on the edge.
    pub(super) fn holds(&self, at: Coord) -> bool {
        self.outline.covers(at) || self.near(at, at).iter().any(|side| self.is_on(side, at))
    }

    /// How many metres of a line are inside or on the edge; none if the line
    /// stays apart, 0 if it only touches.
    ///
    /// The line is cut where it meets a side and beside each corner it runs
    /// past; each piece is where its middle is.
    pub(super) fn inside_m(&self, line: &[Coord]) -> Option<f64> {
        let mut inside_m = 0.0;
        let mut met = false;
        // Whether the end of the segment before was inside, away from the edge.
        let mut state = None;
        for pair in line.windows(2) {
            let (p, q) = (pair[0], pair[1]);
            if p == q {
                continue;
            }
            let near = self.near(p, q);
            if near.is_empty() {
                let inside = state.unwrap_or_else(|| self.outline.covers(p));
                state = Some(inside);
                if inside {
                    inside_m += geodesy::distance(p, q).0;
                    met = true;
                }
                continue;
            }
            let (cuts, touches) = self.cuts(p, q, &near);
            met |= touches;
            for cut in cuts.windows(2) {
                let middle = along(p, q, f64::midpoint(cut[0], cut[1]));
                let inside =
                    self.outline.covers(middle) || near.iter().any(|side| self.is_on(side, middle));
                state = Some(inside);
                if inside {
                    inside_m += geodesy::distance(along(p, q, cut[0]), along(p, q, cut[1])).0;
                    met = true;
                }
            }
        }
        met.then_some(inside_m)
    }

    /// The sides whose box comes near that of a segment.
    fn near(&self, p: Coord, q: Coord) -> Vec<&Line<[f64; 2]>> {
        let by = self.on_edge_deg;
        let lower = [p.x.min(q.x) - by, p.y.min(q.y) - by];
        let upper = [p.x.max(q.x) + by, p.y.max(q.y) + by];
        self.sides.locate_in_envelope_intersecting(&AABB::from_corners(lower, upper)).collect()
    }

    fn is_on(&self, side: &Line<[f64; 2]>, at: Coord) -> bool {
        side.distance_2(&[at.x, at.y]) <= self.on_edge_deg * self.on_edge_deg
    }

    /// Shares of a segment at which it may enter or leave, with both ends, in
    /// order, and whether it meets a side at all. A cut too many does no harm.
    fn cuts(&self, p: Coord, q: Coord, near: &[&Line<[f64; 2]>]) -> (Vec<f64>, bool) {
        let segment = Line::new([p.x, p.y], [q.x, q.y]);
        let way = q - p;
        let mut cuts = vec![0.0, 1.0];
        let mut touches = false;
        for side in near {
            let (a, b) = (coord(side.from), coord(side.to));
            let run = b - a;
            let cross = way.x * run.y - way.y * run.x;
            let gap = a - p;
            let t = (gap.x * run.y - gap.y * run.x) / cross;
            let on_side = (gap.x * way.y - gap.y * way.x) / cross;
            if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&on_side) {
                cuts.push(t);
                touches = true;
            }
            for corner in [a, b] {
                if self.is_on(&segment, corner) {
                    let to = corner - p;
                    let t = (to.x * way.x + to.y * way.y) / (way.x * way.x + way.y * way.y);
                    cuts.push(t.clamp(0.0, 1.0));
                    touches = true;
                }
            }
            touches |= self.is_on(side, p) || self.is_on(side, q);
        }
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup();
        (cuts, touches)
    }
}

fn coord([x, y]: [f64; 2]) -> Coord {
    Coord { x, y }
}

fn along(p: Coord, q: Coord, t: f64) -> Coord {
    if t >= 1.0 { q } else { p + (q - p) * t }
}
