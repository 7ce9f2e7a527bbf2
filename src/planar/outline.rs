//! The sides of areas or lines, prepared for repeated questions.
//!
//! Floor 0. Imports nothing of the crate.

use super::along::{Along, Span, between};
use geo::kernels::RobustKernel;
use geo::{Coord, CoordsIter, Kernel, LineString, LinesIter, MultiPolygon, Orientation};
use rstar::primitives::Rectangle;
use rstar::{AABB, RTree};

/// The sides of areas or lines in a tree.
///
/// Building takes O(n log n) for n sides; a question O(log n + sides near it).
#[derive(Clone, Debug)]
pub struct Outline {
    sides: RTree<Side>,
    /// Whether the sides bound areas, rather than being lines.
    encloses: bool,
}

#[derive(Clone, Copy, Debug)]
struct Side(Coord, Coord);

impl rstar::RTreeObject for Side {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.0.x, self.0.y], [self.1.x, self.1.y])
    }
}

impl Outline {
    /// The sides of areas; what they enclose is inside, holes are not.
    pub fn of_area(area: &MultiPolygon) -> Self {
        let sides = area.lines_iter().map(|line| Side(line.start, line.end)).collect();
        Self { sides: RTree::bulk_load(sides), encloses: true }
    }

    /// The segments of a line. Only the line itself is inside.
    pub fn of_line(line: &LineString) -> Self {
        let mut sides: Vec<Side> = line.lines().map(|line| Side(line.start, line.end)).collect();
        if sides.is_empty() {
            sides.extend(line.coords_iter().map(|at| Side(at, at)));
        }
        Self { sides: RTree::bulk_load(sides), encloses: false }
    }

    /// The least box, in degrees, around all sides: west-south and east-north.
    pub fn bounds(&self) -> (Coord, Coord) {
        let all = self.sides.root().envelope();
        let corner = |[x, y]: [f64; 2]| Coord { x, y };
        (corner(all.lower()), corner(all.upper()))
    }

    /// The sides, each from its first end to its second, in no stated order.
    pub fn sides(&self) -> Vec<(Coord, Coord)> {
        self.sides.iter().map(|side| (side.0, side.1)).collect()
    }

    /// Whether a place is inside or on a side.
    pub fn covers(&self, at: Coord) -> bool {
        let ray = AABB::from_corners([at.x, at.y], [f64::MAX, at.y]);
        let mut inside = false;
        for &Side(a, b) in self.sides.locate_in_envelope_intersecting(&ray) {
            let side = orient(a, b, at);
            let spans_x = at.x >= a.x.min(b.x) && at.x <= a.x.max(b.x);
            if side == Orientation::Collinear && spans_x {
                return true;
            }
            // A side counts for the ray if exactly one of its ends lies above it,
            // and the place lies to its left.
            if (a.y > at.y) != (b.y > at.y) {
                let left =
                    if b.y > a.y { Orientation::CounterClockwise } else { Orientation::Clockwise };
                inside ^= side == left;
            }
        }
        self.encloses && inside
    }

    /// The stretches of a line that are inside or on a side, in order, not
    /// touching each other. A line that only touches gives a stretch of no length.
    pub fn spans(&self, line: &[Coord]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for segment in 0..line.len().saturating_sub(1) {
            for (from, to) in self.inside(line[segment], line[segment + 1]) {
                let (from, to) = (Along { segment, t: from }, Along { segment, t: to });
                match spans.last_mut() {
                    Some(last) if last.to.order(&from).is_ge() => last.to = to,
                    _ => spans.push(Span { from, to }),
                }
            }
        }
        spans
    }

