//! `ring-unclosed`: the last point of a ring is not its first.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "ring-unclosed",
    Severity::Warning,
    "the last point of a ring is not its first; the ring was closed",
    check,
);

/// Closes open rings. Points repeated one after another are dropped, without a
/// word: they change nothing.
#[expect(clippy::unnecessary_wraps, reason = "every check of a shape has this signature")]
fn check(shape: &mut RawShape, notes: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Area(polygons) = shape else { return Ok(()) };
    let mut open = 0;
    for ring in polygons.iter_mut().flatten() {
        ring.dedup();
        if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
            && first != last
        {
            ring.push(first);
            open += 1;
        }
    }
    if open > 0 {
        let rings = if open == 1 { "an open ring".into() } else { format!("{open} open rings") };
        let text = format!("expected rings whose last point is the first, found {rings}");
        notes.push(Note::new(RULE, text).hint("closed with a straight line"));
    }
    Ok(())
}
