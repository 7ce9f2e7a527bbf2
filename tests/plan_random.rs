//! Plans in random scenes, against a slow clock and an independent checker.
//!
//! The oracle steps through every second and every junction, and asks `geo`
//! whether each second's footsteps meet a zone. It may only be later than the
//! planner (it leaves at whole seconds and rounds against the traveller), so:
//! whatever it reaches the planner reaches, no later; and whatever the planner
//! claims must pass the checker, which shares no code with the search.

use geo::{Coord, Intersects, Line, LineString, MultiPolygon, Point, Polygon};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use safepassage::id::{CorridorId, FeatureRef, Kind};
use safepassage::model::{
    Area, Checkpoint, CheckpointStatus, CurfewZone, Feature, FrontLine, Particulars, Path, Place,
    SafeCorridor, TravelMode, TravelModes,
};
use safepassage::network::{NetworkBuilder, StreetNetwork, WayAttributes};
use safepassage::picture::OperationalPicture;
use safepassage::record::RecordRef;
use safepassage::route::{Destination, RouteAnswer, RoutePlanner, RouteRequest};
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, State, TimeWindow};
use safepassage::units::Metres;
use safepassage::verify;

const SIDE: usize = 4;
const HORIZON_S: i64 = 1500;
const STEP_DEG: f64 = 0.001;
const ORIGIN: Coord = Coord { x: 37.15, y: 36.23 };

fn start() -> Timestamp {
    "2026-01-08T07:00:00Z".parse().unwrap()
}

fn at_s(second: i64) -> Timestamp {
    start() + SignedDuration::from_secs(second)
}

fn window(from_s: i64, len_s: i64) -> TimeWindow {
    TimeWindow::new(at_s(from_s), at_s(from_s + len_s)).unwrap()
}

fn junction(index: usize) -> Coord {
    let (column, row) = ((index % SIDE) as f64, (index / SIDE) as f64);
    ORIGIN + Coord { x: column * STEP_DEG, y: row * STEP_DEG }
}

fn streets() -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let points: Vec<_> =
        (0..SIDE * SIDE).map(|index| builder.add_point(junction(index)).unwrap()).collect();
    for index in 0..SIDE * SIDE {
        let mut to = Vec::new();
        if index % SIDE + 1 < SIDE {
            to.push(index + 1);
        }
        if index + SIDE < SIDE * SIDE {
            to.push(index + SIDE);
        }
        for end in to {
            let way = WayAttributes {
                forward: TravelModes::all(),
                backward: TravelModes::all(),
                ..WayAttributes::default()
            };
            builder.add_way(&[points[index], points[end]], way).unwrap();
        }
    }
    builder.build().unwrap()
}

/// A place in the grid, in blocks to the east and north of its first junction.
type Corner = (f64, f64);

#[derive(Clone, Debug)]
struct Zone {
    corners: Vec<Corner>,
    windows: Vec<(i64, i64)>,
    unknown: bool,
    exempt: bool,
}

#[derive(Clone, Debug)]
struct Gate {
    junction: usize,
    open: Option<(i64, i64)>,
    status: CheckpointStatus,
    delay_s: u32,
}

#[derive(Clone, Debug)]
struct Scene {
    zones: Vec<Zone>,
    gates: Vec<Gate>,
    front: Option<(Corner, Corner, i64)>,
    corridor: Option<(usize, i64, i64)>,
    goal: usize,
}

fn scene() -> impl Strategy<Value = Scene> {
    let place = (-0.3_f64..3.3, -0.3_f64..3.3);
    let corners = prop::collection::vec(place.clone(), 3);
    let times = prop::collection::vec((0_i64..1200, 30_i64..900), 0..3);
    let zone = (corners, times, prop::bool::weighted(0.1), any::<bool>())
        .prop_map(|(corners, windows, unknown, exempt)| Zone { corners, windows, unknown, exempt });
    let status = prop_oneof![
        4 => Just(CheckpointStatus::Open),
        1 => Just(CheckpointStatus::Unknown),
        1 => Just(CheckpointStatus::Closed)
    ];
    let gate = (
        1..SIDE * SIDE - 1,
        prop::option::weighted(0.8, (0_i64..900, 60_i64..900)),
        status,
        0_u32..200,
    )
        .prop_map(|(junction, open, status, delay_s)| Gate { junction, open, status, delay_s });
    let front = (place.clone(), place, 60_i64..1200);
    (
        prop::collection::vec(zone, 0..4),
        prop::collection::vec(gate, 0..3),
        prop::option::weighted(0.3, front),
        prop::option::weighted(0.5, (0..SIDE, 0_i64..600, 60_i64..900)),
        4..SIDE * SIDE,
    )
        .prop_map(|(zones, mut gates, front, corridor, goal)| {
            // The goal is in front of a checkpoint or behind it; here it is neither.
            gates.retain(|gate| gate.junction != goal);
            Scene { zones, gates, front, corridor, goal }
        })
}

fn on_map((x, y): (f64, f64)) -> Coord {
    ORIGIN + Coord { x, y } * STEP_DEG
}

