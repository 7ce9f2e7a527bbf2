//! One mode, one window, and the doors people come from and go to.
//!
//! Floor 5.
//!
//! Doors are put on streets whose conditions others share. A question is a
//! search forwards for the earliest arrival and one backwards for the latest
//! departure. The days before are looked at only if somebody is cut off.

use super::bound::Toward;
use super::conditions::{Conditions, Ground, WhatIf};
use super::control::{CancelToken, Cancelled};
use super::doors::{Door, RouteGraph, Takes};
use super::error::PlanError;
use super::explain::explain_no_way;
use super::interval::Tick;
use super::plan::{NoWayReason, RouteAnswer, RoutePlan};
use super::planner::{Destination, look_back};
use super::scratch::Scratch;
use super::search::{Bound, Question, Search, Start, Way};
use super::story::Story;
use super::ticks::{instant, permitted};
use super::time_graph::{NodeIndex, TimeGraph};
use crate::id::FeatureRef;
use crate::notice::StatusBasis;
use crate::time::TimeWindow;
use crate::verify;
use crate::verify::Certificate;
use geo::Coord;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What is prepared for some starts, destinations, a mode and a window.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    to: &'a [Destination],
    /// Starts first, then destinations.
    doors: Vec<Door>,
    pub(super) graph: RouteGraph<'a>,
    /// The same streets with nothing shut and nobody stopped.
    pub(super) bare: Arc<Conditions<'a>>,
    /// The graph that begins two days earlier.
    before: OnceLock<RouteGraph<'a>>,
    checked: bool,
    pub(super) cancel: Option<&'a CancelToken>,
}

/// Where ways begin and end in a graph, and when.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub(super) starts: Vec<NodeIndex>,
    pub(super) goals: Vec<NodeIndex>,
    pub(super) first: Tick,
    pub(super) until: Tick,
}

impl Ends {
    /// The starts, to be left at any time.
    pub(super) fn begins(&self) -> Vec<Start> {
        let begin = |&node: &NodeIndex| Start { node, first: self.first, end: self.until };
        self.starts.iter().map(begin).collect()
    }

