//! A ledger held against a scenario: which notices speak of which corridor.
//!
//! Floor 2.

use super::content::Stance;
use super::control::{Control, gates_of, line_of};
use super::intake::is_later;
use super::ledger::NoticeLedger;
use super::lineage::{Statements, Witness};
use super::parties::{Parties, PartyNo};
use super::policy::{StatusPolicy, Weight};
use super::records::{record_notice, stands_for_record, statements_of};
use super::rules;
use super::statement::{Notice, NoticeId, NoticePlace};
use super::timing::Timing;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Area;
use crate::model::AreaOfControl;
use crate::model::Checkpoint;
use crate::model::Feature;
use crate::planar::Outline;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::Scenario;
use crate::time::RecurringHours;
use crate::time::TimeWindow;
use geo::{Coord, Geometry};
use jiff::Timestamp;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::{BTreeMap, HashMap};

/// How many links share one summary.
pub(super) const BLOCK: usize = 64;

/// All notices of a place, and which corridors and checkpoints each speaks of.
///
/// Immutable. What was known at an instant is found by binary search, not by
/// replaying: a question costs time linear in the notices about its subject
/// that were then known, and those that do not speak of the instant are passed
/// over in blocks.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub(super) ledger: NoticeLedger,
    pub(super) policy: StatusPolicy,
    pub(super) parties: Parties,
    pub(super) observers: Vec<PartyNo>,
    /// The party of each notice's issuer.
    pub(super) issuers: Vec<PartyNo>,
    pub(super) statements: Statements,
    /// For each statement that was superseded, by what.
    pub(super) withdrawals: Withdrawals,
    pub(super) subjects: Vec<Subject>,
    issues: Vec<Issue>,
}

/// A corridor or checkpoint, and the notices that speak of it.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) reference: FeatureRef,
    pub(super) control: Control,
    /// In the order in which the notices were learnt.
    pub(super) links: Vec<Link>,
    /// First start and last end of each [`BLOCK`] links.
    pub(super) blocks: Vec<(Timestamp, Timestamp)>,
    /// From when on a notice was known that can be read in two ways.
    pub(super) readable_from: Option<Timestamp>,
}

/// That a notice speaks of a subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) notice: u32,
    pub(super) how: How,
    pub(super) stance: Stance,
    pub(super) weight: Weight,
    pub(super) known_at: Timestamp,
    /// Outside of these it does not hold, however it is read.
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

/// In what way a notice speaks of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It names it.
    Named,
    /// It names a checkpoint on it.
    Gate,
    /// It bans being in an area that it runs through.
    Area,
}

/// That a statement was updated or cancelled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Withdrawal {
    /// From when on.
    pub(super) said_at: Timestamp,
    /// When both were known.
    pub(super) known_at: Timestamp,
    /// Which notice it named.
    pub(super) named: u32,
    /// By which notice.
    pub(super) by: u32,
    /// From when on that one is known not to count.
    pub(super) until: Option<Timestamp>,
}

/// What was superseded, by statement; of a closing also by who superseded it,
/// for each party takes back only what it said itself.
pub(super) type Withdrawals = HashMap<(u32, Option<PartyNo>), Vec<Withdrawal>>;

impl Evidence {
    /// Holds a ledger against a scenario, under a policy. The records of the
    /// scenario that state something count as notices too
    /// ([`statements_of`]).
    ///
    /// O((n + a) log n) for n notices, a of them of areas, beside the crossings
    /// of those areas with the corridors near them.
    pub fn gather(scenario: &Scenario, ledger: NoticeLedger, policy: StatusPolicy) -> Self {
        let stated = statements_of(scenario);
        let ledger = if stated.is_empty() {
            ledger
        } else {
            // A record that says nothing new is no news: only error-free ones stay.
            ledger.merge(NoticeLedger::of(stated).0).0
        };
        let notices = ledger.notices();
        let mut parties = Parties::with_aliases(&policy.parties);
        let observers = policy.observers.iter().map(|name| parties.number(name)).collect();
        // Numbers, and so every order, hang only on what came before.
        for party in controllers(scenario) {
            parties.number(party);
        }
        let mut issuers: Vec<PartyNo> = Vec::with_capacity(notices.len());
        for notice in notices {
            issuers.push(parties.number(&notice.issuer));
            for party in &notice.agreed_by {
                parties.number(party);
            }
        }
        let statements = Statements::sort(notices, &issuers, policy.echo_within);
        let withdrawals = withdrawals(&ledger, &issuers, &statements, &policy);
        let mut issues = Vec::new();
        let subjects = subjects(scenario, notices, &statements, &policy, &mut parties, &mut issues);
        Self {
            ledger,
            policy,
            parties,
            observers,
            issuers,
            statements,
            withdrawals,
            subjects,
            issues,
        }
    }

    /// The notices, those of records among them.
    pub const fn ledger(&self) -> &NoticeLedger {
        &self.ledger
    }

    /// The policy that statuses are found under.
    pub const fn policy(&self) -> &StatusPolicy {
        &self.policy
    }

