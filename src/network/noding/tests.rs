//! Drawn streets, one question each, and all crossings by exact arithmetic.

use super::*;
use crate::model::Path;
use crate::model::TravelMode;
use crate::network::NodeId;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Metres east and north of a point in Aleppo, as degrees.
fn metres(x: f64, y: f64) -> Coord {
    LocalFrame::around(Coord { x: 37.15, y: 36.22 }).to_degrees(Coord { x, y })
}

fn street(id: &str, points: &[(f64, f64)]) -> Street {
    let line = points.iter().map(|(x, y)| metres(*x, *y)).collect();
    Street::new(id, Path::new(line).unwrap())
}

fn network(streets: &[Street]) -> StreetNetwork {
    StreetNetwork::from_streets(streets).unwrap()
}

fn parts(streets: &[Street]) -> usize {
    network(streets).components(TravelMode::Foot).count()
}

#[test]
fn streets_that_cross_on_one_level_meet() {
    let streets =
        [street("a", &[(0.0, 0.0), (100.0, 0.0)]), street("b", &[(50.0, -50.0), (50.0, 50.0)])];
    let network = network(&streets);
    assert_eq!((network.node_count(), network.stretch_count()), (5, 4));
    let middle = network.nodes().find(|node| network.node_degree(*node) == 4).unwrap();
    assert!(crate::geodesy::distance(network.node(middle), metres(50.0, 0.0)).0 < 0.001);
}

#[test]
fn a_bridge_over_a_road_is_no_junction() {
    let road = street("road", &[(0.0, 0.0), (100.0, 0.0)]);
    let bridge = street("bridge", &[(50.0, -50.0), (50.0, 50.0)]).with_level(1).with_bridge(true);
    assert_eq!(parts(&[road.clone(), bridge.clone()]), 2);
    let ramp = street("ramp", &[(50.0, 50.0), (80.0, 50.0), (80.0, 0.0)]);
    assert_eq!(parts(&[road, bridge, ramp]), 1, "it comes down at its end");
}

#[test]
fn ends_within_half_a_metre_are_joined_and_farther_ones_not() {
    let a = street("a", &[(0.0, 0.0), (100.0, 0.0)]);
    let near = street("b", &[(100.3, 0.3), (200.0, 0.0)]);
    let far = street("c", &[(100.0, 0.6), (100.0, 50.0)]);
    assert_eq!(parts(&[a.clone(), near]), 1);
    assert_eq!(parts(&[a, far]), 2);
}

#[test]
fn an_end_that_falls_short_of_a_line_meets_it() {
    let main = street("main", &[(0.0, 0.0), (100.0, 0.0)]);
    let side = street("side", &[(40.0, 50.0), (40.0, 0.4)]);
    let joined = network(&[main.clone(), side]);
    assert_eq!(joined.components(TravelMode::Foot).count(), 1);
    assert_eq!((joined.node_count(), joined.stretch_count()), (4, 3));
    let corner = joined.nodes().find(|node| joined.node_degree(*node) == 3).unwrap();
    assert!(crate::geodesy::distance(joined.node(corner), metres(40.0, 0.0)).0 < 0.001);
    let short = street("short", &[(40.0, 50.0), (40.0, 0.6)]);
    assert_eq!(parts(&[main.clone(), short]), 2);
    // A road that ends under a bridge does not climb it.
    let deck = main.with_level(1).with_bridge(true);
    let under = street("under", &[(40.0, 50.0), (40.0, 0.2)]);
    assert_eq!(parts(&[deck, under]), 2);
}

#[test]
fn shape_points_stay_and_a_one_way_street_is_two_way_on_foot() {
    let bent = street("a", &[(0.0, 0.0), (50.0, 20.0), (100.0, 0.0)]).with_one_way(true);
    let network = network(&[bent]);
    assert_eq!((network.node_count(), network.stretch_count()), (2, 1));
    let lines: Vec<usize> = network.edges().map(|edge| network.edge_line(edge).len()).collect();
    assert_eq!(lines, [3, 3]);
    let back = network.edges_from(NodeId(1)).next().unwrap();
    assert_eq!(network.edge(back).modes(), TravelModes::walking());
}

/// A place as two reduced fractions.
type Exact = [(i64, i64); 2];

fn reduced(n: i64, d: i64) -> (i64, i64) {
    fn gcd(a: i64, b: i64) -> i64 {
        if b == 0 { a.abs() } else { gcd(b, a % b) }
    }
    let by = gcd(n, d).max(1) * d.signum();
    (n / by, d / by)
}

