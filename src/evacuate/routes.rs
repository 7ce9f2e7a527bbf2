//! The routes of an answer, on the map and on the clock.
//!
//! Floor 5.

use super::answer::Telling;
use super::meaning::ArcMeans;
use super::plan::{Movement, PlannedRoute};
use crate::flow::FlowRoute;
use crate::flow::Move;
use crate::flow::Step;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::route::ArcOf;
use crate::route::Tick;
use crate::route::instant;
use crate::units::Metres;
use std::collections::{BTreeMap, BTreeSet};

/// People who pass a checkpoint in a step after a wait of some steps.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    /// Its number among the checkpoints' arcs.
    pub(super) gate: usize,
    pub(super) step: Step,
    pub(super) waited: Step,
    pub(super) persons: u64,
}

impl Telling<'_, '_> {
    /// Steps that those who travel a route wait before each checkpoint, by the
    /// number of the move.
    fn waits<'m>(&'m self, moves: &'m [Move]) -> impl Iterator<Item = (usize, usize, Step)> + 'm {
        moves.iter().enumerate().filter_map(|(number, one)| {
            let ArcMeans::Gate(gate) = self.expansion.arcs[one.arc as usize] else { return None };
            let came = number.checked_sub(1).map_or(one.after, |before| {
                let before = moves[before];
                before.after + self.problem.arcs[before.arc as usize].delay
            });
            Some((number, gate, one.after - came))
        })
    }

    /// Everybody who passes a checkpoint.
    pub(super) fn passings(&self) -> Vec<Passing> {
        let mut passings = Vec::new();
        for route in &self.answer.routes {
            for (number, gate, waited) in self.waits(&route.moves) {
                for departure in &route.departures {
                    let step = departure.step + route.moves[number].after;
                    passings.push(Passing { gate, step, waited, persons: departure.persons });
                }
            }
        }
        passings
    }

    /// The step in which those arrive who leave on a route in step 0.
    pub(super) fn arrives(&self, route: &FlowRoute) -> Step {
        route.moves.last().map_or(0, |last| last.after + self.problem.arcs[last.arc as usize].delay)
    }

    /// The routes, those along the same streets as one.
    pub(super) fn routes(&self) -> Vec<PlannedRoute> {
        let mut alike: BTreeMap<(u32, u32, Vec<u32>), Vec<&FlowRoute>> = BTreeMap::new();
        for route in &self.answer.routes {
            let arcs = route.moves.iter().map(|one| one.arc).collect();
            alike.entry((route.source, route.sink, arcs)).or_default().push(route);
        }
        let mut routes: Vec<PlannedRoute> = alike
            .into_iter()
            .map(|((source, sink, arcs), routes)| self.route((source, sink), &arcs, &routes))
            .filter(|route| route.persons > 0)
            .collect();
        let begins = |route: &PlannedRoute| route.movements.first().map(|first| first.departure);
        routes.sort_by(|a, b| {
            let by_place = a.neighbourhood.cmp(&b.neighbourhood).then(a.mode.cmp(&b.mode));
            by_place.then(begins(a).cmp(&begins(b))).then(b.persons.cmp(&a.persons))
        });
        for (route, id) in routes.iter_mut().zip(1..) {
            route.id = id;
        }
        routes
    }

    fn route(
        &self,
        (source, sink): (u32, u32),
        arcs: &[u32],
        alike: &[&FlowRoute],
    ) -> PlannedRoute {
        let slot = self.expansion.slots[self.expansion.sources[source as usize]];
        let shelter = &self.case.shelters[self.expansion.sinks[sink as usize]];
        let mut movements: Vec<Movement> = Vec::new();
        for route in alike {
            let waited: Step = self.waits(&route.moves).map(|(.., waited)| waited).sum();
            let first = route.moves.first().map_or(0, |first| first.after);
            for departure in &route.departures {
                let leaves = departure.step + first;
                let node = self.problem.sources[source as usize].node;
                movements.push(Movement {
                    departure: instant(self.expansion.tick(node, leaves)),
                    arrival: instant(self.expansion.arrived(departure.step + self.arrives(route))),
                    persons: departure.persons,
                    wait_s: u64::from(waited) * (self.expansion.step as u64) / 1000,
                });
            }
        }
        movements.sort_unstable();
        let way = self.way(arcs, alike.first().map_or(0, |route| first_step(route)), alike);
        PlannedRoute {
            id: 0,
            neighbourhood: self.case.groups[slot.group].neighbourhood.clone(),
            mode: slot.mode,
            convoy: way.convoy,
            shelter: shelter.id.clone(),
            persons: movements.iter().map(|one| one.persons).sum(),
            line: way.line,
            length: Metres(way.length_m),
            travel_s: (way.takes as u64).div_ceil(1000),
            edges: way.edges,
            enters_s: way.enters_s,
            streets: way.streets,
            corridors: way.corridors.into_iter().collect(),
            checkpoints: way.checkpoints,
            edges_before: way.edges_before,
            movements,
        }
    }

