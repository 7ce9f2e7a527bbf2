//! Where a line meets segments and areas.
//!
//! Floor 3. Imports `geodesy`.

use super::Stretch;
use crate::geodesy::distance;
use crate::geodesy::short_way_deg;
use crate::units::Metres;
use geo::kernels::RobustKernel;
use geo::{Coord, Kernel, Orientation};

#[cfg(test)]
mod tests;

/// The part of the segment `a`–`b` that lies on the segment `c`–`d`, as shares
/// of `a`–`b` (equal unless the two run along each other). Whether they meet is
/// decided exactly; where is as good as a double.
#[allow(clippy::many_single_char_names)] // four corners and a share
pub(super) fn meet(a: Coord, b: Coord, c: Coord, d: Coord) -> Option<(f64, f64)> {
    let apart = |p: f64, q: f64, r: f64, s: f64| p.max(q) < r.min(s) || r.max(s) < p.min(q);
    if apart(a.x, b.x, c.x, d.x) || apart(a.y, b.y, c.y, d.y) {
        return None;
    }
    let (at_c, at_d) = (RobustKernel::orient2d(a, b, c), RobustKernel::orient2d(a, b, d));
    let (at_a, at_b) = (RobustKernel::orient2d(c, d, a), RobustKernel::orient2d(c, d, b));
    let line = Orientation::Collinear;
    if at_c == line && at_d == line && at_a == line && at_b == line {
        // On one line, or one of them is a point on the other.
        let (first, last) = (share(a, b, c), share(a, b, d));
        let (from, to) = (first.min(last).max(0.0), first.max(last).min(1.0));
        return (from <= to).then_some((from, to));
    }
    if (at_c == at_d && at_c != line) || (at_a == at_b && at_a != line) {
        return None;
    }
    let t = if at_a == line {
        0.0
    } else if at_b == line {
        1.0
    } else if at_c == line {
        share(a, b, c)
    } else if at_d == line {
        share(a, b, d)
    } else {
        let cross = |p: Coord, q: Coord| p.x * q.y - p.y * q.x;
        cross(c - a, d - c) / cross(b - a, d - c)
    };
    let t = if t.is_finite() { t.clamp(0.0, 1.0) } else { 0.0 };
    Some((t, t))
}

/// How far along `a`–`b` a point on it lies.
fn share(a: Coord, b: Coord, on: Coord) -> f64 {
    let along = b - a;
    if along.x == 0.0 && along.y == 0.0 {
        0.0
    } else if along.x.abs() >= along.y.abs() {
        (on.x - a.x) / along.x
    } else {
        (on.y - a.y) / along.y
    }
}

/// A line that is being followed. A place on it is the number of its segment
/// plus the share of that segment.
pub(super) struct Track {
    coords: Vec<Coord>,
    /// Metres from the start to each vertex.
    metres: Vec<f64>,
}

impl Track {
    /// Follows a line that is unrolled over the antimeridian.
    pub(super) fn new(coords: Vec<Coord>) -> Self {
        let mut total = 0.0;
        let mut metres = vec![0.0];
        for pair in coords.windows(2) {
            total += distance(pair[0], pair[1]).0;
            metres.push(total);
        }
        Self { coords, metres }
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = (usize, Coord, Coord)> + '_ {
        self.coords.windows(2).enumerate().map(|(number, pair)| (number, pair[0], pair[1]))
    }

    fn at(&self, place: f64) -> (Coord, f64) {
        let number = (place as usize).min(self.coords.len() - 2);
        let share = place - number as f64;
        let (a, b) = (self.coords[number], self.coords[number + 1]);
        let at = if share <= 0.0 {
            a
        } else if share >= 1.0 {
            b
        } else {
            a + (b - a) * share
        };
        let metres = (self.metres[number] + distance(a, at).0).min(self.metres[number + 1]);
        (at, if share >= 1.0 { self.metres[number + 1] } else { metres })
    }

    /// The stretches that lie in something: those where the line meets it, and
    /// all between two of those places, or a vertex, that `inside` says so of.
    pub(super) fn stretches(
        &self,
        met: &[(f64, f64)],
        inside: impl Fn(Coord) -> bool,
    ) -> Vec<Stretch> {
        let last = (self.coords.len() - 1) as f64;
        let mut cuts: Vec<f64> = (0..self.coords.len()).map(|i| i as f64).collect();
        cuts.extend(met.iter().flat_map(|&(from, to)| [from, to]));
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut parts: Vec<(f64, f64)> = met.to_vec();
        for pair in cuts.windows(2) {
            if inside(self.at(f64::midpoint(pair[0], pair[1]).clamp(0.0, last)).0) {
                parts.push((pair[0], pair[1]));
            }
        }
        parts.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for (from, to) in parts {
            match joined.last_mut() {
                Some(previous) if from <= previous.1 => previous.1 = previous.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined.into_iter().map(|(from, to)| self.stretch(from, to)).collect()
    }

    fn stretch(&self, from: f64, to: f64) -> Stretch {
        let ((start, from), (end, to)) = (self.at(from), self.at(to));
        let back = |c: Coord| Coord { x: short_way_deg(c.x), y: c.y };
        Stretch { from: Metres(from), to: Metres(to.max(from)), start: back(start), end: back(end) }
    }
}
