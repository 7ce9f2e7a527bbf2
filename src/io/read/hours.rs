//! Hours that recur: `hours` and OpenStreetMap `opening_hours`.
//!
//! Floor 7.

use super::fields::{Field, Fields};
use super::when::Zone;
use crate::scenario::rules::opening_hours_unread;
use crate::time::Schedule;
use crate::time::TimeWindow;

/// The schedule of hours on the local clock, within a window.
pub(super) fn recurring(
    _: &mut Fields,
    _: &[String],
    _: Option<&Zone>,
    _: TimeWindow,
) -> Schedule {
    Schedule::unknown()
}

/// The schedule of OpenStreetMap `opening_hours` over the scenario's period.
pub(super) fn opening_hours(
    fields: &mut Fields,
    _: &Field,
    _: Option<&Zone>,
    _: Option<TimeWindow>,
) -> Schedule {
    let text = "property \"opening_hours\": expected a build that reads opening hours, found none";
    fields.remark(&opening_hours_unread::RULE, text, "its schedule is unknown");
    Schedule::unknown()
}
