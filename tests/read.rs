//! Scenarios read from text and folders.

use safepassage::io::read::ScenarioReader;

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const POINT: &str = r#"{"type":"Point","coordinates":[37.14,36.21]}"#;
const LINE: &str = r#"{"type":"LineString","coordinates":[[37.14,36.21],[37.15,36.22]]}"#;
const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[37.1,36.2],[37.11,36.2],[37.11,36.21],[37.1,36.21],[37.1,36.2]]]}"#;

#[test]
fn one_collection_may_hold_every_kind() {
    let with = |kind: &str, more: &str, geometry| {
        feature(
            &format!(
                r#""id":"x","kind":"{kind}","sensitivity":"low","start":"2026-01-08T10:00:00+03:00"{more}"#
            ),
            geometry,
        )
    };
    let text = collection(&[
        with("neighbourhood", r#","population":1200"#, SQUARE),
        with("curfew-zone", "", SQUARE),
        with("restricted-zone", "", SQUARE),
        with("hazard-zone", "", SQUARE),
        with("front-line", r#","parties":"a; b""#, LINE),
        with("area-of-control", r#","party":"a""#, SQUARE),
        with("checkpoint", "", POINT),
        with("safe-corridor", r#","modes":"foot; vehicle","exempt_from":"curfew-zone/x""#, LINE),
        with("shelter", "", POINT),
        with("assembly-point", r#","neighborhood":"x""#, POINT),
        with("incident", "", POINT),
        with("street", "", LINE),
    ]);
    let loaded = ScenarioReader::new().text("all.geojson", text, None).read().unwrap();
    assert_eq!(loaded.issues, []);
    assert_eq!(loaded.scenario.features().count(), 12);
}
