//! A scenario over time: a row for each stretch in which a record keeps its state.
//!
//! Floor 6.

use super::scenario::ScenarioView;
use crate::id::Kind;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::ToLayers;
use crate::model::Feature;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::RecurringHours;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::{SignedDuration, Timestamp};

/// A scenario over a window of time.
///
/// The layers of [`ScenarioView`], by the same names, so that an audience treats
/// them alike; but each record has a row for each longest stretch of the window
/// in which its state stays the same. The rows of a record follow one another
/// without a gap and together are the window. A row has its stretch as window,
/// the key `feature@start`, and three more columns:
///
/// | column | |
/// |---|---|
/// | `state` | `holds`, `does-not-hold` or `unknown` |
/// | `feature` | the record, such as `safe-corridor/ashrafieh` |
/// | `because` | what the state follows from: see below |
///
/// | `because` | the source |
/// |---|---|
/// | `window-stated` | states a window in which it holds |
/// | `hours-stated` | states hours at which it holds |
/// | `outside-times-stated` | states times, and this is none of them |
/// | `said-otherwise` | states what holds at all other times |
/// | `said-unknown` | says that it is not known then |
/// | `no-times-stated` | states no times: silence, which never is "open" |
/// | `reported-closed` | reports the checkpoint closed, whatever its hours |
/// | `status-unknown` | does not say that the checkpoint lets people pass |
/// | `always-there` | speaks of something that simply is there |
///
/// What simply is there all the time has one row, without a window. Everything
/// else, also what is unknown throughout, has its windows within that of the view:
/// nothing is said of other times. Embargoes that end with a record's own window
/// hold for each of its rows until the record's last time is over.
///
/// ```
/// use safepassage::layer::{TimelineView, ToLayers};
/// use safepassage::place::northern_aleppo;
///
/// let scenario = northern_aleppo()?.scenario;
/// let window = TimelineView::window_of(&scenario).ok_or("no period")?;
/// let layers = TimelineView::new(&scenario, window)?.to_layers()?;
/// let corridors = layers.iter().find(|one| one.name() == "corridors").ok_or("no corridors")?;
/// assert!(corridors.features().len() > scenario.corridors().len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TimelineView<'a> {
    scenario: &'a Scenario,
    window: TimeWindow,
}

impl<'a> TimelineView<'a> {
    /// The scenario over a window.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`] if the window is longer than [`Schedule::MAX_DAYS`] days
    /// or has no start or end: hours that recur would make rows without end.
    pub fn new(scenario: &'a Scenario, window: TimeWindow) -> Result<Self, RangeTooLong> {
        let most = SignedDuration::from_hours(24 * Schedule::MAX_DAYS);
        if window.duration().is_none_or(|length| length > most) {
            return Err(RangeTooLong { range: window, max_days: Schedule::MAX_DAYS });
        }
        Ok(Self { scenario, window })
    }

    /// The window that the scenario is about: the period that it names; if it
    /// names none, from the first instant that a record states to the last.
    pub fn window_of(scenario: &Scenario) -> Option<TimeWindow> {
        let named = scenario.about().period.filter(|period| period.duration().is_some());
        if named.is_some() {
            return named;
        }
        let schedules = scenario.features().filter_map(|one| one.particulars().schedule.as_ref());
        let mut first: Option<Timestamp> = None;
        let mut last: Option<Timestamp> = None;
        for schedule in schedules {
            let bounds = schedule.recurring_hours().map(RecurringHours::bounds);
            let parts = schedule.windows().iter().chain(schedule.unknown_windows()).copied();
            for part in parts.chain(bounds) {
                for end in [part.start(), part.end()].into_iter().flatten() {
                    first = Some(first.map_or(end, |one| one.min(end)));
                    last = last.max(Some(end));
                }
            }
        }
        TimeWindow::new(first?, last?).ok()
    }
}

impl ToLayers for TimelineView<'_> {
    /// One layer for each kind of which there is a record, as [`ScenarioView`] has them.
    ///
    /// Takes time and memory in the number of rows.
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        ScenarioView::over(self.scenario, self.window).to_layers()
    }
}

/// A stretch in which a record keeps its state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// From when to when; none if it is always so.
    pub(super) window: Option<TimeWindow>,
    pub(super) state: State,
    /// A word of the table of [`TimelineView`].
    pub(super) because: &'static str,
}

/// What the status of a checkpoint decides, whatever its hours.
const BY_STATUS: [&str; 2] = ["reported-closed", "status-unknown"];

/// The stretches of a record over a window, in order.
pub(super) fn stretches<T: Feature>(
    record: &T,
    state: fn(&T, Option<Timestamp>) -> State,
    window: TimeWindow,
) -> Vec<Stretch> {
    let schedule = record.schedule();
    let stated = record.particulars().schedule.is_some();
    let mut found: Vec<Stretch> = Vec::new();
    for (piece, hours) in schedule.pieces(window) {
        let start = piece.start_or_min();
        let state = state(record, Some(start));
        let because = match (record.reference().kind(), hours, state) {
            (Kind::Checkpoint, _, State::DoesNotHold) if hours != State::DoesNotHold => {
                BY_STATUS[0]
            }
            (Kind::Checkpoint, State::Holds, State::Unknown) => BY_STATUS[1],
            (_, State::Holds, _) if !stated => "always-there",
            _ if !stated => "no-times-stated",
            _ => because(&schedule, start, state),
        };
        if let Some(last) = found.last_mut()
            && last.state == state
            && let Some(before) = last.window
            && let Ok(joined) = TimeWindow::new(before.start_or_min(), piece.end_or_max())
        {
            last.window = Some(joined);
            if BY_STATUS.contains(&because) {
                // A status is said of all times, hours of some.
                last.because = because;
            }
            continue;
        }
        found.push(Stretch { window: Some(piece), state, because });
    }
    if let [only] = found.as_mut_slice()
        && only.because == "always-there"
    {
        only.window = None;
    }
    found
}

/// What of a stated schedule decides at an instant.
fn because(schedule: &Schedule, at: Timestamp, state: State) -> &'static str {
    if schedule.unknown_windows().iter().any(|window| window.contains(at)) {
        return "said-unknown";
    }
    if schedule.windows().iter().any(|window| window.contains(at)) {
        return "window-stated";
    }
    let hours = schedule.recurring_hours().cloned();
    let by_hours = hours.map(|hours| Schedule::recurring(hours).active_at(at));
    match (by_hours, state) {
        (Some(State::Holds), State::Holds) => "hours-stated",
        (_, State::DoesNotHold) if schedule.state_otherwise() != State::Holds => {
            "outside-times-stated"
        }
        _ => "said-otherwise",
    }
}

#[cfg(test)]
mod tests;
