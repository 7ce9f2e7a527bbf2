//! Small drawn networks, one question each, and slow oracles.

use super::*;
use crate::geodesy;
use crate::units::{Lanes, Metres, VehiclesPerHour};

/// A builder with points on a grid of about 100 m near Aleppo.
fn grid(points: &[(i32, i32)]) -> (NetworkBuilder, Vec<PointId>) {
    let mut builder = NetworkBuilder::new();
    let ids = points
        .iter()
        .map(|(x, y)| {
            let at = (37.15 + f64::from(*x) * 0.0011, 36.22 + f64::from(*y) * 0.0009);
            builder.add_point(at.into()).unwrap()
        })
        .collect();
    (builder, ids)
}

fn both_ways(modes: TravelModes) -> WayAttributes {
    WayAttributes { forward: modes, backward: modes, ..WayAttributes::default() }
}

fn out(network: &StreetNetwork, node: u32, mode: TravelMode) -> Vec<u32> {
    let mut heads: Vec<u32> = network
        .edges_from(NodeId(node))
        .map(|edge| network.edge(edge))
        .filter(|edge| edge.modes().contains(mode))
        .map(|edge| edge.head().0)
        .collect();
    heads.sort_unstable();
    heads
}

fn edge_between(network: &StreetNetwork, tail: u32, head: u32) -> EdgeId {
    network.edges_from(NodeId(tail)).find(|edge| network.edge(*edge).head().0 == head).unwrap()
}

#[test]
fn ways_that_share_a_point_meet_there_and_are_cut_nowhere_else() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0), (2, 0), (1, 1), (3, 0)]);
    builder.add_way(&[p[0], p[1], p[2], p[4]], both_ways(TravelModes::all())).unwrap();
    builder.add_way(&[p[3], p[1]], both_ways(TravelModes::all())).unwrap();
    let network = builder.build().unwrap();
    assert_eq!(network.node_count(), 4, "p[2] is a shape point");
    assert_eq!(network.stretch_count(), 3);
    assert_eq!(network.edge_count(), 6);
    let far = edge_between(&network, 1, 3);
    assert_eq!(network.edge_line(far).len(), 3);
    let line: Vec<_> = network.edge_line(far).collect();
    assert_eq!(network.edge(far).length(), geodesy::length(&line));
    let twin = network.edge(far).twin().unwrap();
    let mut back: Vec<_> = network.edge_line(twin).collect();
    back.reverse();
    assert_eq!(line, back);
    assert_eq!(network.edge(twin).twin(), Some(far));
}

#[test]
fn a_bollard_stops_vehicles_and_lets_walkers_through() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0), (2, 0)]);
    builder.add_way(&p, both_ways(TravelModes::all())).unwrap();
    builder.add_barrier(p[1], TravelModes::motorised()).unwrap();
    let network = builder.build().unwrap();
    assert_eq!(out(&network, 0, TravelMode::Foot), [1]);
    assert_eq!(out(&network, 1, TravelMode::Foot), [0, 2]);
    assert_eq!(out(&network, 1, TravelMode::Vehicle), [] as [u32; 0]);
    let beside = out(&network, 0, TravelMode::Vehicle);
    assert_eq!(beside.len(), 1);
    assert_eq!(network.node(NodeId(beside[0])), network.node(NodeId(1)));
    assert_eq!(out(&network, beside[0], TravelMode::Vehicle), [0], "a dead end");
    assert!(!network.passable(NodeId(1), TravelMode::Vehicle));
    assert!(network.passable(NodeId(1), TravelMode::Foot));
    let parts = network.components(TravelMode::Vehicle);
    assert_eq!(parts.count(), 2);
    assert_ne!(parts.of(NodeId(0)), parts.of(NodeId(2)));
    assert_eq!(network.components(TravelMode::Foot).count(), 1);
}

#[test]
fn a_barrier_where_a_lone_way_ends_changes_nothing() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0)]);
    builder.add_way(&p, both_ways(TravelModes::all())).unwrap();
    builder.add_barrier(p[1], TravelModes::all()).unwrap();
    let network = builder.build().unwrap();
    assert_eq!((network.node_count(), network.edge_count()), (2, 2));
}

