//! Streets of other shapes: turns that vehicles may not take, a checkpoint on
//! two streets, a shelter in the middle of one.

use super::*;
use crate::network::{PointId, TurnRule, WayId};

fn way(builder: &mut NetworkBuilder, points: &[PointId]) -> WayId {
    let way = WayAttributes {
        forward: TravelModes::all(),
        backward: TravelModes::all(),
        class: StreetClass::Residential,
        width: Some(Metres(2.8)),
        ..WayAttributes::default()
    };
    builder.add_way(points, way).unwrap()
}

fn by(mode: TravelMode) -> EvacuationRequest {
    request().group(GroupRequest::new("a").modes([(mode, 1.0)]))
}

#[test]
fn who_may_not_turn_goes_round() {
    let mut builder = NetworkBuilder::new();
    let points: Vec<_> = (0..3).map(|n| builder.add_point(junction(n)).unwrap()).collect();
    let north = builder.add_point(junction(1) + Coord { x: 0.0, y: APART / 5.0 }).unwrap();
    let first = way(&mut builder, &points[..2]);
    let second = way(&mut builder, &points[1..]);
    way(&mut builder, &[points[1], north]);
    let vehicles = TravelModes::only(TravelMode::Vehicle);
    builder.add_turn_rule(TurnRule::No, first, points[1], second, vehicles).unwrap();
    let streets = builder.build().unwrap();
    let picture = OperationalPicture::new(scene(30, 2000).build().0, streets);
    let on_foot = plan(&picture, &by(TravelMode::Foot));
    assert_eq!(on_foot.routes[0].edges.len(), 2);
    // To the end of the street to the north, where one may turn round, and back.
    let driving = plan(&picture, &by(TravelMode::Vehicle));
    assert_eq!((driving.bounds.moved, driving.routes.len()), (30, 1));
    let edges = &driving.routes[0].edges;
    assert_eq!(edges.len(), 4);
    let longer = driving.routes[0].length.0 - on_foot.routes[0].length.0;
    // Twice 0.002° of latitude.
    assert!((longer - 444.0).abs() < 2.0, "{longer}");
}

#[test]
fn a_checkpoint_on_two_streets_passes_no_more_than_one() {
    let mut builder = NetworkBuilder::new();
    let (a, c) = (builder.add_point(junction(0)).unwrap(), builder.add_point(junction(2)).unwrap());
    for side in [1.0, -1.0] {
        let beside = |x: f64| junction(1) + Coord { x, y: side * 0.00005 };
        let (from, to) = (beside(-0.001), beside(0.001));
        let (from, to) = (builder.add_point(from).unwrap(), builder.add_point(to).unwrap());
        way(&mut builder, &[a, from]);
        way(&mut builder, &[from, to]);
        way(&mut builder, &[to, c]);
    }
    let mut scene = scene(100, 2000);
    scene.checkpoint(checkpoint().with_persons_per_hour(PersonsPerHour(600.0)), origin());
    let picture = OperationalPicture::new(scene.build().0, builder.build().unwrap());
    let request = request();
    let case = Case::of(&request, picture.scenario()).unwrap();
    let planner = EvacuationPlanner::new(&picture);
    let (expansion, _) = planner.expansion(&case, picture.scenario()).unwrap();
    assert_eq!(expansion.gates.len(), 2);
    assert_eq!(expansion.gates.iter().map(|gate| gate.shares[0]).sum::<f64>(), 1.0);
    let found = plan(&picture, &request);
    assert_eq!((found.bounds.moved, found.checkpoints[0].persons), (100, 100));
    let used = &found.checkpoints[0];
    let passed_in = used.last.unwrap().duration_since(used.first.unwrap());
    assert!(passed_in.as_secs() >= 10 * 60 - 1, "{passed_in}");
}

#[test]
fn a_shelter_in_a_street_does_not_make_it_two() {
    // A second shelter half-way between A and B: what goes on to C passes its
    // door, on the one street that there is.
    let mut builder = scene(1000, 2000);
    let at = junction(0) + Coord { x: APART / 2.0, y: 0.0 };
    let shelter = Shelter::new("half", Place::new(at.x, at.y).unwrap());
    let shelter = shelter.with_capacity(Persons(100)).with_occupancy(Persons(0));
    builder.shelter(shelter, origin());
    let found = plan(&picture(builder), &request());
    assert_eq!(found.bounds.moved, 1000);
    // 374.6 s to the nearer one: step 7 at the earliest, and 48 leave A a minute.
    // The others need 1498.4 s. Nobody leaves faster than the street passes.
    let mut left: BTreeMap<Timestamp, u64> = BTreeMap::new();
    for movement in found.routes.iter().flat_map(|route| &route.movements) {
        *left.entry(movement.departure).or_default() += movement.persons;
    }
    assert!(left.values().all(|&persons| persons <= 48), "{left:?}");
    let by_shelter: Vec<u64> = found.shelters.iter().map(|one| one.persons).collect();
    assert_eq!(by_shelter, [900, 100]);
}

#[test]
fn a_shelter_that_no_street_reaches_is_named() {
    let mut builder = scene(100, 2000);
    let far = Shelter::new("far", Place::new(38.0, 36.0).unwrap());
    builder.shelter(far.with_capacity(Persons(100)).with_occupancy(Persons(0)), origin());
    builder.shelter(Shelter::new("silent", Place::new(37.16, LAT).unwrap()), origin());
    let found = plan(&picture(builder), &request());
    assert_eq!(
        found.warnings,
        [
            "shelter \"silent\" is not counted on: how many places it has free is not known",
            "no street reaches the shelter \"far\"",
        ]
    );
    assert_eq!(found.shelters.iter().filter(|one| !one.reached).count(), 1);
}

#[test]
fn a_neighbourhood_without_streets_is_named() {
    let mut builder = scene(100, 2000);
    let population = PopulationEstimate { persons: Persons(7), as_of: None, source: None };
    let far = Neighbourhood::new("far", around(Coord { x: 38.0, y: 36.0 }));
    builder.neighbourhood(far.with_population(population), origin());
    let found = plan(&picture(builder), &request());
    let left = &found.groups[1].left[0];
    assert_eq!((left.persons, left.reason), (7, Reason::NoStreet));
    assert_eq!((found.bounds.moved, found.bounds.moved_at_most), (100, 100));
}
