//! The rule book of notices (`docs/NOTICES.md`), read line by line.
//!
//! Slow and plain on purpose: every question filters what was known, finds the
//! copies anew and goes down the tables. Of the library it uses the nouns, the
//! schedules and the length of a line; of its rules for notices nothing.

// The tables are read from top to bottom, in one piece each.
#![allow(unreachable_pub, clippy::too_many_lines)]

pub mod streams;

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Intersects, Line, MultiPolygon, Point};
use jiff::Timestamp;
use safepassage::geodesy;
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::{Area, CheckpointStatus, Confidence, Feature, HazardKind};
use safepassage::notice::{
    Authority, Bar, Content, CorridorTerms, Credibility, Lineage, Notice, NoticeId, NoticePlace,
    Rating, Reading, Recurrence, Reliability, Stance, Status, StatusPolicy, StatusRule, Timing,
};
use safepassage::scenario::Scenario;
use safepassage::time::{Schedule, State, TimeWindow};
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the rule book gives for one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: Status,
    pub rule: StatusRule,
    pub closings: Vec<NoticeId>,
    pub openings: Vec<NoticeId>,
}

/// How a notice speaks of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    Name,
    Gate,
    Area,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Full,
    Doubtful,
    None,
}

/// All notices and the scenario that they speak of.
pub struct Oracle<'a> {
    scenario: &'a Scenario,
    policy: &'a StatusPolicy,
    /// By `known_at`, then by identifier.
    notices: Vec<Notice>,
    /// For each subject and notice.
    speaks: BTreeMap<FeatureRef, Vec<Option<Through>>>,
}

impl<'a> Oracle<'a> {
    pub fn new(scenario: &'a Scenario, ledger: &[Notice], policy: &'a StatusPolicy) -> Self {
        let mut notices = ledger.to_vec();
        notices.extend(records_that_state(scenario));
        notices.sort_by(|a, b| (a.known_at, &a.id).cmp(&(b.known_at, &b.id)));
        let mut oracle = Self { scenario, policy, notices, speaks: BTreeMap::new() };
        for subject in subjects(scenario) {
            let how = oracle.notices.iter().map(|n| oracle.through(n, &subject)).collect();
            oracle.speaks.insert(subject, how);
        }
        oracle
    }

    /// "What a notice does to a way."
    fn through(&self, notice: &Notice, subject: &FeatureRef) -> Option<Through> {
        let stance = notice.content.stance();
        if notice.places.iter().any(|place| place.feature.as_ref() == Some(subject)) {
            return Some(Through::Name);
        }
        let corridor = self.scenario.corridor(&subject.id().into());
        let corridor = corridor.filter(|_| subject.kind() == Kind::SafeCorridor);
        if let Some(corridor) = corridor
            && matches!(stance, Stance::Closes | Stance::Doubts)
        {
            let gates = [corridor.entry_checkpoint(), corridor.exit_checkpoint()];
            let mut gates = gates.into_iter().flatten().map(safepassage::id::CheckpointId::to_ref);
            if gates.any(|gate| notice.places.iter().any(|p| p.feature.as_ref() == Some(&gate))) {
                return Some(Through::Gate);
            }
        }
        if !matches!(notice.content, Content::Curfew | Content::Closure | Content::Target) {
            return None;
        }
        let is_record = notice.id.as_str().starts_with("record:");
        for place in &notice.places {
            if let (Some(corridor), Some(record), true) = (corridor, &place.feature, is_record)
                && corridor.exempt_from().contains(record)
            {
                continue;
            }
            let of_record = || place.feature.as_ref().and_then(|f| area_of(self.scenario, f));
            let area = place.area.as_ref().map(Area::polygons).or_else(of_record);
            if area.is_some_and(|area| self.meets(area, subject)) {
                return Some(Through::Area);
            }
        }
        None
    }

    fn meets(&self, area: &MultiPolygon, subject: &FeatureRef) -> bool {
        if subject.kind() == Kind::SafeCorridor {
            let corridor = self.scenario.corridor(&subject.id().into()).unwrap();
            area.intersects(corridor.path().line())
        } else {
            let gate = self.scenario.checkpoint(&subject.id().into()).unwrap();
            area.intersects(&Point(gate.place().coord()))
        }
    }

