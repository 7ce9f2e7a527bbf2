//! Everything within so many metres of a shape.
//!
//! Floor 0.
//!
//! Each segment is given its own outline (a straight strip with round ends) in
//! a flat frame of its own, so that metres are true everywhere; the outlines
//! are then united pair by pair, neighbours first, so that the cost stays near
//! linear in the number of vertices.

use super::{LocalFrame, short_way_deg};
use crate::units::Metres;
use geo::{BooleanOps, Coord, CoordsIter, Geometry, LineString, MultiPolygon, Polygon, coord};
use std::f64::consts::{FRAC_PI_2, TAU};

#[cfg(test)]
mod tests;

/// Corners of a circle. Drawn around the true circle: at most 0.13 % too wide.
const CORNERS: u32 = 64;
/// Longer segments are taken in pieces, each with a frame of its own.
const PIECE_M: f64 = 5_000.0;

/// The area within `by` metres of a shape, true on the ground.
///
/// Straight sides are exact; round ones are drawn just outside the true
/// circle, so nothing within the distance is left out: for distances up to
/// 10 km and 80° of latitude the outline runs between 99.9 % and 100.4 % of it.
/// Empty rings and coordinates that are not finite are left out. A result over
/// the antimeridian is cut there (RFC 7946). Empty if `by` is not above zero,
/// unless areas are given: they are then returned as they are.
///
/// Near linear in the number of vertices.
pub fn buffer(shape: &Geometry, by: Metres) -> MultiPolygon {
    let Some(reference) = shape.coords_iter().find(|c| c.x.is_finite() && c.y.is_finite()) else {
        return MultiPolygon::new(Vec::new());
    };
    let mut pieces = Pieces { reference, by: by.0, outlines: Vec::new() };
    pieces.add(shape);
    cut_at_antimeridian(unite(pieces.outlines))
}

struct Pieces {
    reference: Coord,
    by: f64,
    outlines: Vec<MultiPolygon>,
}

impl Pieces {
    fn add(&mut self, shape: &Geometry) {
        match shape {
            Geometry::Point(point) => self.line(&[point.0]),
            Geometry::MultiPoint(points) => points.iter().for_each(|p| self.line(&[p.0])),
            Geometry::Line(line) => self.line(&[line.start, line.end]),
            Geometry::LineString(line) => self.line(&line.0),
            Geometry::MultiLineString(lines) => lines.iter().for_each(|l| self.line(&l.0)),
            Geometry::Polygon(polygon) => self.area(polygon),
            Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| self.area(p)),
            Geometry::Rect(rect) => self.area(&rect.to_polygon()),
            Geometry::Triangle(triangle) => self.area(&triangle.to_polygon()),
            Geometry::GeometryCollection(all) => all.iter().for_each(|one| self.add(one)),
        }
    }

    /// The coordinate, with a longitude that is near the reference's.
    fn unroll(&self, at: Coord) -> Coord {
        coord! { x: self.reference.x + short_way_deg(at.x - self.reference.x), y: at.y }
    }

    fn area(&mut self, polygon: &Polygon) {
        let ring = |line: &LineString| -> Option<LineString> {
            let clean: Vec<Coord> =
                line.coords().filter(|c| is_finite(**c)).map(|c| self.unroll(*c)).collect();
            (clean.len() >= 4).then(|| LineString::new(clean))
        };
        if let Some(outer) = ring(polygon.exterior()) {
            let holes = polygon.interiors().iter().filter_map(ring).collect();
            self.outlines.push(MultiPolygon::new(vec![Polygon::new(outer, holes)]));
        }
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            self.line(&ring.0);
        }
    }

    fn line(&mut self, coords: &[Coord]) {
        if self.by.is_nan() || self.by <= 0.0 {
            return;
        }
        let clean: Vec<Coord> =
            coords.iter().filter(|c| is_finite(**c)).map(|c| self.unroll(*c)).collect();
        if let [only] = clean[..] {
            self.strip(only, only);
        }
        for pair in clean.windows(2) {
            let frame = LocalFrame::around(pair[0]);
            let end = frame.to_metres(pair[1]);
            let count = (end.x.hypot(end.y) / PIECE_M).ceil().clamp(1.0, 10_000.0);
            let step = (pair[1] - pair[0]) / count;
            for piece in 0..count as u32 {
                let from = pair[0] + step * f64::from(piece);
                let last = f64::from(piece) + 1.0 == count;
                self.strip(from, if last { pair[1] } else { from + step });
            }
        }
    }

    /// The outline of one segment: half a circle, a straight side, half a circle, the other side.
    fn strip(&mut self, from: Coord, to: Coord) {
        let frame = LocalFrame::around((from + to) / 2.0);
        let (start, end) = (frame.to_metres(from), frame.to_metres(to));
        let step = TAU / f64::from(CORNERS);
        let radius = self.by / (step / 2.0).cos();
        let heading = (end.y - start.y).atan2(end.x - start.x);
        let mut ring = Vec::with_capacity(CORNERS as usize + 1);
        for (centre, first) in [(start, heading + FRAC_PI_2), (end, heading - FRAC_PI_2)] {
            for corner in 0..CORNERS / 2 {
                let angle = first + step * (f64::from(corner) + 0.5);
                let at = frame.to_degrees(
                    centre + coord! { x: radius * angle.cos(), y: radius * angle.sin() },
                );
                ring.push(self.unroll(coord! { x: at.x, y: at.y.clamp(-90.0, 90.0) }));
            }
        }
        let outline = Polygon::new(LineString::new(ring), Vec::new());
        self.outlines.push(MultiPolygon::new(vec![outline]));
    }
}

fn is_finite(at: Coord) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

/// Unites neighbours, then neighbours of those, until one is left.
fn unite(mut parts: Vec<MultiPolygon>) -> MultiPolygon {
    while parts.len() > 1 {
        let mut parts_left = std::mem::take(&mut parts).into_iter();
        while let Some(first) = parts_left.next() {
            parts.push(match parts_left.next() {
                Some(second) => first.union(&second),
                None => first,
            });
        }
    }
    parts.pop().unwrap_or_else(|| MultiPolygon::new(Vec::new()))
}

/// Brings the parts beyond ±180° back to the other side.
pub(super) fn cut_at_antimeridian(area: MultiPolygon) -> MultiPolygon {
    if area.coords_iter().all(|c| (-180.0..=180.0).contains(&c.x)) {
        return area;
    }
    let mut parts = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        let window = geo::Rect::new((turn - 180.0, -90.0), (turn + 180.0, 90.0)).to_polygon();
        for part in area.intersection(&MultiPolygon::new(vec![window])) {
            parts.push(geo::MapCoords::map_coords(
                &part,
                |c| coord! { x: (c.x - turn).clamp(-180.0, 180.0), y: c.y },
            ));
        }
    }
    MultiPolygon::new(parts)
}
