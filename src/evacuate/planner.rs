//! Asks for the flow, and for all that goes with it.
//!
//! Floor 5.

use super::answer::{Telling, whole_steps};
use super::bracket::rounded_down;
use super::case::Case;
use super::error::EvacuationError;
use super::expand::{expand, unknown_rates};
use super::gates::rate_of;
use super::meaning::Expansion;
use super::plan::{EvacuationPlan, RoundedDown, WhatIfs};
use super::request::{EvacuationRequest, MethodChoice};
use super::sample::Draw;
use super::what_if::{Asking, Others};
use super::words::Clock;
use crate::flow::FlowAnswer;
use crate::flow::FlowError;
use crate::flow::FlowProblem;
use crate::flow::FlowProgress;
use crate::flow::Method;
use crate::flow::Solve;
use crate::model::TravelMode;
use crate::picture::OperationalPicture;
use crate::route::CancelToken;
use crate::route::Cancelled;
use crate::route::Ground;
use crate::route::PlanError;
use crate::route::PreparedStreets;
use crate::route::RoutePlanner;
use crate::scenario::Revision;
use crate::scenario::Scenario;
use crate::units::PersonsPerHour;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Plans evacuations on a picture.
///
/// ```
/// use safepassage::evacuate::{EvacuationPlanner, EvacuationRequest};
/// use safepassage::{picture::OperationalPicture, place, time::TimeWindow};
///
/// let scenario = place::northern_aleppo()?.scenario;
/// let picture = OperationalPicture::prepare(scenario)?;
/// let window: TimeWindow = "2026-01-08T06:00:00Z/2026-01-08T12:00:00Z".parse()?;
/// let request = EvacuationRequest::new(window);
/// let plan = EvacuationPlanner::new(&picture).plan(&request)?;
/// assert_eq!(plan.bounds.moved + plan.left(), plan.bounds.persons);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct EvacuationPlanner<'a> {
    picture: &'a OperationalPicture,
    streets: Arc<PreparedStreets>,
    cancel: Option<CancelToken>,
}

impl<'a> EvacuationPlanner<'a> {
    /// A planner on streets for which nothing was prepared.
    pub fn new(picture: &'a OperationalPicture) -> Self {
        let streets = Arc::new(PreparedStreets::plain(picture.shared_network()));
        Self { picture, streets, cancel: None }
    }

    /// A planner on prepared streets.
    ///
    /// # Errors
    ///
    /// [`PlanError::OtherStreets`] if they are not the picture's.
    pub fn on(
        picture: &'a OperationalPicture,
        streets: Arc<PreparedStreets>,
    ) -> Result<Self, PlanError> {
        if !streets.are(&picture.shared_network()) {
            return Err(PlanError::OtherStreets);
        }
        Ok(Self { picture, streets, cancel: None })
    }

    /// Lets a token stop every question asked of this planner.
    #[must_use]
    pub fn stopped_by(mut self, cancel: CancelToken) -> Self {
        self.cancel = Some(cancel);
        self
    }

