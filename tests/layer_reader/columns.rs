//! Columns that follow from values, keys, windows, and what is counted.

use super::{collection, place, point, read, reader, refused};
use safepassage::io::read::KeySource;
use safepassage::layer::{Field, FieldType, GeometryType, Layer, LayerFeature, Value};
use safepassage::model::Sensitivity;
use safepassage::publish::Audience;
use safepassage::time::TimeWindow;

/// The types and values of the column "a" in two features.
fn column(first: &str, second: &str) -> (FieldType, Vec<Option<Value>>) {
    let text = collection(&format!("{},{}", point("", first), point("", second)));
    let layer = read(&text).layer;
    let values = layer.features().iter().map(|feature| feature.values()[0].clone()).collect();
    (layer.fields()[0].field_type(), values)
}

#[test]
fn a_column_is_what_holds_all_its_values() {
    let text = |text: &str| Some(Value::from(text));
    let at = |text: &str| Some(Value::Time(text.parse().unwrap()));
    for (first, second, holds, values) in [
        ("1", "-2", FieldType::Integer, vec![Some(1.into()), Some((-2).into())]),
        ("1", "2.5", FieldType::Real, vec![Some(1.0.into()), Some(2.5.into())]),
        ("1.0", "null", FieldType::Real, vec![Some(1.0.into()), None]),
        ("true", "false", FieldType::Boolean, vec![Some(true.into()), Some(false.into())]),
        ("true", "1", FieldType::Text, vec![text("true"), text("1")]),
        ("null", "null", FieldType::Text, vec![None, None]),
        (r#""x""#, "1.5", FieldType::Text, vec![text("x"), text("1.5")]),
        (
            r#""2026-01-08T10:00:00Z""#,
            r#""2026-01-08T10:00:00.5+03:00""#,
            FieldType::Time,
            vec![at("2026-01-08T10:00:00Z"), at("2026-01-08T07:00:00.5Z")],
        ),
        (
            r#""2026-01-08T10:00:00Z""#,
            r#""2026-02-30T10:00:00Z""#,
            FieldType::Text,
            vec![text("2026-01-08T10:00:00Z"), text("2026-02-30T10:00:00Z")],
        ),
        (r#""2026-01-08""#, "null", FieldType::Text, vec![text("2026-01-08"), None]),
        (
            r#""2016-12-31T23:59:60Z""#,
            "null",
            FieldType::Text,
            vec![text("2016-12-31T23:59:60Z"), None],
        ),
        (
            "9007199254740991",
            "-9007199254740991",
            FieldType::Integer,
            vec![Some(9_007_199_254_740_991_i64.into()), Some((-9_007_199_254_740_991_i64).into())],
        ),
        ("9007199254740992", "1", FieldType::Text, vec![text("9007199254740992"), text("1")]),
        (
            "18446744073709551615",
            "-9223372036854775808",
            FieldType::Text,
            vec![text("18446744073709551615"), text("-9223372036854775808")],
        ),
        ("1e300", "1", FieldType::Real, vec![Some(1e300.into()), Some(1.0.into())]),
        (
            r#"{"b": [1, {"c":null}]}"#,
            r#"[ 1.50,"\u00e9" ]"#,
            FieldType::Text,
            vec![text(r#"{"b": [1, {"c":null}]}"#), text(r#"[ 1.50,"\u00e9" ]"#)],
        ),
    ] {
        let found = column(&format!(r#""a":{first}"#), &format!(r#""a":{second}"#));
        assert_eq!(found, (holds, values), "{first} and {second}");
    }
}

#[test]
fn columns_come_in_the_order_of_first_appearance_and_nothing_changes_unsaid() {
    let text = collection(&format!(
        "{},{},{}",
        point(r#""when":1,"#, r#""b":1,"a":"x""#),
        point("", r#""c":{"d":1},"b":true"#),
        point("", r#""a":[2],"t":"2026-01-08T10:00:00+03:00""#),
    ));
    let loaded = read(&text);
    let names: Vec<&str> = loaded.layer.fields().iter().map(Field::name).collect();
    assert_eq!(names, ["b", "a", "c", "t"]);
    assert_eq!(loaded.report.features, 3);
    assert_eq!(loaded.report.mixed, ["b", "a"]);
    assert_eq!(loaded.report.nested, ["a", "c"]);
    assert_eq!(loaded.report.offsets_dropped, 1);
    assert_eq!(loaded.report.left_out, [("when".to_owned(), 1)].into());
    assert_eq!(loaded.report.key, Some(KeySource::Position));
    let first = &loaded.layer.features()[0];
    assert_eq!(first.values(), [Some("1".into()), Some("x".into()), None, None]);
}

#[test]
fn nobody_has_classed_what_was_read() {
    let loaded = read(&collection(&point("", r#""a":1"#)));
    assert_eq!(loaded.layer.fields()[0].sensitivity_class(), Sensitivity::High);
    assert_eq!(loaded.layer.features()[0].sensitivity_class(), Sensitivity::High);
    for audience in [Audience::public(), Audience::partner()] {
        let released = audience.release(&loaded.layer).layer;
        assert!(released.layer().features().is_empty() && released.layer().fields().is_empty());
    }
    // Classed features alone do not show columns.
    let text = collection(&point("", r#""a":1"#));
    let layer =
        reader().sensitivity(Sensitivity::Low).read_text("made.geojson", &text).unwrap().layer;
    let released = Audience::public().release(&layer).layer;
    assert_eq!(released.layer().features().len(), 1);
    assert!(released.layer().fields().is_empty());
    let layer =
        layer.reclassed(|field| field.sensitivity(Sensitivity::Low), |_| Sensitivity::Low).unwrap();
    assert_eq!(Audience::public().release(&layer).layer.layer().fields().len(), 1);
}

#[test]
fn a_column_cannot_be_reclassed_into_another_type() {
    let layer = read(&collection(&point("", r#""a":1"#))).layer;
    let error = layer
        .reclassed(|_| Field::new("a", FieldType::Text, ""), |_| Sensitivity::Low)
        .expect_err("the values are integers");
    assert!(error.to_string().contains("expected text, found an integer"), "{error}");
}

#[test]
fn names_that_no_column_can_have_are_replaced_and_said() {
    let long = "n".repeat(70);
    let text = collection(&point(
        "",
        &format!(r#""Name":1,"name":2,"name_2":3,"":4,"a\tb":5,"Start":6,"{long}":7"#),
    ));
    let loaded = read(&text);
    let names: Vec<&str> = loaded.layer.fields().iter().map(Field::name).collect();
    let cut = "n".repeat(63);
    assert_eq!(names, ["Name", "name_3", "name_2", "column", "a_b", "Start_2", &cut]);
    let renamed: Vec<(&str, &str)> =
        loaded.report.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(
        renamed,
        [("name", "name_3"), ("", "column"), ("a\tb", "a_b"), ("Start", "Start_2"), (&long, &cut)]
    );
    let values: Vec<_> = loaded.layer.features()[0].values().to_vec();
    assert_eq!(values, [1, 2, 3, 4, 5, 6, 7].map(|number| Some(Value::Integer(number))));
}

fn keys(layer: &Layer) -> Vec<&str> {
    layer.features().iter().map(LayerFeature::key).collect()
}

#[test]
fn features_are_keyed_by_what_the_first_has() {
    let two = |a: &str, b: &str, c: &str, d: &str| {
        collection(&format!("{},{}", point(a, b), point(c, d)))
    };
    let loaded = read(&two(r#""id":12,"#, r#""key":"b""#, r#""id":"y","#, r#""key":"a""#));
    assert_eq!(keys(&loaded.layer), ["a", "b"]);
    assert_eq!(loaded.report.key, Some(KeySource::Property("key".into())));
    assert_eq!((loaded.report.ids_dropped, loaded.layer.fields().len()), (2, 0));

    let loaded = read(&two(r#""id":"way/2","#, "", r#""id":1.5,"#, r#""key":"a""#));
    assert_eq!(keys(&loaded.layer), ["1.5", "way/2"]);
    assert_eq!(loaded.report.key, Some(KeySource::Id));
    // Then "key" is a property like others, whose name writers have.
    assert_eq!(loaded.report.renamed, [("key".to_owned(), "key_2".to_owned())]);
    assert_eq!(loaded.report.ids_dropped, 0);

    let loaded = read(&two(r#""id":null,"#, r#""key":null"#, "", ""));
    assert_eq!(keys(&loaded.layer), ["000000001", "000000002"]);
    assert_eq!(loaded.layer.fields().len(), 1);

    let text = two("", r#""code":7,"key":1"#, "", r#""code":3,"key":1"#);
    let by = |key: KeySource| reader().key(key).read_text("made.geojson", &text);
    let loaded = by(KeySource::Property("code".into())).unwrap();
    assert_eq!(keys(&loaded.layer), ["3", "7"]);
    assert_eq!(loaded.layer.features()[0].values(), [Some(3.into()), Some(1.into())]);
    assert_eq!(keys(&by(KeySource::Position).unwrap().layer), ["000000001", "000000002"]);
    let error = by(KeySource::Id).unwrap_err().to_string();
    assert_eq!(
        error,
        "made.geojson, feature 1: expected the member \"id\", by which the features of this \
         layer are keyed, found none"
    );
    let error = by(KeySource::Property("nowhere".into())).unwrap_err().to_string();
    assert!(error.contains("feature 1: expected the property \"nowhere\""), "{error}");
    // Not told, "key" is taken, which both have alike.
    assert_eq!(
        refused(&text),
        "made.geojson, feature 2 (id \"1\"): expected a key that no feature before has, found \
         that of feature 1; the key may be taken from another column"
    );
}

#[test]
fn windows_are_read_as_they_are_written() {
    let at = |text: &str| text.parse().unwrap();
    let window = |properties: &str| {
        let layer = read(&collection(&point("", properties))).layer;
        assert!(layer.is_timed() && layer.fields().is_empty());
        layer.features()[0].window()
    };
    let (ten, noon) = (at("2026-01-08T10:00:00Z"), at("2026-01-08T12:00:00Z"));
    assert_eq!(
        window(r#""start":"2026-01-08T10:00:00Z","end":"2026-01-08T15:00:00+03:00""#),
        TimeWindow::new(ten, noon).ok()
    );
    assert_eq!(
        window(r#""start":"2026-01-08T10:00:00Z","end":null"#),
        Some(TimeWindow::since(ten))
    );
    assert_eq!(window(r#""end":"2026-01-08T12:00:00Z""#), Some(TimeWindow::until(noon)));
    assert_eq!(window(r#""start":null,"end":null"#), None);

    let text = collection(&point("", r#""from":"2026-01-08T10:00:00Z","to":null,"start":1"#));
    let layer = reader().window("from", "to").read_text("made.geojson", &text).unwrap().layer;
    assert_eq!(layer.features()[0].window(), Some(TimeWindow::since(ten)));
    assert_eq!(layer.fields()[0].name(), "start_2");
    let text = collection(&point("", r#""start":"8 January""#));
    let layer = reader().without_window().read_text("made.geojson", &text).unwrap().layer;
    assert_eq!(layer.features()[0].values(), [Some("8 January".into())]);
    assert!(!layer.is_timed());
}

#[test]
fn one_geometry_type_is_picked_and_the_others_counted() {
    let text = collection(&format!(
        "{},{},{},{}",
        point("", r#""a":1"#),
        r#"{"type":"Feature","properties":{"b":2,"a":"x"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#,
        place("null"),
        place(r#"{"type":"Polygon","coordinates":[]}"#),
    ));
    let pick = |which| reader().geometry_type(which).read_text("made.geojson", &text).unwrap();
    let points = pick(GeometryType::Point);
    assert_eq!(keys(&points.layer), ["000000001", "000000003"]);
    assert_eq!((points.report.features, points.report.other_geometry), (4, 2));
    // What only left-out features have is no column, and sways no type.
    assert_eq!(points.layer.fields().len(), 1);
    assert_eq!(points.layer.fields()[0].field_type(), FieldType::Integer);
    let lines = pick(GeometryType::Line);
    assert_eq!(keys(&lines.layer), ["000000002", "000000003"]);
    let names: Vec<&str> = lines.layer.fields().iter().map(Field::name).collect();
    assert_eq!(names, ["b", "a"]);
    let areas = pick(GeometryType::Area);
    assert_eq!(areas.report.empty_geometry, 1);
    assert!(areas.layer.features().iter().all(|feature| feature.geometry().is_none()));
}

#[test]
fn heights_are_dropped_and_open_rings_closed_and_both_counted() {
    let text = collection(&format!(
        "{},{}",
        place(r#"{"coordinates":[[[0,0,5],[1,0,5],[1,1,5],[0,0,5]]],"type":"Polygon"}"#),
        place(r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1]]]]}"#),
    ));
    let loaded = read(&text);
    assert_eq!((loaded.report.heights_dropped, loaded.report.rings_closed), (1, 1));
    assert!(loaded.layer.is_multi());
    let [first, second] = loaded.layer.features() else { panic!("two features") };
    assert_eq!(first.geometry(), second.geometry());
}

#[test]
fn a_schema_that_is_given_says_what_is_read() {
    let schema = Layer::builder("made", GeometryType::Point)
        .field(Field::harmless("b", FieldType::Real, ""))
        .field(Field::harmless("t", FieldType::Time, ""))
        .field(Field::harmless("a", FieldType::Text, ""))
        .schema()
        .unwrap();
    let text = collection(&format!(
        "{},{},{}",
        point("", r#""key":"k1","a":[1],"b":2,"c":3"#),
        point("", r#""key":"k2","t":"2026-01-08T10:00:00Z","c":4"#),
        point("", r#""key":"k3","b":"two""#),
    ));
    let mut features =
        reader().features_from(&schema, "made.geojson", std::io::Cursor::new(text.clone()));
    let first = features.next().unwrap().unwrap();
    assert_eq!((first.key(), first.sensitivity_class()), ("k1", Sensitivity::High));
    assert_eq!(first.values(), [Some(2.0.into()), None, Some("[1]".into())]);
    let second = features.next().unwrap().unwrap();
    let at: jiff::Timestamp = "2026-01-08T10:00:00Z".parse().unwrap();
    assert_eq!(second.values(), [None, Some(at.into()), None]);
    assert_eq!(features.report().left_out, [("c".to_owned(), 2)].into());
    let error = features.next().unwrap().unwrap_err().to_string();
    assert_eq!(
        error,
        "made.geojson, feature 3: property \"b\": expected a real number, found \"two\""
    );
    assert!(features.next().is_none());

    // On to an audience, errors come along.
    let audience = Audience::internal();
    let features = reader().features_from(&schema, "made.geojson", std::io::Cursor::new(text));
    let mut released = audience.release_features(&schema, features.for_release());
    assert!(released.next().unwrap().is_ok() && released.next().unwrap().is_ok());
    let error = released.next().unwrap().unwrap_err().to_string();
    assert!(error.starts_with("layer \"made\": made.geojson, feature 3"), "{error}");
}
