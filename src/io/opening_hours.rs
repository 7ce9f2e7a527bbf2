//! OpenStreetMap `opening_hours` text, read for a stretch of time.
//!
//! Floor 7. Imports `time`.
//!
//! The [language](https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification)
//! is read by the crate `opening-hours` (2.1.4, July 2026, maintained). Only its
//! reading of one day at a time is used; days become instants with the time
//! zones of this crate, by the rule of [`RecurringHours`](crate::time::RecurringHours).

use crate::time::Schedule;
use crate::time::TimeWindow;
use crate::time::UnknownTimeZone;
use crate::time::instant_of;
use crate::time::zone;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use geo::Coord;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use opening_hours::localization::{Coordinates, Localize};
use opening_hours::schedule::TimeRange;
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::rules::time::{Time, TimeEvent, TimeSelector};
use opening_hours_syntax::{Error, ExtendedTime};
use std::ops::Range;

#[cfg(test)]
mod tests;

/// The longest text that is read, in bytes. OpenStreetMap allows 255 characters.
pub const MAX_TEXT: usize = 1024;

/// The longest period that is read, in days: five years.
pub const MAX_DAYS: i64 = 1827;

/// Reads `opening_hours` text into the schedule it makes in `period`.
///
/// Open time holds, closed time does not, and time that the text calls unknown
/// is unknown. So is all time outside `period`, for which the text is not read,
/// and all before the year 1900. Comments are passed over, but for a rule that
/// is open at all times and has one: `"by permit"` says no more than that it
/// depends, and is unknown.
///
/// Times such as `sunset` need to know where the place is: `at`, in degrees of
/// longitude and latitude. No holidays are known, so rules for `PH` and `SH`
/// never apply: `Mo-Fr 08:00-12:00; PH off` reads as open on a holiday.
///
/// O(days of the period · rules).
///
/// # Errors
///
/// [`OpeningHoursError`] if the text cannot be read, the time zone is not known,
/// the place is missing or off the earth, or the period has an open end or is
/// longer than [`MAX_DAYS`].
pub fn read_opening_hours(
    text: &str,
    time_zone: &str,
    at: Option<Coord>,
    period: TimeWindow,
) -> Result<Schedule, OpeningHoursError> {
    let (zone, _) = zone(time_zone)?;
    if period.duration().is_none_or(|long| long > SignedDuration::from_hours(24 * MAX_DAYS)) {
        return Err(OpeningHoursError::Period { period, max_days: MAX_DAYS });
    }
    let place = Place::new(zone, at)?;
    let hours = parse(text)?;
    let spans: Vec<_> = hours
        .get_expression()
        .rules
        .iter()
        .flat_map(|rule| rule.time_selector.spans.iter().map(|span| span.range.clone()))
        .filter(|span| [span.start, span.end].iter().any(|time| time.as_time_event().is_some()))
        .collect();
    let expression = hours.get_expression();
    let mut all = expression.rules.iter().flat_map(|rule| &rule.time_selector.spans);
    if let Some(span) = all.find(|span| span.open_end || span.repeats.is_some()) {
        let (text, span) = (text.to_owned(), span.to_string());
        return Err(OpeningHoursError::NoEnd { text, span });
    }
    if place.coordinates.is_none() && !spans.is_empty() {
        return Err(OpeningHoursError::NoPlace { text: text.to_owned() });
    }
    let hours = hours.with_context(Context::default().with_locale(place.clone()));

    let depends = |span: &TimeRange| {
        !span.comment.is_empty()
            && expression.rules.iter().any(|rule| {
                rule.comment == span.comment
                    && rule.day_selector.is_empty()
                    && rule.time_selector == TimeSelector::default()
            })
    };

    let first = place.zone.to_datetime(period.start_or_min()).date();
    let last = place.zone.to_datetime(period.end_or_max()).date();
    // Clocks that go back over midnight show a date again after the next.
    let mut date = first.yesterday().unwrap_or(first);
    let last = last.tomorrow().unwrap_or(last);
    let (mut holding, mut unknown) = (Vec::new(), Vec::new());
    while date <= last {
        let naive = to_chrono(date).filter(|day| day.year() >= 1900);
        match naive {
            None => unknown.extend(place.window(date, 0, 24 * 60)),
            Some(day) => {
                if !spans.iter().all(|span| place.can_read(day, span)) {
                    return Err(OpeningHoursError::Overrun { text: text.to_owned(), date });
                }
                for span in hours.schedule_at(day) {
                    let [from, to] = [span.range.start, span.range.end]
                        .map(|time| i64::from(time.mins_from_midnight()));
                    match span.kind {
                        RuleKind::Open if !depends(&span) => {
                            holding.extend(place.window(date, from, to));
                        }
                        RuleKind::Closed => {}
                        _ => unknown.extend(place.window(date, from, to)),
                    }
                }
            }
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    let unread = TimeWindow::ALWAYS.difference(&period);
    let holding = holding.iter().filter_map(|window| window.intersection(&period));
    Ok(Schedule::of_windows(holding, unknown.into_iter().chain(unread)))
}

fn parse(text: &str) -> Result<OpeningHours, OpeningHoursError> {
    let syntax = |reason: String| OpeningHoursError::Syntax { found: text.to_owned(), reason };
    if text.len() > MAX_TEXT {
        return Err(OpeningHoursError::TooLong { bytes: text.len(), max_bytes: MAX_TEXT });
    }
    text.parse().map_err(|error: Error| match error {
        Error::Syntax(error) => {
            // The parser shows where it stopped on the first line of its own
            // text, as `--> line:column`, and by no type that can be named here.
            let shown = error.to_string();
            let column = shown.lines().next().and_then(|line| line.rsplit_once(':'));
            let column = column.map_or("?", |(_, column)| column);
            syntax(format!("{} at character {column}", error.variant.message()))
        }
        error if error.is_implementation_error() => syntax("a number is out of bounds".to_owned()),
        error => syntax(error.to_string()),
    })
}

/// Where and in which time zone the text is read.
#[derive(Clone, Debug)]
struct Place {
    zone: TimeZone,
    coordinates: Option<Coordinates>,
}

impl Place {
    fn new(zone: TimeZone, at: Option<Coord>) -> Result<Self, OpeningHoursError> {
        let coordinates = at
            .map(|at| Coordinates::new(at.y, at.x).ok_or(OpeningHoursError::OffEarth { at }))
            .transpose()?;
        Ok(Self { zone, coordinates })
    }

    /// The instants from one minute of a date to another, if there are any.
    fn window(&self, date: Date, from: i64, to: i64) -> Option<TimeWindow> {
        let instant = |minute: i64| {
            let midnight = date.to_datetime(jiff::civil::Time::midnight());
            instant_of(&self.zone, midnight.saturating_add(SignedDuration::from_mins(minute)))
        };
        TimeWindow::new(instant(from), instant(to)).ok()
    }

    /// Whether a span ends after its start and within two days of its date. The reader
    /// would panic on one that does not, such as `(sunset+20:00)-30:00` or `(sunset+20:00)-08:00`.
    fn can_read(&self, day: NaiveDate, span: &Range<Time>) -> bool {
        let time = |time: Time| match time {
            Time::Fixed(time) => Some(time),
            Time::Variable(time) => {
                ExtendedTime::from(self.event_time(day, time.event)?).add_minutes(time.offset)
            }
        };
        match (time(span.start), time(span.end)) {
            (Some(start), Some(end)) => {
                start < end || end.add_hours(24).is_some_and(|end| start <= end)
            }
            // With one of them missing the reader puts midnight or a day's end in its place.
            (_, end) => end.is_none_or(|end| end <= ExtendedTime::MIDNIGHT_24),
        }
    }
}

impl Localize for Place {
    type DateTime = NaiveDateTime;

    fn naive(&self, local: NaiveDateTime) -> NaiveDateTime {
        local
    }

    fn datetime(&self, local: NaiveDateTime) -> NaiveDateTime {
        local
    }

    /// The local time of dawn, sunrise, sunset or dusk; none beyond the polar circles in season.
    fn event_time(&self, date: NaiveDate, event: TimeEvent) -> Option<NaiveTime> {
        let instant = self.coordinates?.event_time(date, event)?;
        let instant = Timestamp::from_second(instant.timestamp()).ok()?;
        let local = self.zone.to_datetime(instant).time();
        NaiveTime::from_hms_opt(
            local.hour().try_into().ok()?,
            local.minute().try_into().ok()?,
            local.second().try_into().ok()?,
        )
    }
}

fn to_chrono(date: Date) -> Option<NaiveDate> {
    let (month, day) = (date.month().try_into().ok()?, date.day().try_into().ok()?);
    NaiveDate::from_ymd_opt(date.year().into(), month, day)
}

/// Why `opening_hours` text makes no schedule.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OpeningHoursError {
    /// The text is not written in the language.
    #[error("expected opening hours such as Mo-Fr 08:00-12:00, found {found:?}: {reason}")]
    Syntax {
        /// The whole text.
        found: String,
        /// What the parser stopped at.
        reason: String,
    },
    /// The text is longer than any that is read.
    #[error("expected at most {max_bytes} bytes of opening hours, found {bytes}")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        max_bytes: usize,
    },
    /// The text has hours without an end, such as `20:00+`, or points in time,
    /// such as `10:00-16:00/01:30`. No source says how long these last.
    #[error("expected hours with a start and an end, found {span:?} in {text:?}")]
    NoEnd {
        /// The whole text.
        text: String,
        /// The part that has no end.
        span: String,
    },
    /// The text names sunrise or the like, and no place was given.
    #[error(
        "expected a place to tell the time of sunrise, sunset, dawn or dusk in {text:?}, found none"
    )]
    NoPlace {
        /// The whole text.
        text: String,
    },
    /// The place is not on the earth.
    #[error("expected degrees of longitude and latitude, found ({}, {})", at.x, at.y)]
    OffEarth {
        /// The place that was given.
        at: Coord,
    },
    /// Some hours end later than the day after the one on which they start.
    #[error(
        "expected hours that end by the next midnight but one, found others in {text:?} on {date}"
    )]
    Overrun {
        /// The whole text.
        text: String,
        /// The first date on which they do.
        date: Date,
    },
    /// The period has an open end or is too long.
    #[error("expected a period of at most {max_days} days, found {period}")]
    Period {
        /// The period that was given.
        period: TimeWindow,
        /// How long it may be.
        max_days: i64,
    },
    /// The time zone is not known.
    #[error(transparent)]
    TimeZone(#[from] UnknownTimeZone),
}
