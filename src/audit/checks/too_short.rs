//! `corridor-open-shorter-than-walk`: it closes before somebody who enters as
//! it opens can have walked it.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::Feature;
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct TooShort;

impl Check for TooShort {
    fn code(&self) -> &'static str {
        "corridor-open-shorter-than-walk"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let walk = context.walk();
        let whole = context.corridor.schedule();
        for open in &context.open {
            // An end that is the window's own is not the corridor's.
            let cut = whole.active_at(open.end_or_max()).permits()
                || whole
                    .active_at(open.start_or_min() - jiff::SignedDuration::from_millis(1))
                    .permits();
            let Some(lasts) = open.duration().filter(|&lasts| lasts < walk && !cut) else {
                continue;
            };
            let text = format!(
                "open for {} min; walking its {:.0} m and passing its checkpoints takes {} min at {} m/s",
                lasts.as_mins(),
                context.length_m(),
                walk.as_secs().div_euclid(60) + 1,
                context.policy.pace.0,
            );
            findings.push(
                Finding::new(self.code(), Severity::Error, text)
                    .at(context.corridor.geometry())
                    .when(*open)
                    .because(context.corridor.reference()),
            );
        }
    }
}
