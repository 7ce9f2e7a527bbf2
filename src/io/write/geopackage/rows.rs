//! The features of a layer, sorted.

use super::FORMAT;
use super::record;
use crate::io::write::WriteError;
use crate::io::write::flat::Column;
use crate::io::write::placed::Placer;
use crate::io::write::sorter::{Sorted, Sorter};
use crate::layer::LayerFeature;
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;
use std::path::Path;

/// The features as rows in the order of their identifiers.
pub(super) fn sorted(
    features: &mut ReleasedFeatures<'_>,
    placer: &mut Placer,
    columns: &[Column],
    folder: &Path,
) -> Result<Sorted, WriteError> {
    let mut sorter = Sorter::new(folder.to_owned());
    let mut row = Vec::new();
    for feature in features {
        let feature = feature?;
        row.clear();
        if let Some((shape, around)) = placer.place(&feature)? {
            row.push(1);
            record::push_sides(&mut row, record::sides(placer, around));
            record::push_shape(&mut row, placer, &shape, around);
        } else {
            row.push(0);
            record::push_item(&mut row, None);
        }
        for column in columns {
            let item = column.item(&feature);
            record::push_item(&mut row, item).ok_or_else(|| too_early(&feature, column))?;
        }
        sorter.push(feature.id(), &row).map_err(WriteError::io)?;
    }
    sorter.finish().map_err(WriteError::io)
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
