//! Real data. Needs the environment variable `SAFEPASSAGE_DATA`.

use super::{Folder, run};
use std::path::PathBuf;

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder
}

#[test]
fn aleppo_reads_through_a_mapping() {
    let Some(data) = data() else { return };
    let mapping = r#"{"kind": "neighbourhood", "id": "Id", "name": "NAME",
        "names": {"ar": "NAME_A"}, "constants": {"sensitivity": "low"}}"#;
    let folder = Folder::new().with("map.json", mapping);
    let file = data.join("aleppo/neighborhoods.geojson").display().to_string();
    let map = folder.file("map.json");
    let json = run(&["check", &file, "--map", &map, "--format", "json"]).exits(0).json();
    assert_eq!(json["records"]["neighbourhood"], 133);
    let ask = ["ask", &file, "--map", &map, "--covering", "37.1555,36.2345", "--format", "json"];
    let json = run(&ask).exits(0).json();
    assert_eq!(json["hits"][0]["name"], "ash-Sheikh Maqsoud");
}

/// A scenario around a place: a neighbourhood, an announced corridor along its
/// edge, a curfew zone east of it, and a shelter beyond.
fn scenario(lon: f64, lat: f64) -> Folder {
    let square = |west: f64, south: f64, size: f64| {
        let (east, north) = (west + size, south + size);
        format!(
            "[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]"
        )
    };
    let feature = |properties: &str, geometry: &str, coordinates: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{{properties}, "sensitivity": "low", "source": "drawn for this test"}},
            "geometry": {{"type": "{geometry}", "coordinates": {coordinates}}}}}"#
        )
    };
    let features = [
        feature(
            r#""id": "home", "kind": "neighbourhood""#,
            "Polygon",
            &square(lon - 0.004, lat - 0.004, 0.008),
        ),
        feature(
            r#""id": "east", "kind": "curfew-zone", "start": "2026-01-08T00:00:00Z", "end": "2026-01-09T00:00:00Z""#,
            "Polygon",
            &square(lon + 0.02, lat - 0.01, 0.02),
        ),
        feature(
            r#""id": "school", "kind": "shelter", "capacity": 300"#,
            "Point",
            &format!("[{},{}]", lon - 0.012, lat),
        ),
        feature(
            r#""id": "way", "kind": "safe-corridor", "start": "2026-01-08T06:00:00Z", "end": "2026-01-08T12:00:00Z""#,
            "LineString",
            &format!("[[{lon},{lat}],[{},{lat}]]", lon - 0.012),
        ),
    ];
    let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    Folder::new()
        .with("scenario.json", r#"{"title": "Drawn for a test", "time_zone": "UTC"}"#)
        .with("records.geojson", &text)
}

#[test]
fn a_city_of_openstreetmap_is_planned_and_audited() {
    let Some(data) = data() else { return };
    for (name, lon, lat) in [
        ("monaco.osm.pbf", 7.4246, 43.7370),
        ("oslo-east.osm.pbf", 10.78, 59.91),
        ("columbus.osm.pbf", -83.0, 39.965),
    ] {
        let folder = scenario(lon, lat);
        let streets = data.join("osm").join(name).display().to_string();
        let window =
            ["--from", "2026-01-08T07:00Z", "--to", "2026-01-08T11:00Z", "--format", "json"];
        let path = folder.path();
        for mode in ["foot", "vehicle"] {
            let plan = ["plan", &path, "--streets", &streets, "--mode", mode, "--steps"];
            let json = run(&[&plan[..], &window[..]].concat()).exits(0).json();
            let way = &json["plans"][0]["way"];
            assert_eq!(way["destination"]["id"], "school", "{name}: {json}");
            let steps = way["steps"].as_array().unwrap();
            assert!(steps.iter().any(|step| step["street"].is_string()), "{name}");
            let metres = way["length_m"].as_f64().unwrap();
            assert!((300.0..20_000.0).contains(&metres), "{name}: {metres}");
        }
        let audit = ["audit", &path, "--streets", &streets];
        let run = run(&[&audit[..], &window[..]].concat());
        assert!(run.status <= 1, "{}", run.err);
        assert_eq!(run.json()["corridors"][0]["corridor"], "way");
    }
}

#[test]
fn every_extract_is_counted() {
    let Some(data) = data() else { return };
    let streets = data.join("osm/monaco.osm.pbf").display().to_string();
    let json =
        run(&["check", "--example", "--streets", &streets, "--format", "json"]).exits(0).json();
    assert_eq!(json["streets"]["osm"]["drivable_vertices"], 2351);
    assert_eq!(json["streets"]["osm"]["drivable_edges"], 2837);
}

/// Real shires with fire and closures, whole, as `docs/MATSIM.md` shows one of them.
#[test]
fn a_shire_gets_out() {
    let Some(data) = data() else { return };
    let settings = |name: &str| {
        let file = super::root().join(format!("examples/matsim/{name}.json"));
        let text = std::fs::read_to_string(file).unwrap();
        let folder = serde_json::to_string(&data.join("evac-ees").join(name)).unwrap();
        Folder::new().with("case.json", &text.replacen('{', &format!("{{\"folder\": {folder},"), 1))
    };
    let folder = settings("surf-coast");
    let window = ["--from", "2022-01-12T12:00", "--to", "2022-01-12T20:00", "--method", "exact"];
    let (file, map, table) = (folder.file("case.json"), folder.file("map"), folder.file("who.csv"));
    let files = ["--audience", "internal", "--layers", &map, "--schedule", &table];
    let out = run(&[&["evacuate", "--matsim", &file], &window[..], &files].concat()).exits(0).out;
    let docs = std::fs::read_to_string(super::root().join("docs/MATSIM.md")).unwrap();
    let shown = docs.split("```text\n$ safepassage evacuate").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap().lines().skip(1);
    // What no other plan that is proven best could say otherwise.
    let proven = ["6,906 people in", "  out  ", "  last arrival", "  mean arrival"];
    let shown = shown.filter(|line| proven.iter().any(|begins| line.starts_with(begins)));
    let shown: Vec<&str> = shown.collect();
    assert_eq!(shown.len(), proven.len());
    for line in shown {
        assert!(out.lines().any(|one| one == line), "{line}\n{out}");
    }
    let rows = std::fs::read_to_string(&table).unwrap();
    assert!(rows.lines().count() > 1000, "{}", rows.lines().count());
    let folder = settings("lithgow");
    let window = ["--from", "2013-10-17T12:00", "--to", "2013-10-17T22:00", "--format", "json"];
    let more = ["--unknown-places", "20000"];
    let file = folder.file("case.json");
    let json =
        run(&[&["evacuate", "--matsim", &file], &window[..], &more].concat()).exits(1).json();
    assert_eq!(json["plan"]["bounds"]["persons"], 10_000);
}
