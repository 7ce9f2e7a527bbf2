//! The edges that touch a box.
//!
//! Floor 3.

use super::StreetNetwork;
use super::edge::EdgeId;
use super::edge::Stretch;
use super::edge::StretchId;
use geo::Coord;
use geo::Rect;
use rstar::AABB;
use rstar::RTree;
use rstar::RTreeObject;

/// The box of a stretch, in degrees. Where the stretch crosses the antimeridian
/// the box runs on past 180° or -180°.
#[derive(Clone, Copy, Debug)]
struct StretchBox {
    low: [f64; 2],
    high: [f64; 2],
    stretch: StretchId,
}

impl RTreeObject for StretchBox {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.low, self.high)
    }
}

/// The boxes of all stretches.
#[derive(Clone)]
pub(super) struct StretchTree {
    tree: RTree<StretchBox>,
}

impl StretchTree {
    pub(super) fn new(stretches: &[Stretch], shape: &[Coord]) -> Self {
        let boxes = stretches
            .iter()
            .enumerate()
            .map(|(number, stretch)| {
                let line = &shape[stretch.shape_start as usize..stretch.shape_end as usize];
                let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
                for at in unwrapped(line) {
                    low = [low[0].min(at.x), low[1].min(at.y)];
                    high = [high[0].max(at.x), high[1].max(at.y)];
                }
                StretchBox { low, high, stretch: StretchId(number as u32) }
            })
            .collect();
        Self { tree: RTree::bulk_load(boxes) }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.tree.size() * size_of::<StretchBox>() * 5 / 4
    }
}

/// The line with longitudes that run on past ±180° instead of jumping.
fn unwrapped(line: &[Coord]) -> impl Iterator<Item = Coord> + '_ {
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
            let low = Coord { x: area.min().x + shift, y: area.min().y };
            let high = Coord { x: area.max().x + shift, y: area.max().y };
            let wanted = AABB::from_corners([low.x, low.y], [high.x, high.y]);
            for hit in self.boxes.tree.locate_in_envelope_intersecting(&wanted) {
                if line_touches(self.stretch_line(hit.stretch), low, high) {
                    found.extend(self.edges_along(hit.stretch));
                }
            }
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
