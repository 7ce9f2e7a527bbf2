//! What no plan could do better if no time were rounded up to whole steps.
//!
//! Floor 5.
//!
//! A plan's own rules round times up wherever people leave a quickest way, so that
//! it can be kept. The same streets with steps a sixtieth as long, relaxed in
//! buckets of one step with all times rounded down, bound what can be true. The
//! truth lies between both.

use super::case::Case;
use super::meaning::Expansion;
use super::plan::{Bounds, RoundedDown};
use crate::flow::FlowError;
use crate::flow::FlowProblem;
use crate::flow::FlowProgress;
use crate::flow::Step;
use crate::flow::relax;
use crate::route::Tick;
use crate::route::instant;
use std::ops::ControlFlow;

/// A step is divided in so many.
const PARTS: Tick = 60;
/// More steps than this cannot be counted.
const MOST_STEPS: Tick = 1 << 24;
/// Where a plan is not exact, its time is divided into about so many buckets.
const BUCKETS: Step = 60;

impl Case<'_> {
    /// The same case in shorter steps, and how many of them make one of its own;
    /// nothing if they are too many.
    pub(super) fn in_parts(&self) -> Option<(Self, Step)> {
        let part = (self.step / PARTS).max(1);
        let steps = (Tick::from(self.steps) * self.step + part - 1) / part;
        if steps > MOST_STEPS {
            return None;
        }
        let case = Self {
            step: part,
            steps: Step::try_from(steps).ok()?,
            groups: self.groups.clone(),
            shelters: self.shelters.clone(),
            warnings: Vec::new(),
            ..*self
        };
        Some((case, Step::try_from(self.step / part).ok()?.max(1)))
    }
}

/// Bounds what can be true for as many as a plan moves. `problem` and `expansion`
/// are in parts of steps, of which `parts` make one.
pub(super) fn rounded_down(
    (problem, expansion): (&FlowProblem, &Expansion<'_>),
    parts: Step,
    plan: &Bounds,
    exact: bool,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<RoundedDown, FlowError> {
    let part_s = expansion.step as f64 / 1000.0;
    let lasts = plan.clearance_s.unwrap_or(0) as f64 / part_s / f64::from(parts);
    let together = if exact { 1 } else { (lasts as Step).div_ceil(BUCKETS).max(1) };
    let width = parts * together;
    let bound = relax(problem, width, tell)?;
    let last = bound.most_by.last().copied().unwrap_or(0);
    let started = problem.sources.iter().map(|source| source.persons).sum();
    let moved = plan.moved;
    let least = bound.most_by.iter().position(|&most| most >= moved);
    let total: u64 = bound.most_by.iter().map(|&most| moved.saturating_sub(most)).sum();
    let begins = |step: usize| instant(expansion.first + step as Tick * expansion.step);
    Ok(RoundedDown {
        step_s: f64::from(width) * part_s,
        moved_at_most: last.min(started),
        clearance_at_least: least.filter(|_| moved > 0).map(begins),
        mean_arrival_at_least_s: (moved > 0).then(|| total as f64 / moved as f64 * part_s),
    })
}
