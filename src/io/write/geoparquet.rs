//! `GeoParquet` 1.1: row groups written as features come.

mod batch;
mod meta;

use super::flat::{self, Column};
use super::placed::Placer;
use super::{LayerWriter, WriteError, Written};
use crate::publish::ReleasedFeatures;
use arrow_array::RecordBatch;
use batch::Batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::io::Write;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

/// The format's name in messages.
const FORMAT: &str = "GeoParquet";
/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;
/// Rows in a row group.
const GROUP_ROWS: usize = 1 << 16;
/// A row group ends early once it holds this many bytes.
const GROUP_BYTES: usize = 64 << 20;
/// Rows go to the encoder together, this many or fewer.
const BATCH_ROWS: usize = 1 << 13;
/// Rows go to the encoder early once their geometries and texts hold this many bytes.
const BATCH_BYTES: usize = 8 << 20;

/// This many batches wait for the encoder at most.
const WAITING: usize = 2;

/// Writes a layer as `GeoParquet` 1.1, compressed with Zstandard.
///
/// - Columns: `id` (64-bit), `key`, the layer's fields, in a timed layer `start` and
///   `end`, `bbox` (a structure of `xmin`, `ymin`, `xmax`, `ymax` as doubles, for
///   filters) and `geometry` (WKB); `id_1`, `bbox_1`, `geometry_1` where a field has
///   that name. Without a place `bbox` and `geometry` are null.
/// - Geometry is rounded, cut at the antimeridian and wound as
///   [`GeoJsonWriter`](super::GeoJsonWriter) does it. The CRS is OGC:CRS84, longitude
///   first, stated as PROJJSON. The file's box runs from −180 to 180 where the layer
///   reaches over the antimeridian, never from east to west.
/// - Times are instants in UTC in microseconds; what is below is cut off. The end is
///   not part of the window; it is null where the window is open.
/// - The file's metadata has `name`, `title`, `description`, `audience` and `columns`, a
///   JSON object of the columns' descriptions.
///
/// A row group has at most 65,536 rows and about 64 MB: memory does not grow with the
/// number of features. Rows stand in the order of their keys. They are encoded on a
/// thread of their own while the next ones are gathered; the bytes do not depend on it.
///
/// ```
/// use safepassage::io::write::{GeoParquetWriter, LayerWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let mut bytes = Vec::new();
/// GeoParquetWriter::new().write_to(&Audience::public().release(&layer).layer, &mut bytes)?;
/// assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GeoParquetWriter {
    decimals: u8,
}

impl GeoParquetWriter {
    /// A writer that rounds to 7 decimals.
    pub const fn new() -> Self {
        Self { decimals: DEFAULT_DECIMALS }
    }

    /// Sets the most decimals of a degree written, at most 12.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.decimals = decimals;
        self
    }
}

impl Default for GeoParquetWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayerWriter for GeoParquetWriter {
    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let schema = features.schema().clone();
        let audience = features.audience().to_owned();
        let mut placer = Placer::new(features, self.decimals);
        let mut columns = vec![Column::id(&schema, "id")];
        columns.extend(flat::columns(&schema));
        let names = Names {
            bbox: flat::free_name(&schema, "bbox"),
            geometry: flat::free_name(&schema, "geometry"),
        };
        let mut batch = Batch::new(columns, &names);
        // An Arrow schema would have to stand in the file with all metadata in it, or
        // readers by Arrow C++ take it that there is none; some is known at the end only.
        let options = ArrowWriterOptions::new()
            .with_properties(properties(&batch, &names))
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(out, Arc::clone(batch.schema()), options)
            .map_err(failed)?;
        let mut writer = thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(WAITING);
            let encoder = thread::Builder::new()
                .spawn_scoped(scope, move || encode(writer, &receiver))
                .map_err(WriteError::io)?;
            let gathered = gather(features, &mut placer, &mut batch, &sender);
            drop(sender);
            let encoded = encoder.join().unwrap_or_else(|panic| resume_unwind(panic));
            gathered.and(encoded)
        })?;
        let geo = meta::geo(&placer, &names);
        for (key, value) in [
            ("geo", geo.as_str()),
            ("name", schema.name()),
            ("title", schema.title()),
            ("description", schema.description()),
            ("audience", &audience),
            ("columns", &batch.descriptions()),
        ] {
            writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value.to_owned()));
        }
        writer.finish().map_err(failed)?;
        placer.written.bytes = writer.bytes_written() as u64;
        Ok(placer.written)
    }
}

/// Sends the features' rows to the encoder. Ends early if that takes no more.
fn gather(
    features: &mut ReleasedFeatures<'_>,
    placer: &mut Placer,
    batch: &mut Batch,
    encoder: &SyncSender<RecordBatch>,
) -> Result<(), WriteError> {
    for feature in features {
        let feature = feature?;
        let shape = placer.place(&feature)?;
        batch.push(&feature, shape.as_ref(), placer)?;
        if (batch.rows() >= BATCH_ROWS || batch.bytes() >= BATCH_BYTES)
            && encoder.send(batch.take()?).is_err()
        {
            return Ok(());
        }
    }
    let last = batch.take()?;
    // An encoder that takes no more has failed and says so itself.
    let _ = encoder.send(last);
    Ok(())
}

/// Encodes batches until no more come.
fn encode<W: Write + Send>(
    mut writer: ArrowWriter<W>,
    batches: &Receiver<RecordBatch>,
) -> Result<ArrowWriter<W>, WriteError> {
    for batch in batches {
        writer.write(&batch).map_err(failed)?;
        if writer.in_progress_size() >= GROUP_BYTES {
            writer.flush().map_err(failed)?;
        }
    }
    Ok(writer)
}

/// What the columns are called that no feature has by itself.
struct Names {
    bbox: String,
    geometry: String,
}

fn properties(batch: &Batch, names: &Names) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_created_by(concat!("safepassage ", env!("CARGO_PKG_VERSION")).to_owned());
    // A dictionary of what hardly repeats is work for nothing.
    for column in batch.unlike_columns() {
        properties = properties
            .set_column_dictionary_enabled(ColumnPath::new(vec![column.to_owned()]), false);
    }
    for side in batch::SIDES {
        let path = ColumnPath::new(vec![names.bbox.clone(), side.to_owned()]);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    let geometry = ColumnPath::new(vec![names.geometry.clone()]);
    properties
        .set_column_dictionary_enabled(geometry.clone(), false)
        .set_column_statistics_enabled(geometry, EnabledStatistics::None)
        .build()
}

/// What the Parquet crate said; if the system would not write, what the system said.
fn failed(error: ParquetError) -> WriteError {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(source) => WriteError::io(*source),
            Err(other) => WriteError::format(FORMAT, &other),
        },
        other => WriteError::format(FORMAT, &other),
    }
}
