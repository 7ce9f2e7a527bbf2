use super::run_words;
use serde_json::Value;

#[test]
fn the_times_are_those_of_plan_where_nothing_changes() {
    let end = "37.136,36.239";
    let matrix = format!(
        "matrix --example --start 37.134,36.24 --start 38,37 --end {end} --end 37.134,36.24 \
         --at 2026-01-08T10:30 --format json"
    );
    let json = run_words(&matrix).exits(1).json();
    let pairs = json["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 4);
    assert!(pairs[0]["duration_s"].as_f64().unwrap() > 0.0 && pairs[0]["reason"].is_null());
    assert_eq!(pairs[2]["reason"], "no-street-near-start");
    assert_eq!(pairs[2]["duration_s"], Value::Null);
    assert_eq!((&pairs[3]["from"], &pairs[3]["to"]), (&1.into(), &1.into()));
}

/// At 10:30 nothing opens or shuts for an hour, so that the shelter that is
/// nearest in the matrix is the one of the plan, and as far.
#[test]
fn the_nearest_shelter_is_that_of_the_plan() {
    let json = run_words("matrix --example --at 2026-01-08T10:30 --format json").json();
    let words = "plan --example --from 2026-01-08T10:30 --to 2026-01-08T11:30 --format json";
    let plans = run_words(words).json();
    let columns = json["to"].as_array().unwrap().len();
    let rows = json["pairs"].as_array().unwrap().chunks(columns);
    let mut compared = 0;
    for (row, plan) in rows.zip(plans["plans"].as_array().unwrap()) {
        let least =
            row.iter().filter_map(|pair| pair["duration_s"].as_f64()).min_by(f64::total_cmp);
        let way = &plan["way"];
        assert_eq!(least.is_some(), way.is_object(), "{plan}");
        if let Some(least) = least {
            let time = |name: &str| way[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
            let took = time("arrival").duration_since(time("departure")).as_secs_f64();
            assert!((took - least).abs() < 0.1, "{took} {least}");
            compared += 1;
        }
    }
    assert!(compared > 0);
}

#[test]
fn a_table_has_a_line_for_each_pair() {
    let json = run_words("matrix --example --at 2026-01-08T14:30 --format json").exits(1).json();
    let csv = run_words("matrix --example --at 2026-01-08T14:30 --csv").exits(1).out;
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "from,from_name,to,to_name,duration_s,reason");
    assert_eq!(lines.len(), 1 + json["pairs"].as_array().unwrap().len());
    assert!(lines.iter().any(|line| line.ends_with(",,start-shut")), "{csv}");
    let text = run_words("matrix --example --at 2026-01-08T14:30").exits(1).out;
    assert!(text.contains("no way (start-shut)"), "{text}");
}

#[test]
fn an_instant_or_a_window_is_needed() {
    let run = run_words("matrix --example").exits(2);
    assert!(run.err.contains("expected --at, or --from and --to"), "{}", run.err);
    run_words("matrix --example --at 2026-01-08T14:30 --from 2026-01-08T14:30").exits(2);
    run_words("matrix --example --at 2026-01-08T14:30 --start 137,136").exits(2);
}
