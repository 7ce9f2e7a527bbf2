//! The index against a scan of all entries with `geo`'s own predicates and
//! Karney's distances.
//!
//! Scenes lie on a grid of 1/64°, so that corners, sides and points often
//! coincide. The scan works in coordinates around 0° E; the index gets the same
//! scene turned by whole quarters, so that it must get the antimeridian right.

#![allow(clippy::trivially_copy_pass_by_ref)] // cells come from slices

use super::*;
use crate::geodesy::distance;
use crate::id::{FeatureRef, Kind};
use crate::time::{Schedule, State, TimeWindow};
use crate::units::Metres;
use geo::{
    Coord, Covers, Distance, Geodesic, Geometry, Intersects, Line, LineString, LinesIter,
    MapCoords, MultiPolygon, Point, Polygon, Validation,
};
use jiff::Timestamp;
use proptest::prelude::*;

const STEP: f64 = 1.0 / 64.0;
const KINDS: [Kind; 3] = [Kind::CurfewZone, Kind::Shelter, Kind::Checkpoint];

#[derive(Clone, Debug)]
struct Scene {
    /// In coordinates around 0° E.
    entries: Vec<Entry>,
    turn: f64,
    lat: f64,
}

fn cell() -> impl Strategy<Value = (i32, i32)> {
    (-8..=8_i32, 0..=16_i32)
}

fn shape() -> impl Strategy<Value = Vec<(u8, Vec<(i32, i32)>)>> {
    prop::collection::vec((0..4_u8, prop::collection::vec(cell(), 1..7)), 1..3)
}

fn geometry(parts: &[(u8, Vec<(i32, i32)>)], lat: f64) -> Geometry {
    let (sort, cells) = &parts[0];
    let coord =
        |&(x, y): &(i32, i32)| Coord { x: f64::from(x) * STEP, y: lat + f64::from(y) * STEP };
    let line = |cells: &[(i32, i32)]| LineString::new(cells.iter().map(coord).collect());
    match sort {
        0 => Geometry::Point(coord(&cells[0]).into()),
        1 if cells.len() > 1 => Geometry::LineString(line(cells)),
        2 => Geometry::MultiPolygon(MultiPolygon::new(vec![area(&cells[0], cells.len(), lat)])),
        _ => {
            let polygon = Polygon::new(line(cells), vec![]);
            if cells.len() >= 3 && polygon.is_valid() {
                Geometry::Polygon(polygon)
            } else {
                Geometry::Polygon(area(&cells[0], cells.len(), lat))
            }
        }
    }
}

/// A rectangle, with a triangular hole if there is room.
fn area(&(x, y): &(i32, i32), size: usize, lat: f64) -> Polygon {
    let ring = |cells: &[(i32, i32)]| -> LineString {
        cells.iter().map(|&(x, y)| (f64::from(x) * STEP, lat + f64::from(y) * STEP)).collect()
    };
    let side = (size as i32).min(16 - y).max(1);
    let y = y.min(15);
    let shell = ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side)]);
    let hole = ring(&[(x + 1, y + 1), (x + 2, y + 1), (x + 1, y + 2)]);
    Polygon::new(shell, if side >= 4 { vec![hole] } else { vec![] })
}

fn scene() -> impl Strategy<Value = Scene> {
    let turn = prop::sample::select(vec![0.0, 37.0, 180.0, -180.0, 179.875]);
    let lat = prop::sample::select(vec![0.0, 36.0, -60.0, 89.75, -90.0]);
    (turn, lat, prop::collection::vec((shape(), 0..3_usize, 0..4_u8), 0..14)).prop_map(
        |(turn, lat, parts)| Scene {
            turn,
            lat,
            entries: parts
                .iter()
                .enumerate()
                .map(|(i, (parts, kind, times))| {
                    let reference = FeatureRef::new(KINDS[*kind], format!("{}", i * 7 % 31));
                    let schedule = match times {
                        0 => Schedule::always(),
                        1 => Schedule::unknown(),
                        2 => Schedule::during(TimeWindow::since(hour(10))),
                        _ => Schedule::during(TimeWindow::until(hour(12))),
                    };
                    Entry::new(reference, geometry(parts, lat)).schedule(schedule)
                })
                .collect(),
        },
    )
}

fn hour(hour: i32) -> Timestamp {
    format!("2026-01-08T{hour:02}:00:00Z").parse().unwrap()
}

