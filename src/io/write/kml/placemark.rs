//! Features as placemarks.

use super::style;
use super::{element, html};
use crate::io::write::flat::{Column, Item};
use crate::io::write::placed::Placer;
use crate::io::write::{text, xml};
use crate::layer::grid::{Cell, Shape};
use crate::layer::{LayerFeature, LayerSchema};
use std::fmt::Write as _;

/// A feature, its layer, and its layer's columns.
pub(super) struct Placemark<'a> {
    pub(super) schema: &'a LayerSchema,
    pub(super) columns: &'a [Column],
    pub(super) feature: &'a LayerFeature,
}

impl Placemark<'_> {
    pub(super) fn write(&self, out: &mut String, shape: Option<&Shape>, placer: &Placer) {
        // Writing to a string does not fail.
        let _ = writeln!(out, "<Placemark id=\"{}-{}\">", self.schema.name(), self.feature.id());
        element(out, "name", self.label());
        out.push_str("<Snippet maxLines=\"0\"></Snippet>\n");
        let known: Vec<(&str, String)> = self
            .columns
            .iter()
            .filter_map(|column| Some((column.name.as_str(), plain(column.item(self.feature)?))))
            .collect();
        let mut description = String::new();
        for (name, value) in &known {
            let _ = write!(description, "<b>{}</b>: {}<br>", html(name), html(value));
        }
        element(out, "description", &description);
        if let Some(window) = self.feature.window() {
            let ends = [("begin", window.start()), ("end", window.end())];
            if ends.iter().any(|(_, at)| at.is_some()) {
                out.push_str("<TimeSpan>");
                for (name, at) in ends {
                    if let Some(at) = at {
                        let _ = write!(out, "<{name}>{at}</{name}>");
                    }
                }
                out.push_str("</TimeSpan>\n");
            }
        }
        let _ = writeln!(
            out,
            "<styleUrl>#{}</styleUrl>\n<ExtendedData><SchemaData schemaUrl=\"#schema-{}\">",
            style::identifier(self.feature.style_class()),
            self.schema.name()
        );
        for (name, value) in &known {
            out.push_str("<SimpleData name=\"");
            xml::escape(out, name);
            out.push_str("\">");
            xml::escape(out, value);
            out.push_str("</SimpleData>\n");
        }
        out.push_str("</SchemaData></ExtendedData>\n");
        if let Some(shape) = shape {
            geometry(out, shape, placer);
        }
        out.push_str("</Placemark>\n");
    }

    /// The first label that the feature has, else its key.
    fn label(&self) -> &str {
        let named = |label: &String| {
            let column = self.schema.field_index(label)?;
            self.feature.values().get(column)?.as_ref()?.as_text()
        };
        let labels = self.schema.labels().iter().filter_map(named);
        labels.into_iter().find(|text| !text.is_empty()).unwrap_or(self.feature.key())
    }
}

/// The item as text.
fn plain(item: Item<'_>) -> String {
    let mut out = Vec::new();
    match item {
        Item::Text(text) => return text.to_owned(),
        Item::Integer(number) => text::whole(&mut out, number),
        Item::Real(number) => text::real(&mut out, number),
        Item::Boolean(truth) => return truth.to_string(),
        Item::Time(at) => text::instant(&mut out, at),
    }
    String::from_utf8(out).unwrap_or_default()
}

fn geometry(out: &mut String, shape: &Shape, placer: &Placer) {
    let many = match shape {
        Shape::Point(_) => false,
        Shape::Lines(lines) => placer.multi || lines.len() != 1,
        Shape::Areas(areas) => placer.multi || areas.len() != 1,
    };
    if many {
        out.push_str("<MultiGeometry>\n");
    }
    match shape {
        Shape::Point(cell) => {
            out.push_str("<Point>");
            coordinates(out, &[*cell], placer);
            out.push_str("</Point>\n");
        }
        Shape::Lines(lines) => {
            for line in lines {
                out.push_str("<LineString><tessellate>1</tessellate>");
                coordinates(out, line, placer);
                out.push_str("</LineString>\n");
            }
        }
        Shape::Areas(areas) => {
            for rings in areas {
                out.push_str("<Polygon><tessellate>1</tessellate>");
                for (position, ring) in rings.iter().enumerate() {
                    let side = if position == 0 { "outerBoundaryIs" } else { "innerBoundaryIs" };
                    let _ = write!(out, "<{side}><LinearRing>");
                    coordinates(out, ring, placer);
                    let _ = write!(out, "</LinearRing></{side}>");
                }
                out.push_str("</Polygon>\n");
            }
        }
    }
    if many {
        out.push_str("</MultiGeometry>\n");
    }
}

fn coordinates(out: &mut String, cells: &[Cell], placer: &Placer) {
    let mut written = Vec::with_capacity(24 * cells.len());
    for (position, (lon, lat)) in cells.iter().enumerate() {
        if position > 0 {
            written.push(b' ');
        }
        text::degrees(&mut written, *lon, placer.grid.scale());
        written.push(b',');
        text::degrees(&mut written, *lat, placer.grid.scale());
    }
    out.push_str("<coordinates>");
    out.push_str(std::str::from_utf8(&written).unwrap_or_default());
    out.push_str("</coordinates>");
}
