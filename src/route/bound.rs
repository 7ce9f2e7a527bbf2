//! How far it is at least, from the hierarchy.
//!
//! Floor 5.
//!
//! The distance over streets that are not shut all the time is a lower bound of
//! what is left to go, whatever is shut at times: hierarchies give it exactly and only where it is asked for
//! (B. Strasser, T. Zeitz, "A fast and tight heuristic for A* in road networks",
//! SEA 2021). Turns and checkpoints only add to it.

use super::interval::Tick;
use super::search::Bound;
use super::streets::PreparedStreets;
use super::time_graph::{NodeIndex, TimeGraph};
use crate::hierarchy::Aim;
use crate::hierarchy::Bounds;
use crate::hierarchy::Direction;
use crate::hierarchy::INFINITE;
use crate::hierarchy::Metric;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A bound toward some goals, or none where nothing was prepared.
pub(crate) struct Toward<'a> {
    aim: Option<Aim<'a>>,
    goals: Vec<NodeIndex>,
    /// Of nodes that are not the network's.
    own: BTreeMap<NodeIndex, Option<Tick>>,
}

impl<'a> Toward<'a> {
    /// Aims at goals in `graph`, which may run backwards; `turned` is the same
    /// graph the other way round, `metric` the least weights of its streets, and
    /// `span` the longest way asked about.
    pub(crate) fn new(
        scratch: &'a mut Option<Bounds>,
        streets: &'a PreparedStreets,
        metric: Option<&'a Metric>,
        (graph, turned): (&TimeGraph, &TimeGraph),
        goals: &[NodeIndex],
        span: Tick,
    ) -> Self {
        let mut this = Self { aim: None, goals: goals.to_vec(), own: BTreeMap::new() };
        this.goals.sort_unstable();
        let (Some(hierarchy), Some(metric)) = (streets.hierarchy(), metric) else {
            return this;
        };
        // A hierarchy cannot tell a longer way from none.
        if span >= Tick::from(INFINITE) {
            return this;
        }
        let mut targets = Vec::new();
        for &goal in goals {
            for (node, ticks) in through_own(turned, goal).0 {
                targets.push((node, u32::try_from(ticks).unwrap_or(INFINITE)));
            }
        }
        let scratch = scratch.get_or_insert_with(|| Bounds::new(hierarchy));
        let direction = if graph.is_backward() { Direction::From } else { Direction::To };
        this.aim = scratch.aim(hierarchy, metric, &targets, direction).ok();
        this
    }

    fn of_street(aim: &mut Aim<'_>, node: NodeIndex) -> Option<Tick> {
        let left = aim.of(node);
        (left < INFINITE).then_some(Tick::from(left))
    }
}

impl Bound for Toward<'_> {
    fn of(&mut self, graph: &TimeGraph, node: NodeIndex) -> Option<Tick> {
        let Some(aim) = &mut self.aim else { return Some(0) };
        if graph.is_street_node(node) {
            return Self::of_street(aim, node);
        }
        if let Some(known) = self.own.get(&node) {
            return *known;
        }
        let (streets, own) = through_own(graph, node);
        let by_street = streets
            .into_iter()
            .filter_map(|(exit, ticks)| Self::of_street(aim, exit).map(|left| left + ticks));
        let here = own.into_iter().filter(|(own, _)| self.goals.binary_search(own).is_ok());
        let least = by_street.chain(here.map(|(_, ticks)| ticks)).min();
        self.own.insert(node, least);
        least
    }
}

/// Nodes with the least ticks to them.
type Reached = Vec<(NodeIndex, Tick)>;

/// The street nodes, and the own nodes, that are reached from a node over own
/// nodes alone, as if nothing were shut. These are few: checkpoints and doors
/// along one street.
fn through_own(graph: &TimeGraph, from: NodeIndex) -> (Reached, Reached) {
    if graph.is_street_node(from) {
        return (vec![(from, 0)], Vec::new());
    }
    let mut least: BTreeMap<NodeIndex, Tick> = BTreeMap::new();
    let mut queue = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((ticks, node))) = queue.pop() {
        if least.contains_key(&node) {
            continue;
        }
        least.insert(node, ticks);
        if !graph.is_street_node(node) {
            queue.extend(
                graph.out(node).map(|arc| Reverse((ticks + graph.duration(arc), graph.to(arc)))),
            );
        }
    }
    least.into_iter().partition(|&(node, _)| graph.is_street_node(node))
}
