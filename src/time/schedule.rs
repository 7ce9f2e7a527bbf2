//! All the times at which a thing holds.
//!
//! Floor 0. Imports `time` only.

use super::{LocalHours, RecurringHours, State, TimeWindow, UnknownTimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

mod json;
mod pieces;
#[cfg(test)]
mod tests;

pub use pieces::Pieces;

/// All the times at which a thing holds, does not hold, or is not known.
///
/// Four layers, of which the first that says anything at an instant decides:
///
/// 1. windows in which the state is said to be unknown,
/// 2. windows in which it is said to hold,
/// 3. [`RecurringHours`] and their exceptions by date, within their bounds,
/// 4. one state for all other time: does not hold, unless set otherwise.
///
/// Unknown windows go first because a source that takes back what it said
/// leaves us not knowing, whichever was written down first.
///
/// Parts are put in order when they are added: windows are joined where they
/// touch, and no window that holds reaches into an unknown one. The same parts
/// in any order make equal schedules and equal JSON, which gives only what
/// differs from the default:
///
/// ```
/// use safepassage::time::{Schedule, State};
///
/// let text = r#"{"hours":["Mo-Fr 20:00-06:00"],"time_zone":"Asia/Damascus","exceptions":{"2026-01-08":"closed"}}"#;
/// let curfew: Schedule = serde_json::from_str(text)?;
/// assert_eq!(curfew.active_at("2026-01-07T18:00:00Z".parse()?), State::Holds);
/// assert_eq!(curfew.active_at("2026-01-08T18:00:00Z".parse()?), State::DoesNotHold);
/// assert_eq!(serde_json::to_string(&curfew)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "json::Parts", into = "json::Parts")]
pub struct Schedule {
    /// Sorted, neither overlapping nor touching, clear of `unknown`.
    windows: Vec<TimeWindow>,
    /// Sorted, neither overlapping nor touching.
    unknown: Vec<TimeWindow>,
    /// Not there if empty.
    recurring: Option<Box<RecurringHours>>,
    otherwise: State,
}

impl Schedule {
    /// The longest range over which recurring hours are listed, in days: ten years.
    pub const MAX_DAYS: i64 = 3653;

    /// The same state at all times that no other part says anything about.
    const fn plain(otherwise: State) -> Self {
        Self { windows: Vec::new(), unknown: Vec::new(), recurring: None, otherwise }
    }

    /// Holds at all times.
    pub fn always() -> Self {
        Self::during(TimeWindow::ALWAYS)
    }

    /// Holds at no time.
    pub const fn never() -> Self {
        Self::plain(State::DoesNotHold)
    }

    /// Nothing is known at any time.
    pub const fn unknown() -> Self {
        Self::plain(State::Unknown)
    }

    /// Holds in `window` and at no other time.
    pub fn during(window: TimeWindow) -> Self {
        Self::during_all([window])
    }

    /// Holds in each of `windows` and at no other time. O(n log n).
    pub fn during_all(windows: impl IntoIterator<Item = TimeWindow>) -> Self {
        Self { windows: TimeWindow::union_of(windows), ..Self::never() }
    }

    /// Holds in each window of `holding`, is unknown in each of `unknown`, and
    /// does not hold at any other time. Where they overlap it is unknown. O(n log n).
    pub fn of_windows(
        holding: impl IntoIterator<Item = TimeWindow>,
        unknown: impl IntoIterator<Item = TimeWindow>,
    ) -> Self {
        Self::assemble(holding, unknown, None, State::DoesNotHold)
    }

    /// Holds at the hours and at no other time.
    pub fn recurring(hours: RecurringHours) -> Self {
        let recurring = (!hours.is_empty()).then(|| Box::new(hours));
        Self { recurring, ..Self::never() }
    }

    /// Holds at the same hours of the local clock every day or week.
    ///
    /// # Errors
    ///
    /// [`UnknownTimeZone`] if no time zone has that name.
    pub fn daily(hours: LocalHours, time_zone: &str) -> Result<Self, UnknownTimeZone> {
        Ok(Self::recurring(RecurringHours::new([hours], time_zone)?))
    }

    /// Holds in `window` as well. O(n log n); for many windows use [`Schedule::during_all`].
    #[must_use]
    pub fn and_during(self, window: TimeWindow) -> Self {
        let Self { windows, unknown, recurring, otherwise } = self;
        let windows = windows.into_iter().chain([window]);
        Self::assemble(windows, unknown, recurring, otherwise)
    }

    /// Nothing is known in `window`, whatever the other parts say. O(n log n).
    #[must_use]
    pub fn unknown_during(self, window: TimeWindow) -> Self {
        let Self { windows, unknown, recurring, otherwise } = self;
        let unknown = unknown.into_iter().chain([window]);
        Self::assemble(windows, unknown, recurring, otherwise)
    }

    /// The state at all times of which no other part says anything.
    #[must_use]
    pub fn otherwise(mut self, state: State) -> Self {
        self.otherwise = state;
        self
    }

    fn assemble(
        windows: impl IntoIterator<Item = TimeWindow>,
        unknown: impl IntoIterator<Item = TimeWindow>,
        recurring: Option<Box<RecurringHours>>,
        otherwise: State,
    ) -> Self {
        let unknown = TimeWindow::union_of(unknown);
        let mut clear = Vec::new();
        let mut first = 0;
        for window in TimeWindow::union_of(windows) {
            while unknown.get(first).is_some_and(|u| u.end_or_max() <= window.start_or_min()) {
                first += 1;
            }
            let mut rest = Some(window);
            for hidden in unknown[first..].iter().take_while(|u| u.overlaps(&window)) {
                let Some(left) = rest else { break };
                rest = None;
                for part in left.difference(hidden) {
                    if part.start_or_min() < hidden.start_or_min() {
                        clear.push(part);
                    } else {
                        rest = Some(part);
                    }
                }
            }
            clear.extend(rest);
        }
        Self { windows: clear, unknown, recurring, otherwise }
    }

    /// The windows in which it holds whatever the hours say, in order.
    pub fn windows(&self) -> &[TimeWindow] {
        &self.windows
    }

    /// The windows in which nothing is known whatever the other parts say, in order.
    pub fn unknown_windows(&self) -> &[TimeWindow] {
        &self.unknown
    }

    /// The hours that recur, if any.
    pub fn recurring_hours(&self) -> Option<&RecurringHours> {
        self.recurring.as_deref()
    }

    /// The state at all times of which no other part says anything.
    pub const fn state_otherwise(&self) -> State {
        self.otherwise
    }

    /// The state at an instant. O(log windows + log exceptions + hours).
    pub fn active_at(&self, at: Timestamp) -> State {
        self.step(at).0
    }

    /// Whether the state is the same at all times.
    pub fn is_constant(&self) -> bool {
        self.pieces(TimeWindow::ALWAYS)
            .next()
            .is_none_or(|(window, _)| window == TimeWindow::ALWAYS)
    }

    /// The first instant after `after` at which the state differs from the
    /// state at `after`, or `None` if it never does.
    ///
    /// Looks no further than it must: past the next change of each part, and
    /// two weeks of recurring hours.
    pub fn next_change(&self, after: Timestamp) -> Option<Timestamp> {
        let rest = TimeWindow::new(after, Timestamp::MAX).ok()?;
        self.pieces(rest).next()?.0.end()
    }

    /// The range cut into pieces of one state each, in order, each found when
    /// asked for. Neighbours differ in state, and together they are the range.
    ///
    /// There may be very many: recurring hours never end.
    pub fn pieces(&self, range: TimeWindow) -> Pieces<'_> {
        Pieces::new(self, range)
    }

    /// [`Schedule::pieces`], as a list.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`] if recurring hours would have to be listed over more
    /// than [`Schedule::MAX_DAYS`] days.
    pub fn windows_in(&self, range: TimeWindow) -> Result<Vec<(TimeWindow, State)>, RangeTooLong> {
        self.check_length(range)?;
        Ok(self.pieces(range).collect())
    }

    /// The parts of the range in which a thing that permits does so: those in
    /// which it holds. In order, neither overlapping nor touching.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`], as [`Schedule::windows_in`].
    pub fn permitting_in(&self, range: TimeWindow) -> Result<Vec<TimeWindow>, RangeTooLong> {
        self.select_in(range, State::permits)
    }

    /// The parts of the range in which a thing that forbids does so: those in
    /// which it holds or is unknown. In order, neither overlapping nor touching.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`], as [`Schedule::windows_in`].
    pub fn forbidding_in(&self, range: TimeWindow) -> Result<Vec<TimeWindow>, RangeTooLong> {
        self.select_in(range, State::forbids)
    }

    /// The parts of the range in which it holds, in order, neither overlapping nor touching.
    ///
    /// # Errors
    ///
    /// [`RangeTooLong`], as [`Schedule::windows_in`].
    pub fn holding_in(&self, range: TimeWindow) -> Result<Vec<TimeWindow>, RangeTooLong> {
        self.select_in(range, |state| state == State::Holds)
    }

    fn select_in(
        &self,
        range: TimeWindow,
        wanted: fn(State) -> bool,
    ) -> Result<Vec<TimeWindow>, RangeTooLong> {
        self.check_length(range)?;
        let pieces = self.pieces(range).filter(|(_, state)| wanted(*state));
        Ok(TimeWindow::union_of(pieces.map(|(window, _)| window)))
    }

    fn check_length(&self, range: TimeWindow) -> Result<(), RangeTooLong> {
        let Some(hours) = self.recurring.as_deref().filter(|hours| hours.alternates()) else {
            return Ok(());
        };
        let Some(listed) = range.intersection(&hours.bounds()) else { return Ok(()) };
        let length = listed.end_or_max().duration_since(listed.start_or_min());
        if length > SignedDuration::from_hours(24 * Self::MAX_DAYS) {
            return Err(RangeTooLong { range, max_days: Self::MAX_DAYS });
        }
        Ok(())
    }

    /// The state at an instant, and a later instant up to which it cannot change.
    fn step(&self, at: Timestamp) -> (State, Timestamp) {
        let mut until = Timestamp::MAX;
        for (layer, state) in [(&self.unknown, State::Unknown), (&self.windows, State::Holds)] {
            let next = layer.partition_point(|window| window.end_or_max() <= at);
            // The last window of all holds at the last instant of all.
            let next = next.min(layer.len().saturating_sub(1));
            if let Some(window) = layer.get(next) {
                if window.contains(at) {
                    return (state, until.min(window.end_or_max()));
                }
                if window.start_or_min() > at {
                    until = until.min(window.start_or_min());
                }
            }
        }
        let Some(hours) = &self.recurring else { return (self.otherwise, until) };
        let (state, same_until) = hours.step(at);
        (state.unwrap_or(self.otherwise), until.min(same_until))
    }
}

/// A range over which recurring hours would make too long a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected at most {max_days} days of recurring hours, found the range {range}")]
#[non_exhaustive]
pub struct RangeTooLong {
    /// The range that was asked about.
    pub range: TimeWindow,
    /// The most days there may be.
    pub max_days: i64,
}
