use super::run_words;
use serde_json::Value;

const WINDOW: &str = "--from 2026-01-08T10:00 --to 2026-01-08T13:00";

#[test]
fn the_last_departures_are_those_of_plan() {
    let json =
        run_words(&format!("reach --example --to-shelters {WINDOW} --lines --format json")).json();
    let plans = run_words(&format!("plan --example {WINDOW} --format json")).json();
    let (areas, plans) =
        (json["neighbourhoods"].as_array().unwrap(), plans["plans"].as_array().unwrap());
    assert_eq!(areas.len(), plans.len());
    for (area, plan) in areas.iter().zip(plans) {
        assert_eq!(area["neighbourhood"], plan["neighbourhood"]);
        assert_eq!(area["at"], plan["way"]["latest_departure"]);
        assert_eq!(area["reason"], plan["no_way"]["reason"]);
    }
    assert_eq!(json["direction"], "to-shelters");
    // The later one leaves, the fewer streets one still gets through from.
    let lengths: Vec<f64> = json["within"]
        .as_array()
        .unwrap()
        .iter()
        .map(|within| within["length_m"].as_f64().unwrap())
        .collect();
    assert!(lengths[0] > 0.0 && lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
    assert!(!json["streets"].as_array().unwrap().is_empty());
    let text = run_words(&format!("reach --example --to-shelters {WINDOW}")).out;
    assert!(
        text.contains("ashrafieh  Ashrafieh (30000 persons): 2026-01-08 12:32:00 +03:00"),
        "{text}"
    );
}

#[test]
fn streets_are_reached_sooner_or_later_from_a_place() {
    let words = format!("reach --example --start 37.134,36.24 --minutes 5,20,90 {WINDOW}");
    let json = run_words(&format!("{words} --lines --format json")).json();
    let within = json["within"].as_array().unwrap();
    let minutes: Vec<&Value> = within.iter().map(|one| &one["minutes"]).collect();
    assert_eq!(minutes, [5, 20, 90]);
    let count = |at: usize| within[at]["streets"].as_u64().unwrap();
    assert!(count(0) < count(1) && count(1) <= count(2));
    let by = |end: &str| {
        let streets = json["streets"].as_array().unwrap().iter();
        streets.filter(|street| street["at"].as_str().unwrap() <= end).count() as u64
    };
    assert_eq!(count(0), by("2026-01-08T07:05:00Z"));
    let reached = json["neighbourhoods"].as_array().unwrap().iter();
    assert!(reached.clone().any(|area| area["at"].is_string()), "{json}");
    let text = run_words(&words).out;
    assert!(text.contains("First arrival from 37.134, 36.24, foot"), "{text}");
    assert!(text.contains("not a statement that any way is free of danger"), "{text}");
}

#[test]
fn somebody_who_does_not_get_through_is_told_why() {
    let banned = "--from 2026-01-08T14:00 --to 2026-01-08T18:00";
    let run = run_words(&format!("reach --example --to-shelters {banned}")).exits(1);
    assert!(run.out.contains("no way (start-shut, by curfew-zone/curfew-8-jan)"), "{}", run.out);
    // From far away no street is near.
    let far = run_words(&format!("reach --example --start 38,37 {WINDOW}")).exits(1);
    assert!(far.out.contains("1 of the starts have no street near"), "{}", far.out);
    assert!(far.out.contains("no-street-near-start"), "{}", far.out);
}

#[test]
fn a_direction_is_needed() {
    run_words(&format!("reach --example {WINDOW}")).exits(2);
    run_words(&format!("reach --example --to-shelters --start 37.134,36.24 {WINDOW}")).exits(2);
}