    fn party<'n>(&'n self, name: &'n str) -> &'n str {
        let same = |list: &&Vec<String>| list.iter().any(|other| other == name);
        self.policy.parties.iter().find(same).map_or(name, |list| list[0].as_str())
    }

    fn voices(&self, opening: &Notice) -> BTreeSet<String> {
        std::iter::once(&opening.issuer)
            .chain(&opening.agreed_by)
            .map(|name| self.party(name).to_owned())
            .collect()
    }

    /// The parties that control the way, and the metres in nobody's area.
    fn control(&self, subject: &FeatureRef, t: Timestamp, k: Timestamp) -> (BTreeSet<String>, f64) {
        let taken_down = |f: &dyn Feature| f.provenance().recorded_at.is_none_or(|at| at <= k);
        let mut parties = BTreeSet::new();
        let mut held = Vec::new();
        for area in self.scenario.areas_of_control() {
            if taken_down(area)
                && area.schedule().active_at(t) != State::DoesNotHold
                && self.meets(area.area().polygons(), subject)
            {
                parties.insert(self.party(area.party()).to_owned());
                held.push(area.area().polygons());
            }
        }
        let mut gates = Vec::new();
        let mut outside = 0.0;
        if subject.kind() == Kind::SafeCorridor {
            let corridor = self.scenario.corridor(&subject.id().into()).unwrap();
            gates.extend(corridor.entry_checkpoint().into_iter().chain(corridor.exit_checkpoint()));
            if !held.is_empty() {
                outside = corridor.path().line().lines().map(|line| outside_m(line, &held)).sum();
            }
        } else {
            gates.push(self.scenario.checkpoint(&subject.id().into()).unwrap().id());
        }
        for gate in gates.into_iter().filter_map(|id| self.scenario.checkpoint(id)) {
            if let Some(party) = gate.controlled_by().filter(|_| taken_down(gate)) {
                parties.insert(self.party(party).to_owned());
            }
        }
        (parties, outside)
    }

