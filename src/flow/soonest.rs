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
use std::ops::ControlFlow;

/// For about so many instants it is found how many can have arrived by then …
const INSTANTS: Step = 40;
/// … but for fewer where nodes are many: each is shown by a window for each node.
const WINDOWS: u32 = 2_000_000;
const FEW_INSTANTS: u32 = 4;

/// The step before which as many as can arrive cannot all have, and a bound for each
/// step. O(arcs) for a search, of which there are some for each instant.
pub(super) fn bounds(
    ground: &Ground<'_>,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Bounds, FlowError> {
    let problem = ground.problem;
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let mut bounds = Bounds::default();
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
    bounds.most_by = vec![able];
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
    // What holds at the end of the steps that are listed holds for all later ones.
    bounds.reach(until.min(problem.horizon.saturating_sub(1)) as usize + 1);
    if let Some((cut, most, until)) = closest {
        bounds.add(cut, most, until);
    }

    let mut steady = Steady::on(ground);
    let instants = (WINDOWS / problem.nodes.max(1)).clamp(FEW_INSTANTS, INSTANTS);
    let every = until.div_ceil(instants).max(1);
    for until in (1..).map(|number| number * every).take_while(|&at| at < until) {
        steady.until(until);
        steady.fill(NONE);
        tell(&steady, until)?;
        if bounds.most_by.get(until as usize - 1).is_some_and(|&most| steady.arrived < most) {
            bounds.add(steady.cut(until), steady.arrived, until);
        }
    }
    Ok(bounds)
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
