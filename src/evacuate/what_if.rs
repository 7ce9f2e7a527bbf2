//! What would be gained or lost if one thing were otherwise.
//!
//! Floor 5.
//!
//! The streets are expanded once, with all that any of the changes would open.
//! As many people as can are sent once; each change starts from there
//! ([`crate::flow::WhatIf`]).

use super::case::Case;
use super::error::EvacuationError;
use super::expand::expand;
use super::meaning::{ArcMeans, Expansion};
use super::plan::{EvacuationPlan, WhatIfAnswer, WhatIfKind, WhatIfs};
use super::sample::Draw;
use super::words::{Clock, name, number};
use crate::flow::Change;
use crate::flow::FlowError;
use crate::flow::FlowProblem;
use crate::flow::FlowProgress;
use crate::flow::Profile;
use crate::flow::Step;
use crate::flow::WhatIf;
use crate::id::FeatureRef;
use crate::model::CheckpointStatus;
use crate::model::Feature;
use crate::model::Particulars;
use crate::network::EdgeId;
use crate::route::ArcOf;
use crate::route::Ground;
use crate::route::instant;
use crate::scenario::Revision;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::time::TimeWindow;
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Up to so many places the numbers are exact.
const EXACT_PLACES: u64 = 1 << 22;
/// Beyond that, the window is divided into about so many buckets.
const BUCKETS: Step = 60;
/// So many streets are lost at most, those that most people travel.
const STREETS: usize = 20;

/// What is otherwise, and where.
struct Candidate {
    kind: WhatIfKind,
    of: Option<FeatureRef>,
    edge: Option<EdgeId>,
    at: Option<[f64; 2]>,
    /// What it is, in words.
    what: String,
    change: Change,
}

/// What is needed to ask.
pub(super) struct Asking<'q> {
    pub(super) case: &'q Case<'q>,
    pub(super) scenario: &'q Scenario,
    pub(super) draw: &'q Draw,
    pub(super) clock: &'q Clock,
}

/// Records as they would be after a change.
struct Other {
    kind: WhatIfKind,
    of: FeatureRef,
    what: String,
    scenario: Scenario,
}

