mod grid;
mod rules;

use super::*;
use crate::model::Area;
use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};

/// West, south, east, north in degrees.
fn rectangle([west, south, east, north]: [f64; 4]) -> Polygon {
    Rect::new((west, south), (east, north)).to_polygon()
}

fn area(polygons: impl Into<MultiPolygon>) -> Area {
    Area::new(polygons.into()).unwrap()
}

fn covered(label: &str, corners: [f64; 4]) -> Covered {
    Covered::new(label, area(rectangle(corners)))
}

fn ring(points: &[(f64, f64)]) -> LineString {
    let mut ring: Vec<Coord> = points.iter().map(|&at| at.into()).collect();
    ring.push(ring[0]);
    LineString(ring)
}
