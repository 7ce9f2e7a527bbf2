//! What zones cover of streets: the zone sets of Malta where `SAFEPASSAGE_DATA`
//! is set (feature `osm`), and growth with corners and with zones on a grid.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use geo::{Coord, LineString, Polygon};
use safepassage::model::{Area, CurfewZone, Particulars, TravelModes};
use safepassage::network::{Footprints, NetworkBuilder, StreetNetwork, WayAttributes};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::time::Schedule;
use std::hint::black_box;
use std::time::Duration;

const SIDE: usize = 300;
const STEP: f64 = 0.001;

/// 300 by 300 junctions, about 100 m apart.
fn grid() -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let points: Vec<_> = (0..SIDE * SIDE)
        .map(|n| Coord { x: 37.0 + STEP * (n % SIDE) as f64, y: 36.0 + STEP * (n / SIDE) as f64 })
        .map(|at| builder.add_point(at).expect("a place on earth"))
        .collect();
    for n in 0..SIDE {
        let way = || WayAttributes {
            forward: TravelModes::all(),
            backward: TravelModes::all(),
            ..WayAttributes::default()
        };
        let row: Vec<_> = (0..SIDE).map(|x| points[n * SIDE + x]).collect();
        let column: Vec<_> = (0..SIDE).map(|y| points[y * SIDE + n]).collect();
        builder.add_way(&row, way()).expect("points that were added");
        builder.add_way(&column, way()).expect("points that were added");
    }
    builder.build().expect("a network")
}

fn star(centre: Coord, radius: f64, points: usize) -> Area {
    let ring: LineString = (0..points)
        .map(|n| {
            let angle = std::f64::consts::TAU * n as f64 / points as f64;
            let out = radius * (0.85 + 0.15 * (13.0 * angle).sin());
            centre + Coord { x: out * angle.cos(), y: out * angle.sin() }
        })
        .collect();
    Area::new(Polygon::new(ring, Vec::new()).into()).expect("an area")
}

fn scenario(areas: impl IntoIterator<Item = Area>) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for (number, area) in areas.into_iter().enumerate() {
        let about = Particulars::named("zone").schedule(Schedule::always());
        let zone = CurfewZone::new(format!("zone-{number:05}"), area).with(about);
        builder.curfew_zone(zone, RecordRef::default());
    }
    builder.build().0
}

fn growth(c: &mut Criterion) {
    let grid = grid();
    let middle = Coord { x: 37.15, y: 36.15 };
    let mut group = c.benchmark_group("footprints by corners");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for corners in [100, 1_000, 10_000, 100_000] {
        let one = scenario([star(middle, 0.02, corners)]);
        group.bench_with_input(BenchmarkId::from_parameter(corners), &one, |b, one| {
            b.iter(|| Footprints::of(&grid, black_box(one), None));
        });
    }
    group.finish();
    let mut group = c.benchmark_group("footprints by zones");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for zones in [10, 100, 1_000, 10_000] {
        let spread = |n: usize| {
            let share = n as f64 * 0.618_033_988_75;
            Coord { x: 37.0 + 0.3 * share.fract(), y: 36.0 + 0.3 * (share * 13.7).fract() }
        };
        let many = scenario((0..zones).map(|n| star(spread(n), 0.003, 24)));
        group.bench_with_input(BenchmarkId::from_parameter(zones), &many, |b, many| {
            b.iter(|| Footprints::of(&grid, black_box(many), None));
        });
    }
    group.finish();
}

#[cfg(feature = "osm")]
fn malta(c: &mut Criterion) {
    use safepassage::io::osm::OsmReader;
    use safepassage::model::{Feature, TravelMode};
    use safepassage::network::{Barriers, Closures, RoutePolicy};
    use safepassage::time::TimeWindow;

    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(std::path::PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let data = data.join("bench-malta");
    let zones = |name: &str| {
        let text = std::fs::read_to_string(data.join(name)).expect("the zones are there");
        let zones: geojson::FeatureCollection =
            text.parse::<geojson::GeoJson>().expect("GeoJSON").try_into().expect("a collection");
        let areas = zones.features.into_iter().map(|zone| {
            let geometry: geo::Geometry =
                zone.geometry.expect("a zone").try_into().expect("a geometry");
            Area::try_from(geometry).expect("an area")
        });
        areas.collect::<Vec<_>>()
    };
    let network = OsmReader::new().read(data.join("malta.osm.pbf")).expect("Malta reads").network;
    println!("malta: {network:?}, {} stretches", network.stretch_count());
    let horizon: TimeWindow = "2026-01-08T07:20:00Z/2026-01-08T15:00:00Z".parse().expect("hours");
    let mut group = c.benchmark_group("footprints of malta");
    for name in ["1x500m", "10x300m", "30x300m", "200x60m", "8x2000m"] {
        let scenario = scenario(zones(&format!("zones-{name}.geojson")));
        group.bench_function(name, |b| {
            b.iter(|| Footprints::of(&network, black_box(&scenario), None));
        });
        let footprints = Footprints::of(&network, &scenario, None);
        let spans: usize = footprints.iter().map(|(_, footprint)| footprint.spans().len()).sum();
        println!("{name}: {spans} spans, {} bytes", footprints.memory_bytes());
        group.bench_function(format!("{name}, closures over footprints"), |b| {
            b.iter(|| {
                let barriers = Barriers::prepare_over(
                    &footprints,
                    &scenario,
                    horizon,
                    TravelMode::Vehicle,
                    &RoutePolicy::default(),
                );
                Closures::of(&network, &footprints, &barriers.expect("a short horizon"))
            });
        });
    }
    let thirty = zones("zones-30x300m.geojson");
    let before = scenario(thirty.clone());
    let mut changed = thirty.clone();
    let centre = before.curfew_zones()[7].geometry();
    let centre = geo::Centroid::centroid(&centre).expect("a centre").0;
    changed[7] = star(centre, 0.003, 24);
    let after = scenario(changed);
    let footprints = Footprints::of(&network, &before, None);
    group.bench_function("one zone of 30 changes", |b| {
        b.iter(|| Footprints::of(&network, black_box(&after), Some(&footprints)));
    });
    group.bench_function("nothing changes in 30", |b| {
        b.iter(|| Footprints::of(&network, black_box(&before), Some(&footprints)));
    });
    let alone = scenario(thirty.into_iter().take(1));
    group.bench_function("1x300m", |b| {
        b.iter(|| Footprints::of(&network, black_box(&alone), None));
    });
    group.finish();
    let bytes = std::fs::read(data.join("malta.osm.pbf")).expect("Malta is there");
    let mut group = c.benchmark_group("malta");
    group.sample_size(10);
    group.bench_function("PBF to ready network", |b| {
        b.iter(|| OsmReader::new().read_bytes("malta.osm.pbf", &bytes).expect("Malta reads"));
    });
    group.finish();
}

#[cfg(not(feature = "osm"))]
fn malta(_: &mut Criterion) {
    println!("skipped: feature osm is off");
}

criterion_group!(benches, malta, growth);
criterion_main!(benches);
