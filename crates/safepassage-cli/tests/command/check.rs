use super::{Folder, SHELTER, place, run, run_words};

#[test]
fn the_place_has_no_issue() {
    let run = run(&["check", &place()]).exits(0);
    assert!(run.out.starts_with("121 records: neighbourhood 3, curfew-zone 2,"), "{}", run.out);
    assert!(run.out.ends_with("0 errors, 0 warnings, 0 notes\n"), "{}", run.out);
    assert_eq!(run.err, "");
}

#[test]
fn issues_point_at_the_record_and_set_the_exit_status() {
    // The same shelter twice, and one that holds more people than it can.
    let second = SHELTER.replace("\"capacity\": 400", "\"capacity\": 400, \"occupancy\": 500");
    let folder = Folder::new().with("a.geojson", SHELTER).with("shelters.geojson", &second);
    let text = run(&["check", &folder.path()]).exits(1);
    assert!(
        text.out.contains("error[duplicate-id]: shelters.geojson, feature 1 (id \"school\"): "),
        "{}",
        text.out
    );
    let json = run(&["check", &folder.path(), "--format", "json"]).exits(1).json();
    assert_eq!(json["exit_status"], 1);
    assert_eq!(json["records"]["shelter"], 1);
    let issues = json["issues"].as_array().unwrap();
    let count = |severity: &str| issues.iter().filter(|one| one["severity"] == severity).count();
    assert_eq!(json["counts"]["error"], count("error"));
    assert_eq!(json["counts"]["warning"], count("warning"));
    let duplicate = issues.iter().find(|one| one["code"] == "duplicate-id").unwrap();
    assert_eq!(duplicate["at"]["file"], "shelters.geojson");
    assert_eq!(duplicate["at"]["feature"], 1);
    let strict = run(&["check", &folder.path(), "--strict"]).exits(2);
    assert!(strict.err.contains("hint: without --strict"), "{}", strict.err);
}

#[test]
fn several_files_are_one_scenario() {
    let folder = Folder::new().with("shelters.geojson", SHELTER);
    let files = [folder.file("shelters.geojson"), place() + "/neighbourhoods.geojson"];
    let json = run(&["check", &files[0], &files[1], "--format", "json"]).json();
    assert_eq!(json["records"]["shelter"], 1);
    assert_eq!(json["records"]["neighbourhood"], 3);
}

#[test]
fn a_mapping_reads_foreign_properties() {
    let foreign = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "geometry": {"type": "Polygon", "coordinates":
            [[[37.1, 36.2], [37.11, 36.2], [37.11, 36.21], [37.1, 36.2]]]},
        "properties": {"NUMBER": 7, "LABEL": "Seventh", "OTHER": true}}]}"#;
    let mapping = r#"{"kind": "neighbourhood", "id": "NUMBER", "name": "LABEL",
        "constants": {"sensitivity": "low"}}"#;
    let folder = Folder::new().with("districts.geojson", foreign).with("map.json", mapping);
    let (file, map) = (folder.file("districts.geojson"), folder.file("map.json"));
    let json = run(&["check", &file, "--map", &map, "--format", "json"]).exits(0).json();
    assert_eq!(json["records"]["neighbourhood"], 1);
    let ask = ["ask", &file, "--map", &map, "--covering", "37.109,36.201", "--format", "json"];
    let hits = run(&ask).exits(0).json();
    assert_eq!(hits["hits"][0]["id"], "7");
    assert_eq!(hits["hits"][0]["name"], "Seventh");
    let folders_only = run(&["check", &place(), "--map", &map]).exits(2);
    assert!(folders_only.err.contains("mappings.json"), "{}", folders_only.err);
}

#[test]
fn streets_of_openstreetmap_are_counted() {
    let osm = r#"<osm version="0.6"><node id="1" lat="36.23" lon="37.15"/>
        <node id="2" lat="36.231" lon="37.15"/><node id="3" lat="36.231" lon="37.16"/>
        <way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
        <tag k="highway" v="residential"/></way></osm>"#;
    let folder = Folder::new().with("drawn.osm", osm);
    let osm = folder.file("drawn.osm");
    let run = run(&["check", "--example", "--streets", &osm, "--format", "json"]).exits(0);
    let json = run.json();
    assert_eq!(json["streets"]["nodes"], 2);
    assert_eq!(json["streets"]["edges"], 2);
    assert_eq!(json["streets"]["osm"]["drivable_ways"], 1);
}

#[test]
fn the_example_needs_no_file() {
    let json = run_words("check --example --format json").exits(0).json();
    assert_eq!(json["safepassage"], 1);
    assert_eq!(json["command"], "check");
    assert_eq!(json["about"]["time_zone"], "Asia/Damascus");
    assert_eq!(json["records"]["street"], 89);
}

#[test]
fn streets_of_geojson_are_checked_too() {
    let streets = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "geometry": {"type": "Point", "coordinates": [37.15, 36.23]}, "properties": {"id": "a"}},
        {"type": "Feature", "geometry": {"type": "LineString",
        "coordinates": [[37.15, 36.23], [37.16, 36.23]]}, "properties": {"id": "b"}}]}"#;
    let folder = Folder::new().with("roads.geojson", streets);
    let args = ["check", "--example", "--streets", &folder.file("roads.geojson")];
    let run = run(&args).exits(1);
    assert!(run.out.contains("error[wrong-geometry]: roads.geojson, feature 1"), "{}", run.out);
    assert!(run.out.contains("streets: 2 nodes and 2 directed edges"), "{}", run.out);
}
