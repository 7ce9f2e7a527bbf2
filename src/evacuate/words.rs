//! Times and numbers as people write them.
//!
//! Floor 5.

use crate::id::FeatureRef;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::scenario::Scenario;
use crate::time::TimeWindow;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A clock on the wall of a place.
#[derive(Debug)]
pub(super) struct Clock {
    zone: TimeZone,
    /// Whether a time needs no date.
    one_day: bool,
}

impl Clock {
    /// The clock of a scenario, for times in a window; UTC if it names no zone.
    pub(super) fn of(scenario: &Scenario, window: TimeWindow) -> Self {
        let named = scenario.about().time_zone.as_deref();
        let zone = named.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
        let date = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let one_day = date(window.start_or_min()) == date(window.end_or_max());
        Self { zone, one_day }
    }

    /// The time of day, with the date if there is more than one.
    pub(super) fn time(&self, at: Timestamp) -> String {
        let at = at.to_zoned(self.zone.clone());
        let form = if self.one_day { "%H:%M" } else { "%Y-%m-%d %H:%M" };
        at.strftime(form).to_string()
    }
}

/// How people travel who travel by a mode.
pub(super) const fn travelling(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Foot => "on foot",
        TravelMode::Wheelchair => "in wheelchairs",
        TravelMode::Vehicle => "by vehicle",
        TravelMode::Convoy => "by convoy",
    }
}

/// A number with a comma before each three digits: `4,100`.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a record is called, or its identifier.
pub(super) fn name(scenario: &Scenario, of: &FeatureRef) -> String {
    scenario.feature(of).map_or_else(|| of.id().to_owned(), Feature::label)
}
