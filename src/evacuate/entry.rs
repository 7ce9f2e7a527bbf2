//! In which steps a link may be entered, and how many may an hour.
//!
//! Floor 5.

use super::case::Case;
use super::layer::{Layer, Link, LinkOf};
use super::open::OpenSteps;
use crate::flow::Step;
use crate::network::EdgeId;
use crate::route::ArcOf;
use crate::route::Tick;
use std::collections::BTreeMap;

/// When a link may be entered, by stretches of steps `[from, until)`, and by how many.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// Never.
    Shut,
    /// A checkpoint, whose rate is found later, and whether people may wait before it.
    Gate {
        /// When it is open.
        open: Vec<(Step, Step)>,
        /// Whether people may wait before it.
        waits: bool,
    },
    /// By as many as there are.
    Free(Vec<(Step, Step)>),
    /// By so many an hour.
    Street(Vec<(Step, Step)>, f64),
}

/// What decides about the entry of a link.
pub(super) struct Entering<'e, 'l> {
    pub(super) case: &'e Case<'e>,
    pub(super) layer: &'e Layer<'l>,
    /// How far the clocks of its ends run ahead.
    pub(super) ahead: (Tick, Tick),
    /// Seats in a vehicle.
    pub(super) seats: f64,
    /// Persons an hour on streets for which a corridor states it.
    pub(super) limits: &'e BTreeMap<EdgeId, f64>,
}

impl Entering<'_, '_> {
    /// When a link of the layer may be entered, and by how many.
    pub(super) fn entry(&self, link: &Link) -> Entry {
        let Case { first, step, steps, .. } = *self.case;
        let (tail_ahead, head_ahead) = self.ahead;
        let graph = &self.layer.graph.graph;
        let mut open = OpenSteps::all(first - tail_ahead, step, steps);
        match link.of {
            LinkOf::Turn => Entry::Free(vec![(0, steps)]),
            LinkOf::Gate(node) => {
                let state = graph.node(node);
                let Some(gate) = state.gate.as_ref().filter(|_| link.open) else {
                    return Entry::Shut;
                };
                open.only(&gate.open, link.duration);
                open.forbid(&state.absent, 0, link.duration);
                open.forbid(&state.no_standing, 0, link.duration);
                let waits = state.absent.is_empty() && state.no_standing.is_empty();
                Entry::Gate { open: open.stretches(), waits }
            }
            LinkOf::Arc(_) if !link.open => Entry::Shut,
            LinkOf::Arc(arc) => {
                let (from, to) = (graph.node(graph.from(arc)), graph.node(graph.to(arc)));
                // Who is at the head before the clock says so stands there till then.
                let rest = link.duration + head_ahead - tail_ahead;
                let slack = (rest + step - 1).div_euclid(step) * step - rest;
                open.forbid(graph.banned(arc), 0, 0);
                open.forbid(&from.absent, 0, 0);
                open.forbid(&to.absent, link.duration, link.duration + slack);
                if slack > 0 {
                    open.forbid(&to.no_standing, link.duration, link.duration + slack);
                }
                let stretches = open.stretches();
                if stretches.is_empty() {
                    return Entry::Shut;
                }
                match self.layer.graph.arc(arc) {
                    ArcOf::Access(..) => Entry::Free(stretches),
                    ArcOf::Street(edge, ..) => {
                        let ground = &self.layer.graph.conditions.ground;
                        let edge_of = ground.network().edge(edge);
                        let table = &self.case.request.capacities;
                        let rate = table.persons_per_hour(edge_of, self.layer.mode, self.seats);
                        let limit = self.limits.get(&edge);
                        Entry::Street(stretches, limit.map_or(rate, |&limit| rate.min(limit)))
                    }
                }
            }
        }
    }
}
