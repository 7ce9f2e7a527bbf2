//! From when on anybody can be at each node.
//!
//! Floor 0.

use crate::flow::FlowProblem;
use crate::flow::Profile;
use crate::flow::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Earliest times, waiting anywhere, over every arc that ever lets anybody in.
///
/// Nobody can be at a node before its time. Whether anybody can be there in a
/// step after it is not said.
#[derive(Debug)]
pub(super) struct Reach {
    first: Vec<Step>,
}

impl Reach {
    /// O((arcs + pieces) log nodes).
    pub(super) fn find(problem: &FlowProblem) -> Self {
        let nodes = problem.nodes as usize;
        let out = Outgoing::of(problem);
        let mut first = vec![Step::MAX; nodes];
        let mut queue = BinaryHeap::new();
        let come = |first: &mut Vec<Step>, queue: &mut BinaryHeap<_>, node: u32, step: Step| {
            if step < problem.horizon && step < first[node as usize] {
                first[node as usize] = step;
                queue.push(Reverse((step, node)));
            }
        };
        for source in problem.sources.iter().filter(|source| source.persons > 0) {
            come(&mut first, &mut queue, source.node, source.from);
        }
        while let Some(Reverse((step, node))) = queue.pop() {
            let node = node as usize;
            if step > first[node] {
                continue;
            }
            for &arc in out.of_node(node) {
                let arc = &problem.arcs[arc];
                if let Some(enter) = open_from(&problem.profiles[arc.profile as usize], step) {
                    come(&mut first, &mut queue, arc.head, enter.saturating_add(arc.delay));
                }
            }
        }
        Self { first }
    }

    /// The first step at which anybody can be at a node, if any is before the horizon.
    pub(super) fn first(&self, node: u32) -> Option<Step> {
        let first = self.first[node as usize];
        (first < Step::MAX).then_some(first)
    }
}

/// The arcs that leave each node.
#[derive(Debug)]
pub(super) struct Outgoing {
    start: Vec<usize>,
    arcs: Vec<usize>,
}

impl Outgoing {
    pub(super) fn of(problem: &FlowProblem) -> Self {
        let nodes = problem.nodes as usize;
        let mut start = vec![0usize; nodes + 1];
        problem.arcs.iter().for_each(|arc| start[arc.tail as usize + 1] += 1);
        for node in 0..nodes {
            start[node + 1] += start[node];
        }
        let mut arcs = vec![0usize; problem.arcs.len()];
        let mut next = start.clone();
        for (number, arc) in problem.arcs.iter().enumerate() {
            arcs[next[arc.tail as usize]] = number;
            next[arc.tail as usize] += 1;
        }
        Self { start, arcs }
    }

    pub(super) fn of_node(&self, node: usize) -> &[usize] {
        &self.arcs[self.start[node]..self.start[node + 1]]
    }
}

/// The first step from `step` on that is within a piece at which people enter at all.
fn open_from(profile: &Profile, step: Step) -> Option<Step> {
    match profile {
        Profile::Unlimited => Some(step),
        // A rate below one person in all of its steps lets nobody in.
        Profile::Pieces(_) if profile.within(0, Step::MAX) == 0 => None,
        Profile::Pieces(pieces) => pieces
            .iter()
            .find(|piece| piece.persons > 0 && piece.until > step)
            .map(|piece| piece.from.max(step)),
    }
}
