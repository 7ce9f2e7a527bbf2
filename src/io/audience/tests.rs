use super::read;
use crate::layer::{GeometryType, Layer, LayerFeature};
use crate::model::Sensitivity;
use geo::Point;
use std::error::Error;
use std::fs;

const DISTRICTS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"pcode":"SY0200","name":"Centre"},"geometry":
  {"type":"Polygon","coordinates":[[[37,36],[38,36],[38,37],[37,37],[37,36]]]}}]}"#;
const PEOPLE: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"persons":900},"geometry":{"type":"Point","coordinates":[37.101,36.201]}},
 {"type":"Feature","properties":{"persons":900},"geometry":{"type":"Point","coordinates":[37.099,36.199]}}]}"#;

fn folder(audience: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.json", audience),
        ("districts.geojson", DISTRICTS),
        ("people.geojson", PEOPLE),
        ("mask.key", &"5a".repeat(32)),
        ("short.key", "5a5a"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn refused(audience: &str) -> String {
    let folder = folder(audience);
    let error = read(&folder.path().join("a.json")).unwrap_err();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(next) = source {
        text = format!("{text}: {next}");
        source = next.source();
    }
    text.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn an_audience_comes_with_its_files() {
    let folder = folder(
        r#"{"name":"press","decimals":3,"least_count":20,"layers":["incidents","shelters"],
            "units":{"incidents":{"file":"districts.geojson","code":"pcode"}},
            "masks":{"shelters":{"key_file":"mask.key","least_m":100,"most_m":300,"persons":100,
                                 "population":"people.geojson"}}}"#,
    );
    let press = read(&folder.path().join("a.json")).unwrap();
    assert_eq!((press.name(), press.decimals(), press.least_count()), ("press", 3, Some(20)));
    let layer = |name: &str| {
        let one = LayerFeature::new("x", Point::new(37.1, 36.2), vec![]);
        let layer = Layer::builder(name, GeometryType::Point);
        layer.feature(one.sensitivity(Sensitivity::Low)).build().unwrap()
    };
    assert_eq!(press.release(&layer("incidents")).report.coarsened, 1);
    assert_eq!(press.release(&layer("shelters")).report.masked, 1);
    assert_eq!(press.release(&layer("streets")).report.kept, 0);
}

#[test]
fn errors_name_file_record_and_property() {
    assert_eq!(
        refused(r#"{"name":"press","decimal":3}"#).split(", `").next().unwrap(),
        "a.json: line 1, column 25: expected an audience as JSON, found unknown field `decimal`, expected one of `name`"
    );
    assert_eq!(
        refused(r#"{"name":"x","ceiling":"severe"}"#),
        "a.json: audience \"x\": expected a ceiling below severe, which never leaves, found severe"
    );
    assert_eq!(
        refused(r#"{"name":"x","units":{"incidents":{"file":"districts.geojson"}}}"#),
        "districts.geojson: feature 1: property \"code\": expected a code, found none"
    );
    assert_eq!(
        refused(
            r#"{"name":"x","masks":{"shelters":{"key_file":"short.key","least_m":1,"most_m":3,"persons":1,"population":"people.geojson"}}}"#
        ),
        "short.key: expected 64 hexadecimal digits, such as 32 random bytes, found something else"
    );
    assert_eq!(
        refused(
            r#"{"name":"x","masks":{"shelters":{"key_file":"mask.key","least_m":1,"most_m":3,"persons":1,"population":"people.geojson"}}}"#
        ),
        "a.json: layer \"shelters\": mask: expected to move places by at least 10 metres, found 1 m"
    );
    assert!(
        refused(r#"{"name":"x","units":{"i":{"file":"none.geojson"}}}"#)
            .starts_with("none.geojson: cannot read")
    );
}