/// Turns a longitude, keeping it between −180 and 180.
fn turned(at: Coord, turn: f64) -> Coord {
    let x = at.x + turn;
    Coord {
        x: if x > 180.0 {
            x - 360.0
        } else if x < -180.0 {
            x + 360.0
        } else {
            x
        },
        y: at.y,
    }
}

impl Scene {
    fn turned_entries(&self) -> Vec<Entry> {
        let turn = |entry: &Entry| Entry {
            geometry: entry.geometry.map_coords(|c| turned(c, self.turn)),
            ..entry.clone()
        };
        self.entries.iter().map(turn).collect()
    }

    fn coord(&self, &(x, y): &(i32, i32)) -> Coord {
        Coord { x: f64::from(x) * STEP / 2.0, y: self.lat + f64::from(y) * STEP / 2.0 }
    }

    /// Half of the entries built, half inserted, some of each inserted first under another shape.
    fn index(&self) -> SpatialIndex {
        let entries = self.turned_entries();
        let half = entries.len() / 2;
        let mut index = SpatialIndex::build(entries[..half].to_vec()).unwrap();
        for entry in &entries[half..] {
            let elsewhere = Entry::new(entry.reference.clone(), Point::new(1.0, 2.0));
            index.insert(elsewhere).unwrap();
            index.insert(entry.clone()).unwrap();
        }
        index
    }
}

fn is_area(geometry: &Geometry) -> bool {
    matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_))
}

/// Karney's distance to the nearest of many points along each side, narrowed down.
fn slow_distance(at: Coord, geometry: &Geometry) -> f64 {
    if is_area(geometry) && geometry.covers(&at) {
        return 0.0;
    }
    let lines: Vec<(Coord, Coord)> = match geometry {
        Geometry::Point(p) => vec![(p.0, p.0)],
        other => sides(other).iter().map(|l| (l.start, l.end)).collect(),
    };
    lines.iter().map(|&(a, b)| slow_segment(at, a, b)).fold(f64::INFINITY, f64::min)
}

fn sides(geometry: &Geometry) -> Vec<Line> {
    match geometry {
        Geometry::LineString(line) => line.lines().collect(),
        Geometry::Polygon(polygon) => polygon.lines_iter().collect(),
        Geometry::MultiPolygon(polygons) => polygons.lines_iter().collect(),
        _ => Vec::new(),
    }
}

fn slow_segment(at: Coord, a: Coord, b: Coord) -> f64 {
    let metres = |t: f64| Geodesic.distance(Point::from(at), Point::from(a + (b - a) * t));
    if a == b {
        return metres(0.0);
    }
    let (mut low, mut high, mut best) = (0.0, 1.0, f64::INFINITY);
    for _ in 0..12 {
        let step = (high - low) / 8.0;
        let (mut nearest, mut least) = (low, f64::INFINITY);
        for i in 0..=8 {
            let d = metres(low + step * f64::from(i));
            if d < least {
                (nearest, least) = (low + step * f64::from(i), d);
            }
        }
        best = f64::min(best, least);
        (low, high) = ((nearest - step).max(0.0), (nearest + step).min(1.0));
    }
    best
}

fn references(hits: &[Hit]) -> Vec<FeatureRef> {
    let mut references: Vec<_> = hits.iter().map(|hit| hit.reference.clone()).collect();
    references.sort();
    references
}

/// The references of the entries for which `holds`; of equal references the last entry counts.
fn scan(entries: &[Entry], holds: impl Fn(&Entry) -> bool) -> Vec<FeatureRef> {
    let mut found: Vec<FeatureRef> =
        last_of_each(entries).filter(|e| holds(e)).map(|e| e.reference.clone()).collect();
    found.sort();
    found
}

