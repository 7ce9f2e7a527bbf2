//! What cannot be planned says so: an error that names it, or a reason in the plan.

use super::evacuate::{SIMPLE, checkpoint, evacuate, place};
use super::{Folder, Run};
use serde_json::Value;

/// Refused, with these words on standard error.
#[track_caller]
fn refused(run: Run, words: &[&str]) {
    let run = run.exits(2);
    for word in words {
        assert!(run.err.contains(word), "{word}: {}", run.err);
    }
    assert_eq!(run.out, "");
}

/// Those who stay behind in `a`: how many and why.
#[track_caller]
fn left(run: Run) -> (u64, String, Value) {
    let json = run.exits(1).json();
    let left = json["plan"]["groups"][0]["left"].as_array().unwrap();
    let [one] = left.as_slice() else { panic!("{left:?}") };
    let reason = one["reason"].as_str().unwrap().to_owned();
    (one["persons"].as_u64().unwrap(), reason, json["plan"].clone())
}

const JSON: [&str; 2] = ["--format", "json"];

fn request(folder: Folder, text: &str) -> Run {
    let folder = folder.with("request.json", text);
    evacuate(&folder, &["--request", &folder.file("request.json")])
}

#[test]
fn nobody_said_how_many_there_are() {
    let folder = place("", SIMPLE[1], &[]);
    refused(evacuate(&folder, &[]), &["group \"a\"", "persons", "--persons a=COUNT"]);
    evacuate(&folder, &["--persons", "a=10"]).exits(0);
}

#[test]
fn nobody_said_how_many_a_shelter_takes() {
    let folder = place(SIMPLE[0], "", &[]);
    let (persons, reason, plan) = left(evacuate(&folder, &JSON));
    assert_eq!((persons, reason.as_str()), (1000, "no-room"));
    assert!(plan["warnings"][0].as_str().unwrap().contains("\"c\" is not counted on"), "{plan}");
    let text = evacuate(&folder, &[]).exits(1).out;
    assert!(text.contains("0 of 1,000 people") && text.contains("is not counted on"), "{text}");
}

#[test]
fn nobody_said_how_many_a_checkpoint_passes() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[&checkpoint("")]);
    let (persons, reason, plan) = left(evacuate(&folder, &JSON));
    assert_eq!((persons, reason.as_str()), (1000, "checkpoint-rate-unknown"));
    assert_eq!(plan["checkpoints"][0]["persons_per_hour"], Value::Null);
    let more = ["--unknown-checkpoint-rate", "1200", "--format", "json"];
    let json = evacuate(&folder, &more).exits(0).json();
    assert!(json["plan"]["assumptions"].to_string().contains("1200 persons an hour"), "{json}");
}

