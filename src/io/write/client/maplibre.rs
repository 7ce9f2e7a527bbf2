//! MapLibre: GeoJSON and a fragment of a style.

use super::mark::mark;
use super::{Files, WriteError, geojson_files, text_file};
use crate::io::write::svg::style;
use crate::layer::{Field, FieldType, GeometryType, Layer, LayerError, LayerFeature, StyleClass};
use crate::publish::ReleasedLayer;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The column that style layers go by.
const STYLE: &str = "style";

pub(super) fn files(layers: &[ReleasedLayer], folder: &Path) -> Result<Files, WriteError> {
    let styled = super::each(layers, styled)?;
    let mut files = geojson_files(&styled, folder)?;
    let style = fragment(&styled);
    files.push(text_file(&folder.join("style.json"), &format!("{style:#}\n"))?);
    Ok(files)
}

/// The layer with its style class, and with times as numbers if it is timed.
fn styled(layer: &Layer) -> Result<Layer, LayerError> {
    let seconds = |at: Option<Timestamp>, up: bool| {
        let second = |at: Timestamp| at.as_second() + i64::from(up && at.subsec_nanosecond() > 0);
        at.map(|at| crate::layer::Value::Integer(second(at)))
    };
    let values = |feature: &LayerFeature| {
        let mut values = vec![Some(feature.style_class().to_string().into())];
        if layer.is_timed() {
            let window = feature.window();
            // Both rounded up: a whole second lies within as often as its own instant does.
            values.push(seconds(window.and_then(|window| window.start()), true));
            values.push(seconds(window.and_then(|window| window.end()), true));
        }
        values.extend(feature.values().iter().cloned());
        feature.with_values(feature.key().to_owned(), values)
    };
    let features: Vec<LayerFeature> = layer.features().iter().map(values).collect();
    let style = Field::harmless(STYLE, FieldType::Text, "what it is and how it stands");
    let schema = if layer.is_timed() {
        let field = |name, what| Field::harmless(name, FieldType::Integer, what);
        layer.schema().with_more_columns([
            style,
            field("start_unix", "seconds since 1970 of its start; null if open"),
            field(
                "end_unix",
                "seconds since 1970 of its end, which is not part of it; null if open",
            ),
        ])
    } else {
        layer.schema().with_more_columns([style])
    };
    schema.builder().features(features).build()
}

/// Sources and style layers, areas beneath lines beneath points.
fn fragment(layers: &[ReleasedLayer]) -> Value {
    let mut sources = serde_json::Map::new();
    let mut drawn: Vec<(u8, u8, String, Value)> = Vec::new();
    for layer in layers.iter().map(ReleasedLayer::layer) {
        // `id` is an integer, so that feature state works without `promoteId`; a map that
        // wants to go by keys sets `"promoteId": "key"`.
        let source = json!({ "type": "geojson", "data": format!("{}.geojson", layer.name()) });
        sources.insert(layer.name().to_owned(), source);
        let classes: BTreeSet<StyleClass> =
            layer.features().iter().map(LayerFeature::style_class).collect();
        for class in classes {
            let level = layer.geometry_type() as u8;
            let depth = style::depth(class.subject());
            for (part, mut look) in looks(layer.geometry_type(), class).into_iter().enumerate() {
                let id = format!("{}/{class}/{part}", layer.name());
                look["id"] = json!(id);
                look["source"] = json!(layer.name());
                look["filter"] = json!(["==", ["get", STYLE], class.to_string()]);
                drawn.push((2 - level.min(2), depth, id, look));
            }
        }
        if let Some(labels) = labels(layer) {
            drawn.push((3, 0, layer.name().to_owned(), labels));
        }
    }
    drawn.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    let layers: Vec<Value> = drawn.into_iter().map(|(_, _, _, look)| look).collect();
    json!({ "version": 8, "sources": sources, "layers": layers })
}

/// The style layers of a class.
fn looks(geometry_type: GeometryType, class: StyleClass) -> Vec<Value> {
    match geometry_type {
        GeometryType::Area => {
            let look = style::area(class);
            let opacity: f64 = look.fill_opacity.parse().unwrap_or(0.2);
            let mut looks = Vec::new();
            if look.fill != "none" {
                let paint = json!({ "fill-color": look.fill, "fill-opacity": opacity });
                looks.push(json!({ "type": "fill", "paint": paint }));
            }
            looks.push(line(look.stroke, look.width, look.dash));
            looks
        }
        GeometryType::Line => {
            let look = style::line(class);
            let casing = look.casing.map(|(colour, more)| line(colour, look.width + more, ""));
            casing.into_iter().chain([line(look.stroke, look.width, look.dash)]).collect()
        }
        GeometryType::Point => {
            let look = mark(class);
            vec![json!({
                "type": "circle",
                "paint": {
                    "circle-radius": look.radius,
                    "circle-color": look.fill,
                    "circle-stroke-color": look.stroke,
                    "circle-stroke-width": look.stroke_width,
                },
            })]
        }
    }
}

/// A line; dashes are in pixels and in a style in widths.
fn line(colour: &str, width: f64, dash: &str) -> Value {
    let mut paint = json!({ "line-color": colour, "line-width": width });
    let dashes: Vec<f64> = dash
        .split(' ')
        .filter_map(|dash| dash.parse::<f64>().ok())
        .map(|dash| dash / width)
        .collect();
    if !dashes.is_empty() {
        paint["line-dasharray"] = json!(dashes);
    }
    json!({ "type": "line", "paint": paint })
}

/// Arabic above Latin where both are known, in logical order: the map shapes them.
fn labels(layer: &Layer) -> Option<Value> {
    let has = |name: &str| layer.labels().iter().any(|label| label == name);
    let known = |names: &[&str]| -> Vec<Value> {
        names.iter().filter(|name| has(name)).map(|name| json!(["get", name])).collect()
    };
    let first = |names: &[&str]| -> Value {
        let mut all = vec![json!("coalesce")];
        all.extend(known(names));
        all.push(json!(""));
        Value::Array(all)
    };
    layer.labels().first()?;
    let (arabic, latin) = (first(&["name_ar"]), first(&["name_en", "name"]));
    let both = json!(["all", ["!=", arabic, ""], ["!=", latin, ""], ["!=", arabic, latin]]);
    let text = json!([
        "concat",
        arabic,
        ["case", both, "\n", ""],
        ["case", ["==", arabic, latin], "", latin]
    ]);
    Some(json!({
        "id": format!("{}/labels", layer.name()),
        "type": "symbol",
        "source": layer.name(),
        "layout": {
            "text-field": text,
            "text-size": 12,
            "text-optional": true,
            "symbol-placement": if layer.geometry_type() == GeometryType::Line { "line" } else { "point" },
            "text-variable-anchor": ["top", "bottom", "left", "right"],
            "text-radial-offset": 0.8,
        },
        "paint": { "text-color": style::INK, "text-halo-color": "#ffffff", "text-halo-width": 1.5 },
    }))
}