fn last_of_each(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().enumerate().filter_map(move |(i, entry)| {
        entries[i + 1..].iter().all(|later| later.reference != entry.reference).then_some(entry)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn covering_equals_a_scan(scene in scene(), points in prop::collection::vec((-18..18, 0..=32), 20)) {
        let index = scene.index();
        let many: Vec<Coord> = points.iter().map(|p| turned(scene.coord(p), scene.turn)).collect();
        let batch = index.covering_many(&many, &Filter::all()).unwrap();
        for (i, point) in points.iter().enumerate() {
            let at = scene.coord(point);
            let hits = index.find(&Query::covering(many[i])).unwrap();
            let expected = scan(&scene.entries, |e| is_area(&e.geometry) && e.geometry.covers(&at));
            prop_assert_eq!(references(&hits), expected.clone(), "{:?}", at);
            let mut listed: Vec<FeatureRef> =
                batch.of(i).iter().map(|&n| index.entry_at(n).unwrap().reference.clone()).collect();
            listed.sort();
            prop_assert_eq!(listed, expected);
        }
    }

    #[test]
    fn intersecting_equals_a_scan(scene in scene(), parts in shape()) {
        let asked = match geometry(&parts, scene.lat) {
            Geometry::Polygon(p) => MultiPolygon::new(vec![p]),
            Geometry::MultiPolygon(p) => p,
            _ => MultiPolygon::new(vec![area(&parts[0].1[0], 5, scene.lat)]),
        };
        let hits = scene.index().find(&Query::intersecting(asked.map_coords(|c| turned(c, scene.turn)))).unwrap();
        prop_assert_eq!(references(&hits), scan(&scene.entries, |e| e.geometry.intersects(&asked)));
    }

    #[test]
    fn crossing_equals_a_scan(scene in scene(), cells in prop::collection::vec(cell(), 2..6)) {
        let line: LineString = cells.iter().map(|c| scene.coord(&(c.0 * 2, c.1 * 2))).collect();
        let hits = scene.index().find(&Query::crossing(&line.map_coords(|c| turned(c, scene.turn)))).unwrap();
        prop_assert_eq!(references(&hits), scan(&scene.entries, |e| e.geometry.intersects(&line)));
        // Every sample of the line is in a stretch if, and only if, it is in the entry.
        let mut start = 0.0;
        for pair in line.0.windows(2) {
            for i in 0..40 {
                let at = pair[0] + (pair[1] - pair[0]) * ((f64::from(i) + 0.37) / 40.0);
                let along = start + distance(pair[0], at).0;
                for hit in &hits {
                    let entry = last_of_each(&scene.entries).find(|e| e.reference == hit.reference).unwrap();
                    let inside = is_area(&entry.geometry) && entry.geometry.covers(&at);
                    let in_stretch = hit.crossed.iter().any(|s| s.from.0 - 0.01 <= along && along <= s.to.0 + 0.01);
                    let near_end = hit.crossed.iter().any(|s| {
                        (s.from.0 - along).abs() < 0.02 || (s.to.0 - along).abs() < 0.02
                    });
                    // Along a side, whether a rounded sample is inside is chance.
                    let on_side = slow_boundary(at, &entry.geometry) < 0.001;
                    prop_assert!(near_end || on_side || in_stretch == inside, "{at:?} {along} {hit:?}");
                }
            }
            start += distance(pair[0], pair[1]).0;
        }
        for hit in &hits {
            prop_assert!(!hit.crossed.is_empty());
            for pair in hit.crossed.windows(2) {
                prop_assert!(pair[0].to.0 <= pair[1].from.0);
            }
            for stretch in &hit.crossed {
                prop_assert!(0.0 <= stretch.from.0 && stretch.from.0 <= stretch.to.0 && stretch.to.0 <= start + 1e-6);
            }
        }
    }

    #[test]
    fn time_and_kind_are_filtered(scene in scene(), at in 8..14, any in prop::bool::ANY) {
        let everywhere = area(&(-8, 0), 16, scene.lat).map_coords(|c| turned(c, scene.turn));
        let filter = Filter::all().kind(Kind::CurfewZone).kind(Kind::Shelter).active_at(hour(at));
        let filter = if any { filter.include_unknown() } else { filter };
        let hits = scene.index().find(&Query::intersecting(everywhere.clone()).filter(filter)).unwrap();
        let all = scene.index().find(&Query::intersecting(everywhere)).unwrap();
        let expected = scan(&scene.entries, |e| {
            let state = e.schedule.active_at(hour(at));
            all.iter().any(|hit| hit.reference == e.reference)
                && e.reference.kind() != Kind::Checkpoint
                && (state == State::Holds
                    || state == State::Unknown && (any || e.reference.kind() == Kind::CurfewZone))
        });
        prop_assert_eq!(references(&hits), expected);
        for hit in hits {
            let entry = last_of_each(&scene.entries).find(|e| e.reference == hit.reference).unwrap();
            prop_assert_eq!(hit.state, Some(entry.schedule.active_at(hour(at))));
        }
    }
}

fn slow_boundary(at: Coord, geometry: &Geometry) -> f64 {
    sides(geometry).iter().map(|l| slow_segment(at, l.start, l.end)).fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn distances_equal_a_scan(scene in scene(), point in (-30..30, 0..=32), within in 0.0..30_000.0f64, count in 1_usize..6) {
        let index = scene.index();
        let at = scene.coord(&point);
        let there = turned(at, scene.turn);
        let mut expected: Vec<(f64, FeatureRef)> = last_of_each(&scene.entries)
            .map(|e| (slow_distance(at, &e.geometry), e.reference.clone()))
            .collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0));
        let near = index.find(&Query::near(there, Metres(within))).unwrap();
        for (metres, reference) in &expected {
            match near.iter().find(|hit| hit.reference == *reference) {
                Some(hit) => prop_assert!((hit.distance.0 - metres).abs() < 1e-3, "{metres} {hit:?}"),
                None => prop_assert!(*metres > within - 1e-3, "{reference} at {metres} left out"),
            }
        }
        prop_assert!(near.iter().all(|hit| hit.distance.0 <= within));
        let nearest = index.find(&Query::nearest(there, count)).unwrap();
        prop_assert_eq!(nearest.len(), count.min(expected.len()));
        for (hit, (metres, _)) in nearest.iter().zip(&expected) {
            prop_assert!((hit.distance.0 - metres).abs() < 1e-3, "{} against {metres}", hit.distance.0);
        }
        let batch = index.nearest_many(&[there], count, &Filter::all()).unwrap();
        let named: Vec<(FeatureRef, Metres)> =
            batch[0].iter().map(|&(n, d)| (index.entry_at(n).unwrap().reference.clone(), d)).collect();
        let single: Vec<(FeatureRef, Metres)> = nearest.iter().map(|h| (h.reference.clone(), h.distance)).collect();
        prop_assert_eq!(named, single);
    }

    #[test]
    fn inserts_and_removals_equal_a_rebuild(
        scene in scene(), other in scene(), gone in prop::collection::vec(0..28_usize, 0..10), point in (-18..18, 0..=32),
    ) {
        let mut index = scene.index();
        let mut left: Vec<Entry> = scene.turned_entries();
        for entry in other.turned_entries() {
            index.insert(entry.clone()).unwrap();
            left.push(entry);
        }
        for number in gone {
            if let Some(reference) = left.get(number).map(|e| e.reference.clone()) {
                let was_there = left.iter().any(|e| e.reference == reference);
                prop_assert_eq!(index.remove(&reference).is_some(), was_there);
                left.retain(|e| e.reference != reference);
            }
        }
        let rebuilt = SpatialIndex::build(left).unwrap();
        prop_assert_eq!(index.len(), rebuilt.len());
        let at = turned(scene.coord(&point), scene.turn);
        let line = LineString::new(vec![at, turned(scene.coord(&(3, 3)), scene.turn)]);
        let around = area(&(-4, 4), 8, scene.lat).map_coords(|c| turned(c, scene.turn));
        for query in [
            Query::covering(at),
            Query::near(at, Metres(20_000.0)),
            Query::nearest(at, 4),
            Query::crossing(&line),
            Query::intersecting(around),
        ] {
            prop_assert_eq!(index.find(&query).unwrap(), rebuilt.find(&query).unwrap(), "{:?}", query);
        }
    }
}

