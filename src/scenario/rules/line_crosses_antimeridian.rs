//! `line-crosses-antimeridian`: a line jumps from one side of the map to the other.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "line-crosses-antimeridian",
    Severity::Error,
    "a line jumps more than 180 degrees of longitude",
    check,
);

/// Refuses the line: a record has one line, and this one would be two.
fn check(shape: &mut RawShape, _: &mut Vec<Note>) -> Result<(), Note> {
    let RawShape::Line(line) = shape else { return Ok(()) };
    let Some(pair) = line.windows(2).find(|pair| (pair[0].x - pair[1].x).abs() > 180.0) else {
        return Ok(());
    };
    let text = format!(
        "expected a line without jumps, found one from longitude {} to {}",
        pair[0].x, pair[1].x
    );
    Err(Note::new(RULE, text).hint("the record is left out: give each side of the antimeridian one of its own"))
}
