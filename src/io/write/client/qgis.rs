//! QGIS: one `GeoPackage` and a style file a layer, with the temporal controller set.

use super::mark::mark;
use crate::io::write::atomic;
use crate::io::write::geopackage::GeoPackageWriter;
use crate::io::write::svg::style;
use crate::io::write::xml::escaped;
use crate::io::write::{LayersWriter, WriteError, Written};
use crate::layer::{Field, FieldType, GeometryType, Layer, LayerError, LayerFeature, StyleClass};
use crate::publish::ReleasedLayer;
use crate::time::TimeWindow;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// The column that symbols go by.
const STYLE: &str = "style";

/// What stands for an open end, which the temporal controller takes for "not at all".
const FAR: &str = "9999-01-01T00:00:00Z";

pub(super) fn write(layers: &[ReleasedLayer], folder: &Path) -> Result<Vec<Written>, WriteError> {
    let far: Timestamp = FAR.parse().unwrap_or(Timestamp::MAX);
    let filled = super::each(layers, |layer| filled(layer, far))?;
    let mut writer = GeoPackageWriter::new();
    let mut styles = Vec::with_capacity(filled.len());
    for layer in filled.iter().map(ReleasedLayer::layer) {
        let qml = qml(layer);
        let path = folder.join(format!("{}.qml", layer.name()));
        styles.push(super::text_file(&path, &qml)?);
        writer = writer.style(layer.name(), qml);
    }
    let mut written = writer.write_file(&filled, &folder.join("layers.gpkg"))?;
    written.extend(atomic::keep_all(styles)?);
    Ok(written)
}

/// The layer with its style class; open ends far away, and said to be open.
fn filled(layer: &Layer, far: Timestamp) -> Result<Layer, LayerError> {
    let features = layer.features().iter().map(|feature| {
        let window = feature.window();
        let mut values = vec![Some(feature.style_class().to_string().into())];
        if layer.is_timed() {
            values.push(window.map(|window| window.end().is_none().into()));
        }
        values.extend(feature.values().iter().cloned());
        let feature = feature.with_values(feature.key().to_owned(), values);
        let open = window.filter(|window| window.end().is_none());
        match open.and_then(|window| TimeWindow::from_ends(window.start(), Some(far)).ok()) {
            Some(window) => feature.during(window),
            None => feature,
        }
    });
    let features: Vec<LayerFeature> = features.collect();
    let style = Field::harmless(STYLE, FieldType::Text, "what it is and how it stands");
    let schema = if layer.is_timed() {
        let what = "whether its end is open; the year 9999 stands for that";
        let open = Field::harmless("end_open", FieldType::Boolean, what);
        layer.schema().with_more_columns([style, open])
    } else {
        layer.schema().with_more_columns([style])
    };
    schema.builder().features(features).build()
}

/// Symbols by style class, labels, and time from `start` and `end`.
fn qml(layer: &Layer) -> String {
    let mut text = String::from(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.0\" labelsEnabled=\"1\" \
         styleCategories=\"Symbology|Labeling|Temporal\">\n",
    );
    if layer.is_timed() {
        // Mode 4: both ends from expressions; limit 0: the end is not part of it. By
        // fields (mode 2) the file's text would be compared, "…T13:00:00.000Z" with
        // "…T13:00:00", and at its very end a window would still be shown.
        text.push_str(
            " <temporal enabled=\"1\" mode=\"4\" limitMode=\"0\" startField=\"start\" endField=\"end\" \
             startExpression=\"to_datetime(&quot;start&quot;)\" \
             endExpression=\"to_datetime(&quot;end&quot;)\" durationField=\"\" durationUnit=\"min\" \
             fixedDuration=\"0\" accumulate=\"0\">\n  <fixedRange><start/><end/></fixedRange>\n </temporal>\n",
        );
    }
    let classes: BTreeSet<StyleClass> =
        layer.features().iter().map(LayerFeature::style_class).collect();
    let _ = writeln!(
        text,
        " <renderer-v2 type=\"categorizedSymbol\" attr=\"{STYLE}\" symbollevels=\"0\" \
         enableorderby=\"0\" forceraster=\"0\">\n  <categories>"
    );
    for (number, class) in classes.iter().enumerate() {
        let label = escaped(&style::legend(*class));
        let _ = writeln!(
            text,
            "   <category symbol=\"{number}\" value=\"{class}\" label=\"{label}\" render=\"true\"/>"
        );
    }
    text.push_str("  </categories>\n  <symbols>\n");
    for (number, class) in classes.iter().enumerate() {
        symbol(&mut text, number, layer.geometry_type(), *class);
    }
    text.push_str("  </symbols>\n </renderer-v2>\n");
    labels(&mut text, layer);
    text.push_str("</qgis>\n");
    text
}

