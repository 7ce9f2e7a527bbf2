//! Between instants and ticks, and from closed metres to banned ticks.
//!
//! Floor 5.
//!
//! A closure of a stretch of an arc becomes the ticks at which the arc may not
//! be *entered*: whoever enters at tick t is at offset d at t + d/v, so a stretch
//! from d₀ to d₁ that is shut in `[s, e)` bans entry in `[s − d₁/v, e − d₀/v)`.
//! The whole passage is checked, not its ends. What forbids is rounded outwards,
//! what permits inwards.

use super::interval::{Tick, Ticks};
use crate::network::Closure;
use crate::network::PlaceBan;
use crate::time::TimeWindow;
use jiff::Timestamp;

/// The ticks at which part of an edge may not be entered at its start.
pub(crate) fn entry_bans(shut: &[Closure], from_m: f64, to_m: f64, speed_m_s: f64) -> Ticks {
    let inside = shut.iter().filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m);
    let banned = inside.flat_map(|shut| {
        let to_begin = (shut.from_m.max(from_m) - from_m) / speed_m_s * 1000.0;
        let to_end = (shut.to_m.min(to_m) - from_m) / speed_m_s * 1000.0;
        shut.ban.windows.iter().map(move |window| {
            let (start, end) = forbidden(window);
            // A millisecond early: durations are rounded up to whole ticks.
            (start - to_end.ceil() as Tick - 1, end - to_begin.floor() as Tick)
        })
    });
    Ticks::of(banned.collect())
}

/// The ticks in which bans of a place hold, of those that let people pass or not.
pub(crate) fn place_bans(bans: &[PlaceBan], may_pass: bool) -> Ticks {
    let bans = bans.iter().filter(|ban| ban.may_pass == may_pass);
    Ticks::of(bans.flat_map(|ban| ban.ban.windows.iter().map(forbidden)).collect())
}

/// The ticks of a window that forbids.
pub(crate) fn forbidden(window: &TimeWindow) -> (Tick, Tick) {
    (floor_tick(window.start_or_min()), ceil_tick(window.end_or_max()))
}

/// The ticks of a window that permits.
pub(crate) fn permitted(window: &TimeWindow) -> (Tick, Tick) {
    (ceil_tick(window.start_or_min()), floor_tick(window.end_or_max()))
}

fn floor_tick(at: Timestamp) -> Tick {
    at.as_nanosecond().div_euclid(1_000_000) as Tick
}

fn ceil_tick(at: Timestamp) -> Tick {
    -((-at.as_nanosecond()).div_euclid(1_000_000)) as Tick
}

/// The instant of a tick.
pub(crate) fn instant(tick: Tick) -> Timestamp {
    let edge = if tick < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(tick).unwrap_or(edge)
}