fn build(scene: &Scene) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    let here = RecordRef::default;
    for (number, zone) in scene.zones.iter().enumerate() {
        let ring: Vec<Coord> = zone.corners.iter().map(|&at| on_map(at)).collect();
        let polygon = Polygon::new(LineString(ring), Vec::new());
        let Ok(area) = Area::new(MultiPolygon(vec![polygon])) else { continue };
        let mut about = Particulars::named("zone");
        if !zone.unknown {
            let windows = zone.windows.iter().map(|&(from, len)| window(from, len));
            about = about.schedule(Schedule::during_all(windows));
        }
        builder.curfew_zone(CurfewZone::new(format!("zone-{number}"), area).with(about), here());
    }
    let mut used = Vec::new();
    for gate in &scene.gates {
        if used.contains(&gate.junction) {
            continue;
        }
        used.push(gate.junction);
        let at = junction(gate.junction);
        let mut about = Particulars::named("gate");
        if let Some((from, len)) = gate.open {
            about = about.schedule(Schedule::during(window(from, len)));
        }
        let checkpoint =
            Checkpoint::new(format!("gate-{}", gate.junction), Place::new(at.x, at.y).unwrap())
                .with_status(gate.status)
                .with_delay_s(gate.delay_s)
                .with(about);
        builder.checkpoint(checkpoint, here());
    }
    if let Some((a, b, len)) = scene.front
        && let Ok(path) = Path::new(LineString(vec![on_map(a), on_map(b)]))
    {
        let about = Particulars::named("front").schedule(Schedule::during(window(0, len)));
        builder.front_line(FrontLine::new("front", path).with(about), here());
    }
    if let Some((row, from, len)) = scene.corridor {
        let line = (0..SIDE).map(|column| junction(row * SIDE + column)).collect();
        let exempt = scene.zones.iter().enumerate().filter(|(_, zone)| zone.exempt);
        let exempt =
            exempt.map(|(number, _)| FeatureRef::new(Kind::CurfewZone, format!("zone-{number}")));
        let corridor = SafeCorridor::new(CorridorId::from("row"), Path::new(line).unwrap())
            .with_width(Metres(20.0))
            .with_exemptions(exempt.collect())
            .with(Particulars::named("row").schedule(Schedule::during(window(from, len))));
        builder.corridor(corridor, here());
    }
    builder.build().0
}

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
                        let delay = i64::from(gate.delay_s());
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
        let goal = junction(scene.goal);
        let request = RouteRequest {
            from: vec![junction(0)],
            to: vec![Destination { feature: FeatureRef::new(Kind::Shelter, "goal"), at: goal, open: None }],
            mode: TravelMode::Foot,
            window: window(0, HORIZON_S),
        };
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
    fn what_a_refusal_names_opens_a_way_and_nothing_less_does(scene in scene()) {
        let scenario = build(&scene);
        let picture = OperationalPicture::new(scenario.clone(), streets());
        let request = RouteRequest {
            from: vec![junction(0)],
            to: vec![Destination {
                feature: FeatureRef::new(Kind::Shelter, "goal"),
                at: junction(scene.goal),
                open: None,
            }],
            mode: TravelMode::Foot,
            window: window(0, HORIZON_S),
        };
        let answer = RoutePlanner::new(&picture).find(&request).unwrap();
        let Some(no_way) = answer.no_way() else { return Ok(()) };
        prop_assert!(!no_way.closed_by.is_empty(), "{:?}", no_way);
        let without = |lifted: &[FeatureRef]| {
            let mut builder = ScenarioBuilder::new();
            for zone in scenario.curfew_zones().iter().filter(|z| !lifted.contains(&z.reference())) {
                builder.curfew_zone(zone.clone(), RecordRef::default());
            }
            for line in scenario.front_lines().iter().filter(|l| !lifted.contains(&l.reference())) {
                builder.front_line(line.clone(), RecordRef::default());
            }
            for gate in scenario.checkpoints() {
                let lifted = lifted.contains(&gate.reference());
                let open = Particulars::named("open").schedule(Schedule::always());
                // A lifted checkpoint stays where it is and lets everybody pass.
                let gate = if lifted {
                    Checkpoint::new(gate.id().clone(), *gate.place()).with_status(CheckpointStatus::Open).with(open)
                } else {
                    gate.clone()
                };
                builder.checkpoint(gate, RecordRef::default());
            }
            for corridor in scenario.corridors() {
                builder.corridor(corridor.clone(), RecordRef::default());
            }
            let picture = OperationalPicture::new(builder.build().0, streets());
            RoutePlanner::new(&picture).find(&request).unwrap().way().is_some()
        };
        prop_assert!(without(&no_way.closed_by));
        for leave_out in 0..no_way.closed_by.len() {
            let mut fewer = no_way.closed_by.clone();
            fewer.remove(leave_out);
            prop_assert!(!without(&fewer), "{} is not needed", no_way.closed_by[leave_out]);
        }
    }
}
