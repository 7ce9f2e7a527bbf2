//! From a case and the streets to a flow over time.
//!
//! Floor 5.
//!
//! Streets take seconds and a step is a minute, so that rounding every street up
//! to whole steps would double every way. Therefore the clock of each place runs
//! ahead by the least time from there to a shelter: being there in step `k`
//! means that one could arrive in step `k`. On quickest ways every street then
//! takes 0 steps, and only where people leave them is a time rounded, always up.

use super::case::{Case, Target};
use super::clocks::{NEVER, forward};
use super::entry::{Entering, Entry};
use super::gates::rate_of;
use super::layer::{Layer, Link, LinkOf};
use super::meaning::{ArcMeans, Aside, Expansion, GateArc, Slot, Variant};
use super::open::{OpenSteps, in_steps, profile};
use super::sources::{Junctions, Starts};
use crate::flow::FlowArc;
use crate::flow::FlowProblem;
use crate::flow::FlowSink;
use crate::flow::FlowSource;
use crate::flow::Piece;
use crate::flow::Profile;
use crate::flow::Step;
use crate::id::CheckpointId;
use crate::model::SafeCorridor;
use crate::model::TravelMode;
use crate::network::EdgeId;
use crate::planar::running_m;
use crate::route::Conditions;
use crate::route::Door;
use crate::route::Ground;
use crate::route::NodeIndex;
use crate::route::PlanError;
use crate::route::Takes;
use crate::route::Tick;
use crate::route::WhatIf;
use crate::scenario::Scenario;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Checkpoints of whose rate nobody has said.
pub(super) fn unknown_rates(case: &Case<'_>, scenario: &Scenario) -> Vec<CheckpointId> {
    let checkpoints = scenario.checkpoints().iter();
    let unknown = checkpoints.filter(|one| rate_of(case, one).is_none());
    unknown.map(|one| one.id().clone()).collect()
}

/// Makes the flow over time of a case. `ground` gives the streets for a mode, under
/// the records as they are or under those of one of so many `variants`: what each
/// of them changes is in the expansion.
pub(super) fn expand<'a>(
    case: &Case<'_>,
    scenario: &'a Scenario,
    ground: impl Fn(TravelMode, Option<usize>) -> Ground<'a>,
    variants: usize,
) -> Result<Expansion<'a>, PlanError> {
    let shut = unknown_rates(case, scenario).iter().map(CheckpointId::to_ref).collect();
    let what_if = WhatIf { shut, ..WhatIf::default() };
    let mut making = Making::new(case, scenario);
    making.expansion.variants = vec![Variant::default(); variants];
    for mode in TravelMode::ALL.into_iter().filter(|&mode| case.uses(mode)) {
        let base = ground(mode, None);
        let streets = Arc::clone(&base.streets);
        let junctions = Junctions::of(streets.network());
        let mut doors: Vec<Door> = case.shelters.iter().map(door_of).collect();
        let mut starts = Vec::new();
        for (number, group) in case.groups.iter().enumerate() {
            if group.modes.iter().any(|(of, _)| *of == mode) {
                let at = (scenario, &junctions);
                starts.push((number, Starts::of(case, group, mode, at, &mut doors)));
            }
        }
        let layer = |ground: Ground<'a>| -> Result<Layer<'a>, PlanError> {
            let conditions = Arc::new(Conditions::find(ground, &what_if)?);
            Ok(Layer::of(case, conditions, &doors))
        };
        let base = layer(base)?;
        let mut others = Vec::new();
        for variant in 0..variants {
            let other = layer(ground(mode, Some(variant)))?;
            // The same streets have the same links, whatever holds on them.
            if other.is_like(&base) {
                others.push((variant, other));
            }
        }
        making.add(base, &others, &starts);
    }
    Ok(making.finish())
}

fn door_of(target: &Target) -> Door {
    let takes = Takes::In(target.open.clone());
    Door { at: target.at, of: Some(target.id.to_ref()), leave: false, takes }
}

/// A flow over time, while it is put together.
struct Making<'m, 'a> {
    case: &'m Case<'m>,
    scenario: &'a Scenario,
    expansion: Expansion<'a>,
    numbers: HashMap<Profile, u32>,
    /// The sink of each shelter, once somebody comes there.
    sinks: Vec<Option<u32>>,
    /// Whether a street reaches a shelter in some mode.
    reached: Vec<bool>,
}

