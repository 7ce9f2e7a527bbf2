//! The exact method.
//!
//! Floor 0.

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use std::ops::ControlFlow;

pub(super) fn find(
    _problem: &FlowProblem,
    _tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    Err(FlowError::Stopped { step: 0 })
}
