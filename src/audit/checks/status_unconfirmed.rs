//! `corridor-status-unconfirmed`: announced as open, but not by all whose word it takes.

use crate::audit::{AuditContext, Check, Finding};
use crate::id::CorridorId;
use crate::notice::Missing;
use crate::notice::NoticeId;
use crate::notice::Status;
use crate::notice::StatusQuery;
use crate::notice::StatusReport;
use crate::severity::Severity;
use crate::time::TimeWindow;

#[derive(Debug)]
pub(super) struct StatusUnconfirmed;

impl Check for StatusUnconfirmed {
    fn code(&self) -> &'static str {
        "corridor-status-unconfirmed"
    }

    fn run(&self, context: &AuditContext<'_>, findings: &mut Vec<Finding>) {
        for (window, report) in pieces_with(context, Status::OpenUnconfirmed) {
            let missing: Vec<String> = report.missing.iter().map(Missing::to_string).collect();
            let text = format!(
                "announced as open ({}), but missing: {}",
                list(&report.decided_by),
                missing.join("; ")
            );
            findings.push(
                Finding::new(self.code(), Severity::Warning, text)
                    .when(window)
                    .because(report.query.subject),
            );
        }
    }
}

/// The stretches of the audit's window in which the notices give that status,
/// with the report at the first instant of each. None if there are no notices.
pub(super) fn pieces_with(
    context: &AuditContext<'_>,
    status: Status,
) -> Vec<(TimeWindow, StatusReport)> {
    let picture = context.picture;
    let (Some(evidence), Some(basis)) = (picture.evidence(), picture.basis()) else {
        return Vec::new();
    };
    let subject = CorridorId::to_ref(context.corridor.id());
    let Ok(pieces) = evidence.timeline(&subject, context.window, basis.known_at, basis.reading)
    else {
        return Vec::new();
    };
    let wanted = pieces.into_iter().filter(|piece| piece.status == status);
    wanted
        .filter_map(|piece| {
            let query = StatusQuery::new(subject.clone(), piece.window.start_or_min())
                .known_at(basis.known_at)
                .reading(basis.reading);
            Some((piece.window, evidence.status(&query).ok()?))
        })
        .collect()
}

pub(super) fn list(notices: &[NoticeId]) -> String {
    let ids: Vec<&str> = notices.iter().map(NoticeId::as_str).collect();
    ids.join(", ")
}
