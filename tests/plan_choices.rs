//! Choices, profiles, reach, matrices and what-ifs in random scenes, each
//! against plans asked for one by one.

use jiff::SignedDuration;
use proptest::prelude::*;
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::{
    Area, Feature, Neighbourhood, Place, PopulationEstimate, Shelter, TravelMode,
};
use safepassage::picture::OperationalPicture;
use safepassage::record::RecordRef;
use safepassage::route::{
    CancelToken, Cell, Destination, Element, PlanError, PreparedStreets, RoutePlanner,
    RouteRequest, Unreached, Watch,
};
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::TimeWindow;
use safepassage::verify;
use scenes::{
    HORIZON_S, SIDE, at_s, build, junction, on_map, request, scene, streets, window, without,
};
use std::sync::Arc;

mod scenes;

fn destination(index: usize) -> Destination {
    Destination {
        feature: FeatureRef::new(Kind::Shelter, format!("at-{index}")),
        at: junction(index),
        open: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(60),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn preparing_changes_no_arrival(scene in scene(), x in 0.0..3.0, y in 0.0..3.0, ends in 0..4) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let mut request = request(&scene);
        // Somewhere along a street, or at a junction.
        if ends & 1 > 0 {
            request.from = vec![on_map((x, 0.0))];
        }
        if ends & 2 > 0 {
            request.to[0].at = on_map(((scene.goal % SIDE) as f64, y));
        }
        let plain = RoutePlanner::new(&picture).find(&request).unwrap();
        let prepared = Arc::new(PreparedStreets::prepare(picture.shared_network()).unwrap());
        let planner = RoutePlanner::on(&picture, prepared).unwrap();
        let found = planner.find(&request).unwrap();
        let times = |answer: &safepassage::route::RouteAnswer| {
            answer.way().map(|plan| (plan.arrival, plan.latest_departure))
        };
        prop_assert_eq!(times(&found), times(&plain));
        let closed = |answer: &safepassage::route::RouteAnswer| {
            answer.no_way().map(|no_way| (no_way.reason, no_way.closed_by.clone(), no_way.cut_off_since))
        };
        prop_assert_eq!(closed(&found), closed(&plain));
        // Asked again, with what is kept, and among many: the same to the last bit.
        let many = planner.plan_many(&[request.clone(), request.clone()], Watch::default());
        for answer in many {
            prop_assert_eq!(answer.unwrap(), planner.find(&request).unwrap());
        }
    }

    #[test]
    fn who_goes_round_nothing_and_waits_for_nothing_is_not_hindered(scene in scene()) {
        let scenario = build(&scene);
        let picture = OperationalPicture::new(scenario.clone(), streets());
        let request = request(&scene);
        let answer = RoutePlanner::new(&picture).find(&request).unwrap();
        let Some(plan) = answer.way() else { return Ok(()) };
        if plan.went_round.is_empty() && plan.stops.is_empty() {
            let all: Vec<FeatureRef> = scenario.features().map(Feature::reference).collect();
            let bare = OperationalPicture::new(without(&scenario, &all), streets());
            let late = TimeWindow::new(plan.departure, request.window.end_or_max()).unwrap();
            let asked = RouteRequest { window: late, ..request };
            let unhindered = RoutePlanner::new(&bare).find(&asked).unwrap();
            prop_assert_eq!(unhindered.way().map(|plan| plan.arrival), Some(plan.arrival));
        }
        for feature in &plan.went_round {
            prop_assert!(feature.kind().forbids() || feature.kind() == Kind::Checkpoint);
        }
    }

    #[test]
    fn no_exposure_where_there_is_a_way_without(scene in scene()) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        let answer = planner.find(&request).unwrap();
        let exposed = planner.least_exposed(&request).unwrap();
        if let Some(way) = answer.way() {
            let exposed = exposed.expect("a way that keeps all closures is a way");
            prop_assert_eq!(&exposed.exposure, &vec![]);
            prop_assert_eq!(exposed.arrival, way.arrival);
            return Ok(());
        }
        prop_assert_eq!(answer.no_way().unwrap().least_exposed.as_deref(), exposed.as_ref());
        let Some(exposed) = exposed else { return Ok(()) };
        prop_assert!(!exposed.exposure.is_empty());
        prop_assert_eq!(verify::check(&exposed.certificate, picture.scenario()), vec![]);
        // Who only touches a corner of a zone is in none that the checker could see.
        if exposed.exposure.iter().all(|zone| zone.inside_s < 0.1) {
            return Ok(());
        }
        // Without the claim the checker sees that it is in the zones.
        let mut silent = exposed.certificate.clone();
        silent.exposed_in.clear();
        prop_assert!(!verify::check(&silent, picture.scenario()).is_empty());
        // Nor may it claim less than it does.
        let mut little = exposed.certificate.clone();
        for zone in &mut little.exposed_in {
            zone.inside_s = zone.inside_s * 0.5 - 3.0;
        }
        prop_assert!(!verify::check(&little, picture.scenario()).is_empty());
    }

    #[test]
    fn choices_go_from_the_first_arrival_to_the_least_exposure(scene in scene()) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        let choices = planner.choices(&request).unwrap();
        let least = planner.least_exposed(&request).unwrap();
        prop_assert_eq!(choices.is_empty(), least.is_none());
        for pair in choices.windows(2) {
            prop_assert!(pair[0].plan.arrival < pair[1].plan.arrival);
            prop_assert!(pair[0].exposure_s > pair[1].exposure_s);
        }
        for choice in &choices {
            prop_assert_eq!(verify::check(&choice.plan.certificate, picture.scenario()), vec![]);
            let sum: f64 = choice.plan.exposure.iter().map(|zone| zone.exposure_s).sum();
            prop_assert!((sum + choice.plan.incident_exposure_s - choice.exposure_s).abs() < 1e-6);
        }
        if let (Some(last), Some(least)) = (choices.last(), least) {
            let sum: f64 = least.exposure.iter().map(|zone| zone.exposure_s).sum();
            prop_assert!((sum - last.exposure_s).abs() < 1e-6);
            prop_assert_eq!(last.plan.arrival, least.arrival);
        }
    }

    #[test]
    fn a_profile_says_of_each_departure_what_a_plan_from_then_says(
        scene in scene(),
        seconds in prop::collection::vec(0..HORIZON_S - 1, 6),
    ) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        let profile = planner.profile(&request).unwrap();
        for second in seconds {
            let from = at_s(second);
            // Who may leave at `from` or later: the first piece that still leaves then.
            let piece = profile.iter().find(|piece| piece.leave_last >= from);
            let expected = piece.map(|piece| {
                let later = from.duration_since(piece.leave_first).max(SignedDuration::ZERO);
                piece.arrive_first + later
            });
            let late = TimeWindow::new(from, request.window.end_or_max()).unwrap();
            let asked = RouteRequest { window: late, ..request.clone() };
            let found = planner.find(&asked).unwrap();
            prop_assert_eq!(found.way().map(|plan| plan.arrival), expected, "leaving at {}", from);
        }
    }

    #[test]
    fn alternatives_share_no_more_than_they_say(scene in scene()) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        let found = planner.alternatives(&request, 3, 0.4).unwrap();
        let best = planner.find(&request).unwrap();
        prop_assert_eq!(found.first().map(|one| one.plan.arrival), best.way().map(|plan| plan.arrival));
        let network = picture.network();
        let stretches = |plan: &safepassage::route::RoutePlan| -> Vec<_> {
            let edges = plan.legs.iter().filter_map(|leg| leg.edge);
            edges.map(|edge| network.edge(safepassage::network::EdgeId(edge)).stretch()).collect()
        };
        for (number, one) in found.iter().enumerate().skip(1) {
            prop_assert!(one.plan.arrival >= found[number - 1].plan.arrival || number > 1);
            let before: Vec<_> = found[..number].iter().flat_map(|one| stretches(&one.plan)).collect();
            let shared: f64 = one
                .plan
                .legs
                .iter()
                .filter(|leg| leg.edge.is_some_and(|edge| {
                    let stretch = network.edge(safepassage::network::EdgeId(edge)).stretch();
                    before.contains(&stretch)
                }))
                .map(|leg| leg.length.0)
                .sum();
            prop_assert!((shared - one.shared.0).abs() < 0.1, "{} is not {}", shared, one.shared.0);
            prop_assert!(shared <= 0.4 * found[0].plan.length.0 + 0.1);
        }
    }

    #[test]
    fn reach_and_catchment_agree_with_plans(scene in scene()) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        let reach = planner.reach(&request.from, request.mode, request.window).unwrap();
        // A street is reached when both its ends are; ask for each end.
        for index in 1..SIDE * SIDE {
            let asked = RouteRequest { to: vec![destination(index)], ..request.clone() };
            let arrival = planner.find(&asked).unwrap().way().map(|plan| plan.arrival);
            let here = |street: &&safepassage::route::ReachedStreet| {
                street.line.iter().any(|&at| geo::Coord::from(at) == junction(index))
            };
            let gated = scene.gates.iter().any(|gate| gate.junction == index);
            for street in reach.streets.iter().filter(here) {
                prop_assert!(gated || arrival.is_some_and(|arrival| arrival <= street.at));
            }
        }
        let catchment = planner.catchment(&request.to, request.mode, request.window).unwrap();
        let plan = planner.find(&request).unwrap();
        let first: Vec<_> = catchment
            .streets
            .iter()
            .filter(|street| street.line.iter().any(|&at| geo::Coord::from(at) == junction(0)))
            .collect();
        match plan.way() {
            // The last departure at a street's worse end is no later than at its better one.
            Some(plan) => prop_assert!(first.iter().all(|street| street.at <= plan.latest_departure)),
            None => prop_assert!(first.is_empty()),
        }
    }

    #[test]
    fn a_matrix_of_an_epoch_agrees_with_plans_in_it(scene in scene()) {
        let picture = OperationalPicture::new(build(&scene), streets());
        let prepared = Arc::new(PreparedStreets::prepare(picture.shared_network()).unwrap());
        let planner = RoutePlanner::on(&picture, prepared).unwrap();
        let epochs = planner.epochs(TravelMode::Foot, window(0, HORIZON_S)).unwrap();
        prop_assert_eq!(epochs.first().unwrap().start(), Some(at_s(0)));
        prop_assert!(epochs.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        // Long enough that the window's end cuts nothing short.
        let Some(epoch) = epochs.iter().find(|epoch| {
            epoch.duration().is_some_and(|long| long >= SignedDuration::from_secs(1100))
        }) else {
            return Ok(());
        };
        let snapshot = planner.snapshot(TravelMode::Foot, *epoch).unwrap();
        let goals = [5, 10, 15];
        let to: Vec<geo::Coord> = goals.iter().map(|&index| junction(index)).collect();
        let matrix = snapshot.matrix(&[junction(0), junction(12)], &to).unwrap();
        for (row, from) in [0, 12].into_iter().enumerate() {
            for (column, &goal) in goals.iter().enumerate() {
                let gates = scene.gates.iter().any(|gate| gate.junction == goal || gate.junction == from);
                let corridor = scene.corridor.is_some();
                if gates || corridor {
                    // Who stands at a checkpoint, or on a corridor, is told apart by plans alone.
                    continue;
                }
                let asked = RouteRequest {
                    from: vec![junction(from)],
                    to: vec![destination(goal)],
                    mode: TravelMode::Foot,
                    window: *epoch,
                };
                let found = planner.find(&asked).unwrap();
                let expected = found.way().map(|plan| plan.arrival.duration_since(plan.departure));
                match matrix.cell(row, column).unwrap() {
                    Cell::Milliseconds(ms) => prop_assert_eq!(
                        expected, Some(SignedDuration::from_millis(i64::from(ms)))
                    ),
                    Cell::NoWay(reason) => {
                        prop_assert_eq!(expected, None);
                        prop_assert!(reason != Unreached::NotConnected);
                    }
                }
            }
        }
    }

    #[test]
    fn closing_what_is_critical_does_what_it_says(scene in scene()) {
        let base = with_people(&build(&scene), scene.goal);
        let picture = OperationalPicture::new(base.clone(), streets());
        let planner = RoutePlanner::new(&picture);
        let ranked = planner.criticality(TravelMode::Foot, window(0, HORIZON_S), Watch::default()).unwrap();
        let arrivals = |scenario: Scenario| {
            let picture = OperationalPicture::new(scenario, streets());
            let plans = RoutePlanner::new(&picture).plan_all(TravelMode::Foot, window(0, HORIZON_S)).unwrap();
            plans.into_iter().map(|plan| plan.answer.way().map(|way| way.arrival)).collect::<Vec<_>>()
        };
        let before = arrivals(base.clone());
        for gate in base.checkpoints() {
            let after = arrivals(with_gate_shut(&base, gate.id()));
            let element = Element::Record(gate.id().to_ref());
            let said = ranked.iter().find(|one| one.element == element);
            let cut_off = before.iter().zip(&after).filter(|(b, a)| b.is_some() && a.is_none()).count();
            let late = before.iter().zip(&after).filter(|(b, a)| a.is_some() && a != b).count();
            prop_assert_eq!(said.map_or(0, |one| one.cut_off), 100 * cut_off as u64);
            prop_assert_eq!(said.map_or(0, |one| one.delayed), 100 * late as u64);
            prop_assert_eq!(said.is_some(), cut_off + late > 0);
        }
    }
}

