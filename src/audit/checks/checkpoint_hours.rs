//! `checkpoint-hours-do-not-cover`: a checkpoint on it opens after the corridor
//! opens, or closes before the corridor closes.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::{CheckpointStatus, Feature};
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct CheckpointHours;

impl Check for CheckpointHours {
    fn code(&self) -> &'static str {
        "checkpoint-hours-do-not-cover"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for gate in context.checkpoints() {
            let Some(hours) = &gate.particulars().schedule else { continue };
            if gate.status() == CheckpointStatus::Closed {
                continue;
            }
            let passable = hours.permitting_in(context.window).unwrap_or_default();
            for open in &context.open {
                let mut shut = vec![*open];
                for hours in &passable {
                    shut = shut.iter().flat_map(|left| left.difference(hours)).collect();
                }
                for window in shut {
                    let text = format!(
                        "{} ({}) is not announced as open for all of the corridor's hours",
                        gate.label(),
                        gate.reference()
                    );
                    findings.push(
                        Finding::new(self.code(), Severity::Warning, text)
                            .at(gate.geometry())
                            .when(window)
                            .because(gate.reference())
                            .because(context.corridor.reference()),
                    );
                }
            }
        }
    }
}
