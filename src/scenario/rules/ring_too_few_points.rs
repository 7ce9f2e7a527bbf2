//! `ring-too-few-points`: an outer ring encloses nothing.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use crate::severity::Severity;
use geo::Coord;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "ring-too-few-points",
    Severity::Error,
    "an outer ring has too few points, or all of them on one line",
    check,
);

/// Drops polygons whose outer ring encloses nothing; refuses the geometry if
/// none is left.
fn check(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Area(polygons) = shape else { return Ok(()) };
    let before = polygons.len();
    let mut fewest = usize::MAX;
    polygons.retain(|rings| match rings.first() {
        Some(outer) if !encloses_nothing(outer) => true,
        outer => {
            fewest = fewest.min(outer.map_or(0, Vec::len));
            false
        }
    });
    if polygons.len() == before {
        return Ok(());
    }
    let found = if fewest < 4 { format!("{fewest}") } else { format!("{fewest} on one line") };
    let text = format!("expected an outer ring of 4 or more points round an area, found {found}");
    if polygons.is_empty() {
        return Err(Note::new(RULE, text).hint("the record is left out"));
    }
    notes.push(Note::new(RULE, text).hint("that polygon is left out"));
    Ok(())
}

/// Whether a closed ring without repeated points has fewer than four, or all
/// of them on one line.
pub(super) fn encloses_nothing(ring: &[Coord]) -> bool {
    let [first, second, rest @ ..] = ring else { return true };
    ring.len() < 4
        || rest.iter().all(|at| {
            use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
            RobustKernel::orient2d(*first, *second, *at) == Orientation::Collinear
        })
}