    /// What was found when the notices were held against the scenario.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Every corridor and checkpoint, by kind and identifier.
    pub fn subjects(&self) -> impl Iterator<Item = &FeatureRef> {
        self.subjects.iter().map(|subject| &subject.reference)
    }

    /// How a notice came to belong to its statement, and the notice that speaks
    /// for the statement as known at an instant. O(log n).
    pub fn lineage(&self, id: &NoticeId, known_at: Timestamp) -> Option<(Witness, &Notice)> {
        let number = self.ledger.position(id)?;
        let statement = self.statements.get(self.statements.statement_of(number))?;
        let speaker = statement.speaker(self.ledger.notices(), known_at)?;
        Some((self.statements.witness(number), self.notice(speaker)?))
    }

    pub(super) fn notice(&self, number: u32) -> Option<&Notice> {
        self.ledger.notices().get(number as usize)
    }

    pub(super) fn subject(&self, reference: &FeatureRef) -> Option<&Subject> {
        let place = self.subjects.binary_search_by(|one| one.reference.cmp(reference)).ok()?;
        self.subjects.get(place)
    }
}

/// Every party that is recorded to control something.
fn controllers(scenario: &Scenario) -> impl Iterator<Item = &str> {
    let areas = scenario.areas_of_control().iter().map(AreaOfControl::party);
    areas.chain(scenario.checkpoints().iter().filter_map(Checkpoint::controlled_by))
}

/// What each statement was superseded by, in the order in which that was said.
fn withdrawals(
    ledger: &NoticeLedger,
    issuers: &[PartyNo],
    statements: &Statements,
    policy: &StatusPolicy,
) -> Withdrawals {
    let notices = ledger.notices();
    let mut found = Withdrawals::new();
    for (later, by) in notices.iter().zip(0_u32..) {
        for earlier in later.supersedes().filter_map(|id| ledger.position(id)) {
            let Some(named) = notices.get(earlier as usize) else { continue };
            let opens = named.content.stance() == Stance::Opens;
            let takes_back = if opens {
                policy.opening.weigh(later.rating) != Weight::None
            } else {
                policy.opening.weigh(later.rating) == Weight::Full
                    && issuers.get(earlier as usize) == issuers.get(by as usize)
            };
            let statement = statements.statement_of(earlier);
            // A copy of a closing does not lift it.
            let own_words = !opens && statement == statements.statement_of(by);
            if !takes_back || own_words || !is_later(later, named) {
                continue;
            }
            let own = statements.get(statements.statement_of(by));
            let misquotes = !opens && later.content.stance() == Stance::Opens;
            let party = issuers.get(by as usize).copied().filter(|_| !opens);
            found.entry((statement, party)).or_default().push(Withdrawal {
                said_at: later.said_at,
                known_at: later.known_at.max(named.known_at),
                named: earlier,
                by,
                until: own.filter(|_| misquotes).and_then(|own| own.unheard_from(notices)),
            });
        }
    }
    for list in found.values_mut() {
        list.sort_by_key(|one| (one.said_at, one.known_at, one.by));
    }
    found
}

/// A corridor's or checkpoint's box, with its place in the list of subjects.
type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// Every corridor and checkpoint with the notices that speak of it.
fn subjects(
    scenario: &Scenario,
    notices: &[Notice],
    statements: &Statements,
    policy: &StatusPolicy,
    parties: &mut Parties,
    issues: &mut Vec<Issue>,
) -> Vec<Subject> {
    let features = || {
        let gates = scenario.checkpoints().iter().map(|one| one as &dyn Feature);
        gates.chain(scenario.corridors().iter().map(|one| one as &dyn Feature))
    };
    let lines: Vec<Vec<Coord>> = features().map(|one| line_of(&one.geometry())).collect();
    let mut subjects: Vec<Subject> = features()
        .map(|feature| Subject {
            reference: feature.reference(),
            control: Control::of(scenario, feature, parties),
            links: Vec::new(),
            blocks: Vec::new(),
            readable_from: None,
        })
        .collect();
    let mut named: HashMap<FeatureRef, Vec<(usize, How)>> = HashMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        named.entry(subject.reference.clone()).or_default().push((place, How::Named));
        if subject.reference.kind() == Kind::SafeCorridor {
            for gate in gates_of(scenario, &subject.reference) {
                named.entry(gate).or_default().push((place, How::Gate));
            }
        }
    }
    let tree = RTree::bulk_load(lines.iter().enumerate().filter_map(boxed).collect());
    let mut crossed: BTreeMap<FeatureRef, Vec<usize>> = BTreeMap::new();
    for (notice, number) in notices.iter().zip(0_u32..) {
        if notice.content.stance() == Stance::Neither {
            continue;
        }
        let mut touched: Vec<(usize, How)> = Vec::new();
        for place in &notice.places {
            if let Some(feature) = &place.feature {
                if let Some(found) = named.get(feature) {
                    let opens = notice.content.stance() == Stance::Opens;
                    touched.extend(found.iter().filter(|(_, how)| !opens || *how == How::Named));
                } else if scenario.feature(feature).is_none() {
                    issues.push(unknown_place(notice, feature));
                }
            }
            if notice.content.bans_area() {
                let across = match &place.feature {
                    Some(feature) if place.area.is_none() => crossed
                        .entry(feature.clone())
                        .or_insert_with(|| {
                            let area = area_of(scenario, place);
                            area.map_or_else(Vec::new, |area| crossing(&area, &lines, &tree))
                        })
                        .clone(),
                    _ => area_of(scenario, place)
                        .map_or_else(Vec::new, |area| crossing(&area, &lines, &tree)),
                };
                touched.extend(across.into_iter().map(|one| (one, How::Area)));
            }
        }
        touched.sort_by_key(|(place, how)| (*place, *how == How::Area, *how == How::Gate));
        touched.dedup_by_key(|(place, _)| *place);
        for (place, how) in touched {
            let Some(subject) = subjects.get_mut(place) else { continue };
            if how == How::Area && is_exempt(scenario, &subject.reference, notice) {
                continue;
            }
            subject.links.push(link(notice, number, how, policy));
        }
    }
    for subject in &mut subjects {
        subject.blocks = subject.links.chunks(BLOCK).map(summary).collect();
        subject.readable_from =
            subject.links.iter().filter_map(|link| unclear_from(link, notices, statements)).min();
    }
    subjects
}

