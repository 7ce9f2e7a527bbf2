//! Choices: least exposure, time against exposure, departures, ways that differ.
//!
//! Floor 5.
//!
//! All are questions to one search (`route::front`) about arrival and a second
//! cost: exposure; minus the departure; length shared with earlier ways.

use super::cost::{Departure, Shared};
use super::desk::Desk;
use super::doors::{ArcOf, RouteGraph};
use super::error::PlanError;
use super::exposed::Exposed;
use super::interval::Tick;
use super::plan::RoutePlan;
use super::planner::{RoutePlanner, RouteRequest};
use super::scratch::Scratch;
use super::search::{Start, Way};
use super::ticks::instant;
use super::time_graph::ArcIndex;
use crate::id::FeatureRef;
use crate::units::Metres;
use crate::verify::ZoneExposure;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// A choice between arriving early and being exposed little.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Choice {
    /// The way.
    pub plan: RoutePlan,
    /// Its exposure in all, in severity-seconds.
    pub exposure_s: f64,
    /// Whether between this choice and the next one every arrival can be had, at
    /// an exposure that falls evenly: the same way, begun or waited for later.
    pub evenly_to_next: bool,
}

/// From when to when leaving gives which arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProfilePiece {
    /// Whoever leaves at this instant at the latest …
    pub leave_first: Timestamp,
    /// … is there at this one.
    pub arrive_first: Timestamp,
    /// Whoever leaves at this instant at the latest …
    pub leave_last: Timestamp,
    /// … is there at this one. Between the two each second that one leaves later
    /// is a second that one arrives later.
    pub arrive_last: Timestamp,
}

/// A way that differs from those before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Alternative {
    /// The way.
    pub plan: RoutePlan,
    /// How much of its streets, in metres, are streets of a way before it, in
    /// whichever direction.
    pub shared: Metres,
}

impl Desk<'_> {
    /// The way of least exposure through zones, and of those the one that arrives first.
    pub(super) fn least_exposed(
        &self,
        starts: Range<usize>,
        scratch: &mut Scratch,
    ) -> Result<Option<RoutePlan>, PlanError> {
        let mut exposed = Exposed::of(self)?;
        let ends = self.ends(&exposed.graph, starts, self.ground().horizon);
        let (begins, Scratch { bounds, front, .. }) = (ends.begins(), scratch);
        let mut bound = self.toward(&exposed.graph, &ends, bounds);
        let asked = self.question(&exposed.graph.graph, &begins, &ends);
        let found = front.least(&asked, &mut exposed.cost, &mut bound)?;
        found.map(|found| self.check(self.exposed_plan(&exposed, &found.way, &begins))).transpose()
    }

    fn exposed_plan(&self, exposed: &Exposed<'_>, way: &Way, begins: &[Start]) -> RoutePlan {
        let mut plan = self.plan(&exposed.graph, way, way.departure);
        let Some(start) = begins.iter().find(|start| start.node == way.start) else { return plan };
        let (by_zone, always) = exposed.cost.of_way(&exposed.graph.graph, way, start);
        let mut by_cause: BTreeMap<&FeatureRef, (Tick, i64)> = BTreeMap::new();
        for (zone, inside) in by_zone {
            let sum = by_cause.entry(&exposed.causes[zone as usize]).or_default();
            *sum = (sum.0 + inside.ticks, sum.1 + inside.cost);
        }
        let seconds = |ms: i64| ms as f64 / 1000.0;
        let zones = by_cause.into_iter();
        plan.exposure = zones
            .map(|(zone, (ticks, cost))| {
                ZoneExposure::new(zone.clone(), seconds(ticks), seconds(cost))
            })
            .collect();
        plan.certificate.exposed_in.clone_from(&plan.exposure);
        plan.incident_exposure_s = seconds(always);
        plan
    }
}

