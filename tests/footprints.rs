//! What zones cover of streets, against a slow way that knows no tree: every
//! street cut with every side.

use geo::kernels::RobustKernel;
use geo::{Coord, Geometry, Kernel, LineString, LinesIter, MultiPolygon, Orientation, Polygon};
use proptest::prelude::*;
use safepassage::geodesy;
use safepassage::id::{CorridorId, FeatureRef, Kind};
use safepassage::model::{
    Area, Checkpoint, CurfewZone, FrontLine, Particulars, Path, Place, SafeCorridor, TravelMode,
    TravelModes,
};
use safepassage::network::{
    Barriers, Closure, Closures, Footprint, Footprints, NetworkBuilder, NodeId, RoutePolicy,
    StreetNetwork, StretchId, WayAttributes,
};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::{Schedule, TimeWindow};
use safepassage::units::Metres;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Steps of the lattice that streets and zones share. A power of two, so that
/// going round the earth loses nothing.
const STEP: f64 = 1.0 / 1024.0;
const ORIGIN: Coord = Coord { x: 37.0, y: 36.0 };
const SAME_M: f64 = 1e-5;

type Point = (f64, f64);

fn on_map((x, y): Point, origin: Coord) -> Coord {
    let at = origin + Coord { x, y } * STEP;
    // As maps write it.
    Coord { x: if at.x > 180.0 { at.x - 360.0 } else { at.x }, y: at.y }
}

fn network(ways: &[Vec<Point>], origin: Coord) -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let mut points = BTreeMap::new();
    for (number, way) in ways.iter().enumerate() {
        let refs: Vec<_> = way
            .iter()
            .map(|&(x, y)| {
                *points.entry((x as i32, y as i32)).or_insert_with(|| {
                    builder.add_point(on_map((x, y), origin)).expect("a place on earth")
                })
            })
            .collect();
        let backward = if number % 3 == 0 { TravelModes::empty() } else { TravelModes::all() };
        let way = WayAttributes { forward: TravelModes::all(), backward, ..Default::default() };
        builder.add_way(&refs, way).expect("points that were added");
    }
    builder.build().expect("a small network")
}

// The slow way.

fn sides(geometry: &Geometry) -> Vec<Vec<(Coord, Coord)>> {
    let of = |polygon: &Polygon| polygon.lines_iter().map(|line| (line.start, line.end)).collect();
    match geometry {
        Geometry::Polygon(polygon) => vec![of(polygon)],
        Geometry::MultiPolygon(area) => area.0.iter().map(of).collect(),
        Geometry::LineString(line) => {
            vec![line.lines().map(|line| (line.start, line.end)).collect()]
        }
        _ => Vec::new(),
    }
}

fn in_box(at: Coord, (a, b): (Coord, Coord)) -> bool {
    (a.x.min(b.x)..=a.x.max(b.x)).contains(&at.x) && (a.y.min(b.y)..=a.y.max(b.y)).contains(&at.y)
}

fn covers(geometry: &Geometry, sides: &[Vec<(Coord, Coord)>], at: Coord) -> bool {
    let area = !matches!(geometry, Geometry::LineString(_));
    sides.iter().any(|polygon| {
        let mut inside = false;
        for &(a, b) in polygon {
            let turn = RobustKernel::orient2d(a, b, at);
            if turn == Orientation::Collinear && in_box(at, (a, b)) {
                return true;
            }
            if (a.y > at.y) != (b.y > at.y) {
                inside ^= (b.y > a.y) == (turn == Orientation::CounterClockwise);
            }
        }
        area && inside
    })
}

/// The share of a segment that runs along a side.
fn along(p: Coord, q: Coord, (a, b): (Coord, Coord)) -> Option<(f64, f64)> {
    let on_line = |at| RobustKernel::orient2d(p, q, at) == Orientation::Collinear;
    let way = q - p;
    let share = |at: Coord| {
        let gap = at - p;
        ((gap.x * way.x + gap.y * way.y) / (way.x * way.x + way.y * way.y)).clamp(0.0, 1.0)
    };
    let (from, to) = (share(a).min(share(b)), share(a).max(share(b)));
    (on_line(a) && on_line(b) && from < to).then_some((from, to))
}

