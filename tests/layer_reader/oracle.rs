//! The same text read by the crate geojson, slowly, and held against ours.

use super::reader;
use geojson::FeatureCollection;
use proptest::prelude::*;
use safepassage::io::read::{KeySource, LoadedLayer};
use safepassage::layer::{FieldType, GeometryType, LayerGeometry, Value};
use serde_json::{Map, json};

/// Holds what was read, keyed by position, against the text; gives how many
/// features and how many values were compared.
pub(crate) fn hold(loaded: &LoadedLayer, text: &str) -> (usize, usize) {
    let whole: FeatureCollection = text.parse::<geojson::GeoJson>().unwrap().try_into().unwrap();
    assert_eq!(loaded.report.features, whole.features.len() as u64);
    let (mut held, mut values) = (0, 0);
    for (number, feature) in (1..).zip(&whole.features) {
        let theirs = feature.geometry.clone().map(|it| geo::Geometry::<f64>::try_from(it).unwrap());
        let Some(ours) = loaded.layer.feature(&format!("{number:09}")) else {
            let kind = theirs.as_ref().map(layer_type);
            assert_ne!(kind, Some(loaded.layer.geometry_type()), "feature {number} is not there");
            continue;
        };
        held += 1;
        assert_eq!(ours.geometry().cloned(), theirs.map(in_layer), "feature {number}");
        let none = Map::new();
        let properties = feature.properties.as_ref().unwrap_or(&none);
        for (field, value) in loaded.layer.fields().iter().zip(ours.values()) {
            let renamed = loaded.report.renamed.iter().find(|(_, to)| to == field.name());
            let name = renamed.map_or(field.name(), |(from, _)| from.as_str());
            let theirs = properties.get(name).unwrap_or(&serde_json::Value::Null);
            let same = same(value.as_ref(), theirs, field.field_type());
            assert!(same, "feature {number}, {name}: {value:?} of {theirs}");
            values += 1;
        }
        for name in properties.keys() {
            let renamed = loaded.report.renamed.iter().find(|(from, _)| from == name);
            let name = renamed.map_or(name.as_str(), |(_, to)| to.as_str());
            let window = matches!(name, "start" | "end");
            assert!(window || loaded.layer.field_index(name).is_some(), "{name} is no column");
        }
    }
    assert_eq!(held, loaded.layer.features().len());
    (held, values)
}

fn layer_type(geometry: &geo::Geometry) -> GeometryType {
    match geometry {
        geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_) => GeometryType::Point,
        geo::Geometry::LineString(_) | geo::Geometry::MultiLineString(_) => GeometryType::Line,
        _ => GeometryType::Area,
    }
}

fn in_layer(geometry: geo::Geometry) -> LayerGeometry {
    match geometry {
        geo::Geometry::Point(point) => point.into(),
        geo::Geometry::LineString(line) => line.into(),
        geo::Geometry::MultiLineString(lines) => lines.into(),
        geo::Geometry::Polygon(area) => area.into(),
        geo::Geometry::MultiPolygon(areas) => areas.into(),
        other => panic!("no layer holds {other:?}"),
    }
}

