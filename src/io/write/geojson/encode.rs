//! Features as JSON text.

use super::Bounds;
use super::WriteError;
use super::Written;
use super::text;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;
use crate::layer::Value;
use crate::layer::grid::{Cell, Grid, Shape};
use crate::record::RecordRef;
use jiff::Timestamp;
use std::io::Write;

/// Text is handed on once this much has gathered.
const FLUSH_AT: usize = 1 << 15;

/// Gathers JSON text for one layer.
pub(super) struct Encoder<'a> {
    layer: &'a LayerSchema,
    grid: Grid,
    /// `,"name":` for each column, ready to be copied.
    columns: Vec<String>,
    text: Vec<u8>,
}

impl<'a> Encoder<'a> {
    pub(super) fn new(layer: &'a LayerSchema, grid: Grid) -> Self {
        let columns = layer
            .fields()
            .iter()
            .map(|field| format!(",{}:", serde_json::Value::from(field.name())))
            .collect();
        Self { layer, grid, columns, text: Vec::with_capacity(2 * FLUSH_AT) }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
    }

    /// Hands on what has gathered, if it is enough.
    pub(super) fn hand_on(
        &mut self,
        out: &mut dyn Write,
        written: &mut Written,
    ) -> Result<(), WriteError> {
        if self.text.len() >= FLUSH_AT { self.finish(out, written) } else { Ok(()) }
    }

    /// Hands on what has gathered.
    pub(super) fn finish(
        &mut self,
        out: &mut dyn Write,
        written: &mut Written,
    ) -> Result<(), WriteError> {
        if !self.text.is_empty() {
            out.write_all(&self.text).map_err(WriteError::io)?;
            written.bytes += self.text.len() as u64;
            self.text.clear();
        }
        Ok(())
    }

    pub(super) fn open_collection(&mut self, audience: &str) {
        self.text("{\"type\":\"FeatureCollection\",\"name\":");
        self.string(self.layer.name());
        self.text(",\"title\":");
        self.string(self.layer.title());
        if !self.layer.description().is_empty() {
            self.text(",\"description\":");
            self.string(self.layer.description());
        }
        self.text(",\"audience\":");
        self.string(audience);
        match self.grid.decimals() {
            0 => self.text(",\"xy_coordinate_resolution\":1"),
            decimals => self.text(&format!(",\"xy_coordinate_resolution\":1e-{decimals}")),
        }
        self.text(",\"features\":[");
    }

    pub(super) fn close_collection(&mut self, bounds: &Bounds) {
        self.text("\n]");
        if let Some(sides) = bounds.finish() {
            self.text(",\"bbox\":[");
            for (position, side) in sides.into_iter().enumerate() {
                if position > 0 {
                    self.text.push(b',');
                }
                self.degrees(side);
            }
            self.text.push(b']');
        }
        self.text("}\n");
    }

    pub(super) fn feature(
        &mut self,
        feature: &LayerFeature,
        bounds: &mut Bounds,
        written: &mut Written,
    ) -> Result<(), WriteError> {
        self.text("{\"type\":\"Feature\",\"id\":");
        text::whole(&mut self.text, feature.id() as i64);
        self.text(",\"geometry\":");
        match feature.geometry() {
            None => self.text("null"),
            Some(geometry) => {
                let snapped = self.grid.publishable(geometry);
                let Some(shape) = snapped.shape else {
                    return Err(WriteError::Collapsed {
                        at: RecordRef::default().id(feature.key()),
                        decimals: self.grid.decimals(),
                    });
                };
                if snapped.lost > 0 {
                    written.parts_lost.push(feature.key().to_owned());
                }
                self.shape(&shape, bounds);
            }
        }
        self.text(",\"properties\":{\"key\":");
        self.string(feature.key());
        for (column, value) in feature.values().iter().enumerate() {
            if let Some(name) = self.columns.get(column) {
                self.text.extend_from_slice(name.as_bytes());
            }
            self.value(value.as_ref());
        }
        if self.layer.is_timed() {
            let window = feature.window();
            self.text(",\"start\":");
            self.time(window.and_then(|window| window.start()));
            self.text(",\"end\":");
            self.time(window.and_then(|window| window.end()));
        }
        self.text("}}");
        written.features += 1;
        Ok(())
    }

    fn shape(&mut self, shape: &Shape, bounds: &mut Bounds) {
        let multi = self.layer.is_multi();
        match shape {
            Shape::Point(cell) => {
                bounds.add(&[*cell]);
                self.text("{\"type\":\"Point\",\"coordinates\":");
                self.position(*cell);
            }
            Shape::Lines(lines) => {
                for line in lines {
                    bounds.add(line);
                }
                match lines.as_slice() {
                    [line] if !multi => {
                        self.text("{\"type\":\"LineString\",\"coordinates\":");
                        self.positions(line);
                    }
                    lines => {
                        self.text("{\"type\":\"MultiLineString\",\"coordinates\":");
                        self.list(lines, |it, line| it.positions(line));
                    }
                }
            }
            Shape::Areas(areas) => {
                for ring in areas.iter().filter_map(|rings| rings.first()) {
                    bounds.add(ring);
                }
                match areas.as_slice() {
                    [rings] if !multi => {
                        self.text("{\"type\":\"Polygon\",\"coordinates\":");
                        self.list(rings, |it, ring| it.positions(ring));
                    }
                    areas => {
                        self.text("{\"type\":\"MultiPolygon\",\"coordinates\":");
                        self.list(areas, |it, rings| it.list(rings, |it, ring| it.positions(ring)));
                    }
                }
            }
        }
        self.text.push(b'}');
    }

    fn positions(&mut self, cells: &[Cell]) {
        self.list(cells, |it, cell| it.position(*cell));
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.text.push(b'[');
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                self.text.push(b',');
            }
            write(self, item);
        }
        self.text.push(b']');
    }

    fn position(&mut self, (lon, lat): Cell) {
        self.text.push(b'[');
        self.degrees(lon);
        self.text.push(b',');
        self.degrees(lat);
        self.text.push(b']');
    }

    fn degrees(&mut self, steps: i64) {
        text::degrees(&mut self.text, steps, self.grid.scale());
    }

    fn value(&mut self, value: Option<&Value>) {
        match value {
            None => self.text("null"),
            Some(Value::Text(text)) => self.string(text),
            Some(Value::Integer(number)) => text::whole(&mut self.text, *number),
            Some(Value::Real(number)) => text::real(&mut self.text, *number),
            Some(Value::Boolean(truth)) => self.text(if *truth { "true" } else { "false" }),
            Some(Value::Time(at)) => self.time(Some(*at)),
        }
    }

    fn time(&mut self, at: Option<Timestamp>) {
        match at {
            None => self.text("null"),
            Some(at) => {
                self.text.push(b'"');
                text::instant(&mut self.text, at);
                self.text.push(b'"');
            }
        }
    }

    fn string(&mut self, text: &str) {
        let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
        if text.bytes().all(plain) {
            self.text.push(b'"');
            self.text(text);
            self.text.push(b'"');
        } else {
            let escaped = serde_json::Value::from(text).to_string();
            self.text(&escaped);
        }
    }
}
