//! Which notices are copies of one statement.
//!
//! Floor 2.
//!
//! A copy that says so joins what it copies. Otherwise the same issuer saying
//! the same of the same places for the same time, no longer after the first of
//! them than the policy says, is taken for a copy. Notices are taken in the
//! order in which they were learnt, so what was one statement as known at some
//! instant stays one, whatever is learnt later.

use super::parties::PartyNo;
use super::statement::{Lineage, Notice, NoticeId, NoticePlace};
use super::timing::{Recurrence, Timing};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How many statements that begin alike are compared with a notice, the latest first.
const MOST_ALIKE: usize = 256;

/// How a notice came to belong to its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Witness {
    /// It is a statement of its own.
    Own,
    /// It says that it is a copy.
    StatedCopy,
    /// It was taken for a copy.
    InferredCopy,
    /// It says that it is a copy, but says something else than what it copies.
    Misquote,
}

/// A statement and all notices that carry it.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Numbers of notices, in the order in which they were learnt.
    pub(super) members: Vec<u32>,
    /// When it was first said, as the first notice learnt has it.
    anchor: Timestamp,
    /// The notice through which it became unclear whether it recurs.
    pub(super) unclear_since: Option<u32>,
    /// From which notice on which notice speaks for the statement: the one said first.
    speakers: Vec<u32>,
}

impl Statement {
    /// The notice said first of those learnt by then.
    pub(super) fn speaker(&self, notices: &[Notice], known_at: Timestamp) -> Option<u32> {
        let known = self.speakers.partition_point(|&one| {
            notices.get(one as usize).is_some_and(|notice| notice.known_at <= known_at)
        });
        known.checked_sub(1).and_then(|last| self.speakers.get(last).copied())
    }
}

/// Every notice's statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    pub(super) all: Vec<Statement>,
    of: Vec<(u32, Witness)>,
}

impl Statements {
    /// Sorts notices into statements. `issuers` holds the party of each.
    /// Expected linear time, plus the members of statements with equal issuer,
    /// kind, first place and start.
    pub(super) fn sort(
        notices: &[Notice],
        issuers: &[PartyNo],
        echo_within: SignedDuration,
    ) -> Self {
        let mut sorted = Self { all: Vec::new(), of: Vec::with_capacity(notices.len()) };
        let mut numbers: HashMap<&NoticeId, u32> = HashMap::with_capacity(notices.len());
        let mut waiting: HashMap<&NoticeId, u32> = HashMap::new();
        let mut alike: HashMap<Key<'_>, Vec<u32>> = HashMap::new();
        for (number, (notice, &issuer)) in notices.iter().zip(issuers).enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let key = Key::of(notice, issuer);
            let (statement, witness) = match &notice.lineage {
                Some(Lineage::EchoOf(original)) => {
                    let found = numbers
                        .get(original)
                        .map(|&first| sorted.statement_of(first))
                        .or_else(|| waiting.get(original).copied());
                    match found {
                        Some(found) if sorted.says_kind(found, notices, notice) => {
                            (found, Witness::StatedCopy)
                        }
                        Some(_) => (sorted.begin(notice.said_at), Witness::Misquote),
                        None => {
                            let own = sorted.begin(notice.said_at);
                            waiting.insert(original, own);
                            (own, Witness::StatedCopy)
                        }
                    }
                }
                _ if waiting
                    .get(&notice.id)
                    .is_some_and(|&own| sorted.says_kind(own, notices, notice)) =>
                {
                    (waiting.get(&notice.id).copied().unwrap_or_default(), Witness::Own)
                }
                Some(Lineage::Original) => (sorted.begin(notice.said_at), Witness::Own),
                None => {
                    let copied = alike.get(&key).and_then(|candidates| {
                        candidates
                            .iter()
                            .rev()
                            .take(MOST_ALIKE)
                            .copied()
                            .find(|&one| sorted.is_copy(one, notices, notice, echo_within))
                    });
                    match copied {
                        Some(found) => (found, Witness::InferredCopy),
                        None => (sorted.begin(notice.said_at), Witness::Own),
                    }
                }
            };
            sorted.join(statement, number, notices);
            sorted.of.push((statement, witness));
            numbers.insert(&notice.id, number);
            let candidates = alike.entry(key).or_default();
            if candidates.last() != Some(&statement) && witness != Witness::Misquote {
                candidates.push(statement);
            }
        }
        sorted
    }

    /// The number of a notice's statement.
    pub(super) fn statement_of(&self, notice: u32) -> u32 {
        self.of.get(notice as usize).map_or(0, |(statement, _)| *statement)
    }

    /// How a notice came to belong to its statement.
    pub(super) fn witness(&self, notice: u32) -> Witness {
        self.of.get(notice as usize).map_or(Witness::Own, |(_, witness)| *witness)
    }

    /// A statement by its number.
    pub(super) fn get(&self, statement: u32) -> Option<&Statement> {
        self.all.get(statement as usize)
    }

    fn begin(&mut self, anchor: Timestamp) -> u32 {
        self.all.push(Statement {
            members: Vec::new(),
            anchor,
            unclear_since: None,
            speakers: Vec::new(),
        });
        u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
    }

    fn join(&mut self, statement: u32, number: u32, notices: &[Notice]) {
        let Some(one) = self.all.get_mut(statement as usize) else { return };
        let Some(notice) = notices.get(number as usize) else { return };
        let first = one.members.first().and_then(|&first| notices.get(first as usize));
        if one.unclear_since.is_none() && first.is_some_and(|first| disagree(first, notice)) {
            one.unclear_since = Some(number);
        }
        let speaker = one.speakers.last().and_then(|&last| notices.get(last as usize));
        if speaker.is_none_or(|speaker| notice.said_at < speaker.said_at) {
            one.speakers.push(number);
        }
        one.members.push(number);
    }

    fn first<'a>(&self, statement: u32, notices: &'a [Notice]) -> Option<&'a Notice> {
        let first = *self.get(statement)?.members.first()?;
        notices.get(first as usize)
    }

    fn says_kind(&self, statement: u32, notices: &[Notice], notice: &Notice) -> bool {
        self.first(statement, notices).is_some_and(|first| {
            first.content.kind() == notice.content.kind()
                && first.content.stance() == notice.content.stance()
        })
    }

    fn is_copy(
        &self,
        statement: u32,
        notices: &[Notice],
        notice: &Notice,
        echo_within: SignedDuration,
    ) -> bool {
        let Some(one) = self.get(statement) else { return false };
        let Some(first) = self.first(statement, notices) else { return false };
        notice.said_at.duration_since(one.anchor).abs() <= echo_within
            && first.content == notice.content
            && same_places(&first.places, &notice.places)
            && same_hours(&first.time, &notice.time)
            && (notice.time != Timing::Unstated || first.said_at == notice.said_at)
            && first.updates == notice.updates
            && first.cancels == notice.cancels
    }
}

