//! Geometry as it stands in the input, before any of it is believed.
//!
//! Floor 2.

use crate::model::InvalidShape;
use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon};

/// The points of one polygon: its outer ring, then its holes.
pub(crate) type Rings = Vec<Vec<Coord>>;

/// Geometry as it stands in the input: rings may be open, empty or crossing,
/// coordinates may be off the earth.
///
/// Rings stay lists of points here because `geo` closes a ring as soon as it
/// becomes a polygon, and an open ring must be said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RawShape {
    /// A position.
    Point(Coord),
    /// A line.
    Line(Vec<Coord>),
    /// Polygons.
    Area(Vec<Rings>),
}

impl RawShape {
    /// Every coordinate.
    pub(crate) fn coords(&self) -> Box<dyn Iterator<Item = Coord> + '_> {
        match self {
            Self::Point(at) => Box::new(std::iter::once(*at)),
            Self::Line(line) => Box::new(line.iter().copied()),
            Self::Area(polygons) => Box::new(polygons.iter().flatten().flatten().copied()),
        }
    }

    /// The geometry, once the rules have been over it.
    pub(crate) fn into_geometry(self) -> Geometry {
        match self {
            Self::Point(at) => Geometry::Point(Point(at)),
            Self::Line(line) => Geometry::MultiLineString(MultiLineString(vec![LineString(line)])),
            Self::Area(polygons) => Geometry::MultiPolygon(to_multi_polygon(polygons)),
        }
    }
}

/// The polygons as `geo` holds them.
pub(crate) fn to_multi_polygon(polygons: Vec<Rings>) -> MultiPolygon {
    MultiPolygon(polygons.into_iter().map(to_polygon).collect())
}

/// One polygon as `geo` holds it.
pub(crate) fn to_polygon(rings: Rings) -> Polygon {
    let mut rings = rings.into_iter().map(LineString);
    let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(outer, rings.collect())
}

/// The lists of points that make up polygons of `geo`.
pub(crate) fn from_multi_polygon(polygons: MultiPolygon) -> Vec<Rings> {
    let rings = |polygon: Polygon| {
        let (outer, holes) = polygon.into_inner();
        std::iter::once(outer).chain(holes).map(|ring| ring.0).collect()
    };
    polygons.0.into_iter().map(rings).collect()
}

/// Whether a coordinate is finite and on the earth.
pub(crate) fn on_earth(at: Coord) -> bool {
    !matches!(crate::model::Place::new(at.x, at.y), Err(InvalidShape::OutOfRange { .. }))
}
