//! Solves a problem one way or the other.
//!
//! Floor 0.

use super::FlowAnswer;
use super::FlowProblem;
use super::InvalidProblem;
use super::Method;
use super::Step;
use super::ground::Ground;
use super::relaxed::Relaxed;
use super::soonest;
use std::ops::ControlFlow;

/// Up to so many nodes times steps the exact method is taken.
const EXACT_PLACES: u64 = 1 << 20;

/// How to solve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Solve {
    /// The method; by size if `None`.
    pub method: Option<Method>,
}

/// How far solving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowProgress {
    /// The last step that is done with.
    pub step: Step,
    /// How many are known to arrive.
    pub arriving: u64,
    /// How many there are.
    pub persons: u64,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The problem cannot be one.
    #[error(transparent)]
    Invalid(#[from] InvalidProblem),
    /// It was told to stop.
    #[error("stopped at step {step}")]
    Stopped {
        /// How far it was.
        step: Step,
    },
}

impl Solve {
    /// Finds who goes where and when.
    ///
    /// # Errors
    ///
    /// [`FlowError`] if the problem cannot be one, or if `tell` says to stop.
    pub fn find(
        self,
        problem: &FlowProblem,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<FlowAnswer, FlowError> {
        problem.validate()?;
        match self.method.unwrap_or_else(|| by_size(problem)) {
            Method::Exact => super::exact::find(problem, tell),
            Method::Quickest => super::quickest::find(problem, tell),
            Method::Fast => super::fast::find(problem, tell),
        }
    }
}

/// What no plan can do better: an answer in which nobody moves, for its bounds alone.
/// A flow without steps bounds what can arrive; where capacities change, or places are
/// few, so does the problem with its times taken `width` steps at a time and rounded
/// down. Arcs without delay may lead in a circle. O(arcs) for a search without steps,
/// O(arcs · steps / `width`) for one with steps, of which there may be several for each
/// `width` steps.
///
/// # Errors
///
/// [`FlowError`] if the problem cannot be one, or if `tell` says to stop.
pub fn relax(
    problem: &FlowProblem,
    width: Step,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    problem.validate_parts()?;
    let width = width.max(1);
    let ground = Ground::of(problem, 1);
    let mut bounds = soonest::bounds(&ground, tell)?;
    let places = u64::from(problem.nodes) * u64::from(problem.horizon.div_ceil(width));
    if !ground.is_steady() || places <= EXACT_PLACES {
        bounds.and(Relaxed::of(problem, width, tell)?.bounds);
    }
    let left = problem.sources.iter().map(|source| source.persons).collect();
    Ok(bounds.answer(Method::Fast, Vec::new(), Vec::new(), left))
}

/// Exact where that takes seconds: up to about a million places.
fn by_size(problem: &FlowProblem) -> Method {
    let places = u64::from(problem.nodes) * u64::from(problem.horizon);
    if places <= EXACT_PLACES { Method::Exact } else { Method::Fast }
}

#[cfg(test)]
mod tests;