impl Asking<'_> {
    /// Asks what each change would bring, most people gained first.
    ///
    /// `ground` gives the streets for a mode under some records.
    pub(super) fn ask<'g>(
        &self,
        plan: &EvacuationPlan,
        ground: &dyn Fn(crate::model::TravelMode, &'g Scenario) -> Ground<'g>,
        others: &'g Others,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<WhatIfs, EvacuationError> {
        let of = |variant: Option<usize>| {
            variant.map_or(&others.as_it_is, |number| &others.others[number].scenario)
        };
        let mut expansion = expand(
            self.case,
            &others.as_it_is,
            |mode, variant| ground(mode, of(variant)),
            others.others.len(),
        )?;
        expansion.share_gates(&expansion.at_sources(self.case, self.draw));
        let problem = expansion.drawn(self.case, self.scenario, self.draw);
        let mut candidates = self.of_records(&expansion, others);
        candidates.extend(self.wider(&expansion));
        candidates.extend(self.larger(&expansion, &problem));
        candidates.extend(lost(&expansion, plan));
        let by = self.deadline(plan);
        let places = u64::from(problem.nodes) * u64::from(by);
        let exact = places <= EXACT_PLACES;
        let width = if exact { 1 } else { by.div_ceil(BUCKETS).max(1) };
        let changes: Vec<Change> = candidates.iter().map(|one| one.change.clone()).collect();
        let now = WhatIf::of(&problem, &changes, by, width, tell)?;
        let mut answers = Vec::new();
        for candidate in candidates {
            let progress =
                FlowProgress { step: by, arriving: now.served(), persons: plan.bounds.persons };
            if tell(progress).is_break() {
                return Err(FlowError::Stopped { step: by }.into());
            }
            let persons = now.served_if(&candidate.change)?;
            let gained = signed(persons) - signed(now.served());
            let text = self.words(&candidate.what, gained, by, exact);
            let Candidate { kind, of, edge, at, .. } = candidate;
            let edge = edge.map(|edge| edge.0);
            answers.push(WhatIfAnswer { kind, of, edge, at, persons, gained, text });
        }
        answers.sort_by(|a, b| {
            let more = b.gained.cmp(&a.gained).then(a.kind.cmp(&b.kind));
            more.then_with(|| a.of.cmp(&b.of)).then(a.edge.cmp(&b.edge))
        });
        let by = instant(self.case.first + i64::from(by) * self.case.step);
        Ok(WhatIfs { by, persons: now.served(), exact, answers })
    }

    /// By when people are counted: the end of the window if some stay behind, else
    /// halfway through the time that the plan takes.
    fn deadline(&self, plan: &EvacuationPlan) -> Step {
        match plan.bounds.clearance_s {
            Some(seconds) if plan.left() == 0 => {
                let steps = seconds / u64::from(self.case.request.step_s);
                u32::try_from(steps.div_ceil(2)).unwrap_or(self.case.steps).min(self.case.steps)
            }
            _ => self.case.steps,
        }
    }

    fn words(&self, what: &str, gained: i64, by: Step, exact: bool) -> String {
        let by = instant(self.case.first + i64::from(by) * self.case.step);
        let about = if exact { "" } else { "about " };
        let people = number(gained.unsigned_abs());
        let by = self.clock.time(by);
        match gained {
            1.. => format!("{what}: {about}{people} more have arrived by {by}"),
            0 => format!("{what}: no difference by {by}"),
            _ => format!("{what}: {about}{people} fewer have arrived by {by}"),
        }
    }

    /// Checkpoints opened and corridors kept open for longer.
    fn of_records(&self, expansion: &Expansion<'_>, others: &Others) -> Vec<Candidate> {
        let variants = others.others.iter().zip(&expansion.variants);
        let differ = variants.filter(|(_, one)| !one.arcs.is_empty() || !one.gates.is_empty());
        let candidates = differ.map(|(other, variant)| {
            let gates = variant.gates.iter().map(|(gate, open)| {
                let gate = &expansion.gates[*gate];
                let open = super::meaning::GateArc { open: open.clone(), ..gate.clone() };
                (gate.arc, open.profile(&self.draw.rates, self.scenario, expansion.step))
            });
            let arcs = variant.arcs.iter().cloned().chain(gates).collect();
            Candidate {
                kind: other.kind,
                of: Some(other.of.clone()),
                edge: None,
                at: None,
                what: other.what.clone(),
                change: Change { arcs, sinks: Vec::new() },
            }
        });
        candidates.collect()
    }

    /// Checkpoints that pass twice as many.
    fn wider(&self, expansion: &Expansion<'_>) -> Vec<Candidate> {
        let of_gates = expansion.gates.iter().flat_map(|gate| &gate.checkpoints);
        let ids: BTreeSet<_> = of_gates.collect();
        let candidates = ids.into_iter().filter_map(|id| {
            let mut rates = self.draw.rates.clone();
            let rate = rates.get_mut(id).filter(|rate| **rate > 0.0)?;
            *rate *= 2.0;
            let twice = *rate;
            let here = expansion.gates.iter().filter(|gate| gate.checkpoints.contains(id));
            let arcs = here
                .map(|gate| (gate.arc, gate.profile(&rates, self.scenario, expansion.step)))
                .collect();
            let called = name(self.scenario, &id.to_ref());
            Some(Candidate {
                kind: WhatIfKind::CheckpointWidened,
                of: Some(id.to_ref()),
                edge: None,
                at: None,
                what: format!("{called} passes {} an hour", number(twice.round() as u64)),
                change: Change { arcs, sinks: Vec::new() },
            })
        });
        candidates.collect()
    }

    /// Shelters with half as many places again.
    fn larger(&self, expansion: &Expansion<'_>, problem: &FlowProblem) -> Vec<Candidate> {
        let sinks = (0u32..).zip(expansion.sinks.iter().zip(&problem.sinks));
        let candidates = sinks.map(|(sink, (&shelter, of))| {
            let id = &self.case.shelters[shelter].id;
            let more = of.places.div_ceil(2);
            let called = name(self.scenario, &id.to_ref());
            Candidate {
                kind: WhatIfKind::ShelterEnlarged,
                of: Some(id.to_ref()),
                edge: None,
                at: None,
                what: format!("{called} takes {} more", number(more)),
                change: Change { arcs: Vec::new(), sinks: vec![(sink, of.places + more)] },
            }
        });
        candidates.collect()
    }
}

