use super::{Folder, SHELTER, place, run, run_words};
use safepassage::id::Kind;
use safepassage::index::{Entry, Query, SpatialIndex};
use safepassage::place::northern_aleppo;
use safepassage::units::Metres;
use serde_json::{Value, json};

/// The library's own answer over the place, corridors and incidents left out,
/// which the command widens.
fn library(query: &Query) -> Vec<(String, String, f64)> {
    let scenario = northern_aleppo().unwrap().scenario;
    let entries = scenario
        .features()
        .map(|one| Entry::new(one.reference(), one.geometry()).schedule(one.schedule()));
    let hits = SpatialIndex::build(entries).unwrap().find(query).unwrap();
    let triple = |hit: &safepassage::index::Hit| {
        let reference = &hit.reference;
        (reference.kind().to_string(), reference.id().to_owned(), hit.distance.0)
    };
    hits.iter().map(triple).collect()
}

fn hits(json: &Value) -> Vec<(String, String, f64)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let triple =
        |hit: &Value| (text(&hit["kind"]), text(&hit["id"]), hit["distance_m"].as_f64().unwrap());
    json["hits"].as_array().unwrap().iter().map(triple).collect()
}

const KINDS: &str = "--kind shelter --kind checkpoint --kind curfew-zone --kind neighbourhood";

fn kinds(query: Query) -> Query {
    [Kind::Shelter, Kind::Checkpoint, Kind::CurfewZone, Kind::Neighbourhood]
        .into_iter()
        .fold(query, Query::kind)
}

#[test]
fn the_answer_is_the_librarys() {
    let here = (37.158, 36.232);
    let at = "2026-01-08T07:30:00Z".parse().unwrap();
    let window = "2026-01-08T07:00:00Z/2026-01-08T10:00:00Z".parse().unwrap();
    let cases = [
        ("--covering 37.158,36.232", kinds(Query::covering(here))),
        ("--near 37.158,36.232 --within 2000", kinds(Query::near(here, Metres(2000.0)))),
        ("--nearest 37.158,36.232 --count 4", kinds(Query::nearest(here, 4))),
        (
            "--near 37.158,36.232 --within 2000 --at 2026-01-08T10:30",
            kinds(Query::near(here, Metres(2000.0))).active_at(at),
        ),
        (
            "--nearest 37.158,36.232 --count 9 --from 2026-01-08T10:00 --to 2026-01-08T13:00",
            kinds(Query::nearest(here, 9)).active_any_time_in(window),
        ),
        (
            "--nearest 37.158,36.232 --count 9 --throughout --from 2026-01-08T07:00Z --to \
             2026-01-08T10:00Z --include-unknown",
            kinds(Query::nearest(here, 9)).active_throughout(window).include_unknown(),
        ),
    ];
    for (words, query) in cases {
        let words = format!("ask {} {words} {KINDS} --format json", place());
        let json = run_words(&words).exits(0).json();
        let expected = library(&query);
        assert!(!expected.is_empty(), "{words}");
        assert_eq!(hits(&json), expected, "{words}");
        assert_eq!(serde_json::from_value::<Query>(json["query"].clone()).unwrap(), query);
    }
}

#[test]
fn a_query_as_data_is_the_same_question() {
    let query =
        json!({"near": {"point": [37.158, 36.232], "within_m": 1500.0}, "kinds": ["shelter"]});
    let folder = Folder::new().with("query.json", &query.to_string());
    let file =
        run(&["ask", "--example", "--query", &folder.file("query.json"), "--format", "json"]);
    let words = "ask --example --near 37.158,36.232 --within 1500 --kind shelter --format json";
    assert_eq!(file.exits(0).json(), run_words(words).exits(0).json());
    let both = ["ask", "--example", "--query", "query.json", "--kind", "shelter"];
    run(&both).exits(2);
}

#[test]
fn crossings_say_which_stretch_lies_in_the_zone() {
    let line = "37.12,36.232 37.18,36.232";
    let ask = ["ask", "--example", "--crossing", line, "--kind", "curfew-zone", "--format", "json"];
    let json = run(&ask).exits(0).json();
    for hit in json["hits"].as_array().unwrap() {
        let crossed = hit["crossed"].as_array().unwrap();
        assert!(!crossed.is_empty());
        for stretch in crossed {
            let (from, to) =
                (stretch["from_m"].as_f64().unwrap(), stretch["to_m"].as_f64().unwrap());
            assert!(0.0 <= from && from < to);
            assert_eq!(stretch["length_m"], to - from);
        }
    }
    let text = run(&ask[..6]).exits(0).out;
    assert!(text.contains("curfew-zone/curfew-7-jan"), "{text}");
    assert!(text.contains(" m along the line ("), "{text}");
}

#[test]
fn areas_come_from_geojson() {
    let feature = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},
        "geometry": {"type": "Polygon", "coordinates":
        [[[37.13, 36.21, 380], [37.17, 36.21, 380], [37.17, 36.25, 380], [37.13, 36.25, 380], [37.13, 36.21, 380]]]}}]}"#;
    let point = r#"{"type": "Point", "coordinates": [37.1, 36.2]}"#;
    let empty = r#"{"type": "FeatureCollection", "features": []}"#;
    let folder = Folder::new().with("a.json", feature).with("p.json", point).with("e.json", empty);
    let ask = |name: &str| {
        let file = folder.file(name);
        run(&["ask", "--example", "--intersecting", &file, "--kind", "shelter", "--format", "json"])
    };
    assert_eq!(ask("a.json").exits(0).json()["hits"].as_array().unwrap().len(), 8);
    assert_eq!(ask("p.json").exits(2).json()["error"]["code"], "bad-file");
    assert_eq!(ask("e.json").exits(2).json()["error"]["code"], "bad-argument");
}

#[test]
fn corridors_are_as_wide_as_announced() {
    // About 9 m beside the line of a corridor announced as 24 m wide.
    let words = "ask --example --covering 37.160652,36.2355 --kind safe-corridor --format json";
    let json = run_words(words).exits(0).json();
    assert_eq!(json["hits"][0]["id"], "al-awarid");
}

#[test]
fn local_times_are_read_in_the_scenarios_zone_and_said() {
    let run = run_words("ask --example --covering 37.158,36.232 --at 2026-01-08T10:30").exits(0);
    assert!(run.err.contains("read as 2026-01-08 10:30 +03:00 (Asia/Damascus)"), "{}", run.err);
    let folder = Folder::new().with("shelters.geojson", SHELTER);
    let ask = ["ask", &folder.path(), "--nearest", "37,36", "--at", "2026-01-08T10:30"];
    let none = super::run(&ask).exits(2);
    assert!(none.err.contains("an offset such as"), "{}", none.err);
    let mut zoned = ask.to_vec();
    zoned.extend(["--time-zone", "Asia/Damascus"]);
    super::run(&zoned).exits(0);
}