#[test]
fn a_token_stops_questions_of_every_kind() {
    let scenario = with_people(&Scenario::default(), 9);
    let picture = OperationalPicture::new(scenario, streets());
    let token = CancelToken::new();
    let prepared = Arc::new(PreparedStreets::prepare(picture.shared_network()).unwrap());
    let free = RoutePlanner::on(&picture, prepared).unwrap();
    let planner = free.clone().stopped_by(token.clone());
    let (mode, day) = (TravelMode::Foot, window(0, HORIZON_S));
    let to = vec![destination(9)];
    let request = RouteRequest { from: vec![junction(0)], to, mode, window: day };
    let snapshot = planner.snapshot(mode, day).unwrap();
    let places = [junction(0), junction(9)];
    let kinds: [(&str, &dyn Fn() -> Option<PlanError>); 10] = [
        ("find", &|| planner.find(&request).err()),
        ("plan_many", &|| {
            planner.plan_many(std::slice::from_ref(&request), Watch::default()).remove(0).err()
        }),
        ("plan_all", &|| planner.plan_all(mode, day).err()),
        ("least_exposed", &|| planner.least_exposed(&request).err()),
        ("choices", &|| planner.choices(&request).err()),
        ("profile", &|| planner.profile(&request).err()),
        ("alternatives", &|| planner.alternatives(&request, 3, 0.5).err()),
        ("reach", &|| planner.reach(&request.from, mode, day).err()),
        ("catchment", &|| planner.catchment(&request.to, mode, day).err()),
        ("criticality", &|| planner.criticality(mode, day, Watch::default()).err()),
    ];
    for (kind, ask) in kinds {
        assert!(ask().is_none(), "{kind}");
    }
    assert!(snapshot.matrix(&places, &places).is_ok());
    token.cancel();
    for (kind, ask) in kinds {
        assert!(matches!(ask(), Some(PlanError::Cancelled(_))), "{kind}");
    }
    assert!(matches!(snapshot.matrix(&places, &places), Err(PlanError::Cancelled(_))));
    // The planner that it was cloned from goes on.
    assert!(free.find(&request).is_ok());
}

