//! `corridor-end-off-street`: no street that its travel modes may use reaches one of its ends.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::Feature;
use crate::severity::Severity;
use crate::units::Metres;
use geo::Point;

#[derive(Debug)]
pub(super) struct EndOffStreet;

impl Check for EndOffStreet {
    fn code(&self) -> &'static str {
        "corridor-end-off-street"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let half_width_m = context.corridor.width_or_default().0 / 2.0;
        let reach = Metres(context.policy.street_reach.0.max(half_width_m));
        for (end, word) in [(context.entry(), "entry"), (context.exit(), "exit")] {
            for mode in context.modes().iter() {
                if context.picture.network().nearest_edge(end, mode, reach).is_some() {
                    continue;
                }
                let text = format!("no street for {mode} within {reach} of its {word}");
                findings.push(
                    Finding::new(self.code(), Severity::Error, text)
                        .at(Point(end))
                        .because(context.corridor.reference()),
                );
            }
        }
    }
}
