use super::{Folder, place, run, run_words};
use serde_json::Value;

const AT: &str = "--at 2026-01-08T12:40 --as-known-at 2026-01-08T12:45";

fn status<'a>(json: &'a Value, id: &str) -> &'a Value {
    let all = json["statuses"].as_array().unwrap();
    all.iter().find(|one| one["subject"]["id"] == id).unwrap()
}

#[test]
fn the_status_names_what_decides_what_is_missing_and_until_when() {
    let run = run_words(&format!("notices status {} {AT} --format json", place())).exits(0);
    let json = run.json();
    let corridor = status(&json, "al-zuhour");
    assert_eq!(corridor["status"], "open-unconfirmed");
    assert_eq!(corridor["decided_by"], serde_json::json!(["governorate-8-reopened"]));
    assert_eq!(corridor["missing"][0], serde_json::json!({"what": "word-of", "party": "SDF"}));
    assert_eq!(corridor["until"], "2026-01-08T10:00:00Z");
    assert_eq!(json["command"], "notices status");
}

#[test]
fn what_is_learnt_later_changes_nothing_before() {
    let early = "--at 2026-01-07T14:00 --as-known-at 2026-01-07T15:00";
    let early = run_words(&format!("notices status --example {early} --format json")).json();
    assert_eq!(status(&early, "al-awarid")["status"], "open-unconfirmed");
    let late = "--at 2026-01-07T14:00 --as-known-at 2026-01-08T12:45";
    let late = run_words(&format!("notices status --example {late} --format json")).json();
    assert_eq!(status(&late, "al-awarid")["status"], "contested");
}

#[test]
fn it_is_explained_in_both_languages() {
    let ask = format!("notices explain --example {AT} --about safe-corridor/al-zuhour");
    let english = run_words(&ask).exits(0).out;
    assert!(english.contains("Aleppo governorate"), "{english}");
    assert!(!english.to_lowercase().replace("safe-corridor", "").contains("safe"), "{english}");
    let arabic = run_words(&format!("{ask} --language ar")).exits(0).out;
    assert!(arabic.contains("شارع الزهور"), "{arabic}");
    let json = run_words(&format!("{ask} --format json")).json();
    assert!(json["explained"][0]["words"].as_str().unwrap().len() > 100);
}

