//! Released layers to CSV with HXL tags and a column of well-known text.

use super::out::{self, Cell, Form};
use super::wkt;
use crate::io::write::LayerWriter;
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::layer::LayerGeometry;
use crate::layer::Value;
use crate::publish::ReleasedFeatures;
use crate::publish::ReleasedLayer;
use std::io::Write;

/// Writes a layer as CSV with a row of headers and a row of HXL tags, one
/// feature a row, its geometry as well-known text in the last column; points
/// also as `lon` and `lat`.
///
/// A layer of a scenario is read back by [`PlaceTable`](super::PlaceTable).
/// Coordinates have the decimals that the audience may see. Text that a
/// spreadsheet would take for a formula gets an apostrophe before it.
#[derive(Clone, Copy, Debug, Default)]
pub struct HxlCsvWriter {
    form: Form,
}

impl HxlCsvWriter {
    /// A writer without a byte order mark.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a byte order mark first, without which Excel takes Arabic for
    /// something else.
    #[must_use]
    pub const fn byte_order_mark(mut self) -> Self {
        self.form.byte_order_mark = true;
        self
    }

    /// The layer as text.
    ///
    /// # Errors
    ///
    /// [`WriteError`], though nothing here can fail.
    pub fn to_string(&self, layer: &ReleasedLayer) -> Result<String, WriteError> {
        let mut bytes = Vec::new();
        self.write_to(layer, &mut bytes)?;
        String::from_utf8(bytes).map_err(|error| {
            WriteError::io(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
        })
    }
}

impl LayerWriter for HxlCsvWriter {
    fn extension(&self) -> &'static str {
        "csv"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let layer = features.schema().clone();
        let mut names: Vec<&str> = vec!["key"];
        names.extend(layer.fields().iter().map(crate::layer::Field::name));
        if layer.is_timed() {
            names.extend(["start", "end"]);
        }
        let points = layer.geometry_type() == crate::layer::GeometryType::Point;
        if points {
            names.extend(["lon", "lat"]);
        }
        names.push("wkt");
        let heads: Vec<_> = names.iter().map(|name| ((*name).to_owned(), tag_of(name))).collect();
        let rows = features.map(|feature| {
            let feature = feature?;
            let mut row = vec![Cell::text(feature.key())];
            row.extend(
                feature.values().iter().map(|value| value.as_ref().map_or(Cell::Empty, cell)),
            );
            if layer.is_timed() {
                let window = feature.window();
                let start = window.and_then(|window| window.start());
                let end = window.and_then(|window| window.end());
                row.extend([start, end].map(|at| at.map_or(Cell::Empty, Cell::plain)));
            }
            if points {
                row.extend(match feature.geometry() {
                    Some(LayerGeometry::Point(point)) => {
                        [Cell::plain(point.x() + 0.0), Cell::plain(point.y() + 0.0)]
                    }
                    _ => [Cell::Empty, Cell::Empty],
                });
            }
            row.push(feature.geometry().map_or(Cell::Empty, |one| Cell::Plain(wkt::written(one))));
            Ok(row)
        });
        out::write(self.form, &heads, rows, out)
    }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Text(text) => Cell::text(text.as_str()),
        Value::Integer(number) => Cell::plain(number),
        Value::Real(number) => Cell::plain(number),
        Value::Boolean(truth) => Cell::plain(truth),
        Value::Time(at) => Cell::plain(at),
    }
}

/// The tag that a property of a record is written with.
pub(super) fn tag_of(property: &str) -> String {
    let fixed = match property {
        "id" => "#meta+id",
        "kind" => "#loc+type",
        "name" => "#loc+name",
        "pcode" => "#loc+code+v_pcode",
        "population" => "#population+num",
        "capacity" => "#capacity+num",
        "occupancy" => "#population+incamp+num",
        "status" => "#status+name",
        "source" => "#meta+source",
        "source_url" => "#meta+url",
        "said_at" => "#date+said",
        "recorded_at" => "#date+recorded",
        "departure" => "#date+departure",
        "arrival" => "#date+arrival",
        "start" => "#date+start",
        "end" => "#date+end",
        "lon" => "#geo+lon",
        "lat" => "#geo+lat",
        "wkt" => "#geo+bounds+wkt",
        _ => "",
    };
    if !fixed.is_empty() {
        return fixed.to_owned();
    }
    let token = |text: &str| -> String {
        let sign =
            |sign: char| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '_' };
        text.chars().map(sign).collect()
    };
    match property.strip_prefix("name_") {
        Some(language) => format!("#loc+i_{}+name", token(language)),
        None => format!("#meta+x_{}", token(property)),
    }
}
