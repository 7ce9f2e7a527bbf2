//! Which notices are copies of one statement.
//!
//! Floor 2.
//!
//! A copy that says so joins what it copies. Otherwise the same issuer saying
//! the same of the same places for the same time, no longer before or after
//! than the policy says, is taken for a copy. Notices are taken in the
//! order in which they were learnt, so what was one statement as known at some
//! instant stays one, whatever is learnt later.

use super::parties::PartyNo;
use super::statement::{Lineage, Notice, NoticeId, NoticePlace};
use super::timing::{Recurrence, Timing};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
    /// The first notice that says whether it recurs, and what that says.
    recurs: Option<(u32, Recurrence)>,
    /// The first notice that says otherwise.
    otherwise: Option<u32>,
    /// From which notice on which notice speaks for the statement: the one said first.
    speakers: Vec<u32>,
    /// The notice through which it turned out to be a misquote, or to be part
    /// of another statement. From then on it opens nothing.
    unheard_since: Option<u32>,
}

impl Statement {
    /// The notice said first of those learnt by then.
    pub(super) fn speaker(&self, notices: &[Notice], known_at: Timestamp) -> Option<u32> {
        let known = self.speakers.partition_point(|&one| was_known(notices, one, known_at));
        known.checked_sub(1).and_then(|last| self.speakers.get(last).copied())
    }

    /// Whether, as known then, it is no statement of its own and so opens nothing.
    pub(super) fn is_unheard(&self, notices: &[Notice], known_at: Timestamp) -> bool {
        self.unheard_since.is_some_and(|one| was_known(notices, one, known_at))
    }

    /// The notice through which it came to open nothing.
    pub(super) const fn unheard_through(&self) -> Option<u32> {
        self.unheard_since
    }

    /// From when on it opens nothing.
    pub(super) fn unheard_from(&self, notices: &[Notice]) -> Option<Timestamp> {
        notices.get(self.unheard_since? as usize).map(|one| one.known_at)
    }

    /// When both of two notices were known that do not agree on whether it recurs.
    pub(super) fn unclear_from(&self, notices: &[Notice]) -> Option<Timestamp> {
        notices.get(self.otherwise? as usize).map(|one| one.known_at)
    }

    /// A notice that says otherwise than `one` of whether it recurs, if any
    /// two were known that do not agree.
    pub(super) fn unclear_by(
        &self,
        notices: &[Notice],
        one: u32,
        known_at: Timestamp,
    ) -> Option<u32> {
        let otherwise = self.otherwise.filter(|&one| was_known(notices, one, known_at))?;
        let (first, recurs) = self.recurs?;
        let own = notices.get(one as usize).and_then(|notice| recurrence(&notice.time));
        Some(if own == Some(recurs) { otherwise } else { first })
    }
}

fn was_known(notices: &[Notice], one: u32, known_at: Timestamp) -> bool {
    notices.get(one as usize).is_some_and(|notice| notice.known_at <= known_at)
}

/// Every notice's statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    pub(super) all: Vec<Statement>,
    of: Vec<(u32, Witness)>,
}

