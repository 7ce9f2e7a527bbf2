//! Lines and rings cut to a box.

use super::shape::{Frame, Path, Vertex};
use std::mem;

/// What of the lines lies in the box, each stretch a line of its own.
///
/// Source: Liang and Barsky, "A new concept and method for line clipping" (1984),
/// with the cuts computed in whole numbers.
pub(super) fn lines(paths: &[Path], frame: &Frame) -> Vec<Path> {
    let mut found = Vec::new();
    for path in paths {
        let reach = Frame::of(std::slice::from_ref(path));
        if frame.holds_all(&reach) {
            found.push(path.clone());
        } else if frame.meets(&reach) {
            line(&path.points, frame, &mut found);
        }
    }
    found
}

fn line(points: &[Vertex], frame: &Frame, found: &mut Vec<Path>) {
    let mut stretch: Vec<Vertex> = Vec::new();
    for pair in points.windows(2) {
        let Some((a, b)) = segment(pair[0], pair[1], frame) else {
            end(&mut stretch, found);
            continue;
        };
        match stretch.last() {
            Some(last) if (last.x, last.y) == (a.x, a.y) => {}
            Some(_) => {
                end(&mut stretch, found);
                stretch.push(a);
            }
            None => stretch.push(a),
        }
        stretch.push(b);
        if (b.x, b.y) != (pair[1].x, pair[1].y) {
            end(&mut stretch, found);
        }
    }
    end(&mut stretch, found);
}

/// Finishes a stretch, unless it is a single position.
fn end(stretch: &mut Vec<Vertex>, found: &mut Vec<Path>) {
    let mut points = mem::take(stretch);
    points.dedup_by_key(|at| (at.x, at.y));
    if points.len() < 2 {
        return;
    }
    let last = points.len() - 1;
    for end in [0, last] {
        points[end].weight = f32::INFINITY;
    }
    found.push(Path { points, hole: false });
}

/// What of a segment lies in the box.
fn segment(a: Vertex, b: Vertex, frame: &Frame) -> Option<(Vertex, Vertex)> {
    let inside = (frame.holds(a.x, a.y), frame.holds(b.x, b.y));
    if inside == (true, true) {
        return Some((a, b));
    }
    if !frame.meets(&Frame::EMPTY.with(a.x, a.y).with(b.x, b.y)) {
        return None;
    }
    let (mut from, mut to) = (a, b);
    for side in Side::of(frame) {
        match (side.keeps(from), side.keeps(to)) {
            (true, true) => {}
            (false, true) => from = side.cut(a, b),
            (true, false) => to = side.cut(a, b),
            (false, false) => return None,
        }
    }
    // A cut is rounded to a whole unit: along a corner it may fall just outside.
    (frame.holds(from.x, from.y) && frame.holds(to.x, to.y)).then_some((from, to))
}

/// What of the rings lies in the box. Holes follow the ring that they are in.
///
/// Source: Sutherland and Hodgman, "Reentrant polygon clipping" (1974). Pieces of
/// one ring stay joined along the side of the box; `rings` parts them.
pub(super) fn rings(paths: &[Path], frame: &Frame) -> Vec<Path> {
    let mut found = Vec::new();
    let mut outer = false;
    for path in paths {
        if path.hole && !outer {
            continue;
        }
        let clipped = ring(path, frame);
        if !path.hole {
            outer = clipped.is_some();
        }
        found.extend(clipped);
    }
    found
}

fn ring(path: &Path, frame: &Frame) -> Option<Path> {
    let reach = Frame::of(std::slice::from_ref(path));
    if frame.holds_all(&reach) {
        return Some(path.clone());
    }
    if !frame.meets(&reach) {
        return None;
    }
    let mut points = path.points.clone();
    for side in Side::of(frame) {
        let Some(&last) = points.last() else { break };
        let mut kept = Vec::with_capacity(points.len() + 4);
        let mut before = last;
        for &at in &points {
            match (side.keeps(before), side.keeps(at)) {
                (true, true) => kept.push(at),
                (true, false) => kept.push(side.cut(before, at)),
                (false, true) => kept.extend([side.cut(before, at), at]),
                (false, false) => {}
            }
            before = at;
        }
        points = kept;
    }
    let points = tidy(points);
    (points.len() >= 3).then_some(Path { points, hole: path.hole })
}

/// The ring without repeated positions and without positions in the middle of a
/// straight run along one axis, as cutting leaves them along the box.
fn tidy(points: Vec<Vertex>) -> Vec<Vertex> {
    let mut kept: Vec<Vertex> = Vec::with_capacity(points.len());
    let idle = |a: Vertex, b: Vertex, c: Vertex| {
        let (level, upright) = (a.y == b.y, a.x == b.x);
        (level && (upright || b.y == c.y)) || (upright && b.x == c.x)
    };
    for at in points {
        while let [.., a, b] = kept[..]
            && idle(a, b, at)
        {
            kept.pop();
        }
        kept.push(at);
    }
    // The seam, from both ends.
    loop {
        match kept[..] {
            [first, second, .., last] if kept.len() >= 3 && idle(last, first, second) => {
                kept.remove(0);
            }
            [first, .., before, last] if kept.len() >= 3 && idle(before, last, first) => {
                kept.pop();
            }
            _ => return kept,
        }
    }
}

/// One side of a box.
#[derive(Clone, Copy)]
struct Side {
    upright: bool,
    at: i32,
    /// Whether what is kept lies at or above `at`.
    above: bool,
}

impl Side {
    const fn of(frame: &Frame) -> [Self; 4] {
        [
            Self { upright: true, at: frame.west, above: true },
            Self { upright: true, at: frame.east, above: false },
            Self { upright: false, at: frame.north, above: true },
            Self { upright: false, at: frame.south, above: false },
        ]
    }

    const fn keeps(self, at: Vertex) -> bool {
        let across = if self.upright { at.x } else { at.y };
        if self.above { across >= self.at } else { across <= self.at }
    }

    /// Where the segment meets the side, to the nearest unit; the same for both
    /// directions.
    fn cut(self, a: Vertex, b: Vertex) -> Vertex {
        let (a, b) = if (a.x, a.y) <= (b.x, b.y) { (a, b) } else { (b, a) };
        let meet = |from: (i32, i32), to: (i32, i32)| {
            let run = f64::from(to.0) - f64::from(from.0);
            let share = (f64::from(self.at) - f64::from(from.0)) / run;
            (f64::from(from.1) + share * (f64::from(to.1) - f64::from(from.1))).round() as i32
        };
        if self.upright {
            Vertex::fixed(self.at, meet((a.x, a.y), (b.x, b.y)))
        } else {
            Vertex::fixed(meet((a.y, a.x), (b.y, b.x)), self.at)
        }
    }
}

#[cfg(test)]
mod tests;
