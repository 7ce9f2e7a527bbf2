//! Who controls a corridor or checkpoint, as recorded.
//!
//! Floor 2.

use super::parties::{Parties, PartyNo};
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Feature;
use crate::planar::Outline;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::time::State;
use geo::{Coord, Geometry};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Who controls a corridor or checkpoint.
#[derive(Clone, Debug, Default)]
pub(super) struct Control {
    gates: Vec<(PartyNo, Option<Timestamp>)>,
    areas: Vec<Held>,
    length_m: f64,
}

/// What an area of control covers of a line.
#[derive(Clone, Debug)]
struct Held {
    party: PartyNo,
    recorded_at: Option<Timestamp>,
    schedule: Schedule,
    /// Metres from the start of the line, sorted.
    spans: Vec<(f64, f64)>,
}

/// Who controls it at an instant, as known at another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Controllers {
    /// The parties; empty if none is recorded.
    pub(super) parties: BTreeSet<PartyNo>,
    /// How much of the line lies in no area of control, if there are any.
    pub(super) uncovered_m: f64,
}

impl Control {
    /// Who controls `subject`: the parties of areas of control that it runs
    /// through, and of its checkpoints.
    pub(super) fn of(scenario: &Scenario, subject: &dyn Feature, parties: &mut Parties) -> Self {
        let line = line_of(&subject.geometry());
        let ends_m = running_m(&line);
        let mut control =
            Self { length_m: ends_m.last().copied().unwrap_or_default(), ..Self::default() };
        for gate in gates_of(scenario, &subject.reference()) {
            let Some(checkpoint) = scenario.checkpoint(&gate.id().into()) else { continue };
            if let Some(party) = checkpoint.controlled_by() {
                let recorded_at = checkpoint.provenance().recorded_at;
                control.gates.push((parties.number(party), recorded_at));
            }
        }
        for area in scenario.areas_of_control() {
            let outline = Outline::of_area(area.area().polygons());
            let spans: Vec<(f64, f64)> = match line.as_slice() {
                [] => Vec::new(),
                [only] => outline.covers(*only).then_some((0.0, 0.0)).into_iter().collect(),
                _ => outline
                    .spans(&line)
                    .into_iter()
                    .map(|span| (span.from.offset_m(&ends_m), span.to.offset_m(&ends_m)))
                    .collect(),
            };
            if !spans.is_empty() {
                control.areas.push(Held {
                    party: parties.number(area.party()),
                    recorded_at: area.provenance().recorded_at,
                    schedule: area.schedule(),
                    spans,
                });
            }
        }
        control
    }

    /// The parties that control it at `at`, as known at `known_at`. An area
    /// whose state is unknown counts as held.
    pub(super) fn at(&self, at: Timestamp, known_at: Timestamp) -> Controllers {
        let known = |recorded: Option<Timestamp>| recorded.is_none_or(|then| then <= known_at);
        let held: Vec<&Held> = self
            .areas
            .iter()
            .filter(|area| known(area.recorded_at))
            .filter(|area| area.schedule.active_at(at) != State::DoesNotHold)
            .collect();
        let mut spans: Vec<(f64, f64)> =
            held.iter().flat_map(|area| area.spans.iter().copied()).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut covered_m = 0.0;
        let mut reach_m = 0.0_f64;
        for (from, to) in spans {
            covered_m += (to - from.max(reach_m)).max(0.0);
            reach_m = reach_m.max(to);
        }
        let gates = self.gates.iter().filter(|(_, recorded)| known(*recorded));
        Controllers {
            uncovered_m: if held.is_empty() { 0.0 } else { (self.length_m - covered_m).max(0.0) },
            parties: held.iter().map(|area| area.party).chain(gates.map(|gate| gate.0)).collect(),
        }
    }

    /// Instants at which the answer can change, within a window.
    pub(super) fn changes(&self, within: crate::time::TimeWindow, into: &mut Vec<Timestamp>) {
        for area in &self.areas {
            into.extend(area.schedule.pieces(within).filter_map(|(window, _)| window.start()));
        }
    }
}

/// The checkpoints of a corridor, or the checkpoint itself.
pub(super) fn gates_of(scenario: &Scenario, subject: &FeatureRef) -> Vec<FeatureRef> {
    match subject.kind() {
        Kind::Checkpoint => vec![subject.clone()],
        _ => scenario
            .corridor(&subject.id().into())
            .into_iter()
            .flat_map(|corridor| [corridor.entry_checkpoint(), corridor.exit_checkpoint()])
            .flatten()
            .map(crate::id::CheckpointId::to_ref)
            .collect(),
    }
}

/// The points of a line or of a place; empty for anything else.
pub(super) fn line_of(geometry: &Geometry) -> Vec<Coord> {
    match geometry {
        Geometry::LineString(line) => line.0.clone(),
        Geometry::Point(point) => vec![point.0],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
