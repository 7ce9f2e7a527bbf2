//! Checked geometry: a place, a path, an area.
//!
//! Floor 1. Imports nothing of the crate.
//!
//! Coordinates are `(lon, lat)` in degrees, finite, longitude −180 to 180 and
//! latitude −90 to 90. A value of one of these types is always usable: it is
//! checked where it is made, also when it is read from JSON. In JSON each is a
//! GeoJSON geometry.

use geo::{Coord, CoordsIter, Geometry, LineString, MultiPolygon, Point, Polygon};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point on earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place(Coord);

/// A line of two or more points, not all equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Path(LineString);

/// One or more polygons with closed rings of four or more points and no empty
/// hole.
#[derive(Clone, Debug, PartialEq)]
pub struct Area(MultiPolygon);

impl Place {
    /// The place at `(lon, lat)` in degrees.
    ///
    /// # Errors
    ///
    /// [`InvalidShape`] if a coordinate is not finite or out of range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, InvalidShape> {
        let at = Coord { x: lon, y: lat };
        check(at)?;
        Ok(Self(at))
    }

    /// Longitude and latitude in degrees, as `x` and `y`.
    pub const fn coord(&self) -> Coord {
        self.0
    }
}

impl Path {
    /// The path along `line`.
    ///
    /// # Errors
    ///
    /// [`InvalidShape`] if fewer than two different points are given, or a
    /// coordinate is not finite or out of range.
    pub fn new(line: LineString) -> Result<Self, InvalidShape> {
        line.coords_iter().try_for_each(check)?;
        if line.0.windows(2).all(|pair| pair[0] == pair[1]) {
            return Err(InvalidShape::TooFewPoints { expected: 2, found: line.0.len().min(1) });
        }
        Ok(Self(line))
    }

    /// The points of the line, in order.
    pub const fn line(&self) -> &LineString {
        &self.0
    }

    /// Where the line begins.
    pub fn first(&self) -> Coord {
        self.0.0.first().copied().unwrap_or_default()
    }

    /// Where the line ends.
    pub fn last(&self) -> Coord {
        self.0.0.last().copied().unwrap_or_default()
    }
}

impl Area {
    /// The area covered by `polygons`. Empty holes are dropped.
    ///
    /// # Errors
    ///
    /// [`InvalidShape`] if there is no polygon, an outer ring has fewer than
    /// four points (the last equal to the first), or a coordinate is not finite
    /// or out of range. Self-crossing rings are not looked for here; the intake
    /// rules do that.
    pub fn new(polygons: MultiPolygon) -> Result<Self, InvalidShape> {
        polygons.coords_iter().try_for_each(check)?;
        if polygons.0.is_empty() {
            return Err(InvalidShape::NoPolygon);
        }
        let mut kept = Vec::with_capacity(polygons.0.len());
        for polygon in polygons.0 {
            let (outer, mut holes) = polygon.into_inner();
            if outer.0.len() < 4 {
                return Err(InvalidShape::TooFewPoints { expected: 4, found: outer.0.len() });
            }
            holes.retain(|ring| ring.0.len() >= 4);
            kept.push(Polygon::new(outer, holes));
        }
        Ok(Self(MultiPolygon(kept)))
    }

    /// The polygons.
    pub const fn polygons(&self) -> &MultiPolygon {
        &self.0
    }
}

impl From<Place> for Geometry {
    fn from(place: Place) -> Self {
        Self::Point(Point(place.0))
    }
}

impl From<Path> for Geometry {
    fn from(path: Path) -> Self {
        Self::LineString(path.0)
    }
}

impl From<Area> for Geometry {
    /// A single polygon becomes a `Polygon`, several a `MultiPolygon`.
    fn from(area: Area) -> Self {
        let mut polygons = area.0.0;
        match polygons.pop() {
            Some(only) if polygons.is_empty() => Self::Polygon(only),
            Some(last) => {
                polygons.push(last);
                Self::MultiPolygon(MultiPolygon(polygons))
            }
            None => Self::MultiPolygon(MultiPolygon(polygons)),
        }
    }
}

impl TryFrom<Geometry> for Place {
    type Error = InvalidShape;

    fn try_from(geometry: Geometry) -> Result<Self, InvalidShape> {
        match geometry {
            Geometry::Point(point) => Self::new(point.x(), point.y()),
            other => Err(InvalidShape::wrong("Point", &other)),
        }
    }
}

impl TryFrom<Geometry> for Path {
    type Error = InvalidShape;

    fn try_from(geometry: Geometry) -> Result<Self, InvalidShape> {
        match geometry {
            Geometry::LineString(line) => Self::new(line),
            Geometry::MultiLineString(mut lines) if lines.0.len() == 1 => {
                Self::new(lines.0.remove(0))
            }
            other => Err(InvalidShape::wrong("LineString", &other)),
        }
    }
}

impl TryFrom<Geometry> for Area {
    type Error = InvalidShape;

    fn try_from(geometry: Geometry) -> Result<Self, InvalidShape> {
        match geometry {
            Geometry::Polygon(polygon) => Self::new(MultiPolygon(vec![polygon])),
            Geometry::MultiPolygon(polygons) => Self::new(polygons),
            other => Err(InvalidShape::wrong("Polygon or MultiPolygon", &other)),
        }
    }
}

macro_rules! serde_as_geojson {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                geojson::ser::serialize_geometry(&Geometry::from(self.clone()), serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let geometry: Geometry = geojson::de::deserialize_geometry(deserializer)?;
                Self::try_from(geometry).map_err(serde::de::Error::custom)
            }
        }
    )*};
}
serde_as_geojson!(Place, Path, Area);

fn check(at: Coord) -> Result<(), InvalidShape> {
    let in_range = (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
    if in_range { Ok(()) } else { Err(InvalidShape::OutOfRange { lon: at.x, lat: at.y }) }
}

/// Geometry that no record may have.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidShape {
    /// A coordinate is not a number, infinite, or off the earth.
    #[error("expected longitude −180 to 180 and latitude −90 to 90, found ({lon}, {lat})")]
    OutOfRange {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// A line or ring has too few points.
    #[error("expected {expected} or more different points, found {found}")]
    TooFewPoints {
        /// The fewest points there may be.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// An area without any polygon.
    #[error("expected one polygon or more, found none")]
    NoPolygon,
    /// The geometry is of another type.
    #[error("expected a {expected}, found a {found}")]
    WrongType {
        /// The type it must have.
        expected: &'static str,
        /// The type it has.
        found: &'static str,
    },
}

impl InvalidShape {
    fn wrong(expected: &'static str, found: &Geometry) -> Self {
        Self::WrongType { expected, found: type_name(found) }
    }
}

/// The GeoJSON word for the type of a geometry.
pub fn type_name(geometry: &Geometry) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}
