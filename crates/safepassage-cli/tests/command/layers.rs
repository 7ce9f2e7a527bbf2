use super::{Folder, place, run};
use safepassage::io::read::ScenarioReader;
use safepassage::place::northern_aleppo;
use serde_json::Value;
use std::fs;

fn names(folder: &Folder) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn an_internal_folder_reads_back_as_the_scenario() {
    let folder = Folder::new();
    run(&["layers", &place(), "--audience", "internal", "--out", &folder.path()]).exits(0);
    let back =
        ScenarioReader::new().folder(folder.path()).time_zone("Asia/Damascus").read().unwrap();
    let scenario = northern_aleppo().unwrap().scenario;
    let ids = |scenario: &safepassage::scenario::Scenario| -> Vec<String> {
        scenario.features().map(|one| one.reference().to_string()).collect()
    };
    assert_eq!(ids(&back.scenario), ids(&scenario));
    // Nothing but the layers: no temporary file is left.
    assert!(names(&folder).iter().all(|name| name.ends_with(".geojson")), "{:?}", names(&folder));
}

#[test]
fn the_public_sees_less_and_the_report_counts_it() {
    let folder = Folder::new();
    let args = [
        "layers",
        "--example",
        "--audience",
        "public",
        "--out",
        &folder.path(),
        "--format",
        "json",
    ];
    let json = run(&args).exits(0).json();
    assert_eq!(json["audience"], "public");
    let layers = json["layers"].as_array().unwrap();
    let of = |name: &str| layers.iter().find(|layer| layer["name"] == name).unwrap();
    assert_eq!(of("checkpoints")["redaction"]["dropped"]["too-sensitive"], 3);
    assert_eq!(of("checkpoints")["features"], 0);
    assert_eq!(of("shelters")["features"], 8);
    for layer in layers {
        let text = fs::read_to_string(layer["file"].as_str().unwrap()).unwrap();
        assert_eq!(layer["bytes"], text.len());
        let file: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(layer["features"], file["features"].as_array().unwrap().len());
    }
}

#[test]
fn an_audience_must_be_named() {
    let folder = Folder::new();
    let run = run(&["layers", "--example", "--out", &folder.path()]).exits(2);
    assert!(run.err.contains("--audience"), "{}", run.err);
    assert!(names(&folder).is_empty());
}

#[test]
fn sequences_states_and_a_sheet() {
    let folder = Folder::new();
    let sheet = folder.file("map.svg");
    let args = [
        "layers",
        "--example",
        "--audience",
        "partner",
        "--out",
        &folder.path(),
        "--as",
        "geojsons",
        "--at",
        "2026-01-08T10:30",
        "--svg",
        &sheet,
        "--title",
        "A <title>",
    ];
    run(&args).exits(0);
    let zones = fs::read_to_string(folder.file("curfew-zones.geojsons")).unwrap();
    for line in zones.lines() {
        let feature: Value = serde_json::from_str(line.trim_start_matches('\u{1e}')).unwrap();
        assert!(
            ["holds", "does-not-hold", "unknown"]
                .contains(&feature["properties"]["state"].as_str().unwrap())
        );
    }
    let sheet = fs::read_to_string(sheet).unwrap();
    assert!(sheet.contains("A &lt;title&gt;"));
    assert!(sheet.contains("8 January 2026, 10:30"));
}

#[test]
fn a_folder_with_another_layer_is_refused_and_left_alone() {
    let folder = Folder::new().with("secret.geojson", "{}");
    let args = ["layers", "--example", "--audience", "public", "--out", &folder.path()];
    let refused = run(&args).exits(2);
    assert!(refused.err.contains("found secret.geojson in"), "{}", refused.err);
    assert_eq!(names(&folder), ["secret.geojson"]);
    // Layers of the same names are written anew.
    let folder = Folder::new();
    let args = ["layers", "--example", "--audience", "internal", "--out", &folder.path()];
    run(&args).exits(0);
    let before = fs::read_to_string(folder.file("checkpoints.geojson")).unwrap();
    let args = ["layers", "--example", "--audience", "public", "--out", &folder.path()];
    run(&args).exits(0);
    assert_ne!(fs::read_to_string(folder.file("checkpoints.geojson")).unwrap(), before);
}

#[test]
fn a_place_that_cannot_be_written_is_an_error() {
    let folder = Folder::new().with("file", "in the way");
    let args = ["layers", "--example", "--audience", "public", "--out", &folder.file("file")];
    let json = run(&[&args[..], &["--format", "json"]].concat()).exits(2).json();
    assert_eq!(json["error"]["code"], "file-unusable");
}

#[test]
fn plans_and_audits_become_layers() {
    let folder = Folder::new();
    let out = folder.path();
    let mut args = vec!["layers", "--example", "--audience", "internal", "--out", &out];
    args.extend(["--with", "plan,audit", "--format", "json"]);
    args.extend(["--from", "2026-01-08T10:00", "--to", "2026-01-08T13:00"]);
    let json = run(&args).exits(0).json();
    let layers = json["layers"].as_array().unwrap();
    let features = |start: &str| -> u64 {
        let of = layers.iter().filter(|layer| layer["name"].as_str().unwrap().starts_with(start));
        of.map(|layer| layer["features"].as_u64().unwrap()).sum()
    };
    assert!(features("plan") > 0 && features("finding") > 0, "{json}");
    // When and where people move is not for the public.
    let public = Folder::new();
    let out = public.path();
    let args: Vec<&str> = args
        .iter()
        .map(|&word| {
            if word == "internal" {
                "public"
            } else if word == folder.path() {
                &out
            } else {
                word
            }
        })
        .collect();
    let json = run(&args).exits(0).json();
    let layers = json["layers"].as_array().unwrap();
    let plans = layers.iter().filter(|layer| layer["name"].as_str().unwrap().starts_with("plan"));
    assert!(plans.clone().count() > 0);
    assert!(plans.into_iter().all(|layer| layer["features"] == 0), "{json}");
    let alone = [
        "layers",
        "--example",
        "--audience",
        "public",
        "--out",
        &out,
        "--from",
        "2026-01-08T10:00",
    ];
    assert!(run(&alone).exits(2).err.contains("--with plan"));
}
