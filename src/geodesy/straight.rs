//! Areas of polygons whose sides are straight in longitude and latitude.
//!
//! Floor 0.

use super::{ECCENTRICITY_2, EQUATORIAL_RADIUS_M};
use geo::{Coord, LineString, MultiPolygon};

#[cfg(test)]
mod tests;

/// Gauss–Legendre nodes and weights on 0 to 1: exact to the fifth power.
const NODES: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 5.0 / 18.0),
    (0.5, 8.0 / 18.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];

/// Area in square metres on WGS 84, holes taken out, with sides straight in
/// longitude and latitude. O(vertices).
///
/// It adds up: a polygon cut along such lines has the area of its pieces, and a
/// point put on a side changes nothing. [`area_m2`](super::area_m2) takes
/// sides as geodesics and does neither to the last digit; over sides of a
/// kilometre the two differ by about a millionth.
///
/// Source: the area between the equator and a parallel is that of J. P. Snyder,
/// "Map projections: a working manual", USGS (1987), equation 3-12; along a side
/// it is averaged by Gauss–Legendre.
pub fn area_of_straight_sides_m2(polygons: &MultiPolygon) -> f64 {
    let area = |ring: &LineString| signed_m2(&ring.0).abs();
    let of = |polygon: &geo::Polygon| {
        let holes: f64 = polygon.interiors().iter().map(area).sum();
        (area(polygon.exterior()) - holes).max(0.0)
    };
    polygons.iter().map(of).sum()
}

/// Area of a closed ring in square metres, above zero if it runs anticlockwise.
pub(crate) fn signed_m2(ring: &[Coord]) -> f64 {
    // A closed ring goes as far east as west, so that a parallel of one's own
    // choice can stand for the equator: the nearer, the less is lost to rounding.
    let Some(base) = ring.first().map(|at| to_equator_m2(at.y)) else { return 0.0 };
    let under = |from: Coord, to: Coord| {
        let east = (to.x - from.x).to_radians();
        if east == 0.0 {
            return 0.0;
        }
        let rise = to.y - from.y;
        let mean: f64 = NODES
            .iter()
            .map(|(t, weight)| weight * (to_equator_m2(from.y + rise * t) - base))
            .sum();
        east * mean
    };
    -ring.windows(2).map(|pair| under(pair[0], pair[1])).sum::<f64>()
}

/// Area between the equator and a parallel, for one radian of longitude.
fn to_equator_m2(lat: f64) -> f64 {
    let sin = lat.to_radians().sin();
    let e = ECCENTRICITY_2.sqrt();
    let polar_2 = EQUATORIAL_RADIUS_M * EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_2);
    polar_2 / 2.0 * (sin / (1.0 - ECCENTRICITY_2 * sin * sin) + (e * sin).atanh() / e)
}