    /// The status of a corridor or checkpoint at `t`, as known at `k`.
    pub fn status(
        &self,
        subject: &FeatureRef,
        t: Timestamp,
        k: Timestamp,
        reading: Reading,
    ) -> Answer {
        let known: Vec<&Notice> = self.notices.iter().filter(|n| n.known_at <= k).collect();
        let through = &self.speaks[subject];
        let copies = Copies::of(&known, self);
        let policy = self.policy;

        let mut closings = Vec::new(); // (notice, of an area)
        let mut doubts = Vec::new();
        let mut openings = Vec::new(); // (notice, counting)
        let mut behind: BTreeSet<String> = BTreeSet::new();
        let (mut taken_back, mut begun, mut to_come) = (false, false, false);
        for (i, notice) in known.iter().enumerate() {
            let Some(how) = through[i] else { continue };
            let holds = |t| copies.holds(i, notice, reading, t);
            match notice.content.stance() {
                Stance::Neither => {}
                Stance::Closes => {
                    let in_force = holds(t) && !self.taken_back(&known, &copies, i, t);
                    match weigh(policy.closing, notice.rating) {
                        Weight::Full if in_force => closings.push((*notice, how == Through::Area)),
                        Weight::Doubtful if in_force => doubts.push(*notice),
                        _ => {}
                    }
                }
                Stance::Doubts => {
                    let heard = weigh(policy.closing, notice.rating) != Weight::None;
                    if heard && holds(t) && !self.taken_back(&known, &copies, i, t) {
                        doubts.push(*notice);
                    }
                }
                Stance::Opens => {
                    let weight = weigh(policy.opening, notice.rating);
                    if weight == Weight::None || copies.speaker[i] != i {
                        continue;
                    }
                    if holds(t) && weight == Weight::Full {
                        behind.extend(self.voices(notice));
                    }
                    if copies.unheard[i] {
                        continue;
                    }
                    if holds(t) {
                        if self.taken_back(&known, &copies, i, t) {
                            taken_back = true;
                        } else {
                            openings.push((*notice, weight == Weight::Full));
                        }
                    }
                    match copies.first_instant(i, notice, reading) {
                        Some(first) if first <= t => begun = true,
                        Some(_) => to_come = true,
                        None => {}
                    }
                }
            }
        }

        let (controllers, outside) = self.control(subject, t, k);
        let counting: Vec<&Notice> =
            openings.iter().filter(|(_, full)| *full).map(|(n, _)| *n).collect();
        let timely: Vec<&Notice> = counting
            .iter()
            .copied()
            .filter(|n| n.said_at <= t && t.duration_since(n.said_at) < policy.confirmed_within)
            .collect();
        let suffice = |openings: &[&Notice]| -> bool {
            let observed = |n: &&Notice| {
                policy.observers.iter().any(|o| self.party(o) == self.party(&n.issuer))
            };
            if openings.iter().any(observed) {
                return true;
            }
            let voices: BTreeSet<String> = openings.iter().flat_map(|n| self.voices(n)).collect();
            let recorded = !controllers.is_empty() && outside <= policy.uncovered.0;
            match policy.authority {
                Authority::EveryController => recorded && controllers.is_subset(&voices),
                Authority::AnyController => recorded && !controllers.is_disjoint(&voices),
                Authority::Announcer => !openings.is_empty(),
            }
        };
        let with_standing = |closing: &Notice| {
            let issuer = self.party(&closing.issuer);
            controllers.contains(issuer) || behind.contains(issuer)
        };
        let answered = |closing: &Notice| {
            counting.iter().any(|n| {
                n.said_at > closing.said_at && self.voices(n).contains(self.party(&closing.issuer))
            })
        };
        let overruled = |closing: &Notice, of_area: bool| {
            let later: Vec<&Notice> =
                timely.iter().copied().filter(|n| n.said_at > closing.said_at).collect();
            !of_area && !with_standing(closing) && !controllers.is_empty() && suffice(&later)
        };
        let blocking: Vec<&Notice> = closings
            .iter()
            .filter(|(n, of_area)| !answered(n) && !overruled(n, *of_area))
            .map(|(n, _)| *n)
            .collect();
        let last_word = |closing: &&Notice| {
            with_standing(closing) && counting.iter().all(|n| closing.said_at >= n.said_at)
        };
        let last_timely = timely.iter().map(|n| n.said_at).max();
        let doubted = doubts.iter().any(|n| Some(n.said_at) >= last_timely);
        let believed = |n: &Notice| t.duration_since(n.said_at) < policy.believed_within;

        let (status, rule) = if !blocking.is_empty() && counting.is_empty() {
            (Status::Closed, StatusRule::ClosedWithoutOpening)
        } else if blocking.iter().any(last_word) {
            (Status::Closed, StatusRule::ClosedByAuthority)
        } else if !blocking.is_empty() {
            (Status::Contested, StatusRule::BothInForce)
        } else if suffice(&timely) && !doubted {
            (Status::Open, StatusRule::AllConditionsMet)
        } else if suffice(&timely) {
            (Status::OpenUnconfirmed, StatusRule::Doubted)
        } else if openings.iter().any(|(n, _)| believed(n)) {
            (Status::OpenUnconfirmed, StatusRule::ConditionMissing)
        } else if !openings.is_empty() {
            (Status::Unknown, StatusRule::TooOld)
        } else if taken_back {
            (Status::Unknown, StatusRule::TakenBack)
        } else if begun {
            (Status::Expired, StatusRule::WindowEnded)
        } else if to_come {
            (Status::Unknown, StatusRule::NotBegun)
        } else {
            (Status::Unknown, StatusRule::Silence)
        };
        let ids = |found: Vec<&Notice>| {
            let mut ids: Vec<NoticeId> = found.iter().map(|n| n.id.clone()).collect();
            ids.sort();
            ids
        };
        Answer {
            status,
            rule,
            closings: ids(closings.iter().map(|(n, _)| *n).collect()),
            openings: ids(counting.clone()),
        }
    }