#[test]
fn rates_of_zero_and_less() {
    let folder = || place(SIMPLE[0], SIMPLE[1], &[&checkpoint("")]);
    for rate in ["0", "-5", "NaN", "inf", "5..2..9", "0..5..9"] {
        refused(
            evacuate(&folder(), &["--checkpoint-rate", &format!("b={rate}")]),
            &["checkpoint \"b\"", "a number of persons an hour above 0"],
        );
        refused(
            evacuate(&folder(), &["--unknown-checkpoint-rate", rate]),
            &["unknown_checkpoint_rate", "a number of persons an hour above 0"],
        );
    }
    // Where the records say so, nobody passes, and that is why.
    let folder = place(SIMPLE[0], SIMPLE[1], &[&checkpoint(r#""persons_per_hour": 0,"#)]);
    let (persons, reason, plan) = left(evacuate(&folder, &JSON));
    assert_eq!((persons, reason.as_str()), (1000, "cut-off"));
    assert_eq!(plan["groups"][0]["left"][0]["closed_by"][0]["id"], "b");
    // What cannot be a rate is an issue of the data, and then not known.
    let folder = place(SIMPLE[0], SIMPLE[1], &[&checkpoint(r#""persons_per_hour": -5,"#)]);
    let run = evacuate(&folder, &JSON);
    assert!(run.err.contains("the data has"), "{}", run.err);
    assert_eq!(left(run).1, "checkpoint-rate-unknown");
    for (table, property) in [
        (r#"{"walking_flow": 0}"#, "walking_flow"),
        (r#"{"persons_per_vehicle": -3}"#, "persons_per_vehicle"),
        (r#"{"lanes": {"residential": 0}}"#, "lanes"),
        (r#"{"walkable_share": 1.5}"#, "walkable_share"),
    ] {
        let text = format!(r#"{{"capacities": {table}}}"#);
        refused(
            request(place(SIMPLE[0], SIMPLE[1], &[]), &text),
            &["capacities", property, "expected"],
        );
    }
}

#[test]
fn a_corridor_that_passes_nobody() {
    let corridor = r#"{"type": "Feature", "properties": {"id": "w", "kind": "safe-corridor", "start": "2026-01-08T00:00:00Z", "end": "2026-01-09T00:00:00Z", "persons_per_hour": 0, "direction": "both", "source": "drawn", "sensitivity": "low"},
        "geometry": {"type": "LineString", "coordinates": [[37.15, 36.23], [37.17, 36.23]]}}"#;
    let (persons, reason, _) = left(evacuate(&place(SIMPLE[0], SIMPLE[1], &[corridor]), &JSON));
    assert_eq!((persons, reason.as_str()), (1000, "street-rate-unknown"));
}

#[test]
fn a_shelter_that_no_street_reaches() {
    let folder = place(SIMPLE[0], "", &[]);
    let far = ["--add-shelter", "hill,37.3,36.4,500", "--format", "json"];
    let (persons, reason, plan) = left(evacuate(&folder, &far));
    assert_eq!((persons, reason.as_str()), (1000, "not-connected"));
    assert!(plan["warnings"].to_string().contains("no street reaches the shelter"), "{plan}");
    let text = evacuate(&folder, &far[..2]).exits(1).out;
    assert!(text.contains("hill, which no street reaches"), "{text}");
}

#[test]
fn a_neighbourhood_without_streets() {
    let hill = r#"{"type": "Feature", "properties": {"id": "Hill", "kind": "neighbourhood", "population": 70, "source": "drawn", "sensitivity": "low"},
        "geometry": {"type": "Polygon", "coordinates": [[[37.3,36.4],[37.31,36.4],[37.31,36.41],[37.3,36.4]]]}}"#;
    let folder = place(SIMPLE[0], SIMPLE[1], &[hill]);
    let (persons, reason, plan) = left(evacuate(&folder, &JSON));
    assert_eq!((persons, reason.as_str()), (70, "no-street"));
    assert_eq!(plan["bounds"]["moved"], 1000);
    let text = evacuate(&folder, &[]).exits(1).out;
    assert!(text.contains("70 on foot: no street for them is near"), "{text}");
    // Nor without any streets at all.
    let folder = folder.with("streets.geojson", r#"{"type": "FeatureCollection", "features": []}"#);
    refused(evacuate(&folder, &[]), &["street", "--streets"]);
}

#[test]
fn more_people_than_the_world_has() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    let words = ["group \"a\"", "8300000000 people of the world"];
    refused(evacuate(&folder, &["--persons", "a=9000000000"]), &words);
    refused(evacuate(&folder, &["--persons", "a=1e300"]), &words);
    refused(evacuate(&folder, &["--persons", "a=1..2..9000000000"]), &words);
    for wrong in ["-1", "0.5", "NaN", "inf", "3..2..1"] {
        refused(
            evacuate(&folder, &["--persons", &format!("a={wrong}")]),
            &["group \"a\"", "a whole number of persons"],
        );
    }
    let many = place(r#""population": 9000000000,"#, SIMPLE[1], &[]);
    refused(evacuate(&many, &[]), &words);
}

#[test]
fn a_horizon_before_the_first_departure() {
    let folder = || place(SIMPLE[0], SIMPLE[1], &[]);
    for at in ["2026-01-08T09:00:00Z", "2026-01-08T11:00:00Z"] {
        let text =
            format!(r#"{{"groups": [{{"neighbourhood": "a", "earliest_departure": "{at}"}}]}}"#);
        refused(
            request(folder(), &text),
            &["group \"a\"", "earliest_departure", "before the window's end", at],
        );
    }
    // One that leaves no time is a reason.
    let text =
        r#"{"groups": [{"neighbourhood": "a", "earliest_departure": "2026-01-08T08:50:00Z"}]}"#;
    let folder = folder().with("request.json", text);
    let file = folder.file("request.json");
    let more = ["--request", &file, "--format", "json"];
    let (persons, reason, _) = left(evacuate(&folder, &more));
    assert_eq!((persons, reason.as_str()), (1000, "window-too-short"));
}

#[test]
fn steps_that_do_not_divide_the_window() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    let json = evacuate(&folder, &["--step", "420", "--format", "json"]).exits(0).json();
    let plan = &json["plan"];
    assert_eq!(plan["window"]["end"], "2026-01-08T08:59:00Z");
    let told = "the window is 17 whole steps of 420 s; its last 60 s are not used";
    assert_eq!(plan["warnings"][0], told);
    refused(evacuate(&folder, &["--step", "0"]), &["step_s", "1 second or more"]);
    refused(evacuate(&folder, &["--step", "7201"]), &["window", "one step or more", "--step"]);
    let path = folder.path();
    let long = ["--from", "2000-01-01T00:00Z", "--to", "2026-01-01T00:00Z", "--step", "1"];
    let run = super::run(&[&["evacuate", path.as_str()], &long[..]].concat());
    refused(run, &["2^24 steps"]);
}

#[test]
fn shares_that_do_not_add_up() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    for shares in ["foot=0.5", "foot=0.5,vehicle=0.6", "foot=-1,vehicle=2", "foot=NaN"] {
        refused(
            evacuate(&folder, &["--mode", shares]),
            &["group \"a\"", "shares of 0 to 1 that add up to 1"],
        );
    }
    refused(evacuate(&folder, &["--mode", "foot=0.5,foot=0.5"]), &["--mode", "each mode once"]);
    // Nobody fetches those who wait for a convoy.
    let more = ["--mode", "convoy", "--format", "json"];
    assert_eq!(left(evacuate(&folder, &more)).1, "no-mode");
}

#[test]
fn names_that_no_record_has() {
    let folder = place(SIMPLE[0], SIMPLE[1], &[]);
    for (option, value, noun) in [
        ("--neighbourhood", "z", "neighbourhood"),
        ("--persons", "z=5", "neighbourhood"),
        ("--shelter", "z", "shelter"),
        ("--places", "z=5", "shelter"),
        ("--checkpoint-rate", "z=5", "checkpoint"),
    ] {
        refused(evacuate(&folder, &[option, value]), &[option, noun, "\"z\""]);
    }
    for (text, words) in [
        (r#"{"groups": [{"neighbourhood": "z"}]}"#, "group \"z\""),
        (r#"{"shelters": [{"shelter": "z"}]}"#, "shelter \"z\""),
        (r#"{"checkpoint_rates": {"z": 5}}"#, "checkpoint \"z\""),
        (r#"{"groups": [{"neighbourhood": "a"}, {"neighbourhood": "a"}]}"#, "each one once"),
        (r#"{"grups": []}"#, "grups"),
        (r#"{"groups": [}"#, "line 1 column 13"),
        (r"[]", "expected an evacuation request"),
        (
            r#"{"window": {"start": "2026-01-08T09:00:00Z", "end": "2026-01-08T07:00:00Z"}}"#,
            "window",
        ),
    ] {
        refused(request(place(SIMPLE[0], SIMPLE[1], &[]), text), &[words]);
    }
}

#[test]
fn places_without_anybody_or_anywhere_to_go() {
    let nobody = place(r#""population": 0,"#, SIMPLE[1], &[]);
    let text = evacuate(&nobody, &[]).exits(0).out;
    assert!(text.contains("0 of 0 people"), "{text}");
    assert!(text.contains("nobody is asked for: every neighbourhood has 0 people"), "{text}");
    let empty = Folder::new().with("shelters.geojson", super::SHELTER);
    refused(evacuate(&empty, &[]), &["expected neighbourhoods in the scenario, found none"]);
    let full = place(SIMPLE[0], r#""capacity": 100, "occupancy": 100,"#, &[]);
    assert_eq!(left(evacuate(&full, &JSON)).1, "no-room");
}