#[test]
fn many_inserts_are_packed_and_still_found() {
    let place =
        |i: u32| Point::new(37.0 + f64::from(i % 60) * 0.001, 36.0 + f64::from(i / 60) * 0.001);
    let reference = |i: u32| FeatureRef::new(Kind::Checkpoint, i.to_string());
    let mut index = SpatialIndex::build([]).unwrap();
    for i in 0..3600 {
        index.insert(Entry::new(reference(i), place(i))).unwrap();
    }
    for i in (0..3600).step_by(3) {
        assert!(index.remove(&reference(i)).is_some());
    }
    assert_eq!(index.len(), 2400);
    assert!(!index.packed.metres.is_empty(), "never packed");
    for i in 0..3600 {
        let hits = index.find(&Query::near(place(i), Metres(1.0))).unwrap();
        assert_eq!(references(&hits), if i % 3 == 0 { vec![] } else { vec![reference(i)] });
    }
}

#[test]
fn an_entry_with_a_radius_is_an_area() {
    let strike = FeatureRef::new(Kind::HazardZone, "strike");
    let entry = Entry::new(strike, Point::new(180.0, 40.0)).radius(Metres(500.0));
    let index = SpatialIndex::build([entry]).unwrap();
    let east = |metres: f64| turned(Coord { x: 180.0 + metres / 85_394.0, y: 40.0 }, 0.0);
    assert_eq!(index.find(&Query::covering(east(495.0))).unwrap().len(), 1);
    assert_eq!(index.find(&Query::covering(east(-495.0))).unwrap().len(), 1);
    assert_eq!(index.find(&Query::covering(east(505.0))).unwrap().len(), 0);
    let hit = &index.find(&Query::nearest(east(700.0), 1)).unwrap()[0];
    assert!((hit.distance.0 - 200.0).abs() < 2.0);
    let line = LineString::new(vec![east(-1000.0), east(1000.0)]);
    let hit = &index.find(&Query::crossing(&line)).unwrap()[0];
    assert_eq!(hit.crossed.len(), 1);
    assert!(
        (hit.crossed[0].from.0 - 500.0).abs() < 2.0 && (hit.crossed[0].to.0 - 1500.0).abs() < 2.0
    );
}