    /// "Updates and cancellations."
    fn taken_back(&self, known: &[&Notice], copies: &Copies, i: usize, t: Timestamp) -> bool {
        let stands = known[i];
        known.iter().enumerate().any(|(u, later)| {
            u != i
                && later.said_at <= t
                && stands.said_at <= later.said_at
                && (stands.content.stance() == Stance::Opens
                    || (!copies.unheard[u] && copies.statement[u] != copies.statement[i]))
                && self.may_take_back(later, stands)
                && later.updates.iter().chain(&later.cancels).any(|id| {
                    known.iter().position(|n| n.id == *id).is_some_and(|named| {
                        let named_notice = known[named];
                        (later.said_at, later.known_at)
                            > (named_notice.said_at, named_notice.known_at)
                            && self.may_take_back(later, named_notice)
                            && copies.statement[named] == copies.statement[i]
                    })
                })
        })
    }

    fn may_take_back(&self, later: &Notice, stands: &Notice) -> bool {
        if stands.content.stance() == Stance::Opens {
            !later.rating.is_some_and(is_disbelieved)
        } else {
            self.party(&later.issuer) == self.party(&stands.issuer)
                && weigh(self.policy.opening, later.rating) == Weight::Full
        }
    }
}

/// Which notices are copies of one statement, of those known.
struct Copies {
    /// The first notice learnt of each notice's statement.
    statement: Vec<usize>,
    /// An opening by a misquote, or by a copy that is part of another statement.
    unheard: Vec<bool>,
    /// The copies do not agree on whether it recurs.
    unclear: Vec<bool>,
    /// Of an opening, the copy that was said first.
    speaker: Vec<usize>,
}

impl Copies {
    fn of(known: &[&Notice], oracle: &Oracle<'_>) -> Self {
        let kind = |i: usize| (known[i].content.kind(), known[i].content.stance());
        let copied = |i: usize| match &known[i].lineage {
            Some(Lineage::EchoOf(id)) => Some(id),
            _ => None,
        };
        // Each notice's statement is called by the first notice learnt of it.
        let mut statement: Vec<usize> = Vec::new();
        // Statements that turned out to be misquotes, or copies of another.
        let mut not_own: BTreeSet<usize> = BTreeSet::new();
        // When each was said, or what it copies.
        let mut origin: Vec<Timestamp> = Vec::new();
        for i in 0..known.len() {
            // Earlier copies of this very notice, which was not known yet.
            let waiting = (0..i).find(|&w| copied(w) == Some(&known[i].id));
            let found = match &known[i].lineage {
                Some(Lineage::Original) => None,
                // Held against what it copies, or the first copy of that.
                Some(Lineage::EchoOf(id)) => (0..i)
                    .find(|&j| known[j].id == *id)
                    .or_else(|| (0..i).find(|&w| copied(w) == Some(id))),
                None => (0..i).find(|&j| {
                    let apart = known[i].said_at.duration_since(origin[j]);
                    !not_own.contains(&statement[j])
                        && apart.abs() <= oracle.policy.echo_within
                        && same_words(oracle, known[i], known[j])
                }),
            };
            let is_copy = copied(i).is_some();
            origin.push(match found {
                Some(j) if kind(i) == kind(j) => origin[j],
                _ => known[i].said_at,
            });
            match (found, waiting) {
                (Some(j), _) if kind(i) == kind(j) => statement.push(statement[j]),
                (Some(_), _) => {
                    statement.push(i);
                    not_own.insert(i);
                }
                (None, Some(w)) if !is_copy && kind(i) == kind(w) => statement.push(statement[w]),
                (None, _) => statement.push(i),
            }
            if let Some(w) = waiting.filter(|&w| statement[w] != statement[i]) {
                not_own.insert(statement[w]);
            }
        }
        let opens = |i: usize| known[i].content.stance() == Stance::Opens;
        let unheard: Vec<bool> =
            (0..known.len()).map(|i| opens(i) && not_own.contains(&statement[i])).collect();
        let mut unclear = Vec::new();
        let mut speaker = Vec::new();
        for i in 0..known.len() {
            let members: Vec<usize> =
                (0..known.len()).filter(|&j| statement[j] == statement[i]).collect();
            let said: BTreeSet<Recurrence> = members
                .iter()
                .filter_map(|&j| match &known[j].time {
                    Timing::Hours(hours) => Some(hours.recurrence()),
                    Timing::Window(_) => Some(Recurrence::Once),
                    _ => None,
                })
                .collect();
            unclear.push(opens(i) && said.len() > 1);
            let first = members.into_iter().min_by_key(|&j| (known[j].said_at, j));
            speaker.push(first.unwrap_or(i));
        }
        Self { statement, unheard, unclear, speaker }
    }

