//! The rule by which claims become a status.
//!
//! Floor 2.
//!
//! Asymmetric: one credible closing suffices to leave Open; Open needs all its
//! conditions; silence decays and never opens. See docs/NOTICES.md.

use super::claims::{Claim, View};
use super::content::Stance;
use super::control::Controllers;
use super::cover::fewest;
use super::evidence::How;
use super::parties::PartyNo;
use super::policy::{Authority, Weight};
use super::status::{Missing, Status, StatusRule};
use crate::units::Metres;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A status, the rule that gave it, and the notices that decide it.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) status: Status,
    pub(super) rule: StatusRule,
    /// Numbers of notices, sorted.
    pub(super) decided_by: Vec<u32>,
    pub(super) missing: Vec<Missing>,
}

impl Verdict {
    fn add(&mut self, numbers: impl IntoIterator<Item = u32>) {
        self.decided_by.extend(numbers);
        self.decided_by.sort_unstable();
        self.decided_by.dedup();
    }
}

/// The claims in force at one instant.
#[derive(Debug, Default)]
pub(super) struct InForce<'a> {
    pub(super) closings: Vec<Claim<'a>>,
    pub(super) doubts: Vec<Claim<'a>>,
    pub(super) openings: Vec<Claim<'a>>,
    /// Openings that do not count in full.
    pub(super) weak: Vec<Claim<'a>>,
    /// Openings that would hold, but were taken back or are not heard. Whoever
    /// stood behind one is still a party to the way.
    pub(super) former: Vec<Claim<'a>>,
}

impl<'a> InForce<'a> {
    /// Sorts claims by what they do at an instant.
    pub(super) fn at(claims: impl Iterator<Item = Claim<'a>>, at: Timestamp) -> Self {
        let mut found = Self::default();
        for claim in claims.filter(|claim| claim.speaks_of(at)) {
            let list = match (claim.stance, claim.weight) {
                (Stance::Opens, Weight::Full) if !claim.in_force(at) => &mut found.former,
                _ if !claim.in_force(at) => continue,
                (Stance::Closes, Weight::Full) => &mut found.closings,
                (Stance::Closes | Stance::Doubts, _) => &mut found.doubts,
                (Stance::Opens, Weight::Full) => &mut found.openings,
                (Stance::Opens, _) => &mut found.weak,
                (Stance::Neither, _) => continue,
            };
            list.push(claim);
        }
        found
    }
}

/// Everything a verdict hangs on.
struct Case<'a, 'b> {
    view: &'b View<'a>,
    at: Timestamp,
    force: &'b InForce<'a>,
    control: Controllers,
    /// For each party, when it last said, or is said to have agreed, that it is open.
    opened: BTreeMap<PartyNo, Timestamp>,
    /// The parties behind openings that hold and count in full, whatever became of them.
    behind: BTreeSet<PartyNo>,
}

/// The status at an instant, from the claims in force.
///
/// O(c log c) for c claims in force, beside one pass over all claims known if
/// none is in force.
pub(super) fn decide(view: &View<'_>, at: Timestamp, force: &InForce<'_>) -> Verdict {
    let control = view.subject.control.at(at, view.known_at);
    let mut opened: BTreeMap<PartyNo, Timestamp> = BTreeMap::new();
    for claim in &force.openings {
        for party in voices(view, claim) {
            let latest = opened.entry(party).or_insert(claim.notice.said_at);
            *latest = (*latest).max(claim.notice.said_at);
        }
    }
    let holding = force.openings.iter().chain(&force.former);
    let behind = holding.flat_map(|claim| voices(view, claim)).collect();
    Case { view, at, force, control, opened, behind }.verdict()
}

/// The parties that stand behind an opening: its issuer and those that agreed.
fn voices<'a>(view: &View<'a>, claim: &Claim<'a>) -> impl Iterator<Item = PartyNo> {
    let agreed = claim.notice.agreed_by.iter();
    let parties = &view.evidence.parties;
    std::iter::once(claim.issuer).chain(agreed.filter_map(move |name| parties.find(name)))
}

