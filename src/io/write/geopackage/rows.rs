//! The features of a layer, sorted.

use super::FORMAT;
use super::record;
use crate::io::write::WriteError;
use crate::io::write::flat::Column;
use crate::io::write::placed::Placer;
use crate::io::write::sorter::{Sorted, Sorter};
use crate::layer::{LayerFeature, LayerGeometry};
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;
use std::borrow::Cow;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::{self, SyncSender};
use std::thread;

/// Features go to the encoder together, this many or fewer.
const BATCH_FEATURES: usize = 256;
/// They go early once their geometries have this many positions.
const BATCH_POSITIONS: usize = 1 << 15;
/// This many batches wait for the encoder at most.
const WAITING: usize = 2;

/// Features that go to the encoder together.
type Batch<'a> = Vec<Cow<'a, LayerFeature>>;

/// The features as rows in the order of their identifiers. Rows are encoded on a
/// thread of their own while the next features are gathered; neither rows nor errors
/// depend on it.
pub(super) fn sorted(
    features: &mut ReleasedFeatures<'_>,
    placer: &mut Placer,
    columns: &[Column],
    folder: &Path,
) -> Result<Sorted, WriteError> {
    let sorter = Sorter::new(folder.to_owned());
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<Batch<'_>>(WAITING);
        let mut rows = Rows { sorter, placer, columns, row: Vec::new() };
        let encode = move || {
            receiver.into_iter().flatten().try_for_each(|feature| rows.push(&feature))?;
            Ok(rows.sorter)
        };
        let encoder = thread::Builder::new().spawn_scoped(scope, encode).map_err(WriteError::io)?;
        let gathered = gather(features, &sender);
        drop(sender);
        let encoded: Result<Sorter, WriteError> =
            encoder.join().unwrap_or_else(|panic| resume_unwind(panic));
        // What the encoder refused came before what ended the gathering.
        let sorter = encoded?;
        gathered?;
        sorter.finish().map_err(WriteError::io)
    })
}

/// Sends the features to the encoder. Ends early if that takes no more.
fn gather<'a>(
    features: &mut ReleasedFeatures<'a>,
    encoder: &SyncSender<Batch<'a>>,
) -> Result<(), WriteError> {
    let mut batch = Vec::new();
    let mut positions = 0;
    let mut ended = Ok(());
    for feature in features {
        match feature {
            Ok(feature) => {
                positions += feature.geometry().map_or(0, position_count);
                batch.push(feature);
            }
            Err(error) => {
                ended = Err(error.into());
                break;
            }
        }
        if batch.len() >= BATCH_FEATURES || positions >= BATCH_POSITIONS {
            positions = 0;
            if encoder.send(std::mem::take(&mut batch)).is_err() {
                return Ok(());
            }
        }
    }
    // An encoder that takes no more has failed and says so itself.
    let _ = encoder.send(batch);
    ended
}

/// The number of positions, first and last of a ring both counted.
fn position_count(geometry: &LayerGeometry) -> usize {
    let mut count = 0;
    geometry.for_each_part(|part| count += part.len());
    count
}

/// Rows as they are encoded.
struct Rows<'a> {
    sorter: Sorter,
    placer: &'a mut Placer,
    columns: &'a [Column],
    row: Vec<u8>,
}

impl Rows<'_> {
    fn push(&mut self, feature: &LayerFeature) -> Result<(), WriteError> {
        let row = &mut self.row;
        row.clear();
        if let Some((shape, around)) = self.placer.place(feature)? {
            row.push(1);
            record::push_sides(row, record::sides(self.placer, around));
            record::push_shape(row, self.placer, &shape, around);
        } else {
            row.push(0);
            record::push_item(row, None);
        }
        for column in self.columns {
            record::push_item(row, column.item(feature))
                .ok_or_else(|| too_early(feature, column))?;
        }
        self.sorter.push(feature.id(), row).map_err(WriteError::io)
    }
}

fn too_early(feature: &LayerFeature, column: &Column) -> WriteError {
    WriteError::Format {
        at: RecordRef::default().id(feature.key()),
        format: FORMAT,
        reason: format!(
            "column {:?}: expected a time from the year 0 on, found one before",
            column.name
        ),
    }
}
