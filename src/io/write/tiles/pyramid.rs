//! From the one tile of zoom 0 down, each tile cut from the one above it.
//!
//! What is cut is cut once a level, and what lies wholly inside a tile is never
//! copied, so the work follows the pieces drawn, not features times tiles. The
//! four quarters of a tile are done before the tile itself, which then knows
//! what they had no room for: so a point drawn at one zoom is drawn at every
//! higher one.

use super::Options;
use super::archive::{Run, Spool};
use super::clip;
use super::commands;
use super::draw;
use super::encode::{Drawing, Feature};
use super::fit;
use super::intake::{SPECK_BITS, TileLayer};
use super::shape::{EXTENT, Frame, Path, Place, twice_area};
use super::thin;
use super::work;
use crate::io::write::WriteError;
use crate::layer::GeometryType;
use std::collections::BTreeMap;
use std::sync::Arc;

/// From this many things on, the quarters of a tile are done side by side.
const MUCH: usize = 4096;

/// All that tiles are made of.
pub(super) struct Pyramid<'a> {
    layers: &'a [TileLayer],
    /// The number of each layer's first feature among all features.
    starts: Vec<u32>,
    options: &'a Options,
    spool: &'a Spool,
}

/// What became of a tile and of those below it.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Where the tiles are.
    pub(super) runs: Vec<Run>,
    /// Points and specks that some tile had no room for, in ascending order.
    pub(super) shed: Vec<u32>,
    /// What tiles had no room for: by layer and zoom.
    pub(super) over_limit: BTreeMap<(usize, u8), u64>,
}

/// A line or polygon in a tile.
#[derive(Clone)]
struct Piece {
    feature: u32,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// The feature as it is: all of it lies in the tile.
    Whole,
    /// The tile lies wholly inside the polygon.
    Cover,
    /// What of it lies in a tile.
    Cut(Arc<(Vec<Path>, Frame)>),
}

/// What lies in a tile.
struct Content {
    place: Place,
    /// Points, and polygons too small for this zoom; in ascending order.
    spots: Vec<u32>,
    pieces: Vec<Piece>,
}

impl<'a> Pyramid<'a> {
    pub(super) fn new(layers: &'a [TileLayer], options: &'a Options, spool: &'a Spool) -> Self {
        let mut next = 0;
        let starts = layers
            .iter()
            .map(|layer| {
                let start = next;
                next += layer.ids.len() as u32;
                start
            })
            .collect();
        Self { layers, starts, options, spool }
    }

    /// Makes all tiles.
    pub(super) fn build(&self) -> Result<Outcome, WriteError> {
        let place = Place::ROOT;
        let mut content = Content { place, spots: Vec::new(), pieces: Vec::new() };
        for (layer, start) in self.layers.iter().zip(&self.starts) {
            for (number, feature) in (*start..).take(layer.ids.len()).enumerate() {
                if Self::is_spot(layer, number, 0) {
                    content.spots.push(feature);
                } else {
                    content.pieces.push(Piece { feature, form: Form::Whole });
                }
            }
        }
        // What reaches beyond the square is cut like what reaches beyond a tile.
        let content = self.part(&content, place);
        self.descend(&content)
    }

    /// Whether a feature is thinned like a point at this zoom.
    fn is_spot(layer: &TileLayer, number: usize, zoom: u8) -> bool {
        match layer.schema.geometry_type() {
            GeometryType::Point => true,
            GeometryType::Line => false,
            GeometryType::Area => zoom < layer.enters[number],
        }
    }

    /// The layer of a feature and its number there.
    fn find(&self, feature: u32) -> (usize, usize) {
        let layer = self.starts.partition_point(|start| *start <= feature).saturating_sub(1);
        // Layers without features share their start with the next.
        (layer, (feature - self.starts[layer]) as usize)
    }

    fn descend(&self, content: &Content) -> Result<Outcome, WriteError> {
        let zoom = content.place.zoom;
        let covered = content.spots.is_empty()
            && content.pieces.iter().all(|piece| matches!(piece.form, Form::Cover));
        if covered {
            return self.solid(content);
        }
        let mut outcome = Outcome::default();
        if zoom < self.options.max_zoom {
            for below in self.quarters(content)? {
                outcome.take_in(below);
            }
            outcome.shed.sort_unstable();
            outcome.shed.dedup();
        }
        if zoom >= self.options.min_zoom {
            let drawing = self.draw(content, &mut outcome);
            let bytes = self.fit(content, &drawing, &mut outcome)?;
            if !bytes.is_empty() {
                outcome.runs.push(self.spool.store(content.place, zoom, &bytes)?);
            }
        }
        Ok(outcome)
    }

