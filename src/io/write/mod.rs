//! Writers: a released layer becomes a file, whole or not at all.
//!
//! Floor 7. Imports `layer` and `publish`.

pub(in crate::io) mod atomic;
mod bounds;
#[cfg(feature = "chart")]
mod chart;
mod error;
mod geojson;
mod svg;

#[cfg(feature = "chart")]
pub use chart::ClearanceChart;
pub use error::WriteError;
pub use geojson::{GeoJsonSeqWriter, GeoJsonWriter};
pub use svg::{DISCLAIMER, MapSheet};

use crate::publish::ReleasedLayer;
use crate::record::RecordRef;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The file, if it was one.
    pub path: Option<PathBuf>,
    /// How many features.
    pub features: usize,
    /// How many bytes.
    pub bytes: u64,
    /// The keys of features that lost a line, polygon or hole, too small for
    /// the decimals written.
    pub parts_lost: Vec<String>,
}

/// One format that layers are written in.
pub trait LayerWriter: Send + Sync {
    /// The format's usual file extension, without the dot.
    fn extension(&self) -> &'static str;

    /// Writes the layer, feature by feature.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if `out` fails or a feature cannot be written.
    fn write_to(&self, layer: &ReleasedLayer, out: &mut dyn Write) -> Result<Written, WriteError>;

    /// Writes the layer to a file, whole or not at all: into a temporary file
    /// beside it, then renamed. On failure what stood there before stays.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file.
    fn write_file(&self, layer: &ReleasedLayer, path: &Path) -> Result<Written, WriteError> {
        let (pending, written) = atomic::Pending::fill(path, |out| self.write_to(layer, out))?;
        pending.keep()?;
        Ok(written)
    }

    /// Writes each layer to `folder` under its own name. All of them are written
    /// aside first: if one fails, none appears.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name.
    fn write_folder(
        &self,
        layers: &[ReleasedLayer],
        folder: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        let mut names = BTreeSet::new();
        let mut pending = Vec::with_capacity(layers.len());
        for layer in layers {
            let name = layer.layer().name();
            let path = folder.join(format!("{name}.{}", self.extension()));
            if !names.insert(name) {
                return Err(WriteError::SameName {
                    at: RecordRef::file(path.to_string_lossy()),
                    layer: name.to_owned(),
                });
            }
            pending.push(atomic::Pending::fill(&path, |out| self.write_to(layer, out))?);
        }
        atomic::keep_all(pending)
    }
}