    /// Plans a request.
    ///
    /// # Errors
    ///
    /// [`EvacuationError`] if the request cannot be one, if it cannot be planned
    /// on these streets, or if it was stopped.
    pub fn plan(&self, request: &EvacuationRequest) -> Result<EvacuationPlan, EvacuationError> {
        self.plan_telling(request, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`plan`](Self::plan), and tells how far it is.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan); [`FlowError::Stopped`] if `tell` says to stop.
    pub fn plan_telling(
        &self,
        request: &EvacuationRequest,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<EvacuationPlan, EvacuationError> {
        self.plan_by(request, &mut |problem, method| self.solve(method, problem, tell))
    }

    /// As [`plan`](Self::plan), with flows found by `solve`.
    pub(super) fn plan_by(
        &self,
        request: &EvacuationRequest,
        solve: &mut dyn FnMut(&FlowProblem, MethodChoice) -> Result<FlowAnswer, EvacuationError>,
    ) -> Result<EvacuationPlan, EvacuationError> {
        if self.picture.network().edge_count() == 0 {
            return Err(PlanError::NoStreets.into());
        }
        let original = self.picture.scenario();
        let case = Case::of(request, original)?;
        // Queues are passed at a rate; where the request gives it, the records do too.
        let revised = with_rates(&case, original);
        let scenario = revised.as_ref().unwrap_or(original);
        let (expansion, draw) = self.expansion(&case, scenario)?;
        let problem = expansion.drawn(&case, scenario, &draw);
        let answer = solve(&problem, request.method)?;
        let telling = Telling {
            case: &case,
            scenario,
            original: revised.as_ref().map(|_| original),
            expansion: &expansion,
            problem: &problem,
            answer: &answer,
            at_slots: expansion.at_slots(&case, &draw),
            unknown: unknown_rates(&case, scenario),
            clock: Clock::of(scenario, whole_steps(&case)),
        };
        let reasons = revised.clone().map(|scenario| self.picture.with_scenario(scenario));
        let picture = reasons.as_ref().unwrap_or(self.picture);
        let mut planner = RoutePlanner::on(picture, Arc::clone(&self.streets))?
            .policy(request.policy.clone())
            .checked(false);
        if let Some(cancel) = &self.cancel {
            planner = planner.stopped_by(cancel.clone());
        }
        let mut plan = telling.plan(&planner, self.picture.basis())?;
        plan.bounds.rounded_down = self.rounded_down(&case, scenario, &draw, &plan)?;
        if request.what_ifs {
            plan.what_ifs = Some(self.what_ifs(&case, scenario, &draw, &plan)?);
        }
        if request.samples > 0 {
            let mut answers = Vec::new();
            for number in 0..request.samples {
                let draw = Draw::random(&case, scenario, number);
                let problem = expansion.drawn(&case, scenario, &draw);
                // As the plan was found: else the band would lie beside its curve.
                answers.push(solve(&problem, plan.method)?);
            }
            plan.band = Some(expansion.band(&case, &answers));
        }
        Ok(plan)
    }

    /// The flow of a case, with everybody where they are likeliest to be.
    pub(super) fn expansion<'s>(
        &self,
        case: &Case<'_>,
        scenario: &'s Scenario,
    ) -> Result<(Expansion<'s>, Draw), EvacuationError>
    where
        'a: 's,
    {
        let ground = |mode, _| self.ground(case, mode, scenario);
        let mut expansion = expand(case, scenario, ground, 0)?;
        let draw = Draw::likely(case, scenario);
        expansion.share_gates(&expansion.at_sources(case, &draw));
        Ok((expansion, draw))
    }

    /// The streets for a mode under some records.
    fn ground<'s>(&self, case: &Case<'_>, mode: TravelMode, scenario: &'s Scenario) -> Ground<'s>
    where
        'a: 's,
    {
        Ground {
            scenario,
            streets: Arc::clone(&self.streets),
            basis: self.picture.basis(),
            mode,
            policy: Arc::new(case.request.policy.clone()),
            horizon: case.request.window,
        }
    }

    /// The other end of the bracket in which the truth lies.
    fn rounded_down(
        &self,
        case: &Case<'_>,
        scenario: &Scenario,
        draw: &Draw,
        plan: &EvacuationPlan,
    ) -> Result<Option<RoundedDown>, EvacuationError> {
        let Some((case, parts)) = case.in_parts() else { return Ok(None) };
        let (expansion, _) = self.expansion(&case, scenario)?;
        let problem = expansion.drawn(&case, scenario, draw);
        let exact = plan.method != MethodChoice::Fast;
        let asked = (&problem, &expansion);
        let bound = rounded_down(asked, parts, &plan.bounds, exact, &mut |_| self.go_on());
        self.unless_cancelled(bound.map(Some).map_err(EvacuationError::from))
    }

    fn go_on(&self) -> ControlFlow<()> {
        let cancelled = self.cancel.as_ref().is_some_and(CancelToken::is_cancelled);
        if cancelled { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// What was stopped by the token was cancelled.
    fn unless_cancelled<T>(&self, found: Result<T, EvacuationError>) -> Result<T, EvacuationError> {
        match found {
            Err(EvacuationError::Flow(FlowError::Stopped { .. })) if self.go_on().is_break() => {
                Err(Cancelled.into())
            }
            found => found,
        }
    }

    fn what_ifs(
        &self,
        case: &Case<'_>,
        scenario: &Scenario,
        draw: &Draw,
        plan: &EvacuationPlan,
    ) -> Result<WhatIfs, EvacuationError> {
        let others = Others::of(scenario, case.request.window);
        let clock = Clock::of(scenario, whole_steps(case));
        let asking = Asking { case, scenario, draw, clock: &clock };
        let ground = |mode, scenario| self.ground(case, mode, scenario);
        self.unless_cancelled(asking.ask(plan, &ground, &others, &mut |_| self.go_on()))
    }

    fn solve(
        &self,
        method: MethodChoice,
        problem: &FlowProblem,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<FlowAnswer, EvacuationError> {
        let method = match method {
            MethodChoice::Automatic => None,
            MethodChoice::Exact => Some(Method::Exact),
            MethodChoice::Quickest => Some(Method::Quickest),
            MethodChoice::Fast => Some(Method::Fast),
        };
        let mut telling = |progress| match self.go_on() {
            ControlFlow::Break(()) => ControlFlow::Break(()),
            ControlFlow::Continue(()) => tell(progress),
        };
        let found = (Solve { method }).find(problem, &mut telling);
        self.unless_cancelled(found.map_err(EvacuationError::from))
    }
}

/// The records with the rates of the request at checkpoints before which people
/// wait, if that changes anything: else nobody could say how long they take.
fn with_rates(case: &Case<'_>, scenario: &Scenario) -> Option<Scenario> {
    let mut changed = false;
    let checkpoints = scenario.checkpoints().iter().map(|checkpoint| {
        match rate_of(case, checkpoint).filter(|_| checkpoint.queue_s().is_none()) {
            Some(rate) => {
                changed = true;
                checkpoint.clone().with_persons_per_hour(PersonsPerHour(rate.likely()))
            }
            None => checkpoint.clone(),
        }
    });
    let checkpoints = checkpoints.collect();
    changed.then(|| scenario.revised(Revision { checkpoints, ..Revision::of(scenario) }))
}
