//! The time that a notice speaks of, and how it may be read.
//!
//! Floor 2. Imports `time`.
//!
//! "From 10:00 to 13:00" may mean that day or every day. Both readings are
//! kept, and what is computed from them is computed for each.

use crate::time::ClockHours;
use crate::time::DayRule;
use crate::time::LocalHours;
use crate::time::RecurringHours;
use crate::time::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[cfg(test)]
mod tests;

/// The time that a notice speaks of.
///
/// In JSON `{"window": {"start": …, "end": …}}`, `{"hours": {…}}`,
/// `{"schedule": {…}}` or `"unstated"`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// The notice names no time.
    #[default]
    Unstated,
    /// From one instant to another; without an end it is until further notice.
    Window(TimeWindow),
    /// Hours of the local clock, on one day or on every day.
    Hours(Box<DayHours>),
    /// Anything else that a schedule can say.
    Schedule(Box<Schedule>),
}

/// Whether hours are for one day or for every day.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Recurrence {
    /// On the first day only, and said to be so.
    Once,
    /// On every day from the first, and said to be so.
    Daily,
    /// Not said: it may be read either way.
    #[default]
    Unclear,
}

/// How an unclear recurrence is read.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Whatever keeps less open: an opening is for once, a ban for every day.
    #[default]
    Cautious,
    /// Unclear hours are for the first day only.
    Once,
    /// Unclear hours are for every day.
    Daily,
}

impl Reading {
    /// Every reading, the default first.
    pub const ALL: [Self; 3] = [Self::Cautious, Self::Once, Self::Daily];

    /// The word for it in JSON, on the command line and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cautious => "cautious",
            Self::Once => "once",
            Self::Daily => "daily",
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Reading {
    type Err = UnknownReading;

    fn from_str(text: &str) -> Result<Self, UnknownReading> {
        let word = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|reading| reading.as_str() == word)
            .ok_or_else(|| UnknownReading { found: text.chars().take(40).collect() })
    }
}

/// Text that names no [`Reading`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected cautious, once or daily, found {found:?}")]
#[non_exhaustive]
pub struct UnknownReading {
    /// What stood there, cut to 40 characters.
    pub found: String,
}

/// Hours of the clock in a named time zone, from a first day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct DayHours {
    parts: Parts,
    once: Schedule,
    daily: Schedule,
}

/// What [`DayHours`] are made of, as they stand in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    clock: ClockHours,
    time_zone: String,
    from_day: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_day: Option<Date>,
    #[serde(default)]
    recurrence: Recurrence,
}

impl DayHours {
    /// The hours `clock` on `from_day`, in the time zone of that IANA name; it
    /// is not said whether on later days too.
    ///
    /// # Errors
    ///
    /// [`InvalidHours`] if no time zone has that name, or the hours fall on no
    /// instant of that day.
    pub fn new(
        clock: ClockHours,
        time_zone: impl Into<String>,
        from_day: Date,
    ) -> Result<Self, InvalidHours> {
        Self::try_from(Parts {
            clock,
            time_zone: time_zone.into(),
            from_day,
            until_day: None,
            recurrence: Recurrence::Unclear,
        })
    }

    /// Sets whether they recur.
    #[must_use]
    pub const fn recurring(mut self, recurrence: Recurrence) -> Self {
        self.parts.recurrence = recurrence;
        self
    }

    /// Sets the last day, included, of hours that recur.
    ///
    /// # Errors
    ///
    /// [`InvalidHours`] if it is before the first day.
    pub fn until_day(self, last: Date) -> Result<Self, InvalidHours> {
        Self::try_from(Parts { until_day: Some(last), ..self.parts })
    }

    /// The hours on each day.
    pub const fn clock(&self) -> ClockHours {
        self.parts.clock
    }

    /// The IANA name of the time zone, as given.
    pub fn time_zone(&self) -> &str {
        &self.parts.time_zone
    }

    /// The first day.
    pub const fn from_day(&self) -> Date {
        self.parts.from_day
    }

    /// The last day, if one was named.
    pub const fn last_day(&self) -> Option<Date> {
        self.parts.until_day
    }

    /// Whether they recur.
    pub const fn recurrence(&self) -> Recurrence {
        self.parts.recurrence
    }

    /// The hours on the first day only.
    pub const fn once(&self) -> &Schedule {
        &self.once
    }

    /// The hours on every day from the first to the last.
    pub const fn daily(&self) -> &Schedule {
        &self.daily
    }
}

