//! What a plan says of changes and of rounding, held against plans of records and
//! streets that were changed by hand.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use jiff::{SignedDuration, Timestamp};
use safepassage::evacuate::{
    EvacuationPlan, EvacuationPlanner, EvacuationRequest, MethodChoice, WhatIfAnswer, WhatIfKind,
};
use safepassage::id::FeatureRef;
use safepassage::model::{
    Area, Checkpoint, CheckpointStatus, CurfewZone, Neighbourhood, Particulars, Path, Place,
    PopulationEstimate, SafeCorridor, Shelter, StreetClass, TravelModes,
};
use safepassage::network::{NetworkBuilder, WayAttributes};
use safepassage::picture::OperationalPicture;
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use safepassage::units::{Metres, Persons, PersonsPerHour};

/// 0.01 degrees along the street are 899 m, 749.2 s on foot.
const WEST: Coord = Coord { x: 37.15, y: 36.23 };
const MIDDLE: Coord = Coord { x: 37.16, y: 36.23 };
const EAST: Coord = Coord { x: 37.17, y: 36.23 };
/// The long way round: 111 m to the north for each 0.001 degrees.
const NORTH: Coord = Coord { x: 37.16, y: 36.234 };

fn at(second: i64) -> Timestamp {
    let start: Timestamp = "2026-01-08T07:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(second)
}

fn window(from: i64, until: i64) -> TimeWindow {
    TimeWindow::new(at(from), at(until)).unwrap()
}

fn around(at: Coord) -> Area {
    let corner = |dx: f64, dy: f64| (at.x + dx * 0.001, at.y + dy * 0.001);
    let ring = [corner(-1., -1.), corner(1., -1.), corner(1., 1.), corner(-1., 1.)];
    let ring = LineString::from(ring.to_vec());
    Area::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap()
}

fn here() -> RecordRef {
    RecordRef::file("scene")
}

/// Streets by name, each with its width: 48 on foot pass 2.8 m in a minute.
fn streets(ways: &[(&str, &[Coord], f64)]) -> safepassage::network::StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let mut junctions = Vec::new();
    for (name, line, width) in ways {
        let mut points = Vec::new();
        for &at in *line {
            let known = junctions.iter().find(|(one, _)| *one == at).map(|&(_, point)| point);
            let point = known.unwrap_or_else(|| builder.add_point(at).unwrap());
            junctions.push((at, point));
            points.push(point);
        }
        let way = WayAttributes {
            forward: TravelModes::all(),
            backward: TravelModes::all(),
            class: StreetClass::Residential,
            width: Some(Metres(*width)),
            names: vec![(String::new(), (*name).to_owned())],
            ..WayAttributes::default()
        };
        builder.add_way(&points, way).unwrap();
    }
    builder.build().unwrap()
}

const STRAIGHT: (&str, &[Coord], f64) = ("Straight Street", &[WEST, MIDDLE, EAST], 2.8);
const ROUND: (&str, &[Coord], f64) = ("Long Street", &[WEST, NORTH, EAST], 1.6);

/// People in the west and a shelter in the east, with what `more` adds.
fn scenario(persons: u64, places: u64, more: impl FnOnce(&mut ScenarioBuilder)) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    let population = PopulationEstimate { persons: Persons(persons), as_of: None, source: None };
    let west = Neighbourhood::new("west", around(WEST)).with_population(population);
    builder.neighbourhood(west, here());
    let shelter = Shelter::new("east", Place::new(EAST.x, EAST.y).unwrap());
    let shelter = shelter.with_capacity(Persons(places)).with_occupancy(Persons(0));
    builder.shelter(shelter, here());
    more(&mut builder);
    builder.build().0
}

fn request(until: i64) -> EvacuationRequest {
    EvacuationRequest::new(window(0, until)).method(MethodChoice::Quickest)
}

fn plan(
    scenario: &Scenario,
    ways: &[(&str, &[Coord], f64)],
    request: &EvacuationRequest,
) -> EvacuationPlan {
    let picture = OperationalPicture::new(scenario.clone(), streets(ways));
    EvacuationPlanner::new(&picture).plan(request).unwrap()
}

/// The answer for one change.
fn answer<'p>(plan: &'p EvacuationPlan, kind: WhatIfKind, of: &str) -> &'p WhatIfAnswer {
    let asked = plan.what_ifs.as_ref().unwrap();
    assert!(asked.exact);
    assert_eq!((asked.by, asked.persons), (plan.window.end_or_max(), plan.bounds.moved));
    let is = |one: &&WhatIfAnswer| {
        one.kind == kind && one.of.as_ref().is_none_or(|it| it.id() == of) && one.text.contains(of)
    };
    let mut found = asked.answers.iter().filter(is);
    let answer = found.next().unwrap_or_else(|| panic!("{kind:?} {of}: {:?}", asked.answers));
    assert!(found.next().is_none());
    assert_eq!(answer.gained, answer.persons as i64 - asked.persons as i64);
    answer
}

