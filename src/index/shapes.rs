//! The geometry of many entries, in arrays.
//!
//! Floor 3. Imports `geodesy`.
//!
//! Every line, ring and point becomes a run of vertices, cut into chunks of a
//! few segments that the trees hold; every polygon is prepared for point tests.

use super::packed::Bounds;
use super::prepared::PreparedArea;
use super::wrap;
use crate::geodesy::Ecef;
use crate::geodesy::EcefBox;
use crate::geodesy::Probe;
use crate::geodesy::distance_of_short_chord_m;
use crate::geodesy::ecef_box_around;
use crate::geodesy::longest_chord_m;
use crate::geodesy::sagitta_m;
use geo::{Coord, Geometry, Polygon};
use std::ops::Range;

/// The square of 10 km, below which a chord alone gives the geodesic.
const SHORT_2: f64 = 1e8;
/// Segments to a chunk.
const CHUNK: usize = 8;

/// Vertices, chunks and areas of many entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    pub(super) coords: Vec<Coord>,
    ecef: Vec<Ecef>,
    pub(super) chunks: Vec<Chunk>,
    pub(super) areas: Vec<Area>,
}

/// Up to [`CHUNK`] segments in a row, or a single point, of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    pub(super) entry: u32,
    /// The first vertex.
    pub(super) first: u32,
    /// The last vertex: the first one again for a point.
    pub(super) last: u32,
}

/// One polygon of an entry.
#[derive(Clone, Debug)]
pub(super) struct Area {
    pub(super) entry: u32,
    pub(super) prepared: PreparedArea,
    chunks: Range<u32>,
}

/// Which chunks and areas are an entry's.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    pub(super) chunks: Range<u32>,
    pub(super) areas: Range<u32>,
}

impl Shapes {
    /// Adds the geometry of entry number `entry`.
    pub(super) fn add(&mut self, entry: u32, geometry: &Geometry) -> Span {
        let (chunks, areas) = (self.chunks.len() as u32, self.areas.len() as u32);
        self.add_part(entry, geometry);
        Span { chunks: chunks..self.chunks.len() as u32, areas: areas..self.areas.len() as u32 }
    }

    fn add_part(&mut self, entry: u32, geometry: &Geometry) {
        match geometry {
            Geometry::Point(point) => self.add_run(entry, &[point.0]),
            Geometry::MultiPoint(points) => points.iter().for_each(|p| self.add_run(entry, &[p.0])),
            Geometry::Line(line) => self.add_run(entry, &wrap::line(&[line.start, line.end])),
            Geometry::LineString(line) => self.add_run(entry, &wrap::line(&line.0)),
            Geometry::MultiLineString(lines) => {
                lines.iter().for_each(|line| self.add_run(entry, &wrap::line(&line.0)));
            }
            Geometry::Polygon(polygon) => self.add_area(entry, polygon),
            Geometry::MultiPolygon(all) => all.iter().for_each(|one| self.add_area(entry, one)),
            Geometry::Rect(rect) => self.add_area(entry, &rect.to_polygon()),
            Geometry::Triangle(triangle) => self.add_area(entry, &triangle.to_polygon()),
            Geometry::GeometryCollection(all) => {
                all.iter().for_each(|one| self.add_part(entry, one));
            }
        }
    }

    fn add_run(&mut self, entry: u32, run: &[Coord]) {
        let start = self.coords.len();
        self.coords.extend_from_slice(run);
        self.ecef.extend(run.iter().copied().map(Ecef::from_degrees));
        if let [_] = run {
            self.chunks.push(Chunk { entry, first: start as u32, last: start as u32 });
        }
        let end = self.coords.len();
        for first in (start..end.saturating_sub(1)).step_by(CHUNK) {
            let last = (first + CHUNK).min(end - 1) as u32;
            self.chunks.push(Chunk { entry, first: first as u32, last });
        }
    }

    fn add_area(&mut self, entry: u32, polygon: &Polygon) {
        let rings = wrap::rings(polygon);
        if rings.is_empty() {
            return;
        }
        let first = self.chunks.len() as u32;
        for ring in &rings {
            self.add_run(entry, ring);
        }
        let chunks = first..self.chunks.len() as u32;
        self.areas.push(Area { entry, prepared: PreparedArea::of_rings(&rings), chunks });
    }

