//! `corridor-announcement-disputed`: another source denies it, or a checkpoint on it.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::{Confidence, Feature};
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct AnnouncementDisputed;

impl Check for AnnouncementDisputed {
    fn code(&self) -> &'static str {
        "corridor-announcement-disputed"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let gates = context.checkpoints();
        let records = gates.iter().map(|gate| *gate as &dyn Feature);
        for record in std::iter::once(context.corridor as &dyn Feature).chain(records) {
            if record.provenance().confidence != Confidence::Disputed {
                continue;
            }
            let text = format!(
                "what {:?} says of {} ({}) is disputed by another source",
                record.provenance().source,
                record.label(),
                record.reference(),
            );
            findings.push(
                Finding::new(self.code(), Severity::Warning, text)
                    .at(record.geometry())
                    .because(record.reference()),
            );
        }
    }
}