fn checkpoint(status: CheckpointStatus, open: Schedule) -> Checkpoint {
    let about = Particulars::named("checkpoint gate").schedule(open);
    Checkpoint::new("gate", Place::new(MIDDLE.x, MIDDLE.y).unwrap())
        .with_status(status)
        .with_persons_per_hour(PersonsPerHour(600.0))
        .with_delay_s(30)
        .with(about)
}

#[test]
fn opening_the_only_checkpoint_brings_what_a_plan_through_it_brings() {
    let always = checkpoint(CheckpointStatus::Open, Schedule::always());
    let opened = scenario(1000, 2000, |builder| {
        builder.checkpoint(always, here());
    });
    let opened = plan(&opened, &[STRAIGHT], &request(5400));
    // 26 steps to the first arrival, 10 a minute from then on.
    assert_eq!(opened.bounds.moved, (90 - 25 - 1) * 10);
    let shut = [
        checkpoint(CheckpointStatus::Closed, Schedule::always()),
        checkpoint(CheckpointStatus::Unknown, Schedule::always()),
        // Shut in the window, and for the first hour of it.
        checkpoint(CheckpointStatus::Open, Schedule::during(window(7200, 9000))),
        checkpoint(CheckpointStatus::Open, Schedule::during(window(3600, 9000))),
    ];
    let mut moved = Vec::new();
    for shut in shut {
        let records = scenario(1000, 2000, |builder| {
            builder.checkpoint(shut, here());
        });
        let found = plan(&records, &[STRAIGHT], &request(5400).what_ifs());
        let opened_here = answer(&found, WhatIfKind::CheckpointOpened, "gate");
        assert_eq!(opened_here.persons, opened.bounds.moved, "{}", opened_here.text);
        assert!(opened_here.gained > 0);
        assert_eq!(found.what_ifs.as_ref().unwrap().answers[0], *opened_here);
        moved.push(found.bounds.moved);
    }
    assert_eq!(moved[..3], [0, 0, 0]);
    assert!(moved[3] > 0 && moved[3] < opened.bounds.moved, "{moved:?}");
}

#[test]
fn opening_one_that_is_open_already_is_no_change() {
    let records = scenario(1000, 2000, |builder| {
        builder.checkpoint(checkpoint(CheckpointStatus::Open, Schedule::always()), here());
    });
    let found = plan(&records, &[STRAIGHT], &request(5400).what_ifs());
    let asked = found.what_ifs.as_ref().unwrap();
    assert!(asked.answers.iter().all(|one| one.kind != WhatIfKind::CheckpointOpened));
    // It is what holds people up.
    let wide = answer(&found, WhatIfKind::CheckpointWidened, "gate");
    let again = request(5400).checkpoint_rate("gate", 1200.0);
    assert_eq!(wide.persons, plan(&records, &[STRAIGHT], &again).bounds.moved);
    assert!(wide.gained > 0);
}

/// A curfew over the middle, and a corridor through it that is open until then.
fn corridor_until(end: i64) -> Scenario {
    scenario(3000, 5000, |builder| {
        let about = Particulars::default().schedule(Schedule::always());
        builder.curfew_zone(CurfewZone::new("night", around(MIDDLE)).with(about), here());
        let line = LineString::from(vec![(WEST.x, WEST.y), (EAST.x, EAST.y)]);
        let about = Particulars::named("corridor way").schedule(Schedule::during(window(0, end)));
        let zone: FeatureRef = "curfew-zone/night".parse().unwrap();
        let corridor = SafeCorridor::new("way", Path::new(line).unwrap());
        builder.corridor(corridor.with_exemptions(vec![zone]).with(about), here());
    })
}

#[test]
fn a_corridor_open_an_hour_longer_brings_what_a_plan_with_it_brings() {
    for end in [1800, 2700, 3630] {
        let found = plan(&corridor_until(end), &[STRAIGHT], &request(7200).what_ifs());
        let again = plan(&corridor_until(end + 3600), &[STRAIGHT], &request(7200));
        assert!(found.bounds.moved < 3000 && found.bounds.moved > 0, "{}", found.bounds.moved);
        let longer = answer(&found, WhatIfKind::CorridorLonger, "way");
        assert_eq!(longer.persons, again.bounds.moved, "{}", longer.text);
        assert!(longer.gained >= 500, "{}", longer.text);
        let longer = longer.clone();
        assert_eq!(found.what_ifs.unwrap().answers[0], longer);
    }
}

#[test]
fn a_corridor_that_never_closes_in_the_window_is_no_change() {
    let found = plan(&corridor_until(7200), &[STRAIGHT], &request(7200).what_ifs());
    let answers = found.what_ifs.unwrap().answers;
    assert!(
        answers.iter().all(|one| one.kind != WhatIfKind::CorridorLonger || one.gained == 0),
        "{answers:?}"
    );
}

