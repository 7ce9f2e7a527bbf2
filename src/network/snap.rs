//! The street nearest to a point.
//!
//! Floor 3.
//!
//! A tree over short straight pieces in earth-centred metres gives lower bounds
//! of the distance; the distances compared and reported are geodesics to the
//! lines themselves, which are straight in degrees. So the answer is right
//! everywhere on earth, the antimeridian and the poles included.

#![allow(clippy::needless_range_loop, reason = "the axes of several arrays run together")]

use super::StreetNetwork;
use super::edge::EdgeId;
use super::edge::EdgeRecord;
use super::edge::Stretch;
use super::edge::StretchId;
use crate::geodesy;
use crate::geodesy::Ecef;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::units::Metres;
use geo::Coord;
use rstar::AABB;
use rstar::PointDistance;
use rstar::RTree;
use rstar::RTreeObject;

/// Pieces in the tree are no longer than this, so that chords bound them closely.
const PIECE_M: f64 = 1_000.0;

/// A place on an edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeSnap {
    /// The edge: of a stretch open both ways, the one that runs as drawn.
    pub edge: EdgeId,
    /// How far along the edge the place is, from its tail.
    pub offset_m: f64,
    /// The place, in degrees.
    pub point: Coord,
    /// How far the place is from the point asked about.
    pub distance: Metres,
}

/// Part of one straight segment of a stretch.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: [f64; 3],
    to: [f64; 3],
    /// How far the true line strays from the chord, at most.
    stray_m: f32,
    modes: TravelModes,
    stretch: StretchId,
    /// The segment starts at this shape point.
    shape: u32,
    /// Which part of the segment this is: part `part.0` of `part.1`.
    part: (u32, u32),
}

impl RTreeObject for Piece {
    type Envelope = AABB<[f64; 3]>;

    fn envelope(&self) -> Self::Envelope {
        let stray = f64::from(self.stray_m);
        let (mut low, mut high) = ([0.0; 3], [0.0; 3]);
        for axis in 0..3 {
            low[axis] = self.from[axis].min(self.to[axis]) - stray;
            high[axis] = self.from[axis].max(self.to[axis]) + stray;
        }
        AABB::from_corners(low, high)
    }
}

impl PointDistance for Piece {
    /// Square of a lower bound of the distance.
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        let along = share_along(&self.from, &self.to, point);
        let mut sum = 0.0;
        for axis in 0..3 {
            let nearest = self.from[axis] + along * (self.to[axis] - self.from[axis]);
            sum += (nearest - point[axis]).powi(2);
        }
        (sum.sqrt() - f64::from(self.stray_m)).max(0.0).powi(2)
    }
}

/// Where on the straight line from `a` to `b` the point nearest to `p` is, 0 to 1.
fn share_along(a: &[f64; 3], b: &[f64; 3], p: &[f64; 3]) -> f64 {
    let (mut dot, mut square) = (0.0, 0.0);
    for axis in 0..3 {
        let step = b[axis] - a[axis];
        dot += (p[axis] - a[axis]) * step;
        square += step * step;
    }
    if square > 0.0 { (dot / square).clamp(0.0, 1.0) } else { 0.0 }
}

/// The point at `share` of the way from `a` to `b`, straight in degrees, the
/// short way round the earth.
fn between(a: Coord, b: Coord, share: f64) -> Coord {
    let mut step = b.x - a.x;
    if step > 180.0 {
        step -= 360.0;
    } else if step < -180.0 {
        step += 360.0;
    }
    let mut lon = a.x + share * step;
    if lon > 180.0 {
        lon -= 360.0;
    } else if lon < -180.0 {
        lon += 360.0;
    }
    Coord { x: lon, y: a.y + share * (b.y - a.y) }
}

/// Every piece of every stretch.
#[derive(Clone)]
pub(super) struct SegmentTree {
    tree: RTree<Piece>,
}

impl SegmentTree {
    pub(super) fn new(stretches: &[Stretch], edges: &[EdgeRecord], shape: &[Coord]) -> Self {
        let places: Vec<Ecef> = shape.iter().map(|at| Ecef::from_degrees(*at)).collect();
        let mut pieces = Vec::with_capacity(shape.len());
        for (number, stretch) in stretches.iter().enumerate() {
            let modes = [stretch.forward, stretch.backward]
                .into_iter()
                .flatten()
                .fold(TravelModes::empty(), |all, edge| all.union(edges[edge.index()].modes));
            for at in stretch.shape_start..stretch.shape_end.saturating_sub(1) {
                let ends = (at as usize, at as usize + 1);
                let chord_m = places[ends.0].chord_m(places[ends.1]);
                let parts = (chord_m / PIECE_M).ceil().clamp(1.0, 100_000.0) as u32;
                for part in 0..parts {
                    let at_share = |n: u32| match n {
                        0 => places[ends.0],
                        n if n == parts => places[ends.1],
                        n => Ecef::from_degrees(between(
                            shape[ends.0],
                            shape[ends.1],
                            f64::from(n) / f64::from(parts),
                        )),
                    };
                    let (Ecef(from), Ecef(to)) = (at_share(part), at_share(part + 1));
                    let half = (f64::from(part) + 0.5) / f64::from(parts);
                    let middle = Ecef::from_degrees(between(shape[ends.0], shape[ends.1], half));
                    pieces.push(Piece {
                        from,
                        to,
                        stray_m: stray_m(&from, &to, middle),
                        modes,
                        stretch: StretchId(number as u32),
                        shape: at,
                        part: (part, parts),
                    });
                }
            }
        }
        Self { tree: RTree::bulk_load(pieces) }
    }