impl Statements {
    /// Sorts notices into statements. `issuers` holds the party of each.
    /// Expected linear time, plus the notices with equal issuer, kind, first
    /// place and time that belong to different statements.
    pub(super) fn sort(
        notices: &[Notice],
        issuers: &[PartyNo],
        echo_within: SignedDuration,
    ) -> Self {
        let mut sorted = Self { all: Vec::new(), of: Vec::with_capacity(notices.len()) };
        // Of each notice, when it was said, or when what it copies was.
        let mut origins: Vec<Timestamp> = Vec::with_capacity(notices.len());
        let mut numbers: HashMap<&NoticeId, u32> = HashMap::with_capacity(notices.len());
        // By what they copy, the copies of notices that are not known yet.
        let mut waiting: HashMap<&NoticeId, u32> = HashMap::new();
        // By what they say, the notices that others may be copies of, first learnt first.
        let mut alike: HashMap<Key<'_>, Vec<u32>> = HashMap::new();
        for (number, (notice, &issuer)) in notices.iter().zip(issuers).enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let candidates = alike.entry(Key::of(notice, issuer)).or_default();
            let found = match &notice.lineage {
                Some(Lineage::EchoOf(original)) => numbers
                    .get(original)
                    .or_else(|| waiting.get(original))
                    .map(|&found| (found, Witness::StatedCopy)),
                Some(Lineage::Original) => None,
                None => candidates
                    .iter()
                    .find(|&&one| {
                        let origin = origins.get(one as usize).copied().unwrap_or_default();
                        notice.said_at.duration_since(origin).abs() <= echo_within
                            && sorted.is_copy(one, notices, notice)
                    })
                    .map(|&one| (one, Witness::InferredCopy)),
            };
            let origin = found.and_then(|(found, _)| origins.get(found as usize).copied());
            let found = found.map(|(found, witness)| (sorted.statement_of(found), witness));
            let copies = waiting.get(&notice.id).map(|&first| sorted.statement_of(first));
            let says_kind = |one| sorted.says_kind(one, notices, notice);
            let (statement, witness) = match (found, copies, &notice.lineage) {
                (Some((found, witness)), _, _) if says_kind(found) => (found, witness),
                (Some(_), _, _) => (sorted.begin(), Witness::Misquote),
                (None, Some(copies), None | Some(Lineage::Original)) if says_kind(copies) => {
                    (copies, Witness::Own)
                }
                (None, _, Some(Lineage::EchoOf(original))) => {
                    waiting.insert(original, number);
                    (sorted.begin(), Witness::StatedCopy)
                }
                (None, _, _) => (sorted.begin(), Witness::Own),
            };
            if witness == Witness::Misquote {
                sorted.silence(statement, number);
            }
            if let Some(copies) = copies.filter(|&copies| copies != statement) {
                sorted.silence(copies, number);
            }
            sorted.join(statement, number, notices);
            // What its copies waited for is no copy, though it says what they say.
            let awaited = copies == Some(statement) && witness == Witness::InferredCopy;
            sorted.of.push((statement, if awaited { Witness::Own } else { witness }));
            origins.push(match witness {
                Witness::StatedCopy | Witness::InferredCopy => origin.unwrap_or(notice.said_at),
                Witness::Own | Witness::Misquote => notice.said_at,
            });
            numbers.insert(&notice.id, number);
            let says_more = candidates.last().is_none_or(|&last| {
                sorted.statement_of(last) != statement
                    || origins.get(last as usize) != origins.last()
                    || !notices.get(last as usize).is_some_and(|last| says_same(last, notice))
            });
            if says_more && !matches!(witness, Witness::Misquote | Witness::InferredCopy) {
                candidates.push(number);
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

    fn begin(&mut self) -> u32 {
        self.all.push(Statement {
            members: Vec::new(),
            recurs: None,
            otherwise: None,
            speakers: Vec::new(),
            unheard_since: None,
        });
        u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
    }

    fn silence(&mut self, statement: u32, through: u32) {
        if let Some(one) = self.all.get_mut(statement as usize) {
            one.unheard_since.get_or_insert(through);
        }
    }

    fn join(&mut self, statement: u32, number: u32, notices: &[Notice]) {
        let Some(one) = self.all.get_mut(statement as usize) else { return };
        let Some(notice) = notices.get(number as usize) else { return };
        if let Some(recurs) = recurrence(&notice.time) {
            let (_, first) = *one.recurs.get_or_insert((number, recurs));
            if recurs != first {
                one.otherwise.get_or_insert(number);
            }
        }
        let speaker = one.speakers.last().and_then(|&last| notices.get(last as usize));
        if speaker.is_none_or(|speaker| notice.said_at < speaker.said_at) {
            one.speakers.push(number);
        }
        one.members.push(number);
    }

    fn says_kind(&self, statement: u32, notices: &[Notice], notice: &Notice) -> bool {
        let first = self.get(statement).and_then(|one| one.members.first());
        first.and_then(|&first| notices.get(first as usize)).is_some_and(|first| {
            first.content.kind() == notice.content.kind()
                && first.content.stance() == notice.content.stance()
        })
    }

    /// Whether a notice says what `one` says, whose issuer it has.
    fn is_copy(&self, one: u32, notices: &[Notice], notice: &Notice) -> bool {
        let heard = |statement: &Statement| statement.unheard_since.is_none();
        self.get(self.statement_of(one)).is_some_and(heard)
            && notices.get(one as usize).is_some_and(|one| says_same(one, notice))
    }
}

/// Whether two notices of one issuer say the same, whether or not it recurs.
fn says_same(a: &Notice, b: &Notice) -> bool {
    a.content == b.content
        && same_places(&a.places, &b.places)
        && same_hours(&a.time, &b.time)
        && (a.time != Timing::Unstated || a.said_at == b.said_at)
        && a.updates == b.updates
        && a.cancels == b.cancels
}

/// What copies have in common, for finding candidates.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    issuer: PartyNo,
    kind: &'static str,
    place: &'a str,
    supersedes: Option<&'a NoticeId>,
    /// When the time begins and ends, so that a daily "open today" makes no long list.
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl<'a> Key<'a> {
    fn of(notice: &'a Notice, issuer: PartyNo) -> Self {
        let place = notice.places.first();
        let place = place.and_then(|place| {
            place
                .feature
                .as_ref()
                .map(crate::id::FeatureRef::id)
                .or_else(|| place.name.as_deref().filter(|_| place.area.is_none()))
        });
        let (start, end) = match &notice.time {
            Timing::Unstated => (Some(notice.said_at), None),
            Timing::Window(window) => (window.start(), window.end()),
            Timing::Hours(hours) => {
                let day = hours.from_day().to_zoned(jiff::tz::TimeZone::UTC);
                (day.ok().map(|day| day.timestamp()), None)
            }
            Timing::Schedule(_) => (None, None),
        };
        let supersedes = notice.supersedes().next();
        let kind = notice.content.kind();
        Self { issuer, kind, place: place.unwrap_or(""), supersedes, start, end }
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

/// Whether a time recurs, if it says so.
fn recurrence(time: &Timing) -> Option<Recurrence> {
    match time {
        Timing::Hours(hours) => Some(hours.recurrence()),
        Timing::Window(_) => Some(Recurrence::Once),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
