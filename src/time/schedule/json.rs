//! The JSON form of a schedule, checked when read.
//!
//! Floor 0. Imports `time` only.

use super::Schedule;
use crate::time::DayRule;
use crate::time::LocalHours;
use crate::time::RecurringHours;
use crate::time::State;
use crate::time::TimeWindow;
use crate::time::UnknownTimeZone;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fields as they stand in JSON. A field of any other name is refused: a
/// misspelt one would silently change when a thing holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    windows: Vec<TimeWindow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<TimeWindow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hours: Vec<LocalHours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<TimeWindow>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    exceptions: BTreeMap<Date, DayRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    otherwise: Option<State>,
}

/// Why the fields make no schedule.
#[derive(Debug, thiserror::Error)]
pub(super) enum InvalidParts {
    #[error("expected some of windows, unknown, hours, exceptions and otherwise, found none")]
    Nothing,
    #[error("expected a time_zone beside hours or exceptions, found none")]
    NoTimeZone,
    #[error("expected hours or exceptions beside time_zone or within, found none")]
    NoHours,
    #[error(transparent)]
    TimeZone(#[from] UnknownTimeZone),
}

impl TryFrom<Parts> for Schedule {
    type Error = InvalidParts;

    fn try_from(parts: Parts) -> Result<Self, InvalidParts> {
        let Parts { windows, unknown, hours, time_zone, within, exceptions, otherwise } = parts;
        let recurs = !(hours.is_empty() && exceptions.is_empty());
        if !recurs && (time_zone.is_some() || within.is_some()) {
            return Err(InvalidParts::NoHours);
        }
        if !recurs && windows.is_empty() && unknown.is_empty() && otherwise.is_none() {
            return Err(InvalidParts::Nothing);
        }
        let recurring = if recurs {
            let zone = time_zone.ok_or(InvalidParts::NoTimeZone)?;
            let bounds = within.unwrap_or(TimeWindow::ALWAYS);
            let recurring = RecurringHours::new(hours, &zone)?.within(bounds);
            let add = |hours: RecurringHours, (date, rule)| hours.except(date, rule);
            Some(Box::new(exceptions.into_iter().fold(recurring, add)))
        } else {
            None
        };
        let otherwise = otherwise.unwrap_or(State::DoesNotHold);
        Ok(Self::assemble(windows, unknown, recurring, otherwise))
    }
}

impl From<Schedule> for Parts {
    fn from(schedule: Schedule) -> Self {
        let Schedule { windows, unknown, recurring, otherwise } = schedule;
        let says_nothing = windows.is_empty() && unknown.is_empty() && recurring.is_none();
        let hours = recurring.as_deref();
        let bounds = hours.map(RecurringHours::bounds);
        Self {
            windows,
            unknown,
            hours: hours.map(|h| h.hours().to_vec()).unwrap_or_default(),
            time_zone: hours.map(|h| h.time_zone().to_owned()),
            within: bounds.filter(|bounds| *bounds != TimeWindow::ALWAYS),
            exceptions: hours.map(|h| h.exceptions().clone()).unwrap_or_default(),
            otherwise: (says_nothing || otherwise != State::DoesNotHold).then_some(otherwise),
        }
    }
}
