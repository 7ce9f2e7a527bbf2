//! Evacuation plans on the embedded place, through the public face.

use safepassage::evacuate::{
    Bounds, EvacuationError, EvacuationPlan, EvacuationPlanner, EvacuationRequest, GroupRequest,
    MethodChoice, StartFrom, WhatIfKind,
};
use safepassage::id::FeatureRef;
use safepassage::model::{Feature, TravelMode};
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::route::{CancelToken, PreparedStreets};
use safepassage::time::TimeWindow;
use std::sync::Arc;

fn picture() -> OperationalPicture {
    OperationalPicture::prepare(place::northern_aleppo().unwrap().scenario).unwrap()
}

/// The hours around the opening of the corridors on 8 January, 10:00 to 13:00.
fn request() -> EvacuationRequest {
    let window: TimeWindow = "2026-01-08T06:30:00Z/2026-01-08T11:00:00Z".parse().unwrap();
    EvacuationRequest::new(window).start_from(StartFrom::AssemblyPoints)
}

fn holds_together(plan: &EvacuationPlan, picture: &OperationalPicture) {
    let Bounds { persons, moved, moved_at_most, .. } = plan.bounds;
    let stated = picture.scenario().neighbourhoods().iter();
    let stated: u64 = stated.filter_map(|one| one.population()).map(|said| said.persons.0).sum();
    assert_eq!(persons, stated);
    assert!(moved <= moved_at_most && moved_at_most <= persons);
    for group in &plan.groups {
        let left: u64 = group.left.iter().map(|left| left.persons).sum();
        assert_eq!(group.moved + left, group.persons, "{}", group.name);
    }
    assert_eq!(plan.groups.iter().map(|group| group.moved).sum::<u64>(), moved);
    assert_eq!(plan.shelters.iter().map(|shelter| shelter.persons).sum::<u64>(), moved);
    for shelter in &plan.shelters {
        assert!(shelter.persons <= shelter.places, "{}", shelter.name);
        let full = shelter.places > 0 && shelter.persons == shelter.places;
        assert_eq!(shelter.full_at.is_some(), full, "{shelter:?}");
    }
    let curve = plan.curve().unwrap();
    assert!(curve.points.windows(2).all(|pair| pair[0].at < pair[1].at));
    assert_eq!(curve.points.last().map_or(0, |last| last.persons), moved);
    assert_eq!(curve.points.last().map(|last| last.at), plan.bounds.clearance);
    assert!(plan.bounds.clearance_at_least <= plan.bounds.clearance);
    for route in &plan.routes {
        let sum: u64 = route.movements.iter().map(|one| one.persons).sum();
        assert_eq!(sum, route.persons);
        for movement in &route.movements {
            let takes = movement.arrival.duration_since(movement.departure).as_secs();
            assert!(takes >= (route.travel_s + movement.wait_s) as i64, "{movement:?}");
            assert!(movement.departure >= plan.window.start_or_min());
            assert!(movement.arrival <= plan.window.end_or_max());
        }
    }
    for used in plan.checkpoints.iter().filter(|used| used.persons > 0) {
        // No more in any stretch than the rate has it, and one step.
        let rate = used.persons_per_hour.unwrap();
        let hours = used.last.unwrap().duration_since(used.first.unwrap()).as_secs_f64() / 3600.0;
        assert!(used.persons as f64 <= rate * hours + 1.0, "{used:?}");
        let checkpoint = picture.scenario().checkpoint(&used.checkpoint).unwrap();
        assert!(checkpoint.schedule().active_at(used.first.unwrap()).permits());
    }
    let below = plan.bounds.rounded_down.unwrap();
    assert!(below.clearance_at_least <= plan.bounds.clearance);
    assert!(below.mean_arrival_at_least_s.unwrap() <= plan.bounds.mean_arrival_s.unwrap());
    assert!(below.moved_at_most >= moved && below.moved_at_most <= persons);
    println!("{:?}", plan.bounds);
    for bottleneck in &plan.bottlenecks {
        assert!(bottleneck.from < bottleneck.until && !bottleneck.text.contains("safe"));
    }
}

