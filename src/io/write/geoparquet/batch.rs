//! Rows gathered column by column, to be encoded together.

use super::{BATCH_BYTES, BATCH_ROWS, FORMAT, Names};
use crate::io::write::flat::{Column, Item};
use crate::io::write::placed::{CellBox, Placer};
use crate::io::write::{WriteError, wkb};
use crate::layer::grid::Shape;
use crate::layer::{FieldType, LayerFeature};
use crate::record::RecordRef;
use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, Float64Builder, Int64Builder, NullBufferBuilder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use std::sync::Arc;

/// The members of the box around a feature.
pub(super) const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];
/// The most bytes of one text or geometry: Arrow holds 2 GiB of them in a batch.
const MOST_BYTES: usize = i32::MAX as usize - BATCH_BYTES;

/// Rows that wait for the encoder.
pub(super) struct Batch {
    schema: SchemaRef,
    columns: Vec<(Column, Builder)>,
    sides: [Float64Builder; 4],
    /// Which rows have a box.
    boxed: NullBufferBuilder,
    shapes: BinaryBuilder,
    wkb: Vec<u8>,
    rows: usize,
    bytes: usize,
}

enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Boolean(BooleanBuilder),
    Time(TimestampMicrosecondBuilder),
}

impl Batch {
    pub(super) fn new(columns: Vec<Column>, names: &Names) -> Self {
        let mut fields: Vec<Field> = columns.iter().map(arrow_field).collect();
        fields.push(Field::new(&names.bbox, DataType::Struct(side_fields()), true));
        fields.push(Field::new(&names.geometry, DataType::Binary, true));
        let build = |column: Column| {
            let builder = Builder::of(column.holds);
            (column, builder)
        };
        Self {
            schema: Arc::new(Schema::new(fields)),
            columns: columns.into_iter().map(build).collect(),
            sides: std::array::from_fn(|_| Float64Builder::new()),
            boxed: NullBufferBuilder::new(BATCH_ROWS),
            shapes: BinaryBuilder::new(),
            wkb: Vec::new(),
            rows: 0,
            bytes: 0,
        }
    }

    pub(super) const fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// The bytes of geometries and texts gathered.
    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The names of columns whose values hardly repeat.
    pub(super) fn unlike_columns(&self) -> impl Iterator<Item = &str> {
        let unlike =
            |column: &Column| column.is_always_there() || matches!(column.holds, FieldType::Real);
        self.columns
            .iter()
            .map(|(column, _)| column)
            .filter(move |it| unlike(it))
            .map(|it| it.name.as_str())
    }

    /// What each described column says, as a JSON object.
    pub(super) fn descriptions(&self) -> String {
        let described = self.columns.iter().filter(|(column, _)| !column.description.is_empty());
        let entries: serde_json::Map<String, serde_json::Value> = described
            .map(|(column, _)| (column.name.clone(), column.description.clone().into()))
            .collect();
        serde_json::Value::from(entries).to_string()
    }

    /// Adds a feature's row.
    pub(super) fn push(
        &mut self,
        feature: &LayerFeature,
        shape: Option<&(Shape, CellBox)>,
        placer: &Placer,
    ) -> Result<(), WriteError> {
        for (column, builder) in &mut self.columns {
            self.bytes +=
                builder.push(column.item(feature)).map_err(|found| too_long(feature, found))?;
        }
        self.boxed.append(shape.is_some());
        if let Some((shape, around)) = shape {
            for (side, value) in self.sides.iter_mut().zip(around.degrees(placer.grid)) {
                side.append_value(value);
            }
            self.wkb.clear();
            wkb::encode(&mut self.wkb, placer.grid, shape, placer.multi);
            if self.wkb.len() > MOST_BYTES {
                return Err(too_long(feature, self.wkb.len()));
            }
            self.bytes += self.wkb.len();
            self.shapes.append_value(&self.wkb);
        } else {
            self.sides.iter_mut().for_each(Float64Builder::append_null);
            self.shapes.append_null();
        }
        self.rows += 1;
        Ok(())
    }

    /// What was gathered; nothing is left.
    pub(super) fn take(&mut self) -> Result<RecordBatch, WriteError> {
        self.rows = 0;
        self.bytes = 0;
        let mut arrays: Vec<ArrayRef> =
            self.columns.iter_mut().map(|(_, builder)| builder.finish()).collect();
        let sides = self.sides.iter_mut().map(|side| Arc::new(side.finish()) as ArrayRef).collect();
        let boxes = StructArray::try_new(side_fields(), sides, self.boxed.finish())
            .map_err(|error| WriteError::format(FORMAT, &error))?;
        arrays.push(Arc::new(boxes));
        arrays.push(Arc::new(self.shapes.finish()));
        RecordBatch::try_new(Arc::clone(&self.schema), arrays)
            .map_err(|error| WriteError::format(FORMAT, &error))
    }
}

fn too_long(feature: &LayerFeature, found: usize) -> WriteError {
    WriteError::Format {
        at: RecordRef::default().id(feature.key()),
        format: FORMAT,
        reason: format!("expected texts and geometries below 2 GiB, found one of {found} bytes"),
    }
}

impl Builder {
    fn of(holds: FieldType) -> Self {
        match holds {
            FieldType::Text => Self::Text(StringBuilder::new()),
            FieldType::Integer => Self::Integer(Int64Builder::new()),
            FieldType::Real => Self::Real(Float64Builder::new()),
            FieldType::Boolean => Self::Boolean(BooleanBuilder::new()),
            FieldType::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        }
    }

    /// Adds the item, null where it is none or not of the column's type, which a
    /// layer does not let happen. The bytes it takes beyond a number's; an error if
    /// those are too many.
    fn push(&mut self, item: Option<Item<'_>>) -> Result<usize, usize> {
        match (self, item) {
            (Self::Text(builder), Some(Item::Text(text))) => {
                if text.len() > MOST_BYTES {
                    return Err(text.len());
                }
                builder.append_value(text);
                return Ok(text.len());
            }
            (Self::Integer(builder), Some(Item::Integer(number))) => builder.append_value(number),
            (Self::Real(builder), Some(Item::Real(number))) => builder.append_value(number),
            (Self::Boolean(builder), Some(Item::Boolean(truth))) => builder.append_value(truth),
            (Self::Time(builder), Some(Item::Time(at))) => {
                builder.append_value(at.as_nanosecond().div_euclid(1000) as i64);
            }
            (Self::Text(builder), _) => builder.append_null(),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::Real(builder), _) => builder.append_null(),
            (Self::Boolean(builder), _) => builder.append_null(),
            (Self::Time(builder), _) => builder.append_null(),
        }
        Ok(0)
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Real(builder) => Arc::new(builder.finish()),
            Self::Boolean(builder) => Arc::new(builder.finish()),
            Self::Time(builder) => Arc::new(builder.finish()),
        }
    }
}

fn side_fields() -> Fields {
    SIDES.iter().map(|side| Field::new(*side, DataType::Float64, true)).collect()
}

fn arrow_field(column: &Column) -> Field {
    let holds = match column.holds {
        FieldType::Text => DataType::Utf8,
        FieldType::Integer => DataType::Int64,
        FieldType::Real => DataType::Float64,
        FieldType::Boolean => DataType::Boolean,
        FieldType::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    };
    Field::new(&column.name, holds, !column.is_always_there())
}