/// From when on a notice could be read in two ways, as was known.
fn unclear_from(link: &Link, notices: &[Notice], statements: &Statements) -> Option<Timestamp> {
    let notice = notices.get(link.notice as usize)?;
    if notice.time.is_ambiguous() {
        return Some(notice.known_at);
    }
    let statement = statements.get(statements.statement_of(link.notice))?;
    let unclear = statement.unclear_from(notices).filter(|_| link.stance == Stance::Opens)?;
    Some(unclear.max(notice.known_at))
}

fn summary(links: &[Link]) -> (Timestamp, Timestamp) {
    links.iter().fold((Timestamp::MAX, Timestamp::MIN), |(start, end), link| {
        (start.min(link.start), end.max(link.end))
    })
}

fn link(notice: &Notice, number: u32, how: How, policy: &StatusPolicy) -> Link {
    let stance = notice.content.stance();
    let bar = if stance == Stance::Opens { policy.opening } else { policy.closing };
    let (start, end) = envelope(notice);
    Link {
        notice: number,
        how,
        stance,
        weight: bar.weigh(notice.rating),
        known_at: notice.known_at,
        start,
        end,
    }
}

/// Outside of these a notice does not hold, however it is read.
fn envelope(notice: &Notice) -> (Timestamp, Timestamp) {
    let window = match &notice.time {
        Timing::Unstated => TimeWindow::since(notice.said_at),
        Timing::Window(window) => *window,
        Timing::Hours(hours) => {
            hours.daily().recurring_hours().map_or(TimeWindow::ALWAYS, RecurringHours::bounds)
        }
        Timing::Schedule(_) => TimeWindow::ALWAYS,
    };
    (window.start_or_min(), window.end_or_max())
}

/// Whether a record of a zone is announced as lifted on a corridor's record.
fn is_exempt(scenario: &Scenario, subject: &FeatureRef, notice: &Notice) -> bool {
    stands_for_record(&notice.id)
        && scenario.corridor(&subject.id().into()).is_some_and(|corridor| {
            corridor.exempt_from().iter().any(|zone| record_notice(zone) == notice.id)
        })
}

/// The area that a place covers, if it is one.
pub(super) fn area_of(scenario: &Scenario, place: &NoticePlace) -> Option<Area> {
    if let Some(area) = &place.area {
        return Some(area.clone());
    }
    match scenario.feature(place.feature.as_ref()?)?.geometry() {
        geometry @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_)) => geometry.try_into().ok(),
        _ => None,
    }
}

/// Which lines an area meets. O(log s + lines near it · sides near them).
fn crossing(area: &Area, lines: &[Vec<Coord>], tree: &RTree<Boxed>) -> Vec<usize> {
    let outline = Outline::of_area(area.polygons());
    let (low, high) = outline.bounds();
    let near = AABB::from_corners([low.x, low.y], [high.x, high.y]);
    let mut met: Vec<usize> = tree
        .locate_in_envelope_intersecting(&near)
        .map(|boxed| boxed.data)
        .filter(|&place| match lines.get(place).map(Vec::as_slice) {
            Some([only]) => outline.covers(*only),
            Some(line) => !outline.spans(line).is_empty(),
            None => false,
        })
        .collect();
    met.sort_unstable();
    met
}

fn boxed((place, line): (usize, &Vec<Coord>)) -> Option<Boxed> {
    let first = line.first()?;
    let start = ([first.x, first.y], [first.x, first.y]);
    let (low, high) = line.iter().fold(start, |(low, high), at| {
        ([low[0].min(at.x), low[1].min(at.y)], [high[0].max(at.x), high[1].max(at.y)])
    });
    Some(GeomWithData::new(Rectangle::from_corners(low, high), place))
}

fn unknown_place(notice: &Notice, feature: &FeatureRef) -> Issue {
    let at = RecordRef::default().id(notice.id.as_str());
    let text = format!("expected a record of the scenario, found {feature}");
    rules::PLACE_UNKNOWN.issue(at, text)
}