impl<'m, 'a> Making<'m, 'a> {
    fn new(case: &'m Case<'m>, scenario: &'a Scenario) -> Self {
        let problem = FlowProblem { horizon: case.steps, ..FlowProblem::default() };
        let expansion = Expansion {
            problem,
            layers: Vec::new(),
            layer_starts: Vec::new(),
            arcs: Vec::new(),
            ahead: Vec::new(),
            sources: Vec::new(),
            sinks: Vec::new(),
            slots: Vec::new(),
            gates: Vec::new(),
            first: case.first,
            step: case.step,
            shelters_unreached: Vec::new(),
            variants: Vec::new(),
        };
        let count = case.shelters.len();
        let mut making = Self {
            case,
            scenario,
            expansion,
            numbers: HashMap::new(),
            sinks: Vec::with_capacity(count),
            reached: vec![false; count],
        };
        // Every shelter with room is a sink, the first nodes of all.
        for (shelter, target) in case.shelters.iter().enumerate() {
            let sink = (target.places > 0).then(|| making.node(0));
            if let Some(node) = sink {
                let sink = FlowSink { node, places: target.places };
                making.expansion.problem.sinks.push(sink);
                making.expansion.sinks.push(shelter);
            }
            making.sinks.push(sink);
        }
        making
    }

    fn node(&mut self, ahead: Tick) -> u32 {
        self.expansion.ahead.push(ahead);
        self.expansion.problem.nodes += 1;
        self.expansion.problem.nodes - 1
    }

    fn profile(&mut self, profile: Profile) -> u32 {
        let profiles = &mut self.expansion.problem.profiles;
        *self.numbers.entry(profile).or_insert_with_key(|profile| {
            profiles.push(profile.clone());
            profiles.len() as u32 - 1
        })
    }

    fn arc(&mut self, (tail, head): (u32, u32), takes: Tick, profile: u32, means: ArcMeans) {
        let ahead = &self.expansion.ahead;
        let rest = takes + ahead[head as usize] - ahead[tail as usize];
        let delay = Step::try_from((rest + self.case.step - 1).div_euclid(self.case.step));
        // Who would be later than the last step is there never.
        let delay = delay.unwrap_or(Step::MAX).min(self.case.steps);
        self.expansion.problem.arcs.push(FlowArc { tail, head, delay, profile });
        self.expansion.arcs.push(means);
    }

