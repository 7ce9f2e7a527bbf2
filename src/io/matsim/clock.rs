//! Times of day as four digits, on one day of one time zone.
//!
//! Floor 7.

use super::error::Fault;
use super::error::MatsimError;
use crate::io::read::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::civil::DateTime;
use jiff::civil::Time;

/// The day and the clocks that times of day speak of.
pub(super) struct Clock {
    date: Date,
    zone: Zone,
}

impl Clock {
    pub(super) fn new(date: Date, zone: &str) -> Result<Self, MatsimError> {
        let found = || MatsimError::Setting {
            what: "time zone",
            expected: "an IANA name such as \"Australia/Melbourne\"".into(),
            found: format!("{:?}", crate::scenario::rules::cut(zone)),
        };
        Ok(Self { date, zone: Zone::find(zone).ok_or_else(found)? })
    }

    /// The zone's name as the database spells it.
    pub(super) fn zone_name(&self) -> &str {
        &self.zone.name
    }

    /// The instant at which the clocks show `0000` to `2359`, or `2400` for the
    /// end of the day.
    pub(super) fn at(&self, what: &str, text: &str) -> Result<Timestamp, Fault> {
        self.instant(what, text, false)
    }

    /// The instants of a start and an end; an end that is not after the start is
    /// on the next day.
    pub(super) fn between(
        &self,
        (start_name, start): (&str, &str),
        (end_name, end): (&str, &str),
    ) -> Result<(Timestamp, Timestamp), Fault> {
        let from = self.instant(start_name, start, false)?;
        let to = self.instant(end_name, end, false)?;
        if to > from { Ok((from, to)) } else { Ok((from, self.instant(end_name, end, true)?)) }
    }

    fn instant(&self, what: &str, text: &str, next_day: bool) -> Result<Timestamp, Fault> {
        let fault =
            |expected: &str| Fault::new(format!("member {what:?}"), expected, format!("{text:?}"));
        let (time, after_midnight) =
            time_of(text).ok_or_else(|| fault("a time of day as four digits, such as \"1315\""))?;
        let days = i8::from(next_day) + i8::from(after_midnight);
        let mut date = self.date;
        for _ in 0..days {
            date = date.tomorrow().map_err(|_| fault("a day that a calendar has"))?;
        }
        let instant = self.zone.instant(DateTime::from_parts(date, time));
        instant.ok_or_else(|| fault("a time that the clocks of that day show once"))
    }
}

/// The time that four digits say, and whether it is the midnight that ends the day.
fn time_of(text: &str) -> Option<(Time, bool)> {
    let text = text.trim();
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hour, minute) = (text[..2].parse().ok()?, text[2..].parse().ok()?);
    if (hour, minute) == (24, 0) {
        return Some((Time::midnight(), true));
    }
    Some((Time::new(hour, minute, 0, 0).ok()?, false))
}
