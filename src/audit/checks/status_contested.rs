//! `corridor-status-contested`: notices contradict each other on whether it is open.

use super::status_unconfirmed::{list, pieces_with};
use crate::audit::{AuditContext, Check, Finding};
use crate::notice::Status;
use crate::severity::Severity;

#[derive(Debug)]
pub(super) struct StatusContested;

impl Check for StatusContested {
    fn code(&self) -> &'static str {
        "corridor-status-contested"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for (window, report) in pieces_with(context, Status::Contested) {
            let text = format!(
                "notices contradict each other on whether it is open: {}",
                list(&report.decided_by)
            );
            findings.push(
                Finding::new(self.code(), Severity::Error, text)
                    .when(window)
                    .because(report.query.subject),
            );
        }
    }
}
