//! Features of a file as rows of a layer, one by one.

use super::KeySource;
use super::LayerReadReport;
use super::LayerReader;
use super::ReadLayerError;
use super::columns::{MOST_COLUMNS, Target};
use super::document::Document;
use super::error::Fault;
use super::feature::Parts;
use super::place::Kind;
use super::value::{self, Sorts};
use crate::io::read::geojson::what_of;
use crate::layer::{FieldType, GeometryType, LayerFeature, LayerGeometry, LayerSchema, Value};
use crate::record::RecordRef;
use crate::time::TimeWindow;

/// The property that our writers write the key to.
const KEY: &str = "key";

/// Reads features as rows. Their values are as they stand in the file unless a
/// schema is given.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) document: Document,
    pub(super) parts: Parts,
    reader: LayerReader,
    /// The types of the columns, if a schema is given.
    types: Option<Vec<FieldType>>,
    pub(super) geometry_type: Option<GeometryType>,
    /// Whether some geometry is of a multi type.
    pub(super) multi: bool,
    /// What the values of each column are, as long as no schema is given.
    pub(super) sorts: Vec<Sorts>,
    pub(super) report: LayerReadReport,
}

impl Rows {
    pub(super) fn new(
        reader: &LayerReader,
        document: Document,
        schema: Option<&LayerSchema>,
    ) -> Self {
        let mut parts = Parts::default();
        let columns = &mut parts.columns;
        if let Some(schema) = schema {
            columns.given = true;
            schema.fields().iter().for_each(|field| columns.add_column(field.name()));
        }
        if reader.key.is_none() || reader.key == Some(KeySource::Property(KEY.to_owned())) {
            columns.special.push((KEY.to_owned(), Target::Key));
        }
        if let Some((start, end)) = &reader.window {
            columns.special.push((start.clone(), Target::Start));
            columns.special.push((end.clone(), Target::End));
        }
        Self {
            document,
            parts,
            reader: reader.clone(),
            types: schema.map(|schema| {
                schema.fields().iter().map(crate::layer::Field::field_type).collect()
            }),
            geometry_type: reader.geometry_type.or(schema.map(LayerSchema::geometry_type)),
            multi: false,
            sorts: Vec::new(),
            report: LayerReadReport { key: reader.key.clone(), ..LayerReadReport::default() },
        }
    }

    /// The file, for errors.
    pub(super) const fn at(&self) -> &RecordRef {
        self.document.at()
    }

