//! One mode, one window, and the doors people come from and go to.
//!
//! Floor 5.
//!
//! The graph is built once and asked for every start; its mirror, for latest
//! departures, too. The graph of the days before is built only if somebody is
//! cut off.

use super::explain::explain_no_way;
use super::graph::{Door, Ground, RouteGraph, Takes, instant, permitted_ticks};
use super::interval::Tick;
use super::plan::{RouteAnswer, RoutePlan};
use super::planner::{Destination, PlanError, look_back};
use super::search::{Outcome, Start, Way, earliest};
use super::story::Story;
use super::time_graph::{NodeIndex, TimeGraph};
use crate::id::FeatureRef;
use crate::notice::StatusBasis;
use crate::time::TimeWindow;
use crate::verify;
use crate::verify::Certificate;
use geo::Coord;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

/// What is prepared for some starts, destinations, a mode and a window.
pub(super) struct Desk<'a> {
    ground: Ground<'a>,
    to: &'a [Destination],
    /// Starts first, then destinations.
    doors: Vec<Door>,
    graph: RouteGraph<'a>,
    mirror: TimeGraph,
    /// The mirror of the graph that begins two days earlier.
    before: OnceLock<TimeGraph>,
}

/// Where ways begin and end in a graph, and when.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub(super) starts: Vec<NodeIndex>,
    pub(super) goals: Vec<NodeIndex>,
    first: Tick,
    until: Tick,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        ground: Ground<'a>,
        from: &[Coord],
        to: &'a [Destination],
    ) -> Result<Self, PlanError> {
        let from = from.iter().map(|&at| Door { at, of: None, leave: true, takes: Takes::Nobody });
        let goals = to.iter().map(|to| Door {
            at: to.at,
            of: Some(to.feature.clone()),
            leave: false,
            takes: to.open.clone().map_or(Takes::Always, Takes::In),
        });
        let doors: Vec<Door> = from.chain(goals).collect();
        let graph = RouteGraph::build(ground, &doors, &BTreeSet::new())?;
        let mirror = graph.graph.mirrored();
        Ok(Self { ground, to, doors, graph, mirror, before: OnceLock::new() })
    }

    /// The way that arrives first from any of some starts, or why there is none.
    pub(super) fn answer(&self, starts: Range<usize>) -> Result<RouteAnswer, PlanError> {
        let ends = self.ends(&self.graph, starts.clone(), self.ground.horizon);
        let outcome = ends.outcome(&self.graph);
        let Some(way) = outcome.way else {
            return Ok(RouteAnswer::NoWay(explain_no_way(self, starts, &ends, &outcome)?));
        };
        let latest = ends.latest_departure(&self.mirror).unwrap_or(way.departure);
        let plan = self.plan(&way, latest);
        if let Some(violation) = verify::check(&plan.certificate, self.ground.scenario).first() {
            return Err(PlanError::Refused { destination: plan.destination, code: violation.code });
        }
        Ok(RouteAnswer::Way(Box::new(plan)))
    }

    fn plan(&self, way: &Way, latest: Tick) -> RoutePlan {
        let story = Story::of(&self.graph, way);
        let goals = &self.graph.doors[self.doors.len() - self.to.len()..];
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
            basis: self.basis().cloned(),
            certificate: Certificate {
                mode: self.ground.mode,
                policy: self.ground.policy.clone(),
                window: self.ground.horizon,
                acts: story.acts,
            },
            legs: story.legs,
            stops: story.stops,
        }
    }

    /// What of the notices the answers rest on.
    pub(super) const fn basis(&self) -> Option<&'a StatusBasis> {
        self.ground.basis
    }

    /// The graph as it is.
    pub(super) const fn graph(&self) -> &RouteGraph<'a> {
        &self.graph
    }

    /// The graph as if what is in `lifted` did not exist.
    pub(super) fn without(
        &self,
        lifted: &BTreeSet<FeatureRef>,
    ) -> Result<RouteGraph<'a>, PlanError> {
        Ok(RouteGraph::build(self.ground, &self.doors, lifted)?)
    }

    /// The last tick, up to two days before the window, at which leaving still
    /// gets through by the window's end.
    pub(super) fn last_way_out(&self, starts: Range<usize>) -> Result<Option<Tick>, PlanError> {
        let horizon = look_back(self.ground.horizon);
        let mirror = if let Some(mirror) = self.before.get() {
            mirror
        } else {
            let ground = Ground { horizon, ..self.ground };
            let graph = RouteGraph::build(ground, &self.doors, &BTreeSet::new())?;
            self.before.get_or_init(|| graph.graph.mirrored())
        };
        // Nodes are numbered alike: numbers depend on the doors and not on the time.
        Ok(self.ends(&self.graph, starts, horizon).latest_departure(mirror))
    }

    pub(super) fn ends(
        &self,
        graph: &RouteGraph<'_>,
        starts: Range<usize>,
        window: TimeWindow,
    ) -> Ends {
        let (first, until) = permitted_ticks(&window);
        let goals = &graph.doors[self.doors.len() - self.to.len()..];
        Ends {
            starts: graph.doors[starts].iter().flatten().copied().collect(),
            goals: goals.iter().flatten().copied().collect(),
            first,
            until,
        }
    }

    /// The window that is planned in.
    pub(super) const fn window(&self) -> TimeWindow {
        self.ground.horizon
    }
}

impl Ends {
    /// Searches forwards, for the earliest arrival.
    pub(super) fn outcome(&self, graph: &RouteGraph<'_>) -> Outcome {
        let start = |&node: &NodeIndex| Start { node, first: self.first, end: self.until };
        let starts: Vec<Start> = self.starts.iter().map(start).collect();
        earliest(&graph.graph, &starts, &self.goals, self.until)
    }

    /// Searches backwards, for the last tick at which one can leave a start and
    /// reach a goal in time.
    fn latest_departure(&self, mirror: &TimeGraph) -> Option<Tick> {
        let begin = |&node: &NodeIndex| Start { node, first: 1 - self.until, end: 1 - self.first };
        let begins: Vec<Start> = self.goals.iter().map(begin).collect();
        let way = earliest(mirror, &begins, &self.starts, 1 - self.first).way?;
        Some(-way.arrival)
    }
}
