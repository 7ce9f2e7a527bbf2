//! Layers as folders of one KML document.

mod placemark;
mod style;

use super::flat::{self, Column};
use super::placed::Placer;
use super::{LayersWriter, WriteError, Written, whole_file, xml};
use crate::layer::{FieldType, LayerSchema, StyleClass};
use crate::publish::ReleasedFeatures;
use placemark::Placemark;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;

/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;
/// Text is handed on once this much has gathered.
const FLUSH_AT: usize = 1 << 15;

/// Writes layers as folders of one KML document (OGC 07-147r2, version 2.2).
///
/// - Each feature is a placemark. Its name is the first of the layer's labels that it
///   has, else its key; its description a list of what is known of it. Both show as
///   text whatever they hold: descriptions, which viewers read as HTML, are escaped as
///   such first, and so is the balloon.
/// - Geometry is rounded and cut at the antimeridian as
///   [`GeoJsonWriter`](super::GeoJsonWriter) does it; what a viewer draws lies on the
///   ground. Without a place there is none.
/// - In a timed layer a window becomes a `TimeSpan`; `begin` or `end` is left out where
///   the window is open. The end is not part of the window, though viewers show it.
/// - `key`, the layer's fields, and `start` and `end` stand in `ExtendedData`, typed by a
///   `Schema` for each layer; what is not known is left out. Integers are declared as
///   `double`, since KML's own have 32 bits; times, for which it has no type, are
///   RFC 3339 text in UTC.
/// - Each style class in use has a `Style`; no icon is asked of any server.
/// - The document's description names the audience.
/// - Characters that XML 1.0 cannot hold become U+FFFD.
///
/// Memory does not grow with the number of features; what waits for the styles to be
/// known lies in a temporary file beside the file.
///
/// ```
/// use safepassage::io::write::{KmlWriter, LayersWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let released = Audience::public().release(&layer).layer;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("map.kml");
/// KmlWriter::new().write_file(&[released], &path)?;
/// let text = std::fs::read_to_string(path)?;
/// assert!(text.contains("<coordinates>37.12,36.2</coordinates>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct KmlWriter {
    decimals: u8,
    name: String,
}

impl KmlWriter {
    /// A writer that rounds to 7 decimals.
    pub fn new() -> Self {
        Self { decimals: DEFAULT_DECIMALS, name: "safepassage".to_owned() }
    }

    /// Sets the most decimals of a degree written, at most 12.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }

    /// Sets the document's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    fn fill(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        aside: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let folder = aside.parent().unwrap_or(Path::new("."));
        let mut body = tempfile::tempfile_in(folder).map_err(WriteError::io)?;
        let mut used = BTreeSet::new();
        let mut written = Vec::with_capacity(layers.len());
        let head = self.head(layers);
        for features in layers.iter_mut() {
            written.push(self.folder(features, &mut body, &mut used)?);
        }
        let bytes = assemble(&head, &used, layers, body, aside).map_err(WriteError::io)?;
        for layer in &mut written {
            layer.bytes = bytes;
        }
        Ok(written)
    }

    /// The document's name and audiences.
    fn head(&self, layers: &[ReleasedFeatures<'_>]) -> String {
        let audiences: BTreeSet<&str> = layers.iter().map(ReleasedFeatures::audience).collect();
        let audiences: Vec<&str> = audiences.into_iter().collect();
        let mut head = String::new();
        element(&mut head, "name", &self.name);
        let audience = format!("Audience: {}", audiences.join(", "));
        element(&mut head, "description", &html(&audience));
        head
    }

    /// Writes a layer's placemarks.
    fn folder(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut File,
        used: &mut BTreeSet<StyleClass>,
    ) -> Result<Written, WriteError> {
        let schema = features.schema().clone();
        let mut placer = Placer::new(features, self.decimals);
        let columns = flat::columns(&schema);
        let mut text = String::from("<Folder>\n");
        element(&mut text, "name", schema.title());
        if !schema.description().is_empty() {
            element(&mut text, "description", &html(schema.description()));
        }
        for feature in features {
            let feature = feature?;
            let shape = placer.place(&feature)?;
            used.insert(feature.style_class());
            Placemark { schema: &schema, columns: &columns, feature: &feature }.write(
                &mut text,
                shape.as_ref().map(|(shape, _)| shape),
                &placer,
            );
            if text.len() >= FLUSH_AT {
                out.write_all(text.as_bytes()).map_err(WriteError::io)?;
                text.clear();
            }
        }
        text.push_str("</Folder>\n");
        out.write_all(text.as_bytes()).map_err(WriteError::io)?;
        Ok(placer.written)
    }
}

/// Writes the document around its folders. The bytes written.
fn assemble(
    head: &str,
    used: &BTreeSet<StyleClass>,
    layers: &[ReleasedFeatures<'_>],
    mut body: File,
    aside: &Path,
) -> io::Result<u64> {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    text.push_str(head);
    for class in used {
        style::write(&mut text, *class);
    }
    for layer in layers {
        declare(&mut text, layer.schema());
    }
    let mut out = File::options().write(true).open(aside)?;
    out.write_all(text.as_bytes())?;
    body.rewind()?;
    let copied = io::copy(&mut body, &mut out)?;
    let tail = b"</Document>\n</kml>\n";
    out.write_all(tail)?;
    Ok(text.len() as u64 + copied + tail.len() as u64)
}

/// The types of a layer's columns.
fn declare(out: &mut String, schema: &LayerSchema) {
    out.push_str("<Schema name=\"");
    out.push_str(schema.name());
    out.push_str("\" id=\"schema-");
    out.push_str(schema.name());
    out.push_str("\">\n");
    for Column { name, holds, .. } in flat::columns(schema) {
        out.push_str("<SimpleField type=\"");
        out.push_str(match holds {
            FieldType::Text | FieldType::Time => "string",
            FieldType::Integer | FieldType::Real => "double",
            FieldType::Boolean => "bool",
        });
        out.push_str("\" name=\"");
        xml::escape(out, &name);
        out.push_str("\"/>\n");
    }
    out.push_str("</Schema>\n");
}

/// An element that holds text.
fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    xml::escape(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// Text as HTML that shows it; in a balloon "$[" begins the name of what shall stand there.
fn html(text: &str) -> String {
    xml::escaped(text).replace('$', "&#36;")
}

impl Default for KmlWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayersWriter for KmlWriter {
    fn extension(&self) -> &'static str {
        "kml"
    }

    /// Writes features as they come, one layer after another. `bytes` of each layer
    /// are those of the whole file.
    fn write_features_file(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        path: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        whole_file(layers, path, |layers, aside| self.fill(layers, aside))
    }
}
