//! Which streets a zone covers, whatever the time.
//!
//! Floor 3.
//!
//! One idea: where a zone lies on the streets depends on its outline alone, so it
//! is found once and kept for as long as the outline stays; hours, announced
//! exceptions and checkpoints come on top in [`Barriers`](super::Barriers).
//!
//! Boxes of streets that no side of the zone comes near are taken or left whole.
//! The rest is cut segment by segment, and each segment with the sides near it
//! only. Whether a place is inside is decided by exact predicates.

use super::NodeId;
use super::StreetNetwork;
use super::StretchId;
use super::crossing::Leaf;
use super::crossing::Look;
use super::crossing::unwrapped;
use crate::geodesy;
use crate::planar::Bounds;
use crate::planar::BoxLies;
use crate::planar::Outline;
use crate::planar::Span;
use geo::Coord;
use geo::Geometry;
use geo::LineString;
use geo::MultiPolygon;
use std::sync::Arc;

/// Longitudes run on past ±180° where a street crosses the antimeridian, so a
/// street is held against a zone as it is and once round the earth either way.
pub(super) const ROUND: [f64; 3] = [0.0, -360.0, 360.0];

/// Spans that end and begin this near each other, in metres, are one: a zone cut
/// at the antimeridian is whole again on a street that crosses it.
const SAME_M: f64 = 1e-6;

/// What one zone or front line covers of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Footprint {
    outline: Arc<Outline>,
    spans: Vec<(StretchId, f64, f64)>,
    nodes: Vec<NodeId>,
}

impl Footprint {
    /// What a polygon, several polygons or a line covers; nothing for geometry
    /// of another type.
    ///
    /// O(n + b·(log n + log v) + f log f): v vertices are put in a tree in O(v);
    /// b boxes and segments of the network's n lie by the zone's sides, and f
    /// stretches and nodes are found.
    pub fn of(network: &StreetNetwork, geometry: &Geometry) -> Self {
        let outline = outline_of(geometry).map_or_else(nowhere, |(outline, _)| outline);
        Self::of_outline(network, Arc::new(outline))
    }

    pub(super) fn of_outline(network: &StreetNetwork, outline: Arc<Outline>) -> Self {
        let mut finder = Finder { network, outline: &outline, found: Found::default() };
        let mut shifts = 0;
        for shift in ROUND {
            let before = finder.found.spans.len();
            finder.find(shift);
            shifts += usize::from(finder.found.spans.len() > before);
        }
        let Found { mut spans, mut nodes, .. } = finder.found;
        // Spans of one stretch were found in order.
        spans.sort_by_key(|span| span.0);
        if shifts > 1 {
            join(&mut spans);
        }
        nodes.sort_unstable();
        nodes.dedup();
        spans.shrink_to_fit();
        nodes.shrink_to_fit();
        Self { outline, spans, nodes }
    }

    /// The parts of stretches inside or on it: from and to in metres from where
    /// the stretch is drawn, both ends included. Sorted by stretch and place;
    /// parts of one stretch do not touch. Where a stretch only touches a side,
    /// or crosses a line, both ends are one.
    pub fn spans(&self) -> &[(StretchId, f64, f64)] {
        &self.spans
    }

    /// The nodes inside or on it, sorted; of those that an edge meets.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// Its sides.
    pub fn outline(&self) -> &Arc<Outline> {
        &self.outline
    }

    /// Memory held, in bytes, its outline included.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>()
            + self.spans.capacity() * size_of::<(StretchId, f64, f64)>()
            + self.nodes.capacity() * size_of::<NodeId>()
            + self.outline.memory_bytes()
    }
}

/// Sorts and joins spans of one stretch that were found each way round the earth.
fn join(spans: &mut Vec<(StretchId, f64, f64)>) {
    spans.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    spans.dedup_by(|next, last| {
        let one = next.0 == last.0 && next.1 <= last.2 + SAME_M;
        if one {
            last.2 = last.2.max(next.2);
        }
        one
    });
}

/// The sides of a geometry, and whether it is a line; a line over the
/// antimeridian runs on past 180°. Nothing for points and collections.
pub(super) fn outline_of(geometry: &Geometry) -> Option<(Outline, bool)> {
    match geometry {
        Geometry::LineString(line) => {
            Some((Outline::of_line(&LineString(unwrapped(&line.0).collect())), true))
        }
        Geometry::Polygon(polygon) => {
            Some((Outline::of_area(&MultiPolygon(vec![polygon.clone()])), false))
        }
        Geometry::MultiPolygon(area) => Some((Outline::of_area(area), false)),
        _ => None,
    }
}

