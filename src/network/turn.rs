//! Turns that vehicles may not take.
//!
//! Floor 3.

use super::edge::EdgeId;
use super::edge::NodeId;
use crate::model::TravelMode;
use crate::model::TravelModes;

/// Banned pairs of edges, and a mark on each node that has any.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Turns {
    /// Sorted by both edges, each pair once.
    banned: Vec<(EdgeId, EdgeId, TravelModes)>,
    /// One bit a node.
    marks: Vec<u64>,
}

impl Turns {
    /// Sorts and merges `banned`; `node_of` gives the node a pair turns at.
    pub(super) fn new(
        mut banned: Vec<(EdgeId, EdgeId, TravelModes)>,
        node_count: usize,
        node_of: impl Fn(EdgeId) -> NodeId,
    ) -> Self {
        banned.sort_unstable_by_key(|(from, to, _)| (*from, *to));
        banned.dedup_by(|later, kept| {
            let same = (later.0, later.1) == (kept.0, kept.1);
            if same {
                kept.2 = kept.2.union(later.2);
            }
            same
        });
        banned.shrink_to_fit();
        let mut marks = vec![0_u64; if banned.is_empty() { 0 } else { node_count.div_ceil(64) }];
        for (from, _, _) in &banned {
            let node = node_of(*from).index();
            marks[node / 64] |= 1 << (node % 64);
        }
        Self { banned, marks }
    }

    pub(super) fn bans(&self, node: NodeId, from: EdgeId, to: EdgeId, mode: TravelMode) -> bool {
        let marked = self.marks.get(node.index() / 64).is_some_and(|m| m >> (node.0 % 64) & 1 == 1);
        marked
            && self
                .banned
                .binary_search_by_key(&(from, to), |(f, t, _)| (*f, *t))
                .is_ok_and(|at| self.banned[at].2.contains(mode))
    }

    /// Sorted by both edges, each pair once.
    pub(super) fn banned(&self) -> &[(EdgeId, EdgeId, TravelModes)] {
        &self.banned
    }

    pub(super) fn len(&self) -> usize {
        self.banned.len()
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.banned.capacity() * size_of::<(EdgeId, EdgeId, TravelModes)>()
            + self.marks.capacity() * 8
    }
}

/// Whether a mode moves on the carriageway and heeds turn restrictions.
pub(super) const fn heeds_turns(mode: TravelMode) -> bool {
    matches!(mode, TravelMode::Vehicle | TravelMode::Convoy)
}
