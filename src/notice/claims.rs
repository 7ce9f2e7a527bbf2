//! The notices that speak of one subject at one instant, as known at another.
//!
//! Floor 2.

use super::content::{Content, Stance};
use super::evidence::{BLOCK, Evidence, How, Link, Subject, Withdrawal};
use super::parties::PartyNo;
use super::policy::Weight;
use super::statement::Notice;
use super::timing::{Plain, Reading, Timing};
use crate::time::State;
use crate::time::TimeWindow;
use jiff::Timestamp;

/// A notice as it counts for one subject, as known at some instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    pub(super) number: u32,
    pub(super) notice: &'a Notice,
    pub(super) issuer: PartyNo,
    pub(super) how: How,
    pub(super) stance: Stance,
    pub(super) weight: Weight,
    /// Whether it is no opening of its own: a misquote, or a copy of what is
    /// part of another statement.
    pub(super) unheard: bool,
    /// What took it back first.
    pub(super) withdrawn: Option<Withdrawal>,
    /// How its hours are read, and the notice that makes them unclear.
    read: Plain,
    unclear_by: Option<u32>,
}

/// What is known of one subject, read in one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) subject: &'a Subject,
    pub(super) known_at: Timestamp,
    pub(super) reading: Reading,
}

impl<'a> View<'a> {
    /// How many links were known.
    fn known(&self) -> usize {
        self.subject.links.partition_point(|link| link.known_at <= self.known_at)
    }

    /// The claims that can hold at an instant, however they are read.
    pub(super) fn near(&self, at: Timestamp) -> impl Iterator<Item = Claim<'a>> {
        let view = *self;
        let known = self.known();
        let links = self.subject.links.get(..known).unwrap_or_default();
        links
            .chunks(BLOCK)
            .zip(&self.subject.blocks)
            .filter(move |(_, (start, end))| *start <= at && before(at, *end))
            .flat_map(|(block, _)| block)
            .filter(move |link| link.start <= at && before(at, link.end))
            .filter_map(move |link| view.claim(link))
    }

    /// Every claim that was known.
    pub(super) fn all(&self) -> impl Iterator<Item = Claim<'a>> {
        let view = *self;
        let links = self.subject.links.get(..self.known()).unwrap_or_default();
        links.iter().filter_map(move |link| view.claim(link))
    }

    /// A notice as a claim of the same subject, were it the only one; `None` if
    /// it does not count or speaks of something else.
    pub(super) fn alone(&self, number: u32) -> Option<Claim<'a>> {
        let links = &self.subject.links;
        let place = links.binary_search_by_key(&number, |link| link.notice).ok()?;
        let link = links.get(place).filter(|link| link.weight != Weight::None)?;
        let read = plain(self.reading, link.stance == Stance::Opens, false);
        let own = self.evidence.statements.get(self.evidence.statements.statement_of(number))?;
        let notices = self.evidence.ledger.notices();
        let unheard = link.stance == Stance::Opens && own.is_unheard(notices, self.known_at);
        Some(Claim { unheard, withdrawn: None, read, unclear_by: None, ..self.bare(link)? })
    }

    /// The copies beside which a notice counts as it does: the one that speaks
    /// for its statement, and one that says otherwise of whether it recurs.
    pub(super) fn company(&self, number: u32) -> impl Iterator<Item = u32> {
        let statements = &self.evidence.statements;
        let notices = self.evidence.ledger.notices();
        let own = statements.get(statements.statement_of(number));
        let speaker = own.and_then(|own| own.speaker(notices, self.known_at));
        let unclear = own.and_then(|own| own.unclear_by(notices, number, self.known_at));
        speaker.into_iter().chain(unclear)
    }

    /// The notice through which a claim is not heard.
    pub(super) fn unheard_through(&self, claim: &Claim<'_>) -> Option<u32> {
        let statements = &self.evidence.statements;
        statements.get(statements.statement_of(claim.number))?.unheard_through()
    }

    /// A link as a claim; `None` if it does not count, or if another notice
    /// speaks for its statement.
    fn claim(&self, link: &Link) -> Option<Claim<'a>> {
        let evidence = self.evidence;
        if link.weight == Weight::None {
            return None;
        }
        let number = evidence.statements.statement_of(link.notice);
        let statement = evidence.statements.get(number)?;
        let opens = link.stance == Stance::Opens;
        if opens {
            let notices = evidence.ledger.notices();
            let only = statement.members.len() == 1;
            if !only && statement.speaker(notices, self.known_at) != Some(link.notice) {
                return None;
            }
        }
        let (read, unclear_by) = evidence.read_as(link.notice, opens, self.known_at, self.reading);
        let unheard = opens && statement.is_unheard(evidence.ledger.notices(), self.known_at);
        let withdrawn = evidence.withdrawn(link.notice, self.known_at);
        Some(Claim { unheard, withdrawn, read, unclear_by, ..self.bare(link)? })
    }

    /// A link as a claim, whatever became of it.
    fn bare(&self, link: &Link) -> Option<Claim<'a>> {
        let issuers = &self.evidence.issuers;
        Some(Claim {
            number: link.notice,
            notice: self.evidence.notice(link.notice)?,
            issuer: issuers.get(link.notice as usize).copied().unwrap_or_default(),
            how: link.how,
            stance: link.stance,
            weight: link.weight,
            unheard: false,
            withdrawn: None,
            read: Plain::Once,
            unclear_by: None,
        })
    }
}