/// Shares of a segment at which it meets a side.
fn cuts(p: Coord, q: Coord, (a, b): (Coord, Coord)) -> Vec<f64> {
    let (way, side, gap) = (q - p, b - a, a - p);
    let on = |at: Coord, ends| {
        RobustKernel::orient2d(p, q, at) == Orientation::Collinear && in_box(at, ends)
    };
    let mut cuts = Vec::new();
    for end in [a, b] {
        if on(end, (p, q)) {
            let share = (end - p).x * way.x + (end - p).y * way.y;
            cuts.push(share / (way.x * way.x + way.y * way.y));
        }
    }
    for (end, share) in [(p, 0.0), (q, 1.0)] {
        if RobustKernel::orient2d(a, b, end) == Orientation::Collinear && in_box(end, (a, b)) {
            cuts.push(share);
        }
    }
    let cross = way.x * side.y - way.y * side.x;
    let apart = |a, b, p, q| RobustKernel::orient2d(a, b, p) != RobustKernel::orient2d(a, b, q);
    if cross != 0.0 && apart(p, q, a, b) && apart(a, b, p, q) {
        cuts.push((gap.x * side.y - gap.y * side.x) / cross);
    }
    cuts.retain(|cut| cut.is_finite());
    cuts
}

/// Spans of a line in metres: every segment with every side.
fn slow_spans(
    geometry: &Geometry,
    sides: &[Vec<(Coord, Coord)>],
    line: &[Coord],
) -> Vec<(f64, f64)> {
    let mut spans: Vec<(f64, f64)> = Vec::new();
    let mut before_m = 0.0;
    for pair in line.windows(2) {
        let (p, q) = (pair[0], pair[1]);
        let length_m = geodesy::distance(p, q).0;
        let mut at = vec![0.0, 1.0];
        for side in sides.iter().flatten() {
            at.extend(cuts(p, q, *side).into_iter().map(|cut| cut.clamp(0.0, 1.0)));
        }
        let met = at.split_off(2);
        at.extend(&met);
        at.sort_by(f64::total_cmp);
        let touches = met.iter().map(|&cut| (cut, cut));
        let touches = touches.chain(sides.iter().flatten().filter_map(|&side| along(p, q, side)));
        let inside = at
            .windows(2)
            .filter(|pair| covers(geometry, sides, p + (q - p) * f64::midpoint(pair[0], pair[1])));
        let parts = touches.chain(inside.map(|pair| (pair[0], pair[1])));
        spans.extend(parts.map(|(a, b)| (before_m + a * length_m, before_m + b * length_m)));
        before_m += length_m;
    }
    joined(spans)
}

fn joined(mut spans: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (from, to) in spans {
        match all.last_mut() {
            Some(last) if from <= last.1 + SAME_M => last.1 = last.1.max(to),
            _ => all.push((from, to)),
        }
    }
    all
}

type ByStretch = BTreeMap<StretchId, Vec<(f64, f64)>>;

fn by_stretch(footprint: &Footprint) -> ByStretch {
    let mut all = ByStretch::new();
    for &(stretch, from_m, to_m) in footprint.spans() {
        all.entry(stretch).or_default().push((from_m, to_m));
    }
    all.into_iter().map(|(stretch, spans)| (stretch, joined(spans))).collect()
}

fn slow(network: &StreetNetwork, geometry: &Geometry) -> (ByStretch, Vec<NodeId>) {
    let sides = sides(geometry);
    let stretches = (0..network.stretch_count() as u32).map(StretchId);
    let spans = stretches
        .map(|stretch| (stretch, slow_spans(geometry, &sides, network.stretch_line(stretch))))
        .filter(|(_, spans)| !spans.is_empty());
    let nodes = network.nodes().filter(|&node| covers(geometry, &sides, network.node(node)));
    (spans.collect(), nodes.collect())
}

