//! Axes with ticks at round numbers and round local times.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit, Zoned};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Minutes between ticks of time.
const EVERY_MIN: [i64; 11] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];

/// A stretch of numbers with ticks where they are wanted.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    range: Range<f64>,
    pub(super) ticks: Vec<(f64, String)>,
}

impl Axis {
    /// From 0 to a round number of persons no less than `most`, with about six ticks.
    pub(super) fn persons(most: f64) -> Self {
        let most = most.max(1.0);
        let ten = 10_f64.powf((most / 5.0).max(1.0).log10().floor());
        let every = [1.0, 2.0, 2.5, 5.0, 10.0].map(|one| one * ten);
        let whole = |every: f64| every >= 1.0 && every.fract() == 0.0;
        let every =
            every.into_iter().find(|&one| whole(one) && most / one <= 6.0).unwrap_or(ten * 10.0);
        let steps = (most / every).ceil().max(1.0);
        let ticks = (0..=steps as u32).map(|step| f64::from(step) * every);
        let ticks = ticks.map(|persons| (persons, grouped(persons))).collect();
        // Room above what is highest, so that it is told from the frame.
        let top = (steps * every).max(most * 1.04);
        Self { range: 0.0..top, ticks }
    }

    /// A stretch of time with at most ten ticks at round local times.
    pub(super) fn time(from: f64, to: f64, zone: &TimeZone) -> Self {
        let to = to.max(from + 60.0);
        let minutes = (to - from) / 60.0;
        let every = EVERY_MIN.into_iter().find(|&one| minutes / one as f64 <= 10.0);
        let whole_days = ((minutes / 1440.0 / 10.0).ceil() as i64).max(1);
        let mut ticks = Vec::new();
        let mut day = start_of_day(from, zone);
        while let Some(begins) = day {
            if as_seconds(&begins) > to || ticks.len() > 100 {
                break;
            }
            let next = begins.tomorrow().ok().and_then(|next| next.start_of_day().ok());
            match every {
                None => {
                    ticks.push(begins.clone());
                    let later = begins.checked_add(jiff::Span::new().days(whole_days)).ok();
                    day = later.and_then(|later| later.start_of_day().ok());
                    continue;
                }
                Some(every) => {
                    // Local hours may be skipped or come twice; no tick may.
                    let end = next.as_ref().map_or(f64::MAX, as_seconds);
                    for step in 0..1440 / every {
                        let clock = jiff::civil::time(
                            (step * every / 60) as i8,
                            (step * every % 60) as i8,
                            0,
                            0,
                        );
                        let at = begins.date().to_datetime(clock).to_zoned(zone.clone());
                        let after = |at: &Zoned| ticks.last().is_none_or(|last| last < at);
                        if let Ok(at) = at
                            && as_seconds(&at) < end
                            && after(&at)
                        {
                            ticks.push(at);
                        }
                    }
                }
            }
            day = next;
        }
        let word = |at: &Zoned| {
            let midnight = at.hour() == 0 && at.minute() == 0;
            at.strftime(if midnight { "%-d %b" } else { "%H:%M" }).to_string()
        };
        let ticks = ticks.iter().map(|at| (as_seconds(at), word(at)));
        let ticks = ticks.filter(|(at, _)| (from..=to).contains(at)).collect();
        Self { range: from..to, ticks }
    }

    pub(super) fn label(&self, value: f64) -> String {
        let found = self.ticks.iter().find(|tick| tick.0 == value);
        found.map_or_else(String::new, |tick| tick.1.clone())
    }
}

fn as_seconds(at: &Zoned) -> f64 {
    super::curves::seconds(at.timestamp())
}

fn start_of_day(at: f64, zone: &TimeZone) -> Option<Zoned> {
    local(at, zone)?.start_of_day().ok()
}

/// An instant on local clocks.
pub(super) fn local(at: f64, zone: &TimeZone) -> Option<Zoned> {
    let at = Timestamp::from_millisecond((at * 1000.0).round() as i64).ok()?;
    Some(at.to_zoned(zone.clone()))
}

/// An instant as hours and minutes, rounded to the minute.
pub(super) fn clock(at: f64, zone: &TimeZone) -> String {
    local(at, zone)
        .and_then(|at| at.round(Unit::Minute).ok())
        .map_or_else(String::new, |at| at.strftime("%H:%M").to_string())
}

/// A whole number in groups of three digits.
pub(super) fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = (value - self.range.start) / (self.range.end - self.range.start);
        limit.0 + (f64::from(limit.1 - limit.0) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // Fine lines between the ticks are not wanted.
        if hint.weight().allow_light_points() {
            return Vec::new();
        }
        self.ticks.iter().map(|tick| tick.0).collect()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.label(*value)
    }
}
