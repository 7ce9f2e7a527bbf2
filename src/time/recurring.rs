//! Local hours that recur in a named time zone, with exceptions by date.
//!
//! Floor 0. Imports `time` only.
//!
//! A local time becomes the first instant at which the clocks of the zone show
//! that time or a later one. A time that the clocks show twice, when they go
//! back, is therefore its first showing; a time they skip, when they go
//! forward, is the instant of the jump. This order-keeping rule differs from
//! the usual "compatible" one (RFC 5545) in the skipped hour alone: there the
//! usual rule can put the end of some hours before their start and tear a hole
//! into hours that overlap, and a curfew must not lose a stretch to a clock change.

use super::{ClockHours, LocalHours, State, TimeWindow, Weekdays};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

/// What holds on one date in place of the hours that would start on it.
///
/// In JSON `"closed"`, `"unknown"`, `"all-day"` or `{"hours": ["08:00-12:00"]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayRule {
    /// Nothing starts on that date. From midnight to midnight, and for as long
    /// after it as the usual hours would have run, the thing does not hold.
    Closed,
    /// Nobody knows: the same stretch as for [`DayRule::Closed`] is unknown.
    Unknown,
    /// It holds from midnight to midnight.
    AllDay,
    /// It holds at these hours, which may run past midnight. None at all is [`DayRule::Closed`].
    Hours(Vec<ClockHours>),
}

/// Local hours that recur in a named time zone, within bounds, with exceptions.
///
/// Each occurrence belongs to the local date on which it starts, and an
/// exception replaces those that start on its date. Where occurrences meet,
/// holding goes before unknown, and unknown before closed: hours that run over
/// midnight into a closed date still run to their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecurringHours {
    hours: Vec<LocalHours>,
    zone: TimeZone,
    zone_name: String,
    within: TimeWindow,
    exceptions: BTreeMap<Date, DayRule>,
    /// Whether the hours leave no gap in the week.
    gapless: bool,
}

impl RecurringHours {
    /// Makes hours that recur for all time in the time zone of that IANA name.
    ///
    /// # Errors
    ///
    /// [`UnknownTimeZone`] if the time zone database in this crate does not know the name.
    pub fn new(
        hours: impl IntoIterator<Item = LocalHours>,
        time_zone: &str,
    ) -> Result<Self, UnknownTimeZone> {
        let (zone, zone_name) = zone(time_zone)?;
        let mut by_clock = BTreeMap::<ClockHours, Weekdays>::new();
        for rule in hours {
            let days = by_clock.entry(rule.clock()).or_insert(rule.days());
            *days = days.union(rule.days());
        }
        let hours: Vec<_> =
            by_clock.into_iter().map(|(clock, days)| LocalHours::new(days, clock)).collect();
        Ok(Self {
            gapless: is_gapless(&hours),
            hours,
            zone,
            zone_name,
            within: TimeWindow::ALWAYS,
            exceptions: BTreeMap::new(),
        })
    }

    /// Lets the hours and exceptions recur in that window only, and cuts those
    /// that begin before it or end after it.
    #[must_use]
    pub fn within(mut self, bounds: TimeWindow) -> Self {
        self.within = bounds;
        self
    }

    /// Replaces the hours that start on that local date.
    #[must_use]
    pub fn except(mut self, date: Date, rule: DayRule) -> Self {
        let rule = match rule {
            DayRule::Hours(hours) if hours.is_empty() => DayRule::Closed,
            DayRule::Hours(mut hours) => {
                hours.sort_unstable();
                hours.dedup();
                DayRule::Hours(hours)
            }
            rule => rule,
        };
        self.exceptions.insert(date, rule);
        self
    }

    /// The weekly hours, in order, those of the same clock times joined.
    pub fn hours(&self) -> &[LocalHours] {
        &self.hours
    }

    /// The name of the time zone, as the database spells it.
    pub fn time_zone(&self) -> &str {
        &self.zone_name
    }

    /// When the hours recur.
    pub const fn bounds(&self) -> TimeWindow {
        self.within
    }

    /// The dates with rules of their own.
    pub const fn exceptions(&self) -> &BTreeMap<Date, DayRule> {
        &self.exceptions
    }

    /// Whether the hours never make anything hold, nor stop.
    pub(super) fn is_empty(&self) -> bool {
        self.hours.is_empty() && self.exceptions.is_empty()
    }

    /// Whether the week has both hours and gaps, so that the state keeps changing.
    pub(super) fn alternates(&self) -> bool {
        !self.hours.is_empty() && !self.gapless
    }