#[test]
fn questions_without_sense_are_errors() {
    let index = SpatialIndex::build([]).unwrap();
    let here = (37.0, 36.0);
    let line = |coords: Vec<(f64, f64)>| Query::crossing(&LineString::from(coords));
    for (query, expected) in [
        (Query::covering((f64::NAN, 0.0)), "longitude"),
        (Query::covering((36.0, 137.0)), "longitude"),
        (Query::near(here, Metres(-1.0)), "distance"),
        (Query::near(here, Metres(f64::NAN)), "distance"),
        (Query::nearest(here, 0), "count"),
        (line(vec![here]), "line"),
        (line(vec![here, (200.0, 0.0)]), "longitude"),
        (Query::intersecting(MultiPolygon::new(vec![])), "rings"),
        (Query::intersecting(Polygon::new(LineString::new(vec![]), vec![])), "rings"),
    ] {
        let error = index.find(&query).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    assert!(index.find(&Query::near(here, Metres(f64::INFINITY))).unwrap().is_empty());
}

#[test]
fn entries_without_a_place_are_refused() {
    let name = || FeatureRef::new(Kind::Shelter, "a");
    let nowhere = Entry::new(name(), LineString::new(vec![]));
    assert!(matches!(SpatialIndex::build([nowhere]), Err(InvalidEntry::Empty { .. })));
    let far = Entry::new(name(), Point::new(36.0, 137.0));
    assert!(matches!(SpatialIndex::build([far]), Err(InvalidEntry::Coordinate { .. })));
    let mut index = SpatialIndex::build([]).unwrap();
    let bad = Entry::new(name(), Point::new(0.0, 0.0)).radius(Metres(f64::NAN));
    assert!(matches!(index.insert(bad), Err(InvalidEntry::Radius { .. })));
    assert!(index.is_empty());
}

#[test]
fn answers_come_in_a_fixed_order() {
    let point =
        |id: &str, lon: f64| Entry::new(FeatureRef::new(Kind::Shelter, id), Point::new(lon, 36.0));
    let index = SpatialIndex::build([
        point("c", 37.0),
        point("b", 37.002),
        point("a", 37.002),
        point("d", 37.001),
    ])
    .unwrap();
    let ids = |query: Query| -> Vec<String> {
        index.find(&query).unwrap().iter().map(|hit| hit.reference.id().to_owned()).collect()
    };
    assert_eq!(ids(Query::nearest((37.0, 36.0), 4)), ["c", "d", "a", "b"]);
    // Of two at the same distance the first by reference is kept.
    assert_eq!(ids(Query::nearest((37.002, 36.0), 1)), ["a"]);
    assert_eq!(ids(Query::near((37.0, 36.0), Metres(100.0))), ["c", "d"]);
}

#[test]
fn a_far_question_still_ranks_by_geodesic() {
    let shelters = [
        ("one", (37.0, 36.0)),
        ("two", (37.1, 36.1)),
        ("three", (-120.0, 40.0)),
        ("four", (178.0, -40.0)),
    ];
    let index = SpatialIndex::build(
        shelters
            .iter()
            .map(|&(id, at)| Entry::new(FeatureRef::new(Kind::Shelter, id), Point::from(at))),
    )
    .unwrap();
    for at in [(0.0, 0.0), (-179.0, 80.0), (100.0, -90.0), (-60.0, -30.0)] {
        let hits = index.find(&Query::nearest(at, 4)).unwrap();
        let mut expected: Vec<(f64, &str)> = shelters
            .iter()
            .map(|&(id, to)| (Geodesic.distance(Point::from(at), Point::from(to)), id))
            .collect();
        expected.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (hit, (metres, id)) in hits.iter().zip(expected) {
            assert_eq!(hit.reference.id(), id);
            assert!((hit.distance.0 - metres).abs() < 1e-3);
        }
    }
}
