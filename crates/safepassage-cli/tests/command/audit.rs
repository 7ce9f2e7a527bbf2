use super::{place, run_words};
use safepassage::audit::Auditor;
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place::northern_aleppo;
use serde_json::to_value;

const WINDOW: &str = "--from 2026-01-08T08:00 --to 2026-01-08T18:00";

#[test]
fn the_findings_are_the_librarys() {
    let scenario = northern_aleppo().unwrap().scenario;
    let network = StreetNetwork::from_streets(scenario.streets()).unwrap();
    let picture = OperationalPicture::new(scenario, network);
    let window = "2026-01-08T05:00:00Z/2026-01-08T15:00:00Z".parse().unwrap();
    let auditor = Auditor::new(&picture);
    let expected = auditor.audit_all(window).unwrap();
    let json = run_words(&format!("audit {} {WINDOW} --format json", place())).exits(1).json();
    assert_eq!(json["corridors"], to_value(&expected).unwrap());
    let unserved = auditor.neighbourhoods_without_corridor(window).unwrap();
    assert_eq!(json["neighbourhoods"], to_value(&unserved).unwrap());
    assert_eq!(json["time_zone"], "Asia/Damascus");
    assert_eq!(json["window"]["start"], "2026-01-08T05:00:00Z");
}

#[test]
fn findings_for_people_name_code_time_and_records() {
    let run = run_words(&format!("audit --example --corridor al-awarid {WINDOW}")).exits(1);
    assert!(run.out.contains("error[checkpoint-state-unknown]: Al-Awarid crossing"), "{}", run.out);
    assert!(
        run.out.contains("announced as open 2026-01-08 10:00 +03:00 to 2026-01-08 13:00 +03:00")
    );
    assert!(run.out.contains("by: checkpoint/al-awarid-crossing"), "{}", run.out);
    assert!(!run.out.contains("al-zuhour "), "{}", run.out);
    assert!(run.out.contains("not a statement that a corridor is free of danger"));
}

#[test]
fn warnings_alone_do_not_set_the_exit_status() {
    let run = run_words(&format!("audit --example --corridor al-zuhour {WINDOW}")).exits(0);
    assert!(run.out.contains("warning[corridor-closes-before-ban-begins]"), "{}", run.out);
}

#[test]
fn the_window_is_the_scenarios_period_unless_given() {
    let json = run_words("audit --example --format json").json();
    assert_eq!(json["window"]["start"], "2026-01-06T21:00:00Z");
    assert_eq!(json["window"]["end"], "2026-01-11T21:00:00Z");
}

#[test]
fn an_unknown_corridor_is_refused_with_those_there_are() {
    let run = run_words("audit --example --corridor nope --format json").exits(2);
    assert!(run.err.contains("the scenario has al-awarid, al-zuhour"), "{}", run.err);
    assert_eq!(run.json()["error"]["code"], "unknown-id");
}
