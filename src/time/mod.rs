//! Instants, half-open windows, local hours, and schedules with three states.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! All time inside the crate is an instant ([`jiff::Timestamp`], UTC). Local
//! hours, such as a curfew from 20:00 to 06:00, keep the name of their time
//! zone and become instants only when asked about a stretch of time.

mod hours;
mod recurring;
mod schedule;
mod state;
mod window;

pub use hours::{ClockHours, LocalHours, ParseHoursError, Weekdays};
pub use recurring::{DayRule, RecurringHours, UnknownTimeZone};
#[cfg(feature = "opening-hours")]
pub(crate) use recurring::{instant_of, zone};
pub use schedule::{Pieces, RangeTooLong, Schedule};
pub use state::State;
pub use window::{InvalidWindow, ParseWindowError, TimeWindow};
