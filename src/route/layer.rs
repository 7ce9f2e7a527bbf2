//! What lies on the streets: closures and checkpoints, or the doors of a request.
//!
//! Floor 5. Imports `route::{interval, sparse, time_graph}`.

use super::interval::{Tick, Ticks};
use super::sparse::Sparse;
use super::time_graph::{ArcIndex, Gate, Node, NodeIndex};
use std::collections::BTreeMap;

/// A way that is not an edge of the network.
#[derive(Clone, Debug)]
pub(crate) struct OwnArc {
    pub(crate) from: NodeIndex,
    pub(crate) to: NodeIndex,
    /// Ticks it takes, 0 or more.
    pub(crate) duration: Tick,
    /// The edge that it is the first part of, if it is.
    pub(crate) begins: Option<ArcIndex>,
    /// The edge that it is the last part of, if it is.
    pub(crate) ends: Option<ArcIndex>,
}

/// A layer, while it is put together.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    first_node: NodeIndex,
    first_arc: ArcIndex,
    nodes: u32,
    arcs: Vec<OwnArc>,
    states: BTreeMap<NodeIndex, Node>,
    banned: BTreeMap<ArcIndex, Ticks>,
    cut: Vec<ArcIndex>,
}

impl Draft {
    /// A layer whose own nodes and arcs are numbered from these.
    pub(crate) fn above(first_node: usize, first_arc: usize) -> Self {
        Self {
            first_node: first_node as NodeIndex,
            first_arc: first_arc as ArcIndex,
            nodes: 0,
            arcs: Vec::new(),
            states: BTreeMap::new(),
            banned: BTreeMap::new(),
            cut: Vec::new(),
        }
    }

    pub(crate) fn add_node(&mut self, state: Node) -> NodeIndex {
        let index = self.first_node + self.nodes;
        self.nodes += 1;
        *self.state(index) = state;
        index
    }

    pub(crate) fn add_arc(&mut self, arc: OwnArc, banned: Ticks) -> ArcIndex {
        let index = self.first_arc + self.arcs.len() as ArcIndex;
        self.arcs.push(arc);
        self.ban(index, banned);
        index
    }

    /// What is to be known of a node.
    pub(crate) fn state(&mut self, node: NodeIndex) -> &mut Node {
        self.states.entry(node).or_default()
    }

    /// Sets the ticks at which an arc may not be entered.
    pub(crate) fn ban(&mut self, arc: ArcIndex, banned: Ticks) {
        if !banned.is_empty() {
            self.banned.insert(arc, banned);
        }
    }

    /// Takes an edge away: own arcs stand in its place.
    pub(crate) fn cut(&mut self, edge: ArcIndex) {
        self.cut.push(edge);
    }

    pub(crate) fn finish(mut self) -> Layer {
        let mut out: BTreeMap<NodeIndex, Vec<ArcIndex>> = BTreeMap::new();
        let mut into: BTreeMap<NodeIndex, Vec<ArcIndex>> = BTreeMap::new();
        for (arc, index) in self.arcs.iter().zip(self.first_arc..) {
            out.entry(arc.from).or_default().push(index);
            into.entry(arc.to).or_default().push(index);
        }
        self.cut.sort_unstable();
        self.cut.dedup();
        Layer {
            first_node: self.first_node,
            first_arc: self.first_arc,
            nodes: self.nodes,
            arcs: self.arcs,
            out: Sparse::of(out),
            into: Sparse::of(into),
            states: Sparse::of(self.states),
            banned: Sparse::of(self.banned),
            cut: Sparse::of(self.cut.into_iter().map(|edge| (edge, ()))),
        }
    }
}

/// Own nodes and arcs, and what is known of them and of those below.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(super) first_node: NodeIndex,
    pub(super) first_arc: ArcIndex,
    nodes: u32,
    arcs: Vec<OwnArc>,
    out: Sparse<Vec<ArcIndex>>,
    into: Sparse<Vec<ArcIndex>>,
    states: Sparse<Node>,
    banned: Sparse<Ticks>,
    cut: Sparse<()>,
}

impl Layer {
    /// One more than the last node's number.
    pub(crate) fn end_node(&self) -> usize {
        (self.first_node + self.nodes) as usize
    }

    /// One more than the last arc's number.
    pub(crate) fn end_arc(&self) -> usize {
        self.first_arc as usize + self.arcs.len()
    }

    /// An own arc, by its number.
    pub(crate) fn arc(&self, arc: ArcIndex) -> Option<&OwnArc> {
        self.arcs.get(arc.checked_sub(self.first_arc)? as usize)
    }

    pub(crate) fn out(&self, node: NodeIndex) -> &[ArcIndex] {
        self.out.get(node).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn leading_to(&self, node: NodeIndex) -> &[ArcIndex] {
        self.into.get(node).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn state(&self, node: NodeIndex) -> Option<&Node> {
        self.states.get(node)
    }

    pub(crate) fn banned(&self, arc: ArcIndex) -> Option<&Ticks> {
        self.banned.get(arc)
    }

    pub(crate) fn is_cut(&self, edge: ArcIndex) -> bool {
        self.cut.get(edge).is_some()
    }

    /// The same with time running backwards; `duration` of any arc. What leads
    /// where is not turned: that is for who asks.
    pub(crate) fn mirrored(&self, duration: impl Fn(ArcIndex) -> Tick) -> Self {
        let mirrored = |node: &Node| Node {
            absent: node.absent.mirrored(),
            no_standing: node.no_standing.mirrored(),
            gate: node.gate.as_ref().map(Gate::mirrored),
        };
        // Entered at t, left at t + duration; backwards it is entered at −(t + duration).
        let entered =
            |(arc, ticks): (ArcIndex, &Ticks)| (arc, ticks.shifted(duration(arc)).mirrored());
        Self {
            states: Sparse::of(self.states.iter().map(|(index, node)| (index, mirrored(node)))),
            banned: Sparse::of(self.banned.iter().map(entered)),
            arcs: self.arcs.clone(),
            out: self.out.clone(),
            into: self.into.clone(),
            cut: self.cut.clone(),
            ..*self
        }
    }
}