    /// The shares of the segment from `p` to `q` that are inside, in order.
    fn inside(&self, p: Coord, q: Coord) -> Vec<(f64, f64)> {
        let mut cuts = vec![0.0, 1.0];
        let mut overlaps = Vec::new();
        let near = AABB::from_corners([p.x, p.y], [q.x, q.y]);
        for &side in self.sides.locate_in_envelope_intersecting(&near) {
            match meet(p, q, side) {
                Meeting::Apart => {}
                Meeting::At(t) => cuts.push(t),
                Meeting::Along(from, to) => {
                    cuts.extend([from, to]);
                    overlaps.push((from, to));
                }
            }
        }
        let met: Vec<f64> = cuts.split_off(2);
        cuts.extend(&met);
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup();
        let mut parts: Vec<(f64, f64)> = met.iter().map(|&t| (t, t)).collect();
        for pair in cuts.windows(2) {
            let middle = f64::midpoint(pair[0], pair[1]);
            let on_side = overlaps.iter().any(|&(from, to)| from <= middle && middle <= to);
            if on_side || self.covers(between(p, q, middle)) {
                parts.push((pair[0], pair[1]));
            }
        }
        parts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut merged: Vec<(f64, f64)> = Vec::new();
        for (from, to) in parts {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        merged
    }

    /// The box around the sides, grown by `by` degrees, meets the box of a line.
    pub fn may_meet(&self, line: &[Coord], by: f64) -> bool {
        let all = self.sides.root().envelope();
        let [west, south] = all.lower();
        let [east, north] = all.upper();
        let grown = Rectangle::from_corners([west - by, south - by], [east + by, north + by]);
        let points: Vec<[f64; 2]> = line.iter().map(|at| [at.x, at.y]).collect();
        rstar::Envelope::intersects(
            &rstar::RTreeObject::envelope(&grown),
            &AABB::from_points(points.iter()),
        )
    }
}

enum Meeting {
    Apart,
    At(f64),
    Along(f64, f64),
}

/// Where the segment from `p` to `q` meets a side, as shares of the segment.
fn meet(p: Coord, q: Coord, Side(a, b): Side) -> Meeting {
    use Orientation::Collinear;
    let (a_side, b_side) = (orient(p, q, a), orient(p, q, b));
    if p == q {
        let on = orient(a, b, p) == Collinear && in_box(p, a, b);
        return if on { Meeting::At(0.0) } else { Meeting::Apart };
    }
    if a_side == Collinear && b_side == Collinear {
        let share = |at: Coord| {
            let way = q - p;
            if way.x.abs() >= way.y.abs() { (at.x - p.x) / way.x } else { (at.y - p.y) / way.y }
        };
        let (from, to) = (share(a).min(share(b)), share(a).max(share(b)));
        let (from, to) = (from.max(0.0), to.min(1.0));
        return match from.total_cmp(&to) {
            std::cmp::Ordering::Less => Meeting::Along(from, to),
            std::cmp::Ordering::Equal => Meeting::At(from),
            std::cmp::Ordering::Greater => Meeting::Apart,
        };
    }
    if a_side == b_side {
        return Meeting::Apart;
    }
    let (p_side, q_side) = (orient(a, b, p), orient(a, b, q));
    match (p_side, q_side) {
        _ if a == b => Meeting::Apart,
        (Collinear, _) => Meeting::At(0.0),
        (_, Collinear) => Meeting::At(1.0),
        _ if p_side == q_side => Meeting::Apart,
        _ => {
            let (way, side) = (q - p, b - a);
            let cross = way.x * side.y - way.y * side.x;
            let gap = a - p;
            let t = (gap.x * side.y - gap.y * side.x) / cross;
            // The signs above prove that they meet, whatever rounding says of where.
            Meeting::At(if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.0 })
        }
    }
}

fn in_box(at: Coord, a: Coord, b: Coord) -> bool {
    (a.x.min(b.x)..=a.x.max(b.x)).contains(&at.x) && (a.y.min(b.y)..=a.y.max(b.y)).contains(&at.y)
}

fn orient(a: Coord, b: Coord, c: Coord) -> Orientation {
    RobustKernel::orient2d(a, b, c)
}

#[cfg(test)]
mod tests;
