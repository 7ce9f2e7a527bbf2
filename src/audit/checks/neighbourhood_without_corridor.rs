//! `neighbourhood-without-corridor`: it is named as vulnerable, or a ban covers
//! part of it in the window, and no announced corridor serves it while open.

use crate::audit::{AuditError, Finding};
use crate::model::{Feature, Neighbourhood, SafeCorridor};
use crate::picture::OperationalPicture;
use crate::planar::Outline;
use crate::severity::Severity;
use crate::time::TimeWindow;
use geo::{Geometry, Intersects};

/// The code of its findings.
pub(in crate::audit) const CODE: &str = "neighbourhood-without-corridor";

/// Looks at every neighbourhood.
pub(in crate::audit) fn find(
    picture: &OperationalPicture,
    window: TimeWindow,
) -> Result<Vec<Finding>, AuditError> {
    let scenario = picture.scenario();
    let mut open = Vec::new();
    for corridor in scenario.corridors() {
        if !corridor.schedule().permitting_in(window)?.is_empty() {
            open.push(corridor);
        }
    }
    let mut zones = Vec::new();
    for zone in scenario.features().filter(|feature| feature.reference().kind().forbids()) {
        if !zone.schedule().forbidding_in(window)?.is_empty() {
            zones.push((zone.reference(), zone.geometry()));
        }
    }
    let mut findings = Vec::new();
    for area in scenario.neighbourhoods() {
        let geometry = area.geometry();
        let bans: Vec<_> = zones.iter().filter(|(_, zone)| zone.intersects(&geometry)).collect();
        let needs = area.vulnerable() || bans.iter().any(|(_, zone)| covers_some(area, zone));
        if !needs || open.iter().any(|corridor| serves(corridor, area)) {
            continue;
        }
        let people = area.population().map_or_else(
            || "an unknown number of people".to_owned(),
            |known| known.persons.to_string(),
        );
        let text = format!(
            "{} ({}), {people}: no corridor that serves it is announced as open in this window",
            area.label(),
            area.reference(),
        );
        let mut finding = Finding::new(CODE, Severity::Error, text)
            .at(geometry)
            .when(window)
            .because(area.reference());
        for (zone, _) in bans {
            finding = finding.because(zone.clone());
        }
        findings.push(finding);
    }
    findings.sort_by(Finding::order);
    Ok(findings)
}

/// Whether a corridor names the neighbourhood, or its line touches it.
fn serves(corridor: &SafeCorridor, area: &Neighbourhood) -> bool {
    corridor.serves().contains(area.id())
        || !Outline::of_area(area.area().polygons()).spans(&corridor.path().line().0).is_empty()
}

/// Whether more than a shared boundary is covered.
fn covers_some(area: &Neighbourhood, zone: &Geometry) -> bool {
    use geo::{Area as _, BooleanOps, MultiPolygon};
    let zone = match zone {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        _ => return false,
    };
    let own = area.area().polygons();
    own.intersection(&zone).unsigned_area() > own.unsigned_area() * 1e-4
}
