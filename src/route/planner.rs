//! Asks the search and puts its answer into words.
//!
//! Floor 5.

use super::conditions::{Conditions, Ground, WhatIf};
use super::control::{CancelToken, Cancelled, Progress};
use super::desk::Desk;
use super::error::PlanError;
use super::plan::{NeighbourhoodPlan, RouteAnswer, pair};
use super::scratch::Pool;
use super::streets::PreparedStreets;
use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::Neighbourhood;
use crate::model::TravelMode;
use crate::network::RoutePolicy;
use crate::picture::OperationalPicture;
use crate::planar::Outline;
use crate::time::TimeWindow;
use crate::units::Persons;
use geo::Coord;
use geo::InteriorPoint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How long before the window a way that still got through is looked for.
const LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_hours(48);

/// For so many modes and windows a planner keeps what holds on the streets.
const KEPT: usize = 4;

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

/// Watches a batch of questions.
#[derive(Clone, Copy, Default)]
pub struct Watch<'w> {
    /// Called as each is answered, from any thread.
    pub tell: Option<&'w (dyn Fn(Progress) + Sync)>,
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// Plans ways through a picture's streets under one policy.
///
/// It keeps what holds on the streets for the last few modes and windows asked
/// about, so that asking again is cheap. Shared between threads it gives the
/// same answers.
#[derive(Clone, Debug)]
pub struct RoutePlanner<'a> {
    picture: &'a OperationalPicture,
    streets: Arc<PreparedStreets>,
    policy: Arc<RoutePolicy>,
    checked: bool,
    cancel: Option<CancelToken>,
    kept: Arc<Kept<'a>>,
}

/// What is used again from question to question.
#[derive(Debug, Default)]
struct Kept<'a> {
    conditions: Mutex<Vec<Arc<Conditions<'a>>>>,
    /// The same with nothing shut and nobody stopped.
    bare: Mutex<Vec<Arc<Conditions<'a>>>>,
    pool: Pool,
}

impl<'a> RoutePlanner<'a> {
    /// A planner under the cautious policy, on streets for which nothing was
    /// prepared: for a town, or a question or two.
    pub fn new(picture: &'a OperationalPicture) -> Self {
        let streets = PreparedStreets::plain(picture.shared_network());
        Self::over(picture, Arc::new(streets))
    }

