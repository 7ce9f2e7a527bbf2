//! `corridor-not-open-in-window`: no source says that it is open at any time of the window.

use crate::audit::{AuditContext, Check, Finding};
use crate::model::Feature;
use crate::severity::Severity;
use crate::time::State;

#[derive(Debug)]
pub(super) struct NotOpen;

impl Check for NotOpen {
    fn code(&self) -> &'static str {
        "corridor-not-open-in-window"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        if !context.open.is_empty() {
            return;
        }
        let schedule = context.corridor.schedule();
        let pieces = schedule.windows_in(context.window).unwrap_or_default();
        let text = if pieces.iter().any(|(_, state)| *state == State::Unknown) {
            "nothing says whether it is open in this window; unknown is not open"
        } else {
            "it is announced for other times only"
        };
        findings.push(
            Finding::new(self.code(), Severity::Error, text)
                .at(context.corridor.geometry())
                .when(context.window)
                .because(context.corridor.reference()),
        );
    }
}