#[test]
fn the_embedded_place_is_planned_both_ways() {
    let picture = picture();
    let planner = EvacuationPlanner::new(&picture);
    let exact = planner.plan(&request().method(MethodChoice::Exact)).unwrap();
    let fast = planner.plan(&request().method(MethodChoice::Fast)).unwrap();
    holds_together(&exact, &picture);
    holds_together(&fast, &picture);
    assert_eq!((exact.method, fast.method), (MethodChoice::Exact, MethodChoice::Fast));
    assert_eq!(exact.bounds.moved, exact.bounds.moved_at_most);
    assert!(exact.bounds.moved > 0 && fast.bounds.moved <= exact.bounds.moved);
    assert!(fast.bounds.moved_at_most >= exact.bounds.moved);
    assert_eq!(exact.bounds.gap_percent, Some(0.0));
    assert_eq!(exact.time_zone.as_deref(), Some("Asia/Damascus"));
    let al_zuhour = exact.checkpoints.iter().find(|used| used.persons > 0).unwrap();
    assert_eq!(al_zuhour.checkpoint.as_str(), "al-zuhour-crossing");
}

#[test]
fn preparing_streets_changes_nothing() {
    let picture = picture();
    let request = request().group(
        GroupRequest::new("ashrafieh")
            .persons(2000.0)
            .modes([(TravelMode::Foot, 0.8), (TravelMode::Vehicle, 0.2)]),
    );
    let plain = EvacuationPlanner::new(&picture).plan(&request).unwrap();
    let prepared = Arc::new(PreparedStreets::prepare(picture.shared_network()).unwrap());
    let planner = EvacuationPlanner::on(&picture, prepared).unwrap();
    assert_eq!(planner.plan(&request).unwrap(), plain);
    let text = serde_json::to_string(&plain).unwrap();
    assert_eq!(serde_json::from_str::<EvacuationPlan>(&text).unwrap(), plain);
}

#[test]
fn what_ifs_bring_what_plans_of_the_changed_records_bring() {
    let picture = picture();
    let planner = EvacuationPlanner::new(&picture);
    let request = || request().method(MethodChoice::Quickest);
    let plan = planner.plan(&request().what_ifs()).unwrap();
    let what_ifs = plan.what_ifs.as_ref().unwrap();
    assert!(what_ifs.exact && plan.left() > 0);
    assert_eq!(what_ifs.by, plan.window.end_or_max());
    assert_eq!(what_ifs.persons, plan.bounds.moved);
    assert!(what_ifs.answers.windows(2).all(|pair| pair[0].gained >= pair[1].gained));
    let (mut widened, mut enlarged) = (0, 0);
    for answer in &what_ifs.answers {
        println!("{}", answer.text);
        assert_eq!(answer.gained, answer.persons as i64 - what_ifs.persons as i64);
        assert!(
            (answer.kind == WhatIfKind::StreetLost) == (answer.gained < 0) || answer.gained == 0
        );
        let is = |reference: FeatureRef| answer.of.as_ref() == Some(&reference);
        let again = match answer.kind {
            WhatIfKind::CheckpointWidened => {
                let checkpoints = picture.scenario().checkpoints();
                let this = checkpoints.iter().find(|one| is(one.id().to_ref())).unwrap();
                widened += 1;
                request()
                    .checkpoint_rate(this.id().clone(), 2.0 * this.persons_per_hour().unwrap().0)
            }
            WhatIfKind::ShelterEnlarged => {
                let mut again = request();
                for used in &plan.shelters {
                    let more = if is(used.shelter.to_ref()) { used.places.div_ceil(2) } else { 0 };
                    again = again.shelter(used.shelter.clone(), Some(used.places + more));
                }
                enlarged += 1;
                again
            }
            _ => continue,
        };
        assert_eq!(planner.plan(&again).unwrap().bounds.moved, answer.persons, "{}", answer.text);
    }
    assert!(widened > 0 && enlarged > 0);
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<EvacuationPlan>(&text).unwrap(), plan);
}

#[test]
fn a_token_stops_it() {
    let picture = picture();
    let token = CancelToken::new();
    token.cancel();
    let planner = EvacuationPlanner::new(&picture).stopped_by(token);
    assert!(matches!(planner.plan(&request()), Err(EvacuationError::Cancelled(_))));
}

#[test]
fn where_nothing_is_uncertain_the_band_is_the_curve() {
    let picture = picture();
    let planner = EvacuationPlanner::new(&picture);
    for method in [MethodChoice::Exact, MethodChoice::Fast] {
        let plan = planner.plan(&request().method(method).samples(2, 7)).unwrap();
        let band = plan.band.as_ref().unwrap();
        assert_eq!((band.samples, band.seed), (2, 7));
        assert!(band.points.iter().all(|at| at.low == at.middle && at.middle == at.high));
        let drawn: Vec<_> = band.points.iter().map(|point| (point.at, point.middle)).collect();
        let curve = plan.curve().unwrap().points.iter();
        assert_eq!(drawn, curve.map(|point| (point.at, point.persons)).collect::<Vec<_>>());
    }
}
