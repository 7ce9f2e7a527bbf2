//! The pieces of a schedule, found one at a time.
//!
//! Floor 0. Imports `time` only.

use super::Schedule;
use crate::time::State;
use crate::time::TimeWindow;
use jiff::Timestamp;

/// The pieces of a range, each of one state, in order. See [`Schedule::pieces`].
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    schedule: &'a Schedule,
    /// Where the next piece starts.
    at: Timestamp,
    end: Timestamp,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(schedule: &'a Schedule, range: TimeWindow) -> Self {
        Self { schedule, at: range.start_or_min(), end: range.end_or_max() }
    }
}

impl Iterator for Pieces<'_> {
    type Item = (TimeWindow, State);

    fn next(&mut self) -> Option<(TimeWindow, State)> {
        if self.at >= self.end {
            return None;
        }
        let (state, mut until) = self.schedule.step(self.at);
        while until < self.end {
            let (next_state, next_until) = self.schedule.step(until);
            if next_state != state {
                break;
            }
            until = next_until;
        }
        let window = TimeWindow::new(self.at, until.min(self.end)).ok()?;
        self.at = until;
        Some((window, state))
    }
}

impl std::iter::FusedIterator for Pieces<'_> {}
