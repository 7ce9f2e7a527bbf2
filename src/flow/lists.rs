//! Lists by node, and the least sums along them.
//!
//! Floor 0.

use super::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Farther than anything.
pub(super) const FAR: Step = Step::MAX / 4;

/// Lists by node, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists<T> {
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy> Lists<T> {
    /// Lists of `(node, item)`, in the order given.
    pub(super) fn of(nodes: usize, items: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut first = vec![0u32; nodes + 1];
        items.clone().for_each(|(node, _)| first[node as usize + 1] += 1);
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut sorted: Vec<(u32, T)> = items.collect();
        sorted.sort_by_key(|&(node, _)| node);
        Self { first, items: sorted.into_iter().map(|(_, item)| item).collect() }
    }

    pub(super) fn of_node(&self, node: u32) -> &[T] {
        &self.items[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

/// The least sums from some nodes along lists of `(node, length)`; [`FAR`] where
/// none leads.
pub(super) fn least(
    nodes: usize,
    starts: impl Iterator<Item = (u32, Step)>,
    lists: &Lists<(u32, Step)>,
) -> Vec<Step> {
    let mut least = vec![FAR; nodes];
    let mut queue = BinaryHeap::new();
    for (node, at) in starts {
        if at < least[node as usize] {
            least[node as usize] = at;
            queue.push(Reverse((at, node)));
        }
    }
    while let Some(Reverse((at, node))) = queue.pop() {
        if at > least[node as usize] {
            continue;
        }
        for &(other, length) in lists.of_node(node) {
            let there = at.saturating_add(length);
            if there < least[other as usize] {
                least[other as usize] = there;
                queue.push(Reverse((there, other)));
            }
        }
    }
    least
}
