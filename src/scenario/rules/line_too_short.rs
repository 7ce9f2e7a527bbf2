//! `line-too-short`: a line has fewer than two different points.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "line-too-short",
    Severity::Error,
    "a line has fewer than two different points",
    check,
);

/// Drops points repeated one after another, and refuses what is then no line.
fn check(shape: &mut RawShape, _: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Line(line) = shape else { return Ok(()) };
    line.dedup();
    if line.len() >= 2 {
        return Ok(());
    }
    let text = format!("expected a line of 2 or more different points, found {}", line.len());
    Err(Note::new(RULE, text).hint("the record is left out"))
}
