//! Flat metres around a reference point.
//!
//! Floor 0.

use super::{ECCENTRICITY_2, EQUATORIAL_RADIUS_M};
use geo::Coord;

/// Metres east (`x`) and north (`y`) of a reference point: an equirectangular
/// frame with the ellipsoid's own radii of curvature at that point.
///
/// Straight lines in degrees stay straight, so shapes and their crossings are
/// the same in both. Lengths are true at the reference latitude; 10 km to the
/// north or south of it at 36° N an east–west length is off by 0.12 %, so keep
/// a frame to a city, or make one for each thing measured. Longitudes are taken
/// the short way round, so a frame works across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalFrame {
    reference: Coord,
    metres_per_degree_lon: f64,
    metres_per_degree_lat: f64,
}

impl LocalFrame {
    /// A frame around `reference`, in degrees. Within a metre of a pole, where
    /// east has no meaning, the longitude scale is held at its value one metre away.
    pub fn around(reference: Coord) -> Self {
        let (sin_lat, cos_lat) = reference.y.to_radians().sin_cos();
        let w2 = 1.0 - ECCENTRICITY_2 * sin_lat * sin_lat;
        let prime_vertical = EQUATORIAL_RADIUS_M / w2.sqrt();
        let meridional = prime_vertical * (1.0 - ECCENTRICITY_2) / w2;
        Self {
            reference,
            metres_per_degree_lon: (prime_vertical * cos_lat).max(1.0).to_radians(),
            metres_per_degree_lat: meridional.to_radians(),
        }
    }

    /// The point, in degrees, that is `(0, 0)` in the frame.
    pub const fn reference(&self) -> Coord {
        self.reference
    }

    /// Degrees to metres.
    pub fn to_metres(&self, at: Coord) -> Coord {
        Coord {
            x: short_way_deg(at.x - self.reference.x) * self.metres_per_degree_lon,
            y: (at.y - self.reference.y) * self.metres_per_degree_lat,
        }
    }

    /// Metres to degrees, longitude in −180 to 180.
    pub fn to_degrees(&self, at: Coord) -> Coord {
        Coord {
            x: short_way_deg(self.reference.x + at.x / self.metres_per_degree_lon),
            y: self.reference.y + at.y / self.metres_per_degree_lat,
        }
    }
}

/// The same longitude difference, in −180 to 180.
pub(crate) fn short_way_deg(degrees: f64) -> f64 {
    if (-180.0..=180.0).contains(&degrees) {
        degrees
    } else {
        (degrees + 180.0).rem_euclid(360.0) - 180.0
    }
}