fn same_spans(a: &ByStretch, b: &ByStretch) -> Result<(), String> {
    if !a.keys().eq(b.keys()) {
        return Err(format!("stretches {:?}, expected {:?}", a.keys(), b.keys()));
    }
    for (stretch, spans) in a {
        let other = &b[stretch];
        let near = |(a, b): (&(f64, f64), &(f64, f64))| {
            (a.0 - b.0).abs() < SAME_M && (a.1 - b.1).abs() < SAME_M
        };
        if spans.len() != other.len() || !spans.iter().zip(other).all(near) {
            return Err(format!("{stretch}: {spans:?}, expected {other:?}"));
        }
    }
    Ok(())
}

fn check(network: &StreetNetwork, geometry: &Geometry) -> Result<Footprint, String> {
    let footprint = Footprint::of(network, geometry);
    let (spans, nodes) = slow(network, geometry);
    same_spans(&by_stretch(&footprint), &spans)?;
    if footprint.nodes() != nodes {
        return Err(format!("nodes {:?}, expected {nodes:?}", footprint.nodes()));
    }
    let sorted = footprint
        .spans()
        .windows(2)
        .all(|p| p[0].0 < p[1].0 || p[0].0 == p[1].0 && p[0].2 < p[1].1);
    if !sorted || footprint.spans().iter().any(|&(_, from, to)| !(0.0 <= from && from <= to)) {
        return Err(format!("spans out of order: {:?}", footprint.spans()));
    }
    for &(stretch, _, to_m) in footprint.spans() {
        let length = network.edges_along(stretch).next().map(|edge| network.edge(edge).length());
        if length.is_some_and(|length| to_m > length.0) {
            return Err(format!("{stretch} ends before {to_m} m"));
        }
    }
    Ok(footprint)
}

// Random streets and zones.

const SIDE: i32 = 12;

fn lattice() -> impl Strategy<Value = Point> {
    (0..=SIDE, 0..=SIDE).prop_map(|(x, y)| (f64::from(x), f64::from(y)))
}

fn ways() -> impl Strategy<Value = Vec<Vec<Point>>> {
    prop::collection::vec(prop::collection::vec(lattice(), 2..7), 1..40)
}

/// A ring in steps of the lattice: on it, so that sides and corners fall on
/// streets and junctions, or anywhere.
fn ring() -> impl Strategy<Value = Vec<Point>> {
    let anywhere = (-1.0..13.0, -1.0..13.0);
    let sliver = (lattice(), lattice(), -1e-6..1e-6)
        .prop_map(|(a, b, wide)| vec![a, b, (b.0 + wide, b.1 + wide)]);
    let block = (lattice(), 1..6, 1..6).prop_map(|((x, y), wide, high)| {
        let (east, north) = (x + f64::from(wide), y + f64::from(high));
        vec![(x, y), (east, y), (east, north), (x, north)]
    });
    prop_oneof![
        3 => prop::collection::vec(lattice(), 3..9),
        2 => prop::collection::vec(anywhere, 3..40),
        1 => sliver,
        3 => block,
    ]
}

type Rings = Vec<Vec<Vec<Point>>>;

/// Polygons with holes; they may lie in and over each other.
fn rings() -> impl Strategy<Value = Rings> {
    let polygon = (ring(), prop::collection::vec(ring(), 0..3))
        .prop_map(|(outer, holes)| std::iter::once(outer).chain(holes).collect::<Vec<_>>());
    prop::collection::vec(polygon, 1..4)
}

