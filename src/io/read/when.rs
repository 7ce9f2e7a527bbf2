//! Properties that say when: instants, windows, local hours, schedules.
//!
//! Floor 7.
//!
//! What cannot be read makes the schedule unknown, never open and never over.

use super::fields::{Field, Fields, json};
use crate::scenario::rules::ambiguous_local_time;
use crate::scenario::rules::cut;
use crate::scenario::rules::time_zone_unknown;
use crate::scenario::rules::window_backwards;
use crate::time::Schedule;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde_json::Value;
use std::sync::LazyLock;

/// A time zone with its name. From the database in the crate, not the
/// machine's: results must not depend on where they are computed.
#[derive(Clone, Debug)]
pub(in crate::io) struct Zone {
    pub(in crate::io) name: String,
    zone: TimeZone,
}

impl Zone {
    /// Finds a time zone by its IANA name.
    pub(in crate::io) fn find(name: &str) -> Option<Self> {
        static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
        let zone = ZONES.get(name).ok().filter(|zone| !zone.is_unknown())?;
        Some(Self { name: zone.iana_name()?.to_owned(), zone })
    }

    /// The instant at which clocks there show `local`; none if they show it
    /// twice or never.
    pub(in crate::io) fn instant(&self, local: DateTime) -> Option<Timestamp> {
        self.zone.to_ambiguous_timestamp(local).unambiguous().ok()
    }
}

/// What the scenario says of time.
#[derive(Clone, Debug, Default)]
pub(in crate::io) struct Clock {
    pub(in crate::io) zone: Option<Zone>,
    pub(in crate::io) period: Option<TimeWindow>,
}

const INSTANT: &str = "a date and time such as 2026-01-08T10:00:00+03:00";

/// An instant.
pub(super) fn instant(fields: &mut Fields, name: &str, zone: Option<&Zone>) -> Option<Timestamp> {
    let field = fields.take(name)?;
    let hint = if matches!(name, "start" | "end") { UNKNOWN } else { "taken as not stated" };
    let Some(text) = field.value.as_str().map(str::trim) else {
        fields.wrong_and(&field, INSTANT, hint);
        return None;
    };
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let local = text.parse::<DateTime>().ok().filter(|_| text.contains(['T', 't', ' ']));
    let Some(local) = local else {
        fields.wrong_and(&field, INSTANT, hint);
        return None;
    };
    let expected = match zone {
        None => "an offset such as +03:00, since the scenario names no time zone".to_owned(),
        Some(zone) => match zone.instant(local) {
            Some(instant) => return Some(instant),
            None => format!(
                "an offset such as +03:00, since clocks in {} were put forward or back then",
                zone.name
            ),
        },
    };
    let code = ambiguous_local_time::RULE.code;
    fields.problem(code, &field.source, expected, json(&field.value), Some(hint));
    None
}

const UNKNOWN: &str = "its schedule is unknown";

/// When a record holds, somewhere near `at`. `None` if it does not say.
pub(super) fn schedule(fields: &mut Fields, clock: &Clock, at: Option<Coord>) -> Option<Schedule> {
    let before = fields.problems.len();
    let own_zone = zone_property(fields);
    let zone = own_zone.as_ref().or(clock.zone.as_ref());
    let whole = fields.take("schedule");
    let opening_hours = fields.take("opening_hours");
    let hours = fields.list("hours").ok();
    let gave_ends = fields.has("start") || fields.has("end");
    if let Some(field) = whole {
        // `start` and `end` beside a schedule are what a writer derived from it.
        fields.take("start");
        fields.take("end");
        return Some(whole_schedule(fields, &field));
    }
    let start = instant(fields, "start", zone);
    let end = instant(fields, "end", zone);
    if let Some(field) = opening_hours {
        return Some(super::hours::opening_hours(fields, &field, zone, clock, at));
    }
    if fields.problems.len() > before {
        return Some(Schedule::unknown());
    }
    if hours.is_none() && !gave_ends {
        return None;
    }
    let Ok(window) = TimeWindow::from_ends(start, end) else {
        let (start, end) = (start.unwrap_or_default(), end.unwrap_or_default());
        let code = window_backwards::RULE.code;
        let expected = format!("an instant after the start {start}");
        fields.problem(code, "end", expected, format!("{end}"), Some(UNKNOWN));
        return Some(Schedule::unknown());
    };
    match hours {
        None => Some(Schedule::during(window)),
        Some(hours) => Some(super::hours::recurring(fields, &hours, zone, window)),
    }
}

/// The zone that the record itself names.
fn zone_property(fields: &mut Fields) -> Option<Zone> {
    let field = fields.take("time_zone")?;
    let zone = field.value.as_str().and_then(|name| Zone::find(name.trim()));
    if zone.is_none() {
        let code = time_zone_unknown::RULE.code;
        let expected = "the IANA name of a time zone such as \"Asia/Damascus\"";
        let hint = Some(UNKNOWN);
        fields.problem(code, &field.source, expected, json(&field.value), hint);
    }
    zone
}

fn whole_schedule(fields: &mut Fields, field: &Field) -> Schedule {
    let read = match &field.value {
        Value::String(text) => serde_json::from_str(text),
        value => serde_json::from_value(value.clone()),
    };
    read.unwrap_or_else(|error| {
        let expected = format!("a schedule ({})", cut(&super::geojson::what_of(&error)));
        fields.wrong_and(field, expected, UNKNOWN);
        Schedule::unknown()
    })
}
