//! Asks the search and puts its answer into words.
//!
//! Floor 5.

use super::explain::explain_no_way;
use super::graph::{ArcOf, Door, Ground, RouteGraph, instant, permitted_ticks};
use super::interval::Tick;
use super::plan::{Leg, NeighbourhoodPlan, RouteAnswer, RoutePlan, Stop, pair};
use super::search::{Start, Step, Way, earliest};
use super::time_graph::{ArcIndex, NodeIndex};
use crate::geodesy::length;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::Neighbourhood;
use crate::model::TravelMode;
use crate::network::RoutePolicy;
use crate::picture::OperationalPicture;
use crate::planar::Outline;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use crate::units::Metres;
use crate::units::Persons;
use crate::verify;
use crate::verify::Act;
use crate::verify::Certificate;
use geo::Coord;
use geo::InteriorPoint;
use std::collections::BTreeSet;

/// How long before the window a way that still got through is looked for.
const LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_hours(48);

/// What to plan: from where, to where, how and when.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteRequest {
    /// Where people may start, in degrees.
    pub from: Vec<Coord>,
    /// Where they may go: any of these, whichever is reached first.
    pub to: Vec<Destination>,
    /// How they travel.
    pub mode: TravelMode,
    /// From the first instant they may leave to the last at which they must be there.
    pub window: TimeWindow,
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// What it is.
    pub feature: FeatureRef,
    /// Where, in degrees.
    pub at: Coord,
    /// When it takes people; `None` for at all times.
    pub open: Option<Vec<TimeWindow>>,
}

/// Plans ways through a picture's streets under one policy.
#[derive(Clone, Debug)]
pub struct RoutePlanner<'a> {
    picture: &'a OperationalPicture,
    policy: RoutePolicy,
}