    fn way(&self, arcs: &[u32], leaves: Step, alike: &[&FlowRoute]) -> OnMap {
        let mut way = OnMap::default();
        let moves = alike.first().map_or(&[][..], |route| &route.moves);
        // As the movements have it: from the place of the first move.
        let departs = match (arcs.first(), moves.first()) {
            (Some(&arc), Some(first)) => {
                self.expansion.tick(self.problem.arcs[arc as usize].tail, leaves + first.after)
            }
            _ => 0,
        };
        let mut waited: Tick = 0;
        let mut waits = alike.first().map(|route| self.waits(&route.moves)).into_iter().flatten();
        for (number, &arc) in arcs.iter().enumerate() {
            match self.expansion.arcs[arc as usize] {
                ArcMeans::Street { layer, arc: street } => {
                    let graph = &self.expansion.layers[layer].graph;
                    let takes = graph.graph.duration(street);
                    let enters = leaves + moves.get(number).map_or(0, |one| one.after);
                    let tail = self.problem.arcs[arc as usize].tail;
                    let enters = self.expansion.tick(tail, enters);
                    way.takes += takes;
                    let line = graph.line(street);
                    match graph.arc(street) {
                        ArcOf::Street(edge, from_m, to_m) => {
                            let network = graph.conditions.ground.network();
                            way.length_m += to_m - from_m;
                            if way.edges.last() != Some(&edge.0) {
                                way.edges.push(edge.0);
                                let after = enters - departs - waited;
                                way.enters_s.push(after.max(0) as u64 / 1000);
                            }
                            let name = network.edge(edge).name("").map(str::to_owned);
                            if let Some(name) = name.filter(|name| way.streets.last() != Some(name))
                            {
                                way.streets.push(name);
                            }
                            let (from, to) = (instant(enters), instant(enters + takes));
                            way.corridors.extend(graph.corridors_along(&line, from, to));
                        }
                        ArcOf::Access(..) => way.length_m += crate::geodesy::length(&line).0,
                    }
                    for at in line {
                        let at = [at.x, at.y];
                        if way.line.last() != Some(&at) {
                            way.line.push(at);
                        }
                    }
                }
                ArcMeans::Gate(gate) => {
                    let gate = &self.expansion.gates[gate];
                    way.checkpoints.extend(gate.checkpoints.iter().cloned());
                    way.takes += self.delay_of(&gate.checkpoints);
                    let before = way.edges.len() as u32;
                    way.edges_before.extend(gate.checkpoints.iter().map(|_| before));
                    waited +=
                        waits.next().map_or(0, |(.., one)| Tick::from(one)) * self.expansion.step;
                }
                ArcMeans::Boarding(convoy) => {
                    way.convoy = Some(self.case.request.convoys[convoy].id.clone());
                }
                ArcMeans::Shelter(_) | ArcMeans::Turn => {}
            }
        }
        way
    }

    /// Ticks that passing some checkpoints takes without waits.
    fn delay_of(&self, checkpoints: &[CheckpointId]) -> Tick {
        let here = checkpoints.iter().filter_map(|id| self.scenario.checkpoint(id));
        here.map(|one| Tick::from(one.delay_s()) * 1000).sum()
    }
}

/// When the first of a route leave.
fn first_step(route: &FlowRoute) -> Step {
    route.departures.first().map_or(0, |first| first.step)
}

/// A way on the map.
#[derive(Debug, Default)]
struct OnMap {
    line: Vec<[f64; 2]>,
    length_m: f64,
    takes: Tick,
    edges: Vec<u32>,
    enters_s: Vec<u64>,
    edges_before: Vec<u32>,
    streets: Vec<String>,
    corridors: BTreeSet<CorridorId>,
    checkpoints: Vec<CheckpointId>,
    convoy: Option<String>,
}
