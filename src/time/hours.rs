//! Hours by the clock on the wall, on some days of the week.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! The text form is the plain part of OpenStreetMap's `opening_hours`:
//! `Mo-Fr 20:00-06:00`.

use jiff::civil::{Date, DateTime, Time, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[cfg(test)]
mod tests;

const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

/// A set of days of the week, never empty. In text `Mo-Fr` or `Mo,We`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Sunday.
    pub const EVERY_DAY: Self = Self(0b111_1111);

    /// From one day to another, both included; `Sa` to `Mo` runs over the weekend.
    pub fn range(first: Weekday, last: Weekday) -> Self {
        Self::between(index(first), index(last))
    }

    fn between(first: usize, last: usize) -> Self {
        let count = (last + 7 - first) % 7 + 1;
        Self((first..first + count).fold(0, |bits, day| bits | 1 << (day % 7)))
    }

    /// The days in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the day is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.has(index(day))
    }

    /// Whether the day, counted from Monday as 0, is one of them.
    pub(super) const fn has(self, day: usize) -> bool {
        self.0 >> day & 1 == 1
    }
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

impl From<Weekday> for Weekdays {
    fn from(day: Weekday) -> Self {
        Self(1 << index(day))
    }
}

impl fmt::Display for Weekdays {
    /// Runs of three or more days are shortened: `Mo-Fr`, `Mo,Tu`, `Mo,We-Fr`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut day = 0;
        let mut comma = "";
        while day < 7 {
            if !self.has(day) {
                day += 1;
                continue;
            }
            let end = (day..7).find(|&next| !self.has(next)).unwrap_or(7);
            if end - day >= 3 {
                write!(f, "{comma}{}-{}", NAMES[day], NAMES[end - 1])?;
                day = end;
            } else {
                write!(f, "{comma}{}", NAMES[day])?;
                day += 1;
            }
            comma = ",";
        }
        Ok(())
    }
}

impl FromStr for Weekdays {
    type Err = ParseHoursError;

    fn from_str(text: &str) -> Result<Self, ParseHoursError> {
        let day = |name: &str| {
            NAMES.iter().position(|known| *known == name).ok_or_else(|| {
                ParseHoursError::new("a day of the week: Mo, Tu, We, Th, Fr, Sa or Su", name)
            })
        };
        let mut days = 0;
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            days |= Self::between(day(first)?, day(last)?).0;
        }
        Ok(Self(days))
    }
}

/// From one time on the clock to the next time the clock shows another.
///
/// `20:00-06:00` ends on the next day, and so does any end that is not after
/// the start: `08:00-24:00` ends at midnight, `08:00-08:00` lasts all 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockHours {
    start: Time,
    end: Time,
}

impl ClockHours {
    /// From midnight to midnight.
    pub const ALL_DAY: Self = Self { start: Time::midnight(), end: Time::midnight() };

    /// From `start` to `end`, on the next day if `end` is not after `start`.
    pub const fn new(start: Time, end: Time) -> Self {
        Self { start, end }
    }

    /// When they begin, on the day they belong to.
    pub const fn start(self) -> Time {
        self.start
    }

    /// When they end, on the same day or the next.
    pub const fn end(self) -> Time {
        self.end
    }

    /// Whether they end on the day after the one they belong to. Those that
    /// end at midnight do: the next day's midnight.
    pub fn ends_next_day(self) -> bool {
        self.end <= self.start
    }

    /// The local date-times at which the hours of `date` begin and end, or
    /// `None` if they run past the last date there is.
    pub(super) fn on(self, date: Date) -> Option<(DateTime, DateTime)> {
        let last = if self.ends_next_day() { date.tomorrow().ok()? } else { date };
        Some((date.to_datetime(self.start), last.to_datetime(self.end)))
    }
}

impl fmt::Display for ClockHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_time(f, self.start)?;
        f.write_str("-")?;
        if self.end == Time::midnight() { f.write_str("24:00") } else { write_time(f, self.end) }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, time: Time) -> fmt::Result {
    if time.second() == 0 && time.subsec_nanosecond() == 0 {
        write!(f, "{:02}:{:02}", time.hour(), time.minute())
    } else {
        write!(f, "{time}")
    }
}

impl FromStr for ClockHours {
    type Err = ParseHoursError;

    fn from_str(text: &str) -> Result<Self, ParseHoursError> {
        let (start, end) = text
            .split_once('-')
            .ok_or_else(|| ParseHoursError::new("hours such as 20:00-06:00", text))?;
        let end = if matches!(end, "24:00" | "24:00:00") { Time::midnight() } else { time(end)? };
        Ok(Self { start: time(start)?, end })
    }
}

/// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`; jiff alone would take more.
fn time(text: &str) -> Result<Time, ParseHoursError> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() >= 5
        && bytes.len() != 6
        && bytes.len() != 7
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            2 | 5 => *byte == b':',
            8 => *byte == b'.',
            _ => byte.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok()).flatten().ok_or_else(|| {
        ParseHoursError::new("a time of day from 00:00 to 23:59, or 24:00 as an end", text)
    })
}

/// Hours by the clock, again on each of some days of the week.
///
/// Each occurrence belongs to the day on which it starts: `Fr 20:00-06:00`
/// runs into Saturday morning. In text `Mo-Fr 20:00-06:00`; without days, every
/// day. What instants they are is for the time zone to say, see
/// [`RecurringHours`](super::RecurringHours).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalHours {
    days: Weekdays,
    clock: ClockHours,
}

impl LocalHours {
    /// The hours `clock` on each of `days`.
    pub const fn new(days: Weekdays, clock: ClockHours) -> Self {
        Self { days, clock }
    }

    /// From `start` to `end` on every day, past midnight if `end` is not after `start`.
    pub const fn daily(start: Time, end: Time) -> Self {
        Self::new(Weekdays::EVERY_DAY, ClockHours::new(start, end))
    }

    /// The days on which the hours start.
    pub const fn days(self) -> Weekdays {
        self.days
    }

    /// The hours on each of those days.
    pub const fn clock(self) -> ClockHours {
        self.clock
    }
}

impl fmt::Display for LocalHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days != Weekdays::EVERY_DAY {
            write!(f, "{} ", self.days)?;
        }
        self.clock.fmt(f)
    }
}

impl FromStr for LocalHours {
    type Err = ParseHoursError;

    fn from_str(text: &str) -> Result<Self, ParseHoursError> {
        match text.split_once(' ') {
            Some((days, clock)) => Ok(Self::new(days.parse()?, clock.parse()?)),
            None => Ok(Self::new(Weekdays::EVERY_DAY, text.parse()?)),
        }
    }
}

/// Why a text is not local hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found:?}")]
#[non_exhaustive]
pub struct ParseHoursError {
    /// What should stand there.
    pub expected: &'static str,
    /// What stands there.
    pub found: String,
}

impl ParseHoursError {
    fn new(expected: &'static str, found: &str) -> Self {
        Self { expected, found: found.to_owned() }
    }
}

macro_rules! serde_as_text {
    ($($type:ty),*) => {$(
        impl TryFrom<String> for $type {
            type Error = ParseHoursError;

            fn try_from(text: String) -> Result<Self, ParseHoursError> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(hours: $type) -> Self {
                hours.to_string()
            }
        }
    )*};
}

serde_as_text!(ClockHours, LocalHours);
