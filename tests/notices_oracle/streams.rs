//! Random scenes and streams of notices, each made from a few bytes, so that a
//! failing case shrinks by its bytes going to nought: the plainest of all.

use geo::{Coord, LineString, MultiPolygon, Rect};
use jiff::civil::{Time, date};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use safepassage::id::{CheckpointId, FeatureRef, Kind};
use safepassage::model::{
    Area, AreaOfControl, Checkpoint, CheckpointStatus, Confidence, CurfewZone, HazardKind,
    HazardSeverity, HazardZone, Neighbourhood, Particulars, Path, Place, Provenance,
    RestrictedZone, SafeCorridor,
};
use safepassage::notice::{
    Authority, Bar, Content, CorridorTerms, Credibility, DayHours, Lineage, Notice, NoticeId,
    NoticePlace, Rating, Reading, Recurrence, Reliability, StatusPolicy, Timing,
};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{ClockHours, Schedule, TimeWindow};

/// The bytes of one notice.
pub type NoticeBytes = [u8; 20];

/// A scene and a stream, as bytes.
#[derive(Clone)]
pub struct Bytes {
    pub scene: Vec<u8>,
    /// What the records of the scene state; nothing if empty.
    pub records: Vec<u8>,
    pub policy: [u8; 6],
    pub notices: Vec<NoticeBytes>,
    /// What is asked: an instant and a known-at for each.
    pub asked: Vec<[u8; 4]>,
}

/// On few lines.
impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { scene, records, policy, notices, asked } = self;
        write!(f, "{scene:?} {records:?} {policy:?} {notices:?} {asked:?}")
    }
}

/// A scene and a stream.
#[derive(Debug)]
pub struct Case {
    pub scenario: Scenario,
    pub policy: StatusPolicy,
    pub notices: Vec<Notice>,
    pub asked: Vec<(Timestamp, Timestamp)>,
}

/// Bytes for a case of at most so many notices.
pub fn bytes(longest: usize) -> impl Strategy<Value = Bytes> {
    (
        prop::collection::vec(any::<u8>(), 29),
        prop::collection::vec(any::<u8>(), 70),
        any::<[u8; 6]>(),
        prop::collection::vec(any::<NoticeBytes>(), 1..=longest),
        prop::collection::vec(any::<[u8; 4]>(), 4),
    )
        .prop_map(|(scene, records, policy, notices, asked)| Bytes {
            scene,
            records,
            policy,
            notices,
            asked,
        })
}

impl Bytes {
    /// Those of a scene whose records state nothing.
    pub fn with_silent_records(mut self) -> Self {
        self.records.clear();
        self
    }

    pub fn case(&self) -> Case {
        Case {
            scenario: scene(&self.scene, &self.records),
            policy: policy(self.policy),
            notices: notices(&self.notices),
            asked: self.asked.iter().map(asked).collect(),
        }
    }
}

/// Reads bytes as choices; nought when there are no more.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn of(bytes: &[u8]) -> Choices<'_> {
        Choices(bytes.iter())
    }

    fn below(&mut self, n: u8) -> u8 {
        self.0.next().map_or(0, |byte| byte % n)
    }

    /// With that many chances in 256.
    fn chance(&mut self, of_256: u8) -> bool {
        self.0.next().is_some_and(|byte| *byte > 255 - of_256)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.below(of.len() as u8))]
    }
}

const HOUR_NS: i128 = 3_600_000_000_000;

/// Hours after the first instant at which things are said: few, so that many
/// are said at once, and apart by just 12, 24 and 48 hours and a bit.
const SAID: [i64; 16] = [24, 24, 24, 24, 36, 36, 37, 48, 30, 0, 35, 60, 72, 73, 84, 12];

const PARTIES: [&str; 5] = ["P", "Q", "R", "ICRC", "Party P"];

pub fn hour(hours: i64) -> Timestamp {
    let zero: Timestamp = "2026-01-08T00:00:00Z".parse().unwrap();
    zero + SignedDuration::from_hours(hours)
}

