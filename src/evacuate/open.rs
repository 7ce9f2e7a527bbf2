//! In which steps something may be entered.
//!
//! Floor 5.

use crate::flow::Piece;
use crate::flow::Profile;
use crate::flow::Step;
use crate::route::Tick;
use crate::route::Ticks;

/// Steps in which a place is entered at ticks that nothing forbids.
///
/// Who enters in step `k` does so at some tick in
/// `[base + k · step, base + (k + 1) · step)`; a step is open only if all of it is.
#[derive(Debug)]
pub(super) struct OpenSteps {
    base: Tick,
    step: Tick,
    steps: Step,
    shut: Vec<(Tick, Tick)>,
}

impl OpenSteps {
    /// All steps.
    pub(super) const fn all(base: Tick, step: Tick, steps: Step) -> Self {
        Self { base, step, steps, shut: Vec::new() }
    }

    /// Takes away the steps in which somebody would do something at one of
    /// `ticks` that they begin `from` ticks after they entered, and end `until`
    /// ticks after it (not included; the step's own length comes on top).
    pub(super) fn forbid(&mut self, ticks: &Ticks, from: Tick, until: Tick) {
        let (from, until) = (self.base + from, self.base + until + self.step);
        let end = Tick::from(self.steps) * self.step;
        for (starts, ends) in ticks.within(from, until.saturating_add(end)) {
            // Shut for k if from + k·step < ends and until + k·step > starts.
            let first = (starts - until).div_euclid(self.step) + 1;
            let last = (ends - from + self.step - 1).div_euclid(self.step);
            self.shut.push((first, last));
        }
    }

    /// Leaves only the steps in which something that begins with entering and
    /// takes `takes` ticks lies within `ticks`.
    pub(super) fn only(&mut self, ticks: &Ticks, takes: Tick) {
        let end = Tick::from(self.steps) * self.step;
        let (from, until) = (self.base - self.step, self.base + end + takes + self.step);
        let rest = Ticks::of(ticks.gaps(from, until).collect());
        self.forbid(&rest, 0, takes);
    }

    /// The steps that are left, as stretches `[from, until)` in order.
    pub(super) fn stretches(self) -> Vec<(Step, Step)> {
        let gaps = Ticks::of(self.shut);
        let gaps = gaps.gaps(0, Tick::from(self.steps));
        gaps.map(|(from, until)| (from as Step, until as Step)).collect()
    }
}

/// A rate of persons an hour in steps of so many milliseconds, as whole persons
/// in whole steps.
pub(super) fn in_steps(persons_per_hour: f64, step: Tick) -> (u64, u64) {
    // To a thousandth of a person an hour.
    let persons = ((persons_per_hour * 1000.0).floor() as u64).saturating_mul(step as u64);
    let per = 3_600_000 * 1000;
    let shared = gcd(persons, per).max(1);
    (persons / shared, per / shared)
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The same rate in some stretches of steps.
pub(super) fn profile(stretches: &[(Step, Step)], (persons, per): (u64, u64)) -> Profile {
    let piece = |&(from, until): &(Step, Step)| Piece { from, until, persons, per };
    Profile::Pieces(stretches.iter().map(piece).collect())
}

#[cfg(test)]
mod tests;
