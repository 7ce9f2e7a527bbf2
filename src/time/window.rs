//! A stretch of time with a first instant and an end it does not include.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! Windows are half-open, `[start, end)`: a curfew that ends at 06:00 and a
//! corridor that opens at 06:00 touch but never overlap. Either end may be
//! open: "until further notice" is a window without an end.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[cfg(test)]
mod tests;

/// A half-open stretch of time, `[start, end)`, never empty, open at either
/// end if the source gives none.
///
/// In JSON an object with `start` and `end`; a missing or null end is open, and
/// a field of any other name is refused, since a misspelt end would read as an
/// open one. In text an ISO 8601 interval, with `..` for an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct TimeWindow {
    start: Timestamp,
    end: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ends {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Timestamp>,
}

impl TimeWindow {
    /// All of time.
    pub const ALWAYS: Self = Self { start: Timestamp::MIN, end: Timestamp::MAX };

    /// Makes the window `[start, end)`.
    ///
    /// # Errors
    ///
    /// [`InvalidWindow`] if `end` is not after `start`.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, InvalidWindow> {
        if start < end { Ok(Self { start, end }) } else { Err(InvalidWindow { start, end }) }
    }

    /// The window from `start` until further notice; all of time if `start` is
    /// the last instant there is.
    pub fn since(start: Timestamp) -> Self {
        Self::new(start, Timestamp::MAX).unwrap_or(Self::ALWAYS)
    }

    /// The window of all time before `end`; all of time if `end` is the first
    /// instant there is.
    pub fn until(end: Timestamp) -> Self {
        Self::new(Timestamp::MIN, end).unwrap_or(Self::ALWAYS)
    }

    /// Makes a window from ends that may each be missing.
    ///
    /// # Errors
    ///
    /// [`InvalidWindow`] if both ends are given and `end` is not after `start`.
    pub fn from_ends(
        start: Option<Timestamp>,
        end: Option<Timestamp>,
    ) -> Result<Self, InvalidWindow> {
        Self::new(start.unwrap_or(Timestamp::MIN), end.unwrap_or(Timestamp::MAX))
    }

    /// The first instant in the window, or `None` if it has always begun.
    pub fn start(&self) -> Option<Timestamp> {
        (self.start != Timestamp::MIN).then_some(self.start)
    }

    /// The first instant after the window, or `None` if it ends only by further notice.
    pub fn end(&self) -> Option<Timestamp> {
        (self.end != Timestamp::MAX).then_some(self.end)
    }

    /// The start, with the earliest instant there is for an open one.
    pub const fn start_or_min(&self) -> Timestamp {
        self.start
    }

    /// The end, with the latest instant there is for an open one.
    pub const fn end_or_max(&self) -> Timestamp {
        self.end
    }

    /// Whether `at` lies in the window.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.start <= at && (at < self.end || self.end == Timestamp::MAX)
    }

    /// Whether some instant lies in both windows.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies in this window.
    pub fn covers(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part both windows share, if any.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end)).ok()
    }

    /// The parts of this window that lie outside `other`, in order: none, one or two.
    pub fn difference(&self, other: &Self) -> impl Iterator<Item = Self> + use<> {
        let before = Self::new(self.start, self.end.min(other.start)).ok();
        let after = Self::new(self.start.max(other.end), self.end).ok();
        [before, after].into_iter().flatten()
    }

    /// All instants that lie in any of `windows`, as windows in order that
    /// neither overlap nor touch. O(n log n).
    pub fn union_of(windows: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut sorted: Vec<Self> = windows.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup_by(|next, kept| {
            let joins = next.start <= kept.end;
            if joins {
                kept.end = kept.end.max(next.end);
            }
            joins
        });
        sorted
    }

    /// How long it lasts, or `None` if an end is open.
    pub fn duration(&self) -> Option<SignedDuration> {
        Some(self.end()?.duration_since(self.start()?))
    }
}

impl TryFrom<Ends> for TimeWindow {
    type Error = InvalidWindow;

    fn try_from(ends: Ends) -> Result<Self, InvalidWindow> {
        Self::from_ends(ends.start, ends.end)
    }
}

impl From<TimeWindow> for Ends {
    fn from(window: TimeWindow) -> Self {
        Self { start: window.start(), end: window.end() }
    }
}

impl fmt::Display for TimeWindow {
    /// An ISO 8601 interval, with `..` for an open end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.start() {
            Some(start) => write!(f, "{start}/")?,
            None => f.write_str("../")?,
        }
        match self.end() {
            Some(end) => write!(f, "{end}"),
            None => f.write_str(".."),
        }
    }
}

impl FromStr for TimeWindow {
    type Err = ParseWindowError;

    /// Reads what `Display` writes: two instants with an offset, or `..`, on
    /// either side of a slash.
    fn from_str(text: &str) -> Result<Self, ParseWindowError> {
        let syntax =
            |expected, found: &str| ParseWindowError::Syntax { expected, found: found.to_owned() };
        let (start, end) = text
            .split_once('/')
            .ok_or_else(|| syntax("an interval such as 2016-12-15T12:00:00Z/..", text))?;
        let instant = |text: &str| match text {
            ".." => Ok(None),
            _ => text
                .parse::<Timestamp>()
                .map(Some)
                .map_err(|_| syntax("an instant such as 2016-12-15T12:00:00Z, or ..", text)),
        };
        Ok(Self::from_ends(instant(start)?, instant(end)?)?)
    }
}

/// Why a text is not a time window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseWindowError {
    /// A part is not written as it should be.
    #[error("expected {expected}, found {found:?}")]
    Syntax {
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The ends are in the wrong order.
    #[error(transparent)]
    Order(#[from] InvalidWindow),
}

/// A window that would end before, or just as, it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("time window ends at {end}, which is not after its start {start}")]
#[non_exhaustive]
pub struct InvalidWindow {
    /// The start that was asked for.
    pub start: Timestamp,
    /// The end that was asked for.
    pub end: Timestamp,
}