    /// The same with time running backwards, from the goals to the starts.
    pub(super) fn mirrored(&self) -> Self {
        Self {
            starts: self.goals.clone(),
            goals: self.starts.clone(),
            first: 1 - self.until,
            until: 1 - self.first,
        }
    }
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        (conditions, bare): (Arc<Conditions<'a>>, Arc<Conditions<'a>>),
        from: &[Coord],
        to: &'a [Destination],
        checked: bool,
        cancel: Option<&'a CancelToken>,
    ) -> Self {
        let from = from.iter().map(|&at| Door { at, of: None, leave: true, takes: Takes::Nobody });
        let goals = to.iter().map(|to| Door {
            at: to.at,
            of: Some(to.feature.clone()),
            leave: false,
            takes: to.open.clone().map_or(Takes::Always, Takes::In),
        });
        let doors: Vec<Door> = from.chain(goals).collect();
        let graph = RouteGraph::with_doors(conditions, &doors, &BTreeSet::new());
        Self { to, doors, graph, bare, before: OnceLock::new(), checked, cancel }
    }

    pub(super) fn ground(&self) -> &Ground<'a> {
        &self.graph.conditions.ground
    }

    /// What of the notices the answers rest on.
    pub(super) fn basis(&self) -> Option<&'a StatusBasis> {
        self.ground().basis
    }

    /// The way that arrives first from any of some starts, or why there is none.
    pub(super) fn answer(
        &self,
        starts: Range<usize>,
        scratch: &mut Scratch,
    ) -> Result<RouteAnswer, PlanError> {
        let ends = self.ends(&self.graph, starts.clone(), self.ground().horizon);
        let Some(way) =
            self.earliest(&self.graph, &ends, &mut scratch.search, &mut scratch.bounds)?
        else {
            let mut no_way = explain_no_way(self, starts.clone(), &ends, scratch)?;
            // Where closures are the reason there may be a way through them.
            if matches!(no_way.reason, NoWayReason::StartShut | NoWayReason::CutOff) {
                no_way.least_exposed = self.least_exposed(starts, scratch)?.map(Box::new);
            }
            return Ok(RouteAnswer::NoWay(no_way));
        };
        let least = scratch.search.least();
        let latest = if least == Some(way.arrival - way.departure) && never_shut(&self.graph, &way)
        {
            // No way takes less at any time, and this one can be taken at any time.
            ends.until - 1 - (way.arrival - way.departure)
        } else {
            self.latest_departure(&self.graph, &ends, scratch)?.unwrap_or(way.departure)
        };
        let mut plan = self.plan(&self.graph, &way, latest);
        plan.went_round = self.went_round(&plan, &ends, scratch)?;
        Ok(RouteAnswer::Way(Box::new(self.check(plan)?)))
    }

    /// Holds a plan against the scenario, if plans are to be checked.
    pub(super) fn check(&self, plan: RoutePlan) -> Result<RoutePlan, PlanError> {
        if self.checked {
            let found = verify::check(&plan.certificate, self.ground().scenario);
            if let Some(violation) = found.first() {
                let code = violation.code;
                return Err(PlanError::Refused { destination: plan.destination, code });
            }
        }
        Ok(plan)
    }

    /// A way in a graph of this desk's doors, as a plan.
    pub(super) fn plan(&self, graph: &RouteGraph<'_>, way: &Way, latest: Tick) -> RoutePlan {
        let ground = self.ground();
        let story = Story::of(graph, way);
        let goals = &graph.doors[self.doors.len() - self.to.len()..];
        let reached = goals.iter().position(|&door| door == Some(way.goal));
        let mut corridors: Vec<_> =
            story.legs.iter().flat_map(|leg| leg.corridors.clone()).collect();
        corridors.sort();
        corridors.dedup();
        RoutePlan {
            destination: self.to[reached.unwrap_or(0)].feature.clone(),
            departure: instant(way.departure),
            arrival: instant(way.arrival),
            latest_departure: instant(latest),
            length: story.length(),
            corridors,
            went_round: Vec::new(),
            exposure: Vec::new(),
            incident_exposure_s: 0.0,
            basis: self.basis().cloned(),
            certificate: Certificate {
                mode: ground.mode,
                policy: (*ground.policy).clone(),
                window: ground.horizon,
                exposed_in: Vec::new(),
                acts: story.acts,
            },
            legs: story.legs,
            stops: story.stops,
        }
    }

    /// The same doors under other conditions.
    pub(super) fn with_conditions(&self, conditions: Arc<Conditions<'a>>) -> RouteGraph<'a> {
        RouteGraph::with_doors(conditions, &self.doors, &BTreeSet::new())
    }

    /// The same doors as if what is in `lifted` did not exist.
    pub(super) fn without(
        &self,
        lifted: &BTreeSet<FeatureRef>,
    ) -> Result<RouteGraph<'a>, PlanError> {
        let conditions =
            Arc::new(Conditions::find(self.ground().clone(), &WhatIf::without(lifted))?);
        Ok(RouteGraph::with_doors(conditions, &self.doors, lifted))
    }

    /// Everything that may be lifted for this desk: zones, lines, checkpoints,
    /// and the hours of its destinations.
    pub(super) fn everything(&self) -> BTreeSet<FeatureRef> {
        let mut all = self.ground().everything();
        all.extend(self.to.iter().map(|to| to.feature.clone()));
        all
    }

    pub(super) fn ends(
        &self,
        graph: &RouteGraph<'_>,
        starts: Range<usize>,
        window: TimeWindow,
    ) -> Ends {
        let (first, until) = permitted(&window);
        let goals = &graph.doors[self.doors.len() - self.to.len()..];
        Ends {
            starts: graph.doors[starts].iter().flatten().copied().collect(),
            goals: goals.iter().flatten().copied().collect(),
            first,
            until,
        }
    }

    /// The way that arrives first.
    pub(super) fn earliest(
        &self,
        graph: &RouteGraph<'_>,
        ends: &Ends,
        search: &mut Search,
        bounds: &mut Option<crate::hierarchy::Bounds>,
    ) -> Result<Option<Way>, Cancelled> {
        let begins = ends.begins();
        let asked = self.question(&graph.graph, &begins, ends);
        ask(&asked, graph.mirror(), &graph.conditions, search, bounds)
    }

    /// A question to a search, from some starts to the goals of `ends`.
    pub(super) fn question<'q>(
        &'q self,
        graph: &'q TimeGraph,
        starts: &'q [Start],
        ends: &'q Ends,
    ) -> Question<'q> {
        Question { graph, starts, goals: &ends.goals, until: ends.until, cancel: self.cancel }
    }

    /// A lower bound of what is left to go to the goals.
    pub(super) fn toward<'s>(
        &'s self,
        graph: &'s RouteGraph<'_>,
        ends: &Ends,
        bounds: &'s mut Option<crate::hierarchy::Bounds>,
    ) -> Toward<'s> {
        let graphs = (&graph.graph, graph.mirror());
        let (streets, metric) = (&self.ground().streets, graph.conditions.bound());
        let span = ends.until.saturating_sub(ends.first);
        Toward::new(bounds, streets, metric, graphs, &ends.goals, span)
    }

    /// No way in a graph from a start to a goal takes fewer ticks, whenever one
    /// leaves. 0 without a hierarchy.
    pub(super) fn least(
        &self,
        graph: &RouteGraph<'_>,
        ends: &Ends,
        bounds: &mut Option<crate::hierarchy::Bounds>,
    ) -> Option<Tick> {
        let mut bound = self.toward(graph, ends, bounds);
        ends.starts.iter().filter_map(|&start| bound.of(&graph.graph, start)).min()
    }

    /// The last tick at which one can leave a start and reach a goal in time.
    pub(super) fn latest_departure(
        &self,
        graph: &RouteGraph<'_>,
        ends: &Ends,
        scratch: &mut Scratch,
    ) -> Result<Option<Tick>, Cancelled> {
        let ends = ends.mirrored();
        let begins = ends.begins();
        let asked = self.question(graph.mirror(), &begins, &ends);
        let Scratch { search, bounds, .. } = scratch;
        let way = ask(&asked, &graph.graph, &graph.conditions, search, bounds)?;
        Ok(way.map(|way| -way.arrival))
    }

    /// The last tick, up to two days before the window, at which leaving still
    /// gets through by the window's end.
    pub(super) fn last_way_out(
        &self,
        starts: Range<usize>,
        scratch: &mut Scratch,
    ) -> Result<Option<Tick>, PlanError> {
        let horizon = look_back(self.ground().horizon);
        let graph = if let Some(graph) = self.before.get() {
            graph
        } else {
            let ground = Ground { horizon, ..self.ground().clone() };
            let conditions = Arc::new(Conditions::find(ground, &WhatIf::default())?);
            let graph = RouteGraph::with_doors(conditions, &self.doors, &BTreeSet::new());
            self.before.get_or_init(|| graph)
        };
        let ends = self.ends(graph, starts, horizon);
        Ok(self.latest_departure(graph, &ends, scratch)?)
    }
}

/// Whether nothing on a way is ever shut, and there is no checkpoint on it.
fn never_shut(graph: &RouteGraph<'_>, way: &Way) -> bool {
    let graph = &graph.graph;
    let free = |node: NodeIndex| {
        let node = graph.node(node);
        node.absent.is_empty() && node.no_standing.is_empty() && node.gate.is_none()
    };
    let open = |arc| graph.banned(arc).is_empty() && free(graph.to(arc));
    free(way.start) && way.steps.iter().all(|step| open(step.arc))
}

/// Asks one question; `turned` is its graph the other way round.
fn ask(
    asked: &Question<'_>,
    turned: &TimeGraph,
    conditions: &Conditions<'_>,
    search: &mut Search,
    bounds: &mut Option<crate::hierarchy::Bounds>,
) -> Result<Option<Way>, Cancelled> {
    let Question { graph, starts, goals, until, .. } = *asked;
    let first = starts.iter().map(|start| start.first).min().unwrap_or(until);
    let (streets, metric) = (&conditions.ground.streets, conditions.bound());
    let span = until.saturating_sub(first);
    let mut bound = Toward::new(bounds, streets, metric, (graph, turned), goals, span);
    search.earliest(asked, &mut bound)
}
