//! Earliest arrival through a graph in time, exact.
//!
//! Floor 5. Imports `route::{control, interval, settled, time_graph}`.
//!
//! One idea: a label is not an arrival but a stretch of ticks at which one can
//! *leave* a node. Where standing is allowed the stretch runs from the arrival
//! to the end of the free interval; where it is not, it is just the ticks at
//! which one can come by. Labels are settled by their first tick plus a lower
//! bound of what is left to go (A*: P. Hart, N. Nilsson, B. Raphael 1968); ticks
//! that an earlier label already offers are cut off. Each (node, free interval)
//! is thus settled once in the common case (safe interval path planning:
//! M. Phillips, M. Likhachev, ICRA 2011), and places where one may pass but not
//! stand are exact too. Where turns are banned, "node" means "arc by which one
//! came".
//!
//! O((s + a) log s) for s settled labels and a arcs looked at; s grows with the
//! number of free intervals, not with the length of the horizon.

use super::control::{CancelToken, Cancelled};
use super::interval::Tick;
use super::settled::Settled;
use super::time_graph::{ArcIndex, NodeIndex, TimeGraph};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many labels are settled between two looks at the token.
const LOOK_EVERY: usize = 1 << 10;

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

/// Where and when one may begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) node: NodeIndex,
    /// Ticks at which one may leave: `[first, end)`.
    pub(crate) first: Tick,
    pub(crate) end: Tick,
}

/// What a search is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) graph: &'a TimeGraph,
    pub(crate) starts: &'a [Start],
    /// Any of these, whichever is reached first; none to reach all that can be.
    pub(crate) goals: &'a [NodeIndex],
    /// Nobody is anywhere at this tick or later.
    pub(crate) until: Tick,
    pub(crate) cancel: Option<&'a CancelToken>,
}

/// Says of a node how many ticks at least it takes to a goal; `None` if no goal
/// can be reached from it, whatever is open.
pub(crate) trait Bound {
    /// See the trait.
    fn of(&mut self, graph: &TimeGraph, node: NodeIndex) -> Option<Tick>;
}

/// Knows nothing: every goal may be near.
pub(crate) struct NoBound;

impl Bound for NoBound {
    fn of(&mut self, _: &TimeGraph, _: NodeIndex) -> Option<Tick> {
        Some(0)
    }
}

/// What stood in the way of a search, or made it wait: lifting none of it
/// changes what the search can reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Arcs that could not be entered at some tick at which one could have been there.
    pub(crate) arcs: Vec<ArcIndex>,
    /// Nodes at which one could not be, or not stand, or had to pass a gate.
    pub(crate) nodes: Vec<NodeIndex>,
}

/// A search, to be asked again and again: it keeps its room.
#[derive(Debug, Default)]
pub(crate) struct Search {
    labels: Vec<Label>,
    /// Labels waiting, by first tick plus bound, then by order of discovery.
    queue: BinaryHeap<Reverse<(Tick, u32)>>,
    /// Ticks already offered, by state.
    offered: Settled,
    by_arc: bool,
    /// How many nodes the graph has: states of arcs are numbered after them.
    nodes: usize,
    is_goal: Vec<NodeIndex>,
    least: Option<Tick>,
    touched: Option<Touched>,
}

impl Search {
    /// A search that keeps a list of what it [`touched`](Self::touched).
    pub(crate) fn that_notes() -> Self {
        Self { touched: Some(Touched::default()), ..Self::default() }
    }

    /// The way that is at a goal first; of those, the one found first.
    pub(crate) fn earliest(
        &mut self,
        asked: &Question<'_>,
        bound: &mut dyn Bound,
    ) -> Result<Option<Way>, Cancelled> {
        let graph = asked.graph;
        self.by_arc = graph.has_turns();
        self.nodes = graph.node_count();
        let arcs = if self.by_arc { graph.arc_count() } else { 0 };
        self.offered.clear(self.nodes + arcs);
        self.labels.clear();
        self.queue.clear();
        self.touched = self.touched.take().map(|_| Touched::default());
        self.least = None;
        self.is_goal.clear();
        self.is_goal.extend_from_slice(asked.goals);
        self.is_goal.sort_unstable();
        let mut run = Run { search: self, asked, bound };
        for start in asked.starts {
            run.arrive(start.node, start.first, start.end, None);
        }
        let goal = run.settle_all()?;
        Ok(goal.map(|label| self.trace(graph, label)))
    }

    /// Of the last question: no way from any of its starts takes fewer ticks,
    /// whenever one leaves. `None` if no start could be left.
    pub(crate) const fn least(&self) -> Option<Tick> {
        self.least
    }

    /// What stood in the way of the last question, each once, in order.
    pub(crate) fn touched(&mut self) -> Touched {
        let mut touched = self.touched.clone().unwrap_or_default();
        touched.arcs.sort_unstable();
        touched.arcs.dedup();
        touched.nodes.sort_unstable();
        touched.nodes.dedup();
        touched
    }