impl TryFrom<Parts> for DayHours {
    type Error = InvalidHours;

    fn try_from(parts: Parts) -> Result<Self, InvalidHours> {
        let no = |reason| InvalidHours { found: parts.found(), reason };
        if parts.until_day.is_some_and(|last| last < parts.from_day) {
            return Err(no("the last day to be no earlier than the first"));
        }
        let unknown_zone = |_| no("the IANA name of a time zone");
        let once = RecurringHours::new([], &parts.time_zone)
            .map_err(unknown_zone)?
            .except(parts.from_day, DayRule::Hours(vec![parts.clock]));
        let no_instant = || no("hours on days that the calendar has");
        let zone = TimeZone::get(once.time_zone()).map_err(|_| no_instant())?;
        // Not from midnight: the hours of the evening before may reach beyond it.
        let first = parts.from_day.to_datetime(parts.clock.start());
        let start = first.to_zoned(zone.clone()).map_err(|_| no_instant())?.timestamp();
        let end = match parts.until_day {
            None => Timestamp::MAX,
            Some(last) => {
                let last = if parts.clock.ends_next_day() { last.tomorrow() } else { Ok(last) };
                last.and_then(|day| day.to_datetime(parts.clock.end()).to_zoned(zone.clone()))
                    .map_err(|_| no_instant())?
                    .timestamp()
            }
        };
        let within = TimeWindow::new(start, end).map_err(|_| no_instant())?;
        let hours = LocalHours::daily(parts.clock.start(), parts.clock.end());
        let daily =
            RecurringHours::new([hours], &parts.time_zone).map_err(unknown_zone)?.within(within);
        Ok(Self { once: Schedule::recurring(once), daily: Schedule::recurring(daily), parts })
    }
}

impl Parts {
    fn found(&self) -> String {
        let mut text = format!("{} in {:?} from {}", self.clock, self.time_zone, self.from_day);
        if let Some(last) = self.until_day {
            text.push_str(" until ");
            text.push_str(&last.to_string());
        }
        text
    }
}

impl From<DayHours> for Parts {
    fn from(hours: DayHours) -> Self {
        hours.parts
    }
}

/// Hours that no notice can state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {reason}, found {found}")]
#[non_exhaustive]
pub struct InvalidHours {
    /// What was given.
    pub found: String,
    /// What would have been right.
    pub reason: &'static str,
}

impl Timing {
    /// From `start` until further notice.
    pub fn since(start: Timestamp) -> Self {
        Self::Window(TimeWindow::since(start))
    }

    /// The state at an instant, under one of the two plain readings. `daily`
    /// only matters where the recurrence is unclear or `override_stated`.
    pub(super) fn state_at(&self, at: Timestamp, read: Plain) -> State {
        match self {
            Self::Unstated => State::Unknown,
            Self::Window(window) => {
                if window.contains(at) {
                    State::Holds
                } else {
                    State::DoesNotHold
                }
            }
            Self::Hours(hours) => hours.read(read).active_at(at),
            Self::Schedule(schedule) => schedule.active_at(at),
        }
    }

    /// The schedule under one plain reading; unknown at all times if unstated.
    pub(super) fn schedule(&self, read: Plain) -> Schedule {
        match self {
            Self::Unstated => Schedule::unknown(),
            Self::Window(window) => Schedule::during(*window),
            Self::Hours(hours) => hours.read(read).clone(),
            Self::Schedule(schedule) => (**schedule).clone(),
        }
    }

    /// Whether it can be read in two ways.
    pub fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Hours(hours) if hours.recurrence() == Recurrence::Unclear)
    }
}

/// One of the two ways to read hours. A recurrence that is stated is not up to
/// the reader, unless copies of the statement disagree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// As stated; unclear hours for once.
    Once,
    /// As stated; unclear hours daily.
    Daily,
    /// For once, whatever is stated.
    ForceOnce,
    /// Daily, whatever is stated.
    ForceDaily,
}

impl DayHours {
    const fn read(&self, read: Plain) -> &Schedule {
        let daily = match (self.parts.recurrence, read) {
            (_, Plain::ForceDaily)
            | (Recurrence::Daily, Plain::Once | Plain::Daily)
            | (Recurrence::Unclear, Plain::Daily) => true,
            (_, Plain::ForceOnce)
            | (Recurrence::Once, Plain::Once | Plain::Daily)
            | (Recurrence::Unclear, Plain::Once) => false,
        };
        if daily { &self.daily } else { &self.once }
    }
}