type Seg = ([i64; 2], [i64; 2]);

/// Where two segments that are not on one line meet.
fn meet((p, p2): Seg, (q, q2): Seg) -> Option<Exact> {
    let (r, s) = ([p2[0] - p[0], p2[1] - p[1]], [q2[0] - q[0], q2[1] - q[1]]);
    let d = r[0] * s[1] - r[1] * s[0];
    if d == 0 {
        return None;
    }
    let w = [q[0] - p[0], q[1] - p[1]];
    let (t, u) = (w[0] * s[1] - w[1] * s[0], w[0] * r[1] - w[1] * r[0]);
    let within = |n: i64| if d > 0 { (0..=d).contains(&n) } else { (d..=0).contains(&n) };
    (within(t) && within(u))
        .then(|| [reduced(p[0] * d + t * r[0], d), reduced(p[1] * d + t * r[1], d)])
}

fn on_one_line(a: Seg, b: Seg) -> bool {
    let cross = |o: [i64; 2], p: [i64; 2], q: [i64; 2]| {
        (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])
    };
    cross(a.0, a.1, b.0) == 0 && cross(a.0, a.1, b.1) == 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Straight streets between points of a grid, on one level: the nodes are
    /// the ends and the places where two segments meet, each street cut at each.
    #[test]
    fn cuts_are_those_of_exact_arithmetic(
        ends in prop::collection::vec(((0_i64..7, 0_i64..7), (0_i64..7, 0_i64..7)), 1..12),
    ) {
        let segments: Vec<Seg> = ends
            .into_iter()
            .map(|((a, b), (c, d))| ([a, b], [c, d]))
            .filter(|(a, b)| a != b)
            .collect();
        // Streets that overlap along a stretch are not what this test asks.
        let overlap = segments.iter().enumerate().any(|(n, a)| {
            segments[n + 1..].iter().any(|b| on_one_line(*a, *b))
        });
        prop_assume!(!overlap && !segments.is_empty());
        let degrees = |p: [i64; 2]| Coord { x: 37.0 + p[0] as f64 * 0.1, y: 1.0 + p[1] as f64 * 0.1 };
        let streets: Vec<Street> = segments
            .iter()
            .enumerate()
            .map(|(n, (a, b))| {
                let line = [degrees(*a), degrees(*b)].into_iter().collect();
                Street::new(n.to_string().as_str(), Path::new(line).unwrap())
            })
            .collect();
        let mut nodes = BTreeSet::new();
        let mut stretches = 0;
        for (n, a) in segments.iter().enumerate() {
            let own = [a.0, a.1].map(|p| [(p[0], 1), (p[1], 1)]);
            let mut stops: BTreeSet<Exact> = own.into_iter().collect();
            for (m, b) in segments.iter().enumerate() {
                stops.extend((n != m).then(|| meet(*a, *b)).flatten());
            }
            stretches += stops.len() - 1;
            nodes.extend(stops);
        }
        let network = StreetNetwork::from_streets(&streets).unwrap();
        prop_assert_eq!(network.node_count(), nodes.len());
        prop_assert_eq!(network.stretch_count(), stretches);
    }
}

#[test]
fn what_a_street_says_of_its_traffic_is_said_of_its_edges() {
    use crate::units::{Lanes, MetresPerSecond, VehiclesPerHour};
    let main = street("main", &[(0.0, 0.0), (100.0, 0.0)])
        .with_max_speed(MetresPerSecond(10.0))
        .with_vehicles_per_hour(VehiclesPerHour(600.0))
        .with_lanes(Lanes(1.0));
    let side = street("side", &[(50.0, 0.0), (50.0, 50.0)]);
    let network = network(&[main.clone(), side]);
    for edge in network.edges().map(|edge| network.edge(edge)) {
        let is_main = edge.origin() == WayOrigin::Street(0);
        assert_eq!(edge.max_speed(), is_main.then_some(MetresPerSecond(10.0)));
        assert_eq!(edge.vehicles_per_hour(), is_main.then_some(VehiclesPerHour(600.0)));
        assert_eq!(edge.lanes(), is_main.then_some(Lanes(1.0)));
    }
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e300, 1e-300] {
        let wrong = main.clone().with_vehicles_per_hour(VehiclesPerHour(rate));
        let error = StreetNetwork::from_streets(&[wrong]).unwrap_err();
        assert!(error.to_string().contains("vehicles an hour, above zero"), "{error}");
    }
}