#[test]
fn notices_are_listed_with_their_copies() {
    let json = run_words("notices list --example --format json").exits(0).json();
    let notices = json["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 27);
    let copies = notices.iter().filter(|one| one["witness"] == "stated-copy").count();
    assert_eq!(copies, 9);
    let text = run_words("notices list --example --as-known-at 2026-01-07T13:00").exits(0).out;
    assert!(text.contains("3 notices, of which 0 copies"), "{text}");
}

#[test]
fn plans_go_by_notices_only_if_asked_and_say_so() {
    let window = "--from 2026-01-08T10:20 --to 2026-01-08T18:00 --neighbourhood ashrafieh";
    let as_recorded = run_words(&format!("plan {} {window} --format json", place())).exits(0);
    assert!(as_recorded.err.contains("notices.json is not read"), "{}", as_recorded.err);
    assert_eq!(as_recorded.json()["by_notices"], Value::Null);

    let cautious = format!("plan {} {window} --by-notices", place());
    let refused = run_words(&cautious).exits(1);
    assert!(refused.out.contains("status policy cautious"), "{}", refused.out);
    assert!(refused.out.contains("missing the word of SDF"), "{}", refused.out);
    let json = run_words(&format!("{cautious} --format json")).json();
    assert_eq!(json["by_notices"]["basis"]["usable"], serde_json::json!(["open"]));
    assert_eq!(json["plans"][0]["no_way"]["basis"]["policy"], "cautious");

    let believing = format!("{cautious} --use open --use open-unconfirmed --format json");
    let json = run_words(&believing).exits(0).json();
    assert_eq!(json["plans"][0]["way"]["corridors"], serde_json::json!(["al-zuhour"]));
}

#[test]
fn audits_and_questions_go_by_notices() {
    let window = "--from 2026-01-07T12:00 --to 2026-01-08T18:00";
    let run = run_words(&format!("audit --example --by-notices {window}")).exits(1);
    assert!(run.out.contains("error[corridor-status-contested]"), "{}", run.out);
    assert!(run.out.contains("warning[corridor-status-unconfirmed]"), "{}", run.out);
    let ask = "ask --example --by-notices --covering 37.1469,36.2273 --at 2026-01-08T14:00 \
               --kind curfew-zone --format json";
    let json = run_words(&ask.split_whitespace().collect::<Vec<_>>().join(" ")).exits(0).json();
    let ids: Vec<&str> =
        json["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"notice:army-8-curfew/2"), "{ids:?}");
}

#[test]
fn impact_counts_overlaps_once() {
    let ask = "notices impact --example --at 2026-01-08T14:00 --as-known-at 2026-01-08T14:00 \
               --notice army-8-curfew --format json";
    let json = run_words(&ask.split_whitespace().collect::<Vec<_>>().join(" ")).exits(0).json();
    let together = json["together"]["area_km2"].as_f64().unwrap();
    let sum: f64 = json["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["impact"]["area_km2"].as_f64().unwrap())
        .sum();
    assert!(together > 0.0 && together < sum, "{together} {sum}");
    // Bani Zeid came in with that notice, and with nothing before it.
    assert_eq!(json["change"]["neighbourhoods_entered"], serde_json::json!(["bani-zeid"]));
}

#[test]
fn names_are_found_in_any_spelling_or_refused() {
    let names = ["Achrafieh", "الشيخ مقصود", "Cheikh Maksoud", "شارع الزهور", "Bani Zayd"];
    let mut words = vec!["notices", "resolve", "--example", "--format", "json"];
    for name in &names[..3] {
        words.extend(["--name", name]);
    }
    words.extend(["--kind", "neighbourhood"]);
    let json = run(&words).exits(0).json();
    let ids: Vec<&Value> = json["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["place"]["feature"]["id"])
        .collect();
    assert_eq!(ids, ["ashrafieh", "sheikh-maqsoud", "sheikh-maqsoud"]);
    let run = run(&["notices", "resolve", "--example", "--name", "Gaza"]).exits(1);
    assert!(run.out.contains("0 of 1 name found"), "{}", run.out);
}

const TABLE: &str = "\
id,issuer,said_at,known_at,kind,place,start,end
a,army,2026-01-08T09:00+03:00,2026-01-08T09:05+03:00,curfew,Achrafieh,2026-01-08T13:30+03:00,
b,governorate,2026-01-08T09:00+03:00,2026-01-08T09:10+03:00,corridor-opening,al-Zuhour Street,2026-01-08T10:00+03:00,2026-01-08T13:00+03:00
";

#[test]
fn a_table_becomes_a_ledger_and_the_ledger_a_status() {
    let folder = Folder::new().with("said.csv", TABLE);
    let (ledger, table) = (folder.file("ledger.jsonl"), folder.file("said.csv"));
    let add = ["notices", "add", &ledger, &table, "--places", &place(), "--format", "json"];
    let json = run(&add).exits(0).json();
    assert_eq!(json["added"], serde_json::json!(["a", "b"]), "{json}");
    // Once more: nothing new.
    let json = run(&add).exits(0).json();
    assert_eq!((&json["added"], &json["notices"]), (&serde_json::json!([]), &Value::from(2)));
    let ask = [
        "notices",
        "status",
        &place(),
        "--notices",
        &ledger,
        "--at",
        "2026-01-08T12:40",
        "--as-known-at",
        "2026-01-08T12:45",
        "--format",
        "json",
    ];
    let json = run(&ask).exits(0).json();
    assert_eq!(status(&json, "al-zuhour")["status"], "open-unconfirmed", "{json}");
}

#[test]
fn what_would_change_the_past_is_refused_and_nothing_is_added() {
    let folder = Folder::new().with("said.csv", TABLE).with(
        "late.csv",
        "id,issuer,said_at,known_at,kind,place\n\
         c,army,2026-01-08T08:00+03:00,2026-01-08T08:30+03:00,closure,Achrafieh\n\
         d,army,2026-01-08T10:00+03:00,2026-01-08T10:30+03:00,closure,Achrafieh\n",
    );
    let ledger = folder.file("ledger.jsonl");
    run(&["notices", "add", &ledger, &folder.file("said.csv")]).exits(0);
    let before = std::fs::read(&ledger).unwrap();
    let late = run(&["notices", "add", &ledger, &folder.file("late.csv")]).exits(1);
    assert!(late.out.contains("error[notice-known-out-of-order]"), "{}", late.out);
    assert_eq!(std::fs::read(&ledger).unwrap(), before);
    let skipping =
        ["notices", "add", &ledger, &folder.file("late.csv"), "--skip-refused", "--format", "json"];
    assert_eq!(run(&skipping).exits(1).json()["added"], serde_json::json!(["d"]));
    // A sign too many in the first notice.
    let place = before.iter().position(|byte| *byte == b'\n').unwrap() + 20;
    std::fs::write(&ledger, [&before[..place], b"x", &before[place..]].concat()).unwrap();
    let damaged = run(&["notices", "add", &ledger, &folder.file("said.csv"), "--format", "json"]);
    assert_eq!(damaged.exits(2).json()["error"]["code"], "notice-line-damaged");
}

#[test]
fn an_unknown_subject_and_missing_notices_are_told() {
    let run =
        run_words("notices status --example --at 2026-01-08T12:40 --about safe-corridor/nope");
    assert!(run.exits(2).err.contains("safe-corridor/al-awarid"));
    let folder = Folder::new().with("shelters.geojson", super::SHELTER);
    let run = super::run(&["notices", "list", &folder.path()]).exits(2);
    assert!(run.err.contains("expected notices: --notices FILE"), "{}", run.err);
}
