//! Small graphs in time for tests of the searches.

use super::interval::{Tick, Ticks};
use super::layer::{Draft, OwnArc};
use super::roads::Roads;
use super::time_graph::{ArcIndex, Gate, Node, NodeIndex, TimeGraph};
use proptest::prelude::*;
use std::sync::Arc;

/// The end of time in random graphs.
pub(crate) const HORIZON: Tick = 28;

/// The parts of a graph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) nodes: Vec<Node>,
    /// From, to, duration, banned; the first ones are streets, in the order of
    /// their tails, the others lie in the layer for everybody, or are doors.
    pub(crate) arcs: Vec<(NodeIndex, NodeIndex, Tick, Ticks)>,
    pub(crate) turns: Vec<(ArcIndex, ArcIndex)>,
    /// How many of the arcs are streets, and how many of the nodes are the
    /// network's.
    pub(crate) streets: usize,
    pub(crate) street_nodes: usize,
}

impl Parts {
    pub(crate) fn of(nodes: Vec<Node>, mut arcs: Vec<(NodeIndex, NodeIndex, Tick, Ticks)>) -> Self {
        arcs.sort_by_key(|arc| arc.0);
        let (streets, street_nodes) = (arcs.len(), nodes.len());
        Self { nodes, arcs, turns: Vec::new(), streets, street_nodes }
    }

    /// The graph. Arcs keep their numbers.
    pub(crate) fn graph(&self) -> TimeGraph {
        let streets = &self.arcs[..self.streets];
        let roads = Roads::assemble(
            self.street_nodes,
            streets.iter().map(|arc| arc.0).collect(),
            streets.iter().map(|arc| arc.1).collect(),
            streets.iter().map(|arc| arc.2 as u32).collect(),
            &self.turns,
        );
        let mut common = Draft::above(roads.node_count(), roads.arc_count());
        for (index, node) in self.nodes.iter().enumerate() {
            if index < self.street_nodes {
                *common.state(index as NodeIndex) = node.clone();
            } else {
                common.add_node(node.clone());
            }
        }
        for (index, (from, to, duration, banned)) in self.arcs.iter().enumerate() {
            if index < self.streets {
                common.ban(index as ArcIndex, banned.clone());
            } else {
                let (from, to) = (*from, *to);
                let arc = OwnArc { from, to, duration: *duration, begins: None, ends: None };
                common.add_arc(arc, banned.clone());
            }
        }
        TimeGraph::new(Arc::new(roads), Arc::new(common.finish()))
    }
}

/// Up to three stretches of ticks.
pub(crate) fn ticks() -> impl Strategy<Value = Ticks> {
    prop::collection::vec((0_i64..HORIZON, 0_i64..7).prop_map(|(s, len)| (s, s + len)), 0..4)
        .prop_map(Ticks::of)
}

fn nodes() -> impl Strategy<Value = Node> {
    let gate = prop::option::weighted(
        0.3,
        (ticks(), 0_i64..4).prop_map(|(open, delay)| Gate { open, delay }),
    );
    (ticks(), ticks(), any::<bool>(), gate).prop_map(|(absent, no_standing, strict, gate)| Node {
        absent,
        no_standing: if strict { no_standing } else { Ticks::none() },
        gate,
    })
}

/// Random graphs of a few nodes; node 0 is where ways start, node 1 where they
/// end, and neither has a gate.
pub(crate) fn parts() -> impl Strategy<Value = Parts> {
    (3_usize..6).prop_flat_map(|count| {
        let end = 0..count as NodeIndex;
        let arc = (end.clone(), end, 0_i64..5, ticks());
        let arcs = prop::collection::vec(arc, 2..11);
        let turns = prop::collection::vec((0_u32..10, 0_u32..10), 0..4);
        let own = (0_usize..4, 0..2_usize);
        (prop::collection::vec(nodes(), count), arcs, turns, own).prop_map(
            |(mut nodes, mut arcs, mut turns, (own_arcs, own_nodes))| {
                nodes[0].gate = None;
                nodes[1].gate = None;
                let street_nodes = (nodes.len() - own_nodes) as u32;
                // Ways to and from own nodes are own ways.
                let is_street =
                    |arc: &(u32, u32, Tick, Ticks)| arc.0 < street_nodes && arc.1 < street_nodes;
                arcs.sort_by_key(|arc| (!is_street(arc), arc.0));
                let streets = arcs.iter().filter(|arc| is_street(arc)).count();
                let streets = streets.saturating_sub(own_arcs);
                turns.retain(|turn| turn.0.max(turn.1) < streets as u32);
                turns.sort_unstable();
                Parts { nodes, arcs, turns, streets, street_nodes: street_nodes as usize }
            },
        )
    })
}