impl Evidence {
    /// The first withdrawal, as known, of a notice: of its statement, and said
    /// no earlier than it; of a closing, by its own issuer.
    pub(super) fn withdrawn(&self, number: u32, known_at: Timestamp) -> Option<Withdrawal> {
        if self.withdrawals.is_empty() {
            return None;
        }
        let notice = self.notice(number)?;
        let issuer = match notice.content.stance() {
            Stance::Opens => None,
            _ => self.issuers.get(number as usize).copied(),
        };
        let list = self.withdrawals.get(&(self.statements.statement_of(number), issuer))?;
        let from = list.partition_point(|one| one.said_at < notice.said_at);
        let counts = |one: &&Withdrawal| {
            one.known_at <= known_at && one.until.is_none_or(|until| known_at < until)
        };
        // A notice does not take itself back.
        list.get(from..)?.iter().filter(|one| one.by != number).find(counts).copied()
    }

    /// How the hours of a notice are read, and the notice that makes them unclear.
    pub(super) fn read_as(
        &self,
        notice: u32,
        opens: bool,
        known_at: Timestamp,
        reading: Reading,
    ) -> (Plain, Option<u32>) {
        // Of a closing each copy holds as it says.
        let statement = self.statements.get(self.statements.statement_of(notice));
        let unclear_by = statement
            .filter(|_| opens)
            .and_then(|one| one.unclear_by(self.ledger.notices(), notice, known_at));
        let read = plain(reading, opens, unclear_by.is_some());
        (read, unclear_by)
    }
}

/// How hours are read; `force` if their recurrence counts as unclear.
const fn plain(reading: Reading, opens: bool, force: bool) -> Plain {
    let daily = match reading {
        Reading::Cautious => !opens,
        Reading::Once => false,
        Reading::Daily => true,
    };
    match (daily, force) {
        (false, false) => Plain::Once,
        (true, false) => Plain::Daily,
        (false, true) => Plain::ForceOnce,
        (true, true) => Plain::ForceDaily,
    }
}

/// Whether `at` is before an end; an open end is before nothing.
fn before(at: Timestamp, end: Timestamp) -> bool {
    at < end || end == Timestamp::MAX
}

/// Whether a notice holds at an instant, its hours read so. What cannot be told
/// holds if it closes and does not if it opens.
pub(super) fn holds(notice: &Notice, at: Timestamp, read: Plain) -> bool {
    let state = match &notice.time {
        Timing::Unstated => return speaks_since(notice, at),
        time => time.state_at(at, read),
    };
    if notice.content.stance() == Stance::Opens {
        state == State::Holds
    } else {
        state != State::DoesNotHold
    }
}

/// A notice without a time holds from when it was said; an announced corridor
/// without a time opens nothing.
fn speaks_since(notice: &Notice, at: Timestamp) -> bool {
    !matches!(notice.content, Content::CorridorOpening(_)) && notice.said_at <= at
}