type Properties = Vec<(&'static str, String)>;

fn symbol(text: &mut String, number: usize, geometry_type: GeometryType, class: StyleClass) {
    let (kind, layers) = match geometry_type {
        GeometryType::Point => ("marker", vec![("SimpleMarker", marker(class))]),
        GeometryType::Line => ("line", lines(class)),
        GeometryType::Area => ("fill", fills(class)),
    };
    let _ = writeln!(
        text,
        "   <symbol type=\"{kind}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">"
    );
    for (name, properties) in layers {
        let _ = writeln!(
            text,
            "    <layer class=\"{name}\" pass=\"0\" locked=\"0\" enabled=\"1\">\n     <Option type=\"Map\">"
        );
        for (name, value) in &properties {
            let _ = writeln!(
                text,
                "      <Option name=\"{name}\" type=\"QString\" value=\"{value}\"/>"
            );
        }
        text.push_str("     </Option>\n");
        // Before 3.20 only these are read.
        for (name, value) in &properties {
            let _ = writeln!(text, "     <prop k=\"{name}\" v=\"{value}\"/>");
        }
        text.push_str("    </layer>\n");
    }
    text.push_str("   </symbol>\n");
}

fn marker(class: StyleClass) -> Properties {
    let look = mark(class);
    vec![
        ("name", look.shape.to_owned()),
        ("color", colour(look.fill, 1.0)),
        ("outline_color", colour(look.stroke, 1.0)),
        ("outline_width", look.stroke_width.to_string()),
        ("outline_width_unit", "Pixel".to_owned()),
        ("size", (2.0 * look.radius).to_string()),
        ("size_unit", "Pixel".to_owned()),
    ]
}

fn lines(class: StyleClass) -> Vec<(&'static str, Properties)> {
    let look = style::line(class);
    let casing = look.casing.map(|(colour, more)| stroke(colour, look.width + more, ""));
    casing
        .into_iter()
        .chain([stroke(look.stroke, look.width, look.dash)])
        .map(|properties| ("SimpleLine", properties))
        .collect()
}

fn stroke(of: &str, width: f64, dash: &str) -> Properties {
    let mut properties = vec![
        ("line_color", colour(of, 1.0)),
        ("line_width", width.to_string()),
        ("line_width_unit", "Pixel".to_owned()),
        ("capstyle", "flat".to_owned()),
        ("joinstyle", "round".to_owned()),
    ];
    if !dash.is_empty() {
        properties.push(("use_customdash", "1".to_owned()));
        properties.push(("customdash", dash.replace(' ', ";")));
        properties.push(("customdash_unit", "Pixel".to_owned()));
    }
    properties
}

fn fills(class: StyleClass) -> Vec<(&'static str, Properties)> {
    let look = style::area(class);
    let opacity: f64 = look.fill_opacity.parse().unwrap_or(0.2);
    let brush = |of: &str, opacity: f64, brush: &str| {
        vec![
            ("color", colour(of, opacity)),
            ("style", brush.to_owned()),
            ("outline_style", "no".to_owned()),
        ]
    };
    let mut layers = Vec::new();
    if look.fill != "none" {
        layers.push(("SimpleFill", brush(look.fill, opacity, "solid")));
    }
    if let Some(hatch) = look.hatch {
        let pattern = match hatch {
            "hatch-curfew" => "b_diagonal",
            "hatch-hazard" => "f_diagonal",
            "hatch-control" => "vertical",
            "hatch-unserved" => "cross",
            _ => "horizontal",
        };
        layers.push(("SimpleFill", brush(look.stroke, 0.6, pattern)));
    }
    layers.push(("SimpleLine", stroke(look.stroke, look.width, look.dash)));
    layers
}

/// `#rrggbb` as QGIS writes it.
fn colour(of: &str, opacity: f64) -> String {
    let part = |from: usize| {
        of.get(from..from + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0)
    };
    format!("{},{},{},{}", part(1), part(3), part(5), (opacity * 255.0).round() as u8)
}

/// Arabic above Latin where both are known.
fn labels(text: &mut String, layer: &Layer) {
    let known: Vec<&String> = layer.labels().iter().collect();
    if known.is_empty() {
        return;
    }
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let first = |names: &[&str]| {
        let there = names.iter().filter(|name| known.iter().any(|label| label == *name));
        let mut all: Vec<String> = there.map(|name| quoted(name)).collect();
        all.push("''".to_owned());
        format!("coalesce({})", all.join(","))
    };
    let (arabic, latin) = (first(&["name_ar"]), first(&["name_en", "name"]));
    let expression = format!(
        "trim(if({arabic} = {latin}, '', {arabic}) || if({arabic} in ('', {latin}), '', '\\n') || {latin})"
    );
    let expression = escaped(&expression);
    let _ = write!(
        text,
        " <labeling type=\"simple\">\n  <settings calloutType=\"simple\">\n   \
         <text-style fieldName=\"{expression}\" isExpression=\"1\" fontSize=\"9\" \
         fontSizeUnit=\"Point\" textColor=\"43,47,54,255\">\n    \
         <text-buffer bufferDraw=\"1\" bufferSize=\"1\" bufferSizeUnits=\"MM\" \
         bufferColor=\"255,255,255,255\" bufferOpacity=\"1\"/>\n   </text-style>\n  \
         </settings>\n </labeling>\n"
    );
}
