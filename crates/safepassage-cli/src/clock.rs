//! The clock of a scenario: in which zone times are read and shown.

use crate::error::CliError;
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Zoned};
use safepassage::time::TimeWindow;

/// The time zone of a scenario; UTC for one that names none.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    name: Option<String>,
    zone: TimeZone,
}

impl Clock {
    /// The clock of a zone named by its IANA name.
    pub(crate) fn of(name: Option<&str>) -> Self {
        let found = name.and_then(|name| Some((name.to_owned(), find(name)?)));
        match found {
            Some((name, zone)) => Self { name: Some(name), zone },
            None => Self { name: None, zone: TimeZone::UTC },
        }
    }

    /// The zone's name; none if the scenario names none.
    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The zone.
    pub(crate) const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// How this clock is called in a heading.
    pub(crate) fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("times in {name}"),
            None => "times in UTC, as the scenario names no time zone".to_owned(),
        }
    }

    /// An instant in this zone.
    pub(crate) fn zoned(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    /// An instant as people read it: `2026-01-08 10:20 +03:00`.
    pub(crate) fn show(&self, at: Timestamp) -> String {
        let local = self.zoned(at);
        let shape = if local.second() == 0 && local.subsec_nanosecond() == 0 {
            "%Y-%m-%d %H:%M %:z"
        } else {
            "%Y-%m-%d %H:%M:%S %:z"
        };
        local.strftime(shape).to_string()
    }

    /// The hour of an instant, to the second: `10:20:05`.
    pub(crate) fn show_hour(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M:%S").to_string()
    }

    /// A window as people read it.
    pub(crate) fn show_window(&self, window: &TimeWindow) -> String {
        match (window.start(), window.end()) {
            (Some(start), Some(end)) => format!("{} to {}", self.show(start), self.show(end)),
            (Some(start), None) => format!("{} until further notice", self.show(start)),
            (None, Some(end)) => format!("until {}", self.show(end)),
            (None, None) => "at all times".to_owned(),
        }
    }
}

/// Finds a zone in the database that comes with the program, so that the answer
/// does not depend on the machine.
pub(crate) fn find(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown())
}

/// Checks a zone named on the command line.
pub(crate) fn checked(name: &str) -> Result<(), CliError> {
    match find(name) {
        Some(_) => Ok(()),
        None => Err(CliError::argument(
            "--time-zone",
            "the IANA name of a time zone such as Asia/Damascus",
            format!("{name:?}"),
        )),
    }
}

/// A duration as people read it: `1 h 05 min`, `12 min`, `40 s`.
pub(crate) fn show_duration(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    let minutes = (seconds + 30) / 60;
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 if minutes < 60 => format!("{minutes} min"),
        _ => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests;
