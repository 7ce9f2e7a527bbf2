//! Shapes as a tile shows them: simplified, on its grid, valid.

use super::rings::{self, Local, Ring};
use super::shape::{EXTENT, Path, Place};

/// Lines of a tile. `minimal` draws a step of one unit where nothing else is left.
pub(super) fn lines(
    paths: &[Path],
    place: Place,
    tolerance: f32,
    minimal: bool,
) -> Vec<Vec<Local>> {
    let mut found = Vec::with_capacity(paths.len());
    for path in paths {
        let line = local(path, place, tolerance);
        if line.len() >= 2 {
            found.push(line);
        }
    }
    if found.is_empty()
        && minimal
        && let Some(at) = paths.iter().find_map(|path| path.points.first())
    {
        let [x, y] = place.local(at.x, at.y);
        found.push(vec![[x, y], [x + 1, y]]);
    }
    found
}

/// Rings of a tile, each exterior before its holes. A polygon that is thinner
/// than the grid becomes a sliver one unit thick between its farthest
/// positions; one that falls on a single position a square of one unit, if
/// `minimal`.
pub(super) fn rings(
    paths: &[Path],
    place: Place,
    tolerance: f32,
    minimal: bool,
) -> Vec<Vec<Local>> {
    let mut found = snapped(paths, place, tolerance);
    if found.is_empty() && tolerance > 0.0 {
        found = snapped(paths, place, -1.0);
    }
    if found.is_empty() {
        found.extend(sliver(paths, place, minimal));
    }
    found
}

fn snapped(paths: &[Path], place: Place, tolerance: f32) -> Vec<Vec<Local>> {
    let ring = |path: &Path| Ring { points: local(path, place, tolerance), hole: path.hole };
    rings::valid(paths.iter().map(ring).collect())
}

fn sliver(paths: &[Path], place: Place, minimal: bool) -> Option<Vec<Local>> {
    let path = paths.first()?;
    let mut points = path.points.iter().map(|at| place.local(at.x, at.y));
    let a = points.next()?;
    let apart = |b: &Local| i64::from(a[0].abs_diff(b[0])) + i64::from(a[1].abs_diff(b[1]));
    let b = points.max_by_key(apart).unwrap_or(a);
    if a == b {
        return minimal.then(|| square(a, 1));
    }
    let wide = a[0].abs_diff(b[0]) >= a[1].abs_diff(b[1]);
    let beside = if wide { [b[0], b[1] + 1] } else { [b[0] + 1, b[1]] };
    let mut ring = vec![a, b, beside];
    if rings::twice_area(&ring) < 0 {
        ring.reverse();
    }
    Some(ring)
}

/// A square around a position.
pub(super) fn square(at: Local, side: i32) -> Vec<Local> {
    let (west, north) = (at[0] - side / 2, at[1] - side / 2);
    let (east, south) = (west + side, north + side);
    vec![[west, north], [east, north], [east, south], [west, south]]
}

/// The whole tile with its buffer.
pub(super) fn cover(buffer: i32) -> Vec<Local> {
    let (low, high) = (-buffer, EXTENT + buffer);
    vec![[low, low], [high, low], [high, high], [low, high]]
}

/// The positions that stay at this tolerance, no two alike side by side.
fn local(path: &Path, place: Place, tolerance: f32) -> Vec<Local> {
    let mut kept: Vec<Local> = Vec::new();
    for at in &path.points {
        if at.weight > tolerance {
            let at = place.local(at.x, at.y);
            if kept.last() != Some(&at) {
                kept.push(at);
            }
        }
    }
    kept
}
