//! Plans of whole evacuations.

use super::{Folder, run, run_words};
use safepassage::evacuate::{
    EvacuationPlan, EvacuationPlanner, EvacuationRequest, GroupRequest, StartFrom,
};
use safepassage::picture::OperationalPicture;
use safepassage::place::northern_aleppo;
use serde_json::{Value, json};

const WINDOW: &str = "--from 2026-01-08T09:30 --to 2026-01-08T14:00";

/// Junctions 899 m apart: 749.2 s on foot. 2,880 on foot pass the street in an hour.
pub(super) const STREETS: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"id": "west", "kind": "street", "class": "residential", "width_m": 2.8, "name": "West Street", "source": "drawn", "sensitivity": "low"},
     "geometry": {"type": "LineString", "coordinates": [[37.15, 36.23], [37.16, 36.23]]}},
    {"type": "Feature", "properties": {"id": "east", "kind": "street", "class": "residential", "width_m": 2.8, "name": "East Street", "source": "drawn", "sensitivity": "low"},
     "geometry": {"type": "LineString", "coordinates": [[37.16, 36.23], [37.17, 36.23]]}}]}"#;

/// A place with one street, a neighbourhood at its west end, a shelter at its east
/// end, and `more` records.
pub(super) fn place(population: &str, shelter: &str, more: &[&str]) -> Folder {
    let all = [
        format!(
            r#"{{"type": "Feature", "properties": {{"id": "a", "kind": "neighbourhood", "name": "West", {population} "source": "drawn", "sensitivity": "low"}},
            "geometry": {{"type": "Polygon", "coordinates": [[[37.149,36.229],[37.151,36.229],[37.151,36.231],[37.149,36.231],[37.149,36.229]]]}}}}"#
        ),
        format!(
            r#"{{"type": "Feature", "properties": {{"id": "c", "kind": "shelter", "name": "School", {shelter} "source": "drawn", "sensitivity": "low"}},
            "geometry": {{"type": "Point", "coordinates": [37.17, 36.23]}}}}"#
        ),
    ];
    let all: Vec<&str> = all.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let records = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, all.join(","));
    Folder::new()
        .with("scenario.json", r#"{"title": "Drawn for a test", "time_zone": "UTC"}"#)
        .with("streets.geojson", STREETS)
        .with("records.geojson", &records)
}

/// A checkpoint half way that is open all day.
pub(super) fn checkpoint(properties: &str) -> String {
    format!(
        r#"{{"type": "Feature", "properties": {{"id": "b", "kind": "checkpoint", "name": "Castello", "status": "open", "start": "2026-01-08T00:00:00Z", "end": "2026-01-09T00:00:00Z", {properties} "source": "drawn", "sensitivity": "low"}},
        "geometry": {{"type": "Point", "coordinates": [37.16, 36.23]}}}}"#
    )
}

