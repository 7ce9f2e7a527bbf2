//! `checkpoint-state-unknown`: nothing says whether a checkpoint on it lets
//! people pass, or sources disagree. Unknown is not open.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::{CheckpointStatus, Feature};
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct CheckpointUnknown;

impl Check for CheckpointUnknown {
    fn code(&self) -> &'static str {
        "checkpoint-state-unknown"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for gate in context.checkpoints() {
            let why = match (gate.status(), &gate.particulars().schedule) {
                (CheckpointStatus::Unknown, _) => "whether it lets people pass is not known",
                (CheckpointStatus::Open, None) => "it is called open, but no hours are stated",
                _ => continue,
            };
            for open in &context.open {
                let text = format!("{} ({}): {why}", gate.label(), gate.reference());
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
