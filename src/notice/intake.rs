//! What is looked for when a notice comes in.
//!
//! Floor 2.

use super::content::{Content, Stance};
use super::ledger::{NoticeLedger, references};
use super::rules;
use super::statement::{Notice, NoticeId};
use super::timing::Timing;
use crate::record::RecordRef;
use crate::scenario::Issue;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// The farthest that two clocks on earth stand apart.
const WIDEST_OFFSET: SignedDuration = SignedDuration::from_hours(26);

/// How far learnt and said may lie beside a whole half hour to look like a
/// wrong zone.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// How many notices are followed in the search for a circle.
const LONGEST_CHAIN: usize = 10_000;

/// What makes a notice useless by itself.
fn check_alone(notice: &Notice, at: &RecordRef) -> Result<(), Issue> {
    if notice.issuer.trim().is_empty() || notice.id.as_str().trim().is_empty() {
        let text = format!(
            "expected an identifier and the party that said it, found id {:?} and issuer {:?}",
            notice.id.as_str(),
            notice.issuer
        );
        return Err(rules::ISSUER_MISSING.issue(at.clone(), text));
    }
    if notice.known_at >= notice.said_at {
        return Ok(());
    }
    let early = notice.said_at.duration_since(notice.known_at);
    let text = format!(
        "expected \"known_at\" no earlier than \"said_at\" ({}), found {}",
        notice.said_at, notice.known_at
    );
    let beside = early.as_secs() % 1800;
    let beside = beside.min(1800 - beside);
    if early <= WIDEST_OFFSET && early > SLACK && beside <= SLACK.as_secs() {
        let hint = format!(
            "the two are {} h {} min apart: is one of them local time written as UTC?",
            early.as_hours(),
            early.as_mins() % 60
        );
        return Err(rules::CLOCK_IN_WRONG_ZONE.issue(at.clone(), text).hint(hint));
    }
    Err(rules::KNOWN_BEFORE_SAID.issue(at.clone(), text))
}

/// Who goes by a notice's identifier already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    Nobody,
    /// The very same notice.
    ItsLike,
    Another,
}

impl Bearer {
    /// Of the notice held under the identifier, if there is one.
    pub(super) fn of(held: Option<&Notice>, notice: &Notice) -> Self {
        match held {
            None => Self::Nobody,
            Some(held) if held == notice => Self::ItsLike,
            Some(_) => Self::Another,
        }
    }
}

/// Why a notice is not added, if it is not: what makes it useless by itself,
/// who goes by its identifier already, or that it was learnt before the `last`
/// one held. The very same again is information; anything else an error.
pub(super) fn refusal(
    notice: &Notice,
    bearer: Bearer,
    last: Option<Timestamp>,
    at: &RecordRef,
) -> Option<Issue> {
    if let Err(issue) = check_alone(notice, at) {
        return Some(issue);
    }
    match bearer {
        Bearer::ItsLike => return Some(repeated(at)),
        Bearer::Another => return Some(duplicate(notice, at)),
        Bearer::Nobody => {}
    }
    let last = last.filter(|last| notice.known_at < *last)?;
    Some(out_of_order(notice, last, at))
}

/// What limits a notice by itself.
pub(super) fn doubts_alone(notice: &Notice, at: &RecordRef) -> Vec<Issue> {
    let mut issues = Vec::new();
    let stance = notice.content.stance();
    if notice.places.is_empty() && stance != Stance::Neither {
        let text = format!("expected a place for a {}, found none", notice.content);
        issues.push(rules::PLACE_MISSING.issue(at.clone(), text));
    }
    for place in notice.places.iter().filter(|place| !place.is_placed()) {
        let text = match (&place.name, place.codes.iter().next()) {
            (Some(name), _) => {
                format!("expected a record or an area, found only the name {name:?}")
            }
            (None, Some((scheme, code))) => {
                format!("expected a record or an area, found only the code {scheme} {code:?}")
            }
            (None, None) => "expected a record, an area, a name or a code, found none".to_owned(),
        };
        issues.push(rules::PLACE_UNRESOLVED.issue(at.clone(), text));
    }
    let corridor = matches!(notice.content, Content::CorridorOpening(_));
    if corridor && notice.time == Timing::Unstated {
        let text = format!("expected a time for a {}, found none", notice.content);
        issues.push(rules::TIME_MISSING.issue(at.clone(), text).hint("it opens nothing"));
    }
    issues
}

/// What is wrong with what a notice refers to. Only a notice that was `awaited`
/// because another refers to it, or that refers to itself, can close a circle.
pub(super) fn doubts_of_references(
    notice: &Notice,
    ledger: &NoticeLedger,
    at: &RecordRef,
    awaited: bool,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    for earlier in references(notice) {
        if *earlier != notice.id && ledger.get(earlier).is_none() {
            let text = format!("expected a notice that the ledger holds, found {earlier:?}");
            let hint = "it takes effect if that notice comes";
            issues.push(rules::REFERENCE_UNKNOWN.issue(at.clone(), text).hint(hint));
        }
    }
    for earlier in notice.supersedes().filter_map(|id| ledger.get(id)) {
        if !is_later(notice, earlier) {
            let text = format!(
                "expected to be said after {:?} ({}), found {}",
                earlier.id.as_str(),
                earlier.said_at,
                notice.said_at
            );
            issues.push(rules::UPDATES_LATER.issue(at.clone(), text));
        }
    }
    let closes = awaited || references(notice).any(|id| *id == notice.id);
    if let Some(through) = closes.then(|| circle(notice, ledger)).flatten() {
        let text = format!(
            "expected earlier notices, found {:?}, which leads back to this one",
            through.as_str()
        );
        let hint = "an update has effect only on what was said before it";
        issues.push(rules::UPDATE_CYCLE.issue(at.clone(), text).hint(hint));
    }
    issues
}

/// Whether `later` can take the place of `earlier`: said after it, or at the
/// same instant and learnt after it.
pub(super) fn is_later(later: &Notice, earlier: &Notice) -> bool {
    (later.said_at, later.known_at) > (earlier.said_at, earlier.known_at)
}

/// A notice that `notice` refers to and that leads back to it.
fn circle(notice: &Notice, ledger: &NoticeLedger) -> Option<NoticeId> {
    for first in references(notice) {
        let mut seen = BTreeSet::new();
        let mut open = vec![first];
        while let Some(id) = open.pop() {
            if *id == notice.id {
                return Some(first.clone());
            }
            if seen.len() < LONGEST_CHAIN && seen.insert(id) {
                open.extend(ledger.get(id).into_iter().flat_map(references));
            }
        }
    }
    None
}

/// The very same notice again.
fn repeated(at: &RecordRef) -> Issue {
    rules::REPEATED.issue(at.clone(), "expected a new notice, found one that the ledger holds")
}

/// Another notice has the identifier.
fn duplicate(notice: &Notice, at: &RecordRef) -> Issue {
    let text = format!(
        "expected an id that no other notice has, found {:?}, which is that of a different one",
        notice.id.as_str()
    );
    rules::DUPLICATE_ID.issue(at.clone(), text)
}

/// Learnt before the last one held.
fn out_of_order(notice: &Notice, last: Timestamp, at: &RecordRef) -> Issue {
    let text = format!(
        "expected to be learnt at or after {last}, when the last notice held was, found {}",
        notice.known_at
    );
    rules::KNOWN_OUT_OF_ORDER.issue(at.clone(), text).hint(
        "it would change what was known since; merge two ledgers, or say when it was learnt here",
    )
}
