//! Shelter assignment on its own.

use super::evacuate::place;
use super::{Folder, Run, run, run_words};
use serde_json::Value;

/// A shelter at the middle of the street, 749 s from the neighbourhood's.
const MIDDLE: &str = r#"{"type": "Feature", "properties": {"id": "m", "kind": "shelter", "name": "Middle", "capacity": 60, "occupancy": 0, "source": "drawn", "sensitivity": "low"},
    "geometry": {"type": "Point", "coordinates": [37.16, 36.23]}}"#;

fn scene(population: u64, places: u64) -> Folder {
    let population = format!(r#""population": {population},"#);
    place(&population, &format!(r#""capacity": {places}, "occupancy": 0,"#), &[MIDDLE])
}

fn assign(folder: &Folder, more: &[&str]) -> Run {
    let path = folder.path();
    run(&[&["assign", path.as_str(), "--at", "2026-01-08T08:00Z"], more].concat())
}

#[track_caller]
fn persons(json: &Value, shelter: &str) -> u64 {
    let all = json["shelters"].as_array().unwrap();
    let one = all.iter().find(|one| one["shelter"] == shelter).unwrap();
    one["persons"].as_u64().unwrap()
}

#[test]
fn as_many_as_have_room_with_the_least_walking() {
    let json = assign(&scene(100, 100), &["--format", "json"]).exits(0).json();
    // 60 stay near, 40 go on: 749.2 and 1498.4 s.
    assert_eq!((persons(&json, "m"), persons(&json, "c")), (60, 40));
    let assignment = &json["assignment"];
    assert_eq!(
        (&assignment["persons"], &assignment["persons_at_most"]),
        (&100.into(), &100.into())
    );
    let walked = assignment["walk_s"].as_f64().unwrap();
    assert!((walked - (60.0 * 749.2 + 40.0 * 1498.4)).abs() < 100.0, "{walked}");
    assert_eq!(json["gap_percent"], 0.0);
    let text = assign(&scene(100, 100), &[]).exits(0).out;
    for line in ["100 of 100 people have a place", "no assignment walks less", "West (a)"] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn families_stay_together() {
    // 14 families of 7 and one of 2: at most 8 whole ones in the middle.
    let json =
        assign(&scene(100, 100), &["--family-size", "7", "--format", "json"]).exits(0).json();
    for one in json["assignment"]["assigned"].as_array().unwrap() {
        let group = &json["groups"][one["group"].as_u64().unwrap() as usize];
        let size = group["size"].as_u64().unwrap();
        assert_eq!(one["persons"], one["families"].as_u64().unwrap() * size);
    }
    let sizes: Vec<_> = json["groups"].as_array().unwrap().iter().map(|one| &one["size"]).collect();
    assert_eq!(sizes, [7, 2]);
    assert!(persons(&json, "m") <= 60 && json["assignment"]["persons"] == 100);
    let families = r#"[{"neighbourhood": "a", "at": [37.15, 36.23], "size": 4, "families": 10}]"#;
    let folder = scene(100, 100).with("families.json", families);
    let file = folder.file("families.json");
    let json = assign(&folder, &["--families", &file, "--format", "json"]).exits(0).json();
    assert_eq!(json["assignment"]["persons"], 40);
}

#[test]
fn who_has_no_place_is_told_why() {
    let json = assign(&scene(100, 10), &["--format", "json"]).exits(1).json();
    assert_eq!(
        (&json["groups"][0]["reason"], &json["assignment"]["left"][0]),
        (&"no-room".into(), &30.into())
    );
    let text = assign(&scene(100, 10), &[]).exits(1).out;
    assert!(text.contains("30 people in 30 families have no place: every shelter"), "{text}");
    let folder = place(r#""population": 50,"#, "", &[]);
    let json = assign(&folder, &["--format", "json"]).exits(1).json();
    assert_eq!(json["shelters"][0]["left_out"], "places-unknown");
    assert_eq!(json["groups"][0]["reason"], "no-room");
    let far = ["--add-shelter", "hill,37.3,36.4,500", "--format", "json"];
    let json = assign(&folder, &far).exits(1).json();
    assert_eq!(json["groups"][0]["reason"], "no-street-near-end");
}

#[test]
fn what_cannot_be_assigned_is_refused() {
    let folder = scene(100, 100);
    for (more, words) in [
        (&["--family-size", "0"][..], "1 or more"),
        (&["--persons", "z=4"], "neighbourhood"),
        (&["--neighbourhood", "z"], "neighbourhood"),
        (&["--shelter", "z"], "shelter"),
    ] {
        let run = assign(&folder, more).exits(2);
        assert!(run.err.contains(words), "{}", run.err);
    }
    let run = assign(&place("", r#""capacity": 5,"#, &[]), &[]).exits(2);
    assert!(run.err.contains("--persons a=COUNT"), "{}", run.err);
    let folder = folder.with(
        "families.json",
        r#"[{"neighbourhood": "a", "at": [37, 36], "size": 0, "families": 1}]"#,
    );
    let run = assign(&folder, &["--families", &folder.file("families.json")]).exits(2);
    assert!(run.err.contains("families of 1 person or more"), "{}", run.err);
}

#[test]
fn the_embedded_place_is_assigned() {
    let run = run_words("assign --example --family-size 5 --at 2026-01-08T10:30").exits(1);
    assert!(run.out.contains("have a place"), "{}", run.out);
    let text = run.out.to_lowercase();
    assert!(!text.contains("safe"), "{text}");
}
