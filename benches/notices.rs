//! Notices: loading, the status of a thousand corridors, as known early and
//! late, one place with all notices, a day's timeline; beside a replay from the
//! beginning. Prints its own table: each figure is the least of a few rounds.
//!
//! `cargo bench --bench notices`, or with the most notices as an argument:
//! `cargo bench --bench notices -- 100000`.

use geo::{Coord, LineString, MultiPolygon, Rect};
use jiff::{SignedDuration, Timestamp};
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::{Area, AreaOfControl, CheckpointStatus, Particulars, Path, SafeCorridor};
use safepassage::notice::{
    Content, CorridorTerms, Evidence, Lineage, Notice, NoticeId, NoticeLedger, NoticePlace,
    Reading, StatusPolicy, StatusQuery, Timing,
};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use std::hint::black_box;
use std::time::Instant;

const CORRIDORS: u64 = 1000;

fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("an instant")
}

fn place(corridor: u64) -> Coord {
    let (column, row) = ((corridor % 40) as f64, (corridor / 40) as f64);
    Coord { x: 37.0 + column * 0.01, y: 36.0 + row * 0.01 }
}

fn area(low: Coord, high: Coord) -> Area {
    Area::new(MultiPolygon(vec![Rect::new(low, high).to_polygon()])).expect("an area")
}

/// A thousand corridors of 700 m, held by two parties.
fn scene() -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for number in 0..CORRIDORS {
        let line = LineString::new(vec![
            place(number),
            place(number) + Coord { x: 0.004, y: 0.003 },
            place(number) + Coord { x: 0.006, y: 0.003 },
        ]);
        let corridor = SafeCorridor::new(format!("c{number}"), Path::new(line).expect("a path"));
        builder.corridor(corridor, RecordRef::default());
    }
    for (id, low, high, party) in [("west", 36.9, 37.2, "P"), ("east", 37.2, 37.5, "Q")] {
        let held = area(Coord { x: low, y: 35.9 }, Coord { x: high, y: 36.4 });
        let always = Particulars::default().schedule(Schedule::always());
        builder.area_of_control(
            AreaOfControl::new(id, held, party).with(always),
            RecordRef::default(),
        );
    }
    builder.build().0
}

/// Numbers at random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Half a year of notices: openings and closings for some hours or until
/// further notice, copies by outlets, updates, cancellations, bans on areas.
fn stream(count: u64, corridors: u64) -> Vec<Notice> {
    let mut dice = Dice(7);
    let span_s = 180 * 86_400_u64;
    let mut made: Vec<Notice> = Vec::with_capacity(count as usize);
    for number in 0..count {
        let said = start() + SignedDuration::from_secs((span_s * number / count) as i64);
        let known = said + SignedDuration::from_mins(5);
        let corridor = dice.below(corridors);
        let id = format!("n{number:07}");
        let issuer = ["P", "Q", "a governorate", "OCHA"][dice.below(4) as usize];
        let kind = dice.below(20);
        let earlier = made.len().checked_sub(1 + dice.below(50 * corridors.min(40)) as usize);
        if let (10..=13, Some(earlier)) = (kind, earlier) {
            let mut copy = made[earlier].clone();
            copy.lineage = (kind > 11).then(|| Lineage::EchoOf(copy.id.clone()));
            copy.id = id.into();
            copy.known_at = known;
            made.push(copy.carried_by("an outlet"));
            continue;
        }
        let (content, hours) = match kind {
            0..=6 => (Content::CorridorOpening(CorridorTerms::default()), 3 + dice.below(10)),
            7 | 8 => (Content::Closure, 6 + dice.below(40)),
            9 => (Content::CheckpointStatus { status: CheckpointStatus::Closed }, 12),
            14 | 15 => (Content::Cancellation, 1),
            16 => (Content::Curfew, 12),
            _ => (Content::Other, 1),
        };
        let from = said + SignedDuration::from_hours(dice.below(12) as i64);
        let until = from + SignedDuration::from_hours(hours as i64);
        let time = if dice.below(50) == 0 {
            Timing::since(from)
        } else {
            Timing::Window(TimeWindow::new(from, until).expect("a window"))
        };
        let mut notice = Notice::new(id, issuer, said, content).known_at(known).during(time);
        notice.places.push(if kind == 16 {
            let low = place(corridor) - Coord { x: 0.003, y: 0.003 };
            NoticePlace::area(area(low, low + Coord { x: 0.01, y: 0.01 }))
        } else {
            FeatureRef::new(Kind::SafeCorridor, format!("c{corridor}")).into()
        });
        if let (14 | 15, Some(earlier)) = (kind, earlier) {
            notice.cancels.push(made[earlier].id.clone());
        }
        made.push(notice);
    }
    made
}

