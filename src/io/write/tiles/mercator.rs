//! From degrees to the square of Web Mercator.
//!
//! Source: EPSG:3857 (method 1024, Popular Visualisation Pseudo-Mercator):
//! `x = λ`, `y = ln tan(π/4 + φ/2)`, on the sphere.

use super::shape::WORLD;
use geo::Coord;
use std::f64::consts::{PI, TAU};

/// Where the square ends, north and south: `atan(sinh π)` in degrees.
pub(super) const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// Latitudes are drawn in to this, far beyond the square, for the pole has no place.
const LAST_LATITUDE: f64 = 89.9;

/// At most so many pieces of one side.
const MAX_PIECES: f64 = 4096.0;

/// The position in world units, not yet rounded.
fn project(at: Coord) -> (f64, f64) {
    let world = f64::from(WORLD);
    let latitude = at.y.clamp(-LAST_LATITUDE, LAST_LATITUDE).to_radians();
    let north = (PI / 4.0 + latitude / 2.0).tan().ln();
    ((at.x / 360.0 + 0.5) * world, (0.5 - north / TAU) * world)
}

fn rounded((x, y): (f64, f64)) -> (i32, i32) {
    // A cast of a float to an integer keeps to the integer's range.
    (x.round() as i32, y.round() as i32)
}

/// The position in world units; `None` beyond the square.
pub(super) fn point(at: Coord) -> Option<(i32, i32)> {
    (at.y.abs() <= MAX_LATITUDE).then(|| rounded(project(at)))
}

/// The positions of a path in world units.
///
/// A side is straight in degrees (RFC 7946), which on a Mercator map is a curve.
/// It is cut into pieces where the straight line on the map would leave that
/// curve by more than `tolerance` world units: at 45° and a tolerance of a
/// quarter of a unit of zoom 14 that is a side of more than 0.025° of latitude.
pub(super) fn path(degrees: &[Coord], tolerance: f64) -> Vec<(i32, i32)> {
    let mut found: Vec<(i32, i32)> = Vec::with_capacity(degrees.len());
    let mut push = |at: (i32, i32)| {
        if found.last() != Some(&at) {
            found.push(at);
        }
    };
    let mut before: Option<Coord> = None;
    for &at in degrees {
        if let Some(from) = before {
            let pieces = pieces(from, at, tolerance);
            for piece in 1..pieces {
                let share = f64::from(piece) / f64::from(pieces);
                push(rounded(project(Coord {
                    x: from.x + (at.x - from.x) * share,
                    y: from.y + (at.y - from.y) * share,
                })));
            }
        }
        push(rounded(project(at)));
        before = Some(at);
    }
    found
}

/// How many pieces a side is cut into.
///
/// Against its chord a curve with second derivative `f` strays by at most
/// `h² f / 8` over a step `h`; here `f = sec φ tan φ` in radians, and across the
/// chord less than along y.
fn pieces(a: Coord, b: Coord, tolerance: f64) -> u32 {
    if a.x == b.x || a.y == b.y {
        return 1;
    }
    let steepest = a.y.abs().max(b.y.abs()).min(MAX_LATITUDE).to_radians();
    let rise = (b.y - a.y).to_radians();
    let curve = steepest.tan() / steepest.cos();
    let strays = f64::from(WORLD) / TAU * rise * rise * curve / 8.0;
    (strays / tolerance).sqrt().ceil().clamp(1.0, MAX_PIECES) as u32
}

/// A quarter of a tile's unit at this zoom, in world units: what [`path`] takes.
pub(super) fn tolerance(max_zoom: u8) -> f64 {
    0.25 * f64::from(1_u32 << super::shape::Place::unit_bits(max_zoom))
}

/// Longitude and latitude of a position in world units.
pub(super) fn degrees(x: i32, y: i32) -> (f64, f64) {
    let world = f64::from(WORLD);
    let north = (0.5 - f64::from(y) / world) * TAU;
    ((f64::from(x) / world - 0.5) * 360.0, north.sinh().atan().to_degrees())
}

#[cfg(test)]
mod tests;
