//! Reading 10,000 features of GeoJSON text, intake rules included.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use safepassage::io::read::ScenarioReader;
use std::fmt::Write;
use std::hint::black_box;

/// A hundred by a hundred neighbourhoods that share borders, each with
/// `corners` points and the usual properties.
fn neighbourhoods(corners: usize) -> String {
    const SIDE: f64 = 0.005;
    let mut text = String::from(r#"{"type":"FeatureCollection","features":["#);
    for number in 0..10_000_u32 {
        let (west, south) =
            (37.0 + SIDE * f64::from(number % 100), 36.0 + SIDE * f64::from(number / 100));
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}
{{"type":"Feature","properties":{{"id":"n{number}","name":"Neighbourhood {number}","name_ar":"حي {number}","population":{number},"population_as_of":"2025-12-01","source":"a bench","sensitivity":"low"}},"geometry":{{"type":"Polygon","coordinates":[["#
        )
        .unwrap();
        let side = corners / 4;
        for at in 0..=4 * side {
            let along = SIDE * (at % side) as f64 / side as f64;
            let (east, north) = match at / side {
                0 => (along, 0.0),
                1 => (SIDE, along),
                2 => (SIDE - along, SIDE),
                3 => (0.0, SIDE - along),
                _ => (0.0, 0.0),
            };
            let comma = if at == 0 { "" } else { "," };
            write!(text, "{comma}[{:.7},{:.7}]", west + east, south + north).unwrap();
        }
        text.push_str("]]}}");
    }
    text.push_str("]}");
    text
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for corners in [4, 40] {
        let text = neighbourhoods(corners);
        let loaded =
            ScenarioReader::new().text("neighbourhoods.geojson", text.as_str(), None).read();
        let loaded = loaded.unwrap();
        assert_eq!(loaded.scenario.neighbourhoods().len(), 10_000);
        assert!(loaded.issues.is_empty(), "{}", loaded.issues[0]);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("10,000 neighbourhoods of {corners} corners"), |bencher| {
            bencher.iter(|| {
                let reader = ScenarioReader::new();
                black_box(reader.text("neighbourhoods.geojson", text.as_str(), None).read())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