    pub(super) fn memory_bytes(&self) -> usize {
        // Inner nodes of the tree add about a quarter.
        self.tree.size() * size_of::<Piece>() * 5 / 4
    }
}

/// How far the line bends away from its chord: its middle does most, and a
/// tenth and a millimetre are added for good measure.
fn stray_m(from: &[f64; 3], to: &[f64; 3], middle: Ecef) -> f32 {
    let half = [0, 1, 2].map(|axis| f64::midpoint(from[axis], to[axis]));
    (middle.chord_m(Ecef(half)) * 1.1 + 0.001) as f32
}

impl StreetNetwork {
    /// The edge nearest to a point in degrees, among those open to `mode` and no
    /// farther than `within`. On a tie the lower stretch.
    pub fn nearest_edge(&self, point: Coord, mode: TravelMode, within: Metres) -> Option<EdgeSnap> {
        self.nearest_edges(point, mode, within, 1).into_iter().next()
    }

    /// The nearest place on each of the `count` stretches nearest to a point in
    /// degrees, nearest first, among those open to `mode` and no farther than
    /// `within`. Distances are geodesics on WGS 84. On a tie the lower stretch
    /// comes first. Nothing for a point that is no place on earth.
    pub fn nearest_edges(
        &self,
        point: Coord,
        mode: TravelMode,
        within: Metres,
        count: usize,
    ) -> Vec<EdgeSnap> {
        let mut best: Vec<(f64, StretchId, u32, f64)> = Vec::new();
        let on_earth = point.x.is_finite() && (-90.0..=90.0).contains(&point.y);
        if count == 0 || !on_earth {
            return Vec::new();
        }
        let here = Ecef::from_degrees(point);
        for piece in self.segments.tree.nearest_neighbor_iter(&here.0) {
            let bound_m = piece.distance_2(&here.0).sqrt();
            let worst = if best.len() < count { within.0 } else { best[best.len() - 1].0 };
            if bound_m > worst {
                break;
            }
            if !piece.modes.contains(mode) {
                continue;
            }
            let (distance_m, share) = self.measure(piece, point, here);
            let found = (distance_m, piece.stretch, piece.shape, share);
            if distance_m > within.0 {
                continue;
            }
            match best.iter().position(|(_, stretch, _, _)| *stretch == piece.stretch) {
                Some(at) if best[at] > found => best[at] = found,
                Some(_) => continue,
                None => best.push(found),
            }
            best.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            best.truncate(count);
        }
        best.into_iter().filter_map(|found| self.place(mode, found)).collect()
    }

    /// Distance from the point to the line of a piece, and where on its segment
    /// the nearest place is.
    fn measure(&self, piece: &Piece, point: Coord, here: Ecef) -> (f64, f64) {
        let (a, b) = (self.shape[piece.shape as usize], self.shape[piece.shape as usize + 1]);
        let (part, parts) = (f64::from(piece.part.0), f64::from(piece.part.1));
        let mut along = share_along(&piece.from, &piece.to, &here.0);
        // The chord's nearest share is a close first guess for the bent line's:
        // step by what is left along the chord until nothing is.
        for _ in 0..3 {
            let Ecef(on_line) = Ecef::from_degrees(between(a, b, (part + along) / parts));
            let (mut dot, mut square) = (0.0, 0.0);
            for axis in 0..3 {
                let step = piece.to[axis] - piece.from[axis];
                dot += (here.0[axis] - on_line[axis]) * step;
                square += step * step;
            }
            if square == 0.0 {
                break;
            }
            let next = (along + dot / square).clamp(0.0, 1.0);
            let settled = (next - along).abs() < 1e-12;
            along = next;
            if settled {
                break;
            }
        }
        let share = (part + along) / parts;
        (geodesy::distance(point, between(a, b, share)).0, share)
    }

    fn place(
        &self,
        mode: TravelMode,
        (distance_m, stretch, shape, share): (f64, StretchId, u32, f64),
    ) -> Option<EdgeSnap> {
        let edge =
            self.edges_along(stretch).find(|edge| self.edges[edge.index()].modes.contains(mode))?;
        let record = &self.stretches[stretch.index()];
        let before = record.shape_start as usize..shape as usize + 1;
        let (a, b) = (self.shape[shape as usize], self.shape[shape as usize + 1]);
        let point = between(a, b, share);
        let drawn_m = geodesy::length(&self.shape[before]).0 + geodesy::distance(a, point).0;
        let drawn_m = drawn_m.min(record.length.0);
        let forward = self.edges[edge.index()].forward;
        let offset_m = if forward { drawn_m } else { record.length.0 - drawn_m };
        Some(EdgeSnap { edge, offset_m, point, distance: Metres(distance_m) })
    }
}
