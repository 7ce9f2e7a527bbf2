//! `ring-self-crossing`: rings of an area cross themselves or each other.
//!
//! Floor 2.

mod crossing;

use super::Note;
use super::RawShape;
use super::Rule;
use super::ring_not_mendable;
use super::shape::Rings;
use super::shape::from_multi_polygon;
use super::shape::to_polygon;
use crate::severity::Severity;
use crossing::find_crossing;
use geo::algorithm::bool_ops::FillRule;
use geo::{Area, BooleanOps, Coord, MultiPolygon};

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "ring-self-crossing",
    Severity::Warning,
    "rings cross themselves or each other; they were redrawn without the crossing",
    check,
);

/// By how much the area of a mended polygon may differ, as a share of it.
const MATERIAL: f64 = 0.01;

/// Redraws polygons whose rings cross, if it is clear what they enclose.
///
/// It is clear if the two usual rules for the inside (even-odd and non-zero
/// winding) and the plain sum along the rings (Gauss's area formula) all give
/// the same area within 1 %: then the crossing is a small slip of the hand. A
/// bow tie or a star fails this and is refused. Polygons of one record that
/// cross each other are joined: what lies in any of them lies in the area.
///
/// Touching in a point is no crossing. O(n log n) in the number of points.
fn check(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Area(polygons) = shape else { return Ok(()) };
    for rings in polygons.iter_mut() {
        let Some(at) = find_crossing(rings.iter()) else { continue };
        let mended = mend(rings).ok_or_else(|| {
            Note::new(ring_not_mendable::RULE, crossed(at)).hint("the record is left out")
        })?;
        notes.push(Note::new(RULE, crossed(at)).hint("redrawn without the crossing"));
        *rings = mended;
    }
    if polygons.len() > 1
        && let Some(at) = find_crossing(polygons.iter().flatten())
    {
        let first = MultiPolygon(Vec::new());
        let joined = polygons.iter().fold(first, |sum, rings| {
            sum.union_with_fill_rule(&to_polygon(rings.clone()), FillRule::EvenOdd)
        });
        if joined.0.is_empty() {
            return Err(
                Note::new(ring_not_mendable::RULE, crossed(at)).hint("the record is left out")
            );
        }
        notes.push(Note::new(RULE, crossed(at)).hint("its polygons were joined"));
        *polygons = from_multi_polygon(joined);
    }
    Ok(())
}

fn crossed(at: Coord) -> String {
    format!("expected rings that do not cross, found a crossing at ({:.6}, {:.6})", at.x, at.y)
}

/// One polygon without the crossing, or none if it is not clear which.
fn mend(rings: &Rings) -> Option<Rings> {
    let drawn = to_polygon(rings.clone());
    let sum = drawn.unsigned_area();
    let nothing = MultiPolygon(Vec::new());
    let even_odd = drawn.union_with_fill_rule(&nothing, FillRule::EvenOdd);
    let turned = with_winding(rings);
    let non_zero = to_polygon(turned).union_with_fill_rule(&nothing, FillRule::Positive);
    let mended = even_odd.unsigned_area();
    let clear = [sum, non_zero.unsigned_area()]
        .into_iter()
        .all(|area| (area - mended).abs() <= MATERIAL * mended);
    if !clear {
        return None;
    }
    // What the slip cut off is under 1 %: the largest part is the polygon meant.
    let mut parts = from_multi_polygon(even_odd);
    let largest = (0..parts.len()).max_by(|a, b| {
        let area = |at: usize| to_polygon(parts[at].clone()).unsigned_area();
        area(*a).total_cmp(&area(*b))
    })?;
    let kept = parts.swap_remove(largest);
    let keeps = to_polygon(kept.clone()).unsigned_area();
    ((mended - keeps).abs() <= MATERIAL * mended).then_some(kept)
}

/// The rings with the outer one anticlockwise and the holes clockwise.
fn with_winding(rings: &Rings) -> Rings {
    let mut turned = rings.clone();
    for (number, ring) in turned.iter_mut().enumerate() {
        let twice: f64 = ring.windows(2).map(|p| p[0].x * p[1].y - p[1].x * p[0].y).sum();
        if (twice < 0.0) == (number == 0) {
            ring.reverse();
        }
    }
    turned
}
