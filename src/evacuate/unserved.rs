//! Who stays behind, and why.
//!
//! Floor 5.

use super::answer::Telling;
use super::gates::rate_of;
use super::meaning::{ArcMeans, Aside};
use super::plan::{Left, Reason};
use super::words::{name, number, travelling};
use crate::flow::Profile;
use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::model::TravelMode;
use crate::network::EdgeId;
use crate::route::ArcOf;
use crate::route::Destination;
use crate::route::NoWayReason;
use crate::route::PlanError;
use crate::route::RouteAnswer;
use crate::route::RoutePlanner;
use crate::route::RouteRequest;
use crate::route::instant;
use crate::time::TimeWindow;
use std::collections::{BTreeMap, BTreeSet};

/// Why, and what closes the way.
type Why = (Reason, Vec<FeatureRef>);

impl Telling<'_, '_> {
    /// Who stays behind of each group, and why.
    pub(super) fn left(&self, planner: &RoutePlanner<'_>) -> Result<Vec<Vec<Left>>, PlanError> {
        let mut slots_left = self.at_slots.clone();
        for (source, &slot) in self.expansion.sources.iter().enumerate() {
            slots_left[slot] = self.answer.left[source];
        }
        let room = self.with_room();
        let source_of: BTreeMap<usize, usize> =
            self.expansion.sources.iter().enumerate().map(|(at, &slot)| (slot, at)).collect();
        // Slots of a group and mode for which the planner is asked why.
        let mut cut: BTreeMap<(usize, TravelMode), Vec<usize>> = BTreeMap::new();
        let mut why: BTreeMap<(usize, TravelMode, Why), u64> = BTreeMap::new();
        for (number, slot) in self.expansion.slots.iter().enumerate() {
            let persons = slots_left[number];
            if persons == 0 {
                continue;
            }
            let key = (slot.group, slot.mode);
            let reason = match slot.aside {
                Some(Aside::Street) => Reason::NoStreet,
                Some(Aside::Convoy) => Reason::NoMode,
                Some(Aside::Way) => {
                    cut.entry(key).or_default().push(number);
                    continue;
                }
                None => {
                    let source = source_of.get(&number).copied().unwrap_or_default();
                    let node = self.problem.sources[source].node;
                    if !room[node as usize] {
                        Reason::NoRoom
                    } else if persons == self.at_slots[number] {
                        cut.entry(key).or_default().push(number);
                        continue;
                    } else {
                        Reason::WindowTooShort
                    }
                }
            };
            *why.entry((slot.group, slot.mode, (reason, Vec::new()))).or_default() += persons;
        }
        let nobody_through = if cut.is_empty() { BTreeSet::new() } else { self.nobody_through() };
        for ((group, mode), slots) in cut {
            let (reason, closed_by) = self.ask(planner, (group, mode), &slots, &nobody_through)?;
            let persons: u64 = slots.iter().map(|&slot| slots_left[slot]).sum();
            *why.entry((group, mode, (reason, closed_by))).or_default() += persons;
        }
        let mut left = vec![Vec::new(); self.case.groups.len()];
        for ((group, mode, (reason, closed_by)), persons) in why {
            let text = self.told(persons, mode, reason, &closed_by);
            left[group].push(Left { mode, persons, reason, closed_by, text });
        }
        Ok(left)
    }

    /// From which nodes a shelter with places left can be reached.
    pub(super) fn with_room(&self) -> Vec<bool> {
        let mut taken = vec![0_u64; self.problem.sinks.len()];
        for route in &self.answer.routes {
            let persons: u64 = route.departures.iter().map(|one| one.persons).sum();
            taken[route.sink as usize] += persons;
        }
        let free =
            self.problem.sinks.iter().zip(taken).filter(|(sink, taken)| sink.places > *taken);
        self.leads_to(free.map(|(sink, _)| sink.node).collect())
    }

    /// From which nodes one of some nodes can be reached.
    pub(super) fn leads_to(&self, mut queue: Vec<u32>) -> Vec<bool> {
        let mut into: Vec<Vec<u32>> = vec![Vec::new(); self.problem.nodes as usize];
        for arc in &self.problem.arcs {
            into[arc.head as usize].push(arc.tail);
        }
        let mut leads = vec![false; self.problem.nodes as usize];
        while let Some(node) = queue.pop() {
            if !std::mem::replace(&mut leads[node as usize], true) {
                queue.extend(&into[node as usize]);
            }
        }
        leads
    }

