//! One layer as the viewer reads it.

use crate::io::write::WriteError;
use crate::layer::Value;
use crate::layer::grid::{Cell, Grid, Shape};
use crate::publish::ReleasedLayer;
use crate::record::RecordRef;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::io::Write;

/// Writes a layer: its columns, its shapes, each once, and its features as rows
/// `[id, key, shape, style, start, end, [value, …]]`, times in milliseconds of
/// UTC, null where there is none. Gives the number of features.
pub(super) fn write_layer(
    layer: &ReleasedLayer,
    out: &mut dyn Write,
    lost: &mut Vec<String>,
) -> Result<usize, WriteError> {
    let grid = Grid::new(layer.decimals());
    let layer = layer.layer();
    let fields: Vec<Json> = layer
        .fields()
        .iter()
        .map(|field| json!([field.name(), field.field_type().to_string(), field.description()]))
        .collect();
    let head = json!({
        "name": layer.name(),
        "title": layer.title(),
        "description": layer.description(),
        "geometry": layer.geometry_type().to_string(),
        "timed": layer.is_timed(),
        "labels": layer.labels(),
        "fields": fields,
    });
    // The object is closed below, once its shapes are known.
    let head = head.to_string();
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "\n{open},\"features\":[").map_err(WriteError::io)?;
    let mut shapes = Shapes::default();
    for (position, feature) in layer.features().iter().enumerate() {
        let shape = match feature.geometry() {
            None => None,
            Some(geometry) => {
                let snapped = grid.publishable(geometry);
                let shape = snapped.shape.ok_or_else(|| WriteError::Collapsed {
                    at: RecordRef::default().id(feature.key()),
                    decimals: grid.decimals(),
                })?;
                if snapped.lost > 0 {
                    lost.push(feature.key().to_owned());
                }
                Some(shapes.number_of(&geojson(grid, &shape)))
            }
        };
        let window = feature.window();
        let row = json!([
            feature.id(),
            feature.key(),
            shape,
            feature.style_class().to_string(),
            window.and_then(|window| window.start()).map(Timestamp::as_millisecond),
            window.and_then(|window| window.end()).map(Timestamp::as_millisecond),
            feature.values().iter().map(|value| value.as_ref().map(plain)).collect::<Vec<_>>(),
        ]);
        let comma = if position > 0 { "," } else { "" };
        write!(out, "{comma}\n{row}").map_err(WriteError::io)?;
    }
    write!(out, "],\"shapes\":[{}]}}", shapes.texts.join(",\n")).map_err(WriteError::io)?;
    Ok(layer.features().len())
}

/// The different shapes of a layer: rows of one record have the same.
#[derive(Default)]
struct Shapes {
    numbers: HashMap<String, usize>,
    texts: Vec<String>,
}

impl Shapes {
    fn number_of(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len();
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }
}

/// The shape as a geometry of GeoJSON.
fn geojson(grid: Grid, shape: &Shape) -> String {
    let place = |cell: &Cell| {
        let at = grid.degrees(*cell);
        // Adding zero turns a negative zero into zero.
        json!([at.x + 0.0, at.y + 0.0])
    };
    let line = |cells: &Vec<Cell>| cells.iter().map(place).collect::<Json>();
    let area = |rings: &Vec<Vec<Cell>>| rings.iter().map(line).collect::<Json>();
    let (name, coordinates) = match shape {
        Shape::Point(cell) => ("Point", place(cell)),
        Shape::Lines(lines) => match lines.as_slice() {
            [one] => ("LineString", line(one)),
            lines => ("MultiLineString", lines.iter().map(line).collect()),
        },
        Shape::Areas(areas) => match areas.as_slice() {
            [one] => ("Polygon", area(one)),
            areas => ("MultiPolygon", areas.iter().map(area).collect()),
        },
    };
    json!({ "type": name, "coordinates": coordinates }).to_string()
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number + 0.0),
        Value::Boolean(truth) => Json::from(*truth),
        Value::Time(at) => Json::from(at.to_string()),
    }
}