/// What copies have in common, for finding candidates.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    issuer: PartyNo,
    kind: &'static str,
    place: &'a str,
    /// When the time begins, so that a daily "open today" makes no long list.
    start: Option<Timestamp>,
}

impl<'a> Key<'a> {
    fn of(notice: &'a Notice, issuer: PartyNo) -> Self {
        let place = notice.places.first();
        let place = place.and_then(|place| {
            place.feature.as_ref().map(crate::id::FeatureRef::id).or(place.name.as_deref())
        });
        let start = match &notice.time {
            Timing::Window(window) => window.start(),
            Timing::Hours(hours) => {
                hours.from_day().to_zoned(jiff::tz::TimeZone::UTC).ok().map(|day| day.timestamp())
            }
            _ => None,
        };
        Self { issuer, kind: notice.content.kind(), place: place.unwrap_or(""), start }
    }
}

/// The same places, whatever they were called.
pub(super) fn same_places(a: &[NoticePlace], b: &[NoticePlace]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            a.feature == b.feature
                && a.area == b.area
                && (a.is_placed() || (a.name == b.name && a.codes == b.codes))
        })
}

/// The same time, whether or not it is said to recur.
fn same_hours(a: &Timing, b: &Timing) -> bool {
    match (a, b) {
        (Timing::Hours(a), Timing::Hours(b)) => {
            a.clock() == b.clock() && a.time_zone() == b.time_zone() && a.from_day() == b.from_day()
        }
        (a, b) => a == b,
    }
}

/// Whether two copies differ in whether their hours recur.
fn disagree(a: &Notice, b: &Notice) -> bool {
    let recurs = |time: &Timing| match time {
        Timing::Hours(hours) => Some(hours.recurrence()),
        Timing::Window(_) => Some(Recurrence::Once),
        _ => None,
    };
    matches!((recurs(&a.time), recurs(&b.time)), (Some(a), Some(b)) if a != b)
}

#[cfg(test)]
mod tests;