fn nowhere() -> Outline {
    Outline::of_area(&MultiPolygon(Vec::new()))
}

/// A line to be held against outlines, round the earth either way. Its
/// longitudes may jump or run on at the antimeridian.
pub(super) struct RoundLine {
    line: Vec<Coord>,
    bounds: Bounds,
}

impl RoundLine {
    pub(super) fn new(line: &[Coord]) -> Self {
        let line: Vec<Coord> = unwrapped(line).collect();
        let mut bounds = Bounds::NOTHING;
        for &at in &line {
            bounds.add(&Bounds { low: at, high: at });
        }
        Self { line, bounds }
    }

    /// The spans that an outline covers, in order.
    pub(super) fn spans(&self, outline: &Outline) -> Vec<Span> {
        let (low, high) = outline.bounds();
        let around = Bounds { low, high };
        let mut all: Vec<Span> = Vec::new();
        for shift in ROUND {
            if self.bounds.east_by(shift).meets(&around) {
                let line: Vec<Coord> = self.line.iter().map(|&at| east_by(at, shift)).collect();
                all.extend(outline.spans(&line));
            }
        }
        all.sort_by(|a, b| a.from.order(&b.from));
        all.dedup_by(|next, last| {
            let one = last.to.order(&next.from).is_ge();
            if one && last.to.order(&next.to).is_lt() {
                last.to = next.to;
            }
            one
        });
        all
    }
}

/// Whether an outline covers a place, taken round the earth either way.
pub(super) fn covers_round(outline: &Outline, at: Coord) -> bool {
    ROUND.iter().any(|&shift| outline.covers(east_by(at, shift)))
}

fn east_by(at: Coord, degrees: f64) -> Coord {
    Coord { x: at.x + degrees, y: at.y }
}

#[derive(Default)]
struct Found {
    spans: Vec<(StretchId, f64, f64)>,
    nodes: Vec<NodeId>,
    /// Used anew for each stretch that is cut.
    line: Vec<Coord>,
    ends_m: Vec<f64>,
}

struct Finder<'a> {
    network: &'a StreetNetwork,
    outline: &'a Outline,
    found: Found,
}

impl Finder<'_> {
    /// Everything that the outline covers with streets taken `shift` degrees east.
    fn find(&mut self, shift: f64) {
        let Self { network, outline, found } = self;
        let look = |bounds: &Bounds| match outline.lies(&bounds.east_by(shift)) {
            BoxLies::Outside => Look::Skip,
            BoxLies::Inside => Look::Whole,
            BoxLies::Across => Look::Into,
        };
        network.boxes.visit(look, |leaf, whole| {
            if whole {
                found.spans.push((leaf.stretch, 0.0, leaf.length_m));
                found.nodes.extend(leaf.ends);
            } else {
                found.cut(network, outline, leaf, shift);
            }
        });
    }
}

impl Found {
    fn cut(&mut self, network: &StreetNetwork, outline: &Outline, leaf: &Leaf, shift: f64) {
        let drawn = network.stretch_line(leaf.stretch);
        let line = if shift != 0.0 || leaf.jumps {
            self.line.clear();
            self.line.extend(unwrapped(drawn).map(|at| east_by(at, shift)));
            &self.line
        } else {
            drawn
        };
        let spans = outline.spans(line);
        let Some(last) = spans.last() else { return };
        // Lengths as far as they are asked for; the whole length is known.
        let segments = drawn.len() - 1;
        self.ends_m.clear();
        self.ends_m.push(0.0);
        for segment in 0..=last.to.segment {
            let before_m = self.ends_m[segment];
            self.ends_m.push(if segment + 1 == segments {
                leaf.length_m
            } else {
                before_m + geodesy::distance(drawn[segment], drawn[segment + 1]).0
            });
        }
        for span in &spans {
            let (from_m, to_m) = (span.from.offset_m(&self.ends_m), span.to.offset_m(&self.ends_m));
            self.spans.push((leaf.stretch, from_m, to_m));
        }
        for (node, at) in leaf.ends.into_iter().zip([line[0], line[segments]]) {
            self.nodes.extend(outline.covers(at).then_some(node));
        }
    }
}
