//! In which order nodes are contracted: ends and passing points of streets
//! first, then by nested dissection along small cuts.

mod dissect;
mod flow;
mod places;
mod reduce;
mod small;

use super::HierarchyError;
use super::NONE;
use super::structure::group;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far a preparation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nodes that have their place in the order.
    pub ordered: usize,
    /// Nodes in all.
    pub nodes: usize,
}

/// Counts ordered nodes, tells of them, and knows whether to stop.
struct Teller<'a> {
    tell: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ordered: AtomicUsize,
    nodes: usize,
    stopped: AtomicBool,
}

impl Teller<'_> {
    fn add(&self, ordered: usize) {
        self.ordered.fetch_add(ordered, Ordering::Relaxed);
    }

    /// Whether to go on.
    fn tell(&self) -> bool {
        let progress =
            Progress { ordered: self.ordered.load(Ordering::Relaxed), nodes: self.nodes };
        if (self.tell)(progress).is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        !self.stopped.load(Ordering::Relaxed)
    }
}

/// The order of a graph whose arcs were checked.
pub(super) fn find(
    nodes: usize,
    tails: &[u32],
    heads: &[u32],
    places: Option<&[(f64, f64)]>,
    tell: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Vec<u32>, HierarchyError> {
    let plane = places.map(|places| places::flatten(nodes, places)).transpose()?;
    let (first, adjacent) = undirected(nodes, tails, heads);
    let teller =
        Teller { tell, ordered: AtomicUsize::new(0), nodes, stopped: AtomicBool::new(false) };
    let (mut order, rest) = reduce::reduce(&first, adjacent, plane.as_deref());
    teller.add(order.len());
    let start = order.len();
    order.resize(nodes, NONE);
    if !teller.tell() {
        return Err(HierarchyError::Stopped);
    }
    dissect::order_all(rest.components(), &mut order[start..], &teller);
    if teller.tell() { Ok(order) } else { Err(HierarchyError::Stopped) }
}

/// Each node's neighbours, once each, ascending, without the node itself.
fn undirected(nodes: usize, tails: &[u32], heads: &[u32]) -> (Vec<u32>, Vec<u32>) {
    // Sorting by the other end first makes every list come out sorted.
    let arcs = tails.len();
    let end = |at: u32| {
        let at = at as usize;
        if at < arcs { (tails[at], heads[at]) } else { (heads[at - arcs], tails[at - arcs]) }
    };
    let others: Vec<u32> = heads.iter().chain(tails).copied().collect();
    let (_, by_other) = group(nodes, &others);
    drop(others);
    let keys: Vec<u32> = by_other.iter().map(|&at| end(at).0).collect();
    let (starts, sorted) = group(nodes, &keys);
    let mut first = Vec::with_capacity(nodes + 1);
    let mut adjacent = Vec::with_capacity(sorted.len());
    first.push(0);
    for x in 0..nodes {
        let start = adjacent.len();
        for &at in &sorted[starts[x] as usize..starts[x + 1] as usize] {
            let other = end(by_other[at as usize]).1;
            if other != x as u32 && adjacent[start..].last() != Some(&other) {
                adjacent.push(other);
            }
        }
        first.push(adjacent.len() as u32);
    }
    (first, adjacent)
}
