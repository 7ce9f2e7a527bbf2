//! `antimeridian-crossing`: a ring jumps from one side of the map to the other.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use super::ring_not_mendable;
use super::shape::Rings;
use super::shape::from_multi_polygon;
use super::shape::to_polygon;
use crate::severity::Severity;
use geo::{BooleanOps, Coord, Rect};

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "antimeridian-crossing",
    Severity::Warning,
    "a ring jumps more than 180 degrees of longitude; it was cut at the antimeridian",
    check,
);

/// Cuts polygons at the antimeridian, as RFC 7946 section 3.1.9 asks.
fn check(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Area(polygons) = shape else { return Ok(()) };
    if !polygons.iter().flatten().any(|ring| jumps(ring)) {
        return Ok(());
    }
    let mut cut = Vec::with_capacity(polygons.len() + 1);
    for mut rings in std::mem::take(polygons) {
        if !rings.iter().any(|ring| jumps(ring)) {
            cut.push(rings);
            continue;
        }
        if !unwrap_longitudes(&mut rings) {
            let text = "expected a ring that closes, found one that goes round a pole";
            return Err(
                Note::new(ring_not_mendable::RULE, text).hint("the record is left out")
            );
        }
        cut.extend(cut_at_180(rings));
    }
    *polygons = cut;
    let text = "expected rings without jumps of longitude, found one across the antimeridian";
    notes.push(Note::new(RULE, text).hint("cut at longitude 180"));
    Ok(())
}

fn jumps(ring: &[Coord]) -> bool {
    ring.windows(2).any(|pair| (pair[0].x - pair[1].x).abs() > 180.0)
}

/// Lets longitudes run on past ±180 so that no edge jumps, and holes lie where
/// their outer ring does. False if a ring then does not close.
fn unwrap_longitudes(rings: &mut Rings) -> bool {
    let mut middle = 0.0;
    for (number, ring) in rings.iter_mut().enumerate() {
        let mut shift = 0.0;
        let Some(mut before) = ring.first().map(|at| at.x) else { continue };
        for at in ring.iter_mut() {
            let step = at.x - before;
            before = at.x;
            if step > 180.0 {
                shift -= 360.0;
            } else if step < -180.0 {
                shift += 360.0;
            }
            at.x += shift;
        }
        if shift != 0.0 {
            return false;
        }
        let (least, most) = ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |ends, at| {
            (at.x.min(ends.0), at.x.max(ends.1))
        });
        let own = f64::midpoint(least, most);
        if number == 0 {
            middle = own;
        }
        let turns = ((own - middle) / 360.0).round();
        for at in ring {
            at.x -= 360.0 * turns;
        }
    }
    true
}

fn cut_at_180(rings: Rings) -> Vec<Rings> {
    let polygon = to_polygon(rings);
    let mut parts = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        let west = -180.0 + turn;
        let world = Rect::new((west, -90.0), (west + 360.0, 90.0)).to_polygon();
        let mut part = from_multi_polygon(polygon.intersection(&world));
        for at in part.iter_mut().flatten().flatten() {
            at.x = (at.x - turn).clamp(-180.0, 180.0);
        }
        parts.append(&mut part);
    }
    parts
}
