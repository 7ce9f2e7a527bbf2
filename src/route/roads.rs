//! The streets open to one mode, as plain arcs with durations.
//!
//! Floor 5.
//!
//! An arc has the number of its edge, a node that of its node: nothing is
//! renumbered, so what is known of an edge is known of its arc. Made once for a
//! network and a mode; closures come on top (`route::time_graph`).

use super::interval::Tick;
use super::time_graph::{ArcIndex, NodeIndex};
use crate::model::TravelMode;
use crate::network::StreetNetwork;

/// The duration of an arc that the mode may not use.
pub(crate) const NOT_OPEN: u32 = u32::MAX;

/// Arcs of a network for one mode.
#[derive(Clone, Debug)]
pub(crate) struct Roads {
    /// Arcs out of node `n` are `first_out[n]..first_out[n + 1]`.
    first_out: Vec<u32>,
    tails: Vec<NodeIndex>,
    heads: Vec<NodeIndex>,
    /// Milliseconds, or [`NOT_OPEN`].
    durations: Vec<u32>,
    first_in: Vec<u32>,
    arcs_in: Vec<ArcIndex>,
    /// Arcs that may not follow arc `a` are `banned[first_banned[a]..first_banned[a + 1]]`.
    first_banned: Vec<u32>,
    banned: Vec<ArcIndex>,
    /// Whether there are arcs that an arc may not follow.
    is_banned: Vec<bool>,
}

impl Roads {
    /// The streets of a network for a mode. Linear time.
    pub(crate) fn of(network: &StreetNetwork, mode: TravelMode) -> Self {
        let (mut tails, mut heads, mut durations) = (Vec::new(), Vec::new(), Vec::new());
        for id in network.edges() {
            let edge = network.edge(id);
            tails.push(edge.tail().0);
            heads.push(edge.head().0);
            let open = edge.modes().contains(mode);
            let duration = || duration_ticks(edge.length().0, edge.speed(mode).0);
            durations.push(if open {
                u32::try_from(duration()).unwrap_or(NOT_OPEN).min(NOT_OPEN - 1)
            } else {
                NOT_OPEN
            });
        }
        let mut turns = Vec::new();
        for from in network.edges().filter(|edge| durations[edge.index()] != NOT_OPEN) {
            let next = network.edges_from(network.edge(from).head());
            let next = next.filter(|to| durations[to.index()] != NOT_OPEN);
            let refused = next.filter(|&to| !network.turn_allowed(from, to, mode));
            turns.extend(refused.map(|to| (from.0, to.0)));
        }
        Self::assemble(network.node_count(), tails, heads, durations, &turns)
    }

    /// From arcs in the order of their tails, and pairs of arcs that may not
    /// follow each other in the order of their first.
    pub(super) fn assemble(
        nodes: usize,
        tails: Vec<NodeIndex>,
        heads: Vec<NodeIndex>,
        durations: Vec<u32>,
        turns: &[(ArcIndex, ArcIndex)],
    ) -> Self {
        let mut arcs_in: Vec<ArcIndex> = (0..heads.len() as u32).collect();
        arcs_in.sort_by_key(|&arc| heads[arc as usize]);
        let mut is_banned = vec![false; heads.len()];
        for turn in turns {
            is_banned[turn.1 as usize] = true;
        }
        Self {
            is_banned,
            first_out: offsets(nodes, tails.iter().copied()),
            first_in: offsets(nodes, heads.iter().copied()),
            arcs_in,
            first_banned: offsets(tails.len(), turns.iter().map(|turn| turn.0)),
            banned: turns.iter().map(|turn| turn.1).collect(),
            tails,
            heads,
            durations,
        }
    }

    pub(crate) fn node_count(&self) -> usize {
        self.first_out.len() - 1
    }

    pub(crate) fn arc_count(&self) -> usize {
        self.heads.len()
    }

    /// Whether the mode may use an arc at all.
    pub(crate) fn is_open(&self, arc: ArcIndex) -> bool {
        self.durations[arc as usize] != NOT_OPEN
    }

    /// Milliseconds of every arc, [`NOT_OPEN`] where the mode may not go.
    pub(crate) fn durations(&self) -> &[u32] {
        &self.durations
    }

    /// The node that each arc leaves.
    pub(crate) fn tails(&self) -> &[NodeIndex] {
        &self.tails
    }

    /// The node that each arc leads to.
    pub(crate) fn heads(&self) -> &[NodeIndex] {
        &self.heads
    }

    /// Arcs out of a node, closed ones too, in order.
    pub(crate) fn out(&self, node: NodeIndex) -> std::ops::Range<ArcIndex> {
        self.first_out[node as usize]..self.first_out[node as usize + 1]
    }

    /// Arcs into a node, closed ones too, in order.
    pub(crate) fn leading_to(&self, node: NodeIndex) -> &[ArcIndex] {
        let (from, to) = (self.first_in[node as usize], self.first_in[node as usize + 1]);
        &self.arcs_in[from as usize..to as usize]
    }

    pub(crate) fn has_turns(&self) -> bool {
        !self.banned.is_empty()
    }

    /// Whether there are arcs that may not follow an arc.
    pub(crate) fn has_turns_after(&self, arc: ArcIndex) -> bool {
        self.first_banned[arc as usize] < self.first_banned[arc as usize + 1]
    }

    /// Whether there are arcs that an arc may not follow.
    pub(crate) fn has_turns_before(&self, arc: ArcIndex) -> bool {
        self.is_banned[arc as usize]
    }

    /// Whether arc `to` may follow arc `from`, at whose end it begins.
    pub(crate) fn turn_allowed(&self, from: ArcIndex, to: ArcIndex) -> bool {
        let (first, end) = (self.first_banned[from as usize], self.first_banned[from as usize + 1]);
        !self.banned[first as usize..end as usize].contains(&to)
    }
}

/// Where the entries of each key begin, in a list in the order of its keys.
fn offsets(count: usize, keys: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut first = vec![0_u32; count + 1];
    for key in keys {
        first[key as usize + 1] += 1;
    }
    for at in 0..count {
        first[at + 1] += first[at];
    }
    first
}

/// How long a length takes, in whole ticks, rounded up.
pub(crate) fn duration_ticks(length_m: f64, speed_m_s: f64) -> Tick {
    (length_m / speed_m_s * 1000.0).ceil() as Tick
}