pub(super) const SIMPLE: [&str; 2] =
    [r#""population": 1000,"#, r#""capacity": 2000, "occupancy": 0,"#];

/// `evacuate` in a folder, from 07:00 to 09:00.
pub(super) fn evacuate(folder: &Folder, more: &[&str]) -> super::Run {
    let path = folder.path();
    let window = ["--from", "2026-01-08T07:00Z", "--to", "2026-01-08T09:00Z"];
    run(&[&["evacuate", path.as_str()], &window[..], more].concat())
}

#[test]
fn the_plan_is_the_librarys() {
    let scenario = northern_aleppo().unwrap().scenario;
    let picture = OperationalPicture::prepare(scenario).unwrap();
    let window = "2026-01-08T06:30:00Z/2026-01-08T11:00:00Z".parse().unwrap();
    let ids = picture.scenario().neighbourhoods().iter();
    let ids: Vec<_> = ids.map(|one| GroupRequest::new(one.id().clone())).collect();
    let mut request = EvacuationRequest::new(window).start_from(StartFrom::AssemblyPoints);
    request.groups = ids;
    let plan = EvacuationPlanner::new(&picture).plan(&request).unwrap();
    let words = format!("evacuate --example --start-from assembly-points {WINDOW} --format json");
    let json = run_words(&words).exits(1).json();
    let told: EvacuationPlan = serde_json::from_value(json["plan"].clone()).unwrap();
    assert_eq!(told, plan);
    assert_eq!(json["not_asked"], json!({"neighbourhoods": 0, "persons": 0, "reason": null}));
}

#[test]
fn text_says_what_was_asked_and_what_came_of_it() {
    let castello = checkpoint(r#""persons_per_hour": 600,"#);
    let folder = place(r#""population": 900,"#, SIMPLE[1], &[&castello]);
    let run = evacuate(&folder, &[]).exits(0);
    // 26 steps to the first arrival; 10 a minute: 90 steps.
    for line in [
        "Evacuation, 2026-01-08 07:00 +00:00 to 2026-01-08 09:00 +00:00; times in UTC",
        "900 people in 1 neighbourhood, on foot; steps of 1 min; worked out exactly",
        "900 of 900 people (100.0 %)",
        "after 1 h 55 min; no plan under these rules that brings out as many is quicker than 1 h 55 min",
        "from 07:12 the checkpoint Castello passes 600 an hour and 900 people are behind it",
        "West (a)",
        "School (c)",
        "along West Street, East Street; checkpoint b",
        "is not a statement that a way is free of danger",
    ] {
        assert!(run.out.contains(line), "{line}: {}", run.out);
    }
    assert!(!run.out.contains("left behind"), "{}", run.out);
}

#[test]
fn options_go_before_the_request() {
    let request = r#"{
        "window": {"start": "2026-01-08T06:00:00Z", "end": "2026-01-08T07:00:00Z"},
        "groups": [{"neighbourhood": "a", "persons": 300, "modes": {"vehicle": 1.0}}],
        "method": "exact", "policy": {"street_reach": 100}, "step_s": 120, "seed": 3
    }"#;
    let folder = place(SIMPLE[0], SIMPLE[1], &[]).with("request.json", request);
    let file = folder.file("request.json");
    let path = folder.path();
    let plain = run(&["evacuate", &path, "--request", &file, "--format", "json"]).exits(0).json();
    let asked = &plain["plan"]["request"];
    assert_eq!((&asked["step_s"], &asked["seed"]), (&json!(120), &json!(3)));
    assert_eq!(asked["policy"]["street_reach"], 100.0);
    assert_eq!(asked["window"]["end"], "2026-01-08T07:00:00Z");
    assert_eq!(plain["plan"]["bounds"]["persons"], 300);
    let more = [
        "--request",
        &file,
        "--step",
        "60",
        "--method",
        "fast",
        "--persons",
        "a=100..200..400",
        "--mode",
        "foot=0.5,vehicle=0.5",
        "--samples",
        "5",
        "--places",
        "c=150",
        "--wall-from",
        "severe",
        "--format",
        "json",
    ];
    let json = evacuate(&folder, &more).exits(1).json();
    let plan = &json["plan"];
    assert_eq!(plan["request"]["window"]["start"], "2026-01-08T07:00:00Z");
    assert_eq!(plan["request"]["policy"]["wall_from"], "severe");
    assert_eq!(plan["request"]["policy"]["street_reach"], 100.0);
    assert_eq!((&plan["method"], &plan["step_s"]), (&json!("fast"), &json!(60)));
    assert_eq!(plan["bounds"]["persons"], 200);
    assert_eq!(plan["bounds"]["moved"], 150);
    assert_eq!((&plan["band"]["samples"], &plan["band"]["seed"]), (&json!(5), &json!(3)));
    assert_eq!(plan["groups"][0]["left"][0]["reason"], "no-room");
    let text = evacuate(&folder, &more[..more.len() - 2]).exits(1).out;
    assert!(text.contains("5 draws from seed 3"), "{text}");
    // The same seed, the same bytes.
    assert_eq!(evacuate(&folder, &more[..more.len() - 2]).out, text);
}

#[test]
fn a_request_without_a_window_takes_the_options() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]).with("request.json", r#"{"step_s": 60}"#);
    let file = folder.file("request.json");
    let json = evacuate(&folder, &["--request", &file, "--format", "json"]).exits(0).json();
    assert_eq!(json["plan"]["window"]["start"], "2026-01-08T07:00:00Z");
    let run = run(&["evacuate", &folder.path(), "--request", &file]).exits(2);
    assert!(run.err.contains("--from and --to"), "{}", run.err);
}

