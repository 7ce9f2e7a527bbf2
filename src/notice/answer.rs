//! Answers about corridors and checkpoints.
//!
//! Floor 2.

use super::claims::{Claim, View};
use super::decide::{InForce, Verdict, decide};
use super::evidence::{Evidence, Subject};
use super::statement::NoticeId;
use super::status::{ByReading, Status, StatusQuery, StatusReport};
use super::timing::Reading;
use crate::id::FeatureRef;
use jiff::Timestamp;

impl Evidence {
    /// What may be believed of a corridor or checkpoint, and why.
    ///
    /// Linear in the notices about it that were known, of which those that do
    /// not speak of the instant are passed over in blocks of 64; notices about
    /// anything else cost nothing.
    ///
    /// # Errors
    ///
    /// [`UnknownSubject`] if the scenario has no such corridor or checkpoint.
    pub fn status(&self, query: &StatusQuery) -> Result<StatusReport, UnknownSubject> {
        let subject = self
            .subject(&query.subject)
            .ok_or_else(|| UnknownSubject { subject: query.subject.clone() })?;
        Ok(self.report(subject, query.clone()))
    }

    /// The status of every corridor and checkpoint at an instant, by kind and
    /// identifier.
    pub fn statuses(
        &self,
        at: Timestamp,
        known_at: Timestamp,
        reading: Reading,
    ) -> impl Iterator<Item = StatusReport> {
        self.subjects.iter().map(move |subject| {
            let query = StatusQuery { subject: subject.reference.clone(), at, known_at, reading };
            self.report(subject, query)
        })
    }

    fn report(&self, subject: &Subject, query: StatusQuery) -> StatusReport {
        let view = |reading| View { evidence: self, subject, known_at: query.known_at, reading };
        let of_reading = |reading| {
            let view = view(reading);
            let force = InForce::at(view.near(query.at), query.at);
            let verdict = decide(&view, query.at, &force);
            (force, verdict)
        };
        let (force, verdict) = of_reading(query.reading);
        let readable = subject.readable_from.is_some_and(|from| from <= query.known_at);
        let other = |reading| {
            if reading == query.reading || !readable {
                verdict.status
            } else {
                of_reading(reading).1.status
            }
        };
        let by_reading = ByReading {
            cautious: other(Reading::Cautious),
            once: other(Reading::Once),
            daily: other(Reading::Daily),
        };
        let Verdict { status, rule, decided_by, missing } = verdict;
        StatusReport {
            status,
            rule,
            policy: self.policy.name.clone(),
            decided_by: decided_by
                .into_iter()
                .filter_map(|number| self.notice(number))
                .map(|notice| notice.id.clone())
                .collect(),
            missing,
            by_reading,
            closings: ids(&force.closings),
            openings: ids(&force.openings),
            query,
        }
    }
}

fn ids(claims: &[Claim<'_>]) -> Vec<NoticeId> {
    let mut ids: Vec<NoticeId> = claims.iter().map(|claim| claim.notice.id.clone()).collect();
    ids.sort_unstable();
    ids
}

/// A corridor or checkpoint that the scenario does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a corridor or checkpoint of the scenario, found {subject}")]
#[non_exhaustive]
pub struct UnknownSubject {
    /// What was asked about.
    pub subject: FeatureRef,
}

/// A stretch of time over which a status stays the same.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StatusPiece {
    /// When.
    pub window: crate::time::TimeWindow,
    /// The status.
    pub status: Status,
}
