//! Dates and times of cells to instants.
//!
//! A time without an offset is an instant only where a time zone is declared,
//! and 8/1 is a day only where the order of day and month is.

use super::number::plain_digits;
use super::rows::Value;
use super::rules;
use super::xlsx::of_serial;
use crate::io::read::Zone;
use crate::scenario::rules::Rule;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// The order of the numbers in dates such as `8/1/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// What a day without an hour means where an instant is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOnly {
    /// Nothing: it is an error.
    #[default]
    Refused,
    /// The whole day: it begins with the day, it ends with the day, it was said
    /// when the day began and known when the day was over.
    WholeDay,
}

/// How a table writes time.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    pub(super) zone: Option<Zone>,
    pub(super) order: Option<DateOrder>,
    pub(super) serial: bool,
    pub(super) day_only: DayOnly,
}

/// Which end of a day is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

/// An instant, and whether only its day was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Instant {
    pub(super) at: Timestamp,
    pub(super) day_only: bool,
}

/// Why there is no instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoInstant {
    pub(super) rule: &'static str,
    pub(super) expected: String,
}

/// A date and time, or only one of the two, on the local clock.
enum Civil {
    Moment(DateTime),
    Day(Date),
}

const INSTANT: &str = "an RFC 3339 date and time";

impl Dates {
    /// The instant in a cell.
    pub(super) fn instant(&self, value: Value<'_>, edge: Edge) -> Result<Instant, NoInstant> {
        if let Value::Text(text) = value {
            let text = plain_digits(text);
            if let Ok(at) = text.trim().parse() {
                return Ok(Instant { at, day_only: false });
            }
        }
        let no = |rule: &Rule, expected: String| Err(NoInstant { rule: rule.code, expected });
        let unreadable = |more: &str| no(&rules::CELL_UNREADABLE, format!("{INSTANT}{more}"));
        let civil = match self.civil(value) {
            Ok(civil) => civil,
            Err(more) => return unreadable(more),
        };
        let day_only = matches!(civil, Civil::Day(_));
        let local = match civil {
            Civil::Moment(local) => local,
            Civil::Day(_) if self.day_only == DayOnly::Refused => {
                return unreadable(", not only a day");
            }
            Civil::Day(day) => {
                let day = if edge == Edge::End { day.tomorrow() } else { Ok(day) };
                match day {
                    Ok(day) => day.to_datetime(Time::midnight()),
                    Err(_) => return unreadable(""),
                }
            }
        };
        let Some(zone) = &self.zone else {
            let expected =
                format!("{INSTANT} with an offset such as +03:00, since no time zone is declared");
            return no(&rules::LOCAL_TIME, expected);
        };
        match zone.instant(local) {
            Some(at) => Ok(Instant { at, day_only }),
            None => no(
                &rules::LOCAL_TIME,
                format!(
                    "{INSTANT} with an offset such as +03:00, since clocks in {} were put forward or back then",
                    zone.name
                ),
            ),
        }
    }

    /// The day in a cell.
    pub(super) fn day(&self, value: Value<'_>) -> Result<Date, String> {
        match self.civil(value) {
            Ok(Civil::Day(day)) => Ok(day),
            Ok(Civil::Moment(at)) if at.time() == Time::midnight() => Ok(at.date()),
            Ok(Civil::Moment(_)) => Err("a day such as 2026-01-08, without a time".into()),
            Err(more) => Err(format!("a day such as 2026-01-08{more}")),
        }
    }

    /// What a cell says on the local clock, or what more is to be said of why not.
    fn civil(&self, value: Value<'_>) -> Result<Civil, &'static str> {
        match value {
            Value::Moment(at) if at.time() == Time::midnight() => Ok(Civil::Day(at.date())),
            Value::Moment(at) => Ok(Civil::Moment(at)),
            Value::Number(number) => self.serial(number),
            Value::Text(text) => {
                let text = plain_digits(text);
                self.text(text.trim())
            }
            _ => Err(""),
        }
    }

    fn serial(&self, number: f64) -> Result<Civil, &'static str> {
        if !self.serial {
            return Err(" (a serial number counts as a date only if that is declared)");
        }
        match of_serial(number) {
            Some(at) if at.time() == Time::midnight() => Ok(Civil::Day(at.date())),
            Some(at) => Ok(Civil::Moment(at)),
            None => Err(""),
        }
    }

    fn text(&self, text: &str) -> Result<Civil, &'static str> {
        if text.len() == 10
            && let Ok(day) = text.parse()
        {
            return Ok(Civil::Day(day));
        }
        let has_time = text.contains(['T', 't', ':']);
        if has_time && let Ok(at) = text.parse::<DateTime>() {
            return Ok(Civil::Moment(at));
        }
        if let Ok(number) = text.parse::<f64>() {
            return self.serial(number);
        }
        let (day, time) = match text.split_once([' ', 'T']) {
            Some((day, time)) => (day, Some(time.trim())),
            None => (text, None),
        };
        let mut parts = day.split(['/', '.', '-']);
        let mut next = || parts.next().and_then(|part| part.parse::<i16>().ok());
        let (Some(a), Some(b), Some(c)) = (next(), next(), next()) else { return Err("") };
        let (year, month, day) = match self.order {
            _ if a > 31 => (a, b, c),
            None => {
                return Err(" (which number is the day and which the month has to be declared)");
            }
            Some(DateOrder::DayFirst) => (c, b, a),
            Some(DateOrder::MonthFirst) => (c, a, b),
        };
        let small = |number: i16| i8::try_from(number).map_err(|_| "");
        if parts.next().is_some() || year < 1000 {
            return Err("");
        }
        let day = Date::new(year, small(month)?, small(day)?).map_err(|_| "")?;
        match time {
            None => Ok(Civil::Day(day)),
            Some(time) => {
                let padded =
                    if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
                let time: Time = padded.parse().map_err(|_| "")?;
                Ok(Civil::Moment(DateTime::from_parts(day, time)))
            }
        }
    }
}
