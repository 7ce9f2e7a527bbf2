//! A layer of any origin through an audience.

use super::{Folder, Run, run};
use serde_json::{Value, json};
use std::fs;

/// Two clinics and a road, as another organisation might give them.
fn clinics() -> String {
    let feature = |geometry: Value, properties: Value| json!({"type": "Feature", "geometry": geometry, "properties": properties});
    let point = |lon: f64| json!({"type": "Point", "coordinates": [lon, 36.212_345_678]});
    let road = json!({"type": "LineString", "coordinates": [[37.1, 36.2], [37.2, 36.2]]});
    let features = [
        feature(
            point(37.123_456_789),
            json!({"code": "C1", "name": "عيادة", "patients": 4, "head": "A. B."}),
        ),
        feature(
            point(37.2),
            json!({"code": "C2", "name": "North", "patients": 120, "head": "C. D."}),
        ),
        feature(road, json!({"code": "R1", "name": "Road"})),
    ];
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

fn release(folder: &Folder, more: &[&str]) -> Run {
    let (layer, out) = (folder.file("Their Clinics.geojson"), folder.file("out"));
    let mut args = vec!["release", &layer, "--geometry", "point", "--out", &out];
    args.extend(more);
    run(&args)
}

fn features(folder: &Folder) -> Vec<Value> {
    let text = fs::read_to_string(folder.file("out/their-clinics.geojson")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["features"].as_array().unwrap().clone()
}

#[test]
fn what_nobody_has_classed_reaches_only_the_internal_audience() {
    let folder = Folder::new().with("Their Clinics.geojson", &clinics());
    for audience in ["public", "partner"] {
        let run = release(&folder, &["--audience", audience]).exits(0);
        assert!(run.out.contains("0 kept, 2 too sensitive"), "{}", run.out);
        assert_eq!(features(&folder), [] as [Value; 0]);
    }
    release(&folder, &["--audience", "internal"]).exits(0);
    assert_eq!(features(&folder)[0]["properties"]["head"], "A. B.");
}

#[test]
fn what_is_classed_leaves_and_nothing_else() {
    let folder = Folder::new().with("Their Clinics.geojson", &clinics());
    let classed = [
        "--audience",
        "public",
        "--records",
        "low",
        "--column",
        "name=low",
        "--column",
        "patients=low",
        "--counts",
        "patients",
        "--key",
        "code",
        "--format",
        "json",
    ];
    let json = release(&folder, &classed).exits(0).json();
    assert_eq!(json["audience"], "public");
    assert_eq!(json["read"]["features"], 3);
    assert_eq!(json["read"]["key"], json!({"property": "code"}));
    assert_eq!(json["read"]["other_geometry"], 1);
    assert_eq!(json["layers"][0]["redaction"]["kept"], 2);
    assert_eq!(json["layers"][0]["redaction"]["small_counts"], 1);
    assert_eq!(json["layers"][0]["redaction"]["fields_withheld"], 2);
    let found = features(&folder);
    assert_eq!(found[0]["geometry"]["coordinates"], json!([37.12346, 36.21235]));
    assert_eq!(found[0]["properties"], json!({"key": "C1", "name": "عيادة", "patients": null}));
    assert_eq!(found[1]["properties"], json!({"key": "C2", "name": "North", "patients": 120}));
}

#[test]
fn wrong_words_and_files_are_told_and_nothing_is_written() {
    let folder = Folder::new().with("Their Clinics.geojson", &clinics());
    for (more, expected) in [
        (
            vec!["--audience", "internal", "--column", "nmae=low"],
            "the name of a column, found \"nmae\"",
        ),
        (vec!["--audience", "internal", "--column", "name"], "expected a column and its class"),
        (
            vec!["--audience", "internal", "--column", "name=secret"],
            "low, moderate, high or severe",
        ),
        (vec!["--audience", "internal", "--key", "patient"], "expected the property \"patient\""),
        (vec!["--audience", "internal", "--key", "code", "--key-by", "id"], "cannot be used with"),
        (vec!["--audience", "internal", "--name", "../x"], "expected a name"),
        (vec![], "--audience"),
    ] {
        let run = release(&folder, &more).exits(2);
        assert!(run.err.contains(expected), "{more:?}: {}", run.err);
        assert!(!std::path::Path::new(&folder.file("out")).exists(), "{more:?}");
    }
    let unknown = release(&folder, &["--audience", "internal", "--column", "nmae=low"]).exits(2);
    assert!(unknown.err.contains("code, head, name, patients"), "{}", unknown.err);
    let (layer, out) = (folder.file("Their Clinics.geojson"), folder.file("out"));
    let mixed = run(&["release", &layer, "--audience", "internal", "--out", &out]).exits(2);
    assert!(mixed.err.contains("feature 3"), "{}", mixed.err);
    assert!(mixed.err.contains("--geometry"), "{}", mixed.err);
}
