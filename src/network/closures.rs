//! Where a curfew becomes a closed edge.
//!
//! Floor 3.
//!
//! Each barrier is matched to the edges that meet it, by its exact outline:
//! never by the ends of an edge alone, and never by a box. What comes out is
//! the metric of a network for one horizon: stretches of edges and the windows
//! in which they are shut, and windows in which nobody may be at a node.

use super::EdgeId;
use super::NodeId;
use super::StreetNetwork;
use super::barriers::{Barriers, Closure, PlaceBan};
use crate::planar::running_m;
use geo::Rect;
use std::collections::BTreeMap;

/// Which edge is shut when, and by what; and which node.
#[derive(Clone, Debug, Default)]
pub struct Closures {
    edges: BTreeMap<EdgeId, Vec<Closure>>,
    nodes: BTreeMap<NodeId, Vec<PlaceBan>>,
}

impl Closures {
    /// Matches barriers to the edges and nodes of a network.
    ///
    /// For each barrier O(log s + e·log v): s segments of the network, e edges
    /// in the barrier's box, v sides of the barrier.
    pub fn find(network: &StreetNetwork, barriers: &Barriers) -> Self {
        let mut closures = Self::default();
        for (number, (west_south, east_north)) in barriers.boxes() {
            let mut nodes = Vec::new();
            for id in network.edges_crossing(Rect::new(west_south, east_north)) {
                let edge = network.edge(id);
                nodes.extend([edge.tail(), edge.head()]);
                let line: Vec<_> = edge.line().collect();
                let shut = barriers.one_on_line(number, &line, &running_m(&line));
                if !shut.is_empty() {
                    closures.edges.entry(id).or_default().extend(shut);
                }
            }
            nodes.sort_unstable();
            nodes.dedup();
            for node in nodes {
                let bans = barriers.one_at_place(number, network.node(node));
                if !bans.is_empty() {
                    closures.nodes.entry(node).or_default().extend(bans);
                }
            }
        }
        closures
    }

    /// What shuts an edge.
    pub fn on_edge(&self, edge: EdgeId) -> &[Closure] {
        self.edges.get(&edge).map_or(&[], Vec::as_slice)
    }

    /// What bans being at a node.
    pub fn at_node(&self, node: NodeId) -> &[PlaceBan] {
        self.nodes.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The edges that are shut at some time, in order, and what shuts them.
    pub fn edges(&self) -> impl Iterator<Item = (EdgeId, &[Closure])> {
        self.edges.iter().map(|(&edge, shut)| (edge, shut.as_slice()))
    }
}
