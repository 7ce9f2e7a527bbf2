//! The time that a row of a table speaks of.

use crate::io::table::cells::Values;
use crate::io::table::rules;
use crate::io::table::when::Edge;
use crate::notice::DayHours;
use crate::notice::Timing;
use crate::time::ClockHours;
use crate::time::TimeWindow;

const UNSTATED: &str = "its time is taken as not stated";

/// The time of a row. What cannot be read is not stated: never "until further
/// notice".
pub(super) fn read(values: &mut Values<'_>) -> Timing {
    if let Some(text) = values.text("time") {
        return serde_json::from_str(&text).unwrap_or_else(|_| {
            values.unreadable("time", "the time of a notice as JSON", UNSTATED);
            Timing::Unstated
        });
    }
    if values.has("hours") {
        return hours(values).map_or(Timing::Unstated, |hours| Timing::Hours(Box::new(hours)));
    }
    let start = values.instant("start", Edge::Start, UNSTATED);
    let end = values.instant("end", Edge::End, UNSTATED);
    let (Ok(start), Ok(end)) = (start, end) else { return Timing::Unstated };
    if start.is_none() && end.is_none() {
        return Timing::Unstated;
    }
    TimeWindow::from_ends(start, end).map_or_else(
        |_| {
            let expected = "an end after the start";
            values.unreadable("end", expected, UNSTATED);
            Timing::Unstated
        },
        Timing::Window,
    )
}

fn hours(values: &mut Values<'_>) -> Option<DayHours> {
    const HOURS: &str = "hours such as 10:00-13:00";
    let text = values.text("hours")?;
    // People write a longer dash, and blanks around it.
    let plain = crate::io::table::number::plain_digits(&text).replace(['–', '—'], "-");
    let plain: String = plain.split_whitespace().collect();
    let Ok(clock) = plain.parse::<ClockHours>() else {
        values.unreadable("hours", HOURS, UNSTATED);
        return None;
    };
    let from_day = values.day("from_day", UNSTATED).ok()?;
    let Some(from_day) = from_day else {
        values.unreadable("from_day", "the first day of the hours", UNSTATED);
        return None;
    };
    let zone = values.text("time_zone").or_else(|| values.zone());
    let Some(zone) = zone else {
        let text = "expected a time zone for hours of the local clock, found none".to_owned();
        values.wrong(&rules::LOCAL_TIME, "hours", text, UNSTATED);
        return None;
    };
    let words = "once, daily or unclear";
    let recurrence = values.word("recurrence", words, "taken as unclear").ok().flatten();
    let until_day = values.day("until_day", UNSTATED).ok()?;
    let made = DayHours::new(clock, zone, from_day)
        .map(|made| made.recurring(recurrence.unwrap_or_default()))
        .and_then(|made| match until_day {
            Some(last) => made.until_day(last),
            None => Ok(made),
        });
    match made {
        Ok(made) => Some(made),
        Err(error) => {
            let text = format!("expected {}, found {}", error.reason, error.found);
            values.wrong(&rules::CELL_UNREADABLE, "hours", text, UNSTATED);
            None
        }
    }
}
