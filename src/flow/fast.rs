//! The fast method: routes without steps first, then when who uses them.
//!
//! Floor 0.
//!
//! Where capacities stay as they are, a flow that does not know of steps bounds well
//! what can be, and its routes make a good plan. Where they change (curfews, hours of
//! checkpoints, seats of a convoy), a relaxation in buckets of time is looked at as
//! well: both bounds hold, and the better of both plans is the answer.

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Method;
use super::fitting::Fitting;
use super::ground::Ground;
use super::paced;
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
        let (other, more) = rounds::find(problem, tell)?;
        bounds.and(more);
        if worth(&other) > worth(&fitting) {
            fitting = other;
        }
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
