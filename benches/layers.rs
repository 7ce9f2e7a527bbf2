//! Release and GeoJSON text of many features.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geo::{Coord, LineString, Point, Polygon};
use safepassage::io::write::{GeoJsonWriter, LayerWriter};
use safepassage::layer::{Field, FieldType, GeometryType, Layer, LayerFeature, LayerGeometry};
use safepassage::publish::Audience;
use std::hint::black_box;

fn layer(
    name: &str,
    kind: GeometryType,
    count: u32,
    shape: fn(f64, f64) -> LayerGeometry,
) -> Layer {
    let fields = [
        Field::new("name", FieldType::Text, ""),
        Field::new("name_ar", FieldType::Text, ""),
        Field::new("persons", FieldType::Integer, ""),
        Field::new("rate", FieldType::Real, ""),
    ];
    let features = (0..count).map(|n| {
        let (lon, lat) =
            (37.0 + f64::from(n % 317) * 0.001_234_5, 36.0 + f64::from(n / 317) * 0.000_543_2);
        let values = vec![
            Some(format!("Place {n}").into()),
            Some("الشيخ مقصود".into()),
            Some(i64::from(n).into()),
            Some((f64::from(n) * 0.37).into()),
        ];
        LayerFeature::new(format!("place/{n}"), shape(lon, lat), values)
    });
    let layer = Layer::builder(name, kind).fields(fields).features(features).build();
    layer.expect("the layer is right")
}

fn star(lon: f64, lat: f64) -> LayerGeometry {
    let ring = (0..50).map(|corner| {
        let radius = if corner % 2 == 0 { 0.002 } else { 0.003 };
        let (sin, cos) = (f64::from(corner) * std::f64::consts::TAU / 50.0).sin_cos();
        Coord { x: lon + radius * cos, y: lat + radius * sin }
    });
    Polygon::new(LineString::new(ring.collect()), Vec::new()).into()
}

fn layers(c: &mut Criterion) {
    let mut group = c.benchmark_group("layers");
    group.sample_size(10);
    let points =
        layer("points", GeometryType::Point, 100_000, |lon, lat| Point::new(lon, lat).into());
    let areas = layer("areas", GeometryType::Area, 10_000, star);
    for layer in [&points, &areas] {
        group.throughput(Throughput::Elements(layer.features().len() as u64));
        group.bench_function(format!("release {}", layer.name()), |b| {
            b.iter(|| black_box(Audience::internal().release(layer)));
        });
        let release = Audience::internal().release(layer);
        let mut out = Vec::with_capacity(64 << 20);
        group.bench_function(format!("geojson {}", layer.name()), |b| {
            b.iter(|| {
                out.clear();
                GeoJsonWriter::new().write_to(&release.layer, &mut out).expect("memory takes it")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, layers);
criterion_main!(benches);
