//! Well-known text of geometries, in and out.
//!
//! Parsed by the `wkt` crate. What it would not survive (collections nested
//! without end) does not get that far.

use crate::io::read::NoShape;
use crate::io::read::Shape;
use crate::layer::LayerGeometry;
use crate::scenario::rules::RawShape;
use crate::scenario::rules::cut;
use geo::Coord;
use std::fmt::Write;
use wkt::Wkt;
use wkt::types::Dimension;

#[cfg(test)]
mod tests;

/// The geometry of a cell, unchecked. `SRID=4326;` before it is passed over;
/// any other reference system is refused. GeoJSON is taken too, as HXL's `+bounds`
/// may hold it.
pub(super) fn read(text: &str) -> Result<Shape, NoShape> {
    let text = text.trim();
    if text.starts_with('{') {
        return Shape::of_geojson(text);
    }
    let (srid, body) = match text.split_once(';') {
        Some((srid, body)) => (Some(srid.trim()), body.trim()),
        None => (None, text),
    };
    if let Some(srid) = srid {
        let number =
            srid.split_once('=').filter(|(key, _)| key.trim().eq_ignore_ascii_case("SRID"));
        let number = number.map(|(_, number)| number.trim());
        if number != Some("4326") {
            return Err(NoShape::Unreadable(format!(
                "expected WGS 84 (SRID=4326), found {:?}",
                cut(srid)
            )));
        }
    }
    let word = body.split(|sign: char| !sign.is_ascii_alphabetic()).next().unwrap_or_default();
    let word = word.to_ascii_uppercase();
    if word == "GEOMETRYCOLLECTION" {
        return Err(NoShape::Unusable("GeometryCollection".into()));
    }
    if !KEYWORDS.iter().any(|known| word.starts_with(known)) {
        return Err(NoShape::Unreadable(format!(
            "expected well-known text such as \"POINT (37.1 36.2)\", found {:?}",
            cut(body)
        )));
    }
    let parsed = body.parse::<Wkt<f64>>().map_err(|error| {
        NoShape::Unreadable(format!(
            "expected well-known text of a {word}, found {:?} ({error})",
            cut(body)
        ))
    })?;
    shape(parsed)
}

const KEYWORDS: [&str; 6] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"];

fn shape(parsed: Wkt<f64>) -> Result<Shape, NoShape> {
    let has_altitude = parsed.dimension() != Dimension::XY;
    let (type_name, raw) = match parsed {
        Wkt::Point(point) => {
            ("Point", RawShape::Point(point.coord().map(plain).ok_or(NoShape::Empty)?))
        }
        Wkt::MultiPoint(points) => {
            let (points, _) = points.into_inner();
            let all: Vec<_> = points.iter().filter_map(|point| point.coord().map(plain)).collect();
            match all.as_slice() {
                [] => return Err(NoShape::Empty),
                [only] => ("MultiPoint", RawShape::Point(*only)),
                _ => return Err(NoShape::Unusable("MultiPoint of several parts".into())),
            }
        }
        Wkt::LineString(line) => ("LineString", RawShape::Line(positions(line))),
        Wkt::MultiLineString(lines) => {
            let (lines, _) = lines.into_inner();
            let joined = crate::io::read::join_lines(lines.into_iter().map(positions).collect());
            let several = || NoShape::Unusable("MultiLineString of several parts".into());
            ("MultiLineString", RawShape::Line(joined.ok_or_else(several)?))
        }
        Wkt::Polygon(polygon) => ("Polygon", RawShape::Area(vec![rings(polygon)])),
        Wkt::MultiPolygon(polygons) => {
            let (polygons, _) = polygons.into_inner();
            ("MultiPolygon", RawShape::Area(polygons.into_iter().map(rings).collect()))
        }
        Wkt::GeometryCollection(_) => {
            return Err(NoShape::Unusable("GeometryCollection".into()));
        }
    };
    let empty = match &raw {
        RawShape::Point(_) => false,
        RawShape::Line(line) => line.is_empty(),
        RawShape::Area(polygons) => polygons.iter().all(|rings| rings.iter().all(Vec::is_empty)),
    };
    if empty {
        return Err(NoShape::Empty);
    }
    Ok(Shape { raw, type_name, has_altitude, collected: false })
}

fn plain(at: &wkt::types::Coord<f64>) -> Coord {
    Coord { x: at.x, y: at.y }
}

fn positions(line: wkt::types::LineString<f64>) -> Vec<Coord> {
    line.into_inner().0.iter().map(plain).collect()
}

fn rings(polygon: wkt::types::Polygon<f64>) -> Vec<Vec<Coord>> {
    polygon.into_inner().0.into_iter().map(positions).collect()
}

/// The geometry as well-known text: two numbers a position, as few digits as
/// give the same number back.
pub(super) fn written(geometry: &LayerGeometry) -> String {
    let mut out = String::new();
    match geometry {
        LayerGeometry::Point(point) => {
            out.push_str("POINT ");
            positions_out(&mut out, &[point.0]);
        }
        LayerGeometry::Line(lines) => match lines.0.as_slice() {
            [] => out.push_str("LINESTRING EMPTY"),
            [only] => {
                out.push_str("LINESTRING ");
                positions_out(&mut out, &only.0);
            }
            several => {
                out.push_str("MULTILINESTRING ");
                list(&mut out, several, |out, line| positions_out(out, &line.0));
            }
        },
        LayerGeometry::Area(areas) => match areas.0.as_slice() {
            [] => out.push_str("POLYGON EMPTY"),
            [only] => {
                out.push_str("POLYGON ");
                polygon_out(&mut out, only);
            }
            several => {
                out.push_str("MULTIPOLYGON ");
                list(&mut out, several, polygon_out);
            }
        },
    }
    out
}

fn polygon_out(out: &mut String, polygon: &geo::Polygon) {
    let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
    list(out, &rings, |out, ring| positions_out(out, &ring.0));
}

fn list<T>(out: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    out.push('(');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        each(out, item);
    }
    out.push(')');
}

fn positions_out(out: &mut String, positions: &[Coord]) {
    list(out, positions, |out, at| {
        // Adding 0 makes a negative zero positive. Writing to a string cannot fail.
        let _ = write!(out, "{} {}", at.x + 0.0, at.y + 0.0);
    });
}