    /// The next row; `None` at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<LayerFeature>, ReadLayerError> {
        loop {
            let number = self.report.features + 1;
            let Some(piece) = self.document.next()? else { return Ok(None) };
            let mark = self.parts.columns.mark();
            let read = self.parts.read(piece.text, number);
            self.report.features = number;
            let row = match read {
                Ok(()) => self.row(mark),
                Err(error) if error.is_data() => Err(self.bad(&error)),
                Err(error) => Err(piece.malformed(RecordRef::default(), &error)),
            };
            match row {
                Ok(Some(row)) => return Ok(Some(row)),
                Ok(None) => {}
                Err(error) => return Err(error.located(self.here())),
            }
        }
    }

    /// What was read so far.
    pub(super) fn report(&self) -> LayerReadReport {
        let mut report = self.report.clone();
        for (name, count) in self.parts.columns.left_out() {
            *report.left_out.entry(name.to_owned()).or_default() += count;
        }
        for (name, count) in &self.parts.foreign {
            *report.left_out.entry(name.clone()).or_default() += count;
        }
        report
    }

    /// The feature that was read last.
    fn here(&self) -> RecordRef {
        let at = self.at().clone().feature(self.report.features);
        match &self.parts.id {
            Some(id) => at.id(id.as_str()),
            None => at,
        }
    }

    /// What is wrong with a feature that is JSON.
    fn bad(&mut self, error: &serde_json::Error) -> ReadLayerError {
        let columns = &mut self.parts.columns;
        if let Some(name) = columns.too_many.take() {
            let (at, limit) = (RecordRef::default(), MOST_COLUMNS);
            return ReadLayerError::TooManyColumns { at, name, limit };
        }
        let text = error.to_string();
        let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
        let expected =
            what.rsplit_once(", expected ").map_or("a GeoJSON feature", |(_, what)| what);
        let fault = Fault::new(expected, what_of(error));
        match columns.current_name() {
            Some(name) => fault.in_property(name),
            None => fault.in_feature(),
        }
    }

    /// The feature that was read as a row; `None` if it is left out.
    fn row(&mut self, mark: usize) -> Result<Option<LayerFeature>, ReadLayerError> {
        let kind = self.parts.place.kind;
        if let Some(found) = kind.and_then(Kind::of_layer) {
            let expected = *self.geometry_type.get_or_insert(found);
            if found != expected && self.reader.geometry_type.is_some() {
                self.parts.columns.forget(mark);
                self.report.other_geometry += 1;
                return Ok(None);
            }
            if found != expected {
                let at = RecordRef::default();
                return Err(ReadLayerError::MixedGeometry { at, expected, found });
            }
        }
        let geometry = self.parts.place.geometry().map_err(Fault::in_feature)?;
        self.multi = self.multi || (geometry.is_some() && kind.is_some_and(Kind::is_multi));
        self.report.empty_geometry += u64::from(geometry.is_none() && kind.is_some());
        self.report.heights_dropped += u64::from(self.parts.place.has_height);
        self.report.rings_closed += self.parts.place.rings_closed;
        let window = self.window()?;
        let key = self.key()?;
        let values = self.values()?;
        Ok(Some(self.feature(key, geometry, values, window)))
    }

    fn feature(
        &mut self,
        key: String,
        geometry: Option<LayerGeometry>,
        values: Vec<Option<Value>>,
        window: Option<TimeWindow>,
    ) -> LayerFeature {
        let row = match geometry {
            Some(geometry) => LayerFeature::new(key, geometry, values),
            None => LayerFeature::unlocated(key, values),
        };
        let by_id = self.report.key == Some(KeySource::Id);
        let stated = self.parts.id.take().filter(|_| !by_id);
        let same = |id: &String| id.parse() == Ok(row.id());
        self.report.ids_dropped += u64::from(stated.is_some_and(|id| !same(&id)));
        let row = row.sensitivity(self.reader.sensitivity);
        match window {
            Some(window) => row.during(window),
            None => row,
        }
    }

    /// The values in the schema's types, if there is one; else as they are.
    fn values(&mut self) -> Result<Vec<Option<Value>>, ReadLayerError> {
        let columns = &mut self.parts.columns;
        let mut values = std::mem::take(&mut columns.values);
        let Some(types) = &self.types else {
            self.sorts.resize(columns.len().max(self.sorts.len()), Sorts::default());
            self.sorts.iter_mut().zip(&columns.sorts).for_each(|(all, one)| all.add(*one));
            return Ok(values);
        };
        values.resize(types.len(), None);
        for (column, (there, to)) in values.iter_mut().zip(types).enumerate() {
            let Some(value) = there.take() else { continue };
            let sort = columns.sorts.get(column).copied().unwrap_or_default();
            if let (FieldType::Time, Value::Text(text)) = (to, &value) {
                self.report.offsets_dropped += u64::from(value::has_offset(text));
            }
            let taken = value::as_type(value, sort, *to)
                .map_err(|fault| fault.in_property(columns.name(column)))?;
            *there = Some(taken);
        }
        Ok(values)
    }

    fn window(&mut self) -> Result<Option<TimeWindow>, ReadLayerError> {
        let (start, end) = (self.parts.columns.start.take(), self.parts.columns.end.take());
        let Some((start_name, end_name)) = &self.reader.window else { return Ok(None) };
        let mut instant = |name: &str, value: Option<(Value, Sorts)>| {
            let Some((value, sort)) = value else { return Ok(None) };
            let Some(instant) = value.as_text().and_then(value::instant) else {
                let expected = format!(
                    "{} or null, since it begins or ends the time that the feature is about",
                    value::INSTANT
                );
                return Err(Fault::new(expected, value::shown(&value, sort)).in_property(name));
            };
            self.report.offsets_dropped +=
                u64::from(value.as_text().is_some_and(value::has_offset));
            Ok(Some(instant))
        };
        let (start, end) = (instant(start_name, start)?, instant(end_name, end)?);
        if start.is_none() && end.is_none() {
            return Ok(None);
        }
        TimeWindow::from_ends(start, end).map(Some).map_err(|_| {
            let text =
                |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
            let expected = format!("an instant after {start_name:?}, {}", text(start));
            Fault::new(expected, text(end)).in_property(end_name)
        })
    }

    /// The key of the feature that was read. The first decides by what all are keyed
    /// if nothing was said.
    fn key(&mut self) -> Result<String, ReadLayerError> {
        let columns = &mut self.parts.columns;
        let source = self.report.key.get_or_insert_with(|| {
            let source = match (&columns.key, &self.parts.id) {
                (Some(_), _) => return KeySource::Property(KEY.to_owned()),
                (None, Some(_)) => KeySource::Id,
                (None, None) => KeySource::Position,
            };
            columns.release(Target::Key);
            source
        });
        let missing =
            |expected: String| ReadLayerError::MissingKey { at: RecordRef::default(), expected };
        match &*source {
            KeySource::Position => Ok(format!("{:09}", self.report.features)),
            KeySource::Id => {
                self.parts.id.take().ok_or_else(|| missing("the member \"id\"".to_owned()))
            }
            KeySource::Property(name) => {
                let value = columns.key.take().or_else(|| {
                    let column = columns.column(name)?;
                    let value = columns.values.get(column)?.clone()?;
                    Some((value, columns.sorts.get(column).copied().unwrap_or_default()))
                });
                let Some((value, sort)) = value else {
                    return Err(missing(format!("the property {name:?}")));
                };
                match value {
                    Value::Text(text) if !text.is_empty() && !sort.has(Sorts::NESTED) => Ok(text),
                    Value::Integer(number) => Ok(number.to_string()),
                    other => {
                        let fault =
                            Fault::new("text or an integer as key", value::shown(&other, sort));
                        Err(fault.in_property(name))
                    }
                }
            }
        }
    }
}