    /// Why nobody gets away from some places, as the planner of single ways has it.
    fn ask(
        &self,
        planner: &RoutePlanner<'_>,
        (group, mode): (usize, TravelMode),
        slots: &[usize],
        nobody_through: &BTreeSet<u32>,
    ) -> Result<Why, PlanError> {
        let targets = self.case.shelters.iter().filter(|target| target.places > 0);
        let to: Vec<Destination> = targets
            .map(|target| Destination {
                feature: target.id.to_ref(),
                at: target.at,
                open: Some(target.open.clone()),
            })
            .collect();
        if to.is_empty() {
            return Ok((Reason::NoRoom, Vec::new()));
        }
        let at = slots.iter().filter_map(|&slot| self.expansion.slots[slot].at);
        let from = at.map(|(layer, node)| self.expansion.layers[layer].graph.place(node)).collect();
        let window = self.window();
        let start = instant(self.case.groups[group].from);
        let window = TimeWindow::new(start, window.end_or_max()).unwrap_or(window);
        let request = RouteRequest { from, to, mode, window };
        let answer = planner.find(&request)?;
        Ok(match answer {
            RouteAnswer::Way(way) => {
                let unknown: Vec<FeatureRef> = way
                    .stops
                    .iter()
                    .filter_map(|stop| stop.checkpoint.as_ref())
                    .filter(|id| self.unknown.contains(id))
                    .map(CheckpointId::to_ref)
                    .collect();
                let shut = way.stops.iter().filter_map(|stop| stop.checkpoint.as_ref());
                let shut = shut.filter(|id| self.passes_nobody(id)).map(CheckpointId::to_ref);
                let shut: Vec<FeatureRef> = shut.collect();
                if !unknown.is_empty() {
                    (Reason::CheckpointRateUnknown, unknown)
                } else if !shut.is_empty() {
                    (Reason::CutOff, shut)
                } else if way
                    .legs
                    .iter()
                    .filter_map(|leg| leg.edge)
                    .any(|e| nobody_through.contains(&e) || self.takes_nobody(e, mode))
                {
                    (Reason::StreetRateUnknown, Vec::new())
                } else {
                    (Reason::WindowTooShort, Vec::new())
                }
            }
            RouteAnswer::NoWay(no_way) => {
                let reason = match no_way.reason {
                    NoWayReason::NoStreetNearStart => Reason::NoStreet,
                    NoWayReason::NoDestination | NoWayReason::NotConnected => Reason::NotConnected,
                    NoWayReason::WindowTooShort => Reason::WindowTooShort,
                    NoWayReason::StartShut | NoWayReason::CutOff => Reason::CutOff,
                };
                (reason, no_way.closed_by)
            }
        })
    }

    /// Whether a checkpoint states that nobody passes.
    fn passes_nobody(&self, id: &CheckpointId) -> bool {
        let rate = self.scenario.checkpoint(id).and_then(|one| rate_of(self.case, one));
        rate.is_some_and(|rate| rate.most() <= 0.0)
    }

    /// The edges of streets that nobody is counted on to get through: they state
    /// so, or lie in a corridor that does.
    fn nobody_through(&self) -> BTreeSet<u32> {
        let passes = |profile: u32| match &self.problem.profiles[profile as usize] {
            Profile::Unlimited => true,
            Profile::Pieces(pieces) => pieces.iter().any(|piece| piece.persons > 0),
        };
        let (mut none, mut some) = (BTreeSet::new(), BTreeSet::new());
        for (arc, means) in self.problem.arcs.iter().zip(&self.expansion.arcs) {
            let ArcMeans::Street { layer, arc: street } = *means else { continue };
            if let ArcOf::Street(edge, ..) = self.expansion.layers[layer].graph.arc(street) {
                if passes(arc.profile) {
                    some.insert(edge.0)
                } else {
                    none.insert(edge.0)
                };
            }
        }
        none.retain(|edge| !some.contains(edge));
        none
    }

    /// Whether nobody is counted on to get through a street.
    fn takes_nobody(&self, edge: u32, mode: TravelMode) -> bool {
        let table = &self.case.request.capacities;
        let Some(layer) = self.expansion.layers.first() else { return false };
        let network = layer.graph.conditions.ground.network();
        table.persons_per_hour(network.edge(EdgeId(edge)), mode, 1.0) <= 0.0
    }

    fn told(
        &self,
        persons: u64,
        mode: TravelMode,
        reason: Reason,
        closed_by: &[FeatureRef],
    ) -> String {
        let names: Vec<String> = closed_by.iter().map(|of| name(self.scenario, of)).collect();
        let names = names.join(", ");
        let who = format!("{} {}", number(persons), travelling(mode));
        match reason {
            Reason::CutOff if names.is_empty() => format!("{who}: cut off by closures"),
            Reason::CutOff => format!("{who}: cut off, by {names}"),
            Reason::NotConnected => format!("{who}: no street leads to a shelter with places"),
            Reason::WindowTooShort => format!("{who}: the window is too short for so many"),
            Reason::NoRoom => format!("{who}: every shelter within reach is full"),
            Reason::NoStreet => format!("{who}: no street for them is near"),
            Reason::NoMode => format!("{who}: no convoy comes for them"),
            Reason::StreetRateUnknown => {
                format!(
                    "{who}: the only way is a street, ferry or corridor that takes nobody, or of \
                     which nobody has said how many it takes"
                )
            }
            Reason::CheckpointRateUnknown => {
                format!("{who}: nobody has said how many {names} passes, so it is not counted on")
            }
        }
    }
}
