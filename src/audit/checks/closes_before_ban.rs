//! `corridor-closes-before-ban-begins`: it closes some time before the ban it
//! is paired with begins. In between, people who go by the ban's hour find the
//! corridor shut (Aleppo, 8 January 2026: corridors until 13:00, curfew from 13:30).

use crate::audit::{AuditContext, Check, Finding};
use crate::id::Kind;
use crate::model::Feature;
use crate::severity::Severity;
use crate::time::TimeWindow;

#[derive(Debug)]
pub(super) struct ClosesBeforeBan;

impl Check for ClosesBeforeBan {
    fn code(&self) -> &'static str {
        "corridor-closes-before-ban-begins"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        let zones = context.bans.iter().filter(|ban| {
            matches!(ban.reference.kind(), Kind::CurfewZone | Kind::RestrictedZone)
                && !ban.outline.spans(&context.line).is_empty()
        });
        for ban in zones {
            for open in &context.open {
                let Some(closes) = open.end().filter(|&end| context.window.contains(end)) else {
                    continue;
                };
                let begins = ban.windows.iter().filter_map(TimeWindow::start).find(|&begins| {
                    begins > closes
                        && begins.duration_since(closes).as_secs() <= context.policy.gap_s
                });
                let Some(gap) = begins.and_then(|begins| TimeWindow::new(closes, begins).ok())
                else {
                    continue;
                };
                let minutes = gap.duration().map_or(0, |lasts| lasts.as_mins());
                let text = format!(
                    "closes {minutes} min before {} ({}) begins; in between no corridor is announced as open",
                    ban.label, ban.reference,
                );
                findings.push(
                    Finding::new(self.code(), Severity::Warning, text)
                        .at(context.corridor.geometry())
                        .when(gap)
                        .because(context.corridor.reference())
                        .because(ban.reference.clone()),
                );
            }
        }
    }
}
