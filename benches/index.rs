//! The index: build and each kind of question, for a town and for a city, and
//! for the damage points of Aleppo when `SAFEPASSAGE_DATA` is set.

use criterion::{Criterion, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use geo::{Coord, Geometry, LineString, Point, Polygon};
use safepassage::id::{FeatureRef, Kind};
use safepassage::index::{Entry, Filter, Query, SpatialIndex};
use safepassage::time::{Schedule, TimeWindow};
use safepassage::units::Metres;
use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;

/// Zones of 100 vertices and four points for each, over a square of `degrees`.
fn place(zones: u32, degrees: f64) -> Vec<Entry> {
    let at =
        |i: u32, prime: u32| 36.0 + degrees * f64::from(i.wrapping_mul(prime) % 10_007) / 10_007.0;
    let centre = |i: u32| Coord { x: at(i, 7919) + 1.0, y: at(i, 6007) };
    let ring = |i: u32| -> LineString {
        (0..100_u32)
            .map(|corner| {
                let angle = std::f64::consts::TAU * f64::from(corner) / 100.0;
                let radius = 0.004 + 0.000_02 * f64::from((i * 31 + corner * 17) % 50);
                centre(i) + Coord { x: radius * angle.cos(), y: radius * angle.sin() }
            })
            .collect()
    };
    let mut entries = Vec::new();
    for i in 0..zones {
        let since = "2026-01-08T13:00:00Z".parse().map_or(TimeWindow::ALWAYS, TimeWindow::since);
        let reference = FeatureRef::new(Kind::CurfewZone, i.to_string());
        entries.push(
            Entry::new(reference, Polygon::new(ring(i), vec![])).schedule(Schedule::during(since)),
        );
        for gate in 0..4 {
            let number = i * 4 + gate + zones;
            let reference = FeatureRef::new(Kind::Checkpoint, number.to_string());
            entries.push(Entry::new(reference, Point::from(centre(number))));
        }
    }
    entries
}

fn questions(c: &mut Criterion) {
    for (size, zones, degrees) in [("town", 40, 0.05), ("city", 1000, 0.4)] {
        let entries = place(zones, degrees);
        let mut group = c.benchmark_group(format!("index {size}"));
        group.sample_size(20);
        group.bench_function("build", |b| b.iter(|| SpatialIndex::build(entries.clone())));
        let index = SpatialIndex::build(entries).expect("entries with a place");
        let here = Coord { x: 37.0 + degrees / 2.0, y: 36.0 + degrees / 2.0 };
        let line = LineString::new(vec![here, here + Coord { x: 0.01, y: 0.012 }]);
        let area = geo::Rect::new(here, here + Coord { x: 0.01, y: 0.01 }).to_polygon();
        let noon = "2026-01-08T12:00:00Z".parse().expect("an instant");
        for (name, query) in [
            ("covering", Query::covering(here)),
            ("covering at an instant", Query::covering(here).active_at(noon)),
            ("near 500 m", Query::near(here, Metres(500.0))),
            ("nearest 3 checkpoints", Query::nearest(here, 3).kind(Kind::Checkpoint)),
            ("crossing 1.6 km", Query::crossing(&line)),
            ("intersecting 1 km2", Query::intersecting(area)),
        ] {
            group.bench_function(name, |b| b.iter(|| index.find(black_box(&query))));
        }
        group.finish();
    }
}

fn geometries(path: &Path) -> Vec<Geometry> {
    let mut text = String::new();
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read = if path.extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text)
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)
    };
    read.expect("text");
    let all: geojson::FeatureCollection = text.parse().expect("GeoJSON");
    let geometry = |feature: geojson::Feature| Geometry::try_from(feature.geometry?).ok();
    all.features.into_iter().filter_map(geometry).collect()
}

fn aleppo(c: &mut Criterion) {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA") else { return };
    let folder = Path::new(&data).join("aleppo");
    let entries: Vec<Entry> = (0..)
        .zip(geometries(&folder.join("neighborhoods.geojson")))
        .map(|(i, geometry): (u32, _)| {
            Entry::new(FeatureRef::new(Kind::Neighbourhood, i.to_string()), geometry)
        })
        .collect();
    let points: Vec<Coord> = geometries(&folder.join("unosat-damage-points.geojson.gz"))
        .into_iter()
        .filter_map(|geometry| Point::try_from(geometry).ok().map(Coord::from))
        .collect();
    let mut group = c.benchmark_group("index aleppo");
    group.sample_size(20);
    group.bench_function("build 133 neighbourhoods", |b| {
        b.iter(|| SpatialIndex::build(entries.clone()));
    });
    let index = SpatialIndex::build(entries.clone()).expect("entries with a place");
    group.bench_function("14,058 damage points", |b| {
        b.iter(|| index.covering_many(black_box(&points), &Filter::all()));
    });
    group.finish();
}

criterion_group!(benches, questions, aleppo);
criterion_main!(benches);
