//! Plans in random scenes, against a slow clock and an independent checker.
//!
//! The oracle steps through every second and every junction, and asks `geo`
//! whether each second's footsteps meet a zone. It may only be later than the
//! planner (it leaves at whole seconds and rounds against the traveller), so:
//! whatever it reaches the planner reaches, no later; and whatever the planner
//! claims must pass the checker, which shares no code with the search.

use geo::{Coord, Intersects, Line, Point};
use jiff::SignedDuration;
use proptest::prelude::*;
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::{Feature, TravelMode};
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::route::{RouteAnswer, RoutePlanner, RouteRequest};
use safepassage::scenario::Scenario;
use safepassage::time::{State, TimeWindow};
use safepassage::verify;
use scenes::{HORIZON_S, SIDE, Scene, at_s, build, junction, request, scene, streets, without};

mod scenes;

/// What the oracle knows of one zone or line: geometry, and whether it bans in
/// each second, on the corridor and off it.
struct Ban {
    geometry: geo::Geometry,
    line: bool,
    active: Vec<bool>,
    on_corridor: Vec<bool>,
}

struct Oracle<'a> {
    network: &'a StreetNetwork,
    scenario: &'a Scenario,
    bans: Vec<Ban>,
    row: Option<usize>,
}

impl Oracle<'_> {
    fn new<'a>(network: &'a StreetNetwork, scenario: &'a Scenario, scene: &Scene) -> Oracle<'a> {
        let corridor = scenario.corridors().first();
        let seconds = || 0..=HORIZON_S;
        let bans = scenario
            .features()
            .filter(|feature| feature.reference().kind().forbids())
            .map(|feature| {
                let schedule = feature.schedule();
                let active: Vec<bool> = seconds()
                    .map(|second| schedule.active_at(at_s(second)) != State::DoesNotHold)
                    .collect();
                let lifted = corridor.filter(|c| c.exempt_from().contains(&feature.reference()));
                let on_corridor = seconds()
                    .zip(&active)
                    .map(|(second, &banned)| {
                        let open = lifted.map(|c| c.schedule().active_at(at_s(second)));
                        banned && open != Some(State::Holds)
                    })
                    .collect();
                let geometry = feature.geometry();
                let line = matches!(geometry, geo::Geometry::LineString(_));
                Ban { geometry, line, active, on_corridor }
            })
            .collect();
        Oracle { network, scenario, bans, row: scene.corridor.map(|(row, ..)| row) }
    }

    fn at_gate(&self, at: Coord) -> bool {
        let gates = self.scenario.checkpoints().iter();
        gates
            .map(|gate| gate.place().coord())
            .any(|gate| safepassage::geodesy::distance(gate, at).0 <= 30.0)
    }

    /// Whether the stretch from `a` to `b` is banned at the second.
    fn banned(&self, a: Coord, b: Coord, eastwards_on_row: bool, second: i64) -> bool {
        self.bans.iter().any(|ban| {
            let active = if eastwards_on_row { &ban.on_corridor } else { &ban.active };
            let shut = active.get(second as usize).copied().unwrap_or(false);
            let touches = || {
                if a == b {
                    ban.geometry.intersects(&Point(a))
                } else {
                    ban.geometry.intersects(&Line::new(a, b))
                }
            };
            shut && touches() && !(ban.line && self.at_gate(a))
        })
    }

    /// The first second at which each junction can be left, by whoever starts
    /// at junction 0 in second 0; and the arrival at `goal`.
    fn arrival(&self, goal: usize) -> Option<i64> {
        let count = SIDE * SIDE;
        let on_row = |node: usize| self.row == Some(node / SIDE);
        let mut came = vec![vec![false; HORIZON_S as usize + 1]; count];
        let mut ready = came.clone();
        came[0][0] = true;
        for second in 0..HORIZON_S {
            for node in 0..count {
                let t = second as usize;
                let here = junction(node);
                let shut = |s: i64| self.banned(here, here, on_row(node), s);
                if shut(second) {
                    continue;
                }
                if t > 0 && !shut(second - 1) {
                    came[node][t] |= came[node][t - 1];
                    ready[node][t] |= ready[node][t - 1];
                }
                if came[node][t] && node == goal {
                    return Some(second);
                }
                let id = format!("gate-{node}");
                let gate = self.scenario.checkpoint(&id.as_str().into()).filter(|_| node != 0);
                match gate {
                    None => ready[node][t] |= came[node][t],
                    Some(gate) if came[node][t] => {
                        // Behind all who wait, each of them taking 3600 / rate seconds.
                        let waiting = gate.queue().map_or(0, |queue| queue.0);
                        let rate = gate.persons_per_hour().map_or(0.0, |rate| rate.0);
                        if waiting > 0 && rate == 0.0 {
                            continue;
                        }
                        let queue = if waiting > 0 {
                            (waiting as f64 / rate * 3600.0 - 1e-9).ceil() as i64
                        } else {
                            0
                        };
                        let delay = i64::from(gate.delay_s()) + queue;
                        let through = (second..=second + delay).all(|s| !shut(s))
                            && (second..=second + delay.max(1))
                                .all(|s| gate.passable_at(at_s(s)) == State::Holds);
                        let out = (second + delay) as usize;
                        if through && out < HORIZON_S as usize {
                            ready[node][out] = true;
                        }
                    }
                    Some(_) => {}
                }
                if ready[node][t] {
                    self.go(node, second, &mut came, &on_row);
                }
            }
        }
        None
    }

    fn go(&self, node: usize, second: i64, came: &mut [Vec<bool>], on_row: &dyn Fn(usize) -> bool) {
        for id in self.network.edges() {
            let edge = self.network.edge(id);
            let line: Vec<Coord> = edge.line().collect();
            if line[0] != junction(node) {
                continue;
            }
            let Some(to) = (0..SIDE * SIDE).find(|&other| junction(other) == line[1]) else {
                continue;
            };
            let lasts = edge.length().0 / edge.speed(TravelMode::Foot).0;
            let steps = lasts.ceil() as i64;
            let east = on_row(node) && to == node + 1;
            let place =
                |step: i64| line[0] + (line[1] - line[0]) * ((step as f64) / lasts).min(1.0);
            let arrive = second + steps;
            let passes = (0..steps).all(|step| {
                let (a, b) = (place(step), place(step + 1));
                !self.banned(a, b, east, second + step)
                    && !self.banned(a, b, east, second + step + 1)
            });
            if passes && arrive < HORIZON_S && !self.banned(line[1], line[1], on_row(to), arrive) {
                came[to][arrive as usize] = true;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(120),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn plans_are_no_later_than_the_oracle_and_pass_the_checker(scene in scene()) {
        let network = streets();
        let scenario = build(&scene);
        let expected = Oracle::new(&network, &scenario, &scene).arrival(scene.goal);
        let picture = OperationalPicture::new(scenario, network);
        let planner = RoutePlanner::new(&picture);
        let request = request(&scene);
        match planner.find(&request).unwrap() {
            RouteAnswer::Way(plan) => {
                prop_assert_eq!(verify::check(&plan.certificate, picture.scenario()), vec![]);
                if let Some(second) = expected {
                    let by = plan.arrival.duration_since(at_s(second));
                    prop_assert!(by <= SignedDuration::from_millis(50), "{} later than the oracle", by);
                }
                prop_assert!(plan.departure <= plan.latest_departure);
                // Leaving as late as it says still gets through; a second later does not.
                let late = TimeWindow::new(plan.latest_departure, request.window.end_or_max()).unwrap();
                let at_last = planner.find(&RouteRequest { window: late, ..request.clone() }).unwrap();
                prop_assert!(at_last.way().is_some());
                let after = plan.latest_departure + SignedDuration::from_secs(1);
                if let Ok(later) = TimeWindow::new(after, request.window.end_or_max()) {
                    let too_late = planner.find(&RouteRequest { window: later, ..request }).unwrap();
                    prop_assert!(too_late.way().is_none());
                }
            }
            RouteAnswer::NoWay(no_way) => {
                prop_assert_eq!(expected, None, "{}", no_way);
            }
        }
    }

    #[test]
    fn what_a_refusal_names_opens_a_way_and_no_smaller_set_does(scene in scene()) {
        let scenario = build(&scene);
        let picture = OperationalPicture::new(scenario.clone(), streets());
        let request = request(&scene);
        let answer = RoutePlanner::new(&picture).find(&request).unwrap();
        let Some(no_way) = answer.no_way() else { return Ok(()) };
        prop_assert!(!no_way.closed_by.is_empty(), "{:?}", no_way);
        prop_assert!(no_way.smallest);
        let opens = |lifted: &[FeatureRef]| {
            let picture = OperationalPicture::new(without(&scenario, lifted), streets());
            RoutePlanner::new(&picture).find(&request).unwrap().way().is_some()
        };
        prop_assert!(opens(&no_way.closed_by));
        let all: Vec<FeatureRef> = scenario
            .features()
            .map(Feature::reference)
            .filter(|feature| feature.kind().forbids() || feature.kind() == Kind::Checkpoint)
            .collect();
        // Every set with one thing less, as bits.
        for bits in 0_u32..1 << all.len() {
            if bits.count_ones() as usize + 1 == no_way.closed_by.len() {
                let set: Vec<FeatureRef> = (0..all.len())
                    .filter(|&at| bits >> at & 1 == 1)
                    .map(|at| all[at].clone())
                    .collect();
                prop_assert!(!opens(&set), "{:?} opens a way too", set);
            }
        }
    }
}
