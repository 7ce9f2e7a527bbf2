//! The stretches near a place, and the edges that touch a box.
//!
//! Floor 3.

use super::StreetNetwork;
use super::edge::EdgeId;
use super::edge::EdgeRecord;
use super::edge::NodeId;
use super::edge::Stretch;
use super::edge::StretchId;
use crate::planar::Bounds;
use crate::planar::key;
use geo::Coord;
use geo::Rect;

/// Boxes to a box.
const FANOUT: usize = 16;

/// The boxes of all stretches, those near each other next to each other, and
/// boxes around every sixteen of them, and so on up to one.
///
/// Where a stretch crosses the antimeridian its box runs on past 180° or -180°.
#[derive(Clone)]
pub(super) struct StretchTree {
    /// What lies in each box of the lowest level.
    leaves: Vec<Leaf>,
    /// Level upon level, the stretches' own first.
    boxes: Vec<Bounds>,
    /// Where each level starts in `boxes`, and where the last ends.
    starts: Vec<usize>,
}

/// A stretch, and what is wanted of it most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaf {
    pub(super) stretch: StretchId,
    /// The nodes where it begins and ends as drawn.
    pub(super) ends: [NodeId; 2],
    pub(super) length_m: f64,
    /// Whether its longitudes jump at the antimeridian.
    pub(super) jumps: bool,
}

/// What to do about a box of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing in it is wanted.
    Skip,
    /// Everything in it is wanted as it is.
    Whole,
    /// Each thing in it is to be looked at.
    Into,
}

impl StretchTree {
    /// O(n log n), for the sorting.
    pub(super) fn new(stretches: &[Stretch], edges: &[EdgeRecord], shape: &[Coord]) -> Self {
        let of_stretch: Vec<Bounds> = stretches
            .iter()
            .map(|stretch| {
                let line = &shape[stretch.shape_start as usize..stretch.shape_end as usize];
                unwrapped(line).fold(Bounds::NOTHING, |mut all, at| {
                    all.add(&Bounds { low: at, high: at });
                    all
                })
            })
            .collect();
        let all = around(&of_stretch);
        let mut order: Vec<(u64, StretchId)> = (0..)
            .map(StretchId)
            .zip(&of_stretch)
            .map(|(stretch, bounds)| (key(&all, bounds), stretch))
            .collect();
        order.sort_unstable();
        let mut boxes = Vec::with_capacity(order.len() + order.len() / (FANOUT - 1) + 8);
        boxes.extend(order.iter().map(|(_, stretch)| of_stretch[stretch.index()]));
        let leaf = |(_, id): (u64, StretchId)| {
            let stretch = &stretches[id.index()];
            let forward = stretch.forward.map(|edge| &edges[edge.index()]);
            let backward = stretch.backward.map(|edge| &edges[edge.index()]);
            let ends = forward.map(|edge| [edge.tail, edge.head]);
            let ends = ends.or(backward.map(|edge| [edge.head, edge.tail]));
            // No stretch is without an edge.
            let ends = ends.unwrap_or([NodeId(0); 2]);
            let line = &shape[stretch.shape_start as usize..stretch.shape_end as usize];
            let jumps = line.windows(2).any(|pair| (pair[0].x - pair[1].x).abs() > 180.0);
            Leaf { stretch: id, ends, length_m: stretch.length.0, jumps }
        };
        let leaves = order.into_iter().map(leaf).collect();
        let mut starts = vec![0];
        let mut level = 0..boxes.len();
        while level.len() > 1 {
            starts.push(boxes.len());
            for from in level.clone().step_by(FANOUT) {
                boxes.push(around(&boxes[from..level.end.min(from + FANOUT)]));
            }
            level = level.end..boxes.len();
        }
        starts.push(boxes.len());
        Self { leaves, boxes, starts }
    }

    /// Asks about boxes from the topmost down, and hands over every stretch
    /// whose box is to be looked into or is wanted whole, in the tree's order;
    /// `true` if it is wanted whole.
    pub(super) fn visit(
        &self,
        mut look: impl FnMut(&Bounds) -> Look,
        mut found: impl FnMut(&Leaf, bool),
    ) {
        if !self.leaves.is_empty() {
            self.visit_in(self.starts.len() - 2, 0, &mut look, &mut found);
        }
    }

    fn visit_in(
        &self,
        level: usize,
        number: usize,
        look: &mut impl FnMut(&Bounds) -> Look,
        found: &mut impl FnMut(&Leaf, bool),
    ) {
        match look(&self.boxes[self.starts[level] + number]) {
            Look::Skip => {}
            Look::Into if level == 0 => found(&self.leaves[number], false),
            Look::Into => {
                let under = self.starts[level] - self.starts[level - 1];
                for child in number * FANOUT..under.min((number + 1) * FANOUT) {
                    self.visit_in(level - 1, child, look, found);
                }
            }
            Look::Whole => {
                let wide = FANOUT.pow(level as u32);
                let end = self.leaves.len().min((number + 1) * wide);
                for leaf in &self.leaves[number * wide..end] {
                    found(leaf, true);
                }
            }
        }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.leaves.capacity() * size_of::<Leaf>()
            + self.boxes.capacity() * size_of::<Bounds>()
            + self.starts.capacity() * size_of::<usize>()
    }
}

fn around(boxes: &[Bounds]) -> Bounds {
    boxes.iter().fold(Bounds::NOTHING, |mut all, bounds| {
        all.add(bounds);
        all
    })
}

/// The line with longitudes that run on past ±180° instead of jumping.
pub(super) fn unwrapped(line: &[Coord]) -> impl Iterator<Item = Coord> + '_ {
    let mut shift = 0.0;
    let mut last = None;
    line.iter().map(move |at| {
        if let Some(before) = last.replace(at.x) {
            if at.x - before > 180.0 {
                shift -= 360.0;
            } else if before - at.x > 180.0 {
                shift += 360.0;
            }
        }
        Coord { x: at.x + shift, y: at.y }
    })
}

impl StreetNetwork {
    /// The edges whose line touches a box of degrees, its boundary included, in
    /// order. Lines are straight in degrees.
    pub fn edges_crossing(&self, area: Rect) -> Vec<EdgeId> {
        let mut found = Vec::new();
        for shift in [-360.0, 0.0, 360.0] {
            let wanted = Bounds { low: area.min(), high: area.max() }.east_by(shift);
            let look = |bounds: &Bounds| {
                if bounds.meets(&wanted) { Look::Into } else { Look::Skip }
            };
            self.boxes.visit(look, |leaf, _| {
                if line_touches(self.stretch_line(leaf.stretch), wanted.low, wanted.high) {
                    found.extend(self.edges_along(leaf.stretch));
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn line_touches(line: &[Coord], low: Coord, high: Coord) -> bool {
    let mut last = None;
    unwrapped(line).any(|at| {
        let from = last.replace(at).unwrap_or(at);
        segment_touches(from, at, low, high)
    })
}

/// Whether a segment and a closed box share a point: their boxes overlap, and
/// the box does not lie wholly to one side of the segment's line.
fn segment_touches(a: Coord, b: Coord, low: Coord, high: Coord) -> bool {
    if a.x.min(b.x) > high.x || a.x.max(b.x) < low.x {
        return false;
    }
    if a.y.min(b.y) > high.y || a.y.max(b.y) < low.y {
        return false;
    }
    let side = |x: f64, y: f64| (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    let sides =
        [side(low.x, low.y), side(low.x, high.y), side(high.x, low.y), side(high.x, high.y)];
    !(sides.iter().all(|s| *s > 0.0) || sides.iter().all(|s| *s < 0.0))
}