impl RoutePlanner<'_> {
    /// The way of least exposure to zones in force, and of those the one that
    /// arrives first; `None` if there is no way at all. Zones that the policy
    /// does not name in `never_through` count as exposure instead of as walls.
    ///
    /// Exact, and lexicographic: no arrival is early enough to make up for more
    /// exposure. Costs more than [`find`](Self::find) by the windows of zones on
    /// the way.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find); [`PlanError::OutOfRange`].
    pub fn least_exposed(&self, request: &RouteRequest) -> Result<Option<RoutePlan>, PlanError> {
        let desk = self.desk_of(request)?;
        self.pool().with(|scratch| desk.least_exposed(0..request.from.len(), scratch))
    }

    /// Every choice between arriving early and being exposed little of which none
    /// is better than another in both, the earliest arrival first.
    ///
    /// Exact. There can be as many as there are windows of zones on the way,
    /// times ways that differ.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find); [`PlanError::TooManyChoices`], [`PlanError::OutOfRange`].
    pub fn choices(&self, request: &RouteRequest) -> Result<Vec<Choice>, PlanError> {
        let desk = self.desk_of(request)?;
        let mut exposed = Exposed::of(&desk)?;
        let ends = desk.ends(&exposed.graph, 0..request.from.len(), request.window);
        let begins = ends.begins();
        let stretches = self.pool().with(|Scratch { bounds, front, .. }| {
            let mut bound = desk.toward(&exposed.graph, &ends, bounds);
            let asked = desk.question(&exposed.graph.graph, &begins, &ends);
            front.front(&asked, &mut exposed.cost, &mut bound)
        })?;
        let mut choices = Vec::new();
        for stretch in stretches {
            let even = stretch.last.is_some();
            let ways =
                [(Some(stretch.first), stretch.line.cost), (stretch.last, stretch.line.last())];
            for (number, (way, cost)) in ways.into_iter().enumerate() {
                let Some(way) = way else { continue };
                choices.push(Choice {
                    plan: desk.check(desk.exposed_plan(&exposed, &way, &begins))?,
                    exposure_s: cost as f64 / 1000.0,
                    evenly_to_next: even && number == 0,
                });
            }
        }
        Ok(choices)
    }

    /// For every departure in the window the earliest arrival: when leaving later
    /// costs time, and when it stops working. Pieces by departure; a departure
    /// between two pieces arrives with the first departure of the later piece;
    /// after the last piece nobody gets through.
    ///
    /// Exact.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find); [`PlanError::TooManyChoices`], [`PlanError::OutOfRange`].
    pub fn profile(&self, request: &RouteRequest) -> Result<Vec<ProfilePiece>, PlanError> {
        let desk = self.desk_of(request)?;
        let ends = desk.ends(&desk.graph, 0..request.from.len(), request.window);
        let begins = ends.begins();
        let stretches = self.pool().with(|Scratch { bounds, front, .. }| {
            let mut bound = desk.toward(&desk.graph, &ends, bounds);
            let asked = desk.question(&desk.graph.graph, &begins, &ends);
            front.front(&asked, &mut Departure, &mut bound)
        })?;
        Ok(stretches
            .into_iter()
            .map(|stretch| ProfilePiece {
                leave_first: instant(-stretch.line.cost),
                arrive_first: instant(stretch.line.first),
                leave_last: instant(-stretch.line.last()),
                arrive_last: instant(stretch.line.end - 1),
            })
            .collect())
    }

    /// Up to `most` ways that really differ, by arrival: the first arrives first;
    /// each next one arrives first among those of which no more than
    /// `share` (0 to 1) of the first way's length is on streets of ways before it.
    ///
    /// Exact for each next way, given those before it.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find); [`PlanError::TooManyChoices`], [`PlanError::OutOfRange`].
    pub fn alternatives(
        &self,
        request: &RouteRequest,
        most: usize,
        share: f64,
    ) -> Result<Vec<Alternative>, PlanError> {
        let desk = self.desk_of(request)?;
        let ends = desk.ends(&desk.graph, 0..request.from.len(), request.window);
        let begins = ends.begins();
        let mut found: Vec<Alternative> = Vec::new();
        let mut used: BTreeMap<ArcIndex, u32> = BTreeMap::new();
        let mut limit = 0;
        self.pool().with(|Scratch { bounds, front, .. }| {
            while found.len() < most {
                let mut cost = Shared::of(used.iter().map(|(&arc, &length)| (arc, length)));
                let mut bound = desk.toward(&desk.graph, &ends, bounds);
                let asked = desk.question(&desk.graph.graph, &begins, &ends);
                let Some(next) = front.cheapest_by(&asked, &mut cost, &mut bound, limit)? else {
                    break;
                };
                let plan = desk.check(desk.plan(&desk.graph, &next.way, next.way.departure))?;
                // With all of the first way to be shared it is found again.
                if found.iter().any(|before| before.plan.legs == plan.legs) {
                    break;
                }
                if found.is_empty() {
                    limit = (plan.length.0 * share.clamp(0.0, 1.0) * 1000.0) as i64;
                }
                found.push(Alternative { plan, shared: Metres(next.cost as f64 / 1000.0) });
                use_up(&desk.graph, &next.way, &mut used);
            }
            Ok(found)
        })
    }

    fn desk_of<'d>(&'d self, request: &'d RouteRequest) -> Result<Desk<'d>, PlanError> {
        self.desk(&request.from, &request.to, request.mode, request.window)
    }
}

/// Notes the streets of a way, in both directions, with their length in
/// millimetres. Where doors or checkpoints cut a street its parts are streets of
/// their own.
fn use_up(graph: &RouteGraph<'_>, way: &Way, used: &mut BTreeMap<ArcIndex, u32>) {
    let network = graph.conditions.ground.network();
    for step in &way.steps {
        let ArcOf::Street(id, from_m, to_m) = graph.arc(step.arc) else { continue };
        let length_mm = ((to_m - from_m) * 1000.0).round() as u32;
        used.insert(step.arc, length_mm);
        if (step.arc as usize) < network.edge_count()
            && let Some(twin) = network.edge(id).twin()
        {
            used.insert(twin.0, length_mm);
        }
    }
}
