//! Random scenes on a small grid of streets, for tests of planning.

#![allow(dead_code, reason = "each test uses its part")]

use geo::{Coord, LineString, MultiPolygon, Polygon};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use safepassage::id::{CorridorId, FeatureRef, Kind};
use safepassage::model::{
    Area, Checkpoint, CheckpointStatus, CurfewZone, Feature, FrontLine, Particulars, Path, Place,
    SafeCorridor, TravelMode, TravelModes,
};
use safepassage::network::{NetworkBuilder, StreetNetwork, WayAttributes};
use safepassage::record::RecordRef;
use safepassage::route::{Destination, RouteRequest};
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use safepassage::units::{Metres, Persons, PersonsPerHour};

pub(crate) const SIDE: usize = 4;
pub(crate) const HORIZON_S: i64 = 1500;
pub(crate) const STEP_DEG: f64 = 0.001;
pub(crate) const ORIGIN: Coord = Coord { x: 37.15, y: 36.23 };

pub(crate) fn start() -> Timestamp {
    "2026-01-08T07:00:00Z".parse().unwrap()
}

pub(crate) fn at_s(second: i64) -> Timestamp {
    start() + SignedDuration::from_secs(second)
}

pub(crate) fn window(from_s: i64, len_s: i64) -> TimeWindow {
    TimeWindow::new(at_s(from_s), at_s(from_s + len_s)).unwrap()
}

pub(crate) fn junction(index: usize) -> Coord {
    let (column, row) = ((index % SIDE) as f64, (index / SIDE) as f64);
    ORIGIN + Coord { x: column * STEP_DEG, y: row * STEP_DEG }
}

pub(crate) fn streets() -> StreetNetwork {
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
pub(crate) type Corner = (f64, f64);

#[derive(Clone, Debug)]
pub(crate) struct Zone {
    pub(crate) corners: Vec<Corner>,
    pub(crate) windows: Vec<(i64, i64)>,
    pub(crate) unknown: bool,
    pub(crate) exempt: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub(crate) junction: usize,
    pub(crate) open: Option<(i64, i64)>,
    pub(crate) status: CheckpointStatus,
    pub(crate) delay_s: u32,
    /// Persons who wait, and how many pass in an hour.
    pub(crate) queue: Option<(u64, Option<f64>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) zones: Vec<Zone>,
    pub(crate) gates: Vec<Gate>,
    pub(crate) front: Option<(Corner, Corner, i64)>,
    pub(crate) corridor: Option<(usize, i64, i64)>,
    pub(crate) goal: usize,
}

pub(crate) fn scene() -> impl Strategy<Value = Scene> {
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
        prop::option::weighted(0.3, (0_u64..80, prop::option::weighted(0.8, 0_f64..4000.0))),
    )
        .prop_map(|(junction, open, status, delay_s, queue)| Gate {
            junction,
            open,
            status,
            delay_s,
            queue,
        });
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

pub(crate) fn on_map((x, y): (f64, f64)) -> Coord {
    ORIGIN + Coord { x, y } * STEP_DEG
}

pub(crate) fn build(scene: &Scene) -> Scenario {
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
        let mut checkpoint =
            Checkpoint::new(format!("gate-{}", gate.junction), Place::new(at.x, at.y).unwrap())
                .with_status(gate.status)
                .with_delay_s(gate.delay_s)
                .with(about);
        if let Some((persons, rate)) = gate.queue {
            checkpoint = checkpoint.with_queue(Persons(persons));
            if let Some(rate) = rate {
                checkpoint = checkpoint.with_persons_per_hour(PersonsPerHour(rate));
            }
        }
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

/// From the first junction to the goal, on foot, in the whole time there is.
pub(crate) fn request(scene: &Scene) -> RouteRequest {
    RouteRequest {
        from: vec![junction(0)],
        to: vec![Destination {
            feature: FeatureRef::new(Kind::Shelter, "goal"),
            at: junction(scene.goal),
            open: None,
        }],
        mode: TravelMode::Foot,
        window: window(0, HORIZON_S),
    }
}

/// The scenario as if some of it did not exist; checkpoints stay where they are
/// and let everybody pass at once.
pub(crate) fn without(scenario: &Scenario, lifted: &[FeatureRef]) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for zone in scenario.curfew_zones().iter().filter(|z| !lifted.contains(&z.reference())) {
        builder.curfew_zone(zone.clone(), RecordRef::default());
    }
    for line in scenario.front_lines().iter().filter(|l| !lifted.contains(&l.reference())) {
        builder.front_line(line.clone(), RecordRef::default());
    }
    for gate in scenario.checkpoints() {
        let open = Particulars::named("open").schedule(Schedule::always());
        let gate = if lifted.contains(&gate.reference()) {
            Checkpoint::new(gate.id().clone(), *gate.place())
                .with_status(CheckpointStatus::Open)
                .with(open)
        } else {
            gate.clone()
        };
        builder.checkpoint(gate, RecordRef::default());
    }
    for corridor in scenario.corridors() {
        builder.corridor(corridor.clone(), RecordRef::default());
    }
    builder.build().0
}
