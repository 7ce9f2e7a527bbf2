//! The features of a file as an iterator.

use super::LayerReadReport;
use super::ReadLayerError;
use super::rows::Rows;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;

/// The features of a file, one after another: see [`LayerReader::features`](super::LayerReader::features).
///
/// An iterator; after an error it has ended.
#[derive(Debug)]
pub struct LayerFeatures {
    rows: Rows,
    layer: String,
    ended: bool,
}

impl LayerFeatures {
    pub(super) fn new(rows: Rows, schema: &LayerSchema) -> Self {
        Self { rows, layer: schema.name().to_owned(), ended: false }
    }

    /// What was read so far.
    pub fn report(&self) -> LayerReadReport {
        self.rows.report()
    }

    /// The same features as an audience takes them: an error of the file becomes
    /// [`LayerError::Unreadable`].
    pub fn for_release(self) -> impl Iterator<Item = Result<LayerFeature, LayerError>> + Send {
        let layer = self.layer.clone();
        self.map(move |feature| {
            feature.map_err(|error| LayerError::Unreadable {
                layer: layer.clone(),
                reason: error.to_string(),
            })
        })
    }
}

impl Iterator for LayerFeatures {
    type Item = Result<LayerFeature, ReadLayerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.rows.next().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
