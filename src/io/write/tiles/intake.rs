//! Released features as they come, made ready to be cut into tiles.

use super::column::Column;
use super::mercator;
use super::shape::{Frame, Path, Place, Vertex, WORLD};
use super::simplify;
use super::thin;
use super::work;
use crate::io::write::WriteError;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::LayerFeature;
use crate::layer::LayerSchema;
use crate::layer::grid::{Grid, Shape};
use crate::publish::ReleasedFeatures;
use crate::record::RecordRef;
use geo::Coord;
use std::borrow::Cow;

/// Features are taken in by so many.
const BATCH: usize = 8192;

/// A polygon narrower and lower than this many tile units is drawn as a square
/// of this size: a pixel of a tile shown at 512 pixels.
pub(super) const SPECK_BITS: u32 = 3;

/// A line narrower and lower than this many tile units is not drawn.
const SHORT_BITS: u32 = 1;

/// The shape of a line or polygon feature.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) paths: Vec<Path>,
}

/// One layer, its features along the curve of [`thin::curve`].
#[derive(Debug)]
pub(super) struct TileLayer {
    pub(super) schema: LayerSchema,
    pub(super) audience: String,
    /// `key`, the fields, the time.
    pub(super) columns: Vec<Column>,
    pub(super) ids: Vec<u64>,
    /// The point, or the middle of the shape.
    pub(super) at: Vec<(i32, i32)>,
    /// Empty for points.
    pub(super) shapes: Vec<Drawn>,
    pub(super) frames: Vec<Frame>,
    /// The first zoom at which a feature is drawn as itself whatever lies beside it.
    pub(super) enters: Vec<u8>,
    /// The first zoom at which it is drawn at all.
    pub(super) first: Vec<u8>,
    /// Features that came.
    pub(super) came: usize,
    /// Features without a geometry.
    pub(super) unlocated: usize,
    /// Features that lie wholly beyond the square of Web Mercator.
    pub(super) beyond: usize,
    /// Keys of features that lost a part to rounding.
    pub(super) parts_lost: Vec<String>,
    /// West, south, east, north in degrees.
    pub(super) bounds: Option<[f64; 4]>,
}

/// One feature's geometry on the square.
enum Placed {
    Beyond,
    Point(i32, i32),
    Shape(Vec<Path>, Frame),
}

impl TileLayer {
    /// Takes in all features of a layer.
    pub(super) fn take(
        features: &mut ReleasedFeatures<'_>,
        options: &super::Options,
    ) -> Result<Self, WriteError> {
        let mut layer = Self::empty(features.schema().clone(), features.audience().to_owned());
        let grid = Grid::new(features.decimals().min(options.decimals));
        loop {
            let batch = features.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>()?;
            if batch.is_empty() {
                break;
            }
            layer.add(batch, grid, options)?;
        }
        layer.arrange(options);
        Ok(layer)
    }

    fn empty(schema: LayerSchema, audience: String) -> Self {
        let mut columns = vec![Column::new("key", "String")];
        for field in schema.fields() {
            let kind = match field.field_type() {
                FieldType::Integer | FieldType::Real => "Number",
                FieldType::Boolean => "Boolean",
                _ => "String",
            };
            columns.push(Column::new(field.name(), kind));
        }
        if schema.is_timed() {
            columns.push(Column::new("start", "String"));
            columns.push(Column::new("end", "String"));
            for name in ["start_unix", "end_unix"] {
                // A column of the layer's own goes first.
                if schema.field_index(name).is_none() {
                    columns.push(Column::new(name, "Number"));
                }
            }
        }
        Self {
            schema,
            audience,
            columns,
            ids: Vec::new(),
            at: Vec::new(),
            shapes: Vec::new(),
            frames: Vec::new(),
            enters: Vec::new(),
            first: Vec::new(),
            came: 0,
            unlocated: 0,
            beyond: 0,
            parts_lost: Vec::new(),
            bounds: None,
        }
    }

    fn add(
        &mut self,
        batch: Vec<Cow<'_, LayerFeature>>,
        grid: Grid,
        options: &super::Options,
    ) -> Result<(), WriteError> {
        self.came += batch.len();
        let tolerance = mercator::tolerance(options.max_zoom);
        let placed = work::map(&batch, |feature| place(feature, grid, tolerance));
        let mut kept = Vec::with_capacity(batch.len());
        for (feature, placed) in batch.into_iter().zip(placed) {
            let Some((placed, lost)) = placed? else {
                self.unlocated += 1;
                continue;
            };
            if lost > 0 {
                self.parts_lost.push(feature.key().to_owned());
            }
            let (at, frame) = match placed {
                Placed::Beyond => {
                    self.beyond += 1;
                    continue;
                }
                Placed::Point(x, y) => ((x, y), Frame::EMPTY.with(x, y)),
                Placed::Shape(paths, frame) => {
                    self.shapes.push(Drawn { paths });
                    (frame.middle(), frame)
                }
            };
            self.at.push(at);
            self.frames.push(frame);
            self.ids.push(feature.id());
            kept.push(feature);
        }
        let (fields, timed) = (self.schema.fields().len(), self.schema.is_timed());
        work::for_each(&mut self.columns, |position, column| {
            for feature in &kept {
                let window = || feature.window();
                match (position, column.name()) {
                    (0, _) => column.push_own_text(feature.key()),
                    (field, _) if field <= fields => {
                        column.push(feature.values().get(field - 1).and_then(Option::as_ref));
                    }
                    (_, "start") if timed => {
                        let at = window().and_then(|window| window.start());
                        column.push(at.map(Into::into).as_ref());
                    }
                    (_, "end") if timed => {
                        let at = window().and_then(|window| window.end());
                        column.push(at.map(Into::into).as_ref());
                    }
                    (_, "start_unix") => {
                        column.push_seconds(window().and_then(|window| window.start()));
                    }
                    _ => column.push_seconds(window().and_then(|window| window.end())),
                }
            }
        });
        Ok(())
    }

