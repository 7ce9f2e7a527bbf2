//! All notices, append-only, on two clocks.
//!
//! Floor 2. Imports the notice itself and the rules.
//!
//! The *known* clock only goes forward: what is added cannot change what was
//! known before. Notices stand by the instant at which they were learnt, then
//! by identifier, so what was known at an instant is a prefix, found by binary
//! search and never replayed.

use super::intake::{self, Bearer};
use super::statement::{Lineage, Notice, NoticeId};
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::severity::Severity;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

#[cfg(test)]
mod tests;

/// All notices of one place, in the order in which they were learnt.
///
/// Append-only: nothing is taken out or changed. A notice that was learnt
/// earlier than the last one held is refused, because it would change what was
/// known in between; [`NoticeLedger::merge`] makes a new ledger of both.
#[derive(Clone, Debug, Default)]
pub struct NoticeLedger {
    /// By `known_at`, then by identifier.
    notices: Vec<Notice>,
    /// When each was learnt, which with the identifier finds it.
    known: HashMap<NoticeId, Timestamp>,
    /// What was referred to and has not come. Only these can close a circle.
    awaited: HashSet<NoticeId>,
}

impl PartialEq for NoticeLedger {
    fn eq(&self, other: &Self) -> bool {
        self.notices == other.notices
    }
}

impl NoticeLedger {
    /// A ledger without notices.
    pub fn new() -> Self {
        Self::default()
    }

    /// A ledger of these notices, whatever order they come in, and the issues
    /// found. Notices with an error-level issue are left out. O(n log n).
    pub fn of(notices: impl IntoIterator<Item = Notice>) -> (Self, Vec<Issue>) {
        let mut ledger = Self::new();
        let issues = ledger.append_all(notices);
        (ledger, issues)
    }

    /// Adds one notice. The issues are warnings: it was added.
    ///
    /// O(log n) and the search for circles along what it supersedes; O(k) more
    /// when k notices were learnt at the same instant.
    ///
    /// # Errors
    ///
    /// [`Refused`] with an error-level issue if it has no issuer or identifier,
    /// was learnt before it was said, was learnt before the last notice held,
    /// or has the identifier of a different notice. The ledger is as before.
    pub fn append(&mut self, notice: Notice) -> Result<Vec<Issue>, Refused> {
        let at = RecordRef::default().id(notice.id.as_str());
        self.append_from(notice, &at)
    }

    /// Adds one notice that stood at `at`; otherwise as [`NoticeLedger::append`].
    ///
    /// # Errors
    ///
    /// As [`NoticeLedger::append`].
    pub fn append_from(&mut self, notice: Notice, at: &RecordRef) -> Result<Vec<Issue>, Refused> {
        let bearer = Bearer::of(self.get(&notice.id), &notice);
        match intake::refusal(&notice, bearer, self.last_known(), at) {
            None => {}
            Some(issue) if issue.severity < Severity::Error => return Ok(vec![issue]),
            Some(issue) => return Err(Refused { issue: Box::new(issue) }),
        }
        let place = self.place_of(notice.known_at, &notice.id).unwrap_or_else(|place| place);
        let mut issues = intake::doubts_alone(&notice, at);
        let awaited = self.awaited.remove(&notice.id);
        issues.extend(intake::doubts_of_references(&notice, self, at, awaited));
        self.awaited.extend(
            references(&notice)
                .filter(|id| **id != notice.id && !self.known.contains_key(*id))
                .cloned(),
        );
        self.known.insert(notice.id.clone(), notice.known_at);
        self.notices.insert(place, notice);
        Ok(issues)
    }

    /// Adds many notices, whatever order they come in among themselves; those
    /// refused are left out, with an error-level issue each. O(n log n).
    pub fn append_all(&mut self, notices: impl IntoIterator<Item = Notice>) -> Vec<Issue> {
        let origin = |notice: Notice| {
            let at = RecordRef::default().id(notice.id.as_str());
            (notice, at)
        };
        self.append_all_from(notices.into_iter().map(origin))
    }

    /// Adds many notices, each with where it stood; otherwise as
    /// [`NoticeLedger::append_all`].
    pub fn append_all_from(
        &mut self,
        notices: impl IntoIterator<Item = (Notice, RecordRef)>,
    ) -> Vec<Issue> {
        let mut batch: Vec<_> = notices.into_iter().collect();
        batch.sort_by(|(a, _), (b, _)| (a.known_at, &a.id).cmp(&(b.known_at, &b.id)));
        let mut issues = Vec::new();
        for (notice, at) in batch {
            match self.append_from(notice, &at) {
                Ok(found) => issues.extend(found),
                Err(refused) => issues.push(*refused.issue),
            }
        }
        // What was unknown when it was referred to may have come later in the batch.
        issues.retain(|issue| !self.settles(issue));
        issues
    }

    /// Whether an issue about an unknown reference no longer holds, since all
    /// that the notice refers to is now here.
    pub fn settles(&self, issue: &Issue) -> bool {
        issue.code == super::rules::REFERENCE_UNKNOWN.code
            && issue.at.record_id().and_then(|id| self.get(&id.into())).is_some_and(|notice| {
                references(notice).all(|earlier| self.known.contains_key(earlier))
            })
    }

    /// A ledger of the notices of both, in the order in which each was learnt.
    /// What was known at an instant is then what either knew. O(n log n).
    #[must_use]
    pub fn merge(self, other: Self) -> (Self, Vec<Issue>) {
        Self::of(self.notices.into_iter().chain(other.notices))
    }

    /// Every notice, by the instant at which it was learnt, then by identifier.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.notices.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.notices.is_empty()
    }

    /// The notice with that identifier. O(log n).
    pub fn get(&self, id: &NoticeId) -> Option<&Notice> {
        let known_at = *self.known.get(id)?;
        self.notices.get(self.place_of(known_at, id).ok()?)
    }

    /// The place of a notice among all. O(log n).
    pub(super) fn position(&self, id: &NoticeId) -> Option<u32> {
        let known_at = *self.known.get(id)?;
        u32::try_from(self.place_of(known_at, id).ok()?).ok()
    }

    /// When the last notice was learnt.
    pub fn last_known(&self) -> Option<Timestamp> {
        self.notices.last().map(|notice| notice.known_at)
    }

    /// What was known at an instant: the notices learnt at it or before. O(log n).
    pub fn as_known_at(&self, at: Timestamp) -> &[Notice] {
        let known = self.notices.partition_point(|notice| notice.known_at <= at);
        self.notices.get(..known).unwrap_or_default()
    }

    fn place_of(&self, known_at: Timestamp, id: &NoticeId) -> Result<usize, usize> {
        self.notices.binary_search_by(|held| (held.known_at, &held.id).cmp(&(known_at, id)))
    }
}

/// Every earlier notice that a notice refers to.
pub(super) fn references(notice: &Notice) -> impl Iterator<Item = &NoticeId> {
    let copied = match &notice.lineage {
        Some(Lineage::EchoOf(original)) => Some(original),
        _ => None,
    };
    notice.supersedes().chain(copied)
}

/// A notice that a ledger did not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{issue}")]
#[non_exhaustive]
pub struct Refused {
    /// Where and why; always of severity [`Severity::Error`].
    pub issue: Box<Issue>,
}

impl Refused {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.issue.severity
    }
}
