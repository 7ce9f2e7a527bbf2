//! Asks the search and puts its answer into words.
//!
//! Floor 5.

use super::desk::Desk;
use super::graph::Ground;
use super::plan::{NeighbourhoodPlan, RouteAnswer, pair};
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::Neighbourhood;
use crate::model::TravelMode;
use crate::network::RoutePolicy;
use crate::picture::OperationalPicture;
use crate::planar::Outline;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use crate::units::Persons;
use geo::Coord;
use geo::InteriorPoint;

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

/// A neighbourhood, where its people start, and the numbers of those doors.
type Job<'a> = (&'a Neighbourhood, Vec<Coord>, std::ops::Range<usize>);

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
    /// within `window` and the two days before it. A shelter whose room is unknown is one; a full one is not.
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
                    open: Some(shelter.schedule().permitting_in(look_back(window))?),
                })
            })
            .collect()
    }

    /// Plans one request: the way that arrives first, or why there is none.
    ///
    /// Exact: nobody is on a closed stretch at any instant of its closure, waits
    /// only where standing is allowed for all of the wait, and spends its delay
    /// at each checkpoint while that is open. Every plan is held against the
    /// scenario by [`crate::verify::check`] before it is given.
    ///
    /// O(E log E) for E edges, times the closures met.
    ///
    /// # Errors
    ///
    /// [`PlanError`] if the request cannot be asked.
    pub fn find(&self, request: &RouteRequest) -> Result<RouteAnswer, PlanError> {
        let desk = self.desk(&request.from, &request.to, request.mode, request.window)?;
        desk.answer(0..request.from.len())
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
        let all: Vec<_> = self.picture.scenario().neighbourhoods().iter().collect();
        self.plan_each(&all, mode, window, &|| {})
    }

    /// Plans for some neighbourhoods, in the order given, and calls `tell` as
    /// each is done. With feature `parallel` on all cores, with the same answers.
    ///
    /// The streets are prepared once for all of them; then each takes a search
    /// forwards and one backwards.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn plan_each(
        &self,
        neighbourhoods: &[&Neighbourhood],
        mode: TravelMode,
        window: TimeWindow,
        tell: &(dyn Fn() + Sync),
    ) -> Result<Vec<NeighbourhoodPlan>, PlanError> {
        let starts: Vec<Vec<Coord>> = neighbourhoods.iter().map(|area| self.starts(area)).collect();
        let to = self.shelters(window)?;
        let desk = self.desk(&starts.concat(), &to, mode, window)?;
        let mut jobs = Vec::with_capacity(neighbourhoods.len());
        let mut next = 0;
        for (neighbourhood, from) in neighbourhoods.iter().zip(starts) {
            let doors = next..next + from.len();
            next = doors.end;
            jobs.push((*neighbourhood, from, doors));
        }
        let plan = |(neighbourhood, from, doors): Job<'_>| {
            let answer = desk.answer(doors)?;
            tell();
            Ok(NeighbourhoodPlan {
                neighbourhood: neighbourhood.id().clone(),
                starts: from.into_iter().map(pair).collect(),
                mode,
                window,
                answer,
            })
        };
        #[cfg(feature = "parallel")]
        return rayon::iter::ParallelIterator::collect(rayon::iter::ParallelIterator::map(
            rayon::iter::IntoParallelIterator::into_par_iter(jobs),
            plan,
        ));
        #[cfg(not(feature = "parallel"))]
        jobs.into_iter().map(plan).collect()
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

    /// Prepares the graph for some starts, destinations, a mode and a window.
    fn desk<'d>(
        &'d self,
        from: &[Coord],
        to: &'d [Destination],
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Desk<'d>, PlanError> {
        if window.duration().is_none() {
            return Err(PlanError::OpenWindow { window });
        }
        if self.picture.network().edge_count() == 0 {
            return Err(PlanError::NoStreets);
        }
        let on_earth =
            |at: &Coord| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        let places = from.iter().copied().chain(to.iter().map(|to| to.at));
        if let Some(at) = places.into_iter().find(|at| !on_earth(at)) {
            return Err(PlanError::NotOnEarth { lon: at.x, lat: at.y });
        }
        let ground = Ground {
            scenario: self.picture.scenario(),
            network: self.picture.network(),
            basis: self.picture.basis(),
            mode,
            policy: &self.policy,
            horizon: window,
        };
        Desk::new(ground, from, to)
    }
}

/// The window that begins [`LOOK_BACK`] earlier.
pub(super) fn look_back(window: TimeWindow) -> TimeWindow {
    let start = window.start_or_min().saturating_sub(LOOK_BACK);
    start.ok().and_then(|start| TimeWindow::new(start, window.end_or_max()).ok()).unwrap_or(window)
}
