//! `coordinate-out-of-range`: a coordinate is off the earth or not finite.
//!
//! Floor 2.

use super::Note;
use super::RawShape;
use super::Rule;
use super::shape::on_earth;
use super::swapped_axes;
use crate::severity::Severity;

/// The rule.
pub(crate) const RULE: Rule = Rule::shape(
    "coordinate-out-of-range",
    Severity::Error,
    "a coordinate is not finite, or off the earth",
    check,
);

/// Refuses a geometry with a coordinate off the earth: as swapped axes if the
/// whole of it lies on the earth once longitude and latitude change places.
fn check(shape: &mut RawShape, _: &mut Vec<Note>) -> Result<(), Note> {
    let Some(wrong) = shape.coords().find(|at| !on_earth(*at)) else { return Ok(()) };
    let text = format!(
        "expected longitude −180 to 180 and latitude −90 to 90, found ({}, {})",
        wrong.x, wrong.y
    );
    if shape.coords().all(|at| on_earth(geo::Coord { x: at.y, y: at.x })) {
        let hint = "longitude and latitude seem to have changed places; the record is left out";
        return Err(Note::new(swapped_axes::RULE, text).hint(hint));
    }
    Err(Note::new(RULE, text).hint("the record is left out"))
}
