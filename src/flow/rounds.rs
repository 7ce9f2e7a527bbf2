//! Routes from a relaxation in buckets, filled one after another.
//!
//! Floor 0.
//!
//! The relaxation's flow is taken apart into routes with shares, and those are
//! fitted into true steps, the earliest planned arrivals first, each on that of the
//! known routes to its sink on which it arrives first. Who would arrive much later
//! than the bound says is put off: what is left of the capacities is relaxed again
//! for them, which gives further routes.

use super::FlowError;
use super::FlowProgress;
use super::Step;
use super::augment::Search;
use super::fitting::Fitting;
use super::ground::NONE;
use super::layers::{Cell, Layers};
use super::most;
use super::relaxed::Relaxed;
use super::routes::{self, Share};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How often those who would be late are relaxed again, each time with a deadline
/// that is a hundredth later.
const ROUNDS: Step = 6;

/// Fits shares in, and then, from others on what is left, as many more as can be.
pub(super) fn fill(
    fitting: &mut Fitting<'_>,
    relaxed: &Relaxed<'_>,
    mut shares: Vec<Share>,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<(), FlowError> {
    let horizon = relaxed.layers.ground.problem.horizon;
    let able = relaxed.bounds.able();
    let soonest = relaxed.bounds.soonest(able);
    for round in 1..=ROUNDS {
        let deadline = (soonest + (soonest * round).div_ceil(100)).min(horizon);
        fit(fitting, &mut shares, deadline, tell)?;
        if fitting.arrived() >= able {
            break;
        }
        if round < ROUNDS {
            shares = again(relaxed, fitting, deadline);
        }
    }
    fit(fitting, &mut shares, horizon, tell)?;
    fitting.add_rest();
    fitting.advance();
    Ok(())
}

/// Fits shares in, those that are planned to arrive first before the others.
fn fit(
    fitting: &mut Fitting<'_>,
    shares: &mut [Share],
    deadline: Step,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<(), FlowError> {
    shares.sort_by_key(|share| (share.arrival, share.source));
    for share in shares.iter() {
        fitting.know(share);
    }
    for (number, share) in shares.iter().enumerate() {
        fitting.add(share, deadline);
        if number % 1024 == 0 {
            fitting.tell(deadline, tell)?;
        }
    }
    Ok(())
}

/// Relaxes what is left of people, room and capacities, up to a deadline.
fn again(relaxed: &Relaxed<'_>, fitting: &Fitting<'_>, deadline: Step) -> Vec<Share> {
    let mut layers = Layers::on(Arc::clone(&relaxed.layers.ground));
    let ground = Arc::clone(&layers.ground);
    layers.lay_out((deadline + 1).div_ceil(relaxed.width));
    for (number, arc) in (0u32..).zip(&ground.arcs) {
        if fitting.free_of(arc.arc).is_none() {
            continue;
        }
        for bucket in ground.first[arc.tail as usize]..layers.buckets() {
            let free = fitting.free_within(arc.arc, ground.steps(arc.tail, bucket));
            let free = u32::try_from(free).unwrap_or(NONE).min(NONE - 1);
            layers.set(bucket, number, Cell { free, flow: 0 });
        }
    }
    for (source, &left) in fitting.supply().iter().enumerate() {
        layers.supply[source] = u32::try_from(left).unwrap_or(NONE - 1);
    }
    for (sink, &room) in fitting.room().iter().enumerate() {
        layers.room[sink] = i64::try_from(room).unwrap_or(i64::MAX);
    }
    let mut search = Search::through_sinks();
    while most::arrive_once(&mut layers, &mut search, NONE) {}
    routes::shares(&mut layers)
}