// As it is mapped over.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn asked(bytes: &[u8; 4]) -> (Timestamp, Timestamp) {
    let mut choices = Choices::of(bytes);
    let base = hour(choices.one(&SAID));
    let offset = choices.one(&[0, 1, 12, 2, 3, 13, 24, 36, 48, 49, 11, -1]);
    let fine = choices.one(&[0, 0, 0, -1]);
    let at = base.as_nanosecond() + offset * HOUR_NS + fine;
    let known = match choices.below(8) {
        0..=3 => Timestamp::MAX,
        4 => Timestamp::from_nanosecond(at).unwrap(),
        n => base + SignedDuration::from_hours(i64::from(n) * 5 - 25),
    };
    (Timestamp::from_nanosecond(at).unwrap(), known)
}

fn policy(bytes: [u8; 6]) -> StatusPolicy {
    let mut choices = Choices::of(&bytes);
    let mut policy = StatusPolicy::default();
    if choices.chance(60) {
        policy.authority = choices.one(&[Authority::AnyController, Authority::Announcer]);
    } else {
        choices.below(1);
    }
    if choices.chance(120) {
        policy.parties = vec![vec!["P".to_owned(), "Party P".to_owned()]];
    }
    if choices.chance(30) {
        policy.opening =
            Bar { rating: Rating::new(Reliability::B, Credibility::Two), unrated: true };
    }
    if choices.chance(20) {
        policy.opening.unrated = false;
    }
    if choices.chance(20) {
        policy.closing.unrated = false;
    }
    policy
}

