//! Vector tiles (MVT 2) of several layers in one PMTiles file.

mod archive;
mod clip;
mod column;
mod commands;
mod draw;
mod encode;
mod fit;
mod intake;
mod mercator;
mod protobuf;
mod pyramid;
mod report;
mod rings;
mod shape;
mod simplify;
mod thin;
mod work;

pub use report::{LeftOut, LeftOutAtZoom, TilesWritten};

use super::LayersWriter;
use super::WriteError;
use super::Written;
use super::whole_file;
use crate::publish::ReleasedFeatures;
use archive::{Head, Spool};
use intake::TileLayer;
use pyramid::Pyramid;
use shape::{EXTENT, MAX_ZOOM, Place};
use std::fs::File;
use std::ops::RangeInclusive;
use std::path::Path;

/// Writes layers as vector tiles, all in one PMTiles file (version 3).
///
/// - Tiles follow MVT 2.1 on Web Mercator (EPSG:3857), 4096 units wide with a
///   buffer of 64. Each feature has its integer `id`, the property `key`, and its
///   fields typed as text, integer, real or boolean; what is not known is left out.
///   Times are RFC 3339 text in UTC. In a timed layer there are also `start` and
///   `end` (the end is not part of the window) and, as whole seconds since 1970,
///   rounded up, `start_unix` and `end_unix` for filters.
/// - At the highest zoom every feature is drawn as exactly as the grid allows. At
///   lower zooms lines and rings are simplified (Douglas-Peucker) by at most 4
///   units, half a pixel of a tile of 512; polygons below 8 units are drawn as
///   squares of that size; of such squares and of points one is drawn in each cell of
///   64 units, and a point says in `point_count` for how many it stands. What is
///   drawn of them at one zoom is drawn at each higher one.
/// - No tile is above [`tile_limit`](Self::tile_limit) bytes, compressed: what has
///   no room is left out, from layers of many features first.
/// - All that is left out is counted by layer and zoom, in [`TilesWritten`] and in
///   the file's metadata, which also has the audience.
/// - Coordinates come from the released, rounded geometry. Sides that are straight
///   in degrees follow their curve on the map.
///
/// The same layers give the same bytes, whatever the number of threads. Memory
/// follows the layers, not the tiles: those wait in a temporary file.
///
/// ```
/// use safepassage::io::write::{LayersWriter, TilesWriter};
/// use safepassage::layer::{GeometryType, Layer, LayerFeature};
/// use safepassage::model::Sensitivity;
/// use safepassage::publish::Audience;
/// use geo::Point;
///
/// let gate = LayerFeature::new("checkpoint/gate", Point::new(37.12, 36.2), vec![])
///     .sensitivity(Sensitivity::Low);
/// let layer = Layer::builder("checkpoints", GeometryType::Point).feature(gate).build()?;
/// let released = Audience::public().release(&layer).layer;
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("map.pmtiles");
/// let written = TilesWriter::new().zooms(0..=10).write_file(&[released], &path)?;
/// assert_eq!(written[0].features, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct TilesWriter {
    options: Options,
}

#[derive(Clone, Debug)]
struct Options {
    min_zoom: u8,
    max_zoom: u8,
    decimals: u8,
    buffer: i32,
    /// In a tile's units.
    tolerance: f32,
    /// A cell is two to this many units wide.
    spacing_bits: Option<u32>,
    limit: usize,
    name: String,
    description: String,
    attribution: Option<String>,
}

impl Options {
    /// How far simplification may move a path at this zoom, in world units.
    fn tolerance_at(&self, zoom: u8) -> f32 {
        if zoom >= self.max_zoom {
            return -1.0;
        }
        self.tolerance * (1_u32 << Place::unit_bits(zoom)) as f32
    }

    /// How far around a tile points are known: whole cells, and the size of what
    /// stops being a square at the next zoom.
    fn margin(&self) -> i32 {
        let cell = self.spacing_bits.map_or(1, |bits| 1_i32 << bits);
        let least = self.buffer.max(4 << intake::SPECK_BITS);
        (least + cell - 1) / cell * cell
    }
}

impl TilesWriter {
    /// A writer of zooms 0 to 14 with the settings above.
    pub fn new() -> Self {
        Self {
            options: Options {
                min_zoom: 0,
                max_zoom: 14,
                decimals: 7,
                buffer: 64,
                tolerance: 4.0,
                spacing_bits: Some(6),
                limit: 500_000,
                name: "safepassage".to_owned(),
                description: String::new(),
                attribution: None,
            },
        }
    }

    /// Sets the zooms written, at most 0 to 18.
    #[must_use]
    pub const fn zooms(mut self, zooms: RangeInclusive<u8>) -> Self {
        self.options.min_zoom = *zooms.start();
        self.options.max_zoom = *zooms.end();
        self
    }