    /// Adds the streets of a mode, as far as people can be on them in time.
    /// `others` are the same streets after the changes of some variants.
    fn add(
        &mut self,
        mut layer: Layer<'a>,
        others: &[(usize, Layer<'a>)],
        starts: &[(usize, Starts)],
    ) {
        for (shelter, door) in layer.graph.doors.iter().take(self.reached.len()).enumerate() {
            self.reached[shelter] |= door.is_some();
        }
        let number = self.expansion.layers.len();
        // What is open as things are, or after a change.
        let usable: Vec<bool> = (0..layer.links.len())
            .map(|at| layer.links[at].open || others.iter().any(|(_, one)| one.links[at].open))
            .collect();
        let open: Vec<Link> = layer
            .links
            .iter()
            .zip(&usable)
            .filter(|(_, open)| **open)
            .map(|(link, _)| *link)
            .collect();
        if !others.is_empty() {
            layer.run_ahead(&open);
        }
        // Only now: who has no way as things are may have one after a change.
        let mut begins: Vec<(u32, Tick)> = Vec::new();
        let first_slot = self.expansion.slots.len();
        for (group, starts) in starts {
            self.slots(&layer, number, *group, starts, &mut begins);
        }
        let early = forward(layer.places.len(), &open, &begins);
        let until = self.case.first + Tick::from(self.case.steps) * self.case.step;
        let in_time = |place: usize| {
            let (early, ahead) = (early[place], layer.ahead[place]);
            early < NEVER && ahead < NEVER && early + ahead < until
        };
        self.expansion.layer_starts.push(self.expansion.problem.nodes);
        let mut nodes: Vec<Option<u32>> = vec![None; layer.places.len()];
        for (place, node) in nodes.iter_mut().enumerate() {
            if in_time(place) {
                *node = Some(self.node(layer.ahead[place]));
            }
        }
        let seats = self.case.request.convoys.iter().map(|convoy| convoy.seats).min();
        let limits = corridor_limits(&layer, self.scenario);
        let enter = |of: &Layer<'_>, link: &Link| {
            let ahead = (layer.ahead[link.tail as usize], layer.ahead[link.head as usize]);
            let seats = f64::from(seats.unwrap_or(1));
            Entering { case: self.case, layer: of, ahead, seats, limits: &limits }.entry(link)
        };
        let mut entries = Vec::new();
        for (at, link) in layer.links.iter().enumerate().filter(|&(at, _)| usable[at]) {
            let ends = nodes[link.tail as usize].zip(nodes[link.head as usize]);
            let Some(ends) = ends else { continue };
            let entry = enter(&layer, link);
            let mut other_entries = Vec::new();
            for (variant, other) in others {
                let other = enter(other, &other.links[at]);
                if other != entry {
                    other_entries.push((*variant, other));
                }
            }
            if entry != Entry::Shut || !other_entries.is_empty() {
                entries.push((*link, ends, entry, other_entries));
            }
        }
        for (link, ends, entry, other_entries) in entries {
            self.link((&layer, number), &link, ends, entry, other_entries);
        }
        for (shelter, door) in layer.doors.iter().enumerate() {
            let node = door.and_then(|door| nodes[door as usize]);
            let (Some(tail), Some(head)) = (node, self.sinks[shelter]) else { continue };
            let Some(door) = layer.graph.doors[shelter] else { continue };
            let mut steps = OpenSteps::all(self.case.first, self.case.step, self.case.steps);
            steps.forbid(&layer.graph.graph.node(door).absent, 0, 0);
            let profile = self.profile(unlimited(&steps.stretches(), self.case.steps));
            self.arc((tail, head), 0, profile, ArcMeans::Shelter(shelter));
        }
        self.place_sources(&layer, first_slot, &nodes);
        self.expansion.layers.push(layer);
    }

    /// Where the people of a group are in a layer.
    fn slots(
        &mut self,
        layer: &Layer<'a>,
        number: usize,
        group: usize,
        starts: &Starts,
        begins: &mut Vec<(u32, Tick)>,
    ) {
        let mode = layer.mode;
        let nodes = starts.choose(layer, mode);
        let from = self.case.groups[group].from;
        let neighbourhood = &self.case.groups[group].neighbourhood;
        let convoys = &self.case.request.convoys;
        let comes = convoys.iter().any(|convoy| convoy.neighbourhood == *neighbourhood);
        let slot = |at: Option<NodeIndex>, which: usize, aside| Slot {
            group,
            mode,
            number: which as u64,
            of: nodes.len().max(1) as u64,
            at: at.map(|node| (number, node)),
            aside,
        };
        if nodes.is_empty() {
            self.expansion.slots.push(slot(None, 0, Some(Aside::Street)));
        }
        for (which, &node) in nodes.iter().enumerate() {
            let place = layer.leave[node as usize];
            let aside = if mode == TravelMode::Convoy && !comes {
                Some(Aside::Convoy)
            } else if layer.leads_on(place) {
                begins.push((place, from));
                None
            } else {
                Some(Aside::Way)
            };
            self.expansion.slots.push(slot(Some(node), which, aside));
        }
    }

    /// Puts the people of a layer's slots at its nodes.
    fn place_sources(&mut self, layer: &Layer<'a>, first: usize, nodes: &[Option<u32>]) {
        for slot in first..self.expansion.slots.len() {
            let Slot { group, mode, at, aside, .. } = self.expansion.slots[slot];
            let (None, Some((_, node))) = (aside, at) else { continue };
            let Some(at) = nodes[layer.leave[node as usize] as usize] else {
                self.expansion.slots[slot].aside = Some(Aside::Way);
                continue;
            };
            let group = &self.case.groups[group];
            let ahead = self.expansion.ahead[at as usize];
            let node = if mode == TravelMode::Convoy {
                self.boarding(&group.neighbourhood, at)
            } else {
                at
            };
            // The first step that begins when they can leave, or later.
            let wait = group.from + ahead - self.case.first;
            let from = (wait + self.case.step - 1).div_euclid(self.case.step);
            let from = Step::try_from(from).unwrap_or(Step::MAX).min(self.case.steps);
            let class = group.priority;
            let source = FlowSource { node, persons: 0, from, class };
            self.expansion.problem.sources.push(source);
            self.expansion.sources.push(slot);
        }
    }

    /// A place from which the convoys of a neighbourhood bring people to a node;
    /// who sits in them may wait until the street is free.
    fn boarding(&mut self, of: &crate::id::NeighbourhoodId, node: u32) -> u32 {
        let ahead = self.expansion.ahead[node as usize];
        let (source, seated) = (self.node(ahead), self.node(ahead));
        self.expansion.problem.waiting.push(seated);
        let request = self.case.request;
        for (number, convoy) in request.convoys.iter().enumerate() {
            if convoy.neighbourhood != *of {
                continue;
            }
            let from = convoy.available_from.map_or(self.case.first, |at| {
                crate::route::permitted(&crate::time::TimeWindow::since(at)).0
            });
            let from = from.max(self.case.first) + ahead - self.case.first;
            // Nobody gets in and out in less than a second.
            let round = (2 * ahead + Tick::from(convoy.turnaround_s) * 1000).max(1000);
            let mut trips: BTreeMap<Step, u64> = BTreeMap::new();
            let mut ready = from;
            while let Ok(step) =
                Step::try_from((ready + self.case.step - 1).div_euclid(self.case.step))
                && step < self.case.steps
            {
                let seats = u64::from(convoy.vehicles) * u64::from(convoy.seats);
                *trips.entry(step).or_default() += seats;
                ready += round;
            }
            let piece =
                |(&from, &persons): (&Step, &u64)| Piece { from, until: from + 1, persons, per: 1 };
            let profile = self.profile(Profile::Pieces(trips.iter().map(piece).collect()));
            self.arc((source, seated), 0, profile, ArcMeans::Boarding(number));
        }
        let profile = self.profile(Profile::Unlimited);
        self.arc((seated, node), 0, profile, ArcMeans::Turn);
        source
    }

    /// Adds the arc of a link; `others` are the same link's entries under the
    /// changes of each variant.
    fn link(
        &mut self,
        (layer, number): (&Layer<'a>, usize),
        link: &Link,
        ends: (u32, u32),
        entry: Entry,
        others: Vec<(usize, Entry)>,
    ) {
        let arc = self.expansion.problem.arcs.len() as u32;
        match (link.of, entry) {
            (LinkOf::Turn, _) => {
                let profile = self.profile(Profile::Unlimited);
                self.arc(ends, 0, profile, ArcMeans::Turn);
            }
            (LinkOf::Gate(node), entry) => {
                let (open, waits) = match entry {
                    Entry::Gate { open, waits } => (open, waits),
                    Entry::Shut | Entry::Free(_) | Entry::Street(..) => (Vec::new(), false),
                };
                // Standing before it is one thing, passing it another.
                let stands =
                    |(_, other): &(usize, Entry)| matches!(other, Entry::Gate { waits: true, .. });
                if waits || others.iter().any(stands) {
                    self.expansion.problem.waiting.push(ends.0);
                }
                let checkpoints = layer.checkpoints(node).to_vec();
                // A profile of its own: its rate is found when all are known.
                let profile = self.expansion.problem.profiles.len() as u32;
                self.expansion.problem.profiles.push(Profile::Pieces(Vec::new()));
                let gate = self.expansion.gates.len();
                let shares = vec![1.0; checkpoints.len()];
                self.expansion.gates.push(GateArc { arc, profile, checkpoints, shares, open });
                self.arc(ends, link.duration, profile, ArcMeans::Gate(gate));
                for (variant, other) in others {
                    if let Entry::Gate { open, .. } = other {
                        self.expansion.variants[variant].gates.push((gate, open));
                    }
                }
            }
            (LinkOf::Arc(street), entry) => {
                let profile = self.entry_profile(&entry);
                let profile = self.profile(profile);
                self.arc(
                    ends,
                    link.duration,
                    profile,
                    ArcMeans::Street { layer: number, arc: street },
                );
                for (variant, other) in others {
                    let profile = self.entry_profile(&other);
                    self.expansion.variants[variant].arcs.push((arc, profile));
                }
            }
        }
    }

    fn entry_profile(&self, entry: &Entry) -> Profile {
        match entry {
            Entry::Street(stretches, rate) => profile(stretches, in_steps(*rate, self.case.step)),
            Entry::Free(stretches) => unlimited(stretches, self.case.steps),
            Entry::Shut | Entry::Gate { .. } => Profile::Pieces(Vec::new()),
        }
    }

    fn finish(mut self) -> Expansion<'a> {
        self.expansion.problem.waiting.sort_unstable();
        let unreached = self.reached.iter().enumerate().filter(|(_, reached)| !**reached);
        self.expansion.shelters_unreached = unreached.map(|(shelter, _)| shelter).collect();
        self.expansion
    }
}

/// As many as there are, in some of so many steps.
fn unlimited(stretches: &[(Step, Step)], steps: Step) -> Profile {
    let always = stretches == [(0, steps)];
    if always { Profile::Unlimited } else { profile(stretches, (1 << 41, 1)) }
}

/// Persons an hour on streets along an announced corridor that states a rate.
fn corridor_limits(layer: &Layer<'_>, scenario: &Scenario) -> BTreeMap<EdgeId, f64> {
    let conditions = &layer.graph.conditions;
    let network = conditions.ground.network();
    let mut limits: BTreeMap<EdgeId, f64> = BTreeMap::new();
    for strip in conditions.barriers.corridors() {
        let corridor = scenario.corridor(&strip.id);
        let Some(rate) = corridor.and_then(SafeCorridor::persons_per_hour) else { continue };
        for edge in network.edges().filter(|&id| network.edge(id).modes().contains(layer.mode)) {
            let line: Vec<_> = network.edge_line(edge).collect();
            let ends_m = running_m(&line);
            let covered = crate::network::covered_m(strip, &line, &ends_m);
            let along: f64 = covered.iter().map(|(from, to)| to - from).sum();
            if along > 0.5 * ends_m.last().copied().unwrap_or_default() {
                let limit = limits.entry(edge).or_insert(rate.0);
                *limit = limit.min(rate.0);
            }
        }
    }
    limits
}