/// Why a plan cannot be asked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The window has an open end.
    #[error("expected a window with a start and an end, found {window}")]
    OpenWindow {
        /// The window asked for.
        window: TimeWindow,
    },
    /// A schedule cannot be expanded over the window.
    #[error("the window is too long to plan in")]
    WindowTooLong(#[from] RangeTooLong),
    /// There are no streets.
    #[error("expected streets to plan on, found none")]
    NoStreets,
    /// A coordinate is not a place on earth.
    #[error("expected longitude −180 to 180 and latitude −90 to 90, found ({lon}, {lat})")]
    NotOnEarth {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// A plan was made that the checker refuses: a fault of this library.
    #[error("the checker refuses the plan to {destination}: {code}")]
    Refused {
        /// Where the plan went.
        destination: FeatureRef,
        /// The first rule it broke.
        code: &'static str,
    },
}

impl<'a> RoutePlanner<'a> {
    /// A planner under the cautious policy.
    pub fn new(picture: &'a OperationalPicture) -> Self {
        Self { picture, policy: RoutePolicy::cautious() }
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(mut self, policy: RoutePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Every shelter that may have room, as a destination, with its hours
    /// within `window`. A shelter whose room is unknown is one; a full one is not.
    ///
    /// # Errors
    ///
    /// [`PlanError::WindowTooLong`] if a shelter's hours cannot be expanded.
    pub fn shelters(&self, window: TimeWindow) -> Result<Vec<Destination>, PlanError> {
        let with_room = self
            .picture
            .scenario()
            .shelters()
            .iter()
            .filter(|shelter| shelter.free_places() != Some(Persons(0)));
        with_room
            .map(|shelter| {
                Ok(Destination {
                    feature: shelter.reference(),
                    at: shelter.place().coord(),
                    open: Some(shelter.schedule().permitting_in(window)?),
                })
            })
            .collect()
    }

    /// Plans one request: the way that arrives first, or why there is none.
    ///
    /// Exact: nobody is on a closed stretch at any instant of its closure, waits
    /// only where standing is allowed for all of the wait, and spends its delay
    /// at each checkpoint while that is open. Every plan is held against the
    /// scenario by [`verify::check`] before it is given.
    ///
    /// O(E log E) for E edges, times the closures met.
    ///
    /// # Errors
    ///
    /// [`PlanError`] if the request cannot be asked.
    pub fn find(&self, request: &RouteRequest) -> Result<RouteAnswer, PlanError> {
        let doors = self.doors(request)?;
        let graph =
            RouteGraph::build(self.ground(request.mode, request.window), &doors, &BTreeSet::new())?;
        self.answer(request, &graph, &doors)
    }

    /// Plans for every neighbourhood, by identifier: from its assembly points
    /// (or a point inside it, if it has none) to whichever shelter is reached first.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn plan_all(
        &self,
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Vec<NeighbourhoodPlan>, PlanError> {
        let to = self.shelters(look_back(window))?;
        let neighbourhoods = self.picture.scenario().neighbourhoods().iter();
        neighbourhoods
            .map(|neighbourhood| {
                let from = self.starts(neighbourhood);
                let starts = from.iter().map(|&at| pair(at)).collect();
                let request = RouteRequest { from, to: to.clone(), mode, window };
                let answer = self.find(&request)?;
                let neighbourhood = neighbourhood.id().clone();
                Ok(NeighbourhoodPlan { neighbourhood, starts, mode, window, answer })
            })
            .collect()
    }

    /// Where the people of a neighbourhood start: its own assembly points, else
    /// those inside it, else a point well inside it.
    pub fn starts(&self, neighbourhood: &Neighbourhood) -> Vec<Coord> {
        let points = self.picture.scenario().assembly_points();
        let own = points.iter().filter(|point| point.neighbourhood() == Some(neighbourhood.id()));
        let mut starts: Vec<Coord> = own.map(|point| point.place().coord()).collect();
        if starts.is_empty() {
            let outline = Outline::of_area(neighbourhood.area().polygons());
            let inside = points.iter().map(|point| point.place().coord());
            starts.extend(inside.filter(|&at| outline.covers(at)));
        }
        if starts.is_empty() {
            starts.extend(neighbourhood.area().polygons().interior_point().map(Coord::from));
        }
        starts
    }

    fn ground(&self, mode: TravelMode, window: TimeWindow) -> Ground<'_> {
        Ground {
            scenario: self.picture.scenario(),
            network: self.picture.network(),
            mode,
            policy: &self.policy,
            // What is in force just after the window can still ban its last instants.
            horizon: window,
        }
    }

    fn doors(&self, request: &RouteRequest) -> Result<Vec<Door>, PlanError> {
        if request.window.duration().is_none() {
            return Err(PlanError::OpenWindow { window: request.window });
        }
        if self.picture.network().edge_count() == 0 {
            return Err(PlanError::NoStreets);
        }
        let from = request.from.iter().map(|&at| Door { at, of: None, leave: true, enter: None });
        let to = request.to.iter().map(|to| Door {
            at: to.at,
            of: Some(to.feature.clone()),
            leave: false,
            enter: Some(to.open.clone()),
        });
        let doors: Vec<Door> = from.chain(to).collect();
        let on_earth =
            |at: Coord| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        match doors.iter().find(|door| !on_earth(door.at)) {
            Some(door) => Err(PlanError::NotOnEarth { lon: door.at.x, lat: door.at.y }),
            None => Ok(doors),
        }
    }

    fn answer(
        &self,
        request: &RouteRequest,
        graph: &RouteGraph<'_>,
        doors: &[Door],
    ) -> Result<RouteAnswer, PlanError> {
        let ends = Ends::of(request, graph);
        let way = ends.earliest(graph);
        let Some(way) = way else {
            let before = look_back(request.window);
            let earlier =
                RouteGraph::build(self.ground(request.mode, before), doors, &BTreeSet::new())?;
            let since = Ends::of(&RouteRequest { window: before, ..request.clone() }, &earlier)
                .latest_departure(&earlier);
            return Ok(RouteAnswer::NoWay(explain_no_way(request, graph, doors, &ends, since)?));
        };
        let latest = ends.latest_departure(graph).unwrap_or(way.departure);
        let plan = self.plan(request, graph, &way, latest);
        if let Some(violation) = verify::check(&plan.certificate, self.picture.scenario()).first() {
            return Err(PlanError::Refused { destination: plan.destination, code: violation.code });
        }
        Ok(RouteAnswer::Way(Box::new(plan)))
    }

    fn plan(
        &self,
        request: &RouteRequest,
        graph: &RouteGraph<'_>,
        way: &Way,
        latest: Tick,
    ) -> RoutePlan {
        let mut story = Story::default();
        let mut now = way.departure;
        let mut at = way.start;
        for step in &way.steps {
            story.stay(graph, at, now, step, story.legs.is_empty());
            story.go(graph, step);
            now = step.exit;
            at = graph.graph.arc(step.arc).to;
        }
        let reached =
            graph.doors[request.from.len()..].iter().position(|&door| door == Some(way.goal));
        let destination = request.to[reached.unwrap_or(0)].feature.clone();
        let mut corridors: Vec<_> =
            story.legs.iter().flat_map(|leg| leg.corridors.clone()).collect();
        corridors.sort();
        corridors.dedup();
        RoutePlan {
            destination,
            departure: instant(way.departure),
            arrival: instant(way.arrival),
            latest_departure: instant(latest),
            length: Metres(story.legs.iter().map(|leg| leg.length.0).sum()),
            corridors,
            certificate: Certificate {
                mode: request.mode,
                policy: self.policy.clone(),
                window: request.window,
                acts: story.acts,
            },
            legs: story.legs,
            stops: story.stops,
        }
    }
}

/// The window that begins [`LOOK_BACK`] earlier.
fn look_back(window: TimeWindow) -> TimeWindow {
    let start = window.start_or_min().saturating_sub(LOOK_BACK);
    start.ok().and_then(|start| TimeWindow::new(start, window.end_or_max()).ok()).unwrap_or(window)
}

/// Where a request's ways begin and end in a graph.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    pub(super) starts: Vec<NodeIndex>,
    pub(super) goals: Vec<NodeIndex>,
    first: Tick,
    until: Tick,
}

impl Ends {
    pub(super) fn of(request: &RouteRequest, graph: &RouteGraph<'_>) -> Self {
        let (from, to) = graph.doors.split_at(request.from.len());
        let (first, until) = permitted_ticks(&request.window);
        Self {
            starts: from.iter().flatten().copied().collect(),
            goals: to.iter().flatten().copied().collect(),
            first,
            until,
        }
    }

    /// The way that arrives first.
    pub(super) fn earliest(&self, graph: &RouteGraph<'_>) -> Option<Way> {
        self.outcome(graph).way
    }

    pub(super) fn outcome(&self, graph: &RouteGraph<'_>) -> super::search::Outcome {
        let start = |&node: &NodeIndex| Start { node, first: self.first, end: self.until };
        let starts: Vec<Start> = self.starts.iter().map(start).collect();
        earliest(&graph.graph, &starts, &self.goals, self.until)
    }

    /// The last tick at which one can leave a start and reach a goal in time.
    pub(super) fn latest_departure(&self, graph: &RouteGraph<'_>) -> Option<Tick> {
        let mirror = graph.graph.mirrored();
        let begin = |&node: &NodeIndex| Start { node, first: 1 - self.until, end: 1 - self.first };
        let begins: Vec<Start> = self.goals.iter().map(begin).collect();
        let way = earliest(&mirror, &begins, &self.starts, 1 - self.first).way?;
        Some(-way.arrival)
    }
}

/// A plan in the making.
#[derive(Default)]
struct Story {
    acts: Vec<Act>,
    legs: Vec<Leg>,
    stops: Vec<Stop>,
}

impl Story {
    /// The stay between coming to a node and leaving it, if there is one.
    fn stay(
        &mut self,
        graph: &RouteGraph<'_>,
        node: NodeIndex,
        from: Tick,
        next: &Step,
        first: bool,
    ) {
        let checkpoint = graph.gates.get(&node).filter(|_| !first).cloned();
        if from == next.enter && checkpoint.is_none() {
            return;
        }
        let at = graph.places[node as usize];
        let (from, until) = (instant(from), instant(next.enter));
        let mut waits_for = Vec::new();
        if from < until && checkpoint.is_none() {
            waits_for.extend(graph.causes(next.arc));
        }
        self.acts.push(Act::Stay { at, from, until, checkpoint: checkpoint.clone() });
        self.stops.push(Stop { at: pair(at), from, until, checkpoint, waits_for });
    }

    fn go(&mut self, graph: &RouteGraph<'_>, step: &Step) {
        let line = graph.line(step.arc);
        let (enter, exit) = (instant(step.enter), instant(step.exit));
        let (edge, street) = street_of(graph, step.arc);
        let corridors = match edge {
            Some(_) => graph.corridors_along(step.arc, enter, exit),
            None => Vec::new(),
        };
        self.legs.push(Leg {
            edge,
            street,
            enter,
            exit,
            length: length(&line),
            corridors,
            line: line.iter().map(|&at| pair(at)).collect(),
        });
        self.acts.push(Act::Move { line, enter, exit });
    }
}

fn street_of(graph: &RouteGraph<'_>, arc: ArcIndex) -> (Option<u32>, Option<String>) {
    match graph.arcs[arc as usize] {
        ArcOf::Street(edge, ..) => {
            let name = graph.ground.network.edge(edge).name("").map(str::to_owned);
            (Some(edge.0), name)
        }
        ArcOf::Access(..) => (None, None),
    }
}
