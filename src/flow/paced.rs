//! Routes of a flow without steps, used evenly over the time there is.
//!
//! Floor 0.
//!
//! The ways of a flow in which steps do not matter are used all the time until the
//! deadline, so that what holds everybody up is never idle. Who does not fit in that
//! way is brought in by searches over steps where those are few, else by further
//! such flows on what is left, with a later deadline each time. Then people are sent
//! earlier where they can.

use super::FlowError;
use super::FlowProgress;
use super::Step;
use super::augment::Search;
use super::bounds::Bounds;
use super::fitting::Fitting;
use super::ground::Ground;
use super::layers::Layers;
use super::most;
use super::routes;
use super::steady::Steady;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How often those who do not fit in are looked at again, each time with a deadline
/// that is a twentieth later, before all the time there is is theirs.
const ROUNDS: Step = 8;
/// So many places are soon searched.
const PLACES: u64 = 600_000;
/// Of so many parts of the people the ways are known that serve best until they can be in.
const PARTS: u64 = 6;

/// A plan in which as many arrive as bounds say, soon after they say. `ground` is in
/// buckets of one step.
pub(super) fn find<'p>(
    ground: &Arc<Ground<'p>>,
    bounds: &Bounds,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Fitting<'p>, FlowError> {
    let able = bounds.able();
    let soonest = bounds.soonest(able);
    let mut fitting = at_once(ground, soonest, tell)?;
    let close = close_to(soonest, ground.problem.horizon);
    fill_up(ground, &mut fitting, close, tell)?;
    if fitting.arrived() < able && u64::from(close) * ground.nodes.len() as u64 <= PLACES {
        fitting = by_steps(ground, fitting, close, tell)?;
    }
    let mut until = close;
    for _ in 0..ROUNDS {
        if fitting.arrived() >= able {
            break;
        }
        until = (until + until.div_ceil(20)).min(ground.problem.horizon);
        fill_up(ground, &mut fitting, until, tell)?;
    }
    fitting.add_rest();
    if fitting.arrived() < able {
        fill_up(ground, &mut fitting, ground.problem.horizon, tell)?;
    }
    for part in 1..PARTS {
        let mut steady = Steady::on(ground);
        steady.until(bounds.soonest(able * part / PARTS) + 1);
        fill_directly(&mut steady);
        steady.shares().iter().for_each(|share| {
            fitting.know(share);
        });
        fitting.tell(soonest, tell)?;
    }
    fitting.advance();
    Ok(fitting)
}

/// As many as fit in by the end of a step when all ways are used all the time.
pub(super) fn at_once<'p>(
    ground: &Ground<'p>,
    soonest: Step,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Fitting<'p>, FlowError> {
    let mut fitting = Fitting::new(ground.problem);
    fill_up(ground, &mut fitting, soonest + 1, tell)?;
    Ok(fitting)
}

/// As many more, on what others leave, as fit in before a step.
fn fill_up(
    ground: &Ground<'_>,
    fitting: &mut Fitting<'_>,
    until: Step,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<(), FlowError> {
    let mut steady = Steady::beside(ground, fitting, until);
    fill_directly(&mut steady);
    fitting.pace(&steady.shares(), until.saturating_sub(1));
    fitting.tell(until, tell)
}

/// The lower classes first: who is in is never sent home for others.
fn fill_directly(steady: &mut Steady<'_, '_>) {
    for class in steady.ground.classes() {
        steady.fill_directly(class);
    }
}

/// A twentieth later, but before the horizon.
fn close_to(soonest: Step, horizon: Step) -> Step {
    (soonest + soonest / 20 + 1).min(horizon)
}

/// Those who are fitted in and as many more as can arrive before a step.
fn by_steps<'p>(
    ground: &Arc<Ground<'p>>,
    fitting: Fitting<'p>,
    until: Step,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<Fitting<'p>, FlowError> {
    let mut layers = Layers::on(Arc::clone(ground));
    layers.lay_out(until);
    routes::put_back(&mut layers, &fitting.finish().0);
    let mut search = Search::through_sinks();
    for class in ground.classes() {
        while most::arrive_once(&mut layers, &mut search, class) {}
    }
    let mut fitting = Fitting::new(ground.problem);
    fitting.take_on(&routes::take_apart(&mut layers), until);
    fitting.tell(until, tell)?;
    Ok(fitting)
}

#[cfg(test)]
mod tests;
