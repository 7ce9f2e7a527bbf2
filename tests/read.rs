//! Scenarios read from text and folders.

use safepassage::id::Kind;
use safepassage::io::read::ScenarioReader;
use safepassage::model::{CheckpointStatus, Feature};
use safepassage::time::{Schedule, State};

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

fn shelter(id: &str) -> String {
    feature(&format!(r#""id":"{id}","sensitivity":"low""#), POINT)
}

fn shelters_of(name: &str, text: &str) -> Vec<String> {
    let loaded = ScenarioReader::new().text(name, text, Some(Kind::Shelter)).read().unwrap();
    assert_eq!(loaded.issues, []);
    loaded.scenario.shelters().iter().map(|one| one.id().to_string()).collect()
}

#[test]
fn collections_features_lines_and_sequences_read_alike() {
    let (a, b) = (shelter("a"), shelter("b"));
    assert_eq!(shelters_of("x.json", &a), ["a"]);
    assert_eq!(shelters_of("x.json", &collection(&[a.clone(), b.clone()])), ["a", "b"]);
    assert_eq!(shelters_of("x.geojsonl", &format!("{a}\n{b}\n")), ["a", "b"]);
    assert_eq!(shelters_of("x.json", &format!("{a}\r\n\r\n{b}")), ["a", "b"]);
    assert_eq!(shelters_of("x.json", &format!("\u{1e}{a}\n\u{1e}{b}\n")), ["a", "b"]);
    assert_eq!(shelters_of("x.geojsonl", &a), ["a"]);
    // Members in any order, and unknown ones.
    let odd = format!(
        r#"{{"features":[{a}],"x":{{"features":1}},"bbox":[1,2,3,4],"type":"FeatureCollection"}}"#
    );
    assert_eq!(shelters_of("x.json", &odd), ["a"]);
}

#[test]
fn an_identifier_is_the_property_then_the_feature_id_then_a_number() {
    let with = |id: &str, properties: &str| {
        format!(
            r#"{{"type":"Feature","id":{id},"properties":{{{properties}"sensitivity":"low"}},"geometry":{POINT}}}"#
        )
    };
    let text = collection(&[
        with("1", r#""id":"a","#),
        with("2", ""),
        with("3", r#""id":7.0,"#),
        with("4", r#""id":130.2,"#),
        with("null", ""),
    ]);
    let loaded = ScenarioReader::new().text("shelters.geojson", text, None).read().unwrap();
    let ids: Vec<_> = loaded.scenario.shelters().iter().map(|one| one.id().as_str()).collect();
    assert_eq!(ids, ["130.2", "2", "7", "a", "shelters-5"]);
}

/// The schedule of a curfew zone with these properties.
fn schedule(properties: &str) -> Schedule {
    let about = r#"{"time_zone":"Asia/Damascus","period":{"start":"2026-01-05T00:00:00+03:00","end":"2026-01-12T00:00:00+03:00"}}"#;
    let text = feature(&format!(r#""id":"x",{properties}"#), SQUARE);
    let reader = ScenarioReader::new().text("scenario.json", about, None);
    let loaded = reader.text("curfew-zones.geojson", text, None).read().unwrap();
    loaded.scenario.curfew_zones()[0].schedule()
}

fn state(schedule: &Schedule, at: &str) -> State {
    schedule.active_at(at.parse().unwrap())
}

#[test]
fn hours_and_windows_are_read_in_the_local_time_zone() {
    let night = schedule(r#""hours":"20:00-06:00","start":"2026-01-07T00:00:00""#);
    assert_eq!(state(&night, "2026-01-06T18:00:00Z"), State::DoesNotHold);
    assert_eq!(state(&night, "2026-01-07T17:00:00Z"), State::Holds);
    assert_eq!(state(&night, "2026-01-08T02:59:59Z"), State::Holds);
    assert_eq!(state(&night, "2026-01-08T03:00:00Z"), State::DoesNotHold);
    let further_notice = schedule(r#""start":"2026-01-07T15:00:00""#);
    assert_eq!(state(&further_notice, "2026-01-07T11:59:59Z"), State::DoesNotHold);
    assert_eq!(state(&further_notice, "2036-01-07T12:00:00Z"), State::Holds);
    let other_zone = schedule(r#""hours":["20:00-06:00"],"time_zone":"UTC""#);
    assert_eq!(state(&other_zone, "2026-01-07T19:00:00Z"), State::DoesNotHold);
    let whole = schedule(r#""schedule":{"otherwise":"unknown"},"start":"2026-01-07T15:00:00Z""#);
    assert_eq!(state(&whole, "2026-01-08T00:00:00Z"), State::Unknown);
}

#[test]
fn what_cannot_be_read_of_a_schedule_leaves_it_unknown() {
    for properties in [
        r#""start":"soon""#,
        r#""start":"2026-01-08T00:00:00Z","end":"2026-01-07T00:00:00Z""#,
        r#""hours":"at night""#,
        r#""hours":"20:00-06:00","time_zone":"Mars""#,
        r#""schedule":"{""#,
        r#""opening_hours":"by the moon""#,
        r#""name":"no time at all""#,
    ] {
        let schedule = schedule(properties);
        assert_eq!(state(&schedule, "2026-01-08T00:00:00Z"), State::Unknown, "{properties}");
        assert_eq!(state(&schedule, "2126-01-08T00:00:00Z"), State::Unknown, "{properties}");
    }
}

#[cfg(feature = "opening-hours")]
#[test]
fn opening_hours_are_read_over_the_period() {
    let hours = schedule(r#""opening_hours":"Mo-Su 08:00-18:00""#);
    assert_eq!(state(&hours, "2026-01-08T06:00:00Z"), State::Holds);
    assert_eq!(state(&hours, "2026-01-08T16:00:00Z"), State::DoesNotHold);
    assert_eq!(state(&hours, "2026-02-08T06:00:00Z"), State::Unknown);
}

#[cfg(feature = "osm")]
#[test]
fn packed_files_are_unpacked_up_to_the_limit() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("shelters.geojson.gz")).unwrap();
    let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    write!(packer, "{}{}", shelter("a"), " ".repeat(1_000_000)).unwrap();
    packer.finish().unwrap();
    let reader = ScenarioReader::new().folder(folder.path());
    // The name of a packed file does not end in .geojson, and still says what it holds.
    let loaded = reader.clone().read().unwrap();
    assert_eq!(loaded.scenario.shelters().len(), 1);
    let error = reader.most_bytes(10_000).read().unwrap_err();
    assert_eq!(error.to_string(), "shelters.geojson.gz: expected at most 10000 bytes, found more");
}

#[test]
fn lines_that_follow_each_other_are_one() {
    let lines = r#"{"type":"MultiLineString","coordinates":[[[37.1,36.2],[37.2,36.2]],[[37.2,36.2],[37.3,36.3]]]}"#;
    let text = feature(
        r#""id":"a","kind":"corridor","sensitivity":"low","start":"2026-01-07T00:00:00Z""#,
        lines,
    );
    let loaded = ScenarioReader::new().text("x.json", text, None).read().unwrap();
    assert_eq!(loaded.issues, []);
    assert_eq!(loaded.scenario.corridors()[0].path().line().0.len(), 3);
}

#[test]
fn an_open_checkpoint_of_unreadable_direction_is_not_open() {
    let status = |more: &str| {
        let properties =
            format!(r#""id":"a","status":"open","start":"2026-01-07T00:00:00Z"{more}"#);
        let text = feature(&properties, POINT);
        let loaded = ScenarioReader::new().text("checkpoints.json", text, None).read().unwrap();
        loaded.scenario.checkpoints()[0].status()
    };
    assert_eq!(status(""), CheckpointStatus::Open);
    assert_eq!(status(r#","direction":"one-way","bearing_deg":90"#), CheckpointStatus::Open);
    assert_eq!(status(r#","direction":"outwards""#), CheckpointStatus::Unknown);
    assert_eq!(status(r#","direction":"one-way""#), CheckpointStatus::Unknown);
    assert_eq!(status(r#","bearing_deg":"north""#), CheckpointStatus::Unknown);
}

#[test]
fn a_slip_of_the_hand_is_mended_and_the_area_stays() {
    // A square of 0.01 degrees with a loop of 0.0001 degrees at a corner.
    let ring = r#"{"type":"Polygon","coordinates":[[[37.10,36.20],[37.11,36.20],[37.11,36.21],[37.1052,36.21],[37.1050,36.2103],[37.1054,36.2103],[37.1050,36.21],[37.10,36.21],[37.10,36.20]]]}"#;
    let text = feature(r#""id":"a""#, ring);
    let loaded = ScenarioReader::new().text("neighbourhoods.json", text, None).read().unwrap();
    let area = loaded.scenario.neighbourhoods()[0].area().polygons();
    assert!(geo::Validation::is_valid(area));
    assert!((geo::Area::unsigned_area(area) - 1e-4).abs() < 1e-6);
}

#[test]
fn a_polygon_across_the_antimeridian_is_cut_with_its_area_kept() {
    let hole = "[[-179.998,-16.506],[-179.998,-16.504],[-179.996,-16.504],[-179.998,-16.506]]";
    let rings = [
        "[[179.98,-16.51],[-179.99,-16.51],[-179.99,-16.5],[179.98,-16.5],[179.98,-16.51]]",
        "[[-179.99,-16.51],[-179.99,-16.5],[179.98,-16.5],[179.98,-16.51],[-179.99,-16.51]]",
    ];
    for ring in rings {
        let polygon = format!(r#"{{"type":"Polygon","coordinates":[{ring},{hole}]}}"#);
        let text = feature(r#""id":"a""#, &polygon);
        let loaded = ScenarioReader::new().text("neighbourhoods.json", text, None).read().unwrap();
        let area = loaded.scenario.neighbourhoods()[0].area().polygons();
        assert_eq!(area.0.len(), 2);
        assert_eq!(area.0.iter().map(|one| one.interiors().len()).sum::<usize>(), 1);
        let expected = 0.03 * 0.01 - 0.002 * 0.002 / 2.0;
        assert!((geo::Area::unsigned_area(area) - expected).abs() < 1e-9);
    }
}

#[test]
fn a_mapping_in_the_folder_reads_a_foreign_file() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = collection(&[feature(r#""Id":7,"NAME":"North","When":1767866400000"#, SQUARE)]);
    std::fs::write(folder.path().join("blocks.geojson"), foreign).unwrap();
    let mapping = r#"{"blocks.geojson":{"kind":"restricted-zone","id":"Id","id_prefix":"b","name":"NAME",
        "properties":{"start":"When"},"times":"unix-milliseconds","constants":{"sensitivity":"low"}}}"#;
    std::fs::write(folder.path().join("mappings.json"), mapping).unwrap();
    let loaded = ScenarioReader::new().folder(folder.path()).read().unwrap();
    assert_eq!(loaded.issues, []);
    let zone = &loaded.scenario.restricted_zones()[0];
    assert_eq!((zone.id().as_str(), zone.names().main()), ("b7", "North"));
    assert_eq!(state(&zone.schedule(), "2026-01-08T10:00:00Z"), State::Holds);
    assert_eq!(state(&zone.schedule(), "2026-01-08T09:59:59Z"), State::DoesNotHold);
}

#[test]
fn every_file_of_a_folder_that_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.geojson", "b.geojson"] {
        std::fs::write(folder.path().join(name), "{").unwrap();
    }
    let loaded = ScenarioReader::new().folder(folder.path()).read().unwrap();
    let files: Vec<_> = loaded.errors().map(|issue| issue.at.file_name()).collect();
    assert_eq!(files, ["a.geojson", "b.geojson"]);
}
