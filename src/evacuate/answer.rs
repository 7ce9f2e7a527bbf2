//! From the answer of a flow to a plan.
//!
//! Floor 5.

use super::case::Case;
use super::curve::Arrivals;
use super::meaning::Expansion;
use super::plan::{Bounds, EvacuationPlan, GroupResult, Reason};
use super::request::{MethodChoice, StartFrom};
use super::words::{Clock, name};
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::Method;
use crate::id::CheckpointId;
use crate::notice::StatusBasis;
use crate::route::PlanError;
use crate::route::RoutePlanner;
use crate::route::instant;
use crate::scenario::Scenario;
use crate::time::TimeWindow;

/// Everything that a plan is told from.
#[derive(Debug)]
pub(super) struct Telling<'t, 'a> {
    pub(super) case: &'t Case<'t>,
    /// The records that were planned on.
    pub(super) scenario: &'t Scenario,
    /// The records as they were, if the request changed them.
    pub(super) original: Option<&'t Scenario>,
    pub(super) expansion: &'t Expansion<'a>,
    pub(super) problem: &'t FlowProblem,
    pub(super) answer: &'t FlowAnswer,
    /// How many there were at each slot.
    pub(super) at_slots: Vec<u64>,
    /// Checkpoints of whose rate nobody has said.
    pub(super) unknown: Vec<CheckpointId>,
    pub(super) clock: Clock,
}

impl Telling<'_, '_> {
    /// The whole steps of the window.
    pub(super) fn window(&self) -> TimeWindow {
        whole_steps(self.case)
    }

    /// The plan.
    pub(super) fn plan(
        &self,
        planner: &RoutePlanner<'_>,
        basis: Option<&StatusBasis>,
    ) -> Result<EvacuationPlan, PlanError> {
        let (by_group, by_shelter) = self.arrivals();
        let shelters = self.shelters(&by_shelter);
        let bottlenecks = self.bottlenecks(&shelters);
        let groups = self.groups(&by_group, planner)?;
        let mut warnings = self.warnings();
        let shut_in = |group: &GroupResult| group.left.iter().any(|l| l.reason == Reason::CutOff);
        if self.case.request.start_from == StartFrom::Streets
            && !self.scenario.assembly_points().is_empty()
            && groups.iter().any(shut_in)
        {
            warnings.push(
                "people start on streets and some are cut off there; there are assembly points: \
                 see start_from"
                    .to_owned(),
            );
        }
        Ok(EvacuationPlan {
            request: self.case.request.clone(),
            method: match self.answer.method {
                Method::Exact => MethodChoice::Exact,
                Method::Quickest => MethodChoice::Quickest,
                Method::Fast => MethodChoice::Fast,
            },
            time_zone: self.scenario.about().time_zone.clone(),
            window: self.window(),
            step_s: self.case.request.step_s,
            bounds: self.bounds(),
            groups,
            clearance: self.curves(&by_group, &by_shelter),
            routes: self.routes(),
            shelters,
            checkpoints: self.checkpoints(),
            bottlenecks,
            band: None,
            what_ifs: None,
            assumptions: self.assumptions(),
            warnings,
            basis: basis.cloned(),
        })
    }

    fn groups(
        &self,
        arrivals: &[Arrivals],
        planner: &RoutePlanner<'_>,
    ) -> Result<Vec<GroupResult>, PlanError> {
        let left = self.left(planner)?;
        let mut persons = vec![0; self.case.groups.len()];
        for (slot, count) in self.expansion.slots.iter().zip(&self.at_slots) {
            persons[slot.group] += count;
        }
        let groups = self.case.groups.iter().zip(arrivals).zip(left).zip(persons);
        Ok(groups
            .map(|(((group, arrivals), left), persons)| GroupResult {
                neighbourhood: group.neighbourhood.clone(),
                name: name(self.scenario, &group.neighbourhood.to_ref()),
                persons,
                moved: arrivals.values().sum(),
                clearance: arrivals
                    .keys()
                    .last()
                    .map(|&last| instant(self.expansion.arrived(last))),
                left,
            })
            .collect())
    }

    fn bounds(&self) -> Bounds {
        let answer = self.answer;
        let moved = answer.served();
        let persons = self.at_slots.iter().sum();
        let started: u64 = self.problem.sources.iter().map(|source| source.persons).sum();
        let step_s = self.case.request.step_s;
        let last = answer.last_arrival();
        // Whoever arrives in a step has arrived by its end.
        let mean = |total: u64| {
            (moved > 0).then(|| (total as f64 / moved as f64 + 1.0) * f64::from(step_s))
        };
        let (total, least) = (answer.total(), answer.least_total.min(answer.total()));
        let gap = (total - least) as f64 * 100.0 / (least + moved).max(1) as f64;
        Bounds {
            persons,
            moved,
            moved_at_most: answer.most_by.last().copied().unwrap_or(started).min(started),
            clearance: last.map(|step| instant(self.expansion.arrived(step))),
            clearance_s: last.map(|step| (u64::from(step) + 1) * u64::from(step_s)),
            clearance_at_least: answer
                .least_last_arrival()
                .map(|step| instant(self.expansion.arrived(step))),
            mean_arrival_s: mean(total),
            mean_arrival_at_least_s: mean(least),
            gap_percent: (moved > 0).then_some(gap),
            rounded_down: None,
        }
    }
}

/// The whole steps of a case's window.
pub(super) fn whole_steps(case: &Case<'_>) -> TimeWindow {
    let end = case.first + i64::from(case.steps) * case.step;
    TimeWindow::new(instant(case.first), instant(end)).unwrap_or(case.request.window)
}
