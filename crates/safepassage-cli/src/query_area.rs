//! Areas to ask about, from a file of GeoJSON.

use crate::error::CliError;
use crate::input::json_file;
use safepassage::index::Position;
use serde::Deserialize;
use std::path::Path;

/// As much of GeoJSON as an area needs.
#[derive(Deserialize)]
#[serde(tag = "type")]
enum Shape {
    Polygon { coordinates: Polygon },
    MultiPolygon { coordinates: Vec<Polygon> },
    GeometryCollection { geometries: Vec<Shape> },
    Feature { geometry: Option<Box<Shape>> },
    FeatureCollection { features: Vec<Shape> },
}

/// Rings of positions; a position may have an altitude, which is passed over.
type Polygon = Vec<Vec<Vec<f64>>>;

/// The polygons in a file, each an outer ring and holes.
pub(crate) fn read(path: &Path) -> Result<Vec<Vec<Vec<Position>>>, CliError> {
    let shape: Shape = json_file(path, "a GeoJSON polygon, or features that are polygons")?;
    let mut polygons = Vec::new();
    collect(shape, &mut polygons);
    if polygons.is_empty() {
        return Err(CliError::argument("--intersecting", "a file with a polygon", "none in it"));
    }
    polygons.iter().map(|polygon| positions(polygon)).collect()
}

fn collect(shape: Shape, polygons: &mut Vec<Polygon>) {
    match shape {
        Shape::Polygon { coordinates } => polygons.push(coordinates),
        Shape::MultiPolygon { coordinates } => polygons.extend(coordinates),
        Shape::Feature { geometry } => {
            if let Some(geometry) = geometry {
                collect(*geometry, polygons);
            }
        }
        Shape::GeometryCollection { geometries: shapes }
        | Shape::FeatureCollection { features: shapes } => {
            for shape in shapes {
                collect(shape, polygons);
            }
        }
    }
}

fn positions(polygon: &[Vec<Vec<f64>>]) -> Result<Vec<Vec<Position>>, CliError> {
    let position = |numbers: &Vec<f64>| match numbers.as_slice() {
        [lon, lat, ..] => Ok([*lon, *lat]),
        _ => Err(CliError::argument(
            "--intersecting",
            "positions of a longitude and a latitude",
            format!("one of {} numbers", numbers.len()),
        )),
    };
    polygon.iter().map(|ring| ring.iter().map(position).collect()).collect()
}
