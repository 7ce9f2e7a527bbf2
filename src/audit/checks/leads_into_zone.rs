//! `corridor-leads-into-zone`: its exit lies in an area that is itself shut
//! while people come out.

use crate::audit::{AuditContext, Check, Finding};
use crate::id::Kind;
use crate::model::Feature;
use crate::severity::Severity;
use geo::Point;

#[derive(Debug)]
pub(super) struct LeadsIntoZone;

impl Check for LeadsIntoZone {
    fn code(&self) -> &'static str {
        "corridor-leads-into-zone"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let exit = context.exit();
        for ban in &context.bans {
            if ban.reference.kind() == Kind::FrontLine || !ban.outline.covers(exit) {
                continue;
            }
            for window in context.both(ban) {
                let text = format!("ends inside {} ({})", ban.label, ban.reference);
                findings.push(
                    Finding::new(self.code(), Severity::Error, text)
                        .at(Point(exit))
                        .when(window)
                        .because(ban.reference.clone())
                        .because(context.corridor.reference()),
                );
            }
        }
    }
}