    /// All edges of all areas as (area, first vertex), in order of area.
    pub(super) fn area_edges(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0_u32..).zip(&self.areas).flat_map(move |(number, area)| {
            self.chunks[area.chunks.start as usize..area.chunks.end as usize]
                .iter()
                .flat_map(move |chunk| (chunk.first..chunk.last).map(move |at| (number, at)))
        })
    }

    /// The segments of a chunk; for a point, one from it to itself.
    pub(super) fn segments(&self, chunk: Chunk) -> impl Iterator<Item = (Coord, Coord)> + '_ {
        let (first, last) = (chunk.first as usize, chunk.last as usize);
        let end = last.max(first + 1);
        (first..end).map(move |at| (self.coords[at], self.coords[(at + 1).min(last)]))
    }

    /// The box of a chunk in degrees, which may run past 180°.
    pub(super) fn degrees_box(&self, chunk: Chunk) -> Bounds<2> {
        let mut bounds = Bounds::NOTHING;
        for coord in &self.coords[chunk.first as usize..=chunk.last as usize] {
            bounds.add(&Bounds::point([coord.x, coord.y]));
        }
        bounds
    }

    /// A box of a chunk in earth-centred metres, which holds every point of its segments.
    pub(super) fn ecef_box(&self, chunk: Chunk) -> EcefBox {
        let bend = self.segments(chunk).map(|(a, b)| sagitta_m(b - a)).fold(0.0, f64::max);
        let vertices = self.ecef[chunk.first as usize..=chunk.last as usize].iter().copied();
        ecef_box_around(vertices, bend)
    }

    /// Geodesic distance from the probe to a chunk if that is below `limit_m`,
    /// or else some distance not below it.
    pub(super) fn distance_m(&self, chunk: Chunk, probe: &Probe, limit_m: f64) -> f64 {
        let (first, last) = (chunk.first as usize, chunk.last as usize);
        if first == last {
            return probe
                .distance_with_chord_m(self.coords[first], self.ecef[first].chord_m(probe.ecef));
        }
        let mut best = limit_m;
        let mut longest_chord = longest_chord_m(best);
        for at in first..last {
            let (a, b) = (self.coords[at], self.coords[at + 1]);
            let straight = distance_to_straight_m(probe.ecef, self.ecef[at], self.ecef[at + 1]);
            if straight - sagitta_m(b - a) > longest_chord {
                continue;
            }
            let (_, _, metres) = probe.nearest_on_segment(a, b);
            if metres.0 < best {
                best = metres.0;
                longest_chord = longest_chord_m(best);
            }
        }
        best
    }

    /// [`Shapes::distance_m`] where the squared distance to the chunk's box is
    /// known: that of a point is the point.
    #[inline]
    pub(super) fn distance_from_box_m(
        &self,
        chunk: Chunk,
        probe: &Probe,
        distance_2: f64,
        limit_m: f64,
    ) -> f64 {
        if chunk.first == chunk.last && distance_2 < SHORT_2 {
            distance_of_short_chord_m(distance_2.sqrt())
        } else {
            self.distance_m(chunk, probe, limit_m)
        }
    }

    /// Whether one of the areas holds a point whose longitude may run past 180°.
    pub(super) fn any_covers(&self, areas: &Range<u32>, at: Coord) -> bool {
        self.areas[areas.start as usize..areas.end as usize].iter().any(|area| {
            [0.0, 360.0, -360.0]
                .into_iter()
                .any(|turn| area.prepared.covers_as_is(Coord { x: at.x + turn, y: at.y }))
        })
    }
}

/// Distance through the earth from a point to the straight line between two others.
#[allow(clippy::needless_range_loop)] // one axis of several arrays
fn distance_to_straight_m(from: Ecef, a: Ecef, b: Ecef) -> f64 {
    let mut dot = 0.0;
    let mut length_2 = 0.0;
    for axis in 0..3 {
        let along = b.0[axis] - a.0[axis];
        dot += (from.0[axis] - a.0[axis]) * along;
        length_2 += along * along;
    }
    let t = if length_2 > 0.0 { (dot / length_2).clamp(0.0, 1.0) } else { 0.0 };
    let mut at = [0.0; 3];
    for axis in 0..3 {
        at[axis] = a.0[axis] + (b.0[axis] - a.0[axis]) * t;
    }
    from.chord_m(Ecef(at))
}
