//! Whether each checkpoint that is passed lets people pass.
//!
//! Floor 4.

use super::{Checker, SLIVER_M};
use crate::geodesy::distance;
use crate::model::{Checkpoint, CheckpointStatus, Feature};
use crate::time::{State, TimeWindow};
use crate::verify::Act;
use jiff::{SignedDuration, Timestamp};

impl Checker<'_> {
    /// Every checkpoint that is passed is open for all of its delay.
    pub(super) fn checkpoints(&mut self) {
        for (number, act) in self.certificate.acts.iter().enumerate() {
            let Act::Stay { at, from, until, checkpoint: Some(id) } = act else { continue };
            let Some(checkpoint) = self.scenario.checkpoint(id) else {
                self.report("unknown-checkpoint", number, Some(id.to_ref()), *from);
                continue;
            };
            let reach = self.certificate.policy.checkpoint_reach.0 + SLIVER_M;
            let near = distance(checkpoint.place().coord(), *at).0 <= reach;
            if !near || !self.passed(checkpoint, *from, *until) {
                let code = "checkpoint-not-passed-while-open";
                self.report(code, number, Some(id.to_ref()), *from);
            }
        }
    }

    /// Whether passing, delay and queue, fits into the stay while the checkpoint is open.
    fn passed(&self, checkpoint: &Checkpoint, from: Timestamp, until: Timestamp) -> bool {
        let may = self.certificate.policy.pass_unknown_checkpoints;
        let delay = match checkpoint.passing() {
            Some(passing) => passing,
            None if may => checkpoint.least_passing(),
            None => return false,
        };
        // Who passes without delay passes in one instant, and that may be the last.
        let last = if delay.is_zero() { until } else { from };
        let end = until.max(last + SignedDuration::from_millis(1));
        let Ok(stay) = TimeWindow::new(from, end) else { return false };
        let open = |at: Timestamp| match checkpoint.passable_at(at) {
            State::Holds => true,
            State::Unknown => may && checkpoint.status() != CheckpointStatus::Closed,
            State::DoesNotHold => false,
        };
        // The stay is cut at every change of hours; open stretches that touch are joined.
        let mut begun: Option<Timestamp> = None;
        let mut instant = from;
        loop {
            let next = checkpoint
                .particulars()
                .schedule
                .as_ref()
                .and_then(|hours| hours.next_change(instant))
                .filter(|&next| next < stay.end_or_max());
            let end = next.unwrap_or(stay.end_or_max());
            if open(instant) {
                let start = *begun.get_or_insert(instant);
                if end.duration_since(start) >= delay {
                    return true;
                }
            } else {
                begun = None;
            }
            match next {
                Some(next) => instant = next,
                None => return false,
            }
        }
    }
}