fn area(rings: &Rings, origin: Coord) -> MultiPolygon {
    let line = |ring: &Vec<Point>| -> LineString {
        ring.iter().map(|&(x, y)| origin + Coord { x, y } * STEP).collect()
    };
    let polygon = |rings: &Vec<Vec<Point>>| {
        Polygon::new(line(&rings[0]), rings[1..].iter().map(line).collect())
    };
    MultiPolygon(rings.iter().map(polygon).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn areas_cover_what_every_side_with_every_street_says(ways in ways(), rings in rings()) {
        let network = network(&ways, ORIGIN);
        check(&network, &Geometry::MultiPolygon(area(&rings, ORIGIN))).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn lines_cross_where_every_side_with_every_street_says(
        ways in ways(), line in prop::collection::vec(lattice(), 2..9),
    ) {
        let network = network(&ways, ORIGIN);
        let line: LineString = line.iter().map(|&at| on_map(at, ORIGIN)).collect();
        check(&network, &Geometry::LineString(line)).map_err(TestCaseError::fail)?;
    }

    /// Lengths do not change when everything is turned about the earth's axis.
    #[test]
    fn the_antimeridian_changes_nothing(
        ways in ways(), (west, south) in lattice(), wide in 1..9, high in 1..9, at in 1..SIDE,
        front in prop::collection::vec(lattice(), 2..5),
    ) {
        let far = Coord { x: 180.0 - f64::from(at) * STEP, y: ORIGIN.y };
        let (here, there) = (network(&ways, ORIGIN), network(&ways, far));
        let (east, north) = (west + f64::from(wide), south + f64::from(high));
        let block = |origin: Coord, west: f64, east: f64, lon: f64| {
            let at = |x: f64, y: f64| origin + Coord { x, y } * STEP + Coord { x: lon, y: 0.0 };
            let ring = vec![at(west, south), at(east, south), at(east, north), at(west, north)];
            Polygon::new(LineString(ring), Vec::new())
        };
        // Cut at 180°, as RFC 7946 asks.
        let cut = f64::from(at).clamp(west, east);
        let mut parts = Vec::new();
        if cut > west {
            parts.push(block(far, west, cut, 0.0));
        }
        if cut < east {
            parts.push(block(far, cut, east, -360.0));
        }
        let plain = Footprint::of(&here, &Geometry::Polygon(block(ORIGIN, west, east, 0.0)));
        let round = Footprint::of(&there, &Geometry::MultiPolygon(MultiPolygon(parts)));
        same_spans(&by_stretch(&round), &by_stretch(&plain)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(round.nodes(), plain.nodes());

        let line = |origin| {
            Geometry::LineString(front.iter().map(|&at| on_map(at, origin)).collect())
        };
        let (plain, round) = (Footprint::of(&here, &line(ORIGIN)), Footprint::of(&there, &line(far)));
        same_spans(&by_stretch(&round), &by_stretch(&plain)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(round.nodes(), plain.nodes());
    }
}

// With time: exceptions, checkpoints, hours.

fn window(from_h: i64, to_h: i64) -> TimeWindow {
    let day: jiff::Timestamp = "2026-01-08T00:00:00Z".parse().expect("an instant");
    let at = |hours| day + jiff::SignedDuration::from_hours(hours);
    TimeWindow::new(at(from_h), at(to_h)).expect("a window")
}

#[derive(Clone, Debug)]
struct Scene {
    zones: Vec<(Rings, Vec<i64>)>,
    front: Option<Vec<Point>>,
    gates: Vec<Point>,
    corridors: Vec<(Vec<Point>, i64, usize)>,
}

fn scene() -> impl Strategy<Value = Scene> {
    (
        prop::collection::vec((rings(), prop::collection::vec(0..20_i64, 0..3)), 0..4),
        prop::option::of(prop::collection::vec(lattice(), 2..5)),
        prop::collection::vec(lattice(), 0..3),
        prop::collection::vec(
            (prop::collection::vec(lattice(), 2..4), 0..20_i64, 1..8_usize),
            0..3,
        ),
    )
        .prop_map(|(zones, front, gates, corridors)| Scene { zones, front, gates, corridors })
}

fn build(scene: &Scene) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    let here = RecordRef::default;
    for (number, (rings, hours)) in scene.zones.iter().enumerate() {
        let Ok(area) = Area::new(area(rings, ORIGIN)) else { continue };
        let hours = hours.iter().map(|&hour| window(hour, hour + 4));
        let about = Particulars::named("zone").schedule(Schedule::during_all(hours));
        builder.curfew_zone(CurfewZone::new(format!("z{number}"), area).with(about), here());
    }
    let path = |points: &[Point]| Path::new(points.iter().map(|&at| on_map(at, ORIGIN)).collect());
    if let Some(Ok(path)) = scene.front.as_deref().map(path) {
        builder.front_line(FrontLine::new("front", path), here());
    }
    for (number, &at) in scene.gates.iter().enumerate() {
        let at = on_map(at, ORIGIN);
        let place = Place::new(at.x, at.y).expect("a place on earth");
        builder.checkpoint(Checkpoint::new(format!("gate-{number}"), place), here());
    }
    for (number, (points, hour, zones)) in scene.corridors.iter().enumerate() {
        let Ok(path) = path(points) else { continue };
        let zones = (0..4).filter(|zone| zones & (1 << zone) != 0);
        let zones = zones.map(|zone| FeatureRef::new(Kind::CurfewZone, format!("z{zone}")));
        let about = Particulars::named("way").schedule(Schedule::during(window(*hour, hour + 6)));
        let corridor = SafeCorridor::new(CorridorId::from(format!("c{number}")), path)
            .with_width(Metres(40.0))
            .with_exemptions(zones.collect())
            .with(about);
        builder.corridor(corridor, here());
    }
    builder.build().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn closures_are_what_each_edge_and_each_node_asks_for_itself(ways in ways(), scene in scene()) {
        let network = network(&ways, ORIGIN);
        let scenario = build(&scene);
        let footprints = Footprints::of(&network, &scenario, None);
        let prepare = |footprints: &Footprints| {
            let policy = RoutePolicy::default();
            Barriers::prepare_over(footprints, &scenario, window(0, 24), TravelMode::Foot, &policy)
                .expect("a short horizon")
        };
        let barriers = prepare(&footprints);
        let closures = Closures::of(&network, &footprints, &barriers);
        for other in [
            Closures::find(&network, &barriers),
            Closures::of(&network, &footprints, &prepare(&Footprints::default())),
        ] {
            prop_assert!(other.edges().eq(closures.edges()) && other.nodes().eq(closures.nodes()));
        }
        for edge in network.edges() {
            let line: Vec<Coord> = network.edge_line(edge).collect();
            same_closures(closures.on_edge(edge), &barriers.on_line(&line))
                .map_err(|text| TestCaseError::fail(format!("{edge}: {text}")))?;
        }
        for node in network.nodes() {
            prop_assert_eq!(closures.at_node(node), barriers.at_place(network.node(node)));
        }
    }
}

/// Two parts of an edge that touch may be one where it is asked about from the
/// other end.
fn same_closures(found: &[Closure], slow: &[Closure]) -> Result<(), String> {
    let joined = |shut: &[Closure]| {
        let mut all: Vec<Closure> = Vec::new();
        for one in shut {
            match all.last_mut() {
                Some(last) if last.ban == one.ban && one.from_m <= last.to_m + SAME_M => {
                    last.to_m = last.to_m.max(one.to_m);
                }
                _ => all.push(one.clone()),
            }
        }
        all
    };
    let (a, b) = (joined(found), joined(slow));
    let same = |(a, b): (&Closure, &Closure)| {
        (a.from_m - b.from_m).abs() < SAME_M && (a.to_m - b.to_m).abs() < SAME_M && a.ban == b.ban
    };
    if a.len() == b.len() && a.iter().zip(&b).all(same) {
        Ok(())
    } else {
        Err(format!("found {found:?}, expected {slow:?}"))
    }
}

fn star(centre: Point, radius: f64, points: usize) -> Vec<Point> {
    (0..points)
        .map(|number| {
            let angle = std::f64::consts::TAU * number as f64 / points as f64;
            let out = radius * (0.85 + 0.15 * (13.0 * angle).sin());
            (centre.0 + out * angle.cos(), centre.1 + out * angle.sin())
        })
        .collect()
}

fn grid() -> StreetNetwork {
    let at = |n: i32| f64::from(n);
    let rows = (0..=SIDE).map(|row| (0..=SIDE).map(|x| (at(x), at(row))).collect());
    let columns = (0..=SIDE).map(|column| (0..=SIDE).map(|y| (at(column), at(y))).collect());
    network(&rows.chain(columns).collect::<Vec<_>>(), ORIGIN)
}

#[test]
fn a_zone_of_a_hundred_thousand_corners_covers_what_every_side_says() {
    let rings = vec![vec![star((6.0, 6.0), 5.0, 100_000)]];
    let footprint = check(&grid(), &Geometry::MultiPolygon(area(&rings, ORIGIN))).unwrap();
    // About the middle junction, all within 3.5 blocks is inside, and all beyond 5 outside.
    assert!((37..=81).contains(&footprint.nodes().len()), "{}", footprint.nodes().len());
}

#[test]
fn everything_and_nothing() {
    let grid = grid();
    let block = |low: f64, high: f64| {
        let ring = vec![(low, low), (high, low), (high, high), (low, high)];
        Geometry::MultiPolygon(area(&vec![vec![ring]], ORIGIN))
    };
    let all = check(&grid, &block(-1.0, 13.0)).unwrap();
    assert_eq!((all.spans().len(), all.nodes().len()), (grid.stretch_count(), grid.node_count()));
    let whole = all.spans().iter().all(|&(stretch, from_m, to_m)| {
        let edge = grid.edges_along(stretch).next().unwrap();
        from_m == 0.0 && to_m == grid.edge(edge).length().0
    });
    assert!(whole);
    // Its boundary is inside: on the edge of the town nothing changes.
    assert_eq!(check(&grid, &block(0.0, 12.0)).unwrap().spans(), all.spans());
    for none in [
        block(20.0, 30.0),
        block(5.25, 5.75),
        Geometry::MultiPolygon(MultiPolygon(Vec::new())),
        Geometry::Point(geo::Point::from(ORIGIN)),
    ] {
        let none = check(&grid, &none).unwrap();
        assert!(none.spans().is_empty() && none.nodes().is_empty());
    }
    let empty = NetworkBuilder::new().build().unwrap();
    assert!(Footprint::of(&empty, &block(-1.0, 13.0)).spans().is_empty());
}

#[test]
fn only_what_changed_is_found_anew() {
    let zone = |x: f64, y: f64| vec![vec![star((x, y), 1.5, 24)]];
    let scene = |zones: &[Rings]| Scene {
        zones: zones.iter().map(|rings| (rings.clone(), vec![3])).collect(),
        front: Some(vec![(0.0, 3.5), (12.0, 3.5)]),
        gates: Vec::new(),
        corridors: Vec::new(),
    };
    let grid = grid();
    let zones = [zone(2.0, 2.0), zone(6.0, 6.0), zone(9.0, 3.0)];
    let first = Footprints::of(&grid, &build(&scene(&zones)), None);
    assert_eq!(first.len(), 4);
    let moved = [zone(2.0, 2.0), zone(6.5, 6.0), zone(9.0, 3.0), zone(4.0, 10.0)];
    let after = build(&scene(&moved));
    let second = Footprints::of(&grid, &after, Some(&first));
    assert_eq!(second, Footprints::of(&grid, &after, None));
    let kept: Vec<String> = second
        .iter()
        .filter(|(of, footprint)| first.get(of).is_some_and(|old| Arc::ptr_eq(old, footprint)))
        .map(|(of, _)| of.to_string())
        .collect();
    assert_eq!(kept, ["curfew-zone/z0", "curfew-zone/z2", "front-line/front"]);
    let fewer = Footprints::of(&grid, &build(&scene(&moved[..1])), Some(&second));
    assert_eq!(fewer.len(), 2);
    // Hours are no part of a footprint.
    let mut other_hours = scene(&moved);
    other_hours.zones[1].1 = vec![5, 11];
    let same = Footprints::of(&grid, &build(&other_hours), Some(&second));
    assert!(same.iter().zip(second.iter()).all(|(a, b)| Arc::ptr_eq(a.1, b.1)));
    // Footprints of other streets are no use.
    let other = network(&[vec![(0.0, 2.0), (12.0, 2.0)]], ORIGIN);
    let elsewhere = Footprints::of(&other, &after, Some(&second));
    assert_eq!(elsewhere, Footprints::of(&other, &after, None));
}

#[test]
fn thousands_of_windows_are_held_once() {
    let grid = grid();
    let hours = |number: i64| {
        let start = "2026-01-08T00:00:00Z".parse::<jiff::Timestamp>().unwrap();
        let start = start + jiff::SignedDuration::from_secs(20 * number);
        TimeWindow::new(start, start + jiff::SignedDuration::from_secs(10)).unwrap()
    };
    let rings = vec![vec![star((6.0, 6.0), 4.0, 24)]];
    let zone = CurfewZone::new("often", Area::new(area(&rings, ORIGIN)).unwrap());
    let about = Particulars::named("often").schedule(Schedule::during_all((0..4_000).map(hours)));
    let mut builder = ScenarioBuilder::new();
    builder.curfew_zone(zone.with(about), RecordRef::default());
    let scenario = builder.build().0;
    let policy = RoutePolicy::default();
    let barriers = Barriers::prepare(&scenario, window(0, 24), TravelMode::Foot, &policy).unwrap();
    let closures = Closures::find(&grid, &barriers);
    let mut bans = closures.edges().flat_map(|(_, shut)| shut).map(|shut| &shut.ban);
    let first = bans.next().unwrap();
    assert_eq!(first.windows.len(), 4_000);
    assert!(bans.count() > 100);
    assert!(closures.edges().flat_map(|(_, shut)| shut).all(|shut| Arc::ptr_eq(&shut.ban, first)));
    assert!(closures.nodes().flat_map(|(_, bans)| bans).all(|ban| Arc::ptr_eq(&ban.ban, first)));
}

/// Zones on Malta: every street against every zone by its own line.
#[cfg(feature = "osm")]
mod malta {
    use super::*;
    use safepassage::io::osm::OsmReader;

    fn zones(data: &std::path::Path, name: &str) -> Scenario {
        let text = std::fs::read_to_string(data.join("bench-malta").join(name)).expect("zones");
        let zones: geojson::FeatureCollection =
            text.parse::<geojson::GeoJson>().unwrap().try_into().unwrap();
        let mut builder = ScenarioBuilder::new();
        for (number, feature) in zones.features.into_iter().enumerate() {
            let geometry: Geometry = feature.geometry.expect("a zone").try_into().unwrap();
            let area = Area::try_from(geometry).unwrap();
            let about = Particulars::named("zone").schedule(Schedule::always());
            let zone = CurfewZone::new(format!("z{number:03}"), area).with(about);
            builder.curfew_zone(zone, RecordRef::default());
        }
        builder.build().0
    }

    #[test]
    fn the_zones_of_malta_cover_what_every_street_says_for_itself() {
        let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(std::path::PathBuf::from) else {
            println!("skipped: SAFEPASSAGE_DATA is not set");
            return;
        };
        let network =
            OsmReader::new().read(data.join("bench-malta/malta.osm.pbf")).unwrap().network;
        let drive = network.components(TravelMode::Vehicle);
        // Another reader's graph has 58,163 arcs; of these the zones block so many.
        for (name, theirs, every) in [
            ("zones-10x300m.geojson", 1_366, 1),
            ("zones-30x300m.geojson", 4_259, 1),
            ("zones-200x60m.geojson", 3_188, 17),
            ("zones-8x2000m.geojson", 19_572, 17),
        ] {
            let scenario = zones(&data, name);
            let policy = RoutePolicy::default();
            let footprints = Footprints::of(&network, &scenario, None);
            let barriers =
                Barriers::prepare(&scenario, window(0, 24), TravelMode::Vehicle, &policy).unwrap();
            let closures = Closures::of(&network, &footprints, &barriers);
            let mut shut = 0;
            for edge in network.edges() {
                let found = closures.on_edge(edge);
                let of = network.edge(edge);
                let arc = of.modes().contains(TravelMode::Vehicle)
                    && [of.tail(), of.head()].iter().all(|end| drive.of(*end) == drive.largest());
                shut += usize::from(arc && !found.is_empty());
                if edge.index() % every != 0 {
                    continue;
                }
                let line: Vec<Coord> = network.edge_line(edge).collect();
                same_closures(found, &barriers.on_line(&line)).unwrap();
            }
            let met = |node: &NodeId| {
                network.edges_from(*node).len() + network.edges_into(*node).len() > 0
            };
            for node in network.nodes().filter(met).step_by(every) {
                assert_eq!(closures.at_node(node), barriers.at_place(network.node(node)));
            }
            println!("{name}: {shut} arcs for vehicles, another reader's graph {theirs}");
            let ratio = shut as f64 / f64::from(theirs);
            assert!((0.9..1.6).contains(&ratio), "{name}: {shut} arcs, {theirs} elsewhere");
        }
    }
}
