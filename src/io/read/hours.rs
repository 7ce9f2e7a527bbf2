//! Hours that recur: `hours` and OpenStreetMap `opening_hours`.
//!
//! Floor 7.

use super::fields::{Field, Fields, json};
use super::geojson::Unreadable;
use super::when::Clock;
use super::when::Zone;
use crate::scenario::rules::ambiguous_local_time;
use crate::scenario::rules::bad_property;
use crate::scenario::rules::opening_hours_unread;
use crate::time::LocalHours;
use crate::time::RecurringHours;
use crate::time::Schedule;
use crate::time::TimeWindow;
use geo::Coord;
use serde_json::Value;

/// The schedule of hours on the local clock, within a window.
pub(super) fn recurring(
    fields: &mut Fields,
    texts: &[String],
    zone: Option<&Zone>,
    within: TimeWindow,
) -> Schedule {
    let mut hours = Vec::with_capacity(texts.len());
    for text in texts {
        match text.parse::<LocalHours>() {
            Ok(one) => hours.push(one),
            Err(error) => {
                let expected = format!("hours such as \"Mo-Fr 20:00-06:00\" ({error})");
                let found = json(&Value::String(text.clone()));
                let hint = Some("its schedule is unknown");
                fields.problem(bad_property::RULE.code, "hours", expected, found, hint);
                return Schedule::unknown();
            }
        }
    }
    let Some(zone) = zone else {
        let code = ambiguous_local_time::RULE.code;
        let expected = "a property time_zone, or a time zone in the scenario, beside hours";
        fields.problem(code, "hours", expected, "none", Some("its schedule is unknown"));
        return Schedule::unknown();
    };
    RecurringHours::new(hours, &zone.name)
        .map_or_else(|_| Schedule::unknown(), |hours| Schedule::recurring(hours.within(within)))
}

/// The schedule of OpenStreetMap `opening_hours` over the scenario's period:
/// unknown, and said, if anything is missing for it. Never open by default.
pub(super) fn opening_hours(
    fields: &mut Fields,
    field: &Field,
    zone: Option<&Zone>,
    clock: &Clock,
    at: Option<Coord>,
) -> Schedule {
    let Some(text) = field.value.as_str() else {
        fields.wrong(field, "text");
        return Schedule::unknown();
    };
    expand(text, zone, clock, at).unwrap_or_else(|why| {
        let text = format!("property {:?}: {why}", field.source);
        fields.remark(&opening_hours_unread::RULE, text, "its schedule is unknown");
        Schedule::unknown()
    })
}

#[cfg(feature = "opening-hours")]
fn expand(
    text: &str,
    zone: Option<&Zone>,
    clock: &Clock,
    at: Option<Coord>,
) -> Result<Schedule, Unreadable> {
    let missing = |what: &str| Unreadable(format!("expected {what} of the scenario, found none"));
    let zone = zone.ok_or_else(|| missing("a time zone"))?;
    let period = clock.period.ok_or_else(|| missing("a period"))?;
    crate::io::opening_hours::read_opening_hours(text, &zone.name, at, period)
        .map_err(|error| Unreadable(crate::scenario::rules::cut(&error.to_string())))
}

#[cfg(not(feature = "opening-hours"))]
fn expand(_: &str, _: Option<&Zone>, _: &Clock, _: Option<Coord>) -> Result<Schedule, Unreadable> {
    let text = "expected a build with the feature \"opening-hours\", found one without";
    Err(Unreadable(text.to_owned()))
}
