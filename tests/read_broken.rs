//! Input that is broken in ways that a file in this repository cannot well be,
//! and input broken at random.

use proptest::prelude::*;
use safepassage::id::Kind;
use safepassage::io::read::{Mapping, ReadError, ReadMode, ScenarioReader};
use std::fs;
use std::path::Path;

fn clean(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/clean");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The message for a file with these bytes.
fn message(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let error = ScenarioReader::new().file(&path).read().unwrap_err();
    // In a folder with a good file beside it, the same is an issue, and the rest is read.
    fs::write(folder.path().join("shelters.geojson"), clean("shelters.geojson")).unwrap();
    let loaded = ScenarioReader::new().folder(folder.path()).read().unwrap();
    assert_eq!(loaded.scenario.shelters().len(), 1);
    let issue = loaded.errors().next().unwrap();
    assert_eq!((issue.code, issue.at.file_name()), (error.code(), name));
    let strict = ScenarioReader::new().mode(ReadMode::Strict).folder(folder.path()).read();
    assert_eq!(strict.unwrap_err().to_string(), error.to_string());
    error.to_string()
}

#[test]
fn text_in_other_encodings_is_named() {
    let utf16: Vec<u8> = "\u{feff}{\"type\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        message("zones.geojson", &utf16),
        "zones.geojson: expected UTF-8 text, found UTF-16, little end first"
    );
    let utf16: Vec<u8> = "{\"type\":1}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(
        message("zones.geojson", &utf16),
        "zones.geojson: expected UTF-8 text, found UTF-16, big end first"
    );
    assert_eq!(
        message("zones.geojson", b"{\"type\":\n\"caf\xE9\"}"),
        "zones.geojson: expected UTF-8 text, found byte 0xE9 on line 2, as in Latin-1 or another old encoding"
    );
    assert_eq!(
        message("zones.geojson", b"\x1F\x8B\x08\x00"),
        "zones.geojson: expected UTF-8 text, found gzip data; its name should end in .gz"
    );
    assert_eq!(
        message("zones.geojson", b"%PDF-1.7 not JSON"),
        "zones.geojson: line 1, column 1: expected JSON, found expected value"
    );
}

#[test]
fn a_file_that_is_none_or_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let missing = ScenarioReader::new().file(folder.path().join("no.geojson")).read().unwrap_err();
    assert_eq!(missing.to_string(), "no.geojson: cannot read");
    assert!(matches!(missing, ReadError::Io { .. }));
    let not_a_file = ScenarioReader::new().file(folder.path()).read().unwrap_err();
    assert!(not_a_file.to_string().ends_with(": expected a plain file, found something else"));
    assert_eq!(not_a_file.code(), "unreadable-file");
    let path = folder.path().join("shelters.geojson");
    fs::write(&path, clean("shelters.geojson")).unwrap();
    let large = ScenarioReader::new().most_bytes(100).file(&path).read().unwrap_err();
    let bytes = clean("shelters.geojson").len();
    assert_eq!(
        large.to_string(),
        format!("shelters.geojson: expected at most 100 bytes, found {bytes}")
    );
    let empty = tempfile::tempdir().unwrap();
    let nothing = ScenarioReader::new().folder(empty.path()).read().unwrap_err();
    assert!(nothing.to_string().ends_with(": expected at least one GeoJSON file, found none"));
}

#[test]
fn deep_nesting_is_an_issue_of_one_feature() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[
            {{"type":"Feature","properties":{{"id":"deep"}},"geometry":{{"type":"Polygon","coordinates":{deep}}}}},
            {{"type":"Feature","properties":{{"id":"deep too","a":{deep}}},"geometry":null}},
            {{"type":"Feature","properties":{{"id":"school"}},"geometry":{{"type":"Point","coordinates":[37.1,36.2]}}}}
        ]}}"#
    );
    let loaded = ScenarioReader::new().text("shelters.geojson", text, None).read().unwrap();
    let errors: Vec<_> = loaded.errors().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "error[unreadable-feature]: shelters.geojson, feature 1: member \"geometry\": expected a GeoJSON geometry, found more than 127 levels of nesting (the feature is left out)",
            "error[unreadable-feature]: shelters.geojson, feature 2: member \"properties\": expected an object, found more than 127 levels of nesting (the feature is left out)",
        ]
    );
    assert_eq!(loaded.scenario.shelters().len(), 1);
    let bare = "[".repeat(1_000_000);
    assert!(ScenarioReader::new().text("zones.geojson", bare, None).read().is_err());
}

