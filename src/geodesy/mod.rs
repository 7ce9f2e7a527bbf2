//! Distances and frames on the WGS 84 ellipsoid. The only place that picks an earth.
//!
//! Floor 0. Imports `units` only.
//!
//! Coordinates are `(lon, lat)` in degrees at every door. A distance that is
//! reported is a geodesic on WGS 84. Inside, two flat or straight spaces are
//! used: [`Ecef`] (earth-centred metres, right everywhere on earth, antimeridian
//! and poles included) and [`LocalFrame`] (metres around one reference point).

mod area;
mod bounds;
mod buffer;
mod circle;
mod ecef;
mod frame;
mod segment;
mod straight;

pub use area::area_m2;
pub use area::area_of_all_m2;
pub use buffer::buffer;
pub use circle::circle;
pub use ecef::Ecef;
pub use frame::LocalFrame;
pub use segment::nearest_on_segment;
pub use straight::area_of_straight_sides_m2;

pub(crate) use bounds::EcefBox;
pub(crate) use bounds::ecef_box_around;
pub(crate) use bounds::ecef_box_of;
pub(crate) use bounds::longest_chord_m;
pub(crate) use bounds::sagitta_m;
pub(crate) use frame::short_way_deg;
pub(crate) use segment::Probe;
pub(crate) use straight::signed_m2;

use crate::units::Metres;
use geo::{Coord, Distance, Geodesic, Point};

/// Equatorial radius of WGS 84, in metres.
pub const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
/// First eccentricity of WGS 84, squared.
pub const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_317;
/// Mean radius of the earth, in metres (Moritz, Geodetic Reference System 1980).
const MEAN_RADIUS_M: f64 = 6_371_008.8;
/// Up to this chord the series in [`distance_of_short_chord_m`] is better than 0.1 mm.
const SHORT_CHORD_M: f64 = 10_000.0;

/// Geodesic distance on WGS 84 between two points in degrees, right to less
/// than a millimetre.
///
/// Constant time; under 10 km it is a straight chord through the earth with its
/// arc correction (a few nanoseconds), beyond that Karney's algorithm.
///
/// ```
/// use safepassage::geodesy::distance;
/// // One degree along the equator is a degree of its circle.
/// let d = distance((37.0, 0.0).into(), (38.0, 0.0).into());
/// assert!((d.0 - 6_378_137.0 * 1.0_f64.to_radians()).abs() < 0.001);
/// ```
///
/// Source: C. F. F. Karney, "Algorithms for geodesics", *J. Geodesy* 87 (2013).
pub fn distance(a: Coord, b: Coord) -> Metres {
    let chord = Ecef::from_degrees(a).chord_m(Ecef::from_degrees(b));
    if chord <= SHORT_CHORD_M {
        Metres(distance_of_short_chord_m(chord))
    } else {
        Metres(Geodesic.distance(Point::from(a), Point::from(b)))
    }
}

/// Length of the surface line whose chord is `chord_m`, for chords up to 10 km.
///
/// `s = c + c³ / 24 R²`. The radius of curvature differs from the mean radius
/// by less than 0.7 %, so at 10 km (correction 1.03 mm) the error is below 0.02 mm.
pub(crate) fn distance_of_short_chord_m(chord_m: f64) -> f64 {
    chord_m + chord_m * chord_m * chord_m / (24.0 * MEAN_RADIUS_M * MEAN_RADIUS_M)
}

/// Length of a line of coordinates in degrees, the sum of the geodesic
/// distances between neighbours.
pub fn length(line: &[Coord]) -> Metres {
    Metres(line.windows(2).map(|pair| distance(pair[0], pair[1]).0).sum())
}
