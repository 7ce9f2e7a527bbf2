//! A graph whose arcs and nodes may be used only at certain ticks.
//!
//! Floor 5. Imports `route::interval`.
//!
//! The one thing the search knows. Streets, zones and checkpoints have become
//! banned *entry* ticks of arcs, ticks at which nobody may be at a node, and
//! gates; see `route::graph` for how.

use super::interval::{Tick, Ticks};

/// A place in the graph.
pub(crate) type NodeIndex = u32;
/// A way from one node to another, one direction.
pub(crate) type ArcIndex = u32;

/// A way from one node to another, one direction, at one speed.
#[derive(Clone, Debug)]
pub(crate) struct Arc {
    pub(crate) from: NodeIndex,
    pub(crate) to: NodeIndex,
    /// Ticks it takes, 0 or more.
    pub(crate) duration: Tick,
    /// Ticks at which it may not be entered.
    pub(crate) banned: Ticks,
}

/// When one may be at a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Ticks at which nobody may be there, not even in passing.
    pub(crate) absent: Ticks,
    /// Ticks at which nobody may stand there. Ticks in `absent` need not be repeated.
    pub(crate) no_standing: Ticks,
    /// The checkpoint that everyone who comes through must pass.
    pub(crate) gate: Option<Gate>,
}

/// A checkpoint: `delay` ticks of standing while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub(crate) open: Ticks,
    pub(crate) delay: Tick,
}

/// A graph in time. Arcs are found by their tail, in index order.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimeGraph {
    pub(crate) nodes: Vec<Node>,
    pub(crate) arcs: Vec<Arc>,
    out: Vec<Vec<ArcIndex>>,
    /// Pairs of arcs that may not follow each other, sorted.
    banned_turns: Vec<(ArcIndex, ArcIndex)>,
}

impl TimeGraph {
    pub(crate) fn add_node(&mut self, node: Node) -> NodeIndex {
        self.nodes.push(node);
        self.out.push(Vec::new());
        (self.nodes.len() - 1) as NodeIndex
    }

    pub(crate) fn add_arc(&mut self, arc: Arc) -> ArcIndex {
        let index = self.arcs.len() as ArcIndex;
        self.out[arc.from as usize].push(index);
        self.arcs.push(arc);
        index
    }

    pub(crate) fn ban_turns(&mut self, mut turns: Vec<(ArcIndex, ArcIndex)>) {
        turns.sort_unstable();
        turns.dedup();
        self.banned_turns = turns;
    }

    pub(crate) fn arc(&self, index: ArcIndex) -> &Arc {
        &self.arcs[index as usize]
    }

    pub(crate) fn node(&self, index: NodeIndex) -> &Node {
        &self.nodes[index as usize]
    }

    pub(crate) fn out(&self, node: NodeIndex) -> &[ArcIndex] {
        &self.out[node as usize]
    }

    pub(crate) fn has_turns(&self) -> bool {
        !self.banned_turns.is_empty()
    }

    pub(crate) fn turn_allowed(&self, from: ArcIndex, to: ArcIndex) -> bool {
        self.banned_turns.binary_search(&(from, to)).is_err()
    }

    /// The same graph with time and every arc running backwards, so that a
    /// search for the earliest arrival in it is one for the latest departure.
    pub(crate) fn mirrored(&self) -> Self {
        let mut mirror = Self {
            nodes: self
                .nodes
                .iter()
                .map(|node| Node {
                    absent: node.absent.mirrored(),
                    no_standing: node.no_standing.mirrored(),
                    gate: node.gate.as_ref().map(Gate::mirrored),
                })
                .collect(),
            out: vec![Vec::new(); self.nodes.len()],
            arcs: Vec::with_capacity(self.arcs.len()),
            banned_turns: Vec::new(),
        };
        for arc in &self.arcs {
            mirror.add_arc(Arc {
                from: arc.to,
                to: arc.from,
                duration: arc.duration,
                // Entered at t, left at t + duration; backwards it is entered at −(t + duration).
                banned: arc.banned.shifted(arc.duration).mirrored(),
            });
        }
        mirror.ban_turns(self.banned_turns.iter().map(|&(a, b)| (b, a)).collect());
        mirror
    }
}

impl Gate {
    /// The earliest tick, `from` or later and before `before`, at which passing
    /// can begin so that the gate is open for all of it.
    pub(crate) fn earliest_start(&self, from: Tick, before: Tick) -> Option<Tick> {
        self.open.iter().find_map(|(opens, closes)| {
            let start = from.max(opens);
            let last = if self.delay == 0 { closes - 1 } else { closes - self.delay };
            (start <= last && start < before).then_some(start)
        })
    }

    fn mirrored(&self) -> Self {
        // Passing with no delay is one tick, which mirrors as ticks do; a delay
        // is a stretch of time, whose two ends change places.
        let open = self.open.mirrored();
        let open = if self.delay == 0 { open } else { open.shifted(-1) };
        Self { open, delay: self.delay }
    }
}
