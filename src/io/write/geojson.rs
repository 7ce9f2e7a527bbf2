//! GeoJSON (RFC 7946) and GeoJSON text sequences (RFC 8142).
//!
//! Written by hand, not through a tree of values: feature by feature, each
//! number as its decimal text, so that the same layer gives the same bytes.

mod encode;

use super::LayerWriter;
use super::WriteError;
use super::Written;
use super::bounds::Bounds;
use super::text;
use crate::layer::grid::Grid;
use crate::publish::ReleasedFeatures;
use crate::publish::ReleasedLayer;
use encode::Encoder;
use std::io::Write;

/// Decimals of a degree until told otherwise: about 1.1 cm.
const DEFAULT_DECIMALS: u8 = 7;

/// Writes a layer as one `FeatureCollection` (RFC 7946).
///
/// - Exterior rings run anticlockwise, holes clockwise; lines and polygons are cut
///   at the antimeridian; there is no `crs` member.
/// - Coordinates are rounded to [`decimals`](Self::decimals), 7 unless told
///   otherwise and never more than the audience may see, without trailing
///   zeros and without a negative zero. The step is stated in the member
///   `xy_coordinate_resolution`, which GDAL reads. Positions that fall together
///   are written once. A line, polygon or hole of which nothing is left is left
///   out and reported; a feature of which nothing is left is an error.
/// - `id` is the feature's stable integer; the property `key` is its key. Each
///   feature has the same flat, scalar properties in the same order, null where
///   nothing is known. In a timed layer `start` and `end` come last, as RFC 3339
///   text in UTC, null where the window is open; the end is not part of the window.
/// - `name`, `title`, `description` and `audience` are members of the collection.
/// - `bbox` stands at the end, so that nothing need be read twice; west is
///   greater than east if it crosses the antimeridian.
///
/// Memory does not grow with the number of features.
///
/// ```
/// use safepassage::io::write::GeoJsonWriter;
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.123_456_789, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let text = GeoJsonWriter::new().to_string(&Audience::public().release(&layer).layer)?;
/// assert!(text.contains(r#"{"type":"Point","coordinates":[37.12346,36.2]}"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GeoJsonWriter {
    decimals: u8,
}

/// Writes a layer as a GeoJSON text sequence (RFC 8142): one feature a line,
/// each between a record separator (U+001E) and a line feed.
///
/// Features are written as [`GeoJsonWriter`] writes them. There is no collection,
/// so no name, title or bounding box.
#[derive(Clone, Copy, Debug)]
pub struct GeoJsonSeqWriter {
    decimals: u8,
}

impl GeoJsonWriter {
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

    /// The layer as text.
    ///
    /// # Errors
    ///
    /// [`WriteError::Collapsed`] if nothing is left of a feature's shape.
    pub fn to_string(&self, layer: &ReleasedLayer) -> Result<String, WriteError> {
        to_text(self, layer)
    }
}

impl GeoJsonSeqWriter {
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

    /// The layer as text.
    ///
    /// # Errors
    ///
    /// [`WriteError::Collapsed`] if nothing is left of a feature's shape.
    pub fn to_string(&self, layer: &ReleasedLayer) -> Result<String, WriteError> {
        to_text(self, layer)
    }
}

impl Default for GeoJsonWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for GeoJsonSeqWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayerWriter for GeoJsonWriter {
    fn extension(&self) -> &'static str {
        "geojson"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let grid = Grid::new(self.decimals.min(features.decimals()));
        let mut bounds = Bounds::new(grid.scale());
        let mut written = Written::default();
        let schema = features.schema().clone();
        let mut encoder = Encoder::new(&schema, grid);
        encoder.open_collection(features.audience());
        for feature in features {
            encoder.text(if written.features == 0 { "\n" } else { ",\n" });
            encoder.feature(feature?.as_ref(), &mut bounds, &mut written)?;
            encoder.hand_on(out, &mut written)?;
        }
        encoder.close_collection(&bounds);
        encoder.finish(out, &mut written)?;
        Ok(written)
    }
}

impl LayerWriter for GeoJsonSeqWriter {
    fn extension(&self) -> &'static str {
        "geojsons"
    }

    fn write_features(
        &self,
        features: &mut ReleasedFeatures<'_>,
        out: &mut (dyn Write + Send),
    ) -> Result<Written, WriteError> {
        let grid = Grid::new(self.decimals.min(features.decimals()));
        let mut bounds = Bounds::new(grid.scale());
        let mut written = Written::default();
        let schema = features.schema().clone();
        let mut encoder = Encoder::new(&schema, grid);
        for feature in features {
            encoder.text("\u{1e}");
            encoder.feature(feature?.as_ref(), &mut bounds, &mut written)?;
            encoder.text("\n");
            encoder.hand_on(out, &mut written)?;
        }
        encoder.finish(out, &mut written)?;
        Ok(written)
    }
}

fn to_text(writer: &dyn LayerWriter, layer: &ReleasedLayer) -> Result<String, WriteError> {
    let mut bytes = Vec::new();
    writer.write_to(layer, &mut bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        WriteError::io(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
    })
}
