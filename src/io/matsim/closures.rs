//! Timed closures of links, and police points on them.
//!
//! Floor 7.
//!
//! A disruption becomes one restricted zone: a disc of a metre on the middle of
//! each of its links, in force from its start to its end. A link that closes
//! while its opposite stays open is drawn beside it, so that the disc closes
//! one direction only.

use super::clock::Clock;
use super::error::Fault;
use super::error::MatsimError;
use super::network::LinkNetwork;
use super::rules;
use super::text;
use crate::geodesy;
use crate::model::Area;
use crate::model::Particulars;
use crate::model::Provenance;
use crate::model::RestrictedZone;
use crate::network::EdgeId;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use crate::time::Schedule;
use crate::time::TimeWindow;
use crate::units::Metres;
use geo::BoundingRect;
use geo::Coord;
use geo::Geometry;
use geo::MultiPolygon;
use geo::Point;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// How far around the middle of a link it is shut.
const SHUT_M: Metres = Metres(1.0);

#[derive(Deserialize)]
struct File {
    disruptions: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    #[serde(default)]
    description: String,
    #[serde(rename = "startHHMM")]
    start: String,
    #[serde(rename = "endHHMM")]
    end: String,
    #[serde(default)]
    effective_speed: Value,
    #[serde(default)]
    effective_speed_unit: String,
    #[serde(default)]
    impacted_links: Vec<String>,
}

/// Links that are disrupted for a while.
pub(super) struct Disruption {
    pub(super) at: RecordRef,
    pub(super) description: String,
    pub(super) window: TimeWindow,
    pub(super) links: BTreeSet<String>,
}

/// The disruptions of a file. Each closes its links, whatever speed it leaves.
pub(super) fn read(
    body: &str,
    at: &RecordRef,
    clock: &Clock,
    issues: &mut Vec<Issue>,
) -> Result<Vec<Disruption>, MatsimError> {
    let file: File = text::json(body, at, issues)?;
    let mut all = Vec::with_capacity(file.disruptions.len());
    for (number, raw) in (1..).zip(file.disruptions) {
        let at = at.clone().feature(number);
        let fault = |fault| MatsimError::malformed(&at, fault);
        let speed = speed_of(&raw.effective_speed).map_err(fault)?;
        if speed > 0.0 {
            let unit = cut(&raw.effective_speed_unit);
            let text = format!("member \"effectiveSpeed\": expected 0, found {speed} {unit}");
            let issue = rules::SLOWED_AS_CLOSED.issue(at.clone(), text);
            issues.push(issue.hint("its links are taken to be closed"));
        }
        let ends = (("startHHMM", raw.start.as_str()), ("endHHMM", raw.end.as_str()));
        let (start, end) = clock.between(ends.0, ends.1).map_err(fault)?;
        let window = TimeWindow::new(start, end)
            .map_err(|error| fault(Fault::new("a window", "an end after its start", error)))?;
        let links = raw.impacted_links.into_iter().collect();
        all.push(Disruption { at, description: raw.description, window, links });
    }
    Ok(all)
}

/// A number of 0 or more, as such or in quotes; 0 if there is none.
fn speed_of(value: &Value) -> Result<f64, Fault> {
    let number = match value {
        Value::Null => Some(0.0),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let right = number.filter(|number| number.is_finite() && *number >= 0.0);
    right.ok_or_else(|| Fault::new("member \"effectiveSpeed\"", "a number, 0 or more", value))
}

/// The zone that closes what a disruption names; none if the network has none of it.
pub(super) fn zone(
    id: String,
    disruption: &Disruption,
    streets: &LinkNetwork,
    issues: &mut Vec<Issue>,
) -> Option<RestrictedZone> {
    let mut discs = Vec::new();
    let mut own = BTreeSet::new();
    for link in &disruption.links {
        let Some(&edge) = streets.links.get(link) else {
            issues.push(unknown_link(&disruption.at, "impactedLinks", link));
            continue;
        };
        own.insert(edge);
        discs.push(geodesy::buffer(&Geometry::Point(Point(middle(streets, edge))), SHUT_M));
    }
    let found =
        |disc: &MultiPolygon| disc.bounding_rect().map(|rect| streets.network.edges_crossing(rect));
    let wider: BTreeSet<EdgeId> =
        discs.iter().filter_map(found).flatten().filter(|edge| !own.contains(edge)).collect();
    if !wider.is_empty() {
        let names = streets.links.iter().filter(|(_, edge)| wider.contains(edge));
        let names: Vec<String> = names.map(|(id, _)| cut(id)).take(3).collect();
        let text = format!(
            "expected to shut its own links only, found {} others in the way, such as {}",
            wider.len(),
            names.join(", ")
        );
        issues.push(
            rules::CLOSURE_WIDER.issue(disruption.at.clone(), text).hint("they are shut too"),
        );
    }
    let area = Area::new(discs.into_iter().flatten().collect()).ok()?;
    let mut particulars = Particulars::named(disruption.description.as_str())
        .schedule(Schedule::during(disruption.window));
    particulars.provenance = Provenance::of(disruption.at.file_name());
    Some(RestrictedZone::new(id, area).with(particulars))
}

/// The middle of a link as drawn.
pub(super) fn middle(streets: &LinkNetwork, edge: EdgeId) -> Coord {
    let line: Vec<Coord> = streets.network.edge_line(edge).collect();
    match line.as_slice() {
        [_, middle, _] => *middle,
        [from, .., to] => (*from + *to) / 2.0,
        _ => Coord::default(),
    }
}

pub(super) fn unknown_link(at: &RecordRef, what: &str, link: &str) -> Issue {
    let text = format!("{what}: expected a link of the network, found {:?}", cut(link));
    rules::UNKNOWN_LINK.issue(at.clone(), text).hint("passed over")
}

#[cfg(test)]
mod tests;
