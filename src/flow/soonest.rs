//! What no plan can do better, found without looking at steps.
//!
//! Floor 0.

use super::FlowError;
use super::FlowProgress;
use super::Step;
use super::bounds::Bounds;
use super::ground::{Ground, NONE};
use super::settle;
use super::steady::Steady;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::ControlFlow;

/// So often it is found how many can have arrived by some instants: each time by those
/// between which least is known.
const ROUNDS: usize = 3;
/// So many instants each time …
const INSTANTS: usize = 16;
/// … but fewer where nodes are many: each is shown by a window for each node.
const WINDOWS: u32 = 700_000;
const FEW_INSTANTS: u32 = 2;

/// The step before which as many as can arrive cannot all have, and a bound for each
/// step. O(arcs) for a search, of which there are some for each instant.
pub(super) fn bounds(
    ground: &Ground<'_>,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Bounds, FlowError> {
    let problem = ground.problem;
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let mut tell = |steady: &Steady<'_, '_>, step: Step| {
        let progress = FlowProgress { step, arriving: steady.arrived, persons };
        match tell(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(FlowError::Stopped { step }),
        }
    };

    // Whoever arrives at all comes from where a way leads to room.
    let mut steady = Steady::on(ground);
    let able = steady.able();
    let mut bounds = Bounds::new(problem.horizon, vec![able]);
    if able < persons {
        bounds.proof.cuts.push(settle::all_with_a_way(ground));
    }

    // Newton's method: what one border lets through says how long it takes at least.
    let mut until = 1.min(problem.horizon);
    let mut closest = None;
    while until > 0 {
        steady.until(until);
        steady.fill(NONE);
        tell(&steady, until)?;
        if steady.arrived >= able {
            break;
        }
        let soonest = first_that(until, problem.horizon, |until| steady.through(until) >= able);
        // If never so many get through, this border is shown at the horizon.
        let too_soon = soonest.map_or(problem.horizon, |soonest| soonest - 1);
        closest = Some((steady.cut(too_soon), steady.through(too_soon), too_soon));
        if until == problem.horizon {
            break;
        }
        until = soonest.unwrap_or(problem.horizon);
    }
    if let Some((cut, most, until)) = closest {
        bounds.add(cut, most, until);
    }

    let most = (WINDOWS / problem.nodes.max(1)).max(FEW_INSTANTS) as usize;
    let mut known = BTreeMap::from([(0, 0), (until, able.min(bounds.able()))]);
    for _ in 0..ROUNDS {
        let mut steady = Steady::on(ground);
        for instant in least_known(&known, most.min(INSTANTS)) {
            steady.until(instant);
            steady.fill(NONE);
            tell(&steady, instant)?;
            known.insert(instant, steady.arrived);
            let so_far = bounds.most_by.get(instant as usize - 1);
            if so_far.is_some_and(|&most| steady.arrived < most) {
                bounds.add(steady.cut(instant), steady.arrived, instant);
            }
        }
    }
    Ok(bounds)
}

/// Some instants between known ones, in order: each in the middle of two between which
/// much time passes or many arrive.
fn least_known(known: &BTreeMap<Step, u64>, most: usize) -> Vec<Step> {
    let mut parts = BinaryHeap::new();
    let part = |(from, arrived): (Step, u64), (until, more): (Step, u64)| {
        let area = u128::from(until - from) * u128::from(more.saturating_sub(arrived));
        (area, Reverse((from, arrived)), (until, more))
    };
    for (&from, &until) in known.keys().zip(known.keys().skip(1)) {
        parts.push(part((from, known[&from]), (until, known[&until])));
    }
    let mut found = Vec::new();
    while let Some((area, Reverse(from), until)) = parts.pop() {
        if area == 0 || found.len() == most {
            break;
        }
        let middle = (from.0.midpoint(until.0), from.1.midpoint(until.1));
        if middle.0 > from.0 {
            found.push(middle.0);
            parts.push(part(from, middle));
            parts.push(part(middle, until));
        }
    }
    found.sort_unstable();
    found
}

/// The first step after `low`, up to `high`, for which something holds that holds for
/// all later ones.
fn first_that(mut low: Step, mut high: Step, holds: impl Fn(Step) -> bool) -> Option<Step> {
    if low >= high || !holds(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if holds(middle) { high = middle } else { low = middle }
    }
    Some(high)
}
