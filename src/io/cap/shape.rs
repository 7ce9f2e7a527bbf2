//! From polygons and circles as written to one area.
//!
//! Floor 7.

use super::alert::{AlertArea, Circle, Ring};
use super::rules;
use crate::geodesy;
use crate::model::Area;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::RawShape;
use crate::scenario::rules::check_shape;
use crate::units::Metres;
use geo::{Coord, Geometry};

/// The rings of one polygon, the outer one first.
type Rings = Vec<Vec<Coord>>;

impl AlertArea {
    /// The polygons and circles as one area, mended where that is clear, and
    /// what was found wrong; `None` if nothing of it is left.
    ///
    /// Each polygon goes through the intake rules of a scenario by itself: open
    /// rings are closed, small crossings redrawn, rings over the antimeridian
    /// cut; one that cannot be mended is left out with an error. Polygons that
    /// cross each other are then joined. A circle becomes a polygon around it,
    /// see [`geodesy::circle`]. O(n log n) in the number of corners.
    pub fn shape(&self, at: &RecordRef) -> (Option<Area>, Vec<Issue>) {
        let mut issues = Vec::new();
        let mut parts: Vec<Rings> = Vec::new();
        for (number, ring) in self.polygons.iter().enumerate() {
            let name = format!("polygon[{}]", number + 1);
            let corners = ring.0.iter().map(|[lon, lat]| Coord { x: *lon, y: *lat }).collect();
            let checked = checked(vec![vec![corners]], &name, at, &mut issues);
            parts.extend(checked.into_iter().flatten());
        }
        for (number, circle) in self.circles.iter().enumerate() {
            let name = format!("circle[{}]", number + 1);
            match circle.shape(&name, at) {
                Ok(drawn) => parts.extend(drawn),
                Err(issue) => issues.push(issue),
            }
        }
        let parts = if parts.len() > 1 {
            let whole = checked(parts.clone(), "polygons", at, &mut issues);
            whole.unwrap_or_default()
        } else {
            parts
        };
        let area = match RawShape::Area(parts).into_geometry() {
            Geometry::MultiPolygon(polygons) if !polygons.0.is_empty() => Area::new(polygons).ok(),
            _ => None,
        };
        (area, issues)
    }
}

/// The polygons once the rules have been over them; `None` if they refused.
fn checked(
    parts: Vec<Rings>,
    name: &str,
    at: &RecordRef,
    issues: &mut Vec<Issue>,
) -> Option<Vec<Rings>> {
    let mut shape = RawShape::Area(parts);
    let mut notes = Vec::new();
    let refused = check_shape(&mut shape, &mut notes).err();
    let left = refused.is_none();
    for note in notes.into_iter().chain(refused) {
        let mut issue = note.into_issue(at.clone());
        issue.text = format!("{name}: {}", issue.text);
        if issue.hint.as_deref() == Some("the record is left out") {
            issue.hint = Some("left out".to_owned());
        }
        issues.push(issue);
    }
    match shape {
        RawShape::Area(parts) if left => Some(parts),
        _ => None,
    }
}

impl Circle {
    fn shape(&self, name: &str, at: &RecordRef) -> Result<Vec<Rings>, Issue> {
        if self.radius_km == 0.0 {
            let text = format!("{name}: expected a radius above 0 km, found 0");
            return Err(rules::CIRCLE_POINT.issue(at.clone(), text).hint("it makes no area"));
        }
        let [lon, lat] = self.centre;
        let drawn = geodesy::circle(Coord { x: lon, y: lat }, Metres(1000.0 * self.radius_km));
        let drawn = drawn.ok_or_else(|| {
            let text = format!(
                "{name}: expected a circle of at most 5000 km that reaches no pole, found {} km around {lat},{lon}",
                self.radius_km
            );
            rules::CIRCLE_REFUSED.issue(at.clone(), text).hint("left out")
        })?;
        let rings = drawn.0.into_iter().map(|polygon| vec![polygon.into_inner().0.0]);
        Ok(rings.collect())
    }
}

impl From<&geo::LineString> for Ring {
    fn from(line: &geo::LineString) -> Self {
        Self(line.0.iter().map(|at| [at.x, at.y]).collect())
    }
}