#[test]
fn an_id_that_a_foreign_file_repeats_gets_a_number() {
    let one = r#"{"type":"Feature","properties":{"Id":7,"N":12.5},"geometry":{"type":"Point","coordinates":[37.1,36.2]}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{one},{one},{one}]}}"#);
    let mapping =
        Mapping::of(Kind::Shelter).id("Id").id_prefix("s").name("N").constant("sensitivity", "low");
    let loaded = ScenarioReader::new().mapped_text("a.json", text, mapping).read().unwrap();
    let ids: Vec<_> = loaded.scenario.shelters().iter().map(|one| one.id().as_str()).collect();
    assert_eq!(ids, ["s7", "s7-2", "s7-3"]);
    let codes: Vec<_> = loaded.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, ["foreign-id-repeated"; 2]);
}

/// A value put in the place of another.
fn odd() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    prop_oneof![
        Just(json!(null)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[]])),
        Just(json!([[[]]])),
        Just(json!(true)),
        Just(json!("")),
        Just(json!("x; ;")),
        Just(json!("2026-01-08T10:00:00")),
        Just(json!(-1)),
        Just(json!(1.5)),
        Just(json!(1e308)),
        Just(json!(-0.0)),
        Just(json!(u64::MAX)),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(|text| json!(text)),
        (-200.0..200.0, -100.0..100.0).prop_map(|(x, y)| json!([x, y])),
        prop::collection::vec((37.0..37.1, 36.0..36.1), 0..7).prop_map(|ring| json!([ring])),
    ]
}

/// Puts `odd` in the place of the value numbered `at`, counted depth first.
fn replace(value: &mut serde_json::Value, at: &mut usize, odd: &serde_json::Value) {
    if *at == 0 {
        *value = odd.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        serde_json::Value::Array(all) => all.iter_mut().for_each(|one| replace(one, at, odd)),
        serde_json::Value::Object(all) => all.values_mut().for_each(|one| replace(one, at, odd)),
        _ => {}
    }
}

fn count(value: &serde_json::Value) -> usize {
    1 + match value {
        serde_json::Value::Array(all) => all.iter().map(count).sum(),
        serde_json::Value::Object(all) => all.values().map(count).sum(),
        _ => 0,
    }
}

const FILES: [&str; 9] = [
    "neighbourhoods.geojson",
    "curfew-zones.geojson",
    "zones.geojson",
    "front-lines.geojson",
    "checkpoints.geojson",
    "corridors.geojson",
    "shelters.geojson",
    "streets.geojson",
    "assembly-points.geojson",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn odd_values_anywhere_never_panic(
        file in 0..FILES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), odd()), 1..5),
    ) {
        let mut value: serde_json::Value = serde_json::from_str(&clean(FILES[file])).unwrap();
        for (at, odd) in changes {
            let mut at = at.index(count(&value));
            replace(&mut value, &mut at, &odd);
        }
        let read = ScenarioReader::new().text(FILES[file], value.to_string(), None).read();
        if let Ok(loaded) = read {
            for feature in loaded.scenario.features() {
                prop_assert!(!feature.reference().id().is_empty());
            }
        }
    }

    #[test]
    fn bytes_changed_or_cut_anywhere_never_panic(
        file in 0..FILES.len(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = clean(FILES[file]).into_bytes();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = ScenarioReader::new().text(FILES[file], text, None).read();
    }

    #[test]
    fn rings_of_any_shape_never_panic_and_what_is_kept_is_valid(
        ring in prop::collection::vec((0_i8..8, 0_i8..8), 0..12),
        hole in prop::collection::vec((0_i8..8, 0_i8..8), 0..6),
    ) {
        use geo::Validation;
        let at = |points: &[(i8, i8)]| -> Vec<[f64; 2]> {
            points.iter().map(|(x, y)| [37.0 + f64::from(*x) / 64.0, 36.0 + f64::from(*y) / 64.0]).collect()
        };
        let text = serde_json::json!({"type": "Feature", "properties": {"kind": "neighbourhood"},
            "geometry": {"type": "Polygon", "coordinates": [at(&ring), at(&hole)]}});
        let read = ScenarioReader::new().text("a.geojson", text.to_string(), None).read();
        if let Ok(loaded) = read {
            for one in loaded.scenario.neighbourhoods() {
                for polygon in &one.area().polygons().0 {
                    // Touching rings are let be; crossing ones are not.
                    prop_assert!(polygon.exterior().0.len() >= 4);
                    prop_assert!(polygon.exterior().is_valid());
                }
            }
        }
    }
}