#[test]
fn turn_rules_bind_vehicles_only() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0), (2, 0), (1, 1)]);
    let west = builder.add_way(&[p[0], p[1]], both_ways(TravelModes::all())).unwrap();
    let east = builder.add_way(&[p[1], p[2]], both_ways(TravelModes::all())).unwrap();
    let north = builder.add_way(&[p[1], p[3]], both_ways(TravelModes::all())).unwrap();
    let motor = TravelModes::motorised();
    builder.add_turn_rule(TurnRule::No, west, p[1], north, motor).unwrap();
    let only_convoy = TravelModes::only(TravelMode::Convoy);
    builder.add_turn_rule(TurnRule::Only, north, p[1], east, only_convoy).unwrap();
    let network = builder.build().unwrap();
    let from_west = edge_between(&network, 0, 1);
    let (to_east, to_north) = (edge_between(&network, 1, 2), edge_between(&network, 1, 3));
    let (from_north, to_west) = (edge_between(&network, 3, 1), edge_between(&network, 1, 0));
    assert!(!network.turn_allowed(from_west, to_north, TravelMode::Vehicle));
    assert!(network.turn_allowed(from_west, to_north, TravelMode::Foot));
    assert!(network.turn_allowed(from_west, to_east, TravelMode::Vehicle));
    assert!(!network.turn_allowed(from_north, to_west, TravelMode::Convoy));
    assert!(network.turn_allowed(from_north, to_west, TravelMode::Vehicle));
    assert!(network.turn_allowed(from_north, to_east, TravelMode::Convoy));
    // Turning round: on foot anywhere, in a vehicle at a dead end.
    assert!(network.turn_allowed(from_west, to_west, TravelMode::Foot));
    assert!(!network.turn_allowed(from_west, to_west, TravelMode::Vehicle));
    assert!(network.turn_allowed(to_east, edge_between(&network, 2, 1), TravelMode::Vehicle));
    // Edges that do not meet.
    assert!(!network.turn_allowed(to_east, to_north, TravelMode::Foot));
}

#[test]
fn one_way_streets_have_one_edge_for_vehicles() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0)]);
    let way = WayAttributes {
        forward: TravelModes::all(),
        backward: TravelModes::walking(),
        ..WayAttributes::default()
    };
    builder.add_way(&p, way).unwrap();
    let network = builder.build().unwrap();
    assert_eq!(out(&network, 0, TravelMode::Vehicle), [1]);
    assert_eq!(out(&network, 1, TravelMode::Vehicle), [] as [u32; 0]);
    assert_eq!(out(&network, 1, TravelMode::Foot), [0]);
    assert_eq!(network.components(TravelMode::Vehicle).count(), 2);
}

#[test]
fn the_nearest_edge_is_found_across_the_antimeridian_and_at_a_pole() {
    let mut builder = NetworkBuilder::new();
    let mut point = |lon: f64, lat: f64| builder.add_point((lon, lat).into()).unwrap();
    let east = [point(179.99, -16.8), point(-179.99, -16.8)];
    let polar = [point(0.0, 89.999), point(180.0, 89.999)];
    builder.add_way(&east, both_ways(TravelModes::all())).unwrap();
    builder.add_way(&polar, both_ways(TravelModes::all())).unwrap();
    let network = builder.build().unwrap();
    for lon in [179.999, -179.999] {
        let snap = network.nearest_edge((lon, -16.8).into(), TravelMode::Foot, Metres(1.0));
        assert!(snap.unwrap().distance.0 < 0.001, "{lon}");
        let low = geo::Coord { x: lon - 1e-4, y: -16.8001 };
        let found = network.edges_crossing(Rect::new(low, low + geo::Coord { x: 2e-4, y: 2e-4 }));
        assert_eq!(found.len(), 2, "{lon}");
    }
    // The second way runs along its parallel, straight in degrees, not over the pole.
    let snap = network.nearest_edge((90.0, 90.0).into(), TravelMode::Foot, Metres(1e6)).unwrap();
    assert!((snap.distance.0 - 111.7).abs() < 0.1, "{}", snap.distance.0);
}

