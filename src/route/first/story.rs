//! A way that was found, as movements and stays.
//!
//! Floor 5.

use super::graph::{ArcOf, RouteGraph, instant};
use super::interval::Tick;
use super::plan::{Leg, Stop, pair};
use super::search::{Step, Way};
use super::time_graph::{ArcIndex, NodeIndex};
use crate::geodesy::length;
use crate::units::Metres;
use crate::verify::Act;

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
            story.stay(graph, at, now, step, story.legs.is_empty());
            story.go(graph, step);
            now = step.exit;
            at = graph.graph.arc(step.arc).to;
        }
        story
    }

    pub(super) fn length(&self) -> Metres {
        Metres(self.legs.iter().map(|leg| leg.length.0).sum())
    }

    /// The stay between coming to a node and leaving it, if there is one.
    fn stay(
        &mut self,
        graph: &RouteGraph<'_>,
        node: NodeIndex,
        from: Tick,
        next: &Step,
        first: bool,
    ) {
        let checkpoint = graph.gates.get(&node).filter(|_| !first).cloned();
        if from == next.enter && checkpoint.is_none() {
            return;
        }
        let at = graph.places[node as usize];
        let (from, until) = (instant(from), instant(next.enter));
        let mut waits_for = Vec::new();
        if from < until && checkpoint.is_none() {
            waits_for.extend(graph.causes(next.arc));
        }
        self.acts.push(Act::Stay { at, from, until, checkpoint: checkpoint.clone() });
        self.stops.push(Stop { at: pair(at), from, until, checkpoint, waits_for });
    }

    fn go(&mut self, graph: &RouteGraph<'_>, step: &Step) {
        let line = graph.line(step.arc);
        let (enter, exit) = (instant(step.enter), instant(step.exit));
        let (edge, street) = street_of(graph, step.arc);
        let corridors = match edge {
            Some(_) => graph.corridors_along(step.arc, enter, exit),
            None => Vec::new(),
        };
        self.legs.push(Leg {
            edge,
            street,
            enter,
            exit,
            length: length(&line),
            corridors,
            line: line.iter().map(|&at| pair(at)).collect(),
        });
        self.acts.push(Act::Move { line, enter, exit });
    }
}

fn street_of(graph: &RouteGraph<'_>, arc: ArcIndex) -> (Option<u32>, Option<String>) {
    match graph.arcs[arc as usize] {
        ArcOf::Street(edge, ..) => {
            let name = graph.ground.network.edge(edge).name("").map(str::to_owned);
            (Some(edge.0), name)
        }
        ArcOf::Access(..) => (None, None),
    }
}
