//! How a status changes over time, as known at one instant.
//!
//! Floor 2.
//!
//! Between two instants at which a claim begins, ends, is said, is withdrawn,
//! grows too old, or control changes, nothing can change; so the status is
//! found once for each stretch.

use super::answer::{StatusPiece, UnknownSubject};
use super::claims::{Claim, View};
use super::content::Stance;
use super::decide::{InForce, decide};
use super::evidence::Evidence;
use super::timing::Reading;
use crate::id::FeatureRef;
use crate::time::TimeWindow;
use jiff::Timestamp;

impl Evidence {
    /// The status of a corridor or checkpoint over a window, in pieces that
    /// follow each other without a gap.
    ///
    /// O(c log c + s · a) for c changes within the window, s stretches between
    /// them, and a claims in force at once.
    ///
    /// # Errors
    ///
    /// [`UnknownSubject`] if the scenario has no such corridor or checkpoint.
    pub fn timeline(
        &self,
        subject: &FeatureRef,
        window: TimeWindow,
        known_at: Timestamp,
        reading: Reading,
    ) -> Result<Vec<StatusPiece>, UnknownSubject> {
        let found =
            self.subject(subject).ok_or_else(|| UnknownSubject { subject: subject.clone() })?;
        let view = View { evidence: self, subject: found, known_at, reading };
        Ok(pieces(&view, window))
    }
}

fn pieces(view: &View<'_>, window: TimeWindow) -> Vec<StatusPiece> {
    let policy = view.evidence.policy();
    let mut claims: Vec<(Timestamp, Claim<'_>)> =
        view.all().map(|claim| (claim.earliest(), claim)).collect();
    claims.sort_by_key(|(from, claim)| (*from, claim.number));
    let mut changes = vec![window.start_or_min()];
    for (_, claim) in &claims {
        claim.changes(window, &mut changes);
        if claim.stance == Stance::Opens {
            for age in [policy.confirmed_within, policy.believed_within] {
                changes.extend(claim.notice.said_at.checked_add(age));
            }
        }
    }
    view.subject.control.changes(window, &mut changes);
    changes.retain(|at| window.contains(*at));
    changes.sort_unstable();
    changes.dedup();
    let mut pieces: Vec<StatusPiece> = Vec::new();
    let mut coming = claims.into_iter().peekable();
    let mut active: Vec<Claim<'_>> = Vec::new();
    for (index, &at) in changes.iter().enumerate() {
        while let Some((_, claim)) = coming.next_if(|(from, _)| *from <= at) {
            enter(&mut active, claim);
        }
        active.retain(|claim| !claim.is_over(at));
        let force = InForce::at(active.iter().copied(), at);
        let status = decide(view, at, &force).status;
        let end = changes.get(index + 1).copied().unwrap_or_else(|| window.end_or_max());
        match pieces.last_mut() {
            Some(last) if last.status == status => {
                last.window =
                    TimeWindow::new(last.window.start_or_min(), end).unwrap_or(last.window);
            }
            _ => pieces
                .extend(TimeWindow::new(at, end).ok().map(|window| StatusPiece { window, status })),
        }
    }
    pieces
}

/// Adds a claim, unless one already there does all that it does; takes out
/// those of which that holds once it is there.
fn enter<'a>(active: &mut Vec<Claim<'a>>, claim: Claim<'a>) {
    if active.iter().any(|held| held.does_all_of(&claim)) {
        return;
    }
    active.retain(|held| !claim.does_all_of(held));
    active.push(claim);
}
