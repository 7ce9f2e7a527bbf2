use super::{Folder, place, run, run_words};
use safepassage::io::prepared;
use serde_json::Value;

const WINDOW: &str = "--from 2026-01-08T10:00 --to 2026-01-08T13:00";

/// The streets of the place that comes with the crate, prepared.
fn prepared_place(folder: &Folder) -> (String, Value) {
    // The name says nothing: the file is told by what it begins with.
    let file = folder.file("streets.geojson");
    let json = run(&["prepare", &place(), "--out", &file, "--format", "json"]).exits(0).json();
    (file, json)
}

#[test]
fn the_file_holds_the_streets_and_their_hierarchy() {
    let folder = Folder::new();
    let (file, json) = prepared_place(&folder);
    let (network, hierarchy) = prepared::read(&file).unwrap();
    let hierarchy = hierarchy.unwrap();
    assert_eq!(json["nodes"], network.node_count());
    assert_eq!(json["edges"], network.edge_count());
    assert_eq!(json["shortcuts"], hierarchy.shortcut_count());
    assert_eq!(json["bytes"], std::fs::metadata(&file).unwrap().len());
    let text = run(&["prepare", &place(), "--out", &file]).exits(0).out;
    assert!(text.contains(" shortcuts, "), "{text}");
}

#[test]
fn prepared_streets_give_the_same_arrivals() {
    let folder = Folder::new();
    let (file, _) = prepared_place(&folder);
    let arrivals = |json: &Value| -> Vec<(Value, Value)> {
        let plans = json["plans"].as_array().unwrap().iter();
        plans
            .map(|plan| (plan["way"]["arrival"].clone(), plan["no_way"]["closed_by"].clone()))
            .collect()
    };
    let words = format!("plan --example {WINDOW} --format json");
    let plain = run_words(&words).json();
    let on_prepared = run_words(&format!("{words} --streets {file}")).json();
    assert_eq!(arrivals(&on_prepared), arrivals(&plain));
    // So do the times between places; of streets not prepared they are prepared first.
    let words = "matrix --example --at 2026-01-08T10:30 --format json";
    assert_eq!(run_words(&format!("{words} --streets {file}")).json(), run_words(words).json());
    for words in [
        format!("criticality --example {WINDOW}"),
        format!("reach --example --to-shelters {WINDOW}"),
    ] {
        assert_eq!(run_words(&format!("{words} --streets {file}")).out, run_words(&words).out);
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = Folder::new();
    let (file, _) = prepared_place(&folder);
    let whole = std::fs::read(&file).unwrap();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for bytes in [&altered[..], &whole[..whole.len() - 9]] {
        std::fs::write(&file, bytes).unwrap();
        let words = format!("plan --example {WINDOW} --streets {file} --format json");
        let json = run_words(&words).exits(2).json();
        assert_eq!(json["error"]["code"], "streets-unreadable");
        assert!(json["error"]["text"].as_str().unwrap().contains("expected"), "{json}");
        assert!(json["error"]["hint"].as_str().unwrap().contains("safepassage prepare"));
    }
}

#[test]
fn without_streets_nothing_is_prepared() {
    let folder = Folder::new().with("shelters.geojson", super::SHELTER);
    let run = run(&["prepare", &folder.path(), "--out", &folder.file("out")]).exits(2);
    assert!(run.err.contains("no street in"), "{}", run.err);
    assert!(!std::path::Path::new(&folder.file("out")).exists());
    let missing = format!("prepare {} --out {}", folder.file("none.pbf"), folder.file("out"));
    run_words(&missing).exits(2);
}
