//! What no plan can do better, step by step, and what shows it.
//!
//! Floor 0.

use super::Step;
use super::proof::{Cut, Proof};

/// How many can have arrived at most by the end of each step; the last number holds
/// for all later ones.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    pub(super) most_by: Vec<u64>,
    pub(super) proof: Proof,
}

impl Bounds {
    /// Adds a cut that shows that no more than `most` arrive before step `until`.
    pub(super) fn add(&mut self, cut: Cut, most: u64, until: Step) {
        self.reach(until as usize);
        for bound in &mut self.most_by[..until as usize] {
            *bound = (*bound).min(most);
        }
        self.proof.cuts.push(cut);
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
