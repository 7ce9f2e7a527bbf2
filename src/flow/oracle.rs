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

use super::FlowAnswer;
use super::FlowProblem;
use super::Step;
use super::check::check;

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

/// Holds an answer against its problem, and what it says of all plans against what can
/// be.
pub(super) fn hold(seed: u64, problem: &FlowProblem, answer: &FlowAnswer) {
    let faults = check(problem, answer);
    assert!(faults.is_empty(), "seed {seed}: {faults:?}\n{problem:?}\n{answer:?}");
    for step in 0..problem.horizon {
        let last = answer.most_by.last().copied().unwrap_or(0);
        let most = answer.most_by.get(step as usize).copied().unwrap_or(last);
        assert!(most >= most_by(problem, step), "seed {seed}, step {step}: {answer:?}");
    }
}

/// The classes of a problem, in order.
fn classes(problem: &FlowProblem) -> Vec<u32> {
    let mut classes: Vec<u32> = problem.sources.iter().map(|source| source.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}