fn same(ours: Option<&Value>, theirs: &serde_json::Value, holds: FieldType) -> bool {
    use serde_json::Value as Json;
    match (ours, theirs, holds) {
        (None, Json::Null, _) => true,
        (Some(Value::Boolean(a)), Json::Bool(b), FieldType::Boolean) => a == b,
        (Some(Value::Integer(a)), Json::Number(b), FieldType::Integer) => b.as_i64() == Some(*a),
        (Some(Value::Real(a)), Json::Number(b), FieldType::Real) => {
            b.as_f64().is_some_and(|b| a.to_bits() == b.to_bits())
        }
        (Some(Value::Time(a)), Json::String(b), FieldType::Time) => {
            b.parse().is_ok_and(|b: jiff::Timestamp| b == *a)
        }
        (Some(Value::Text(a)), Json::String(b), FieldType::Text) => a == b,
        (Some(Value::Text(a)), b, FieldType::Text) => {
            serde_json::from_str::<Json>(a).is_ok_and(|a| a == *b)
        }
        _ => false,
    }
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i32>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<u64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        "\\PC{0,8}".prop_map(serde_json::Value::from),
        "[\\x00-\\x7f]{0,8}".prop_map(serde_json::Value::from),
        (0..3_i64, 0..86_400_i64).prop_map(|(day, second)| {
            let at = jiff::Timestamp::from_second(1_767_000_000 + day * 86_400 + second).unwrap();
            at.to_string().into()
        }),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-c]", inner, 0..3)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn geometry() -> impl Strategy<Value = serde_json::Value> {
    let position = || (-180.0..180.0_f64, -90.0..90.0_f64).prop_map(|(x, y)| json!([x, y]));
    let line = || prop::collection::vec(position(), 2..6);
    let ring = || {
        prop::collection::vec(position(), 3..7).prop_map(|mut ring| {
            ring.push(ring[0].clone());
            serde_json::Value::from(ring)
        })
    };
    let rings = || prop::collection::vec(ring(), 1..3);
    prop_oneof![
        Just(serde_json::Value::Null),
        position().prop_map(|at| json!({"type": "Point", "coordinates": at})),
        line().prop_map(|at| json!({"type": "LineString", "coordinates": at})),
        prop::collection::vec(line(), 1..3)
            .prop_map(|at| json!({"type": "MultiLineString", "coordinates": at})),
        rings().prop_map(|at| json!({"type": "Polygon", "coordinates": at})),
        prop::collection::vec(rings(), 1..3)
            .prop_map(|at| json!({"type": "MultiPolygon", "coordinates": at})),
    ]
}

/// Features with few names of properties, so that columns hold all sorts.
fn document() -> impl Strategy<Value = serde_json::Value> {
    let properties = prop::collection::btree_map("[abA]|key|start2|é", json_value(), 0..6);
    let feature = (geometry(), properties).prop_map(|(geometry, properties)| {
        let properties: Map<_, _> = properties.into_iter().collect();
        json!({"type": "Feature", "geometry": geometry, "properties": properties})
    });
    prop::collection::vec(feature, 0..8)
        .prop_map(|features| json!({"type": "FeatureCollection", "features": features}))
}

fn picked() -> impl Strategy<Value = GeometryType> {
    prop_oneof![Just(GeometryType::Point), Just(GeometryType::Line), Just(GeometryType::Area)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_read_is_what_the_crate_geojson_reads(
        document in document(), pick in picked(), pretty: bool,
    ) {
        let text = if pretty {
            serde_json::to_string_pretty(&document).unwrap()
        } else {
            document.to_string()
        };
        let reader = reader().key(KeySource::Position).geometry_type(pick);
        hold(&reader.read_text("made.geojson", &text).unwrap(), &text);
    }

    /// Text that is broken somewhere never passes for GeoJSON, and nothing panics.
    #[test]
    fn nothing_passes_that_is_no_json(
        document in document(), at: prop::sample::Index, byte: u8, remove: bool,
    ) {
        let mut bytes = document.to_string().into_bytes();
        let place = at.index(bytes.len());
        if remove {
            bytes.remove(place);
        } else {
            bytes[place] = byte;
        }
        let reader = reader().key(KeySource::Position).geometry_type(GeometryType::Area);
        let read = reader.read_from("made.geojson", std::io::Cursor::new(bytes.clone()));
        if read.is_ok() {
            prop_assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        }
    }

    /// However the bytes come in, the same is read.
    #[test]
    fn pieces_do_not_show(document in document(), pick in picked(), piece in 1..7_usize) {
        let text = document.to_string();
        let reader = reader().geometry_type(pick).without_window();
        let whole = reader.read_text("made.geojson", &text).map_err(|error| error.to_string());
        let input = Pieces { text: text.into_bytes(), from: 0, piece };
        let pieces = reader.read_from("made.geojson", input).map_err(|error| error.to_string());
        prop_assert_eq!(whole, pieces);
    }
}

/// Gives a few bytes at a time.
struct Pieces {
    text: Vec<u8>,
    from: usize,
    piece: usize,
}

impl std::io::Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.text[self.from..];
        let count = self.piece.min(into.len()).min(rest.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.from += count;
        Ok(count)
    }
}
