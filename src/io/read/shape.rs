//! GeoJSON coordinates to geometry, unchecked.
//!
//! Floor 7.

use super::geojson::Unreadable;
use crate::scenario::rules::RawShape;
use crate::scenario::rules::cut;
use geo::Coord;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;

/// A geometry member as it stands.
#[derive(Deserialize)]
pub(super) struct RawGeometry {
    #[serde(rename = "type", default)]
    kind: Option<String>,
    #[serde(default)]
    coordinates: Option<Nested>,
    #[serde(default)]
    geometries: Option<Vec<RawGeometry>>,
}

/// Coordinates as they stand: numbers in lists in lists.
enum Nested {
    Number(f64),
    /// Two numbers or more, the first two kept, and how many there were.
    Position(Coord, usize),
    List(Vec<Nested>),
    /// Something else, as the word for it.
    Other(&'static str),
}

/// A geometry whose coordinates have been read.
pub(in crate::io) struct Shape {
    pub(in crate::io) raw: RawShape,
    /// The GeoJSON word for its type.
    pub(in crate::io) type_name: &'static str,
    /// Whether some position has a third number.
    pub(in crate::io) has_altitude: bool,
    /// Whether it was put together from the parts of a collection.
    pub(in crate::io) collected: bool,
}

#[cfg(feature = "tables")]
impl Shape {
    /// The shape of GeoJSON text.
    pub(in crate::io) fn of_geojson(text: &str) -> Result<Self, NoShape> {
        let geometry: RawGeometry = serde_json::from_str(text).map_err(|error| {
            let found = super::geojson::what_of(&error);
            NoShape::Unreadable(format!("expected a GeoJSON geometry, found {found}"))
        })?;
        geometry.into_shape()
    }
}

/// Why there is no shape.
pub(in crate::io) enum NoShape {
    /// There are no coordinates at all.
    Empty,
    /// Its type is one that no record can have, or its parts differ in type.
    Unusable(String),
    /// Its coordinates are not those of its type.
    Unreadable(String),
}

impl RawGeometry {
    /// Reads the coordinates.
    pub(super) fn into_shape(self) -> Result<Shape, NoShape> {
        let kind = self.kind.as_deref().unwrap_or_default();
        if kind == "GeometryCollection" {
            return collect(self.geometries.unwrap_or_default());
        }
        let Some(type_name) = TYPES.iter().copied().find(|name| *name == kind) else {
            return Err(NoShape::Unreadable(format!(
                "geometry: expected a type such as \"Polygon\", found {:?}",
                cut(kind)
            )));
        };
        let Some(coordinates) = self.coordinates else { return Err(NoShape::Empty) };
        if matches!(&coordinates, Nested::List(all) if all.is_empty()) {
            return Err(NoShape::Empty);
        }
        let mut read = Read { has_altitude: false };
        let shape = read.shape(type_name, coordinates).map_err(|wrong| {
            NoShape::Unreadable(format!("coordinates of a {type_name}: {wrong}"))
        })?;
        let Some(shape) = shape else {
            return Err(NoShape::Unusable(format!("{type_name} of several parts")));
        };
        Ok(Shape { raw: shape, type_name, has_altitude: read.has_altitude, collected: false })
    }
}

const TYPES: [&str; 6] =
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];

/// Puts the parts of a collection together, if all of them are areas or there
/// is only one.
fn collect(parts: Vec<RawGeometry>) -> Result<Shape, NoShape> {
    let mut whole: Option<Shape> = None;
    for part in parts {
        let part = part.into_shape()?;
        match &mut whole {
            None => whole = Some(Shape { collected: true, ..part }),
            Some(Shape { raw: RawShape::Area(all), has_altitude, type_name, .. }) => {
                let RawShape::Area(more) = part.raw else {
                    return Err(mixed(type_name, part.type_name));
                };
                all.extend(more);
                *has_altitude |= part.has_altitude;
                *type_name = "MultiPolygon";
            }
            Some(first) => return Err(mixed(first.type_name, part.type_name)),
        }
    }
    whole.ok_or(NoShape::Empty)
}

fn mixed(first: &str, second: &str) -> NoShape {
    NoShape::Unusable(format!("GeometryCollection of a {first} and a {second}"))
}

struct Read {
    has_altitude: bool,
}