    /// The state at an instant, or `None` if the hours say nothing, with a later
    /// instant up to which that cannot change. O(log exceptions + hours).
    pub(super) fn step(&self, at: Timestamp) -> (Option<State>, Timestamp) {
        if at < self.within.start_or_min() {
            return (None, self.within.start_or_min());
        }
        if !self.within.contains(at) {
            return (None, Timestamp::MAX);
        }
        let today = self.zone.to_datetime(at).date();
        let yesterday = today.yesterday().unwrap_or(today);
        let tomorrow = today.tomorrow().unwrap_or(today);
        // No local date before yesterday reaches into today, and none after
        // tomorrow begins before its own midnight.
        let mut until = tomorrow.tomorrow().map_or(Timestamp::MAX, |date| self.midnight(date));
        let mut state = None;
        if !self.alternates() {
            let next = self.exceptions.range(yesterday..).next();
            let quiet = next.map_or(Timestamp::MAX, |(date, _)| self.midnight(*date));
            if quiet > at && next.is_none_or(|(date, _)| *date > tomorrow) {
                state = self.gapless.then_some(State::Holds);
                return (state, quiet.min(self.within.end_or_max()));
            }
        }
        let mut see = |(start, end): (DateTime, DateTime), found: State| {
            let (start, end) = (self.instant(start), self.instant(end));
            if start > at && start < end {
                until = until.min(start);
            } else if end > at && start < end {
                until = until.min(end);
                state = state.max(Some(found));
            }
        };
        let mut date = Some(yesterday);
        while let Some(day) = date.filter(|day| *day <= tomorrow) {
            self.each_on(day, &mut see);
            date = day.tomorrow().ok();
        }
        (state, until.min(self.within.end_or_max()))
    }

    /// Calls `see` with all local stretches that belong to a date.
    fn each_on(&self, date: Date, see: &mut impl FnMut((DateTime, DateTime), State)) {
        let weekday = date.weekday();
        let usual = self
            .hours
            .iter()
            .filter(|rule| rule.days().contains(weekday))
            .filter_map(|rule| rule.clock().on(date));
        let whole_day = ClockHours::ALL_DAY.on(date);
        match self.exceptions.get(&date) {
            None => usual.for_each(|span| see(span, State::Holds)),
            Some(DayRule::AllDay) => whole_day.into_iter().for_each(|span| see(span, State::Holds)),
            Some(DayRule::Hours(hours)) => {
                hours.iter().filter_map(|clock| clock.on(date)).for_each(|s| see(s, State::Holds));
            }
            Some(DayRule::Unknown) => {
                whole_day.into_iter().chain(usual).for_each(|span| see(span, State::Unknown));
            }
            Some(DayRule::Closed) => {
                whole_day.into_iter().chain(usual).for_each(|span| see(span, State::DoesNotHold));
            }
        }
    }

    fn midnight(&self, date: Date) -> Timestamp {
        self.instant(date.to_datetime(jiff::civil::Time::midnight()))
    }

    fn instant(&self, local: DateTime) -> Timestamp {
        instant_of(&self.zone, local)
    }
}

/// The first instant at which the clocks of the zone show `local` or later,
/// cut to the instants there are.
pub(crate) fn instant_of(zone: &TimeZone, local: DateTime) -> Timestamp {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let offset = ambiguous.offset();
    let Ok(earlier) = ambiguous.earlier() else {
        return if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    };
    match offset {
        AmbiguousOffset::Gap { after, .. } => {
            // `earlier` lies before the jump by less than the jump is long.
            let jump = zone.following(earlier).take(2).find(|change| change.offset() == after);
            jump.map_or(earlier, |change| change.timestamp())
        }
        _ => earlier,
    }
}

/// Finds a time zone and its name as the database spells it.
pub(crate) fn zone(name: &str) -> Result<(TimeZone, String), UnknownTimeZone> {
    // The database in the crate, never that of the machine: results must not
    // depend on where they are computed.
    static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    let unknown = || UnknownTimeZone { name: name.to_owned() };
    let zone = ZONES.get(name).map_err(|_| unknown())?;
    let spelt = zone.iana_name().filter(|_| !zone.is_unknown()).ok_or_else(unknown)?.to_owned();
    Ok((zone, spelt))
}

/// Whether weekly hours leave no gap: their stretches, laid along two weeks,
/// reach from the end of the first day to its repetition.
fn is_gapless(hours: &[LocalHours]) -> bool {
    const DAY: i64 = 24 * 3600 * 1_000_000_000;
    let nanos = |time: jiff::civil::Time| {
        i64::from(time.hour()) * 3_600_000_000_000
            + i64::from(time.minute()) * 60_000_000_000
            + i64::from(time.second()) * 1_000_000_000
            + i64::from(time.subsec_nanosecond())
    };
    let mut spans: Vec<(i64, i64)> = hours
        .iter()
        .flat_map(|rule| {
            let clock = rule.clock();
            (0..14).filter(|day| rule.days().has(day % 7)).map(move |day| {
                let midnight = DAY * day as i64;
                let last = if clock.ends_next_day() { midnight + DAY } else { midnight };
                (midnight + nanos(clock.start()), last + nanos(clock.end()))
            })
        })
        .collect();
    spans.sort_unstable();
    let mut reached = DAY;
    for (start, end) in spans {
        if start > reached {
            break;
        }
        reached = reached.max(end);
    }
    reached >= 8 * DAY
}

/// A time zone name that the database does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected the name of an IANA time zone such as Asia/Damascus, found {name:?}")]
#[non_exhaustive]
pub struct UnknownTimeZone {
    /// The name that was given.
    pub name: String,
}