/// A grid of about a hundred metres.
fn at(x: f64, y: f64) -> Coord {
    Coord { x: 37.15 + x * 0.001, y: 36.2 + y * 0.001 }
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Area {
    Area::new(MultiPolygon(vec![Rect::new(at(x0, y0), at(x1, y1)).to_polygon()])).unwrap()
}

fn path(points: &[(f64, f64)]) -> Path {
    Path::new(points.iter().map(|(x, y)| at(*x, *y)).collect::<LineString>()).unwrap()
}

fn window(from: i64, to: i64) -> TimeWindow {
    TimeWindow::new(hour(from), hour(to)).unwrap()
}

fn schedule(choices: &mut Choices<'_>) -> Option<Schedule> {
    let from = choices.one(&SAID);
    let length = choices.one(&[3, 1, 12, 24, 48]);
    match choices.below(6) {
        0 => Some(Schedule::during(TimeWindow::since(hour(from)))),
        1 => None,
        2 => Some(Schedule::during(window(from, from + length))),
        3 => Some(Schedule::always().unknown_during(window(from, from + length))),
        4 => Some(
            Schedule::during_all([window(from, from + 1), window(from + 13, from + 13 + length)])
                .unknown_during(window(from + 5, from + 7)),
        ),
        _ => Some(Schedule::during(TimeWindow::until(hour(from)))),
    }
}

fn provenance(choices: &mut Choices<'_>) -> Provenance {
    let said = choices.one(&SAID);
    let (has_said, lag) = (!choices.chance(80), choices.one(&[0, 0, 1, 24]));
    let has_recorded = !choices.chance(100);
    Provenance {
        said_at: has_said.then(|| hour(said)),
        recorded_at: has_recorded.then(|| hour(said + lag)),
        confidence: if choices.chance(30) { Confidence::Disputed } else { Confidence::Unverified },
        ..Provenance::of(choices.one(&["R", "Q", "P"]))
    }
}

/// Three corridors, four checkpoints, two neighbourhoods, up to three areas of
/// control; then what the records state.
fn scene(bytes: &[u8], records: &[u8]) -> Scenario {
    let c = &mut Choices::of(bytes);
    let lines: [&[(f64, f64)]; 3] = [
        &[(0.0, 0.0), (10.0, 0.0)],
        &[(5.0, -5.0), (5.0, 5.0)],
        &[(0.0, 3.0), (10.0, 3.0), (10.0, -2.0)],
    ];
    let places = [(0.0, 0.0), (10.0, 0.0), (5.0, 5.0), (20.0, 20.0)];
    let ends = |c: &mut Choices<'_>| {
        let gate = |n: u8| (n < 4).then(|| CheckpointId::from(format!("g{n}")));
        let pair = c.below(36);
        (gate(5 - pair % 6), gate(5 - pair / 6))
    };
    let mut corridors: Vec<SafeCorridor> = (0..)
        .zip(lines)
        .map(|(n, line)| {
            let (entry, exit) = ends(c);
            SafeCorridor::new(format!("c{n}"), path(line)).with_checkpoints(entry, exit)
        })
        .collect();
    let mut gates: Vec<(Checkpoint, Provenance)> = Vec::new();
    for (n, (x, y)) in (0..).zip(places) {
        let at = at(x, y);
        let mut gate = Checkpoint::new(format!("g{n}"), Place::new(at.x, at.y).unwrap());
        let mut source = Provenance::of("R");
        match c.below(6) {
            1 => gate = gate.with_controller("P"),
            2 => gate = gate.with_controller("Q"),
            3 => {
                gate = gate.with_controller("P");
                source.recorded_at = (!records.is_empty()).then(|| hour(36));
            }
            _ => {}
        }
        gates.push((gate, source));
    }
    let mut builder = ScenarioBuilder::new();
    let from = RecordRef::default;
    builder.neighbourhood(Neighbourhood::new("n0", rect(2.0, -1.0, 4.0, 1.0)), from());
    builder.neighbourhood(Neighbourhood::new("n1", rect(10.0, 0.0, 12.0, 1.0)), from());
    // The second begins where the first ends, or 27 m or 90 m beyond.
    let gap = c.one(&[5.0, 5.3, 6.0]);
    for (n, (x0, x1)) in (0..).zip([(-1.0, 5.0), (gap, 11.0), (4.0, 7.0)]) {
        let there = c.below(4) > 0;
        let party = c.one(&["P", "Q", "P", "R", "Party P"]);
        let always = c.below(3) < 2;
        let hours = schedule(c);
        let recorded = c.one(&[None, None, Some(24), Some(36)]).map(hour);
        if there {
            let source = Provenance { recorded_at: recorded, ..Provenance::of("R") };
            let particulars = Particulars {
                schedule: if always { Some(Schedule::always()) } else { hours },
                provenance: source,
                ..Particulars::default()
            };
            let area = rect(x0, -6.0, x1, 6.0);
            builder.area_of_control(
                AreaOfControl::new(format!("a{n}"), area, party).with(particulars),
                from(),
            );
        }
    }
    let c = &mut Choices::of(records);
    for corridor in &mut corridors {
        let zones = [
            FeatureRef::new(Kind::CurfewZone, "z0"),
            FeatureRef::new(Kind::RestrictedZone, "z1"),
            FeatureRef::new(Kind::HazardZone, "z2"),
        ];
        let exempt = c.below(8);
        let zones = (0..3).zip(zones).filter(|(n, _)| exempt >> n & 1 == 1);
        let mut next = corridor.clone().with_exemptions(zones.map(|(_, zone)| zone).collect());
        let states = c.chance(90);
        let announcer = c.one(&[Some("P"), Some("Q"), None, Some("R")]);
        let agreed = c.one(&[&[][..], &["Q"], &["P", "Q"]]);
        let (hours, source) = (schedule(c), provenance(c));
        if let Some(announcer) = announcer {
            next = next.with_announcer(announcer);
        }
        next = next.with_agreement(agreed.iter().map(|&party| party.to_owned()).collect());
        if states {
            let particulars =
                Particulars { schedule: hours, provenance: source, ..Particulars::default() };
            next = next.with(particulars);
        }
        *corridor = next;
    }
    for (gate, plain) in gates {
        let status = c.one(&[
            CheckpointStatus::Unknown,
            CheckpointStatus::Unknown,
            CheckpointStatus::Unknown,
            CheckpointStatus::Open,
            CheckpointStatus::Closed,
        ]);
        let (hours, stated) = (schedule(c), provenance(c));
        let states = status != CheckpointStatus::Unknown;
        let particulars = Particulars {
            schedule: hours.filter(|_| states),
            provenance: if states { stated } else { plain },
            ..Particulars::default()
        };
        builder.checkpoint(gate.with_status(status).with(particulars), from());
    }
    let areas = [rect(1.0, -2.0, 3.0, 4.0), rect(5.0, 0.0, 6.0, 1.0), rect(9.0, -9.0, 12.0, 9.0)];
    for (n, area) in (0..).zip(areas) {
        let there = c.chance(60);
        let issuer = c.one(&["P", "Q", "R"]);
        let hours = schedule(c);
        let particulars =
            Particulars { schedule: hours, provenance: provenance(c), ..Particulars::default() };
        let id = format!("z{n}");
        match n {
            _ if !there => {}
            0 => {
                let zone = CurfewZone::new(id, area).with_issuer(issuer).with(particulars);
                builder.curfew_zone(zone, from());
            }
            1 => {
                let zone = RestrictedZone::new(id, area).with_issuer(issuer).with(particulars);
                builder.restricted_zone(zone, from());
            }
            _ => {
                let zone =
                    HazardZone::new(id, area, HazardKind::AnnouncedTarget, HazardSeverity::Extreme);
                builder.hazard_zone(zone.with(particulars), from());
            }
        }
    }
    for corridor in corridors {
        builder.corridor(corridor, from());
    }
    builder.build().0
}