#[test]
fn a_place_on_an_edge_is_measured_from_its_tail() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0), (1, 1)]);
    let way = WayAttributes { backward: TravelModes::motorised(), ..WayAttributes::default() };
    builder.add_way(&p, way).unwrap();
    let network = builder.build().unwrap();
    let here = geo::Coord { x: 37.15 + 0.0011, y: 36.22 + 0.00045 };
    let snap = network.nearest_edge(here, TravelMode::Vehicle, Metres(10.0)).unwrap();
    let edge = network.edge(snap.edge);
    assert!(!edge.is_forward());
    assert!((snap.offset_m - geodesy::distance(network.node(edge.tail()), here).0).abs() < 1e-3);
    assert_eq!(network.nearest_edges(here, TravelMode::Foot, Metres(1e7), 3), []);
    let nan = geo::Coord { x: f64::NAN, y: 0.0 };
    assert_eq!(network.nearest_edge(nan, TravelMode::Vehicle, Metres(1e7)), None);
}

#[test]
fn the_nearest_edges_come_in_order_each_stretch_once() {
    let (mut builder, p) = grid(&[(0, 0), (5, 0), (0, 1), (5, 1), (0, 3), (5, 3)]);
    for ends in p.chunks(2) {
        builder.add_way(ends, both_ways(TravelModes::all())).unwrap();
    }
    let network = builder.build().unwrap();
    let here = geo::Coord { x: 37.1525, y: 36.2196 };
    let found = network.nearest_edges(here, TravelMode::Foot, Metres(500.0), 5);
    let stretches: Vec<u32> =
        found.iter().map(|snap| network.edge(snap.edge).stretch().0).collect();
    assert_eq!(stretches, [0, 1, 2]);
    assert!(found.windows(2).all(|pair| pair[0].distance.0 < pair[1].distance.0));
    assert_eq!(network.nearest_edges(here, TravelMode::Foot, Metres(500.0), 2).len(), 2);
}

#[test]
fn each_direction_has_its_own_rate_and_lanes() {
    let (mut builder, p) = grid(&[(0, 0), (1, 0)]);
    let way = WayAttributes {
        vehicles_per_hour: [Some(VehiclesPerHour(1800.0)), Some(VehiclesPerHour(600.0))],
        lanes: [Some(Lanes(2.0)), None],
        ..both_ways(TravelModes::all())
    };
    builder.add_way(&p, way).unwrap();
    let network = builder.build().unwrap();
    let (there, back) = (edge_between(&network, 0, 1), edge_between(&network, 1, 0));
    let [there, back] = [there, back].map(|edge| network.edge(edge));
    assert_eq!(there.vehicles_per_hour(), Some(VehiclesPerHour(1800.0)));
    assert_eq!(back.vehicles_per_hour(), Some(VehiclesPerHour(600.0)));
    assert_eq!((there.lanes(), back.lanes()), (Some(Lanes(2.0)), None));
}

#[test]
fn nonsense_is_refused_by_the_builder() {
    let mut builder = NetworkBuilder::new();
    let error = builder.add_point((200.0, 36.0).into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected longitude -180 to 180 and latitude -90 to 90, found (200, 36)"
    );
    assert!(builder.add_point((f64::NAN, 36.0).into()).is_err());
    let error = builder.add_way(&[PointId(3)], WayAttributes::default()).unwrap_err();
    assert_eq!(error, NetworkError::UnknownPoint { point: 3, count: 0 });
    let empty = builder.build().unwrap();
    assert_eq!((empty.node_count(), empty.edge_count(), empty.bounding_box()), (0, 0, None));
    assert_eq!(empty.nearest_edge((0.0, 0.0).into(), TravelMode::Foot, Metres(1e7)), None);
    assert_eq!(empty.edges_crossing(Rect::new((0.0, 0.0), (1.0, 1.0))), []);
    assert_eq!(empty.components(TravelMode::Foot).largest(), None);
}
