//! `FlatGeobuf` 3: features along the Hilbert curve below a packed R-tree.

mod feature;
mod header;
mod index;

use super::flat::{self, Column};
use super::placed::Placer;
use super::{LayerWriter, WriteError, Written};
use crate::layer::LayerSchema;
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;
use feature::Encoder;
use index::{Entry, Index};
use std::io::{BufReader, Read, Seek, Write};
use tempfile::SpooledTempFile;

/// The format's name in messages.
const FORMAT: &str = "FlatGeobuf";
/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;
/// Features wait in memory up to this many bytes, beyond that in a temporary file.
const SPOOL_BYTES: usize = 64 << 20;
/// Features are brought into their order by parts of this many bytes.
const WINDOW_BYTES: usize = 64 << 20;
/// A column is numbered by 16 bits.
const MOST_COLUMNS: usize = u16::MAX as usize;

/// Writes a layer as `FlatGeobuf` (version 3) with its spatial index.
///
/// - Columns: `id` (64-bit), `key`, the layer's fields with their descriptions, in a
///   timed layer `start` and `end`; `id_1` where a field has that name. What is not
///   known is left out of a feature.
/// - Geometry is rounded, cut at the antimeridian and wound as
///   [`GeoJsonWriter`](super::GeoJsonWriter) does it, in EPSG:4326, longitude first. A
///   feature without a place has no geometry and stands in no box of the index.
/// - Times are RFC 3339 text in UTC in columns of type `DateTime`. The end is not part
///   of the window.
/// - Name, title and description stand in the header, and the audience in its metadata,
///   a JSON object.
/// - Features stand along the Hilbert curve, not in the order of their keys.
///
/// The index stands before the features, so nothing is written until the last one has
/// come. Until then about 60 bytes of memory a feature are needed, and 130 MB; what
/// more the features take waits in a temporary file of the system.
///
/// ```
/// use safepassage::io::write::{FlatGeobufWriter, LayerWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let mut bytes = Vec::new();
/// FlatGeobufWriter::new().write_to(&Audience::public().release(&layer).layer, &mut bytes)?;
/// assert!(bytes.starts_with(b"fgb\x03fgb"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FlatGeobufWriter {
    decimals: u8,
}

impl FlatGeobufWriter {
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

impl Default for FlatGeobufWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayerWriter for FlatGeobufWriter {
    fn extension(&self) -> &'static str {
        "fgb"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let schema = features.schema().clone();
        let audience = features.audience().to_owned();
        let mut placer = Placer::new(features, self.decimals);
        let columns = columns(&schema)?;
        let mut spool = SpooledTempFile::new(SPOOL_BYTES);
        let mut entries = Vec::new();
        let mut encoder = Encoder::new();
        let mut at = 0;
        for feature in features {
            let feature = feature?;
            let shape = placer.place(&feature)?;
            let bytes = encoder.encode(&feature, shape.as_ref(), &columns, &placer)?;
            spool.write_all(bytes).map_err(WriteError::io)?;
            let around = shape.map(|(_, around)| around.degrees(placer.grid));
            entries.push(Entry { around, at, length: bytes.len() as u32 });
            at += bytes.len() as u64;
        }
        if u32::try_from(entries.len()).is_err() {
            return Err(WriteError::format(FORMAT, &"expected fewer than 2³² features"));
        }
        let index = Index::new(&entries, placer.bounds.map(|bounds| bounds.degrees(placer.grid)));
        let head = header::encode(&schema, &audience, &columns, &placer);
        let mut bytes = head.len() as u64;
        out.write_all(&head).map_err(WriteError::io)?;
        bytes += index.write(&entries, out).map_err(WriteError::io)?;
        bytes += copy(spool, &entries, &index.order, out).map_err(WriteError::io)?;
        placer.written.bytes = bytes;
        Ok(placer.written)
    }
}

fn columns(schema: &LayerSchema) -> Result<Vec<Column>, WriteError> {
    let mut columns = vec![Column::id(schema, "id")];
    columns.extend(flat::columns(schema));
    if columns.len() <= MOST_COLUMNS {
        return Ok(columns);
    }
    let room = MOST_COLUMNS + schema.fields().len() - columns.len();
    Err(WriteError::Format {
        at: RecordRef::default(),
        format: FORMAT,
        reason: format!(
            "layer {:?}: expected at most {room} fields, found {}",
            schema.name(),
            schema.fields().len()
        ),
    })
}

/// Writes the features in this order: part by part, each part read from front to back.
fn copy(
    mut spool: SpooledTempFile,
    entries: &[Entry],
    order: &[u32],
    out: &mut dyn Write,
) -> std::io::Result<u64> {
    spool.rewind()?;
    let mut spool = BufReader::with_capacity(1 << 16, spool);
    let mut here = 0;
    let mut bytes = 0;
    let mut window: Vec<u8> = Vec::new();
    let mut rest = order.iter().filter_map(|number| entries.get(*number as usize)).peekable();
    while rest.peek().is_some() {
        // Where each feature is read from, and where in the window it goes.
        let mut moves: Vec<(u64, usize, usize)> = Vec::new();
        let mut length = 0;
        while let Some(entry) =
            rest.next_if(|entry| length == 0 || length + entry.length as usize <= WINDOW_BYTES)
        {
            moves.push((entry.at, length, entry.length as usize));
            length += entry.length as usize;
        }
        moves.sort_unstable();
        window.resize(length, 0);
        for (from, to, length) in moves {
            spool.seek_relative(from as i64 - here as i64)?;
            spool.read_exact(window.get_mut(to..to + length).unwrap_or_default())?;
            here = from + length as u64;
        }
        out.write_all(&window)?;
        bytes += length as u64;
    }
    Ok(bytes)
}
