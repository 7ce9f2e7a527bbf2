//! The geometry of a feature, out of JSON straight into coordinates.

use super::coordinates::{Item, List};
use super::error::Fault;
use crate::layer::GeometryType;
use crate::layer::LayerGeometry;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// The types of a GeoJSON geometry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
    Collection,
}

impl Kind {
    const fn named(name: &str) -> Option<Self> {
        Some(match name.as_bytes() {
            b"Point" => Self::Point,
            b"MultiPoint" => Self::MultiPoint,
            b"LineString" => Self::LineString,
            b"MultiLineString" => Self::MultiLineString,
            b"Polygon" => Self::Polygon,
            b"MultiPolygon" => Self::MultiPolygon,
            b"GeometryCollection" => Self::Collection,
            _ => return None,
        })
    }

    /// The type of layer it fits in; `None` for a collection.
    pub(super) const fn of_layer(self) -> Option<GeometryType> {
        Some(match self {
            Self::Point | Self::MultiPoint => GeometryType::Point,
            Self::LineString | Self::MultiLineString => GeometryType::Line,
            Self::Polygon | Self::MultiPolygon => GeometryType::Area,
            Self::Collection => return None,
        })
    }

    pub(super) const fn is_multi(self) -> bool {
        matches!(self, Self::MultiLineString | Self::MultiPolygon)
    }

    const fn depth(self) -> u8 {
        match self {
            Self::Point | Self::Collection => 1,
            Self::MultiPoint | Self::LineString => 2,
            Self::MultiLineString | Self::Polygon => 3,
            Self::MultiPolygon => 4,
        }
    }
}

/// A geometry while it is read: positions one after another, and where lists of
/// them end. Kept from feature to feature, so that its room is taken once.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) kind: Option<Kind>,
    /// How deep the arrays were; `None` if there were no coordinates, 0 if they were empty.
    depth: Option<u8>,
    pub(super) positions: Vec<Coord>,
    /// For each list of positions, how many positions there are up to its end.
    pub(super) lists: Vec<usize>,
    /// For each polygon, how many lists there are up to its end.
    pub(super) polygons: Vec<usize>,
    /// Whether some position had a height or more.
    pub(super) has_height: bool,
    /// How many rings were not closed.
    pub(super) rings_closed: u64,
}

impl Place {
    pub(super) fn clear(&mut self) {
        self.kind = None;
        self.depth = None;
        self.positions.clear();
        self.lists.clear();
        self.polygons.clear();
        self.has_height = false;
        self.rings_closed = 0;
    }

    /// The geometry; `None` if there is none, or none with coordinates.
    pub(super) fn geometry(&mut self) -> Result<Option<LayerGeometry>, Fault> {
        let Some(kind) = self.kind else { return Ok(None) };
        if kind == Kind::Collection {
            return Err(Fault::new("a geometry of one type", "a GeometryCollection"));
        }
        let Some(depth) = self.depth else {
            return Err(Fault::new("coordinates in the geometry", "none"));
        };
        if depth == 0 {
            return Ok(None);
        }
        if depth != kind.depth() {
            let expected = format!("the coordinates of a {kind:?}, {} arrays deep", kind.depth());
            return Err(Fault::new(expected, format!("{depth} arrays")));
        }
        Ok(Some(match kind {
            Kind::Point => Point(self.position(0)).into(),
            Kind::MultiPoint if self.positions.len() == 1 => Point(self.position(0)).into(),
            Kind::MultiPoint | Kind::Collection => {
                let found = format!("a MultiPoint of {} positions", self.positions.len());
                return Err(Fault::new("one position a feature", found));
            }
            Kind::LineString => LayerGeometry::from(self.line(0)?),
            Kind::MultiLineString => {
                let lines: Result<Vec<_>, _> =
                    (0..self.lists.len()).map(|list| self.line(list)).collect();
                MultiLineString(lines?).into()
            }
            Kind::Polygon => LayerGeometry::from(self.polygon(0, self.lists.len())?),
            Kind::MultiPolygon => {
                let mut from = 0;
                let mut polygons = Vec::with_capacity(self.polygons.len());
                for number in 0..self.polygons.len() {
                    let to = self.polygons.get(number).copied().unwrap_or(from);
                    polygons.push(self.polygon(from, to)?);
                    from = to;
                }
                MultiPolygon(polygons).into()
            }
        }))
    }

    fn position(&self, number: usize) -> Coord {
        self.positions.get(number).copied().unwrap_or_default()
    }

    fn list(&self, number: usize) -> &[Coord] {
        let end = |list: usize| self.lists.get(list).copied().unwrap_or(self.positions.len());
        let from = number.checked_sub(1).map_or(0, end);
        self.positions.get(from..end(number)).unwrap_or_default()
    }

    fn line(&self, number: usize) -> Result<LineString, Fault> {
        let positions = self.list(number);
        if positions.len() < 2 {
            let found = positions.len().to_string();
            return Err(Fault::new("a line of at least 2 positions", found));
        }
        Ok(LineString(positions.to_vec()))
    }

    fn polygon(&mut self, from: usize, to: usize) -> Result<Polygon, Fault> {
        let exterior = self.ring(from)?;
        let holes: Result<Vec<_>, _> = (from + 1..to).map(|list| self.ring(list)).collect();
        Ok(Polygon::new(exterior, holes?))
    }

    fn ring(&mut self, number: usize) -> Result<LineString, Fault> {
        let positions = self.list(number);
        let open = positions.first() != positions.last();
        if positions.len() + usize::from(open) < 4 {
            let found = format!("{} positions", positions.len());
            return Err(Fault::new("a closed ring of at least 4 positions", found));
        }
        let mut ring = Vec::with_capacity(positions.len() + usize::from(open));
        ring.extend_from_slice(positions);
        if open {
            ring.extend(positions.first().copied());
            self.rings_closed += 1;
        }
        Ok(LineString(ring))
    }
}

impl<'t> DeserializeSeed<'t> for &mut Place {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for &mut Place {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry or null")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_key_seed(Word(Member::of))? {
            match member {
                Member::Type => {
                    if self.kind.replace(map.next_value_seed(Type)?).is_some() {
                        return Err(twice("type"));
                    }
                }
                Member::Coordinates => {
                    if self.depth.is_some() {
                        return Err(twice("coordinates"));
                    }
                    let list = List::of(self);
                    match map.next_value_seed(list)? {
                        Item::List(depth) => self.depth = Some(depth),
                        Item::Number(_) => {
                            return Err(A::Error::custom(
                                "invalid type: a number, expected coordinates",
                            ));
                        }
                    }
                }
                Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if self.kind.is_none() {
            return Err(A::Error::custom("invalid value: none, expected a geometry's type"));
        }
        Ok(())
    }
}

enum Member {
    Type,
    Coordinates,
    Other,
}

impl Member {
    fn of(name: &str) -> Self {
        match name {
            "type" => Self::Type,
            "coordinates" => Self::Coordinates,
            _ => Self::Other,
        }
    }
}

/// A member stands twice in an object.
pub(super) fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("invalid value: {name:?} twice, expected each member once"))
}

/// A word of the text, made something of without a copy.
pub(super) struct Word<F>(pub(super) F);

impl<'t, T, F: FnOnce(&str) -> T> DeserializeSeed<'t> for Word<F> {
    type Value = T;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Word<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// The type of a geometry.
struct Type;

impl<'t> DeserializeSeed<'t> for Type {
    type Value = Kind;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Kind, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Type {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a geometry's type")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Kind, E> {
        Kind::named(text).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }
}
