//! What no plan can do better, step by step, and what shows it.
//!
//! Floor 0.

use super::FlowAnswer;
use super::FlowRoute;
use super::Method;
use super::Step;
use super::proof::{Cut, Proof};

/// How many can have arrived at most by the end of each step; the last number holds
/// for all later ones.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    horizon: Step,
    pub(super) most_by: Vec<u64>,
    pub(super) proof: Proof,
}

impl Bounds {
    /// What is known of the steps before a horizon.
    pub(super) fn new(horizon: Step, most_by: Vec<u64>) -> Self {
        Self { horizon, most_by, proof: Proof::default() }
    }

    /// Adds a cut that shows that no more than `most` arrive before step `until`.
    pub(super) fn add(&mut self, cut: Cut, most: u64, until: Step) {
        // Of later steps it says nothing.
        self.reach(until.saturating_add(1).min(self.horizon) as usize);
        for bound in self.most_by.iter_mut().take(until as usize) {
            *bound = (*bound).min(most);
        }
        self.proof.cuts.push(cut);
    }

    /// Takes what another shows, too. Only one of both may have labels.
    pub(super) fn and(&mut self, other: Self) {
        self.reach(other.most_by.len());
        let last = other.able();
        let others = other.most_by.into_iter().chain(std::iter::repeat(last));
        self.most_by.iter_mut().zip(others).for_each(|(most, other)| *most = other.min(*most));
        self.proof.cuts.extend(other.proof.cuts);
        if self.proof.labels.of.is_empty() {
            self.proof.labels = other.proof.labels;
        }
    }

    /// An answer with these bounds.
    pub(super) fn answer(
        mut self,
        method: Method,
        routes: Vec<FlowRoute>,
        arrivals: Vec<u64>,
        left: Vec<u64>,
    ) -> FlowAnswer {
        self.reach(arrivals.len());
        let least_total = self.least_total(arrivals.iter().sum());
        let Self { most_by, proof, .. } = self;
        FlowAnswer { method, routes, arrivals, left, most_by, least_total, proof }
    }

    /// Says for at least so many steps what holds anyway.
    pub(super) fn reach(&mut self, steps: usize) {
        let last = self.able();
        self.most_by.resize(self.most_by.len().max(steps), last);
    }

    /// How many can arrive at all.
    pub(super) fn able(&self) -> u64 {
        self.most_by.last().copied().unwrap_or(0)
    }

    /// Before the end of this step so many cannot be in.
    pub(super) fn soonest(&self, persons: u64) -> Step {
        self.most_by.iter().position(|&most| most >= persons).unwrap_or(0) as Step
    }

    /// The least sum of arrival steps of so many.
    pub(super) fn least_total(&self, persons: u64) -> u64 {
        self.most_by.iter().map(|&most| persons.saturating_sub(most)).sum()
    }
}