#[test]
fn a_street_lost_leaves_what_a_plan_on_the_others_moves() {
    let records = scenario(3000, 5000, |_| ());
    let found = plan(&records, &[STRAIGHT, ROUND], &request(3600).what_ifs());
    for (lost, left, a_minute) in [("Straight Street", ROUND, 29), ("Long Street", STRAIGHT, 48)] {
        let without = plan(&records, &[left], &request(3600)).bounds.moved;
        let answer = answer(&found, WhatIfKind::StreetLost, lost);
        // The clocks are still those of both streets: what lies off the quickest way of
        // before takes up to a step longer than on a plan of its own.
        let least = without - a_minute;
        assert!((least..=without).contains(&answer.persons), "{without}: {answer:?}");
        assert!(answer.gained < 0 && answer.edge.is_some() && answer.at.is_some());
    }
    let only = plan(&records, &[STRAIGHT], &request(3600).what_ifs());
    assert_eq!(answer(&only, WhatIfKind::StreetLost, "Straight Street").persons, 0);
}

#[test]
fn what_is_otherwise_where_everybody_gets_out_is_asked_of_half_the_time() {
    let records = scenario(960, 5000, |_| ());
    let found = plan(&records, &[STRAIGHT, ROUND], &request(7200).what_ifs());
    assert_eq!(found.left(), 0);
    let asked = found.what_ifs.as_ref().unwrap();
    let takes = found.bounds.clearance_s.unwrap() as i64;
    assert_eq!(asked.by, at((takes / 60 + 1) / 2 * 60));
    let curve = &found.curve().unwrap().points;
    let by_then = curve.iter().rev().find(|point| point.at <= asked.by);
    assert!(asked.persons >= by_then.map_or(0, |point| point.persons));
}

/// The end of what is possible with times rounded down, as a number of seconds.
fn least_s(plan: &EvacuationPlan) -> u64 {
    let least = plan.bounds.rounded_down.unwrap().clearance_at_least.unwrap();
    u64::try_from(least.duration_since(at(0)).as_secs()).unwrap()
}

/// What holds of the bracket of any plan.
fn is_bracket(plan: &EvacuationPlan) {
    let (up, down) = (&plan.bounds, plan.bounds.rounded_down.unwrap());
    assert!(down.moved_at_most >= up.moved && down.moved_at_most <= up.persons);
    assert!(down.clearance_at_least <= up.clearance);
    assert!(down.mean_arrival_at_least_s <= up.mean_arrival_s);
}

#[test]
fn a_plan_in_short_steps_lies_within_the_bracket_of_long_ones() {
    let gate = |rate: f64| {
        let open = Schedule::during(window(1500, 5000));
        checkpoint(CheckpointStatus::Open, open).with_persons_per_hour(PersonsPerHour(rate))
    };
    for (persons, places, rate, until) in [
        (300, 5000, 600.0, 9600),
        (1000, 5000, 777.0, 9600),
        (2500, 5000, 1800.0, 4800),
        (2500, 700, 600.0, 9600),
    ] {
        let records = scenario(persons, places, |builder| {
            builder.checkpoint(gate(rate), here());
        });
        let ways = [STRAIGHT, ROUND];
        let by = |step| {
            let request = request(until).method(MethodChoice::Exact).step_s(step);
            let found = plan(&records, &ways, &request);
            is_bracket(&found);
            found
        };
        let truth = by(10).bounds;
        let mut wide = Vec::new();
        for step in [20, 40, 80, 160, 240] {
            let long = by(step);
            let (up, down) = (&long.bounds, long.bounds.rounded_down.unwrap());
            println!("{persons} {step}: {up:?}");
            // When something opens is known to a sixtieth of a step, in which so many pass.
            let within = (rate / 3600.0 * f64::from(step) / 60.0).ceil() as u64;
            let most = down.moved_at_most + within;
            assert!(up.moved <= truth.moved && truth.moved <= most, "{step}: {up:?} {truth:?}");
            if up.moved == truth.moved {
                let (most, mean) = (up.clearance_s.unwrap(), up.mean_arrival_s.unwrap());
                let takes = truth.clearance_s.unwrap();
                assert!(least_s(&long) <= takes && takes <= most, "{step}: {takes}");
                let least = down.mean_arrival_at_least_s.unwrap();
                let truth = truth.mean_arrival_s.unwrap();
                assert!(least <= truth && truth <= mean, "{step}: {least} {truth} {mean}");
                wide.push(mean - least);
            }
        }
        // Shorter steps say more.
        assert!(wide.len() < 2 || wide.first() < wide.last(), "{wide:?}");
    }
}

#[test]
fn the_fast_method_has_a_bracket_too() {
    for (persons, until) in [(300, 3600), (2500, 7200), (2500, 3600)] {
        let records = scenario(persons, 5000, |_| ());
        let request = request(until).method(MethodChoice::Fast);
        is_bracket(&plan(&records, &[STRAIGHT, ROUND], &request));
    }
}
