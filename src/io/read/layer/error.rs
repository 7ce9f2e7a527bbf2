//! Why a layer could not be read.

use crate::layer::GeometryType;
use crate::layer::LayerError;
use crate::record::RecordRef;

/// Why a layer could not be read. Every variant that has a place in the file
/// says it (`at`) before it says what.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadLayerError {
    /// The file could not be opened or read.
    #[error("{at}: cannot read")]
    Io {
        /// Where.
        at: RecordRef,
        /// What the system said.
        source: std::io::Error,
    },

    /// The file, unpacked, is larger than the reader was told to take.
    #[error("{at}: expected at most {limit} bytes, found more")]
    TooLarge {
        /// Where.
        at: RecordRef,
        /// The most bytes that the reader takes.
        limit: u64,
    },

    /// The file is not UTF-8 text.
    #[error("{at}: byte {byte}: expected UTF-8 text, found {found}")]
    WrongEncoding {
        /// Where.
        at: RecordRef,
        /// The position of the first byte that cannot be, the file's first being 0.
        byte: u64,
        /// What it looks like.
        found: String,
    },

    /// The file is not JSON.
    #[error("{at}: line {line}, column {column}: expected {expected}, found {found}")]
    MalformedJson {
        /// Where.
        at: RecordRef,
        /// The line, the first being 1.
        line: u64,
        /// The column in bytes, the first being 1.
        column: u64,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },

    /// The file is JSON of another sort.
    #[error("{at}: expected {expected}, found {found}")]
    NotGeoJson {
        /// Where.
        at: RecordRef,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },

    /// The file says that its coordinates are in another reference system.
    #[error("{at}: expected coordinates in WGS 84 (CRS84 or EPSG:4326), found the crs {found}")]
    ForeignCrs {
        /// Where.
        at: RecordRef,
        /// What it names.
        found: String,
    },

    /// A feature or its geometry is not as GeoJSON has it, or no layer can hold it.
    #[error("{at}: expected {expected}, found {found}")]
    BadFeature {
        /// Where.
        at: RecordRef,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },

    /// A feature's geometry is of another type than the layer.
    #[error(
        "{at}: expected geometry of type {expected}, as the layer has it, found {found}; \
         with a geometry type chosen the others are left out"
    )]
    MixedGeometry {
        /// Where.
        at: RecordRef,
        /// The layer's type: of the schema, or of the first feature that has a place.
        expected: GeometryType,
        /// The feature's type.
        found: GeometryType,
    },

    /// No feature has a geometry, so that the layer's type is not known.
    #[error("{at}: expected a feature with a geometry, or to be told the geometry type")]
    NoGeometry {
        /// Where.
        at: RecordRef,
    },

    /// A property holds what it cannot.
    #[error("{at}: property {name:?}: expected {expected}, found {found}")]
    BadProperty {
        /// Where.
        at: RecordRef,
        /// The property's name.
        name: String,
        /// What would have been right.
        expected: String,
        /// What stood there.
        found: String,
    },

    /// A feature without what others are keyed by.
    #[error("{at}: expected {expected}, by which the features of this layer are keyed, found none")]
    MissingKey {
        /// Where.
        at: RecordRef,
        /// The source of keys.
        expected: String,
    },

    /// Two features have one key.
    #[error(
        "{at}: expected a key that no feature before has, found that of feature {first}; \
         the key may be taken from another column"
    )]
    DuplicateKey {
        /// Where, with the key.
        at: RecordRef,
        /// The number of the feature that has it too.
        first: u64,
    },

    /// More different properties than a layer may have columns.
    #[error("{at}: property {name:?}: expected at most {limit} columns, found more")]
    TooManyColumns {
        /// Where.
        at: RecordRef,
        /// The property that is one too many.
        name: String,
        /// The most columns.
        limit: usize,
    },

    /// What was read makes no layer.
    #[error("{at}: {source}")]
    Layer {
        /// Where.
        at: RecordRef,
        /// Why not.
        source: Box<LayerError>,
    },
}

impl ReadLayerError {
    /// Where: the file, and the feature if it is about one.
    pub const fn at(&self) -> &RecordRef {
        match self {
            Self::Io { at, .. }
            | Self::TooLarge { at, .. }
            | Self::WrongEncoding { at, .. }
            | Self::MalformedJson { at, .. }
            | Self::NotGeoJson { at, .. }
            | Self::ForeignCrs { at, .. }
            | Self::BadFeature { at, .. }
            | Self::MixedGeometry { at, .. }
            | Self::NoGeometry { at }
            | Self::BadProperty { at, .. }
            | Self::MissingKey { at, .. }
            | Self::DuplicateKey { at, .. }
            | Self::TooManyColumns { at, .. }
            | Self::Layer { at, .. } => at,
        }
    }

    /// The same, said to be there.
    pub(super) fn located(mut self, place: RecordRef) -> Self {
        match &mut self {
            Self::Io { at, .. }
            | Self::TooLarge { at, .. }
            | Self::WrongEncoding { at, .. }
            | Self::MalformedJson { at, .. }
            | Self::NotGeoJson { at, .. }
            | Self::ForeignCrs { at, .. }
            | Self::BadFeature { at, .. }
            | Self::MixedGeometry { at, .. }
            | Self::NoGeometry { at }
            | Self::BadProperty { at, .. }
            | Self::MissingKey { at, .. }
            | Self::DuplicateKey { at, .. }
            | Self::TooManyColumns { at, .. }
            | Self::Layer { at, .. } => *at = place,
        }
        self
    }
}

/// What should have stood somewhere and what did, before it is known where.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) expected: String,
    pub(super) found: String,
}

impl Fault {
    pub(super) fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { expected: expected.into(), found: found.into() }
    }

    pub(super) fn in_feature(self) -> ReadLayerError {
        let Self { expected, found } = self;
        ReadLayerError::BadFeature { at: RecordRef::default(), expected, found }
    }

    pub(super) fn in_property(self, name: &str) -> ReadLayerError {
        let Self { expected, found } = self;
        let (at, name) = (RecordRef::default(), name.to_owned());
        ReadLayerError::BadProperty { at, name, expected, found }
    }
}