fn least_s<T>(rounds: u32, mut work: impl FnMut() -> T) -> f64 {
    (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn row(what: &str, count: u64, seconds: f64) {
    println!("| {what} | {count} | {:.3} ms |", seconds * 1e3);
}

fn gather(scene: &Scenario, notices: Vec<Notice>) -> Evidence {
    Evidence::gather(scene, NoticeLedger::of(notices).0, StatusPolicy::default())
}

fn sizes(scene: &Scenario, count: u64) {
    let notices = stream(count, CORRIDORS);
    let rounds = if count > 100_000 { 1 } else { 3 };
    let input = notices.clone();
    row("ledger of notices", count, least_s(1, || NoticeLedger::of(input.clone())));
    let ledger = NoticeLedger::of(notices).0;
    let copy = ledger.clone();
    let held = least_s(1, || Evidence::gather(scene, copy.clone(), StatusPolicy::default()));
    row("gather", count, held);
    let evidence = Evidence::gather(scene, ledger.clone(), StatusPolicy::default());
    let late = start() + SignedDuration::from_hours(24 * 170);
    let early = start() + SignedDuration::from_hours(24 * 10);
    let all = |at, known| evidence.statuses(at, known, Reading::Cautious).count();
    row("1,000 statuses, all known", count, least_s(5, || all(late, Timestamp::MAX)));
    row("1,000 statuses, as known early", count, least_s(5, || all(early, early)));
    row("1,000 statuses, late, as known early", count, least_s(5, || all(late, early)));
    let subject = FeatureRef::new(Kind::SafeCorridor, "c500");
    let day = TimeWindow::new(late, late + SignedDuration::from_hours(24)).expect("a day");
    let pieces = || evidence.timeline(&subject, day, Timestamp::MAX, Reading::Cautious);
    row("timeline of a corridor's day", count, least_s(5, pieces));
    let replay = least_s(rounds, || {
        let known = NoticeLedger::of(ledger.as_known_at(late).iter().cloned()).0;
        let then = Evidence::gather(scene, known, StatusPolicy::default());
        then.statuses(late, late, Reading::Cautious).count()
    });
    row("1,000 statuses by replay from the beginning", count, replay);
    let one = gather(scene, stream(count, 1));
    let subject = FeatureRef::new(Kind::SafeCorridor, "c0");
    let query = StatusQuery::new(subject, late);
    row("one status, all notices of one place", count, least_s(5, || one.status(&query)));
}

/// What would be slow if it were done naively.
fn hard(scene: &Scenario) {
    let count = 100_000_u64;
    let corridor = FeatureRef::new(Kind::SafeCorridor, "c0");
    let opening = |number: u64, said: Timestamp| {
        Notice::new(format!("n{number:06}"), "P", said, Content::Closure)
            .about(corridor.clone())
            .during(Timing::since(start()))
    };
    let id = |number: u64| NoticeId::from(format!("n{number:06}"));
    let second = |number: u64| start() + SignedDuration::from_secs(number as i64);
    let chain = (0..count).map(|number| {
        let notice = opening(number, second(number)).lineage(Lineage::Original);
        if number == 0 { notice } else { notice.updating(id(number - 1)) }
    });
    let copies = (0..count).map(|number| {
        let notice = opening(number, start());
        if number == 0 || number % 2 == 0 { notice } else { notice.lineage(Lineage::EchoOf(id(0))) }
    });
    let at = start() + SignedDuration::from_hours(48);
    let check = |what: &str, notices: Vec<Notice>| {
        let begun = Instant::now();
        let evidence = gather(scene, notices);
        row(&format!("{what}: load"), count, begun.elapsed().as_secs_f64());
        let query = StatusQuery::new(corridor.clone(), at);
        row(&format!("{what}: one status"), count, least_s(3, || evidence.status(&query)));
        let day = TimeWindow::new(at, at + SignedDuration::from_hours(24)).expect("a day");
        let pieces = || evidence.timeline(&corridor, day, Timestamp::MAX, Reading::Cautious);
        row(&format!("{what}: timeline of a day"), count, least_s(3, pieces));
    };
    check("a chain of updates", chain.collect());
    check("copies of one notice", copies.collect());
    // By identifier, and in no order: multiplied by a number prime to the count.
    for (order, count, factor) in [("by identifier", count, 1), ("in no order", 10_000, 7_919)] {
        let begun = Instant::now();
        let mut ledger = NoticeLedger::new();
        for number in 0..count {
            ledger.append(opening(number * factor % count, start())).expect("a new notice");
        }
        let what = format!("learnt at one instant, appended one by one {order}");
        row(&what, count, begun.elapsed().as_secs_f64());
    }
}

fn main() {
    let most = std::env::args().find_map(|word| word.parse::<u64>().ok()).unwrap_or(1_000_000);
    // Run as a test it only shows that it runs.
    let most = if std::env::args().any(|word| word == "--test") { 1000 } else { most };
    let scene = scene();
    println!("| work | notices | least |\n|---|---|---|");
    for count in [1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|count| *count <= most) {
        sizes(&scene, count);
    }
    if most >= 100_000 {
        hard(&scene);
    }
}
