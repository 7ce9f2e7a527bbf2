//! Tables as comma-separated values with geometry as well-known text.

use super::flat::{self, Column, Item};
use super::placed::Placer;
use super::{LayerWriter, WriteError, Written, text};
use crate::layer::grid::{Cell, Grid, Shape};
use crate::publish::ReleasedFeatures;
use std::io::Write;

/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;
/// Text is handed on once this much has gathered.
const FLUSH_AT: usize = 1 << 15;

/// Writes a layer as comma-separated values (RFC 4180) with well-known text.
///
/// - UTF-8, one row a feature below one row of names, lines end in CR LF. Columns:
///   `id`, `key`, the layer's fields, in a timed layer `start` and `end`, and `wkt`
///   (`id_1` or `wkt_1` where a field has that name).
/// - Geometry is rounded and cut at the antimeridian as [`GeoJsonWriter`](super::GeoJsonWriter)
///   does it, longitude first, in degrees of WGS 84. Without a place `wkt` is empty.
/// - Times are RFC 3339 text in UTC, truth is `true` or `false`. What is not known is
///   empty; an empty text is `""`. The end is not part of the window; it is empty
///   where the window is open. U+0000 becomes U+FFFD, since readers stop at it.
/// - Text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is data and
///   written as it is, though a spreadsheet takes it for a formula. For files that
///   people will open in one, [`guard_formulas`](Self::guard_formulas) puts an
///   apostrophe before it.
/// - There is no room for a title, a description or the audience.
///
/// Memory does not grow with the number of features.
///
/// ```
/// use safepassage::io::write::{CsvWriter, LayerWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let mut bytes = Vec::new();
/// CsvWriter::new().write_to(&Audience::public().release(&layer).layer, &mut bytes)?;
/// let text = String::from_utf8(bytes)?;
/// assert!(text.starts_with("id,key,wkt\r\n"));
/// assert!(text.ends_with(",checkpoint/gate,POINT (37.12 36.2)\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CsvWriter {
    decimals: u8,
    byte_order_mark: bool,
    guarded: bool,
}

impl CsvWriter {
    /// A writer that rounds to 7 decimals, without a byte order mark.
    pub const fn new() -> Self {
        Self { decimals: DEFAULT_DECIMALS, byte_order_mark: false, guarded: false }
    }

    /// Sets the most decimals of a degree written, at most 12.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }

    /// Puts U+FEFF first, by which Excel knows UTF-8.
    #[must_use]
    pub const fn byte_order_mark(mut self) -> Self {
        self.byte_order_mark = true;
        self
    }

    /// Puts an apostrophe before text, and before the names of columns, that a
    /// spreadsheet would take for a formula. This changes the data.
    #[must_use]
    pub const fn guard_formulas(mut self) -> Self {
        self.guarded = true;
        self
    }
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayerWriter for CsvWriter {
    fn extension(&self) -> &'static str {
        "csv"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let schema = features.schema().clone();
        let mut placer = Placer::new(features, self.decimals);
        let mut columns = vec![Column::id(&schema, "id")];
        columns.extend(flat::columns(&schema));
        let mut rows = Rows { text: Vec::with_capacity(2 * FLUSH_AT), guarded: self.guarded };
        if self.byte_order_mark {
            rows.text.extend_from_slice("\u{feff}".as_bytes());
        }
        for column in &columns {
            rows.string(&column.name);
            rows.text.push(b',');
        }
        rows.string(&flat::free_name(&schema, "wkt"));
        rows.text.extend_from_slice(b"\r\n");
        for feature in features {
            let feature = feature?;
            let shape = placer.place(&feature)?;
            for column in &columns {
                rows.item(column.item(&feature));
                rows.text.push(b',');
            }
            if let Some((shape, _)) = shape {
                rows.shape(placer.grid, &shape, placer.multi);
            }
            rows.text.extend_from_slice(b"\r\n");
            if rows.text.len() >= FLUSH_AT {
                rows.hand_on(out, &mut placer.written)?;
            }
        }
        rows.hand_on(out, &mut placer.written)?;
        Ok(placer.written)
    }
}