    /// Every node that the last question reached: the node, a tick at which one
    /// can be there, and the start one came from. A node may come more than
    /// once, its first tick among them.
    pub(crate) fn reached(&self) -> impl Iterator<Item = (NodeIndex, Tick, NodeIndex)> + '_ {
        let mut from: Vec<NodeIndex> = Vec::with_capacity(self.labels.len());
        self.labels.iter().map(move |label| {
            // A label comes after the one it came from.
            let start = label.came.map_or(label.node, |(_, before)| from[before as usize]);
            from.push(start);
            (label.node, label.arrival, start)
        })
    }

    /// What two labels must share for one to make the other useless.
    fn state(&self, graph: &TimeGraph, label: &Label) -> usize {
        match label.came {
            Some((arc, _)) if self.by_arc && graph.restricts(arc) => self.nodes + arc as usize,
            _ => label.node as usize,
        }
    }

    /// Follows the labels back from the goal and fixes every tick.
    fn trace(&self, graph: &TimeGraph, goal: u32) -> Way {
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
            let enter = came_at - graph.duration(arc);
            steps.push(Step { arc, enter, exit: came_at });
            leave = enter;
            index = before;
        }
    }
}

/// One question being answered.
struct Run<'a> {
    search: &'a mut Search,
    asked: &'a Question<'a>,
    bound: &'a mut dyn Bound,
}

impl Run<'_> {
    /// Makes the labels for coming to a node at any tick of `[from, to)`.
    fn arrive(&mut self, at: NodeIndex, from: Tick, to: Tick, came: Option<(ArcIndex, u32)>) {
        let asked = self.asked;
        let node = asked.graph.node(at);
        let to = to.min(asked.until);
        let free = node.absent.is_empty() && node.no_standing.is_empty();
        if free && from < to {
            // The usual case, without a look at the clock.
            let end = asked.until;
            self.offer(Label { node: at, arrival: from, first: from, end, standing: true, came });
            return;
        }
        if let Some(touched) = &mut self.search.touched
            && !free
        {
            touched.nodes.push(at);
        }
        for (from, to) in node.absent.gaps(from, to) {
            // `from` may lie in a later free interval than the one before it.
            let free_end = node.absent.gaps(from, Tick::MAX).next().map_or(to, |(_, end)| end);
            for (first, last) in node.no_standing.gaps(from, to) {
                let end = node
                    .no_standing
                    .gaps(first, free_end)
                    .next()
                    .map_or(last, |(_, end)| end)
                    .min(asked.until);
                self.offer(Label { node: at, arrival: first, first, end, standing: true, came });
            }
            for (first, end) in node.no_standing.within(from, to) {
                self.offer(Label { node: at, arrival: first, first, end, standing: false, came });
            }
        }
    }

    /// Passes the gate, if there is one, and queues what is left.
    fn offer(&mut self, mut label: Label) {
        let graph = self.asked.graph;
        if let (Some(gate), true) = (&graph.node(label.node).gate, label.came.is_some()) {
            if let Some(touched) = &mut self.search.touched {
                touched.nodes.push(label.node);
            }
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
        if label.first >= label.end {
            return;
        }
        if let Some(left) = self.bound.of(self.asked.graph, label.node)
            && label.first.saturating_add(left) < self.asked.until
        {
            let search = &mut *self.search;
            if label.came.is_none() {
                search.least = Some(search.least.map_or(left, |least| least.min(left)));
            }
            search.queue.push(Reverse((label.first + left, search.labels.len() as u32)));
            search.labels.push(label);
        }
    }

    fn settle_all(&mut self) -> Result<Option<u32>, Cancelled> {
        let mut count = 0_usize;
        let mut fresh = Vec::new();
        while let Some(Reverse((_, index))) = self.search.queue.pop() {
            count += 1;
            if count.is_multiple_of(LOOK_EVERY)
                && self.asked.cancel.is_some_and(CancelToken::is_cancelled)
            {
                return Err(Cancelled);
            }
            let label = self.search.labels[index as usize].clone();
            let state = self.search.state(self.asked.graph, &label);
            let offered = self.search.offered.ticks(state);
            fresh.clear();
            fresh.extend(offered.gaps(label.first, label.end));
            if fresh.is_empty() {
                continue;
            }
            offered.insert(label.first, label.end);
            if self.search.is_goal.binary_search(&label.node).is_ok() {
                return Ok(Some(index));
            }
            for &(first, end) in &fresh {
                self.leave(&label, index, first, end);
            }
        }
        Ok(None)
    }

    /// Enters every arc that may be entered from `label` in `[first, end)`.
    fn leave(&mut self, label: &Label, index: u32, first: Tick, end: Tick) {
        let graph = self.asked.graph;
        let came = label.came.map(|(arc, _)| arc);
        let came = came.filter(|&arc| self.search.by_arc && graph.restricts(arc));
        for out in graph.out(label.node) {
            if came.is_some_and(|came| !graph.turn_allowed(came, out)) {
                continue;
            }
            let (to, duration, banned) = (graph.to(out), graph.duration(out), graph.banned(out));
            if let Some(touched) = &mut self.search.touched
                && banned.within(first, end).next().is_some()
            {
                touched.arcs.push(out);
            }
            for (enter, last) in banned.gaps(first, end) {
                let (from, to_end) = (enter + duration, last.saturating_add(duration));
                self.arrive(to, from, to_end, Some((out, index)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
