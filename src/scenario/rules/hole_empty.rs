//! `hole-empty`: a hole encloses nothing.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use super::ring_too_few_points::encloses_nothing;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "hole-empty",
    Severity::Info,
    "a hole has too few points, or no area; it was dropped",
    check,
);

/// Drops holes that enclose nothing: several calls of `geo` fail on them.
#[expect(clippy::unnecessary_wraps, reason = "every check of a shape has this signature")]
fn check(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Area(polygons) = shape else { return Ok(()) };
    let mut dropped = 0;
    for rings in polygons {
        let mut number = 0;
        rings.retain(|ring| {
            number += 1;
            let keep = number == 1 || !encloses_nothing(ring);
            dropped += usize::from(!keep);
            keep
        });
    }
    if dropped > 0 {
        let text = format!("expected holes that enclose an area, found {dropped} that do not");
        notes.push(Note::new(RULE, text).hint("dropped"));
    }
    Ok(())
}