/// Gathers rows.
struct Rows {
    text: Vec<u8>,
    guarded: bool,
}

impl Rows {
    fn hand_on(&mut self, out: &mut dyn Write, written: &mut Written) -> Result<(), WriteError> {
        out.write_all(&self.text).map_err(WriteError::io)?;
        written.bytes += self.text.len() as u64;
        self.text.clear();
        Ok(())
    }

    fn item(&mut self, item: Option<Item<'_>>) {
        match item {
            None => {}
            Some(Item::Text(text)) => self.string(text),
            Some(Item::Integer(number)) => text::whole(&mut self.text, number),
            Some(Item::Real(number)) => text::real(&mut self.text, number),
            Some(Item::Boolean(truth)) => {
                self.text.extend_from_slice(if truth { b"true" } else { b"false" });
            }
            Some(Item::Time(at)) => text::instant(&mut self.text, at),
        }
    }

    fn string(&mut self, text: &str) {
        let formula = self.guarded && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        // A lone byte order mark or space would be lost unquoted.
        let plain = |byte: u8| byte > b' ' && byte != b'"' && byte != b',' && byte != b'\'';
        let inner = |byte: u8| plain(byte) || byte == b' ' || byte == b'\'';
        let bare = text.bytes().all(inner)
            && text.bytes().next().is_some_and(plain)
            && text.bytes().next_back().is_some_and(plain);
        if bare && !formula {
            self.text.extend_from_slice(text.as_bytes());
            return;
        }
        self.text.push(b'"');
        if formula {
            self.text.push(b'\'');
        }
        for byte in text.bytes() {
            match byte {
                b'"' => self.text.extend_from_slice(b"\"\""),
                0 => self.text.extend_from_slice("\u{fffd}".as_bytes()),
                byte => self.text.push(byte),
            }
        }
        self.text.push(b'"');
    }

    fn shape(&mut self, grid: Grid, shape: &Shape, multi: bool) {
        let many = match shape {
            Shape::Point(_) => false,
            Shape::Lines(lines) => multi || lines.len() != 1,
            Shape::Areas(areas) => multi || areas.len() != 1,
        };
        let (name, single): (&[u8], _) = match (shape, many) {
            (Shape::Point(_), _) => (b"POINT ", true),
            (Shape::Lines(_), false) => (b"LINESTRING ", true),
            (Shape::Lines(_), true) => (b"MULTILINESTRING ", false),
            (Shape::Areas(_), false) => (b"POLYGON ", true),
            (Shape::Areas(_), true) => (b"MULTIPOLYGON ", false),
        };
        // Only a point has no comma between its positions.
        let quoted = !matches!(shape, Shape::Point(_));
        if quoted {
            self.text.push(b'"');
        }
        self.text.extend_from_slice(name);
        match shape {
            Shape::Point(cell) => self.positions(grid, &[*cell]),
            Shape::Lines(lines) if single => {
                for line in lines {
                    self.positions(grid, line);
                }
            }
            Shape::Lines(lines) => self.list(lines, |it, line| it.positions(grid, line)),
            Shape::Areas(areas) if single => areas.iter().for_each(|rings| {
                self.list(rings, |it, ring| it.positions(grid, ring));
            }),
            Shape::Areas(areas) => self.list(areas, |it, rings| {
                it.list(rings, |it, ring| it.positions(grid, ring));
            }),
        }
        if quoted {
            self.text.push(b'"');
        }
    }

    fn positions(&mut self, grid: Grid, cells: &[Cell]) {
        self.list(cells, |it, cell| {
            text::degrees(&mut it.text, cell.0, grid.scale());
            it.text.push(b' ');
            text::degrees(&mut it.text, cell.1, grid.scale());
        });
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.text.push(b'(');
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                self.text.extend_from_slice(b", ");
            }
            write(self, item);
        }
        self.text.push(b')');
    }
}