    fn quarters(&self, content: &Content) -> Result<Vec<Outcome>, WriteError> {
        let one = |place: Place| {
            let part = self.part(content, place);
            if part.spots.is_empty() && part.pieces.is_empty() {
                return Ok(Outcome::default());
            }
            self.descend(&part)
        };
        let places = content.place.children();
        let weight: usize = content.pieces.iter().map(Self::weight).sum();
        if weight + content.spots.len() >= MUCH {
            work::map_few(places.to_vec(), one).into_iter().collect()
        } else {
            places.into_iter().map(one).collect()
        }
    }

    fn weight(piece: &Piece) -> usize {
        match &piece.form {
            Form::Whole | Form::Cover => 1,
            Form::Cut(cut) => cut.0.iter().map(|path| path.points.len()).sum(),
        }
    }

    /// What of a tile's content lies in a tile of the next zoom, or in itself.
    fn part(&self, content: &Content, place: Place) -> Content {
        let frame = place.frame(self.options.buffer);
        let around = place.frame(self.options.margin());
        let mut part = Content { place, spots: Vec::new(), pieces: Vec::new() };
        for &feature in &content.spots {
            let (layer, number) = self.find(feature);
            let layer = &self.layers[layer];
            let (x, y) = layer.at[number];
            if Self::is_spot(layer, number, place.zoom) {
                if around.holds(x, y) && x != around.east && y != around.south {
                    part.spots.push(feature);
                }
            } else if frame.meets(&layer.frames[number]) {
                let piece = Piece { feature, form: Form::Whole };
                part.pieces.extend(self.cut(&piece, &frame));
            }
        }
        let sorted = part.pieces.len();
        part.pieces.extend(content.pieces.iter().filter_map(|piece| self.cut(piece, &frame)));
        if sorted > 0 {
            part.pieces.sort_by_key(|piece| piece.feature);
        }
        part
    }

    fn cut(&self, piece: &Piece, frame: &Frame) -> Option<Piece> {
        let (layer, number) = self.find(piece.feature);
        let layer = &self.layers[layer];
        let (paths, reach) = match &piece.form {
            Form::Cover => return Some(piece.clone()),
            Form::Whole => (&layer.shapes[number].paths, &layer.frames[number]),
            Form::Cut(cut) => (&cut.0, &cut.1),
        };
        if frame.holds_all(reach) {
            return Some(piece.clone());
        }
        if !frame.meets(reach) {
            return None;
        }
        let area = layer.schema.geometry_type() == GeometryType::Area;
        let paths = if area { clip::rings(paths, frame) } else { clip::lines(paths, frame) };
        if paths.is_empty() {
            return None;
        }
        let covers = || {
            let inside = |path: &Path| {
                let area = twice_area(&path.points).abs();
                if path.hole { -area } else { area }
            };
            paths.iter().map(inside).sum::<i128>() == frame.twice_area()
        };
        let form = if area && covers() {
            Form::Cover
        } else {
            let reach = Frame::of(&paths);
            Form::Cut(Arc::new((paths, reach)))
        };
        Some(Piece { feature: piece.feature, form })
    }

    /// A tile inside polygons and all below it are one and the same.
    fn solid(&self, content: &Content) -> Result<Outcome, WriteError> {
        let mut outcome = Outcome::default();
        let first = content.place.zoom.max(self.options.min_zoom);
        let drawing = self.draw(content, &mut outcome);
        let bytes = self.fit(content, &drawing, &mut outcome)?;
        if !bytes.is_empty() {
            let run = self.spool.store(content.place, first, &bytes)?;
            for zoom in first..=self.options.max_zoom {
                outcome.runs.push(run.below(content.place, zoom));
            }
        }
        let left_out = std::mem::take(&mut outcome.over_limit);
        for ((layer, _), count) in left_out {
            for zoom in first..=self.options.max_zoom {
                let tiles = 1_u64 << (2 * u32::from(zoom - content.place.zoom));
                outcome.over_limit.insert((layer, zoom), count * tiles);
            }
        }
        Ok(outcome)
    }

    /// Draws what the zoom shows of a tile's content.
    fn draw(&self, content: &Content, outcome: &mut Outcome) -> Drawing {
        let zoom = content.place.zoom;
        let mut drawing = Drawing::default();
        let mut layers: BTreeMap<usize, Vec<Feature>> = BTreeMap::new();
        self.draw_spots(content, outcome, &mut drawing, &mut layers);
        let tolerance = self.options.tolerance_at(zoom);
        for piece in &content.pieces {
            let (layer_number, number) = self.find(piece.feature);
            let layer = &self.layers[layer_number];
            if zoom < layer.enters[number] {
                continue;
            }
            let (paths, whole) = match &piece.form {
                Form::Whole => (layer.shapes[number].paths.as_slice(), true),
                Form::Cut(cut) => (cut.0.as_slice(), false),
                Form::Cover => (&[][..], false),
            };
            let from = drawing.commands.len();
            if layer.schema.geometry_type() == GeometryType::Line {
                let lines = draw::lines(paths, content.place, tolerance, whole);
                commands::lines(&mut drawing.commands, &lines);
            } else if matches!(piece.form, Form::Cover) {
                commands::rings(&mut drawing.commands, &[draw::cover(self.options.buffer)]);
            } else {
                let rings = draw::rings(paths, content.place, tolerance, whole);
                commands::rings(&mut drawing.commands, &rings);
            }
            let commands = from..drawing.commands.len();
            if !commands.is_empty() {
                let feature = Feature { number, commands, count: 1, spot: false };
                layers.entry(layer_number).or_default().push(feature);
            }
        }
        drawing.layers = layers.into_iter().collect();
        for (_, features) in &mut drawing.layers {
            features.sort_by_key(|feature| feature.number);
        }
        drawing
    }

