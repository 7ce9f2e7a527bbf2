//! The fast method: routes without steps first, then when who uses them.
//!
//! Floor 0.
//!
//! Where capacities stay as they are, a flow that does not know of steps bounds well
//! what can be, and its routes make a good plan. Where they change (curfews, hours of
//! checkpoints, seats of a convoy), a relaxation in buckets of time is looked at as
//! well: both bounds hold, it takes on those who did not fit in, and if its own plan is
//! the better one that is the answer.

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Method;
use super::fitting::Fitting;
use super::ground::Ground;
use super::paced;
use super::relaxed::Relaxed;
use super::rounds;
use super::routes;
use super::soonest;
use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(super) fn find(
    problem: &FlowProblem,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    let ground = Arc::new(Ground::of(problem, 1));
    let mut bounds = soonest::bounds(&ground, tell)?;
    let mut fitting = paced::find(&ground, &bounds, tell)?;
    if !ground.is_steady() {
        let mut relaxed = Relaxed::suited(problem, tell)?;
        let shares = relaxed.shares();
        let mut other = Fitting::new(problem);
        rounds::fill(&mut other, &relaxed, shares, tell)?;
        rounds::fill(&mut fitting, &relaxed, Vec::new(), tell)?;
        if worth(&other) > worth(&fitting) {
            fitting = other;
        }
        bounds.and(relaxed.bounds);
    }
    let (routes, left) = fitting.finish();
    let arrivals = routes::arrivals(problem, &routes);
    Ok(bounds.answer(Method::Fast, routes, arrivals, left))
}

/// As many as can, then as early as can be, first all, then each.
fn worth(fitting: &Fitting<'_>) -> (u64, Reverse<u32>, Reverse<u64>) {
    let (last, total) = fitting.arrivals();
    (fitting.arrived(), Reverse(last), Reverse(total))
}
