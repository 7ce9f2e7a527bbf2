//! How much each position of a path matters, found once for all zooms.
//!
//! Source: Douglas and Peucker, "Algorithms for the reduction of the number of
//! points required to represent a digitized line or its caricature" (1973). A
//! position's weight is its distance from the piece of chord that it splits, and
//! never above the weight of the split it comes from. So the positions heavier
//! than a tolerance are just those that the algorithm keeps at that tolerance,
//! and each position left out lies within it of the path that stays.

use super::shape::Vertex;

/// Weighs the positions of a line; its ends stay at every zoom.
pub(super) fn weigh_line(points: &mut [Vertex]) {
    let Some(last) = points.len().checked_sub(1) else { return };
    points[0].weight = f32::INFINITY;
    points[last].weight = f32::INFINITY;
    weigh(points, 0, last);
}

/// Weighs the positions of an open ring. Its first position and the one
/// farthest from that stay at every zoom.
pub(super) fn weigh_ring(points: &mut Vec<Vertex>) {
    let Some(&first) = points.first() else { return };
    let distance = |at: &Vertex| {
        let (dx, dy) = (f64::from(at.x) - f64::from(first.x), f64::from(at.y) - f64::from(first.y));
        dx * dx + dy * dy
    };
    let mut far = (0, 0.0);
    for (position, at) in points.iter().enumerate() {
        if distance(at) > far.1 {
            far = (position, distance(at));
        }
    }
    points.push(first);
    let last = points.len() - 1;
    for end in [0, far.0, last] {
        points[end].weight = f32::INFINITY;
    }
    weigh(points, 0, far.0);
    weigh(points, far.0, last);
    points.pop();
}

/// Weighs what lies between two positions.
fn weigh(points: &mut [Vertex], from: usize, to: usize) {
    let mut open = vec![(from, to, f32::INFINITY)];
    while let Some((from, to, most)) = open.pop() {
        if to - from < 2 {
            continue;
        }
        let (a, b) = (points[from], points[to]);
        let middle = usize::midpoint(from, to);
        // Of positions equally far, the one nearest to the middle: shallow splits.
        let (mut split, mut far) = (middle, -1.0);
        for (position, at) in points.iter().enumerate().take(to).skip(from + 1) {
            let distance = square_distance(*at, a, b);
            let nearer = position.abs_diff(middle) < split.abs_diff(middle);
            if distance > far || (distance == far && nearer) {
                (split, far) = (position, distance);
            }
        }
        let weight = (far.sqrt() as f32).min(most);
        points[split].weight = weight;
        open.push((from, split, weight));
        open.push((split, to, weight));
    }
}

/// The square of the distance from `at` to the segment from `a` to `b`.
fn square_distance(at: Vertex, a: Vertex, b: Vertex) -> f64 {
    let (ax, ay) = (f64::from(a.x), f64::from(a.y));
    let (dx, dy) = (f64::from(b.x) - ax, f64::from(b.y) - ay);
    let (px, py) = (f64::from(at.x) - ax, f64::from(at.y) - ay);
    let length = dx * dx + dy * dy;
    let share = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (px - share * dx, py - share * dy);
    ex * ex + ey * ey
}

#[cfg(test)]
mod tests;