#[test]
fn a_shelter_may_be_given_by_its_place() {
    let folder = place(SIMPLE[0], "", &[]);
    let json = evacuate(&folder, &["--format", "json"]).exits(1).json();
    assert_eq!(json["plan"]["bounds"]["moved"], 0);
    let warnings = json["plan"]["warnings"].to_string();
    assert!(warnings.contains("how many places it has free is not known"), "{warnings}");
    let json = evacuate(&folder, &["--unknown-places", "700", "--format", "json"]).exits(1).json();
    assert_eq!(json["plan"]["bounds"]["moved"], 700);
    let near = ["--add-shelter", "hall,37.16,36.23,1000", "--format", "json"];
    let json = evacuate(&folder, &near).exits(0).json();
    assert_eq!(json["plan"]["bounds"]["moved"], 1000);
    let only = ["--add-shelter", "hall,37.16,36.23,600", "--shelter", "hall", "--format", "json"];
    let json = evacuate(&folder, &only).exits(1).json();
    assert_eq!(json["plan"]["shelters"].as_array().unwrap().len(), 1);
    assert_eq!(json["plan"]["bounds"]["moved"], 600);
    let again = evacuate(&folder, &["--add-shelter", "c,37.16,36.23,600"]).exits(2);
    assert!(again.err.contains("an identifier that no shelter has"), "{}", again.err);
}

#[test]
fn nothing_is_written_without_an_audience() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    let (layers, chart) = (folder.file("map"), folder.file("out.svg"));
    let table = folder.file("out.csv");
    for (option, file) in [("--layers", &layers), ("--chart", &chart), ("--schedule", &table)] {
        let run = evacuate(&folder, &[option, file]).exits(2);
        assert!(run.err.contains("--audience"), "{}", run.err);
        assert!(!std::path::Path::new(file).exists());
    }
    let run = evacuate(&folder, &["--audience", "public"]).exits(2);
    assert!(run.err.contains("--layers, --chart or --schedule"), "{}", run.err);
}

#[test]
fn files_are_written_for_their_audience() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    let (layers, chart) = (folder.file("map"), folder.file("out.svg"));
    let table = folder.file("out.csv");
    let files = |audience| {
        let more = [
            "--layers",
            &layers,
            "--chart",
            &chart,
            "--schedule",
            &table,
            "--audience",
            audience,
            "--format",
            "json",
        ];
        evacuate(&folder, &more).exits(0).json()["files"].clone()
    };
    let kept = |files: &Value, name: &str| {
        let all = files["layers"].as_array().unwrap();
        let layer = all.iter().find(|layer| layer["name"] == name).unwrap();
        layer["redaction"]["kept"].as_u64().unwrap()
    };
    let internal = files("internal");
    assert_eq!(internal["audience"], "internal");
    assert!(kept(&internal, "evacuation-flows") > 0);
    let text = std::fs::read_to_string(&chart).unwrap();
    assert!(text.starts_with("<svg") || text.starts_with("<?xml"), "{text:.60}");
    let rows = |text: &str| text.lines().filter(|line| line.starts_with("movement/")).count();
    let text = std::fs::read_to_string(&table).unwrap();
    assert!(rows(&text) >= 21 && text.contains(",a,West,foot,"), "{text}");
    let public = files("public");
    assert_eq!(kept(&public, "evacuation-flows"), 0);
    assert_eq!(rows(&std::fs::read_to_string(&table).unwrap()), 0);
    let text = std::fs::read_to_string(format!("{layers}/evacuation-flows.geojson")).unwrap();
    assert!(!text.contains("37.1"), "{text}");
}