/// The notices of those bytes, called `n0`, `n1` …, in no order.
pub fn notices(bytes: &[NoticeBytes]) -> Vec<Notice> {
    let mut made: Vec<Notice> = Vec::new();
    for (n, one) in bytes.iter().enumerate() {
        let next = notice(&format!("n{n}"), one, &made, bytes.len());
        made.push(next);
    }
    made
}

/// One notice, beside those made before; `count` are to be made in all.
pub fn notice(id: &str, bytes: &NoticeBytes, before: &[Notice], count: usize) -> Notice {
    let c = &mut Choices::of(bytes);
    let said = hour(c.one(&SAID));
    let known = said + SignedDuration::from_hours(c.one(&[0, 0, 0, 0, 1, 5, 12, 24]));
    let again = c.chance(70);
    let target = usize::from(c.below(64));
    let id_of = |n: usize| NoticeId::from(format!("n{}", n % (count + 1)));
    let lineage = match c.below(8) {
        0..=4 => None,
        5 => Some(Lineage::Original),
        _ => Some(Lineage::EchoOf(id_of(target))),
    };
    let rating = rating(c);
    let recurrence = c.one(&[Recurrence::Unclear, Recurrence::Once, Recurrence::Daily]);
    if let Some(first) = before.get(target % (before.len() + 1)).filter(|_| again) {
        let mut copy = first.clone().known_at(known);
        copy.id = id.into();
        copy.said_at = said;
        copy.lineage = lineage;
        copy.rating = rating;
        if let Timing::Hours(hours) = copy.time {
            copy.time = Timing::Hours(Box::new(hours.recurring(recurrence)));
        }
        return copy;
    }
    let content = content(c);
    let issuer = c.one(&["P", "Q", "P", "Q", "R", "ICRC", "Party P", "R"]);
    let mut notice = Notice::new(id, issuer, said, content).known_at(known);
    notice.lineage = lineage;
    notice.rating = rating;
    notice.time = timing(c, recurrence);
    notice.places.extend(place(c));
    if c.chance(60) {
        notice.places.extend(place(c));
    }
    notice.agreed_by = match c.below(6) {
        0..=2 => vec![],
        3 => vec!["Q".to_owned()],
        4 => vec!["P".to_owned(), "Q".to_owned()],
        _ => vec![PARTIES[usize::from(c.below(5))].to_owned()],
    };
    let other = usize::from(c.below(64));
    match c.below(8) {
        0..=3 => {}
        4 => notice.updates.push(id_of(other)),
        5 => notice.cancels.push(id_of(other)),
        6 => notice.updates.push(id_of(target)),
        _ => {
            notice.updates.push(id_of(other));
            notice.cancels.push(id_of(target));
        }
    }
    notice
}