/// The streets that most people travel, lost one at a time: of each name the
/// stretch with the most people, both ways.
fn lost(expansion: &Expansion<'_>, plan: &EvacuationPlan) -> Vec<Candidate> {
    let Some(layer) = expansion.layers.first() else { return Vec::new() };
    let network = layer.graph.conditions.ground.network();
    let mut persons: BTreeMap<EdgeId, u64> = BTreeMap::new();
    for route in &plan.routes {
        for &edge in &route.edges {
            *persons.entry(EdgeId(edge)).or_default() += route.persons;
        }
    }
    let mut most: BTreeMap<String, (u64, EdgeId)> = BTreeMap::new();
    for (&edge, &count) in &persons {
        let called = network
            .edge(edge)
            .name("")
            .map_or_else(|| format!("the street without a name (edge {})", edge.0), str::to_owned);
        let best = most.entry(called).or_insert((count, edge));
        if count > best.0 {
            *best = (count, edge);
        }
    }
    let mut streets: Vec<(u64, EdgeId, String)> =
        most.into_iter().map(|(called, (count, edge))| (count, edge, called)).collect();
    streets.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    streets.truncate(STREETS);
    let mut arcs: BTreeMap<EdgeId, Vec<(u32, Profile)>> = BTreeMap::new();
    for (number, means) in (0u32..).zip(&expansion.arcs) {
        let ArcMeans::Street { layer, arc } = *means else { continue };
        if let ArcOf::Street(edge, ..) = expansion.layers[layer].graph.arc(arc) {
            arcs.entry(edge).or_default().push((number, Profile::Pieces(Vec::new())));
        }
    }
    let candidates = streets.into_iter().map(|(_, edge, called)| {
        let both = std::iter::once(edge).chain(network.edge(edge).twin());
        let arcs = both.filter_map(|edge| arcs.get(&edge)).flatten().cloned().collect();
        let line: Vec<_> = network.edge_line(edge).collect();
        let at = line.get(line.len() / 2).map(|at| [at.x, at.y]);
        Candidate {
            kind: WhatIfKind::StreetLost,
            of: None,
            edge: Some(edge),
            at,
            what: format!("without {called}"),
            change: Change { arcs, sinks: Vec::new() },
        }
    });
    candidates.collect()
}

fn signed(persons: u64) -> i64 {
    i64::try_from(persons).unwrap_or(i64::MAX)
}

/// The records, and what they would be after each of the changes that they allow.
pub(super) struct Others {
    as_it_is: Scenario,
    others: Vec<Other>,
}

impl Others {
    /// Every checkpoint opened, and every corridor kept open an hour longer.
    pub(super) fn of(scenario: &Scenario, window: TimeWindow) -> Self {
        let revision = || Revision::of(scenario);
        let mut others = Vec::new();
        for (number, checkpoint) in scenario.checkpoints().iter().enumerate() {
            let mut revision = revision();
            let particulars = Particulars {
                schedule: Some(Schedule::always()),
                ..checkpoint.particulars().clone()
            };
            revision.checkpoints[number] =
                checkpoint.clone().with(particulars).with_status(CheckpointStatus::Open);
            let of = checkpoint.id().to_ref();
            let what = format!("{} is open throughout", name(scenario, &of));
            let kind = WhatIfKind::CheckpointOpened;
            others.push(Other { kind, of, what, scenario: scenario.revised(revision) });
        }
        for (number, corridor) in scenario.corridors().iter().enumerate() {
            let Some(schedule) = an_hour_longer(&corridor.schedule(), window) else { continue };
            let mut revision = revision();
            let particulars =
                Particulars { schedule: Some(schedule), ..corridor.particulars().clone() };
            revision.corridors[number] = corridor.clone().with(particulars);
            let of = corridor.id().to_ref();
            let what = format!("{} stays open an hour longer", name(scenario, &of));
            let kind = WhatIfKind::CorridorLonger;
            others.push(Other { kind, of, what, scenario: scenario.revised(revision) });
        }
        Self { as_it_is: scenario.revised(revision()), others }
    }
}

/// Open for an hour more after each time that it is open within a window; nothing if
/// that is no different.
fn an_hour_longer(schedule: &Schedule, window: TimeWindow) -> Option<Schedule> {
    let open = schedule.permitting_in(window).ok()?;
    let longer = open.iter().filter_map(|one| {
        let end = one.end()?.checked_add(SignedDuration::from_hours(1)).ok()?;
        TimeWindow::new(one.start_or_min(), end).ok()
    });
    let longer: Vec<TimeWindow> = longer.collect();
    (!longer.is_empty()).then(|| Schedule::during_all(longer))
}
