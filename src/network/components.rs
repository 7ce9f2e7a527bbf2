//! Which nodes can reach each other and come back.
//!
//! Floor 3.

use super::StreetNetwork;
use super::edge::NodeId;
use crate::model::TravelMode;

/// A part of the network within which everybody can get everywhere; numbered
/// from 0, in the order of the smallest node in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComponentId(pub u32);

/// The strongly connected components of a network for one travel mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    of: Vec<u32>,
    sizes: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Components {
    /// The component that `node` is in; none if no edge of the mode meets it.
    pub fn of(&self, node: NodeId) -> Option<ComponentId> {
        self.of.get(node.index()).copied().filter(|id| *id != NONE).map(ComponentId)
    }

    /// How many components there are.
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// How many nodes a component has; 0 for one that there is not.
    pub fn size(&self, component: ComponentId) -> usize {
        self.sizes.get(component.0 as usize).map_or(0, |size| *size as usize)
    }

    /// The component of most nodes, the first of them on a tie.
    pub fn largest(&self) -> Option<ComponentId> {
        let most = self.sizes.iter().max()?;
        let at = self.sizes.iter().position(|size| size == most)?;
        Some(ComponentId(at as u32))
    }
}

impl StreetNetwork {
    /// Parts of the network within which `mode` can get from every node to every
    /// other and back, turn restrictions aside. Linear time.
    ///
    /// Source: R. Tarjan, "Depth-first search and linear graph algorithms",
    /// *SIAM J. Computing* 1 (1972), with an explicit stack.
    pub fn components(&self, mode: TravelMode) -> Components {
        let count = self.node_count();
        let mut search = Search {
            network: self,
            mode,
            index: vec![NONE; count],
            low: vec![0; count],
            root: vec![NONE; count],
            stack: Vec::new(),
            calls: Vec::new(),
            next: 0,
        };
        for node in self.nodes() {
            let edges = self.edges_from(node).chain(self.edges_into(node));
            let meets = edges.map(|edge| self.edges[edge.index()].modes).any(|m| m.contains(mode));
            if meets && search.index[node.index()] == NONE {
                search.run(node);
            }
        }
        let mut number = vec![NONE; count];
        let mut of = search.root;
        let mut sizes = Vec::new();
        for root in of.iter_mut().filter(|root| **root != NONE) {
            let id = &mut number[*root as usize];
            if *id == NONE {
                *id = sizes.len() as u32;
                sizes.push(0);
            }
            sizes[*id as usize] += 1;
            *root = *id;
        }
        Components { of, sizes }
    }
}

struct Search<'a> {
    network: &'a StreetNetwork,
    mode: TravelMode,
    /// Order of discovery.
    index: Vec<u32>,
    /// Least order reachable within the search tree and one edge back.
    low: Vec<u32>,
    /// First-found node of the component, once known.
    root: Vec<u32>,
    stack: Vec<NodeId>,
    /// Nodes being explored and the edge each is at.
    calls: Vec<(NodeId, u32)>,
    next: u32,
}

impl Search<'_> {
    fn run(&mut self, start: NodeId) {
        self.enter(start);
        while let Some((node, edge)) = self.calls.last_mut() {
            let (node, at) = (*node, *edge);
            if at == self.network.first_out[node.index() + 1] {
                self.calls.pop();
                self.leave(node);
                continue;
            }
            *edge += 1;
            let record = &self.network.edges[at as usize];
            if !record.modes.contains(self.mode) {
                continue;
            }
            let head = record.head.index();
            if self.index[head] == NONE {
                self.enter(record.head);
            } else if self.root[head] == NONE {
                let low = &mut self.low[node.index()];
                *low = (*low).min(self.index[head]);
            }
        }
    }

    fn enter(&mut self, node: NodeId) {
        self.index[node.index()] = self.next;
        self.low[node.index()] = self.next;
        self.next += 1;
        self.stack.push(node);
        self.calls.push((node, self.network.first_out[node.index()]));
    }

    fn leave(&mut self, node: NodeId) {
        let low = self.low[node.index()];
        if let Some((parent, _)) = self.calls.last() {
            let parent_low = &mut self.low[parent.index()];
            *parent_low = (*parent_low).min(low);
        }
        if low == self.index[node.index()] {
            while let Some(member) = self.stack.pop() {
                self.root[member.index()] = node.0;
                if member == node {
                    break;
                }
            }
        }
    }
}
