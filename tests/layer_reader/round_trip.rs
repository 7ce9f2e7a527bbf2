//! What our writers write of a released layer reads back as that layer.

use super::reader;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};
use jiff::Timestamp;
use proptest::prelude::*;
use safepassage::io::read::LayerReader;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter};
use safepassage::layer::{
    Field, FieldType, GeometryType, Layer, LayerFeature, LayerGeometry, Value,
};
use safepassage::publish::Audience;
use safepassage::time::TimeWindow;
use std::io::Cursor;

const COLUMNS: [FieldType; 5] =
    [FieldType::Text, FieldType::Integer, FieldType::Real, FieldType::Boolean, FieldType::Time];

fn instant() -> impl Strategy<Value = Timestamp> {
    (-4_000_000_000..200_000_000_000_i64, prop_oneof![Just(0), 0..1_000_000_000])
        .prop_map(|(seconds, rest)| Timestamp::new(seconds, rest).unwrap())
}

fn value(holds: FieldType) -> BoxedStrategy<Option<Value>> {
    let safe = (1_i64 << 53) - 1;
    let some = match holds {
        FieldType::Integer => (-safe..=safe).prop_map(Value::from).boxed(),
        FieldType::Real => prop::num::f64::NORMAL.prop_map(Value::from).boxed(),
        FieldType::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        FieldType::Time => instant().prop_map(Value::from).boxed(),
        _ => prop_oneof!["\\PC{0,9}", "[\\x00-\\x7f]{0,9}"].prop_map(Value::from).boxed(),
    };
    prop_oneof![1 => Just(None), 4 => some.prop_map(Some)].boxed()
}

/// A position on the grid of seven decimals.
fn position() -> impl Strategy<Value = Coord> {
    (-800_000_000..800_000_000_i64, -800_000_000..800_000_000_i64)
        .prop_map(|(x, y)| Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 })
}

/// A rectangle that runs anticlockwise, as RFC 7946 has exterior rings.
fn rectangle() -> impl Strategy<Value = Polygon> {
    (-800_000_000..800_000_000_i64, -800_000_000..800_000_000_i64, 2..10_000_i64, 2..10_000_i64)
        .prop_map(|(west, south, wide, high)| {
            let at = |x: i64, y: i64| Coord { x: x as f64 / 1e7, y: y as f64 / 1e7 };
            let (east, north) = (west + wide, south + high);
            let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
            let ring = ring.into_iter().map(|(x, y)| at(x, y)).collect();
            Polygon::new(LineString(ring), vec![])
        })
}

fn geometry(of: GeometryType) -> BoxedStrategy<Option<LayerGeometry>> {
    let line = || {
        prop::collection::vec(position(), 2..6).prop_map(|mut line| {
            line.dedup();
            LineString(line)
        })
    };
    let some = match of {
        GeometryType::Point => position().prop_map(|at| Point(at).into()).boxed(),
        GeometryType::Line => prop::collection::vec(line(), 1..3)
            .prop_map(|lines| LayerGeometry::from(MultiLineString(lines)))
            .boxed(),
        GeometryType::Area => prop::collection::vec(rectangle(), 1..3)
            .prop_map(|areas| LayerGeometry::from(MultiPolygon(areas)))
            .boxed(),
    };
    prop_oneof![1 => Just(None), 6 => some.prop_map(Some)].boxed()
}

fn window() -> impl Strategy<Value = Option<TimeWindow>> {
    let ends = (prop::option::of(instant()), prop::option::of(instant()));
    ends.prop_map(|(start, end)| {
        if start.is_none() && end.is_none() {
            return None;
        }
        TimeWindow::from_ends(start, end).ok()
    })
}

fn layer() -> impl Strategy<Value = Layer> {
    let of =
        prop_oneof![Just(GeometryType::Point), Just(GeometryType::Line), Just(GeometryType::Area)];
    let kinds = prop::collection::vec(prop::sample::select(COLUMNS.to_vec()), 0..5);
    (of, kinds, any::<bool>(), any::<bool>()).prop_flat_map(|(of, kinds, timed, multi)| {
        let values: Vec<_> = kinds.iter().map(|holds| value(*holds)).collect();
        let row = (geometry(of), values, if timed { window().boxed() } else { Just(None).boxed() });
        let rows = prop::collection::btree_map("\\PC{1,8}", row, 1..8);
        (rows, "\\PC{1,9}", "\\PC{0,9}").prop_map(move |(rows, title, description)| {
            let mut layer = Layer::builder("made", of).title(title).description(description);
            for (number, holds) in kinds.iter().enumerate() {
                layer = layer.field(Field::new(format!("c{number} \"é\""), *holds, ""));
            }
            if timed {
                layer = layer.timed();
            }
            if multi {
                layer = layer.multi();
            }
            for (key, (geometry, values, window)) in rows {
                let row = match geometry {
                    Some(geometry) => LayerFeature::new(key, geometry, values),
                    None => LayerFeature::unlocated(key, values),
                };
                layer = layer.feature(match window {
                    Some(window) => row.during(window),
                    None => row,
                });
            }
            layer.build().unwrap()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_layer_that_was_written_reads_back_the_same(layer in layer()) {
        let released = Audience::internal().release(&layer).layer;
        let text = GeoJsonWriter::new().to_string(&released).unwrap();
        let sequence = GeoJsonSeqWriter::new().to_string(&released).unwrap();
        let lines = sequence.replace('\u{1e}', "");
        let schema = released.layer().schema();
        for text in [&text, &sequence, &lines] {
            let features = reader().features_from(schema, "made.geojson", Cursor::new(text.clone()));
            let features: Vec<LayerFeature> = features.map(|one| one.unwrap()).collect();
            prop_assert_eq!(&features, released.layer().features());
        }
        // With columns as they are found: the same text comes out of it.
        let of = layer.geometry_type();
        let again = |text: &str, name: &str| {
            let reader = LayerReader::new("made").geometry_type(of);
            Audience::internal().release(&reader.read_text(name, text).unwrap().layer).layer
        };
        let found = again(&text, "made.geojson");
        prop_assert_eq!(GeoJsonWriter::new().to_string(&found).unwrap(), text);
        let found = again(&sequence, "made.geojsons");
        prop_assert_eq!(GeoJsonSeqWriter::new().to_string(&found).unwrap(), sequence);
    }
}