    /// Sets the most decimals of a degree used, 7 unless told otherwise and never
    /// more than the audience may see.
    #[must_use]
    pub const fn decimals(mut self, decimals: u8) -> Self {
        self.options.decimals = decimals;
        self
    }

    /// Sets how far around a tile things are still drawn, in units of 1/4096 of a
    /// tile; at most 1024.
    #[must_use]
    pub fn buffer(mut self, units: u16) -> Self {
        self.options.buffer = i32::from(units.min(1024));
        self
    }

    /// Sets how far simplification may move a line or ring below the highest zoom,
    /// in units of 1/4096 of a tile. At 0 nothing is simplified.
    #[must_use]
    pub fn tolerance(mut self, units: f32) -> Self {
        self.options.tolerance = if units > 0.0 { units.min(EXTENT as f32) } else { -1.0 };
        self
    }

    /// Sets the side of the cells of which one point is drawn below the highest
    /// zoom, in units of 1/4096 of a tile: the power of two at or below it, at most
    /// 1024. At 0 every point is drawn at every zoom, as far as tiles have room.
    #[must_use]
    pub fn point_spacing(mut self, units: u16) -> Self {
        self.options.spacing_bits = units.min(1024).checked_ilog2();
        self
    }

    /// Sets the most bytes of a tile, compressed; 500 000 unless told otherwise.
    #[must_use]
    pub const fn tile_limit(mut self, bytes: usize) -> Self {
        self.options.limit = bytes;
        self
    }

    /// Sets the map's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.options.name = name.into();
        self
    }

    /// Sets what the map is about.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.options.description = description.into();
        self
    }

    /// Sets whom clients name on the map, as plain text; the values of columns named
    /// `source` unless told otherwise.
    #[must_use]
    pub fn attribution(mut self, attribution: impl Into<String>) -> Self {
        self.options.attribution = Some(attribution.into());
        self
    }

    /// Writes features as they come to a file, whole or not at all, and says what
    /// the tiles do not show.
    ///
    /// # Errors
    ///
    /// [`WriteError`] naming the file; also if two layers have one name, if there
    /// is no zoom to write, or if there would be more tiles than a file can hold.
    pub fn write(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        path: &Path,
    ) -> Result<TilesWritten, WriteError> {
        whole_file(layers, path, |layers, aside| self.fill(layers, aside))
    }

    fn fill(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        aside: &Path,
    ) -> Result<TilesWritten, WriteError> {
        let options = &self.options;
        if options.min_zoom > options.max_zoom || options.max_zoom > MAX_ZOOM {
            return Err(WriteError::format(
                "PMTiles",
                &format!(
                    "expected zooms between 0 and {MAX_ZOOM}, found {} to {}",
                    options.min_zoom, options.max_zoom
                ),
            ));
        }
        let taken = layers
            .iter_mut()
            .map(|features| TileLayer::take(features, options))
            .collect::<Result<Vec<_>, _>>()?;
        if taken.iter().map(|layer| layer.ids.len()).sum::<usize>() >= u32::MAX as usize {
            return Err(WriteError::format("PMTiles", &"expected fewer than 2³² features"));
        }
        let folder = aside.parent().unwrap_or(Path::new("."));
        let spool = Spool::new(tempfile::tempfile_in(folder).map_err(WriteError::io)?);
        let mut outcome = Pyramid::new(&taken, options, &spool).build()?;
        let left_out = report::left_out(&taken, &outcome, options);
        let bounds = taken.iter().filter_map(|layer| layer.bounds).reduce(joined);
        let head = Head {
            min_zoom: options.min_zoom,
            max_zoom: options.max_zoom,
            bounds: bounds.unwrap_or([-180.0, -85.0, 180.0, 85.0]),
            metadata: report::metadata(&taken, &left_out, options),
        };
        let out = File::options().write(true).open(aside).map_err(WriteError::io)?;
        let runs = std::mem::take(&mut outcome.runs);
        let tiles = archive::write(runs, spool, head, out)?;
        let bytes = std::fs::metadata(aside).map_err(WriteError::io)?.len();
        let layers = taken
            .into_iter()
            .zip(&left_out)
            .map(|(layer, out)| {
                let points = layer.shapes.is_empty();
                let lost = out.zooms.last().map_or(0, |last| last.over_limit) as usize;
                Written {
                    features: layer.ids.len().saturating_sub(if points { lost } else { 0 }),
                    bytes,
                    parts_lost: layer.parts_lost,
                    ..Written::default()
                }
            })
            .collect();
        Ok(TilesWritten { layers, left_out, tiles })
    }
}

/// The box around two boxes, west, south, east, north.
fn joined(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

impl Default for TilesWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl LayersWriter for TilesWriter {
    fn extension(&self) -> &'static str {
        "pmtiles"
    }

    fn write_features_file(
        &self,
        layers: &mut [ReleasedFeatures<'_>],
        path: &Path,
    ) -> Result<Vec<Written>, WriteError> {
        self.write(layers, path).map(|written| written.layers)
    }
}
