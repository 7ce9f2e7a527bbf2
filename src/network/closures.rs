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
use super::barriers::{Barriers, Closure, Lifted, PlaceBan, PreparedZone, with_margin};
use super::footprint::Footprint;
use super::footprints::Footprints;
use crate::planar::running_m;
use geo::Coord;
use std::sync::Arc;

/// Which edge is shut when, and by what; and which node.
#[derive(Clone, Debug, Default)]
pub struct Closures {
    edges: Grouped<EdgeId, Closure>,
    nodes: Grouped<NodeId, PlaceBan>,
}

impl Closures {
    /// Matches barriers to the edges and nodes of a network.
    ///
    /// The cost of a [`Footprint`] for each barrier, and that of [`Closures::of`].
    pub fn find(network: &StreetNetwork, barriers: &Barriers) -> Self {
        Self::of(network, &Footprints::default(), barriers)
    }

    /// The same, from footprints that stand already. A barrier that has none
    /// there, or whose outline is another by now, gets one of its own.
    ///
    /// O(f log f) for f edges and nodes in the footprints. Corridors that lift a
    /// ban, and checkpoints on front lines, are looked at edge by edge, for the
    /// barriers that have any.
    pub fn of(network: &StreetNetwork, footprints: &Footprints, barriers: &Barriers) -> Self {
        let mut found = Found { network, barriers, edges: Vec::new(), nodes: Vec::new() };
        for (number, zone) in (0..).zip(barriers.zones()) {
            let kept = footprints.get(&zone.ban.cause).filter(|kept| {
                Arc::ptr_eq(kept.outline(), &zone.outline) || *kept.outline() == zone.outline
            });
            if let Some(footprint) = kept {
                found.add(number, zone, footprint);
            } else {
                let own = Footprint::of_outline(network, Arc::clone(&zone.outline));
                found.add(number, zone, &own);
            }
        }
        let Found { mut edges, nodes, .. } = found;
        edges.sort_by(|(edge, number, a), (other, another, b)| {
            let along = a.from_m.total_cmp(&b.from_m).then(a.to_m.total_cmp(&b.to_m));
            (edge, number).cmp(&(other, another)).then(along)
        });
        let edges = edges.into_iter().map(|(edge, _, shut)| (edge, shut));
        let mut nodes = nodes;
        nodes.sort_unstable_by_key(|(node, number, _)| (*node, *number));
        let nodes = nodes.into_iter().map(|(node, _, ban)| (node, ban));
        Self { edges: edges.collect(), nodes: nodes.collect() }
    }

    /// What shuts an edge, by barrier and then along the edge.
    pub fn on_edge(&self, edge: EdgeId) -> &[Closure] {
        self.edges.get(edge)
    }

    /// What bans being at a node.
    pub fn at_node(&self, node: NodeId) -> &[PlaceBan] {
        self.nodes.get(node)
    }

    /// The edges that are shut at some time, in order, and what shuts them.
    pub fn edges(&self) -> impl Iterator<Item = (EdgeId, &[Closure])> {
        self.edges.iter()
    }

    /// The nodes at which being is banned at some time, in order, and what bans it.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &[PlaceBan])> {
        self.nodes.iter()
    }
}

struct Found<'a> {
    network: &'a StreetNetwork,
    barriers: &'a Barriers,
    edges: Vec<(EdgeId, u32, Closure)>,
    nodes: Vec<(NodeId, u32, PlaceBan)>,
}

impl Found<'_> {
    fn add(&mut self, number: u32, zone: &PreparedZone, footprint: &Footprint) {
        let mut lifted = Lifted::default();
        if zone.wall {
            for &(stretch, from_m, to_m) in footprint.spans() {
                for edge in self.network.edges_along(stretch) {
                    let length_m = self.network.edge(edge).length().0;
                    let forward = self.network.edge(edge).is_forward();
                    let span_m =
                        if forward { (from_m, to_m) } else { (length_m - to_m, length_m - from_m) };
                    if zone.is_even() {
                        let (from_m, to_m) = with_margin(span_m.0, span_m.1, length_m);
                        let ban = Arc::clone(&zone.ban);
                        self.edges.push((edge, number, Closure { from_m, to_m, ban }));
                    } else {
                        let line: Vec<Coord> = self.network.edge_line(edge).collect();
                        let mut shut = Vec::new();
                        let ends_m = running_m(&line);
                        self.barriers.shut(zone, &line, &ends_m, span_m, &mut lifted, &mut shut);
                        self.edges.extend(shut.into_iter().map(|shut| (edge, number, shut)));
                    }
                }
            }
        }
        for &node in footprint.nodes() {
            let ban = self.barriers.ban_at(zone, self.network.node(node), &mut lifted);
            self.nodes.extend(ban.map(|ban| (node, number, ban)));
        }
    }
}

/// Values by key: few keys of many have any.
#[derive(Clone, Debug)]
struct Grouped<K, V> {
    keys: Vec<K>,
    /// Where the values of each key start, and where the last end.
    starts: Vec<u32>,
    values: Vec<V>,
}

impl<K, V> Default for Grouped<K, V> {
    fn default() -> Self {
        Self { keys: Vec::new(), starts: vec![0], values: Vec::new() }
    }
}

impl<K: Copy + Ord, V> Grouped<K, V> {
    fn get(&self, key: K) -> &[V] {
        self.keys.binary_search(&key).map_or(&[], |at| self.at(at))
    }

    fn at(&self, at: usize) -> &[V] {
        &self.values[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn iter(&self) -> impl Iterator<Item = (K, &[V])> {
        self.keys.iter().enumerate().map(|(at, &key)| (key, self.at(at)))
    }
}

impl<K: Copy + Ord, V> FromIterator<(K, V)> for Grouped<K, V> {
    /// Keys in ascending order.
    fn from_iter<T: IntoIterator<Item = (K, V)>>(pairs: T) -> Self {
        let mut this = Self::default();
        for (key, value) in pairs {
            if this.keys.last() != Some(&key) {
                this.keys.push(key);
                this.starts.push(this.values.len() as u32);
            }
            this.values.push(value);
            if let Some(end) = this.starts.last_mut() {
                *end = this.values.len() as u32;
            }
        }
        this
    }
}
