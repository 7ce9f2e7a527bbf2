//! Ranges drawn: once at what is likeliest, and again and again by a seed.
//!
//! Floor 5.

use super::case::Case;
use super::gates::rate_of;
use super::meaning::Expansion;
use super::plan::{Band, BandPoint};
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::id::CheckpointId;
use crate::model::TravelMode;
use crate::route::instant;
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// How many people there are and how many checkpoints pass.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draw {
    /// By group of the case.
    pub(super) persons: Vec<u64>,
    /// Persons an hour.
    pub(super) rates: BTreeMap<CheckpointId, f64>,
}

impl Draw {
    /// What is likeliest.
    pub(super) fn likely(case: &Case<'_>, scenario: &Scenario) -> Self {
        Self::with(case, scenario, super::Estimate::likely)
    }

    /// One draw of many: `number` of those that begin from the request's seed.
    pub(super) fn random(case: &Case<'_>, scenario: &Scenario, number: u32) -> Self {
        let mut random = Random(case.request.seed ^ (u64::from(number) << 32));
        Self::with(case, scenario, |estimate| estimate.at(random.share()))
    }

    fn with(
        case: &Case<'_>,
        scenario: &Scenario,
        mut value: impl FnMut(super::Estimate) -> f64,
    ) -> Self {
        let persons = case.groups.iter().map(|group| value(group.persons).round() as u64);
        let persons = persons.collect();
        let mut rates = BTreeMap::new();
        for checkpoint in scenario.checkpoints() {
            if let Some(rate) = rate_of(case, checkpoint) {
                rates.insert(checkpoint.id().clone(), value(rate));
            }
        }
        Self { persons, rates }
    }
}

/// The `SplitMix64` generator (G. Steele, D. Lea, C. Flood, "Fast splittable
/// pseudorandom number generators", OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Expansion<'_> {
    /// How many start at each source.
    pub(super) fn at_sources(&self, case: &Case<'_>, draw: &Draw) -> Vec<u64> {
        let all = self.at_slots(case, draw);
        self.sources.iter().map(|&slot| all[slot]).collect()
    }

    /// How many start at each slot.
    pub(super) fn at_slots(&self, case: &Case<'_>, draw: &Draw) -> Vec<u64> {
        let modes: Vec<BTreeMap<TravelMode, u64>> = case
            .groups
            .iter()
            .zip(&draw.persons)
            .map(|(group, &persons)| group.by_mode(persons).into_iter().collect())
            .collect();
        let of = |slot: &super::meaning::Slot| modes[slot.group].get(&slot.mode).copied();
        self.slots.iter().map(|slot| slot.persons(of(slot).unwrap_or(0))).collect()
    }

    /// The problem with what was drawn.
    pub(super) fn drawn(&self, case: &Case<'_>, scenario: &Scenario, draw: &Draw) -> FlowProblem {
        let mut problem = self.problem.clone();
        for (source, persons) in problem.sources.iter_mut().zip(self.at_sources(case, draw)) {
            source.persons = persons;
        }
        for gate in &self.gates {
            problem.profiles[gate.profile as usize] =
                gate.profile(&draw.rates, scenario, self.step);
        }
        problem
    }

    /// The band in which the curves of many answers lie.
    pub(super) fn band(&self, case: &Case<'_>, answers: &[FlowAnswer]) -> Band {
        let steps = answers.iter().map(|answer| answer.arrivals.len()).max().unwrap_or(0);
        let mut so_far = vec![0_u64; answers.len()];
        let mut points: Vec<BandPoint> = Vec::new();
        for step in 0..steps {
            for (sum, answer) in so_far.iter_mut().zip(answers) {
                *sum += answer.arrivals.get(step).copied().unwrap_or(0);
            }
            let mut sorted = so_far.clone();
            sorted.sort_unstable();
            let at = instant(self.arrived(step as u32));
            let [low, middle, high] = quantiles(&sorted);
            let point = BandPoint { at, low, middle, high };
            let numbers = |point: &BandPoint| (point.low, point.middle, point.high);
            if points.last().map_or((0, 0, 0), numbers) != (low, middle, high) {
                points.push(point);
            }
        }
        let mut last: Vec<u32> = answers.iter().filter_map(FlowAnswer::last_arrival).collect();
        last.sort_unstable();
        let clearance =
            (!last.is_empty()).then(|| quantiles(&last).map(|step| instant(self.arrived(step))));
        Band { seed: case.request.seed, samples: case.request.samples, points, clearance }
    }
}

/// The values at 5, 50 and 95 of 100 in a sorted list that is not empty: the
/// smallest value that as large a share of the list does not exceed.
fn quantiles<T: Copy>(sorted: &[T]) -> [T; 3] {
    [5, 50, 95].map(|percent| sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1])
}

#[cfg(test)]
mod tests;