impl Read {
    /// The shape, or none if a record cannot have that many parts.
    fn shape(&mut self, type_name: &str, from: Nested) -> Result<Option<RawShape>, Unreadable> {
        Ok(match type_name {
            "Point" => Some(RawShape::Point(self.position(from)?)),
            "MultiPoint" => {
                let points = self.line(from)?;
                let [only] = points.as_slice() else { return Ok(None) };
                Some(RawShape::Point(*only))
            }
            "LineString" => Some(RawShape::Line(self.line(from)?)),
            "MultiLineString" => join(self.lines(from)?).map(RawShape::Line),
            "Polygon" => Some(RawShape::Area(vec![self.lines(from)?])),
            _ => {
                let polygons = list(from, "polygons")?;
                let polygons: Result<_, _> =
                    polygons.into_iter().map(|rings| self.lines(rings)).collect();
                Some(RawShape::Area(polygons?))
            }
        })
    }

    fn lines(&mut self, from: Nested) -> Result<Vec<Vec<Coord>>, Unreadable> {
        list(from, "lists of positions")?.into_iter().map(|line| self.line(line)).collect()
    }

    fn line(&mut self, from: Nested) -> Result<Vec<Coord>, Unreadable> {
        let positions = list(from, "positions")?;
        let numbered = positions.into_iter().enumerate();
        numbered
            .map(|(at, position)| {
                self.position(position)
                    .map_err(|wrong| Unreadable(format!("position {}: {wrong}", at + 1)))
            })
            .collect()
    }

    fn position(&mut self, from: Nested) -> Result<Coord, Unreadable> {
        match from {
            Nested::Position(at, count) if count >= 2 => {
                self.has_altitude |= count > 2;
                Ok(at)
            }
            other => Err(Unreadable(format!("expected two numbers, found {}", other.word()))),
        }
    }
}

fn list(from: Nested, of: &str) -> Result<Vec<Nested>, Unreadable> {
    match from {
        Nested::List(all) => Ok(all),
        other => Err(Unreadable(format!("expected a list of {of}, found {}", other.word()))),
    }
}

/// Lines that follow each other end to start, as one.
pub(in crate::io) fn join(lines: Vec<Vec<Coord>>) -> Option<Vec<Coord>> {
    let mut lines = lines.into_iter();
    let mut whole = lines.next()?;
    for line in lines {
        if whole.last() != line.first() {
            return None;
        }
        whole.extend(line.into_iter().skip(1));
    }
    Some(whole)
}

impl Nested {
    fn word(&self) -> String {
        match self {
            Self::Number(number) => format!("the number {number}"),
            Self::Position(_, 1) => "one number".into(),
            Self::Position(..) => "a position".into(),
            Self::List(all) if all.is_empty() => "an empty list".into(),
            Self::List(_) => "a list of lists".into(),
            Self::Other(word) => (*word).into(),
        }
    }
}

impl<'t> Deserialize<'t> for Nested {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestedVisitor)
    }
}

struct NestedVisitor;

impl<'t> Visitor<'t> for NestedVisitor {
    type Value = Nested;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Nested, E> {
        Ok(Nested::Number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Nested, E> {
        Ok(Nested::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Nested, E> {
        Ok(Nested::Number(value as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Nested, E> {
        Ok(Nested::Other("true or false"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Nested, E> {
        Ok(Nested::Other("text"))
    }

    fn visit_unit<E>(self) -> Result<Nested, E> {
        Ok(Nested::Other("null"))
    }

    fn visit_map<A: serde::de::MapAccess<'t>>(self, mut map: A) -> Result<Nested, A::Error> {
        use serde::de::IgnoredAny;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nested::Other("an object"))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Nested, A::Error> {
        let Some(first) = list.next_element::<Nested>()? else {
            return Ok(Nested::List(Vec::new()));
        };
        let Nested::Number(lon) = first else {
            let mut all = vec![first];
            while let Some(next) = list.next_element()? {
                all.push(next);
            }
            return Ok(match all.as_slice() {
                // `[null, 36.2]` is a position that lacks a number.
                [Nested::Other(word), ..] => Nested::Other(word),
                _ => Nested::List(all),
            });
        };
        let mut at = Coord { x: lon, y: f64::NAN };
        let mut count = 1;
        let mut other = None;
        while let Some(next) = list.next_element::<Nested>()? {
            match next {
                Nested::Number(number) if count == 1 => at.y = number,
                Nested::Number(_) => {}
                _ if count >= 2 => {}
                Nested::Other(word) => other = Some(word),
                _ => other = Some("a list among numbers"),
            }
            count += 1;
        }
        Ok(other.map_or(Nested::Position(at, count), Nested::Other))
    }
}