impl Claim<'_> {
    /// Whether it holds at an instant, withdrawn or not. What cannot be told
    /// holds if it closes and does not if it opens.
    pub(super) fn speaks_of(&self, at: Timestamp) -> bool {
        holds(self.notice, at, self.read)
    }

    /// Whether it is in force at an instant: it holds and was not withdrawn.
    pub(super) fn in_force(&self, at: Timestamp) -> bool {
        !self.unheard && !self.is_withdrawn(at) && self.speaks_of(at)
    }

    /// Whether it was taken back by an instant.
    pub(super) fn is_withdrawn(&self, at: Timestamp) -> bool {
        self.withdrawn.is_some_and(|one| one.said_at <= at)
    }

    /// The notice without which it would be read otherwise at that instant.
    pub(super) fn hangs_on(&self, at: Timestamp) -> Option<u32> {
        let plain = match self.read {
            Plain::ForceOnce => Plain::Once,
            Plain::ForceDaily => Plain::Daily,
            plain => plain,
        };
        self.unclear_by.filter(|_| holds(self.notice, at, plain) != self.speaks_of(at))
    }

    /// Whether it says that it had begun to hold by an instant.
    pub(super) fn has_begun(&self, at: Timestamp) -> bool {
        match &self.notice.time {
            Timing::Unstated => speaks_since(self.notice, at),
            Timing::Window(window) => window.start_or_min() <= at,
            Timing::Hours(hours) => {
                let first = hours.once().next_change(Timestamp::MIN);
                first.is_some_and(|first| first <= at)
            }
            Timing::Schedule(schedule) => TimeWindow::new(Timestamp::MIN, at)
                .is_ok_and(|past| schedule.pieces(past).any(|(_, state)| state == State::Holds)),
        }
    }

    /// Whether it holds at some instant after `at`, as far as can be told: of a
    /// schedule a thousand stretches are looked at.
    pub(super) fn is_to_come(&self, at: Timestamp) -> bool {
        match &self.notice.time {
            Timing::Unstated => {
                !matches!(self.notice.content, Content::CorridorOpening(_))
                    && self.notice.said_at > at
            }
            Timing::Window(window) => window.start_or_min() > at,
            Timing::Hours(hours) => {
                let first = hours.once().next_change(Timestamp::MIN);
                first.is_some_and(|first| first > at)
            }
            Timing::Schedule(schedule) => schedule
                .pieces(TimeWindow::since(at))
                .take(1000)
                .any(|(_, state)| state == State::Holds),
        }
    }

    /// Instants within a window at which it may begin or cease to count.
    pub(super) fn changes(&self, within: TimeWindow, into: &mut Vec<Timestamp>) {
        into.push(self.notice.said_at);
        into.extend(self.withdrawn.map(|one| one.said_at));
        match &self.notice.time {
            Timing::Unstated => {}
            Timing::Window(window) => into.extend([window.start_or_min(), window.end_or_max()]),
            time => {
                let schedule = time.schedule(self.read);
                into.extend(schedule.pieces(within).filter_map(|(piece, _)| piece.start()));
            }
        }
    }

    /// No later than the first instant at which it can count.
    pub(super) fn earliest(&self) -> Timestamp {
        match &self.notice.time {
            Timing::Unstated => self.notice.said_at,
            Timing::Window(window) => window.start_or_min(),
            Timing::Hours(_) | Timing::Schedule(_) => Timestamp::MIN,
        }
    }

    /// Whether it can no longer count from that instant on.
    pub(super) fn is_over(&self, at: Timestamp) -> bool {
        let ended = match &self.notice.time {
            Timing::Window(window) => window.end().is_some_and(|end| end <= at),
            _ => false,
        };
        // Who was a voice of an opening stays one, though it was taken back.
        ended || (self.stance != Stance::Opens && self.is_withdrawn(at))
    }

    /// Whether, now that both have begun, nothing hangs on the other: the same
    /// kind of closing by the same issuer, said no earlier and for no shorter.
    pub(super) fn does_all_of(&self, other: &Self) -> bool {
        let plain = |claim: &Self| match &claim.notice.time {
            Timing::Window(window) => {
                let end = window.end_or_max();
                Some(claim.withdrawn.map_or(end, |one| one.said_at.min(end)))
            }
            _ => None,
        };
        let (Some(own), Some(others)) = (plain(self), plain(other)) else { return false };
        self.stance == Stance::Closes
            && other.stance == Stance::Closes
            && self.weight == other.weight
            && self.issuer == other.issuer
            && (self.how == How::Area) == (other.how == How::Area)
            && self.notice.said_at >= other.notice.said_at
            && own >= others
    }
}
