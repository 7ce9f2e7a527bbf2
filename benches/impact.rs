//! What areas cover, for 10 to 10,000 of them over 400 neighbourhoods, beside a
//! pass over every pair of area and neighbourhood (which also counts ground
//! under two areas twice, and cannot say what they cover together).

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon};
use safepassage::geodesy::area_of_all_m2;
use safepassage::impact::{Covered, Surveyor};
use safepassage::model::{Area, Neighbourhood, Path, PopulationEstimate, Street};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::units::Persons;
use std::hint::black_box;
use std::time::Duration;

/// Points of each area.
const POINTS: usize = 24;

/// A repeatable number from 0 to 1.
fn random(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1_u64 << 53) as f64
}

fn star(center: Coord, radius: f64, seed: &mut u64) -> Area {
    let mut ring: Vec<Coord> = (0..POINTS)
        .map(|point| {
            let angle = std::f64::consts::TAU * point as f64 / POINTS as f64;
            let out = radius * (0.8 + 0.2 * random(seed));
            center + Coord { x: out * angle.cos(), y: out * angle.sin() }
        })
        .collect();
    ring.push(ring[0]);
    Area::new(Polygon::new(LineString(ring), Vec::new()).into()).unwrap()
}

/// 20 by 20 neighbourhoods on a quarter of a degree, and a street along each row.
fn town() -> Scenario {
    let mut builder = ScenarioBuilder::new();
    let step = 0.25 / 20.0;
    for row in 0..20 {
        for column in 0..20 {
            let west = 37.0 + step * f64::from(column);
            let south = 36.0 + step * f64::from(row);
            let square = geo::Rect::new((west, south), (west + step, south + step)).to_polygon();
            let population =
                PopulationEstimate { persons: Persons(10_000), as_of: None, source: None };
            let one = Neighbourhood::new(
                format!("{row:02}-{column:02}"),
                Area::new(square.into()).unwrap(),
            );
            builder.neighbourhood(one.with_population(population), RecordRef::default());
        }
        let lat = 36.0 + step * (f64::from(row) + 0.5);
        let line: Vec<Coord> =
            (0..=250).map(|at| Coord { x: 37.0 + 0.001 * f64::from(at), y: lat }).collect();
        let path = Path::new(LineString(line)).unwrap();
        builder.street(Street::new(format!("{row:02}"), path), RecordRef::default());
    }
    builder.build().0
}

/// Areas that together would cover the town about once, whatever their number.
fn areas(count: usize) -> Vec<Covered> {
    let mut seed = 7;
    let radius = 0.25 / (count as f64 * 2.6).sqrt();
    (0..count)
        .map(|number| {
            let center =
                Coord { x: 37.0 + 0.25 * random(&mut seed), y: 36.0 + 0.25 * random(&mut seed) };
            Covered::new(number.to_string(), star(center, radius, &mut seed))
        })
        .collect()
}

/// Every area cut with every neighbourhood.
fn every_pair(town: &Scenario, areas: &[Covered]) -> f64 {
    let cut = |one: &Neighbourhood, area: &Covered| {
        area_of_all_m2(&one.area().polygons().intersection(area.area.polygons()))
    };
    town.neighbourhoods()
        .iter()
        .map(|one| areas.iter().map(|area| cut(one, area)).sum::<f64>())
        .sum()
}

fn impact(criterion: &mut Criterion) {
    let town = town();
    let surveyor = Surveyor::new(&town);
    let mut group = criterion.benchmark_group("impact");
    group.sample_size(10).measurement_time(Duration::from_secs(3));
    for count in [10, 100, 1_000, 10_000] {
        let areas = areas(count);
        group.bench_with_input(BenchmarkId::new("surveyor", count), &areas, |bencher, areas| {
            bencher.iter(|| black_box(surveyor.impact(areas).unwrap()));
        });
        if count <= 1_000 {
            group.bench_with_input(
                BenchmarkId::new("every pair", count),
                &areas,
                |bencher, areas| {
                    bencher.iter(|| black_box(every_pair(&town, areas)));
                },
            );
        }
        let polygons: Vec<MultiPolygon> =
            areas.iter().map(|one| one.area.polygons().clone()).collect();
        group.bench_with_input(
            BenchmarkId::new("union alone", count),
            &polygons,
            |bencher, all| {
                bencher.iter(|| black_box(area_of_all_m2(&geo::unary_union(all))));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, impact);
criterion_main!(benches);
