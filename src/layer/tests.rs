use super::{Field, FieldType, GeometryType, Layer, LayerError, LayerFeature, Value};
use geo::{Point, line_string, polygon};

fn point(key: &str, values: Vec<Option<Value>>) -> LayerFeature {
    LayerFeature::new(key, Point::new(37.1, 36.2), values)
}

fn of_one(feature: LayerFeature) -> Result<Layer, LayerError> {
    Layer::builder("gates", GeometryType::Point)
        .field(Field::new("persons", FieldType::Integer, ""))
        .feature(feature)
        .build()
}

fn message(result: Result<Layer, LayerError>) -> String {
    result.expect_err("it was refused").to_string()
}

#[test]
fn features_are_sorted_by_key_and_numbered() {
    let layer = Layer::builder("gates", GeometryType::Point)
        .features(["c", "a", "b"].map(|key| point(key, vec![])))
        .build()
        .unwrap();
    let keys: Vec<&str> = layer.features().iter().map(LayerFeature::key).collect();
    assert_eq!(keys, ["a", "b", "c"]);
    assert_eq!(layer.feature("b").map(LayerFeature::id), Some(super::stable_id("b")));
    assert_eq!(layer.feature("d"), None);
}

#[test]
fn refusals_name_layer_feature_and_field() {
    assert_eq!(
        message(of_one(point("g/1", vec![Some("many".into())]))),
        "layer \"gates\", feature \"g/1\", field \"persons\": expected an integer, found text"
    );
    assert_eq!(
        message(of_one(point("g/1", vec![]))),
        "layer \"gates\", feature \"g/1\": expected 1 values, found 0"
    );
    assert_eq!(
        message(of_one(point("g/1", vec![Some(Value::Integer(1 << 53))]))),
        "layer \"gates\", feature \"g/1\", field \"persons\": expected an integer that JavaScript \
         holds exactly, at most 2^53 - 1, found 9007199254740992"
    );
    let line = line_string![(x: 0., y: 0.), (x: 1., y: 1.)];
    assert_eq!(
        message(of_one(LayerFeature::new("g/1", line, vec![None]))),
        "layer \"gates\", feature \"g/1\": expected geometry of type point, found line"
    );
    assert_eq!(
        message(of_one(LayerFeature::new("g/1", Point::new(f64::NAN, 36.2), vec![None]))),
        "layer \"gates\", feature \"g/1\": expected longitude and latitude in degrees, at most 540 \
         and 90 from 0, found (NaN, 36.2)"
    );
    let twice = Layer::builder("gates", GeometryType::Point)
        .features([point("g/1", vec![]), point("g/1", vec![])])
        .build();
    assert_eq!(
        message(twice),
        "layer \"gates\", feature \"g/1\": expected a key that no other feature of the layer has"
    );
    let endless = Layer::builder("gates", GeometryType::Point)
        .field(Field::new("rate", FieldType::Real, ""))
        .feature(point("g/1", vec![Some(Value::Real(f64::INFINITY))]))
        .build();
    assert_eq!(
        message(endless),
        "layer \"gates\", feature \"g/1\", field \"rate\": expected a finite number, found inf"
    );
}

#[test]
fn names_are_fit_for_files_and_columns() {
    let named = |name: &str| Layer::builder(name, GeometryType::Point).build();
    for good in ["a", "curfew-zones", "0_x"] {
        assert!(named(good).is_ok(), "{good}");
    }
    for bad in ["", "-a", "Zones", "a/b", "..", "a b", "con", "com1", "زون", &"a".repeat(65)] {
        assert!(named(bad).is_err(), "{bad}");
    }
    let columns = |names: &[&str]| {
        let fields = names.iter().map(|name| Field::new(*name, FieldType::Text, ""));
        Layer::builder("a", GeometryType::Point).fields(fields.collect::<Vec<_>>()).build()
    };
    assert!(columns(&["name", "name_ar"]).is_ok());
    for bad in [&["name", "NAME"][..], &["key"], &["Start"], &["end"], &[""], &["a\nb"]] {
        assert!(columns(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn the_multi_form_is_known_beforehand() {
    let area = |feature| Layer::builder("a", GeometryType::Area).feature(feature).build().unwrap();
    let west = polygon![(x: 1., y: 0.), (x: 2., y: 0.), (x: 2., y: 1.)];
    let over = polygon![(x: 179., y: 0.), (x: -179., y: 0.), (x: -179., y: 1.)];
    assert!(!area(LayerFeature::new("a", west.clone(), vec![])).is_multi());
    assert!(area(LayerFeature::new("a", over, vec![])).is_multi());
    let two = geo::MultiPolygon(vec![west.clone(), west]);
    assert!(area(LayerFeature::new("a", two, vec![])).is_multi());
}

#[test]
fn what_nobody_has_classed_is_highly_sensitive() {
    assert_eq!(point("a", vec![]).sensitivity_class(), crate::model::Sensitivity::High);
}
