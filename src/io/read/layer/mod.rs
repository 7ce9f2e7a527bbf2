//! Layers in: any GeoJSON of one geometry type, of whatever origin.
//!
//! Floor 7. Imports the ground, `layer` and the text of GeoJSON beside it.
//!
//! Another organisation's layer, or one of our own, comes in here and goes on
//! through an audience into any format or map client. Nothing is known of how
//! much harm it could do, so records and columns are of high sensitivity until
//! somebody says otherwise.
//!
//! `source` cuts a file into features, `document` knows what stands around them,
//! `feature`, `place` and `columns` take one apart in one pass, `rows` makes a
//! row of it, `infer` says what the columns are. JSON itself is `serde_json`'s: no
//! tree of values is built, and only features with arrays or objects as properties
//! are parsed twice.

mod columns;
mod coordinates;
mod document;
mod error;
mod feature;
mod features;
mod infer;
mod place;
mod report;
mod rows;
mod source;
mod value;

pub use error::ReadLayerError;
pub use features::LayerFeatures;
pub use report::{LayerReadReport, LoadedLayer};

use crate::layer::GeometryType;
use crate::layer::LayerSchema;
use crate::model::Sensitivity;
use crate::record::RecordRef;
use document::Document;
use rows::Rows;
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes that are read of one file, unpacked, unless told otherwise: 16 GiB.
const DEFAULT_LIMIT: u64 = 16 << 30;

/// What the features of a file are keyed by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeySource {
    /// This property: text, or an integer as its digits.
    Property(String),
    /// The member `id`: text, or a number as its digits.
    Id,
    /// The feature's number in the file, the first being 1, in nine digits. It is
    /// another one as soon as a feature is put in before it.
    Position,
}

/// Reads a layer out of GeoJSON: a `FeatureCollection` or `Feature` (RFC 7946), or a
/// text sequence (RFC 8142) with or without record separators, plain or packed
/// (`.gz`, with a feature that has gzip: `osm`, `tables`, `matsim` or `tiles`).
///
/// [`read`](Self::read) finds the columns out, [`features`](Self::features) is given
/// them and reads one feature after another. In both:
///
/// - **Key.** What [`key`](Self::key) says; else what the first feature has: the
///   property `key` as our writers write it, the member `id`, or its position in
///   the file. A feature without the key that others have is an error, and so in
///   [`read`](Self::read) are two of one key.
/// - **Window.** The properties `start` and `end`, RFC 3339 text or null: see
///   [`window`](Self::window). A null end is open; if both are null nothing is known.
/// - **Geometry** of one type: the first that is met, unless
///   [`geometry_type`](Self::geometry_type) picks one. A null geometry is a feature
///   without a place. Collections and points of several positions are refused, and
///   positions further than 540° and 90° from 0. Heights are dropped and counted.
/// - **Sensitivity** high, of records and columns: nobody has classed them, and for
///   whom a file says it was made is not believed. An audience that lets less
///   through is shown nothing until [`Layer::reclassed`](crate::layer::Layer::reclassed)
///   or [`sensitivity`](Self::sensitivity) says otherwise.
/// - A `crs` other than WGS 84 is refused; a byte order mark is passed over.
///
/// What of the file is not in the layer is counted in the [`LayerReadReport`].
///
/// ```
/// use safepassage::io::read::LayerReader;
/// use safepassage::io::write::GeoJsonWriter;
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
///
/// let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":7,
///     "geometry":{"type":"Point","coordinates":[37.1,36.2]},"properties":{"name":"Gate","beds":12}}]}"#;
/// let layer = LayerReader::new("clinics").read_text("clinics.geojson", text)?.layer;
/// // Nobody has said that any of it may be known.
/// assert!(Audience::public().release(&layer).layer.layer().features().is_empty());
///
/// let known = layer.reclassed(
///     |field| if field.name() == "name" { field.sensitivity(Sensitivity::Low) } else { field },
///     |_| Sensitivity::Low,
/// )?;
/// let text = GeoJsonWriter::new().to_string(&Audience::public().release(&known).layer)?;
/// assert!(text.contains(r#""properties":{"key":"7","name":"Gate"}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct LayerReader {
    name: String,
    key: Option<KeySource>,
    window: Option<(String, String)>,
    geometry_type: Option<GeometryType>,
    sensitivity: Sensitivity,
    limit: u64,
}