fn rating(c: &mut Choices<'_>) -> Option<Rating> {
    let rated = |r, i| Some(Rating::new(r, i));
    c.one(&[
        None,
        None,
        None,
        None,
        None,
        rated(Reliability::A, Credibility::One),
        rated(Reliability::D, Credibility::Four),
        rated(Reliability::E, Credibility::One),
        rated(Reliability::B, Credibility::Five),
        rated(Reliability::F, Credibility::Two),
        rated(Reliability::C, Credibility::Six),
    ])
}

fn content(c: &mut Choices<'_>) -> Content {
    let opening = || {
        Content::CorridorOpening(CorridorTerms {
            who: Some("civilians".to_owned()),
            ..CorridorTerms::default()
        })
    };
    let gate = |status| Content::CheckpointStatus { status };
    match c.below(20) {
        0..=6 => opening(),
        7..=9 => Content::Closure,
        10 | 11 => Content::Curfew,
        12 => Content::Target,
        13 => gate(CheckpointStatus::Closed),
        14 | 15 => gate(CheckpointStatus::Open),
        16 => gate(CheckpointStatus::Unknown),
        17 => Content::Pause,
        _ => Content::Cancellation,
    }
}

fn timing(c: &mut Choices<'_>, recurrence: Recurrence) -> Timing {
    let from = c.one(&SAID);
    let kind = c.below(10);
    let length = c.one(&[3, 24, 1, 12, 48, 13]);
    match kind {
        0 | 1 => Timing::since(hour(from)),
        2 | 3 => Timing::Window(window(from, from + length)),
        4 => Timing::Unstated,
        5 => Timing::Window(TimeWindow::ALWAYS),
        6 => {
            let hours =
                Schedule::during_all([window(from, from + 1), window(from + 12, from + 30)])
                    .unknown_during(window(from + 5, from + 5 + length));
            Timing::Schedule(Box::new(hours))
        }
        _ => {
            let start = c.one(&[10, 0, 22]);
            let clock = ClockHours::new(
                Time::constant(start, 0, 0, 0),
                Time::constant((start + 5) % 24, 0, 0, 0),
            );
            let day = date(2026, 1, 8 + from as i8 / 24);
            let hours = DayHours::new(clock, "Asia/Damascus", day).unwrap();
            let hours =
                if length == 48 { hours.until_day(date(2026, 1, 12)).unwrap() } else { hours };
            Timing::Hours(Box::new(hours.recurring(recurrence)))
        }
    }
}

fn place(c: &mut Choices<'_>) -> Option<NoticePlace> {
    let record = |kind, id: &str| Some(NoticePlace::from(FeatureRef::new(kind, id)));
    let drawn = |area| Some(NoticePlace::area(area));
    match c.below(24) {
        0..=8 => record(Kind::SafeCorridor, "c0"),
        9 | 10 => record(Kind::SafeCorridor, "c1"),
        11 => record(Kind::SafeCorridor, "c2"),
        12 | 13 => record(Kind::Checkpoint, "g0"),
        14 => record(Kind::Checkpoint, "g1"),
        15 => record(Kind::Checkpoint, "g3"),
        16 => record(Kind::Neighbourhood, "n0"),
        17 => record(Kind::Neighbourhood, "n1"),
        18 => drawn(rect(-3.0, -3.0, 3.0, 7.0)),
        19 => drawn(rect(10.0, -3.0, 13.0, -1.0)),
        20 => drawn(rect(19.0, 19.0, 21.0, 21.0)),
        21 => record(Kind::CurfewZone, "z0"),
        22 => record(Kind::AreaOfControl, "a0"),
        _ => None,
    }
}

/// Every reading.
pub const READINGS: [Reading; 3] = Reading::ALL;