impl<'a> Case<'a, '_> {
    fn verdict(&self) -> Verdict {
        let timely: Vec<&Claim<'a>> =
            self.force.openings.iter().filter(|claim| self.is_timely(claim)).collect();
        let blockers: Vec<&Claim<'a>> = self
            .force
            .closings
            .iter()
            .filter(|closing| !self.is_answered(closing) && !self.is_overruled(closing, &timely))
            .collect();
        if let Some(last) = latest(blockers.iter().copied()) {
            return self.blocked(&blockers, last);
        }
        if let Some(proof) = self.proof(&timely) {
            let confirmed = timely.iter().map(|claim| claim.notice.said_at).max();
            let against = latest(self.force.doubts.iter());
            return match against.filter(|doubt| Some(doubt.notice.said_at) >= confirmed) {
                None => self.made(Status::Open, StatusRule::AllConditionsMet, &proof),
                Some(doubt) => {
                    let all: Vec<_> = proof.into_iter().chain([doubt]).collect();
                    self.made(Status::OpenUnconfirmed, StatusRule::Doubted, &all)
                }
            };
        }
        let believed = self.view.evidence.policy.believed_within;
        let said = || self.force.openings.iter().chain(&self.force.weak);
        let young = |claim: &&Claim<'_>| self.at.duration_since(claim.notice.said_at) < believed;
        if let Some(opening) = latest(said().filter(young)) {
            return self.made(Status::OpenUnconfirmed, StatusRule::ConditionMissing, &[opening]);
        }
        if let Some(opening) = latest(said()) {
            return self.made(Status::Unknown, StatusRule::TooOld, &[opening]);
        }
        self.silent()
    }

    /// A closing is in force that nothing answers.
    fn blocked(&self, blockers: &[&Claim<'a>], last: &Claim<'a>) -> Verdict {
        let Some(opening) = latest(self.force.openings.iter()) else {
            return self.made(Status::Closed, StatusRule::ClosedWithoutOpening, &[last]);
        };
        let decisive = blockers.iter().copied().filter(|closing| {
            closing.notice.said_at >= opening.notice.said_at && self.is_party(closing.issuer)
        });
        if let Some(closing) = latest(decisive) {
            return self.made(Status::Closed, StatusRule::ClosedByAuthority, &[closing]);
        }
        // By itself the opening might overrule a closing that stands because its
        // issuer is behind another opening.
        let overruled = |closing: &Claim<'a>| {
            self.could_be_overruled(closing)
                && opening.notice.said_at > closing.notice.said_at
                && self.is_timely(opening)
                && self.proof(&[opening]).is_some()
        };
        let plain = blockers.iter().copied().filter(|closing| !overruled(closing));
        if let Some(closing) = latest(plain) {
            return self.made(Status::Contested, StatusRule::BothInForce, &[closing, opening]);
        }
        let (behind, through) = self.behind(last);
        let all: Vec<_> = [last, opening].into_iter().chain(behind).collect();
        let mut verdict = self.made(Status::Contested, StatusRule::BothInForce, &all);
        verdict.add(through);
        verdict
    }

    /// An opening that the issuer of a closing stands behind; if it counted for
    /// more without them, also the notices that took it back.
    fn behind(&self, closing: &Claim<'_>) -> (Option<&Claim<'a>>, Vec<u32>) {
        let stands = |claim: &&Claim<'a>| voices(self.view, claim).any(|one| one == closing.issuer);
        let force = self.force;
        if let Some(claim) = latest(force.openings.iter().filter(stands)) {
            return (Some(claim), Vec::new());
        }
        let harmless = |claim: &&Claim<'a>| claim.notice.said_at <= closing.notice.said_at;
        if let Some(claim) = latest(force.former.iter().filter(stands).filter(harmless)) {
            return (Some(claim), Vec::new());
        }
        let found = latest(force.former.iter().filter(stands));
        let through = found.map_or_else(Vec::new, |claim| match claim.withdrawn {
            Some(one) if one.said_at <= self.at => vec![one.named, one.by],
            _ => self.view.unheard_through(claim).into_iter().collect(),
        });
        (found, through)
    }

    /// Whether a party controls the way or stands behind an opening that holds,
    /// whatever became of it.
    fn is_party(&self, party: PartyNo) -> bool {
        self.control.parties.contains(&party) || self.behind.contains(&party)
    }

    /// Whether it is somebody else's report, but for that its issuer may stand
    /// behind an opening.
    fn could_be_overruled(&self, closing: &Claim<'_>) -> bool {
        closing.how != How::Area
            && !self.control.parties.is_empty()
            && !self.control.parties.contains(&closing.issuer)
    }

    /// Whether the same party said later that it is open.
    fn is_answered(&self, closing: &Claim<'_>) -> bool {
        self.opened.get(&closing.issuer).is_some_and(|said| *said > closing.notice.said_at)
    }

    /// Whether it is somebody else's report that all whose word it takes have
    /// since contradicted. A ban on an area, and a closing by who controls the
    /// way, stand until their issuer lifts them.
    fn is_overruled(&self, closing: &Claim<'_>, timely: &[&Claim<'a>]) -> bool {
        if !self.could_be_overruled(closing) || self.behind.contains(&closing.issuer) {
            return false;
        }
        let later: Vec<&Claim<'a>> = timely
            .iter()
            .copied()
            .filter(|opening| opening.notice.said_at > closing.notice.said_at)
            .collect();
        self.proof(&later).is_some()
    }

    /// Whether an opening was said before the instant, and lately.
    fn is_timely(&self, claim: &Claim<'_>) -> bool {
        let said_at = claim.notice.said_at;
        said_at <= self.at
            && self.at.duration_since(said_at) < self.view.evidence.policy.confirmed_within
    }

    /// The fewest of `openings` whose word suffices.
    fn proof<'c>(&self, openings: &[&'c Claim<'a>]) -> Option<Vec<&'c Claim<'a>>> {
        let evidence = self.view.evidence;
        let observed =
            openings.iter().copied().filter(|claim| evidence.observers.contains(&claim.issuer));
        if let Some(observed) = latest(observed) {
            return Some(vec![observed]);
        }
        let controlled = evidence.policy.authority != Authority::Announcer;
        if controlled
            && (self.control.parties.is_empty()
                || self.control.uncovered_m > evidence.policy.uncovered.0)
        {
            return None;
        }
        let spoken = |claim: &Claim<'a>| {
            let voices: BTreeSet<PartyNo> = voices(self.view, claim).collect();
            voices.intersection(&self.control.parties).copied().collect::<BTreeSet<_>>()
        };
        match evidence.policy.authority {
            Authority::Announcer => latest(openings.iter().copied()).map(|claim| vec![claim]),
            Authority::AnyController => {
                let any = openings.iter().copied().filter(|claim| !spoken(claim).is_empty());
                latest(any).map(|claim| vec![claim])
            }
            Authority::EveryController => {
                let mut sorted: Vec<&'c Claim<'a>> = openings.to_vec();
                sorted.sort_by_key(|claim| order(claim));
                let sets: Vec<_> = sorted.iter().map(|claim| spoken(claim)).collect();
                let chosen = fewest(&self.control.parties, &sets)?;
                Some(chosen.into_iter().filter_map(|one| sorted.get(one).copied()).collect())
            }
        }
    }

    /// No opening and no closing is in force.
    fn silent(&self) -> Verdict {
        let mut taken_back: Option<Claim<'a>> = None;
        let mut ended: Option<Claim<'a>> = None;
        let mut coming: Option<Claim<'a>> = None;
        let openings = self.view.all().filter(|claim| claim.stance == Stance::Opens);
        for claim in openings.filter(|claim| !claim.unheard) {
            let list = if claim.speaks_of(self.at) {
                &mut taken_back
            } else if claim.has_begun(self.at) {
                &mut ended
            } else if claim.is_to_come(self.at) {
                &mut coming
            } else {
                continue;
            };
            // Of those to come, the one that begins first.
            let rank = |claim: &Claim<'a>| (claim.earliest(), order(claim));
            let better = |held: &Claim<'a>| {
                if claim.has_begun(self.at) {
                    order(&claim) < order(held)
                } else {
                    rank(&claim) < rank(held)
                }
            };
            if list.as_ref().is_none_or(better) {
                *list = Some(claim);
            }
        }
        if let Some((claim, one)) = taken_back.and_then(|claim| Some((claim, claim.withdrawn?))) {
            // What was named shows it by itself, if it would hold now.
            let named = self.view.alone(one.named).filter(|claim| claim.speaks_of(self.at));
            let shown = named.unwrap_or(claim);
            let mut verdict = self.made(Status::Unknown, StatusRule::TakenBack, &[&shown]);
            verdict.add([one.named, one.by]);
            // What took it back may itself open, were its own copies not there.
            let opens =
                |claim: &Claim<'_>| claim.stance == Stance::Opens && claim.speaks_of(self.at);
            if self.view.alone(one.by).is_some_and(|claim| opens(&claim)) {
                verdict.add(self.view.company(one.by));
            }
            return verdict;
        }
        if let Some(claim) = ended {
            return self.made(Status::Expired, StatusRule::WindowEnded, &[&claim]);
        }
        match coming {
            Some(claim) => self.made(Status::Unknown, StatusRule::NotBegun, &[&claim]),
            None => self.made(Status::Unknown, StatusRule::Silence, &[]),
        }
    }

    fn made(&self, status: Status, rule: StatusRule, claims: &[&Claim<'_>]) -> Verdict {
        let mut decided_by: Vec<u32> = claims
            .iter()
            .flat_map(|claim| [Some(claim.number), claim.hangs_on(self.at)])
            .flatten()
            .collect();
        decided_by.sort_unstable();
        decided_by.dedup();
        let missing = if status == Status::Open { Vec::new() } else { self.missing() };
        Verdict { status, rule, decided_by, missing }
    }

    /// What it would take to be Open.
    fn missing(&self) -> Vec<Missing> {
        let evidence = self.view.evidence;
        let mut missing = Vec::new();
        if self.force.openings.is_empty() {
            missing.push(if self.force.weak.is_empty() {
                Missing::Opening
            } else {
                Missing::Credibility
            });
        }
        let timely: Vec<&Claim<'a>> =
            self.force.openings.iter().filter(|claim| self.is_timely(claim)).collect();
        if timely.is_empty() && !self.force.openings.is_empty() {
            let late = self.force.openings.iter().all(|claim| claim.notice.said_at > self.at);
            missing.push(if late {
                Missing::SaidBefore
            } else {
                Missing::Confirmation { within: evidence.policy.confirmed_within }
            });
        }
        if self.proof(&timely).is_none() && evidence.policy.authority != Authority::Announcer {
            let heard: BTreeSet<PartyNo> =
                timely.iter().flat_map(|claim| voices(self.view, claim)).collect();
            if self.control.parties.is_empty() {
                missing.push(Missing::Control);
            }
            if self.control.uncovered_m > evidence.policy.uncovered.0 {
                missing.push(Missing::ControlOf { length: Metres(self.control.uncovered_m) });
            }
            missing.extend(
                self.control.parties.difference(&heard).map(|party| Missing::WordOf {
                    party: evidence.parties.name(*party).to_owned(),
                }),
            );
        }
        let mut standing: Vec<&Claim<'a>> = self
            .force
            .closings
            .iter()
            .filter(|closing| !self.is_answered(closing) && !self.is_overruled(closing, &timely))
            .collect();
        standing.sort_by_key(|claim| order(claim));
        missing.extend(standing.into_iter().map(|claim| Missing::Lifting {
            notice: claim.notice.id.clone(),
            issuer: evidence.parties.name(claim.issuer).to_owned(),
        }));
        let mut doubts: Vec<&Claim<'a>> = self.force.doubts.iter().collect();
        doubts.sort_by_key(|claim| order(claim));
        missing.extend(
            doubts.into_iter().map(|claim| Missing::Clearing { notice: claim.notice.id.clone() }),
        );
        missing
    }
}

/// The claim said last, the first by identifier among equals.
fn latest<'c, 'a: 'c>(claims: impl Iterator<Item = &'c Claim<'a>>) -> Option<&'c Claim<'a>> {
    claims.min_by_key(|claim| order(claim))
}

/// Said last first, then by identifier.
fn order<'a>(claim: &Claim<'a>) -> (Reverse<Timestamp>, &'a str) {
    (Reverse(claim.notice.said_at), claim.notice.id.as_str())
}
