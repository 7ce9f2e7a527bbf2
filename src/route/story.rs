//! A way that was found, as movements and stays.
//!
//! Floor 5.

use super::doors::{ArcOf, RouteGraph};
use super::interval::Tick;
use super::plan::{Leg, Stop, pair};
use super::search::{Step, Way};
use super::ticks::instant;
use super::time_graph::NodeIndex;
use crate::geodesy::length;
use crate::model::Checkpoint;
use crate::units::Metres;
use crate::verify::Act;
use std::collections::BTreeMap;

/// A way as movements and stays.
#[derive(Default)]
pub(super) struct Story {
    pub(super) acts: Vec<Act>,
    pub(super) legs: Vec<Leg>,
    pub(super) stops: Vec<Stop>,
}

impl Story {
    pub(super) fn of(graph: &RouteGraph<'_>, way: &Way) -> Self {
        let mut story = Self::default();
        let mut now = way.departure;
        let mut at = way.start;
        for step in &way.steps {
            story.stay(graph, at, now, step);
            story.go(graph, step);
            now = step.exit;
            at = graph.graph.to(step.arc);
        }
        story
    }

    pub(super) fn length(&self) -> Metres {
        Metres(self.legs.iter().map(|leg| leg.length.0).sum())
    }

    /// The stay between coming to a node and leaving it, if there is one.
    fn stay(&mut self, graph: &RouteGraph<'_>, node: NodeIndex, from: Tick, next: &Step) {
        let gates = if self.legs.is_empty() { &[][..] } else { graph.gates_at(node) };
        let at = graph.place(node);
        if gates.is_empty() {
            if from < next.enter {
                let waits_for = graph.causes(next.arc).into_iter().collect();
                self.stop(Stop {
                    at: pair(at),
                    from: instant(from),
                    until: instant(next.enter),
                    checkpoint: None,
                    delay_s: 0,
                    queue_s: 0,
                    waits_for,
                });
            }
            return;
        }
        // One after the other; all are open while the first delay begins and the last ends.
        let scenario = graph.conditions.ground.scenario;
        let gate = graph.graph.node(node).gate.as_ref();
        let begun = gate.and_then(|gate| gate.earliest_start(from, Tick::MAX)).unwrap_or(from);
        let (mut now, mut done) = (from, begun);
        for (number, id) in gates.iter().enumerate() {
            let checkpoint = scenario.checkpoint(id);
            let delay_s = checkpoint.map_or(0, Checkpoint::delay_s);
            let queue_s = checkpoint.and_then(Checkpoint::queue_s).unwrap_or_default();
            done += checkpoint.map_or(0, |one| one.least_passing().as_secs()) * 1000;
            let until = if number + 1 == gates.len() { next.enter } else { done };
            let waits = now == from && begun > from;
            self.stop(Stop {
                at: pair(at),
                from: instant(now),
                until: instant(until),
                checkpoint: Some(id.clone()),
                delay_s,
                queue_s,
                waits_for: if waits { vec![id.to_ref()] } else { Vec::new() },
            });
            now = until;
        }
    }

    fn stop(&mut self, stop: Stop) {
        self.acts.push(Act::Stay {
            at: stop.at.into(),
            from: stop.from,
            until: stop.until,
            checkpoint: stop.checkpoint.clone(),
        });
        self.stops.push(stop);
    }

    fn go(&mut self, graph: &RouteGraph<'_>, step: &Step) {
        let line = graph.line(step.arc);
        let (enter, exit) = (instant(step.enter), instant(step.exit));
        let of = graph.arc(step.arc);
        let mut leg = Leg {
            edge: None,
            street: None,
            names: BTreeMap::new(),
            enter,
            exit,
            length: match of {
                ArcOf::Street(_, from_m, to_m) => Metres(to_m - from_m),
                ArcOf::Access(..) => length(&line),
            },
            corridors: Vec::new(),
            line: line.iter().map(|&at| pair(at)).collect(),
        };
        if let ArcOf::Street(edge, ..) = of {
            let edge = graph.conditions.ground.network().edge(edge);
            leg.edge = Some(edge.id().0);
            leg.street = edge.name("").map(str::to_owned);
            let named = edge.names().filter(|(language, _)| !language.is_empty());
            leg.names = named.map(|(of, text)| (of.to_owned(), text.to_owned())).collect();
            leg.corridors = graph.corridors_along(&line, enter, exit);
        }
        self.legs.push(leg);
        self.acts.push(Act::Move { line, enter, exit });
    }
}
