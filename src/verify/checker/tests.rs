use super::*;
use crate::model::{
    Area, Checkpoint, CheckpointStatus, CurfewZone, HazardKind, HazardSeverity, HazardZone,
    Particulars, Place,
};
use crate::network::RoutePolicy;
use crate::record::RecordRef;
use crate::scenario::ScenarioBuilder;
use crate::time::Schedule;
use geo::{MultiPolygon, polygon};

fn at(clock: &str) -> Timestamp {
    format!("2026-01-08T{clock}Z").parse().unwrap()
}

fn window(from: &str, to: &str) -> TimeWindow {
    TimeWindow::new(at(from), at(to)).unwrap()
}

/// A walk of about 899 m to the east in 15 minutes, a stay of 5 minutes at a
/// checkpoint, and the same walk again.
fn certificate() -> Certificate {
    let [a, b, c] = [(37.00, 36.0), (37.01, 36.0), (37.02, 36.0)].map(Coord::from);
    Certificate {
        mode: TravelMode::Foot,
        policy: RoutePolicy::cautious(),
        exposed_in: Vec::new(),
        window: window("06:00:00", "18:00:00"),
        acts: vec![
            Act::Move { line: vec![a, b], enter: at("10:00:00"), exit: at("10:15:00") },
            Act::Stay {
                at: b,
                from: at("10:15:00"),
                until: at("10:20:00"),
                checkpoint: Some("gate".into()),
            },
            Act::Move { line: vec![b, c], enter: at("10:20:00"), exit: at("10:35:00") },
        ],
    }
}

fn gate(open: TimeWindow) -> Checkpoint {
    Checkpoint::new("gate", Place::new(37.01, 36.0).unwrap())
        .with_status(CheckpointStatus::Open)
        .with_delay_s(300)
        .with(Particulars::named("gate").schedule(Schedule::during(open)))
}

/// A box from 37.014 to 37.016 across the second walk: entered after 6 minutes.
fn zone(schedule: Option<Schedule>) -> CurfewZone {
    let area = polygon![(x: 37.014, y: 35.9), (x: 37.016, y: 35.9), (x: 37.016, y: 36.1), (x: 37.014, y: 36.1)];
    let mut about = Particulars::named("zone");
    about.schedule = schedule;
    CurfewZone::new("zone", Area::new(MultiPolygon(vec![area])).unwrap()).with(about)
}

fn codes(certificate: &Certificate, build: impl FnOnce(&mut ScenarioBuilder)) -> Vec<&'static str> {
    let mut builder = ScenarioBuilder::new();
    build(&mut builder);
    check(certificate, &builder.build().0).iter().map(|broken| broken.code).collect()
}

fn with_gate(b: &mut ScenarioBuilder) {
    b.checkpoint(gate(window("09:00:00", "18:00:00")), RecordRef::default());
}

#[test]
fn a_certificate_that_keeps_every_rule_passes() {
    assert_eq!(codes(&certificate(), with_gate), [""; 0]);
}

#[test]
fn a_zone_counts_for_just_the_time_that_people_are_in_it() {
    // In the zone from 10:26 to 10:29.
    for (from, to, broken) in [
        ("10:00:00", "10:25:59", false),
        ("10:00:00", "10:26:01", true),
        ("10:27:00", "10:27:01", true),
        ("10:28:59", "11:00:00", true),
        ("10:29:01", "11:00:00", false),
    ] {
        let schedule = Schedule::during(window(from, to));
        let found = codes(&certificate(), |b| {
            with_gate(b);
            b.curfew_zone(zone(Some(schedule)), RecordRef::default());
        });
        let expected: &[&str] = if broken { &["in-zone-while-active"] } else { &[] };
        assert_eq!(found, expected, "{from} to {to}");
    }
}

#[test]
fn a_zone_of_unknown_state_counts_as_active() {
    let found = codes(&certificate(), |b| {
        with_gate(b);
        b.curfew_zone(zone(None), RecordRef::default());
    });
    assert_eq!(found, ["in-zone-while-active"]);
}

#[test]
fn standing_in_a_lesser_hazard_is_broken_and_passing_is_not() {
    let hazard = |west: f64| {
        let area = polygon![(x: west, y: 35.9), (x: west + 0.002, y: 35.9), (x: west + 0.002, y: 36.1), (x: west, y: 36.1)];
        let area = Area::new(MultiPolygon(vec![area])).unwrap();
        HazardZone::new("smoke", area, HazardKind::Fire, HazardSeverity::Minor)
    };
    let mut lenient = certificate();
    lenient.policy = lenient.policy.wall_from(HazardSeverity::Severe);
    for (west, expected) in [(37.014, &[][..]), (37.009, &["in-zone-while-active"][..])] {
        let found = codes(&lenient, |b| {
            with_gate(b);
            b.hazard_zone(hazard(west), RecordRef::default());
        });
        assert_eq!(found, expected);
    }
}

#[test]
fn a_checkpoint_must_be_open_for_its_whole_delay() {
    for (from, to, broken) in [
        ("10:15:00", "10:20:00", false),
        ("10:15:01", "10:20:00", true),
        ("10:15:00", "10:19:59", true),
        ("11:00:00", "12:00:00", true),
    ] {
        let found = codes(&certificate(), |b| {
            b.checkpoint(gate(window(from, to)), RecordRef::default());
        });
        assert_eq!(found.contains(&"checkpoint-not-passed-while-open"), broken, "{from} to {to}");
    }
    assert_eq!(codes(&certificate(), |_| {}), ["unknown-checkpoint"]);
}

#[test]
fn jumps_haste_and_lateness_are_broken() {
    let change = |change: fn(&mut Vec<Act>)| {
        let mut changed = certificate();
        change(&mut changed.acts);
        codes(&changed, with_gate)
    };
    assert!(
        change(|acts| {
            acts.remove(1);
        })
        .contains(&"jumps-in-time")
    );
    assert!(
        change(|acts| {
            acts[1] = acts[0].clone();
        })
        .contains(&"jumps-in-space")
    );
    assert!(
        change(|acts| if let Act::Move { enter, .. } = &mut acts[2] {
            *enter = at("10:34:00");
        })
        .contains(&"too-fast")
    );
    assert!(
        change(|acts| if let Act::Move { exit, .. } = &mut acts[2] {
            *exit = at("10:00:00");
        })
        .contains(&"goes-back-in-time")
    );
    let mut late = certificate();
    late.window = window("06:00:00", "10:30:00");
    assert_eq!(codes(&late, with_gate), ["outside-the-window"]);
}

#[test]
fn a_certificate_reads_back_from_json() {
    let text = serde_json::to_string(&certificate()).unwrap();
    assert_eq!(serde_json::from_str::<Certificate>(&text).unwrap(), certificate());
}
