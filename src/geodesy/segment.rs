//! The nearest point of a segment.
//!
//! Floor 0.
//!
//! A segment is straight in longitude and latitude, as in RFC 7946, and takes
//! the short way round the antimeridian. Its nearest point is found on the
//! ellipsoid: the chord from the point is made as short as it can be along the
//! segment, from a start in a flat frame.

use super::{ECCENTRICITY_2, EQUATORIAL_RADIUS_M, Ecef, LocalFrame, distance_of_short_chord_m};
use super::{SHORT_CHORD_M, short_way_deg};
use crate::units::Metres;
use geo::{Coord, Distance, Geodesic, Point};

#[cfg(test)]
mod tests;

/// Within this distance of both ends the chord has one minimum along a segment.
const NEAR_M: f64 = 100_000.0;
/// Up to this latitude that holds; closer to a pole parallels turn too sharply.
const NEAR_LAT_DEG: f64 = 80.0;
/// A step this short along the segment is the last one.
const LAST_STEP_M: f64 = 1e-3;
/// Up to this distance the shortest chord belongs to the shortest geodesic to
/// less than 0.01 mm.
const CHORD_RULES_M: f64 = 500_000.0;

/// The point of the segment from `a` to `b` that is nearest to `point`: how far
/// along it lies (0 at `a`, 1 at `b`, in degrees), where, and its geodesic
/// distance, right to a millimetre.
///
/// All coordinates are in degrees; the segment is straight in longitude and
/// latitude and takes the short way round the antimeridian. Constant time, about
/// a tenth of a microsecond within 100 km and below 80° of latitude, some tens
/// of microseconds elsewhere.
///
/// ```
/// use safepassage::geodesy::nearest_on_segment;
/// let (t, at, d) = nearest_on_segment((180.0, 0.5).into(), (179.0, 0.0).into(), (-179.0, 0.0).into());
/// assert!((t - 0.5).abs() < 1e-8 && (at.x.abs() - 180.0).abs() < 1e-8 && at.y == 0.0);
/// assert!((d.0 - 55_287.0).abs() < 1.0); // half a degree of latitude at the equator
/// ```
pub fn nearest_on_segment(point: Coord, a: Coord, b: Coord) -> (f64, Coord, Metres) {
    Probe::new(point).nearest_on_segment(a, b)
}

/// A point from which many distances are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe {
    pub(crate) at: Coord,
    pub(crate) ecef: Ecef,
    frame: LocalFrame,
}

impl Probe {
    pub(crate) fn new(at: Coord) -> Self {
        Self { at, ecef: Ecef::from_degrees(at), frame: LocalFrame::around(at) }
    }

    /// Geodesic distance to a point whose chord is already known.
    pub(crate) fn distance_with_chord_m(&self, to: Coord, chord_m: f64) -> f64 {
        if chord_m <= SHORT_CHORD_M {
            distance_of_short_chord_m(chord_m)
        } else {
            Geodesic.distance(Point::from(self.at), Point::from(to))
        }
    }

    /// See [`nearest_on_segment`].
    pub(crate) fn nearest_on_segment(&self, a: Coord, b: Coord) -> (f64, Coord, Metres) {
        let path = Path { a, delta: Coord { x: short_way_deg(b.x - a.x), y: b.y - a.y } };
        let t = self.nearest_t(&path, b);
        let at = path.at(t);
        let chord = Ecef::from_degrees(at).chord_m(self.ecef);
        let metres = self.distance_with_chord_m(at, chord);
        (t, Coord { x: short_way_deg(at.x), y: at.y }, Metres(metres))
    }

    fn nearest_t(&self, path: &Path, b: Coord) -> f64 {
        if path.delta.x == 0.0 && path.delta.y == 0.0 {
            return 0.0;
        }
        let from = self.frame.to_metres(path.a);
        let to = self.frame.to_metres(b);
        let near = |c: Coord| c.x.abs().max(c.y.abs()) <= NEAR_M;
        let lat = self.at.y.abs().max(path.a.y.abs()).max(b.y.abs());
        // The frame takes each end the short way from the point, which is the
        // segment's own way unless the point is on the far side of the earth.
        if near(from) && near(to) && lat <= NEAR_LAT_DEG {
            let along = to - from;
            let start =
                -(from.x * along.x + from.y * along.y) / (along.x * along.x + along.y * along.y);
            self.newton(path, start.clamp(0.0, 1.0))
        } else {
            self.search(path)
        }
    }

    /// Newton's method on the squared chord, which is convex here.
    fn newton(&self, path: &Path, start: f64) -> f64 {
        let mut t = start;
        for _ in 0..16 {
            let Slope { first, second, speed_m } = path.slope(t, self.ecef);
            if second <= 0.0 {
                break;
            }
            let next = (t - first / second).clamp(0.0, 1.0);
            let step_m = (next - t).abs() * speed_m;
            t = next;
            if step_m <= LAST_STEP_M {
                break;
            }
        }
        t
    }