/// Two neighbourhoods of a hundred people, and a shelter at the goal.
fn with_people(scenario: &Scenario, goal: usize) -> Scenario {
    let mut builder = copy(scenario, None);
    for (name, at) in [("here", junction(0)), ("there", junction(SIDE))] {
        let around = geo::Rect::new(
            at - geo::Coord { x: 1e-4, y: 1e-4 },
            at + geo::Coord { x: 1e-4, y: 1e-4 },
        );
        let area = Area::new(geo::MultiPolygon(vec![around.to_polygon()])).unwrap();
        let people = PopulationEstimate {
            persons: safepassage::units::Persons(100),
            as_of: None,
            source: None,
        };
        builder.neighbourhood(
            Neighbourhood::new(name, area).with_population(people),
            RecordRef::default(),
        );
    }
    let at = junction(goal);
    builder.shelter(Shelter::new("goal", Place::new(at.x, at.y).unwrap()), RecordRef::default());
    builder.build().0
}

fn with_gate_shut(scenario: &Scenario, gate: &safepassage::id::CheckpointId) -> Scenario {
    copy(scenario, Some(gate)).build().0
}

fn copy(scenario: &Scenario, shut: Option<&safepassage::id::CheckpointId>) -> ScenarioBuilder {
    let mut builder = ScenarioBuilder::new();
    let here = RecordRef::default;
    for zone in scenario.curfew_zones() {
        builder.curfew_zone(zone.clone(), here());
    }
    for line in scenario.front_lines() {
        builder.front_line(line.clone(), here());
    }
    for gate in scenario.checkpoints() {
        let mut gate = gate.clone();
        if Some(gate.id()) == shut {
            gate = gate.with_status(safepassage::model::CheckpointStatus::Closed);
        }
        builder.checkpoint(gate, here());
    }
    for corridor in scenario.corridors() {
        builder.corridor(corridor.clone(), here());
    }
    for area in scenario.neighbourhoods() {
        builder.neighbourhood(area.clone(), here());
    }
    for shelter in scenario.shelters() {
        builder.shelter(shelter.clone(), here());
    }
    builder
}