    /// Puts the features in the order of the curve, and finds from which zoom on
    /// each is drawn.
    fn arrange(&mut self, options: &super::Options) {
        let along: Vec<u64> = self.at.iter().map(|at| thin::curve(at.0, at.1)).collect();
        let mut order: Vec<u32> = (0..self.at.len() as u32).collect();
        order.sort_unstable_by_key(|feature| (along[*feature as usize], *feature));
        work::for_each(&mut self.columns, |_, column| column.arranged(&order));
        let pick = |from: &u32| *from as usize;
        self.at = order.iter().map(|from| self.at[pick(from)]).collect();
        self.ids = order.iter().map(|from| self.ids[pick(from)]).collect();
        self.frames = order.iter().map(|from| self.frames[pick(from)]).collect();
        if !self.shapes.is_empty() {
            let shapes = &mut self.shapes;
            self.shapes =
                order.iter().map(|from| std::mem::take(&mut shapes[pick(from)])).collect();
        }
        let kind = self.schema.geometry_type();
        self.enters = self.frames.iter().map(|frame| enters(kind, frame, options)).collect();
        self.first = if kind == GeometryType::Line {
            self.enters.clone()
        } else {
            let spots: Vec<thin::Spot> = order
                .iter()
                .enumerate()
                .map(|(to, from)| thin::Spot {
                    along: along[pick(from)],
                    rank: thin::rank(self.ids[to]),
                    enters: self.enters[to],
                })
                .collect();
            thin::first_zooms(&spots, options.max_zoom, options.spacing_bits)
        };
        self.bounds = bounds(&self.frames);
    }
}

/// The first zoom at which a feature is drawn as itself.
fn enters(kind: GeometryType, frame: &Frame, options: &super::Options) -> u8 {
    let bits = match kind {
        GeometryType::Point => return options.max_zoom,
        GeometryType::Line => SHORT_BITS,
        GeometryType::Area => SPECK_BITS,
    };
    let side = frame.side();
    (0..options.max_zoom)
        .find(|zoom| side >> (Place::unit_bits(*zoom) + bits) > 0)
        .unwrap_or(options.max_zoom)
}

/// The feature's geometry on the square, and how many parts it lost; `None` if it
/// has none.
fn place(
    feature: &LayerFeature,
    grid: Grid,
    tolerance: f64,
) -> Result<Option<(Placed, usize)>, WriteError> {
    let Some(geometry) = feature.geometry() else { return Ok(None) };
    let snapped = grid.publishable(geometry);
    let Some(shape) = snapped.shape else {
        return Err(WriteError::Collapsed {
            at: RecordRef::default().id(feature.key()),
            decimals: grid.decimals(),
        });
    };
    let placed = match shape {
        Shape::Point(cell) => match mercator::point(grid.degrees(cell)) {
            Some((x, y)) => Placed::Point(x, y),
            None => Placed::Beyond,
        },
        Shape::Lines(lines) => on_square(lines.iter().map(|line| {
            let degrees: Vec<Coord> = line.iter().map(|cell| grid.degrees(*cell)).collect();
            let mut points = vertices(mercator::path(&degrees, tolerance));
            if let [only] = points[..] {
                points.push(only);
            }
            simplify::weigh_line(&mut points);
            Path { points, hole: false }
        })),
        Shape::Areas(areas) => on_square(areas.iter().flatten_rings().map(|(ring, hole)| {
            let degrees: Vec<Coord> = ring.iter().map(|cell| grid.degrees(*cell)).collect();
            let mut points = vertices(mercator::path(&degrees, tolerance));
            if points.len() > 1 && points.first() == points.last() {
                points.pop();
            }
            simplify::weigh_ring(&mut points);
            Path { points, hole }
        })),
    };
    Ok(Some((placed, snapped.lost)))
}

trait FlattenRings<'a> {
    /// Every ring, and whether it is a hole.
    fn flatten_rings(self) -> impl Iterator<Item = (&'a Vec<(i64, i64)>, bool)>;
}

impl<'a, I: Iterator<Item = &'a Vec<Vec<(i64, i64)>>>> FlattenRings<'a> for I {
    fn flatten_rings(self) -> impl Iterator<Item = (&'a Vec<(i64, i64)>, bool)> {
        self.flat_map(|rings| rings.iter().enumerate().map(|(number, ring)| (ring, number > 0)))
    }
}

fn vertices(positions: Vec<(i32, i32)>) -> Vec<Vertex> {
    positions.into_iter().map(|(x, y)| Vertex::fixed(x, y)).collect()
}

fn on_square(paths: impl Iterator<Item = Path>) -> Placed {
    let paths: Vec<Path> = paths.collect();
    let frame = Frame::of(&paths);
    let square = Frame { west: 0, north: 0, east: WORLD, south: WORLD };
    if square.meets(&frame) { Placed::Shape(paths, frame) } else { Placed::Beyond }
}

/// The degrees between which all frames lie, kept to the square.
fn bounds(frames: &[Frame]) -> Option<[f64; 4]> {
    let all = frames.iter().fold(Frame::EMPTY, |all, frame| {
        all.with(frame.west, frame.north).with(frame.east, frame.south)
    });
    if all.is_empty() {
        return None;
    }
    let keep = |at: i32| at.clamp(0, WORLD);
    let (west, south) = mercator::degrees(keep(all.west), keep(all.south));
    let (east, north) = mercator::degrees(keep(all.east), keep(all.north));
    Some([west, south, east, north])
}
