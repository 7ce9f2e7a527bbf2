//! Random trips through real streets among random timed zones, against a plain
//! search of its own and the checker. Runs where `SAFEPASSAGE_DATA` is set.
//!
//! `SAFEPASSAGE_CASES` says how many trips: 100,000 in release mode take a while
//! (`CONTRIBUTING.md`).

#![cfg(feature = "osm")]

use geo::{Coord, LineString, MultiPolygon, Polygon};
use jiff::{SignedDuration, Timestamp};
use safepassage::id::{FeatureRef, Kind};
use safepassage::io::osm::OsmReader;
use safepassage::model::{Area, CurfewZone, Particulars, TravelMode};
use safepassage::network::{Barriers, Closures, NodeId, RoutePolicy, StreetNetwork};
use safepassage::picture::OperationalPicture;
use safepassage::record::RecordRef;
use safepassage::route::{
    Destination, NoWayReason, PreparedStreets, RouteAnswer, RoutePlanner, RouteRequest,
};
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use safepassage::verify;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

const EXTRACTS: [&str; 4] = ["monaco", "helsinki", "liechtenstein", "portland"];
/// Trips among the same zones.
const TRIPS: usize = 25;
const HORIZON_S: i64 = 3 * 3600;

/// `SplitMix64`: G. Steele, D. Lea, C. Flood, OOPSLA 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn start() -> Timestamp {
    "2026-01-08T07:00:00Z".parse().unwrap()
}

fn at_s(second: i64) -> Timestamp {
    start() + SignedDuration::from_secs(second)
}

fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// Star-shaped zones about junctions, each on in some windows.
fn zones(network: &StreetNetwork, random: &mut Random) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for number in 0..=2 + random.below(20) {
        let centre = network.node(NodeId(random.below(network.node_count()) as u32));
        let radius_m = 40.0 + 300.0 * random.share();
        let stretch = 1.0 / centre.y.to_radians().cos();
        let ring: LineString = (0..3_usize + random.below(12))
            .scan(0.0, |angle, _| {
                *angle += 0.1 + random.share();
                let far = radius_m * (0.4 + 0.6 * random.share()) / 111_000.0;
                Some(centre + Coord { x: far * stretch * angle.cos(), y: far * angle.sin() })
            })
            .collect();
        let Ok(area) = Area::new(MultiPolygon(vec![Polygon::new(ring, vec![])])) else { continue };
        let windows = (0..=random.below(4)).map(|_| {
            let from = random.below(HORIZON_S as usize) as i64 - 1800;
            let long = 60 + random.below(5400) as i64;
            TimeWindow::new(at_s(from), at_s(from + long)).unwrap()
        });
        let windows: Vec<TimeWindow> = windows.collect();
        // Every fourth is always on.
        let hours = match random.below(4) {
            0 => Schedule::always(),
            _ => Schedule::during_all(windows),
        };
        let about = Particulars::named("zone").schedule(hours);
        builder.curfew_zone(
            CurfewZone::new(format!("zone-{number}"), area).with(about),
            RecordRef::default(),
        );
    }
    builder.build().0
}

/// Everything banned, tick by tick, told apart by nothing but closures.
struct Plain<'a> {
    network: &'a StreetNetwork,
    mode: TravelMode,
    shut: HashMap<u32, Vec<(i64, i64)>>,
    absent: HashMap<u32, Vec<(i64, i64)>>,
}

