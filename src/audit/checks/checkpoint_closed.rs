//! `checkpoint-closed-in-window`: a checkpoint on it is reported closed.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::{CheckpointStatus, Feature};
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct CheckpointClosed;

impl Check for CheckpointClosed {
    fn code(&self) -> &'static str {
        "checkpoint-closed-in-window"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for gate in context.checkpoints() {
            if gate.status() != CheckpointStatus::Closed {
                continue;
            }
            for open in &context.open {
                let text = format!("{} ({}) is reported closed", gate.label(), gate.reference());
                findings.push(
                    Finding::new(self.code(), Severity::Error, text)
                        .at(gate.geometry())
                        .when(*open)
                        .because(gate.reference()),
                );
            }
        }
    }
}