    /// A planner under the cautious policy, on prepared streets.
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
        Ok(Self::over(picture, streets))
    }

    fn over(picture: &'a OperationalPicture, streets: Arc<PreparedStreets>) -> Self {
        let policy = Arc::new(RoutePolicy::cautious());
        let kept = Arc::default();
        Self { picture, streets, policy, checked: true, cancel: None, kept }
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(mut self, policy: RoutePolicy) -> Self {
        self.policy = Arc::new(policy);
        self.kept = Arc::default();
        self
    }

    /// Sets whether every plan is held against the scenario by
    /// [`crate::verify::check`] before it is given. Default: yes.
    #[must_use]
    pub const fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// Lets a token stop every question asked of this planner, of whatever kind:
    /// from then on they end soon, with [`PlanError::Cancelled`]. A clone of the
    /// planner with a token of its own is cheap, and shares what is kept.
    #[must_use]
    pub fn stopped_by(mut self, cancel: CancelToken) -> Self {
        self.cancel = Some(cancel);
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
    /// scenario by [`crate::verify::check`] before it is given, unless
    /// [`checked`](Self::checked) says otherwise.
    ///
    /// O(E log E) for E edges, times the closures met; with a hierarchy E are
    /// those near the way.
    ///
    /// # Errors
    ///
    /// [`PlanError`] if the request cannot be asked.
    pub fn find(&self, request: &RouteRequest) -> Result<RouteAnswer, PlanError> {
        let RouteRequest { from, to, mode, window } = request;
        let desk = self.desk(from, to, *mode, *window)?;
        self.kept.pool.with(|scratch| desk.answer(0..from.len(), scratch))
    }

    /// Plans many requests, each on its own; answers in the order of the
    /// requests. With feature `parallel` on all cores, with the same answers.
    ///
    /// # Errors
    ///
    /// Each answer as [`find`](Self::find).
    pub fn plan_many(
        &self,
        requests: &[RouteRequest],
        watch: Watch<'_>,
    ) -> Vec<Result<RouteAnswer, PlanError>> {
        let done = AtomicUsize::new(0);
        each(requests, |request| {
            let answer = self.find(request);
            if let Some(tell) = watch.tell {
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                tell(Progress { done, of: requests.len() });
            }
            answer
        })
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
        self.plan_each(&all, mode, window, Watch::default())
    }

    /// Plans for some neighbourhoods, in the order given. With feature
    /// `parallel` on all cores, with the same answers.
    ///
    /// What holds on the streets is found once for all of them; then each takes
    /// a search forwards and one backwards.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn plan_each(
        &self,
        neighbourhoods: &[&Neighbourhood],
        mode: TravelMode,
        window: TimeWindow,
        watch: Watch<'_>,
    ) -> Result<Vec<NeighbourhoodPlan>, PlanError> {
        let to = self.shelters(window)?;
        let requests: Vec<RouteRequest> = neighbourhoods
            .iter()
            .map(|area| RouteRequest { from: self.starts(area), to: to.clone(), mode, window })
            .collect();
        let answers = self.plan_many(&requests, watch);
        let planned = neighbourhoods.iter().zip(requests).zip(answers);
        planned
            .map(|((neighbourhood, request), answer)| {
                Ok(NeighbourhoodPlan {
                    neighbourhood: neighbourhood.id().clone(),
                    starts: request.from.into_iter().map(pair).collect(),
                    mode,
                    window,
                    answer: answer?,
                })
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

    /// What holds on the streets but for what is to be imagined otherwise.
    pub(super) fn conditions_if(
        &self,
        mode: TravelMode,
        window: TimeWindow,
        what_if: &WhatIf,
    ) -> Result<Arc<Conditions<'a>>, PlanError> {
        Ok(Arc::new(Conditions::find(self.ground(mode, window), what_if)?))
    }

    fn ground(&self, mode: TravelMode, window: TimeWindow) -> Ground<'a> {
        Ground {
            scenario: self.picture.scenario(),
            streets: Arc::clone(&self.streets),
            basis: self.picture.basis(),
            mode,
            policy: Arc::clone(&self.policy),
            horizon: window,
        }
    }

    pub(super) const fn picture(&self) -> &'a OperationalPicture {
        self.picture
    }

    /// What stops this planner's questions.
    pub(super) const fn cancel(&self) -> Option<&CancelToken> {
        self.cancel.as_ref()
    }

    /// Room for questions.
    pub(super) fn pool(&self) -> &Pool {
        &self.kept.pool
    }

    /// Puts starts and destinations on the streets of a mode and a window.
    pub(super) fn desk<'d>(
        &'d self,
        from: &[Coord],
        to: &'d [Destination],
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Desk<'d>, PlanError> {
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(Cancelled.into());
        }
        let on_earth =
            |at: &Coord| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y);
        let places = from.iter().copied().chain(to.iter().map(|to| to.at));
        if let Some(at) = places.into_iter().find(|at| !on_earth(at)) {
            return Err(PlanError::NotOnEarth { lon: at.x, lat: at.y });
        }
        let conditions = self.conditions(mode, window)?;
        let bare = self.bare(mode, window)?;
        Ok(Desk::new((conditions, bare), from, to, self.checked, self.cancel()))
    }

    /// What holds on the streets for a mode in a window, found once.
    pub(super) fn conditions(
        &self,
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Arc<Conditions<'a>>, PlanError> {
        if window.duration().is_none() {
            return Err(PlanError::OpenWindow { window });
        }
        if self.picture.network().edge_count() == 0 {
            return Err(PlanError::NoStreets);
        }
        kept_or_found(&self.kept.conditions, mode, window, || {
            let found = Conditions::find(self.ground(mode, window), &WhatIf::default())?;
            Ok(found.made_ready())
        })
    }

    /// The same streets with nothing shut and nobody stopped, found once.
    fn bare(&self, mode: TravelMode, window: TimeWindow) -> Result<Arc<Conditions<'a>>, PlanError> {
        kept_or_found(&self.kept.bare, mode, window, || {
            let everything = WhatIf::without(&self.ground(mode, window).everything());
            Ok(Conditions::find(self.ground(mode, window), &everything)?)
        })
    }
}

/// What is kept for a mode and a window, or what is found and then kept.
fn kept_or_found<'a>(
    kept: &Mutex<Vec<Arc<Conditions<'a>>>>,
    mode: TravelMode,
    window: TimeWindow,
    find: impl FnOnce() -> Result<Conditions<'a>, PlanError>,
) -> Result<Arc<Conditions<'a>>, PlanError> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted =
        |kept: &Arc<Conditions<'a>>| (kept.ground.mode, kept.ground.horizon) == (mode, window);
    if let Some(at) = kept.iter().position(wanted) {
        return Ok(Arc::clone(&kept[at]));
    }
    let found = Arc::new(find()?);
    if kept.len() == KEPT {
        kept.remove(0);
    }
    kept.push(Arc::clone(&found));
    Ok(found)
}

/// Does the same to each of some things, on all cores if there are any.
fn each<T: Sync, U: Send>(of: &[T], work: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    #[cfg(feature = "parallel")]
    {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        of.par_iter().map(work).collect()
    }
    #[cfg(not(feature = "parallel"))]
    of.iter().map(work).collect()
}

/// The window that begins [`LOOK_BACK`] earlier.
pub(crate) fn look_back(window: TimeWindow) -> TimeWindow {
    let start = window.start_or_min().saturating_sub(LOOK_BACK);
    start.ok().and_then(|start| TimeWindow::new(start, window.end_or_max()).ok()).unwrap_or(window)
}