    /// For long, far and polar segments: every local minimum between samples
    /// half a degree apart, each narrowed down.
    fn search(&self, path: &Path) -> f64 {
        let chord = |t: f64| Ecef::from_degrees(path.at(t)).chord_m(self.ecef);
        let parts = (2.0 * path.delta.x.abs().max(path.delta.y.abs())).clamp(16.0, 720.0).ceil();
        let count = parts as usize;
        let sample: Vec<f64> = (0..=count).map(|i| chord(i as f64 / parts)).collect();
        let mut best = (f64::INFINITY, 0.0);
        for i in 0..=count {
            let left = if i == 0 { f64::INFINITY } else { sample[i - 1] };
            let right = if i == count { f64::INFINITY } else { sample[i + 1] };
            if sample[i] <= left && sample[i] <= right {
                let low = i.saturating_sub(1) as f64 / parts;
                let high = (i + 1).min(count) as f64 / parts;
                let t = golden(low, high, chord);
                for t in [t, i as f64 / parts] {
                    if chord(t) < best.0 {
                        best = (chord(t), t);
                    }
                }
            }
        }
        if best.0 <= CHORD_RULES_M { best.1 } else { self.by_geodesic(path, best.1, 1.0 / parts) }
    }

    /// Far away, the shortest chord and the shortest geodesic part company by
    /// some kilometres along the segment: narrow down again, by geodesic.
    fn by_geodesic(&self, path: &Path, near: f64, around: f64) -> f64 {
        let metres = |t: f64| Geodesic.distance(Point::from(self.at), Point::from(path.at(t)));
        let low = (near - around).max(0.0);
        let high = (near + around).min(1.0);
        let t = golden(low, high, metres);
        [low, high, near]
            .into_iter()
            .fold(t, |t, other| if metres(other) < metres(t) { other } else { t })
    }
}

/// Where `f` is least between `low` and `high`, if it falls and then rises.
fn golden(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut left, mut right) = (high - RATIO * (high - low), low + RATIO * (high - low));
    let (mut f_left, mut f_right) = (f(left), f(right));
    for _ in 0..48 {
        if f_left <= f_right {
            (high, right, f_right) = (right, left, f_left);
            left = high - RATIO * (high - low);
            f_left = f(left);
        } else {
            (low, left, f_left) = (left, right, f_right);
            right = low + RATIO * (high - low);
            f_right = f(right);
        }
    }
    f64::midpoint(low, high)
}

struct Path {
    a: Coord,
    delta: Coord,
}

/// Half the first and second derivative of the squared chord along the path,
/// and how many metres of it a unit of `t` is.
struct Slope {
    first: f64,
    second: f64,
    speed_m: f64,
}

impl Path {
    fn at(&self, t: f64) -> Coord {
        if t >= 1.0 { self.a + self.delta } else { self.a + self.delta * t }
    }

    fn slope(&self, t: f64, from: Ecef) -> Slope {
        let at = self.at(t);
        let (sin_lat, cos_lat) = at.y.to_radians().sin_cos();
        let (sin_lon, cos_lon) = at.x.to_radians().sin_cos();
        let w2 = 1.0 - ECCENTRICITY_2 * sin_lat * sin_lat;
        let normal = EQUATORIAL_RADIUS_M / w2.sqrt();
        let meridional = normal * (1.0 - ECCENTRICITY_2) / w2;
        let parallel = normal * cos_lat;
        let here =
            [parallel * cos_lon, parallel * sin_lon, normal * (1.0 - ECCENTRICITY_2) * sin_lat];
        let (lon, lat) = (self.delta.x.to_radians(), self.delta.y.to_radians());
        let east = parallel * lon;
        let north = meridional * lat;
        let velocity = [
            -sin_lon * east - sin_lat * cos_lon * north,
            cos_lon * east - sin_lat * sin_lon * north,
            cos_lat * north,
        ];
        // Second derivatives; the change of the meridional radius itself is
        // below 1 % of the rest and only steers the step, so it is left out.
        let mixed = 2.0 * meridional * sin_lat * lon * lat;
        let bend = [
            -parallel * cos_lon * lon * lon + sin_lon * mixed - north * lat * cos_lat * cos_lon,
            -parallel * sin_lon * lon * lon - cos_lon * mixed - north * lat * cos_lat * sin_lon,
            -north * lat * sin_lat,
        ];
        let mut slope = Slope { first: 0.0, second: 0.0, speed_m: 0.0 };
        let mut speed_2 = 0.0;
        for axis in 0..3 {
            let apart = here[axis] - from.0[axis];
            slope.first += apart * velocity[axis];
            speed_2 += velocity[axis] * velocity[axis];
            slope.second += apart * bend[axis];
        }
        slope.second += speed_2;
        slope.speed_m = speed_2.sqrt();
        slope
    }
}
