//! A slow solver that tests hold the others against: a place for every node in
//! every step, ways found one after another by Bellman and Ford.
//!
//! Floor 0. For a few nodes, people and steps.

mod network;
mod proven;
mod random;
mod tests;

pub(super) use self::network::Network;
pub(super) use self::proven::answer;
pub(super) use self::proven::labels;
pub(super) use self::random::{cases, random};

use super::FlowProblem;
use super::Step;

/// What no plan can do better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Best {
    /// How many of each class arrive, the lowest class first: as many of it as can.
    pub(super) served: Vec<(u32, u64)>,
    /// The least sum of arrival steps of any plan that brings out as many of each.
    pub(super) total: u64,
}

/// How many of each class can arrive, and their least sum of arrival steps.
pub(super) fn best(problem: &FlowProblem) -> Best {
    let mut network = Network::of(problem);
    network.send_all();
    let mut served: Vec<(u32, u64)> =
        classes(problem).into_iter().map(|class| (class, 0)).collect();
    for (source, left) in problem.sources.iter().zip(network.left()) {
        let class = served.iter_mut().find(|(class, _)| *class == source.class);
        class.expect("every class is listed").1 += source.persons - left;
    }
    Best { served, total: network.total() }
}

/// How many can have arrived by the end of a step, that step alone.
pub(super) fn most_by(problem: &FlowProblem, step: Step) -> u64 {
    let mut network = Network::until(problem, step, false);
    network.send()
}

/// The classes of a problem, in order.
fn classes(problem: &FlowProblem) -> Vec<u32> {
    let mut classes: Vec<u32> = problem.sources.iter().map(|source| source.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
