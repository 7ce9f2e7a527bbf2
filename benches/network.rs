//! From an extract to a network that answers. Needs `SAFEPASSAGE_DATA`.

use criterion::{Criterion, criterion_group, criterion_main};
use safepassage::io::osm::OsmReader;
use safepassage::model::TravelMode;
use safepassage::units::Metres;
use std::hint::black_box;
use std::path::PathBuf;

fn network(criterion: &mut Criterion) {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    let here = geo::Coord { x: -8.61, y: 41.15 };
    let mut group = criterion.benchmark_group("network");
    group.sample_size(10);
    for (name, file) in [("town", "osm/monaco.osm.pbf"), ("city", "osm/porto.osm.pbf")] {
        let file = data.join(file);
        group.bench_function(format!("{name}, read to first answer"), |bencher| {
            bencher.iter(|| {
                let loaded = OsmReader::new().read(&file).expect("the extract reads");
                black_box(loaded.network.nearest_edge(here, TravelMode::Foot, Metres(1e7)))
            });
        });
    }
    let city =
        OsmReader::new().read(data.join("osm/porto.osm.pbf")).expect("the extract reads").network;
    println!("porto: {city:?}, {} bytes", city.memory_bytes());
    let mut turn = 0_u32;
    let mut place = || {
        turn = (turn + 7919) % 100_000;
        let share = f64::from(turn) / 100_000.0;
        geo::Coord { x: -8.77 + 0.40 * share, y: 41.0 + 0.38 * (share * 317.0).fract() }
    };
    group.bench_function("city, nearest edge", |bencher| {
        bencher.iter(|| black_box(city.nearest_edge(place(), TravelMode::Foot, Metres(1e6))));
    });
    group.bench_function("city, edges crossing a box of 300 m", |bencher| {
        bencher.iter(|| {
            let low = place();
            let high = low + geo::Coord { x: 0.0036, y: 0.0027 };
            black_box(city.edges_crossing(geo::Rect::new(low, high)))
        });
    });
    group.bench_function("city, components on foot", |bencher| {
        bencher.iter(|| black_box(city.components(TravelMode::Foot)));
    });
    group.finish();
}

criterion_group!(benches, network);
criterion_main!(benches);
