//! Earth-centred, earth-fixed coordinates in metres.
//!
//! Floor 0.
//!
//! The straight chord between two surface points is never longer than the
//! geodesic between them, wherever they are: chords are the lower bounds that
//! make nearest-neighbour search right across the antimeridian and at the poles.

use super::{ECCENTRICITY_2, EQUATORIAL_RADIUS_M};
use geo::Coord;

/// A point in earth-centred, earth-fixed metres (x to 0° E on the equator, z to the north pole).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ecef(pub [f64; 3]);

impl Ecef {
    /// The surface point at `(lon, lat)` in degrees, on the ellipsoid.
    ///
    /// ```
    /// use safepassage::geodesy::Ecef;
    /// let Ecef([x, y, z]) = Ecef::from_degrees((90.0, 0.0).into());
    /// assert!(x.abs() < 1e-6 && (y - 6_378_137.0).abs() < 1e-6 && z.abs() < 1e-6);
    /// ```
    pub fn from_degrees(at: Coord) -> Self {
        let (sin_lat, cos_lat) = at.y.to_radians().sin_cos();
        let (sin_lon, cos_lon) = at.x.to_radians().sin_cos();
        let n = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_2 * sin_lat * sin_lat).sqrt();
        Self([n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - ECCENTRICITY_2) * sin_lat])
    }

    /// Length of the straight line to `other`, in metres.
    #[allow(clippy::many_single_char_names)] // two triples of coordinates
    pub fn chord_m(self, other: Self) -> f64 {
        let [a, b, c] = self.0;
        let [d, e, f] = other.0;
        ((a - d).powi(2) + (b - e).powi(2) + (c - f).powi(2)).sqrt()
    }
}
