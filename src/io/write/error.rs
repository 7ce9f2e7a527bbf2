//! Why a file could not be written.

use crate::layer::LayerError;
use crate::record::RecordRef;

/// Why a file could not be written. Every variant says where before it says what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The system would not write.
    #[error("{at}: cannot write")]
    Io {
        /// Where.
        at: RecordRef,
        /// What the system said.
        source: std::io::Error,
    },

    /// At the decimals asked for, nothing is left of a feature's shape.
    #[error(
        "{at}: expected a shape that keeps its area or length at {decimals} decimals, found none left of it"
    )]
    Collapsed {
        /// Where.
        at: RecordRef,
        /// The decimals of a degree asked for.
        decimals: u8,
    },

    /// A feature that came could not be of its layer.
    #[error("{at}: cannot write")]
    Layer {
        /// Where.
        at: RecordRef,
        /// Why.
        source: Box<LayerError>,
    },

    /// What makes files of this format would not.
    #[error("{at}: cannot write {format}: {reason}")]
    Format {
        /// Where.
        at: RecordRef,
        /// The format.
        format: &'static str,
        /// What it said.
        reason: String,
    },

    /// Two layers would become one file.
    #[error("{at}: expected each layer to have its own name, found two named {layer:?}")]
    SameName {
        /// Where.
        at: RecordRef,
        /// The name.
        layer: String,
    },
}

impl WriteError {
    /// The same error, in this file.
    pub(super) fn in_file(self, file: &str) -> Self {
        let place = |at: &RecordRef| match at.record_id() {
            Some(id) => RecordRef::file(file).id(id),
            None => RecordRef::file(file),
        };
        match self {
            Self::Io { at, source } => Self::Io { at: place(&at), source },
            Self::Collapsed { at, decimals } => Self::Collapsed { at: place(&at), decimals },
            Self::Layer { at, source } => Self::Layer { at: place(&at), source },
            Self::Format { at, format, reason } => Self::Format { at: place(&at), format, reason },
            Self::SameName { at, layer } => Self::SameName { at: place(&at), layer },
        }
    }

    /// What a crate that makes files of a format said.
    #[allow(dead_code, reason = "needed by formats that are optional")]
    pub(in crate::io) fn format(format: &'static str, reason: &impl ToString) -> Self {
        Self::Format { at: RecordRef::default(), format, reason: reason.to_string() }
    }

    pub(in crate::io) fn io(source: std::io::Error) -> Self {
        Self::Io { at: RecordRef::default(), source }
    }
}

impl From<LayerError> for WriteError {
    fn from(source: LayerError) -> Self {
        Self::Layer { at: RecordRef::default(), source: Box::new(source) }
    }
}