    fn draw_spots(
        &self,
        content: &Content,
        outcome: &mut Outcome,
        drawing: &mut Drawing,
        layers: &mut BTreeMap<usize, Vec<Feature>>,
    ) {
        let (place, buffer) = (content.place, self.options.buffer);
        let shown = -buffer..=EXTENT + buffer;
        // Those of one cell lie side by side: the one drawn stands for them all.
        let mut cell = None;
        let mut cell_from = 0;
        let mut shows: Option<(usize, usize)> = None;
        let bits = self.options.spacing_bits.map(|bits| 2 * (Place::unit_bits(place.zoom) + bits));
        for (position, &feature) in content.spots.iter().enumerate() {
            let (layer_number, number) = self.find(feature);
            let layer = &self.layers[layer_number];
            let (x, y) = layer.at[number];
            let here = bits.map(|bits| (layer_number, thin::curve(x, y) >> bits));
            if here != cell || here.is_none() {
                count_cell(layers, shows.take(), position - cell_from);
                (cell, cell_from) = (here, position);
            }
            if place.zoom < layer.first[number] {
                continue;
            }
            if outcome.shed.binary_search(&feature).is_ok() {
                if place.owns(x, y) {
                    *outcome.over_limit.entry((layer_number, place.zoom)).or_default() += 1;
                }
                continue;
            }
            let at = place.local(x, y);
            if !shown.contains(&at[0]) || !shown.contains(&at[1]) {
                continue;
            }
            let from = drawing.commands.len();
            if layer.schema.geometry_type() == GeometryType::Point {
                commands::point(&mut drawing.commands, at);
                // At the highest zoom each point is drawn and stands for itself.
                if place.zoom < self.options.max_zoom {
                    let next = layers.get(&layer_number).map_or(0, Vec::len);
                    shows = Some((layer_number, next));
                }
            } else {
                let square = draw::square(at, 1 << SPECK_BITS);
                commands::rings(&mut drawing.commands, &[square]);
            }
            let commands = from..drawing.commands.len();
            let drawn = Feature { number, commands, count: 1, spot: true };
            layers.entry(layer_number).or_default().push(drawn);
        }
        count_cell(layers, shows, content.spots.len() - cell_from);
    }

    /// The tile's bytes within the limit, and what that cost.
    fn fit(
        &self,
        content: &Content,
        drawing: &Drawing,
        outcome: &mut Outcome,
    ) -> Result<Vec<u8>, WriteError> {
        let place = content.place;
        let fitted = fit::fit(self.layers, drawing, self.options.limit).map_err(WriteError::io)?;
        for (position, number) in fitted.left_out {
            let (layer_number, features) = &drawing.layers[position];
            let (layer, feature) = (&self.layers[*layer_number], &features[number]);
            let (x, y) = layer.at[feature.number];
            // A copy in the buffer is drawn where it is at home.
            if feature.spot && !place.owns(x, y) {
                continue;
            }
            if feature.spot {
                outcome.shed.push(self.starts[*layer_number] + feature.number as u32);
            }
            *outcome.over_limit.entry((*layer_number, place.zoom)).or_default() += 1;
        }
        outcome.shed.sort_unstable();
        Ok(fitted.bytes)
    }
}

/// Says for how many the one drawn of a cell stands.
fn count_cell(
    layers: &mut BTreeMap<usize, Vec<Feature>>,
    shows: Option<(usize, usize)>,
    count: usize,
) {
    if let Some((layer, number)) = shows
        && let Some(feature) = layers.get_mut(&layer).and_then(|all| all.get_mut(number))
    {
        feature.count = u32::try_from(count).unwrap_or(u32::MAX);
    }
}

impl Outcome {
    fn take_in(&mut self, other: Self) {
        self.runs.extend(other.runs);
        self.shed.extend(other.shed);
        for (at, count) in other.over_limit {
            *self.over_limit.entry(at).or_default() += count;
        }
    }
}
