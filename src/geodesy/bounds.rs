//! Boxes of earth-centred metres, and what they say of distances.
//!
//! Floor 0.

use super::{ECCENTRICITY_2, EQUATORIAL_RADIUS_M, Ecef};
use geo::Coord;

#[cfg(test)]
mod tests;

/// Added on every side, against rounding.
const SLACK_M: f64 = 1e-6;
/// A little more than the largest radius of curvature of the ellipsoid (6 399 594 m).
const FLATTEST_RADIUS_M: f64 = 6_410_000.0;

/// A box of earth-centred metres: `(least, greatest)` on each axis.
pub(crate) type EcefBox = ([f64; 3], [f64; 3]);

/// A box that holds every surface point whose longitude and latitude lie
/// between those of `low` and `high`, ends included. Longitudes may run past
/// 180° (170 to 190 is the strip across the antimeridian). Constant time.
///
/// Height over the equator grows with latitude and the distance from the axis
/// falls with its size, so the ends of both are known; the sides of the box
/// are products of such intervals with those of the cosine and sine.
pub(crate) fn ecef_box_of(low: Coord, high: Coord) -> EcefBox {
    let flattest = if low.y <= 0.0 && high.y >= 0.0 { 0.0 } else { low.y.abs().min(high.y.abs()) };
    let steepest = low.y.abs().max(high.y.abs());
    let axis_distance = [ring(steepest).0, ring(flattest).0];
    let x = product(axis_distance, cosine_range(low.x, high.x));
    let y = product(axis_distance, cosine_range(low.x - 90.0, high.x - 90.0));
    let z = [ring(low.y).1, ring(high.y).1];
    (
        [x[0] - SLACK_M, y[0] - SLACK_M, z[0] - SLACK_M],
        [x[1] + SLACK_M, y[1] + SLACK_M, z[1] + SLACK_M],
    )
}

/// Distance from the axis, and height over the equator, at a latitude.
fn ring(lat: f64) -> (f64, f64) {
    let (sin, cos) = lat.to_radians().sin_cos();
    let normal = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_2 * sin * sin).sqrt();
    ((normal * cos).max(0.0), normal * (1.0 - ECCENTRICITY_2) * sin)
}

/// The values the cosine takes between two angles in degrees.
fn cosine_range(from: f64, to: f64) -> [f64; 2] {
    let (a, b) = (from.to_radians().cos(), to.to_radians().cos());
    let holds = |angle: f64| ((from - angle) / 360.0).ceil() * 360.0 + angle <= to;
    [if holds(180.0) { -1.0 } else { a.min(b) }, if holds(0.0) { 1.0 } else { a.max(b) }]
}

/// A non-negative interval times any interval.
fn product([low, high]: [f64; 2], [from, to]: [f64; 2]) -> [f64; 2] {
    [(low * from).min(high * from), (low * to).max(high * to)]
}

/// How far, at most, the segment between two points leaves the straight line
/// through the earth between them, in metres. The segment is straight in
/// degrees and `apart` is the difference of its ends.
///
/// A curve strays from its chord by at most an eighth of its greatest second
/// derivative, which is at most the flattest radius times the square of the
/// angles added (the 1.02 covers the change of the radius itself).
pub(crate) fn sagitta_m(apart: Coord) -> f64 {
    let angle = apart.x.abs().to_radians() + apart.y.abs().to_radians();
    1.02 * FLATTEST_RADIUS_M * angle * angle / 8.0
}

/// The longest chord that a surface line of this length can have: that of a
/// circle flatter than the earth is anywhere.
pub(crate) fn longest_chord_m(distance_m: f64) -> f64 {
    let half_angle = distance_m / (2.0 * FLATTEST_RADIUS_M);
    if half_angle >= std::f64::consts::FRAC_PI_2 {
        return f64::INFINITY;
    }
    2.0 * FLATTEST_RADIUS_M * half_angle.sin() + SLACK_M
}

/// The smallest box around points, widened by `by` metres.
#[allow(clippy::needless_range_loop)] // one axis of three arrays
pub(crate) fn ecef_box_around(points: impl IntoIterator<Item = Ecef>, by: f64) -> EcefBox {
    let mut bounds = ([f64::INFINITY; 3], [f64::NEG_INFINITY; 3]);
    for Ecef(point) in points {
        for axis in 0..3 {
            bounds.0[axis] = bounds.0[axis].min(point[axis] - by);
            bounds.1[axis] = bounds.1[axis].max(point[axis] + by);
        }
    }
    bounds
}
