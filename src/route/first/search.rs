//! Earliest arrival through a graph in time, exact.
//!
//! Floor 5. Imports `route::{interval, time_graph}`.
//!
//! One idea: a label is not an arrival but a stretch of ticks at which one can
//! *leave* a node. Where standing is allowed the stretch runs from the arrival
//! to the end of the free interval; where it is not, it is just the ticks at
//! which one can come by. Labels are settled by their first tick; ticks that an
//! earlier label already offers are cut off. Each (node, free interval) is thus
//! settled once in the common case (safe interval path planning: Phillips &
//! Likhachev, ICRA 2011), and places where one may pass but not stand are exact
//! too. Where turns are banned, "node" means "arc by which one came".
//!
//! O((s + a) log s) for s settled labels and a arcs looked at; s grows with the
//! number of free intervals, not with the length of the horizon.

use super::interval::{Tick, Ticks};
use super::time_graph::{ArcIndex, NodeIndex, TimeGraph};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A stretch of ticks at which one can leave a node, and how one came.
#[derive(Clone, Debug)]
struct Label {
    node: NodeIndex,
    /// The first tick at which one can be at the node; before a gate is passed.
    arrival: Tick,
    /// Ticks at which one can leave: `[first, end)`.
    first: Tick,
    end: Tick,
    /// Whether one may stand at the node for all of `[arrival, end)`. If not,
    /// one leaves at the tick at which one comes.
    standing: bool,
    /// The arc by which one came and the label it left from.
    came: Option<(ArcIndex, u32)>,
}

/// One arc of a way that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) arc: ArcIndex,
    pub(crate) enter: Tick,
    pub(crate) exit: Tick,
}

/// A way that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// When one leaves the start.
    pub(crate) departure: Tick,
    /// When one is at the goal.
    pub(crate) arrival: Tick,
    pub(crate) start: NodeIndex,
    pub(crate) goal: NodeIndex,
    pub(crate) steps: Vec<Step>,
}

/// What a search found.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) way: Option<Way>,
    /// Arcs that were tried from a reached node and were banned at some tick
    /// at which one could have entered them.
    pub(crate) refused: Vec<ArcIndex>,
    /// Nodes that could be reached.
    pub(crate) reached: Vec<bool>,
}

/// Where and when one may begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) node: NodeIndex,
    /// Ticks at which one may leave: `[first, end)`.
    pub(crate) first: Tick,
    pub(crate) end: Tick,
}

/// Finds the way from any start to any goal that arrives first, at a tick
/// before `until`. Ties go to the label found first, which depends only on the graph.
pub(crate) fn earliest(
    graph: &TimeGraph,
    starts: &[Start],
    goals: &[NodeIndex],
    until: Tick,
) -> Outcome {
    let mut search = Search::new(graph, until);
    for start in starts {
        search.begin(*start);
    }
    let mut is_goal = vec![false; graph.nodes.len()];
    for &goal in goals {
        is_goal[goal as usize] = true;
    }
    let goal = search.run(&is_goal);
    let way = goal.map(|label| search.trace(label));
    search.refused.sort_unstable();
    search.refused.dedup();
    Outcome { way, refused: search.refused, reached: search.reached }
}

