//! uMap: a whole map in one file, as its own export makes it.
//!
//! What stands on a collection is ignored when single layers are imported, so each
//! feature has its own `name`, `description` and `_umap_options`.

use super::mark::mark;
use super::{Files, GeoJsonWriter, WriteError, text_file};
use crate::io::write::svg::style;
use crate::layer::{GeometryType, LayerFeature, StyleClass};
use crate::publish::ReleasedLayer;
use serde_json::{Map, Value, json};
use std::path::Path;

pub(super) fn files(layers: &[ReleasedLayer], folder: &Path) -> Result<Files, WriteError> {
    let writer = GeoJsonWriter::new();
    let mut data = Vec::new();
    let mut found = Box4::default();
    for layer in layers {
        let text = writer.to_string(layer)?;
        let mut collection: Value =
            serde_json::from_str(&text).map_err(|error| WriteError::format("uMap", &error))?;
        found.add(&collection["bbox"]);
        let features = collection["features"].take();
        let features: Vec<Value> = match features {
            Value::Array(features) => features,
            _ => Vec::new(),
        };
        let classes = layer.layer().features().iter().map(LayerFeature::style_class);
        let dressed =
            features.into_iter().zip(classes).filter(|(one, _)| !one["geometry"].is_null());
        let layer = layer.layer();
        data.push(json!({
            "type": "FeatureCollection",
            "features": dressed
                .map(|(one, class)| dress(one, layer.geometry_type(), class))
                .collect::<Vec<_>>(),
            "_umap_options": {
                "displayOnLoad": true,
                "browsable": true,
                "name": layer.title(),
                "description": layer.description(),
                "labelKey": "name",
            },
        }));
    }
    let title = layers.first().map_or("safepassage", |layer| layer.layer().title());
    let map = json!({
        "type": "umap",
        "geometry": { "type": "Point", "coordinates": found.centre() },
        "properties": {
            "name": title,
            "zoom": 12,
            "popupTemplate": "Table",
            "displayPopupFooter": false,
            "description": format!(
                "Audience: {}. {}",
                layers.first().map_or("", |layer| layer.audience()),
                crate::io::write::DISCLAIMER,
            ),
        },
        "layers": data,
    });
    Ok(vec![text_file(&folder.join("map.umap"), &format!("{map:#}\n"))?])
}

/// A feature with what uMap reads.
fn dress(mut feature: Value, geometry_type: GeometryType, class: StyleClass) -> Value {
    if let Some(properties) = feature["properties"].as_object_mut() {
        let text = |name: &str, properties: &Map<String, Value>| {
            properties
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let name = text("name", properties).or_else(|| text("key", properties)).unwrap_or_default();
        let description = text("because", properties)
            .or_else(|| text("description", properties))
            .unwrap_or_else(|| style::legend(class));
        properties.insert("name".to_owned(), json!(name));
        properties.insert("description".to_owned(), json!(description));
        properties.insert("_umap_options".to_owned(), options(geometry_type, class));
    }
    feature
}

fn options(geometry_type: GeometryType, class: StyleClass) -> Value {
    match geometry_type {
        GeometryType::Area => {
            let look = style::area(class);
            json!({
                "color": look.stroke,
                "weight": look.width,
                "dashArray": look.dash,
                "fill": look.fill != "none",
                "fillColor": look.fill,
                "fillOpacity": look.fill_opacity.parse::<f64>().unwrap_or(0.2),
            })
        }
        GeometryType::Line => {
            let look = style::line(class);
            json!({ "color": look.stroke, "weight": look.width, "dashArray": look.dash, "fill": false })
        }
        GeometryType::Point => {
            let look = mark(class);
            json!({ "color": look.fill, "iconClass": "Drop", "iconUrl": look.sign })
        }
    }
}

/// West, south, east, north of all layers.
#[derive(Default)]
struct Box4(Option<[f64; 4]>);

impl Box4 {
    fn add(&mut self, bbox: &Value) {
        let side = |at: usize| bbox.get(at).and_then(Value::as_f64);
        let (Some(west), Some(south), Some(east), Some(north)) =
            (side(0), side(1), side(2), side(3))
        else {
            return;
        };
        let old = self.0.unwrap_or([west, south, east, north]);
        self.0 = Some([old[0].min(west), old[1].min(south), old[2].max(east), old[3].max(north)]);
    }

    fn centre(&self) -> [f64; 2] {
        self.0.map_or([0.0, 0.0], |[west, south, east, north]| {
            let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
            [round(f64::midpoint(west, east)), round(f64::midpoint(south, north))]
        })
    }
}
