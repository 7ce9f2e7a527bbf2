//! Rings and lines unrolled over the antimeridian.
//!
//! Floor 3. Imports nothing of the crate.
//!
//! A step in longitude of more than 180° and less than 360° is read as going
//! the short way. The coordinates then run on past 180°, so that everything is
//! planar again; whoever compares two shapes tries them 360° apart as well.
//! A step of exactly 360° is the cut edge of a shape that spans the earth, and
//! a ring that would not close (it goes round a pole) is taken as written.

use geo::{Coord, Polygon};

/// A line unrolled, starting between −180 and 180.
pub(super) fn line(coords: &[Coord]) -> Vec<Coord> {
    let mut turn = 0.0;
    let mut last = coords.first().map_or(0.0, |c| c.x);
    let mut least = f64::INFINITY;
    let mut unrolled = Vec::with_capacity(coords.len());
    for &Coord { x, y } in coords {
        let step = x - last;
        if step.abs() > 180.0 && step.abs() < 360.0 {
            turn -= 360.0_f64.copysign(step);
        }
        last = x;
        least = least.min(x + turn);
        unrolled.push(Coord { x: x + turn, y });
    }
    while least < -180.0 {
        least += 360.0;
        for coord in &mut unrolled {
            coord.x += 360.0;
        }
    }
    unrolled
}

/// The rings of a polygon unrolled together, the outer one first. Empty rings are left out.
pub(super) fn rings(polygon: &Polygon) -> Vec<Vec<Coord>> {
    let outer = ring(&polygon.exterior().0);
    if outer.is_empty() {
        return Vec::new();
    }
    let (west, east) = extent(&outer);
    let mut rings = vec![outer];
    for hole in polygon.interiors() {
        let mut hole = ring(&hole.0);
        if hole.is_empty() {
            continue;
        }
        let (hole_west, hole_east) = extent(&hole);
        if hole_west < west && hole_east + 360.0 <= east {
            for coord in &mut hole {
                coord.x += 360.0;
            }
        }
        rings.push(hole);
    }
    rings
}

fn ring(coords: &[Coord]) -> Vec<Coord> {
    let unrolled = line(coords);
    if unrolled.first() == unrolled.last() { unrolled } else { coords.to_vec() }
}

fn extent(coords: &[Coord]) -> (f64, f64) {
    coords
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(west, east), c| (west.min(c.x), east.max(c.x)))
}
