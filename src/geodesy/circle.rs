//! Circles on the earth as polygons.
//!
//! Floor 0.

use super::buffer::cut_at_antimeridian;
use super::{distance, nearest_on_segment, short_way_deg};
use crate::units::Metres;
use geo::{Coord, Destination, Geodesic, LineString, MultiPolygon, Point, Polygon};

#[cfg(test)]
mod tests;

/// Corners of a circle.
const CORNERS: u32 = 128;
/// The largest radius that is drawn: half the way from a pole to the equator.
const LARGEST_M: f64 = 5_000_000.0;

/// Every place within `radius` of `centre`, as a polygon of 128 corners around
/// the true circle: it holds all of the circle, and reaches at most 0.1 % of
/// the radius beyond it up to 500 km (below 80° of latitude). Cut at the
/// antimeridian (RFC 7946).
///
/// `None` if the radius is not above zero or above 5 000 km, the centre is off
/// the earth, or the circle reaches a pole, where no ring in longitude and
/// latitude can go round it.
///
/// Corners are geodesics on WGS 84 (Karney 2013). Edges are straight in
/// longitude and latitude, so the ring is widened until each edge lies outside
/// the circle. Constant time.
pub fn circle(centre: Coord, radius: Metres) -> Option<MultiPolygon> {
    let on_earth = (-180.0..=180.0).contains(&centre.x) && (-90.0..=90.0).contains(&centre.y);
    if !on_earth || radius.0.is_nan() || radius.0 <= 0.0 || radius.0 > LARGEST_M {
        return None;
    }
    let to_pole = |lat: f64| distance(centre, Coord { x: centre.x, y: lat }).0;
    let to_pole = to_pole(90.0).min(to_pole(-90.0));
    let mut reach = radius.0 / (std::f64::consts::PI / f64::from(CORNERS)).cos();
    for _ in 0..32 {
        if reach >= to_pole {
            return None;
        }
        let ring = ring(centre, reach);
        let nearest = ring
            .windows(2)
            .map(|edge| nearest_on_segment(centre, edge[0], edge[1]).2.0)
            .fold(f64::INFINITY, f64::min);
        if nearest >= radius.0 {
            let polygon = Polygon::new(LineString(ring), Vec::new());
            return Some(cut_at_antimeridian(MultiPolygon(vec![polygon])));
        }
        reach *= (radius.0 / nearest) * (1.0 + 1e-9);
    }
    None
}

/// A closed ring of corners so far from the centre, anticlockwise, longitudes
/// running on past ±180.
fn ring(centre: Coord, reach: f64) -> Vec<Coord> {
    let mut ring: Vec<Coord> = (0..CORNERS)
        .map(|corner| {
            let bearing = 360.0 - 360.0 * f64::from(corner) / f64::from(CORNERS);
            let at = Geodesic.destination(Point::from(centre), bearing, reach);
            Coord { x: centre.x + short_way_deg(at.x() - centre.x), y: at.y() }
        })
        .collect();
    ring.extend(ring.first().copied());
    ring
}