struct Search<'a> {
    graph: &'a TimeGraph,
    until: Tick,
    labels: Vec<Label>,
    /// Labels waiting, by first tick at the node, then by order of discovery.
    queue: BinaryHeap<Reverse<(Tick, u32)>>,
    /// Ticks already offered, by state.
    offered: Vec<Ticks>,
    by_arc: bool,
    refused: Vec<ArcIndex>,
    reached: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(graph: &'a TimeGraph, until: Tick) -> Self {
        let by_arc = graph.has_turns();
        let states = graph.nodes.len() + if by_arc { graph.arcs.len() } else { 0 };
        Self {
            graph,
            until,
            labels: Vec::new(),
            queue: BinaryHeap::new(),
            offered: vec![Ticks::none(); states],
            by_arc,
            refused: Vec::new(),
            reached: vec![false; graph.nodes.len()],
        }
    }

    fn begin(&mut self, start: Start) {
        self.arrive(start.node, start.first, start.end, None);
    }

    /// What two labels must share for one to make the other useless.
    fn state(&self, label: &Label) -> usize {
        match label.came {
            Some((arc, _)) if self.by_arc => self.graph.nodes.len() + arc as usize,
            _ => label.node as usize,
        }
    }

    /// Makes the labels for coming to a node at any tick of `[from, to)`.
    fn arrive(&mut self, at: NodeIndex, from: Tick, to: Tick, came: Option<(ArcIndex, u32)>) {
        let graph = self.graph;
        let node = graph.node(at);
        let to = to.min(self.until);
        for (from, to) in node.absent.gaps(from, to) {
            // `from` may lie in a later free interval than the one before it.
            let free_end = node.absent.gaps(from, Tick::MAX).next().map_or(to, |(_, end)| end);
            for (first, last) in node.no_standing.gaps(from, to) {
                let end = node
                    .no_standing
                    .gaps(first, free_end)
                    .next()
                    .map_or(last, |(_, end)| end)
                    .min(self.until);
                self.offer(Label { node: at, arrival: first, first, end, standing: true, came });
            }
            for (first, end) in node.no_standing.within(from, to) {
                self.offer(Label { node: at, arrival: first, first, end, standing: false, came });
            }
        }
    }

    /// Passes the gate, if there is one, and queues what is left.
    fn offer(&mut self, mut label: Label) {
        let graph = self.graph;
        if let (Some(gate), true) = (&graph.node(label.node).gate, label.came.is_some()) {
            if label.standing {
                let Some(start) = gate.earliest_start(label.arrival, label.end) else { return };
                label.first = start + gate.delay;
            } else {
                if gate.delay > 0 {
                    return;
                }
                for (first, end) in gate.open.within(label.first, label.end) {
                    self.push(Label { arrival: first, first, end, ..label.clone() });
                }
                return;
            }
        }
        self.push(label);
    }

    fn push(&mut self, label: Label) {
        if label.first < label.end {
            self.queue.push(Reverse((label.first, self.labels.len() as u32)));
            self.labels.push(label);
        }
    }

    fn run(&mut self, is_goal: &[bool]) -> Option<u32> {
        while let Some(Reverse((_, index))) = self.queue.pop() {
            let label = self.labels[index as usize].clone();
            let state = self.state(&label);
            let fresh: Vec<_> = self.offered[state].gaps(label.first, label.end).collect();
            if fresh.is_empty() {
                continue;
            }
            self.reached[label.node as usize] = true;
            if is_goal[label.node as usize] {
                return Some(index);
            }
            self.offered[state].insert(label.first, label.end);
            for (first, end) in fresh {
                self.leave(&label, index, first, end);
            }
        }
        None
    }

    /// Enters every arc that may be entered from `label` in `[first, end)`.
    fn leave(&mut self, label: &Label, index: u32, first: Tick, end: Tick) {
        let graph = self.graph;
        for &out in graph.out(label.node) {
            if let Some((came, _)) = label.came
                && self.by_arc
                && !graph.turn_allowed(came, out)
            {
                continue;
            }
            let arc = graph.arc(out);
            if arc.banned.within(first, end).next().is_some() {
                self.refused.push(out);
            }
            for (enter, last) in arc.banned.gaps(first, end) {
                let (from, to) = (enter + arc.duration, last.saturating_add(arc.duration));
                self.arrive(arc.to, from, to, Some((out, index)));
            }
        }
    }

    /// Follows the labels back from the goal and fixes every tick.
    fn trace(&self, goal: u32) -> Way {
        let mut steps = Vec::new();
        let mut index = goal;
        let mut leave = self.labels[goal as usize].first;
        let goal = &self.labels[goal as usize];
        let arrival = if goal.standing { goal.arrival } else { leave };
        loop {
            let label = &self.labels[index as usize];
            // Where one may stand, one comes as early as one can and waits.
            let came_at = if label.standing { label.arrival } else { leave };
            let Some((arc, before)) = label.came else {
                steps.reverse();
                return Way {
                    departure: leave,
                    arrival,
                    start: label.node,
                    goal: goal.node,
                    steps,
                };
            };
            let enter = came_at - self.graph.arc(arc).duration;
            steps.push(Step { arc, enter, exit: came_at });
            leave = enter;
            index = before;
        }
    }
}

#[cfg(test)]
mod tests;
