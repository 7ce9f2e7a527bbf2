//! Points in zones, box queries and nearest points, timed against a scene that
//! other programs read too: `benches/peers/run.py` writes it and compares.
//!
//! `cargo bench --bench points_in_zones -- FOLDER` prints one JSON object a
//! line: what was timed, nanoseconds an item in each round, and the answer's
//! checksum. Without a folder it makes a smaller scene of its own.

use geo::{Coord, LineString, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use safepassage::geodesy::Ecef;
use safepassage::id::{FeatureRef, Kind};
use safepassage::index::{Bounds, Entry, Filter, PackedTree, SpatialIndex};
use safepassage::time::{Schedule, TimeWindow};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

const ROUNDS: usize = 5;

struct Scene {
    points: Vec<Coord>,
    /// Name and rings of each set of zones.
    zones: Vec<(String, Vec<Vec<Coord>>)>,
    /// Start and end of each zone, in seconds.
    windows: Vec<[i64; 2]>,
    /// West, south, east, north.
    boxes: Vec<[f64; 4]>,
    box_queries: Vec<[f64; 4]>,
    nearest_queries: Vec<Coord>,
    at: i64,
}

fn main() {
    let folder = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let scene = folder.as_deref().map_or_else(invented, |folder| read(Path::new(folder)));
    let threads = std::env::var("RAYON_NUM_THREADS").unwrap_or_else(|_| "all".into());
    let threads = if cfg!(feature = "parallel") { threads } else { "1".into() };
    points_in_zones(&scene, &threads);
    if threads == "1" {
        boxes(&scene);
        nearest(&scene);
    }
}

fn points_in_zones(scene: &Scene, threads: &str) {
    for (name, zones) in &scene.zones {
        let entries = || {
            zones.iter().zip(&scene.windows).enumerate().map(|(number, (ring, &[start, end]))| {
                let polygon = Polygon::new(LineString::new(ring.clone()), vec![]);
                let window = TimeWindow::new(seconds(start), seconds(end)).unwrap();
                Entry::new(FeatureRef::new(Kind::CurfewZone, format!("{number:06}")), polygon)
                    .schedule(Schedule::during(window))
            })
        };
        let built = rounds(
            &format!("build {name}"),
            threads,
            zones.len(),
            || SpatialIndex::build(entries()).unwrap(),
            |i| i.len() as u64,
        );
        let filter = Filter::all().active_at(seconds(scene.at));
        rounds(
            &format!("points in zones, {name}"),
            threads,
            scene.points.len(),
            || built.covering_many(&scene.points, &filter).unwrap(),
            // Zones are numbered in order of reference, which is their own order.
            |covered| {
                covered.iter().fold(covered.pairs() as u64, |sum, (point, zone)| {
                    sum.wrapping_add((point as u64 + 1) * (u64::from(zone) + 1))
                })
            },
        );
    }
}

fn boxes(scene: &Scene) {
    let bounds: Vec<Bounds<2>> =
        scene.boxes.iter().map(|b| Bounds { min: [b[0], b[1]], max: [b[2], b[3]] }).collect();
    let count = bounds.len();
    let tree =
        rounds("build of boxes", "1", count, || PackedTree::build(&bounds), |t| t.len() as u64);
    rounds(
        "box query",
        "1",
        scene.box_queries.len(),
        || {
            let mut sum = 0_u64;
            for b in &scene.box_queries {
                let window = Bounds { min: [b[0], b[1]], max: [b[2], b[3]] };
                tree.search(&window, |number| sum += u64::from(number) + 1);
            }
            sum
        },
        |&sum| sum,
    );
    let leaves = || -> Vec<_> {
        (0_u32..)
            .zip(&scene.boxes)
            .map(|(i, b)| GeomWithData::new(Rectangle::from_corners([b[0], b[1]], [b[2], b[3]]), i))
            .collect()
    };
    let rstar = rounds(
        "build of boxes, rstar",
        "1",
        count,
        || RTree::bulk_load(leaves()),
        |t| t.size() as u64,
    );
    rounds(
        "box query, rstar",
        "1",
        scene.box_queries.len(),
        || {
            let mut sum = 0_u64;
            for b in &scene.box_queries {
                let window = AABB::from_corners([b[0], b[1]], [b[2], b[3]]);
                for leaf in rstar.locate_in_envelope_intersecting(&window) {
                    sum += u64::from(leaf.data) + 1;
                }
            }
            sum
        },
        |&sum| sum,
    );
}

fn nearest(scene: &Scene) {
    let index = SpatialIndex::build(scene.points.iter().enumerate().map(|(number, &at)| {
        Entry::new(FeatureRef::new(Kind::Shelter, format!("{number:07}")), Point::from(at))
    }))
    .unwrap();
    let queries = &scene.nearest_queries;
    rounds(
        "nearest, geodesic",
        "1",
        queries.len(),
        || index.nearest_many(queries, 1, &Filter::all()).unwrap(),
        |found| found.iter().map(|n| u64::from(n[0].0) + 1).sum(),
    );
    let metres: Vec<Bounds<3>> =
        scene.points.iter().map(|&at| Bounds::point(Ecef::from_degrees(at).0)).collect();
    let tree = PackedTree::build(&metres);
    rounds(
        "nearest, tree alone",
        "1",
        queries.len(),
        || {
            let mut sum = 0;
            for &at in queries {
                let mut best = (f64::INFINITY, 0);
                tree.nearest(Ecef::from_degrees(at).0, f64::INFINITY, |number, distance_2| {
                    if distance_2 < best.0 {
                        best = (distance_2, number);
                    }
                    best.0
                });
                sum += u64::from(best.1) + 1;
            }
            sum
        },
        |&sum| sum,
    );
    let leaves = || -> Vec<_> {
        (0_u32..).zip(&scene.points).map(|(i, p)| GeomWithData::new([p.x, p.y], i)).collect()
    };
    let rstar = RTree::bulk_load(leaves());
    rounds(
        "nearest, rstar planar in degrees",
        "1",
        queries.len(),
        || {
            queries
                .iter()
                .filter_map(|p| rstar.nearest_neighbor(&[p.x, p.y]))
                .map(|l| u64::from(l.data) + 1)
                .sum::<u64>()
        },
        |&sum| sum,
    );
}

/// Times `work`, prints a line, and gives back the last answer.
fn rounds<T>(
    what: &str,
    threads: &str,
    items: usize,
    work: impl Fn() -> T,
    sum: impl Fn(&T) -> u64,
) -> T {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..ROUNDS {
        drop(last.take());
        let start = Instant::now();
        let answer = black_box(work());
        times.push(start.elapsed().as_nanos() as f64 / items as f64);
        last = Some(answer);
    }
    let answer = last.expect("there is a round");
    let line = serde_json::json!({
        "what": what, "threads": threads, "items": items, "ns": times, "sum": sum(&answer),
    });
    println!("{line}");
    answer
}

fn seconds(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(seconds).expect("a time within the calendar")
}

fn numbers<const N: usize>(folder: &Path, name: &str) -> Vec<[f64; N]> {
    let path = folder.join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let values: Vec<f64> =
        bytes.chunks_exact(8).map(|b| f64::from_le_bytes(b.try_into().unwrap())).collect();
    values.chunks_exact(N).map(|c| c.try_into().unwrap()).collect()
}

fn read(folder: &Path) -> Scene {
    let coords = |name: &str| -> Vec<Coord> {
        numbers::<2>(folder, name).into_iter().map(|[x, y]| Coord { x, y }).collect()
    };
    let windows: Vec<[f64; 2]> = numbers(folder, "windows.f64");
    let zones = [100_usize, 1000].map(|corners| {
        let all = coords(&format!("zones-{corners}.f64"));
        (format!("{corners} vertices"), all.chunks_exact(corners).map(<[Coord]>::to_vec).collect())
    });
    Scene {
        points: coords("points.f64"),
        zones: zones.into(),
        windows: windows.iter().map(|w| [w[0] as i64, w[1] as i64]).collect(),
        boxes: numbers(folder, "boxes.f64"),
        box_queries: numbers(folder, "box-queries.f64"),
        nearest_queries: coords("nearest-queries.f64"),
        at: numbers::<1>(folder, "at.f64")[0][0] as i64,
    }
}

/// A scene of the same make, from a plain generator of numbers.
fn invented() -> Scene {
    let mut state = 1_u64;
    let mut random = move || {
        // The multiplier and increment are Knuth's (MMIX).
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let place = |x: f64, y: f64| Coord { x: 37.0 + x, y: 36.0 + y };
    let zones = [100_u32, 1000].map(|corners| {
        let stars = (0..1000).map(|_| {
            let centre = place(random(), random());
            let radius = 0.010 + 0.012 * random();
            (0..corners)
                .map(|i| {
                    let angle = std::f64::consts::TAU * f64::from(i) / f64::from(corners);
                    let r = radius * (0.84 + 0.16 * random());
                    centre + Coord { x: r * angle.cos(), y: r * angle.sin() }
                })
                .collect()
        });
        (format!("{corners} vertices"), stars.collect())
    });
    let mut many =
        |count: usize| -> Vec<Coord> { (0..count).map(|_| place(random(), random())).collect() };
    let rectangle = |c: &Coord, side: f64| [c.x, c.y, c.x + side, c.y + side];
    Scene {
        points: many(1_000_000),
        boxes: many(1_000_000).iter().map(|c| rectangle(c, 0.000_5)).collect(),
        box_queries: many(100_000).iter().map(|c| rectangle(c, 0.001)).collect(),
        nearest_queries: many(100_000),
        windows: (0..1000).map(|i| [i * 60, i * 60 + 43_200]).collect(),
        zones: zones.into(),
        at: 36_000,
    }
}
