//! What would change a plan, and how much of its times is rounding.

use super::evacuate::{SIMPLE, checkpoint, evacuate, place};
use super::run;
use serde_json::{Value, json};

/// 1,000 people, of whom 600 an hour pass the only checkpoint: too few in two hours.
fn through_castello() -> super::Folder {
    let castello = checkpoint(r#""persons_per_hour": 600,"#);
    place(SIMPLE[0], SIMPLE[1], &[&castello])
}

/// The lines of a part of a page, without its title.
fn part<'p>(page: &'p str, title: &str) -> Vec<&'p str> {
    let mut lines = page.lines().skip_while(|line| *line != title);
    assert!(lines.next().is_some(), "{title}: {page}");
    lines.take_while(|line| !line.is_empty()).map(str::trim).collect()
}

#[test]
fn what_would_change_it_is_ranked() {
    let run = evacuate(&through_castello(), &["--what-ifs"]).exits(1);
    // 26 steps to the first arrival, the first among them: 95 steps of 10.
    assert_eq!(
        part(&run.out, "What would change it"),
        [
            "950 can have arrived by 09:00 as things are; one change at a time",
            "Castello passes 1,200 an hour: 50 more have arrived by 09:00",
            "without East Street: 950 fewer have arrived by 09:00",
            "without West Street: 950 fewer have arrived by 09:00",
            "1 other change makes no difference",
        ]
    );
    let plain = evacuate(&through_castello(), &[]).exits(1).out;
    assert!(!plain.contains("What would change it"), "{plain}");
}

#[test]
fn json_has_all_answers() {
    let folder = through_castello().with("request.json", r#"{"what_ifs": true}"#);
    let file = folder.file("request.json");
    let by_file = evacuate(&folder, &["--request", &file, "--format", "json"]).exits(1).json();
    let json = evacuate(&folder, &["--what-ifs", "--format", "json"]).exits(1).json();
    let asked = &json["plan"]["what_ifs"];
    assert_eq!(by_file["plan"]["what_ifs"], *asked);
    assert_eq!(json["plan"]["request"]["what_ifs"], true);
    assert_eq!((&asked["persons"], &asked["exact"]), (&json!(950), &json!(true)));
    assert_eq!(asked["by"], "2026-01-08T09:00:00Z");
    let answers = asked["answers"].as_array().unwrap();
    let kinds: Vec<&str> = answers.iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["checkpoint-widened", "shelter-enlarged", "street-lost", "street-lost"]);
    let gained: Vec<i64> = answers.iter().map(|one| one["gained"].as_i64().unwrap()).collect();
    assert_eq!(gained, [50, 0, -950, -950]);
    assert_eq!(answers[0]["of"], json!({"kind": "checkpoint", "id": "b"}));
    assert!(answers[2]["edge"].is_u64() && answers[2]["at"].is_array());
    let plain = evacuate(&folder, &["--format", "json"]).exits(1).json();
    assert!(plain["plan"].get("what_ifs").is_none());
    assert_eq!(plain["plan"]["bounds"], json["plan"]["bounds"]);
}

#[test]
fn a_checkpoint_shut_all_day_is_worth_what_passes_it_when_open() {
    let shut = checkpoint(r#""persons_per_hour": 600,"#).replace("\"open\"", "\"closed\"");
    let folder = place(SIMPLE[0], SIMPLE[1], &[&shut]);
    let run = evacuate(&folder, &["--what-ifs"]).exits(1);
    let lines = part(&run.out, "What would change it");
    assert_eq!(lines[1], "Castello is open throughout: 950 more have arrived by 09:00");
    assert_eq!(lines[2], "2 other changes make no difference");
}

#[test]
fn where_nothing_makes_a_difference_it_says_so() {
    let folder = place(r#""population": 0,"#, SIMPLE[1], &[]);
    let run = evacuate(&folder, &["--what-ifs"]).exits(0);
    let lines = part(&run.out, "What would change it");
    assert_eq!(lines[1..], ["nothing: 1 change that was tried, no difference"]);
}

#[test]
fn the_first_rows_stand_for_many() {
    let streets: Vec<String> = (0..14)
        .map(|n| {
            let (from, to) = (37.15 + f64::from(n) * 0.001, 37.151 + f64::from(n) * 0.001);
            format!(
                r#"{{"type": "Feature", "properties": {{"id": "s{n}", "kind": "street", "class": "residential", "name": "Street {n}", "source": "drawn", "sensitivity": "low"}},
                "geometry": {{"type": "LineString", "coordinates": [[{from:.3}, 36.23], [{to:.3}, 36.23]]}}}}"#
            )
        })
        .collect();
    let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, streets.join(","));
    let folder = place(SIMPLE[0], SIMPLE[1], &[]).with("streets.geojson", &text);
    let near = [
        "--add-shelter",
        "hall,37.164,36.23,50000",
        "--shelter",
        "hall",
        "--what-ifs",
        "--persons",
        "a=20000",
    ];
    let page = evacuate(&folder, &near).exits(1).out;
    let lines = part(&page, "What would change it");
    assert!(lines.iter().any(|line| line.contains("more; the most lost come first; --all")));
    let all = evacuate(&folder, &[&near[..], &["--all"]].concat()).exits(1).out;
    let all = part(&all, "What would change it");
    assert!(all.len() > lines.len() && all.iter().all(|line| !line.contains("--all")), "{all:?}");
}

#[test]
fn the_bracket_is_told() {
    let folder = through_castello();
    let json = evacuate(&folder, &["--format", "json"]).exits(1).json();
    let Value::Object(down) = &json["plan"]["bounds"]["rounded_down"] else {
        panic!("{}", json["plan"]["bounds"])
    };
    assert_eq!(down["step_s"], 60.0);
    let least = down["clearance_at_least"].as_str().unwrap();
    let least = &least[11..16];
    let most = &down["moved_at_most"];
    let out = evacuate(&folder, &[]).exits(1).out;
    let line = out.lines().find(|line| line.contains("rounding")).unwrap();
    let begins = format!(
        "  rounding      with times rounded down instead of up to steps of 1 min: no more than \
         {most} get out; as many not before {least}"
    );
    assert!(line.starts_with(&begins), "{line}\n{begins}");
    assert!(line.contains("; on average not before "), "{line}");
    // Longer steps, a wider bracket, but for what passes in a sixtieth of a step: 2.
    let json = evacuate(&folder, &["--step", "600", "--format", "json"]).exits(1).json();
    let wide = &json["plan"]["bounds"];
    let wide_most = wide["rounded_down"]["moved_at_most"].as_u64().unwrap();
    assert!(wide_most + 2 >= most.as_u64().unwrap(), "{wide_most} {most}");
    assert!(wide["moved"].as_u64() <= Some(950));
}

#[test]
fn help_and_words_name_what_is_asked() {
    let help = run(&["evacuate", "--help"]).exits(0).out;
    for word in ["--what-ifs", "each of the most used streets lost", "rounded down to steps"] {
        let flat = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(word), "{word}: {help}");
    }
}