    /// The schedule that a notice states, as read.
    fn read(&self, i: usize, notice: &Notice, reading: Reading) -> Option<Schedule> {
        let opens = notice.content.stance() == Stance::Opens;
        match &notice.time {
            Timing::Unstated if matches!(notice.content, Content::CorridorOpening(_)) => None,
            Timing::Unstated => Some(Schedule::during(TimeWindow::since(notice.said_at))),
            Timing::Window(window) => Some(Schedule::during(*window)),
            Timing::Schedule(schedule) => Some((**schedule).clone()),
            Timing::Hours(hours) => {
                let stated = if self.unclear[i] { Recurrence::Unclear } else { hours.recurrence() };
                let daily = match (stated, reading) {
                    (Recurrence::Once, _) | (Recurrence::Unclear, Reading::Once) => false,
                    (Recurrence::Daily, _) | (Recurrence::Unclear, Reading::Daily) => true,
                    (Recurrence::Unclear, Reading::Cautious) => !opens,
                };
                Some(if daily { hours.daily().clone() } else { hours.once().clone() })
            }
        }
    }

    fn holds(&self, i: usize, notice: &Notice, reading: Reading, t: Timestamp) -> bool {
        let Some(schedule) = self.read(i, notice, reading) else { return false };
        match notice.content.stance() {
            Stance::Opens => schedule.active_at(t) == State::Holds,
            _ => schedule.active_at(t) != State::DoesNotHold,
        }
    }

    /// The first instant at which an opening holds.
    fn first_instant(&self, i: usize, notice: &Notice, reading: Reading) -> Option<Timestamp> {
        let schedule = self.read(i, notice, reading)?;
        let mut pieces = schedule.pieces(TimeWindow::ALWAYS);
        pieces.find(|(_, state)| *state == State::Holds).map(|(window, _)| window.start_or_min())
    }
}

/// Whether two notices say the same: a copy by the rule that infers copies,
/// beside when they were said.
fn same_words(oracle: &Oracle<'_>, a: &Notice, b: &Notice) -> bool {
    let same_time = match (&a.time, &b.time) {
        (Timing::Hours(a), Timing::Hours(b)) => {
            a.clock() == b.clock() && a.time_zone() == b.time_zone() && a.from_day() == b.from_day()
        }
        (a, b) => a == b,
    };
    oracle.party(&a.issuer) == oracle.party(&b.issuer)
        && a.content == b.content
        && a.places == b.places
        && same_time
        && (a.time != Timing::Unstated || a.said_at == b.said_at)
        && a.updates == b.updates
        && a.cancels == b.cancels
}

fn is_disbelieved(rating: Rating) -> bool {
    rating.reliability == Reliability::E || rating.credibility == Credibility::Five
}

fn weigh(bar: Bar, rating: Option<Rating>) -> Weight {
    match rating {
        None if bar.unrated => Weight::Full,
        None => Weight::Doubtful,
        Some(rating) if is_disbelieved(rating) => Weight::None,
        Some(rating) => {
            let good = rating.reliability <= bar.rating.reliability
                && rating.credibility <= bar.rating.credibility;
            if good { Weight::Full } else { Weight::Doubtful }
        }
    }
}

/// Every corridor and checkpoint.
pub fn subjects(scenario: &Scenario) -> Vec<FeatureRef> {
    let gates = scenario.checkpoints().iter().map(Feature::reference);
    gates.chain(scenario.corridors().iter().map(Feature::reference)).collect()
}