fn union(mut of: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    of.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in of {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

impl<'a> Plain<'a> {
    fn new(network: &'a StreetNetwork, scenario: &Scenario, mode: TravelMode) -> Self {
        let policy = RoutePolicy::cautious();
        let barriers = Barriers::prepare(scenario, window(), mode, &policy).unwrap();
        let closures = Closures::find(network, &barriers);
        let mut plain = Self { network, mode, shut: HashMap::new(), absent: HashMap::new() };
        for (id, shut) in closures.edges() {
            let speed = network.speed(id, mode).0;
            let banned = shut.iter().flat_map(|shut| {
                let begin = (shut.from_m / speed * 1000.0).floor() as i64;
                let end = (shut.to_m / speed * 1000.0).ceil() as i64;
                let windows = shut.ban.windows.iter();
                windows.map(move |w| (ms(w.start_or_min()) - end - 1, ms(w.end_or_max()) - begin))
            });
            plain.shut.insert(id.0, union(banned.collect()));
        }
        for (node, bans) in closures.nodes() {
            let windows = bans.iter().flat_map(|ban| ban.ban.windows.iter());
            let windows = windows.map(|w| (ms(w.start_or_min()), ms(w.end_or_max())));
            plain.absent.insert(node.0, union(windows.collect()));
        }
        plain
    }

    /// The first tick at `goal`, one (node, free interval) after the other.
    fn arrival(&self, from: NodeId, goal: NodeId, until: i64) -> Option<i64> {
        let none = Vec::new();
        // The end of the free interval that contains a tick.
        let free = |node: u32, at: i64| -> Option<i64> {
            let absent = self.absent.get(&node).unwrap_or(&none);
            if absent.iter().any(|&(from, to)| (from..to).contains(&at)) {
                return None;
            }
            Some(absent.iter().map(|&(from, _)| from).find(|&from| from > at).unwrap_or(i64::MAX))
        };
        let mut queue = BinaryHeap::new();
        let mut begin = ms(start());
        // Who may not be there yet begins at the end of each ban.
        while begin < until {
            if let Some(end) = free(from.0, begin) {
                queue.push(Reverse((begin, from.0, end)));
                begin = end;
            } else {
                let absent = &self.absent[&from.0];
                begin = absent.iter().find(|(s, e)| (*s..*e).contains(&begin)).unwrap().1;
            }
        }
        let mut settled = std::collections::HashSet::new();
        while let Some(Reverse((at, node, end))) = queue.pop() {
            if !settled.insert((node, end)) {
                continue;
            }
            if node == goal.0 {
                return Some(at);
            }
            for id in self.network.edges_from(NodeId(node)) {
                let edge = self.network.edge(id);
                if !edge.modes().contains(self.mode) {
                    continue;
                }
                let lasts = (edge.length().0 / edge.speed(self.mode).0 * 1000.0).ceil() as i64;
                let head = edge.head().0;
                let banned = self.shut.get(&id.0).unwrap_or(&none);
                // Every free interval at the far end that can be reached from this one.
                let mut enter = at;
                while enter < end.min(until) {
                    if let Some(&(_, to)) = banned.iter().find(|(s, e)| (*s..*e).contains(&enter)) {
                        enter = to;
                        continue;
                    }
                    let there = enter + lasts;
                    if let Some(next) = free(head, there) {
                        if there < until {
                            queue.push(Reverse((there, head, next)));
                        }
                        if next == i64::MAX {
                            break;
                        }
                        enter = next - lasts;
                    } else {
                        let absent = &self.absent[&head];
                        let ban = absent.iter().find(|(s, e)| (*s..*e).contains(&there));
                        enter = ban.unwrap().1 - lasts;
                    }
                }
            }
        }
        None
    }
}

fn window() -> TimeWindow {
    TimeWindow::new(start(), at_s(HORIZON_S)).unwrap()
}

#[test]
fn real_trips_arrive_when_a_plain_search_says() {
    let Ok(data) = std::env::var("SAFEPASSAGE_DATA") else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let cases: usize =
        std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let mut random = Random(20_260_108);
    let (mut ways, mut refused) = (0, 0);
    for (number, extract) in EXTRACTS.iter().enumerate() {
        let path = PathBuf::from(&data).join(format!("osm/{extract}.osm.pbf"));
        let network = Arc::new(OsmReader::new().read(&path).expect("the extract reads").network);
        let streets = Arc::new(PreparedStreets::prepare(Arc::clone(&network)).unwrap());
        let share = cases / EXTRACTS.len() + usize::from(number < cases % EXTRACTS.len());
        let mut left = share;
        while left > 0 {
            let scenario = zones(&network, &mut random);
            let plain = Plain::new(&network, &scenario, TravelMode::Foot);
            let picture = OperationalPicture::on_streets(scenario, Arc::clone(&network));
            let planner = RoutePlanner::on(&picture, Arc::clone(&streets)).unwrap();
            for _ in 0..TRIPS.min(left) {
                left -= 1;
                let from = NodeId(random.below(network.node_count()) as u32);
                let to = NodeId(random.below(network.node_count()) as u32);
                let walkable = |node: NodeId| {
                    let mut edges = network.edges_from(node).chain(network.edges_into(node));
                    edges.any(|edge| network.edge(edge).modes().contains(TravelMode::Foot))
                };
                if from == to || !walkable(from) || !walkable(to) {
                    continue;
                }
                // Two nodes on one spot are not told apart by a coordinate.
                let at_node = |node: NodeId| {
                    let snap = network.nearest_edge(
                        network.node(node),
                        TravelMode::Foot,
                        safepassage::units::Metres(1.0),
                    )?;
                    let edge = network.edge(snap.edge);
                    [edge.tail(), edge.head()].into_iter().find(|end| *end == node)
                };
                if at_node(from).is_none() || at_node(to).is_none() {
                    continue;
                }
                let request = RouteRequest {
                    from: vec![network.node(from)],
                    to: vec![Destination {
                        feature: FeatureRef::new(Kind::Shelter, "goal"),
                        at: network.node(to),
                        open: None,
                    }],
                    mode: TravelMode::Foot,
                    window: window(),
                };
                let expected = plain.arrival(from, to, ms(window().end_or_max()));
                let trip = format!("{extract}: {from} to {to}");
                match planner.find(&request).expect("an answer") {
                    RouteAnswer::Way(plan) => {
                        ways += 1;
                        assert_eq!(Some(ms(plan.arrival)), expected, "{trip}");
                        assert_eq!(verify::check(&plan.certificate, picture.scenario()), vec![]);
                    }
                    RouteAnswer::NoWay(no_way) => {
                        refused += 1;
                        assert_eq!(expected, None, "{trip}: {no_way}");
                        let closed =
                            matches!(no_way.reason, NoWayReason::CutOff | NoWayReason::StartShut);
                        assert_eq!(closed, !no_way.closed_by.is_empty(), "{trip}: {no_way}");
                    }
                }
            }
        }
    }
    println!("{ways} ways and {refused} refusals, all as the plain search says");
    assert!(ways > cases / 4, "{ways} ways of {cases} trips");
}