impl LayerReader {
    /// A reader of a layer of this name, which becomes a file name: see
    /// [`Layer::builder`](crate::layer::Layer::builder).
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            key: None,
            window: Some(("start".to_owned(), "end".to_owned())),
            geometry_type: None,
            sensitivity: Sensitivity::High,
            limit: DEFAULT_LIMIT,
        }
    }

    /// Sets what the features are keyed by.
    #[must_use]
    pub fn key(mut self, key: KeySource) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets the properties that say from when until when a feature is, as RFC 3339
    /// text with an offset or null; the end is not part of the window. They are `start`
    /// and `end` until told otherwise.
    #[must_use]
    pub fn window(mut self, start: impl Into<String>, end: impl Into<String>) -> Self {
        self.window = Some((start.into(), end.into()));
        self
    }

    /// Takes no property for the window: `start` and `end` are columns like others
    /// (under other names, since writers have those).
    #[must_use]
    pub fn without_window(mut self) -> Self {
        self.window = None;
        self
    }

    /// Picks the features of one geometry type out of a file that has several. The
    /// others are left out and counted.
    #[must_use]
    pub const fn geometry_type(mut self, geometry_type: GeometryType) -> Self {
        self.geometry_type = Some(geometry_type);
        self
    }

    /// Sets the sensitivity of every record. Columns have their own.
    #[must_use]
    pub const fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// Sets the most bytes that are read of a file, unpacked. 16 GiB unless told otherwise.
    #[must_use]
    pub const fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Reads a whole file into a layer, its columns as its values have them, in order
    /// of first appearance:
    ///
    /// | all values that are not null | column |
    /// |---|---|
    /// | `true`, `false` | Boolean |
    /// | integers of at most 2⁵³ − 1 | Integer |
    /// | numbers | Real, the nearest 64-bit number |
    /// | RFC 3339 text with an offset | Time |
    /// | text, or none at all | Text |
    /// | larger integers (of 64 bits), arrays, objects | Text, as their JSON text |
    /// | of several of these | Text: text as it is, all else as its JSON text |
    ///
    /// A property whose name no column can have (see [`Field::new`](crate::layer::Field::new))
    /// gets another one. `title` and `description` of a collection are the layer's.
    ///
    /// Linear in the file, and `n log n` in the features if their keys do not ascend.
    /// Memory follows the features: that of the layer, and no more than one feature's text.
    ///
    /// # Errors
    ///
    /// [`ReadLayerError`], at the first that is wrong.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<LoadedLayer, ReadLayerError> {
        infer::layer(Rows::new(self, self.open(path.as_ref())?, None), &self.name)
    }

    /// As [`read`](Self::read), out of text; `name` stands for the file in errors.
    ///
    /// # Errors
    ///
    /// [`ReadLayerError`], at the first that is wrong.
    pub fn read_text(&self, name: &str, text: &str) -> Result<LoadedLayer, ReadLayerError> {
        self.read_from(name, std::io::Cursor::new(text.to_owned()))
    }

    /// As [`read`](Self::read), from anything; `name` stands for the file in errors.
    ///
    /// # Errors
    ///
    /// [`ReadLayerError`], at the first that is wrong.
    pub fn read_from(
        &self,
        name: &str,
        input: impl Read + Send + 'static,
    ) -> Result<LoadedLayer, ReadLayerError> {
        let document = Document::new(RecordRef::file(name), Box::new(input), self.limit);
        infer::layer(Rows::new(self, document, None), &self.name)
    }

    /// Reads a file feature by feature into rows of this schema, such as
    /// [`Audience::release_features`](crate::publish::Audience::release_features) takes.
    ///
    /// Properties are matched to columns by name. One that has no column is left out
    /// and counted; a column of real numbers takes integers, a column of text takes
    /// anything, as [`read`](Self::read) does. Memory is flat: that of one feature.
    /// Keys are not compared: an audience takes only ascending ones.
    ///
    /// # Errors
    ///
    /// [`ReadLayerError::Io`] if the file cannot be opened; what is wrong in it
    /// comes as the item in its place, and is the last.
    pub fn features(
        &self,
        schema: &LayerSchema,
        path: impl AsRef<Path>,
    ) -> Result<LayerFeatures, ReadLayerError> {
        Ok(LayerFeatures::new(Rows::new(self, self.open(path.as_ref())?, Some(schema)), schema))
    }

    /// As [`features`](Self::features), from anything; `name` stands for the file in errors.
    pub fn features_from(
        &self,
        schema: &LayerSchema,
        name: &str,
        input: impl Read + Send + 'static,
    ) -> LayerFeatures {
        let document = Document::new(RecordRef::file(name), Box::new(input), self.limit);
        LayerFeatures::new(Rows::new(self, document, Some(schema)), schema)
    }

    fn open(&self, path: &Path) -> Result<Document, ReadLayerError> {
        let at = RecordRef::file(path.display().to_string());
        let io = |source| ReadLayerError::Io { at: at.clone(), source };
        let file = File::open(path).map_err(io)?;
        let packed = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
        let input = if packed { unpacked(file).map_err(io)? } else { Box::new(file) };
        Ok(Document::new(at, input, self.limit))
    }
}

#[cfg(any(feature = "osm", feature = "tables", feature = "matsim", feature = "tiles"))]
#[allow(clippy::unnecessary_wraps)] // The other one fails.
fn unpacked(file: File) -> std::io::Result<Box<dyn Read + Send>> {
    Ok(Box::new(flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file))))
}

#[cfg(not(any(feature = "osm", feature = "tables", feature = "matsim", feature = "tiles")))]
fn unpacked(_: File) -> std::io::Result<Box<dyn Read + Send>> {
    Err(std::io::Error::new(
        std::io::ErrorKind::Unsupported,
        "gzip is unpacked only with the feature \"osm\", \"tables\", \"matsim\" or \"tiles\"",
    ))
}