fn area_of<'s>(scenario: &'s Scenario, record: &FeatureRef) -> Option<&'s MultiPolygon> {
    let id = record.id();
    let area = match record.kind() {
        Kind::Neighbourhood => scenario.neighbourhood(&id.into())?.area(),
        Kind::CurfewZone => scenario.curfew_zone(&id.into())?.area(),
        Kind::RestrictedZone => scenario.restricted_zone(&id.into())?.area(),
        Kind::HazardZone => scenario.hazard_zone(&id.into())?.area(),
        Kind::AreaOfControl => scenario.area_of_control(&id.into())?.area(),
        _ => return None,
    };
    Some(area.polygons())
}

/// How many metres of a straight line lie in none of the areas.
fn outside_m(line: Line, areas: &[&MultiPolygon]) -> f64 {
    let along = |at: Coord| {
        let whole = line.delta();
        let part = at - line.start;
        (part.x * whole.x + part.y * whole.y) / (whole.x * whole.x + whole.y * whole.y)
    };
    let mut cuts = vec![(0.0, line.start), (1.0, line.end)];
    for ring in areas
        .iter()
        .flat_map(|area| area.iter())
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
    {
        for side in ring.lines() {
            match line_intersection(line, side) {
                Some(LineIntersection::SinglePoint { intersection, .. }) => {
                    cuts.push((along(intersection), intersection));
                }
                Some(LineIntersection::Collinear { intersection }) => {
                    cuts.push((along(intersection.start), intersection.start));
                    cuts.push((along(intersection.end), intersection.end));
                }
                None => {}
            }
        }
    }
    cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
    cuts.windows(2)
        .map(|pair| {
            let (a, b) = (pair[0].1, pair[1].1);
            let middle = Point((a + b) / 2.0);
            let inside = areas.iter().any(|area| area.intersects(&middle));
            if inside { 0.0 } else { geodesy::distance(a, b).0 }
        })
        .sum()
}

/// "The records of a scenario are statements too."
pub fn records_that_state(scenario: &Scenario) -> Vec<Notice> {
    let mut stated = Vec::new();
    let mut state = |record: &dyn Feature,
                     party: Option<&str>,
                     content: Content,
                     agreed_by: &[String],
                     hours: bool| {
        let source = record.provenance();
        let opens = content.stance() == Stance::Opens;
        if opens && source.said_at.is_none() {
            return;
        }
        let said = source.said_at.or(source.recorded_at).unwrap_or(Timestamp::MIN);
        let known = source.recorded_at.unwrap_or(said).max(said);
        let id = format!("record:{}", record.reference());
        let mut notice = Notice::new(id, party.unwrap_or(&source.source), said, content)
            .known_at(known)
            .about(NoticePlace::from(record.reference()));
        notice.agreed_by = agreed_by.to_vec();
        let schedule = if hours { record.schedule() } else { Schedule::unknown() };
        notice.time = Timing::Schedule(Box::new(schedule));
        if source.confidence == Confidence::Disputed {
            notice.rating = Some(Rating::new(Reliability::F, Credibility::Six));
        }
        stated.push(notice);
    };
    for corridor in scenario.corridors() {
        if corridor.particulars().schedule.is_some() {
            let content = Content::CorridorOpening(CorridorTerms::default());
            state(corridor, corridor.announced_by(), content, corridor.agreed_by(), true);
        }
    }
    for gate in scenario.checkpoints() {
        let status = gate.status();
        let source = gate.provenance();
        let states = match status {
            CheckpointStatus::Open => gate.particulars().schedule.is_some(),
            CheckpointStatus::Closed => true,
            CheckpointStatus::Unknown => source.said_at.or(source.recorded_at).is_some(),
        };
        if states {
            let content = Content::CheckpointStatus { status };
            let hours = status == CheckpointStatus::Open;
            state(gate, gate.controlled_by(), content, &[], hours);
        }
    }
    for zone in scenario.curfew_zones() {
        state(zone, zone.issued_by(), Content::Curfew, &[], true);
    }
    for zone in scenario.restricted_zones() {
        state(zone, zone.issued_by(), Content::Closure, &[], true);
    }
    for zone in scenario.hazard_zones() {
        if matches!(zone.hazard(), HazardKind::AnnouncedTarget | HazardKind::StrikeWarning) {
            state(zone, None, Content::Target, &[], true);
        }
    }
    stated
}
