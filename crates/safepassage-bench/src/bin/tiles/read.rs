//! GeoJSON text sequences as features, batch by batch on all threads.

use super::Failure;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use rayon::prelude::*;
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerError, LayerFeature, LayerGeometry, LayerSchema,
    Value,
};
use safepassage::model::Sensitivity;
use safepassage::time::TimeWindow;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

const BATCH: usize = 8192;

#[derive(Deserialize)]
struct Feature {
    geometry: Geometry,
    properties: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    LineString(Vec<[f64; 2]>),
    MultiLineString(Vec<Vec<[f64; 2]>>),
    Polygon(Vec<Vec<[f64; 2]>>),
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

type Features = Box<dyn Iterator<Item = Result<LayerFeature, LayerError>> + Send>;

/// The columns as the first features have them, and all features.
pub(super) fn layer(name: &str, path: &Path) -> Result<(LayerSchema, Features), Failure> {
    let mut lines = open(path)?;
    let first: Vec<Feature> =
        batch(&mut lines, 200, |line| parse(line).ok_or_else(|| line.to_owned()))
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(|found| Failure::Feature { path: path.to_owned(), found })?;
    let schema = schema(name, &first)?;
    let mut lines = open(path)?;
    let fields = schema.fields().to_vec();
    let features = std::iter::from_fn(move || {
        let batch = batch(&mut lines, BATCH, |line| parse(line).map(|one| feature(one, &fields)));
        (!batch.is_empty()).then_some(batch)
    });
    // A line that is no feature ends the layer; `make` writes none.
    Ok((schema, Box::new(features.flatten().map_while(|feature| feature).map(Ok))))
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path)
        .map(|file| BufReader::with_capacity(1 << 20, file))
        .map_err(|source| Failure::File { path: path.to_owned(), source })
}

fn batch<T: Send>(
    lines: &mut BufReader<File>,
    most: usize,
    make: impl Fn(&str) -> T + Sync,
) -> Vec<T> {
    let mut texts = Vec::with_capacity(most);
    let mut text = String::new();
    while texts.len() < most && lines.read_line(&mut text).is_ok_and(|read| read > 0) {
        texts.push(std::mem::take(&mut text));
    }
    texts.par_iter().with_min_len(64).map(|text| make(text)).collect()
}

fn parse(line: &str) -> Option<Feature> {
    serde_json::from_str(line.trim_start_matches('\u{1e}')).ok()
}

fn schema(name: &str, first: &[Feature]) -> Result<LayerSchema, LayerError> {
    let geometry = match first.first().map(|feature| &feature.geometry) {
        Some(Geometry::LineString(_) | Geometry::MultiLineString(_)) => GeometryType::Line,
        Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)) => GeometryType::Area,
        _ => GeometryType::Point,
    };
    let mut layer = Layer::builder(name, geometry);
    let multi = |feature: &Feature| {
        matches!(feature.geometry, Geometry::MultiLineString(_) | Geometry::MultiPolygon(_))
    };
    if first.iter().any(multi) {
        layer = layer.multi();
    }
    if first.iter().any(|feature| feature.properties.contains_key("start")) {
        layer = layer.timed();
    }
    let mut columns = BTreeMap::new();
    for (name, value) in first.iter().flat_map(|feature| &feature.properties) {
        let holds = match value {
            serde_json::Value::String(_) => FieldType::Text,
            serde_json::Value::Bool(_) => FieldType::Boolean,
            serde_json::Value::Number(number) if number.is_f64() => FieldType::Real,
            serde_json::Value::Number(_) => FieldType::Integer,
            _ => continue,
        };
        columns.entry(name).or_insert(holds);
    }
    let ours = |name: &str| matches!(name, "key" | "start" | "end");
    for (name, holds) in columns.into_iter().filter(|(name, _)| !ours(name)) {
        layer = layer.field(Field::new(name, holds, "").sensitivity(Sensitivity::Low));
    }
    layer.schema()
}

fn feature(mut read: Feature, fields: &[Field]) -> LayerFeature {
    let values = fields
        .iter()
        .map(|field| {
            Some(match (read.properties.remove(field.name())?, field.field_type()) {
                (serde_json::Value::String(text), _) => Value::Text(text),
                (serde_json::Value::Bool(truth), _) => Value::Boolean(truth),
                (serde_json::Value::Number(number), FieldType::Integer) => {
                    Value::Integer(number.as_i64()?)
                }
                (serde_json::Value::Number(number), _) => Value::Real(number.as_f64()?),
                _ => return None,
            })
        })
        .collect();
    let key = match read.properties.remove("key") {
        Some(serde_json::Value::String(key)) => key,
        _ => String::new(),
    };
    let mut end = |name: &str| match read.properties.remove(name) {
        Some(serde_json::Value::String(at)) => at.parse().ok(),
        _ => None,
    };
    let (start, end) = (end("start"), end("end"));
    let feature =
        LayerFeature::new(key, geometry(read.geometry), values).sensitivity(Sensitivity::Low);
    match TimeWindow::from_ends(start, end) {
        Ok(window) if start.is_some() || end.is_some() => feature.during(window),
        _ => feature,
    }
}

fn geometry(read: Geometry) -> LayerGeometry {
    let line =
        |line: Vec<[f64; 2]>| LineString(line.into_iter().map(|[x, y]| Coord { x, y }).collect());
    let polygon = |rings: Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.into_iter().map(line);
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Polygon::new(exterior, rings.collect())
    };
    match read {
        Geometry::Point([x, y]) => Point::new(x, y).into(),
        Geometry::LineString(positions) => line(positions).into(),
        Geometry::MultiLineString(lines) => {
            MultiLineString(lines.into_iter().map(line).collect()).into()
        }
        Geometry::Polygon(rings) => polygon(rings).into(),
        Geometry::MultiPolygon(polygons) => {
            MultiPolygon(polygons.into_iter().map(polygon).collect()).into()
        }
    }
}
