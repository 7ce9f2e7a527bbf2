//! Rings on the grid of a tile, made valid.
//!
//! Simplified, rounded and cut, a ring may cross or touch itself. MVT 2 wants
//! exterior rings with an area above zero, holes below, and clients fill nonsense
//! otherwise. Rings that are sound pass as they are; the others are laid over
//! each other anew in whole numbers (by `i_overlay`).

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::i_float::int::point::IntPoint;

/// More rings than this are laid over each other unseen.
const MANY: usize = 100;

/// A position in a tile's units.
pub(super) type Local = [i32; 2];

/// An open ring in a tile's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ring {
    pub(super) points: Vec<Local>,
    pub(super) hole: bool,
}

/// The rings as MVT 2 wants them: each exterior before its holes. Empty if
/// nothing of them encloses anything.
pub(super) fn valid(rings: Vec<Ring>) -> Vec<Vec<Local>> {
    let mut clean: Vec<Ring> = Vec::with_capacity(rings.len());
    let mut outer = false;
    for mut ring in rings {
        if ring.hole && !outer {
            continue;
        }
        tidy(&mut ring.points);
        let area = twice_area(&ring.points);
        if area == 0 {
            outer &= ring.hole;
            continue;
        }
        if (area > 0) == ring.hole {
            ring.points.reverse();
        }
        outer |= !ring.hole;
        clean.push(ring);
    }
    if is_sound(&clean) {
        clean.into_iter().map(|ring| ring.points).collect()
    } else {
        overlaid(&clean)
    }
}

/// Twice the area, above zero if it runs clockwise on a map.
pub(super) fn twice_area(ring: &[Local]) -> i64 {
    let Some(last) = ring.last() else { return 0 };
    let mut before = last;
    let mut sum = 0;
    for at in ring {
        sum += cross([0, 0], *before, *at);
        before = at;
    }
    sum
}

/// Above zero if `c` lies to the right of the way from `a` to `b` on a map.
fn cross(a: Local, b: Local, c: Local) -> i64 {
    let step = |p: Local, axis: usize| i64::from(p[axis]) - i64::from(a[axis]);
    step(b, 0) * step(c, 1) - step(c, 0) * step(b, 1)
}

/// Takes out repeated positions and spikes (there and back on one line).
fn tidy(ring: &mut Vec<Local>) {
    let spike = |a: Local, b: Local, c: Local| {
        let back = |axis: usize| {
            (i64::from(b[axis]) - i64::from(a[axis])) * (i64::from(c[axis]) - i64::from(b[axis]))
        };
        a == b || (cross(a, b, c) == 0 && back(0) + back(1) <= 0)
    };
    let mut kept: Vec<Local> = Vec::with_capacity(ring.len());
    for &at in ring.iter() {
        while let [.., a, b] = kept[..]
            && spike(a, b, at)
        {
            kept.pop();
        }
        if kept.last() != Some(&at) {
            kept.push(at);
        }
    }
    let (mut from, mut to) = (0, kept.len());
    while to - from >= 3 {
        if spike(kept[to - 1], kept[from], kept[from + 1]) {
            from += 1;
        } else if spike(kept[to - 2], kept[to - 1], kept[from]) {
            to -= 1;
        } else {
            break;
        }
    }
    *ring = if to - from >= 3 { kept[from..to].to_vec() } else { Vec::new() };
}

struct Edge {
    a: Local,
    b: Local,
    ring: usize,
    position: usize,
}

/// Whether no two sides meet but neighbours at their common end, each hole lies
/// in its exterior, and no exterior and no hole lies in another.
fn is_sound(rings: &[Ring]) -> bool {
    if rings.len() > MANY {
        return false;
    }
    let mut edges = Vec::with_capacity(rings.iter().map(|ring| ring.points.len()).sum());
    for (number, ring) in rings.iter().enumerate() {
        let Some(&last) = ring.points.last() else { continue };
        let mut a = last;
        for (position, &b) in ring.points.iter().enumerate() {
            edges.push(Edge { a, b, ring: number, position });
            a = b;
        }
    }
    edges.sort_unstable_by_key(|edge| (edge.a[0].min(edge.b[0]), edge.ring, edge.position));
    for (position, edge) in edges.iter().enumerate() {
        let east = edge.a[0].max(edge.b[0]);
        for other in &edges[position + 1..] {
            if other.a[0].min(other.b[0]) > east {
                break;
            }
            let size = rings[edge.ring].points.len();
            let apart = edge.position.abs_diff(other.position);
            let neighbours = edge.ring == other.ring && (apart == 1 || apart == size - 1);
            // Neighbours on one line without a spike go straight on.
            if !neighbours && meet(edge, other) {
                return false;
            }
        }
    }
    rings.len() < 2 || is_nested_well(rings)
}

fn meet(e: &Edge, f: &Edge) -> bool {
    let apart = |axis: usize| {
        e.a[axis].max(e.b[axis]) < f.a[axis].min(f.b[axis])
            || f.a[axis].max(f.b[axis]) < e.a[axis].min(e.b[axis])
    };
    if apart(0) || apart(1) {
        return false;
    }
    let sides = |e: &Edge, f: &Edge| cross(e.a, e.b, f.a).signum() * cross(e.a, e.b, f.b).signum();
    sides(e, f) <= 0 && sides(f, e) <= 0
}

/// For rings of which no two sides meet.
fn is_nested_well(rings: &[Ring]) -> bool {
    let mut exterior = 0;
    for (number, ring) in rings.iter().enumerate() {
        if !ring.hole {
            exterior = number;
        }
        let Some(&at) = ring.points.first() else { continue };
        for (other, around) in rings.iter().enumerate() {
            let wanted = ring.hole && other == exterior;
            let compared = other != number && (around.hole == ring.hole || wanted);
            if compared && surrounds(&around.points, at) != wanted {
                return false;
            }
        }
    }
    true
}

/// Whether a position off the ring lies inside it, by counting crossings.
fn surrounds(ring: &[Local], at: Local) -> bool {
    let Some(&last) = ring.last() else { return false };
    let mut a = last;
    let mut inside = false;
    for &b in ring {
        if (a[1] > at[1]) != (b[1] > at[1]) && (cross(a, b, at) > 0) == (b[1] > a[1]) {
            inside = !inside;
        }
        a = b;
    }
    inside
}

/// The union of exteriors without holes, by `i_overlay`.
fn overlaid(rings: &[Ring]) -> Vec<Vec<Local>> {
    // There a ring with an area above zero runs anticlockwise: its y points north.
    let contours: Vec<Vec<IntPoint>> = rings
        .iter()
        .map(|ring| ring.points.iter().map(|at| IntPoint::new(at[0], at[1])).collect())
        .collect();
    let options = IntOverlayOptions {
        preserve_input_collinear: false,
        output_direction: ContourDirection::CounterClockwise,
        preserve_output_collinear: false,
        min_output_area: 0,
        ogc: true,
    };
    let shapes = Overlay::with_contours_custom(&contours, &[], options, Solver::default())
        .overlay(OverlayRule::Subject, FillRule::Positive);
    let mut found = Vec::new();
    for shape in shapes {
        for (position, contour) in shape.into_iter().enumerate() {
            let mut ring: Vec<Local> = contour.into_iter().map(|at| [at.x, at.y]).collect();
            let area = twice_area(&ring);
            if area == 0 {
                if position == 0 {
                    break;
                }
                continue;
            }
            if (area > 0) != (position == 0) {
                ring.reverse();
            }
            found.push(ring);
        }
    }
    found
}

#[cfg(test)]
mod tests;
