use super::{Folder, place, run, run_words};
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place::northern_aleppo;
use safepassage::route::{RouteAnswer, RoutePlanner};
use safepassage::verify::{Certificate, check};
use serde_json::{Value, from_value, to_value};

const WINDOW: &str = "--from 2026-01-08T10:00 --to 2026-01-08T13:00";

fn picture() -> OperationalPicture {
    let scenario = northern_aleppo().unwrap().scenario;
    let network = StreetNetwork::from_streets(scenario.streets()).unwrap();
    OperationalPicture::new(scenario, network)
}

#[test]
fn the_plans_are_the_librarys() {
    let picture = picture();
    let window = "2026-01-08T07:00:00Z/2026-01-08T10:00:00Z".parse().unwrap();
    for mode in [TravelMode::Foot, TravelMode::Vehicle] {
        let expected = RoutePlanner::new(&picture).plan_all(mode, window).unwrap();
        let words = format!("plan {} {WINDOW} --mode {mode} --format json", place());
        let json = run_words(&words).json();
        let plans = json["plans"].as_array().unwrap();
        assert_eq!(plans.len(), expected.len());
        for (plan, expected) in plans.iter().zip(&expected) {
            assert_eq!(plan["neighbourhood"], expected.neighbourhood.as_str());
            assert_eq!(plan["starts"], to_value(&expected.starts).unwrap());
            match &expected.answer {
                RouteAnswer::Way(way) => {
                    assert_eq!(plan["way"]["arrival"], way.arrival.to_string());
                    assert_eq!(plan["way"]["latest_departure"], way.latest_departure.to_string());
                    assert_eq!(plan["way"]["destination"], to_value(&way.destination).unwrap());
                    assert_eq!(plan["way"]["length_m"], way.length.0);
                    assert_eq!(plan["way"]["stops"], to_value(&way.stops).unwrap());
                    assert_eq!(plan["no_way"], Value::Null);
                }
                RouteAnswer::NoWay(reason) => {
                    let none = &plan["no_way"];
                    assert_eq!(none["closed_by"], to_value(&reason.closed_by).unwrap());
                    assert_eq!(none["reason"], reason.reason.as_str());
                    assert_eq!(none["smallest"], reason.smallest);
                    assert_eq!(none["cut_off_since"], to_value(reason.cut_off_since).unwrap());
                    let least = reason.least_exposed.as_ref();
                    assert_eq!(none["least_exposed"].is_null(), least.is_none());
                    if let Some(least) = least {
                        let shown = &none["least_exposed"];
                        assert_eq!(shown["exposure"], to_value(&least.exposure).unwrap());
                        assert_eq!(shown["latest_departure"], Value::Null);
                    }
                    assert_eq!(plan["way"], Value::Null);
                }
            }
        }
    }
}

#[test]
fn the_exit_status_says_whether_somebody_has_no_way() {
    let json = run_words(&format!("plan --example {WINDOW} --format json")).json();
    let none = json["plans"].as_array().unwrap().iter().any(|plan| plan["way"].is_null());
    assert_eq!(json["exit_status"], i32::from(none));
    let one = format!("plan --example --neighbourhood bani-zeid {WINDOW}");
    let run = run_words(&one).exits(0);
    assert!(run.out.contains("latest departure 2026-01-08 12:"), "{}", run.out);
    assert!(run.out.contains("not a statement that the way is free of danger"), "{}", run.out);
    // Nobody gets anywhere in one second.
    let short = "--from 2026-01-08T10:00:00 --to 2026-01-08T10:00:01";
    let run = run_words(&format!("plan --example --neighbourhood bani-zeid {short}")).exits(1);
    assert!(run.out.contains("no way: "), "{}", run.out);
}

#[test]
fn steps_join_end_to_end_and_certificates_hold() {
    let folder = Folder::new();
    let file = folder.file("ways.json");
    let words = format!("plan --example --start 37.134,36.24 --steps {WINDOW} --format json");
    let mut args: Vec<&str> = words.split(' ').collect();
    args.extend(["--certificate", &file, "--audience", "internal"]);
    let json = run(&args).exits(0).json();
    let way = &json["plans"][0]["way"];
    let steps = way["steps"].as_array().unwrap();
    assert_eq!(steps[0]["enter"], way["departure"]);
    assert_eq!(steps[steps.len() - 1]["exit"], way["arrival"]);
    for pair in steps.windows(2) {
        assert_eq!(pair[0]["line"].as_array().unwrap().last(), pair[1]["line"].get(0));
    }
    let length: f64 = steps.iter().map(|step| step["length_m"].as_f64().unwrap()).sum();
    assert!((length - way["length_m"].as_f64().unwrap()).abs() < 1e-6);

    let file: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(file["audience"], "internal");
    let certificate: Certificate =
        from_value(file["certificates"][0]["certificate"].clone()).unwrap();
    assert!(check(&certificate, picture().scenario()).is_empty());
    // One that leaves a day earlier is refused: people are then on the move in other hours.
    let text = file["certificates"][0]["certificate"].to_string();
    let broken = text.replacen("37.1", "37.2", 3);
    let broken: Certificate = serde_json::from_str(&broken).unwrap();
    assert!(!check(&broken, picture().scenario()).is_empty());
}

#[test]
fn certificates_are_for_an_audience() {
    let folder = Folder::new();
    let file = folder.file("ways.json");
    let plan = format!("plan --example --neighbourhood bani-zeid {WINDOW} --certificate {file}");
    let run = run_words(&plan).exits(2);
    assert!(run.err.contains("--audience"), "{}", run.err);
    for (audience, reason) in [("public", "too sensitive"), ("partner", "too sensitive")] {
        let run = run_words(&format!("{plan} --audience {audience}")).exits(2);
        let expected =
            format!("error[withheld]: certificates: not for the audience {audience:?}: {reason}");
        assert!(run.err.contains(&expected), "{}", run.err);
    }
    assert!(!std::path::Path::new(&file).exists());
}

#[test]
fn streets_may_come_from_a_file() {
    let streets = place() + "/streets.geojson";
    let own = run_words(&format!("plan --example {WINDOW} --format json"));
    let words = format!("plan --example --streets {streets} {WINDOW} --format json");
    assert_eq!(run_words(&words).json(), own.json());
}

#[test]
fn the_policy_is_said() {
    let words = format!(
        "plan --example --wall-from extreme --pass-unknown-checkpoints --street-reach 200 {WINDOW} --format json"
    );
    let json = run_words(&words).json();
    assert_eq!(json["policy"]["wall_from"], "extreme");
    assert_eq!(json["policy"]["pass_unknown_checkpoints"], true);
    assert_eq!(json["policy"]["street_reach"], 200.0);
    run_words(&format!("plan --example --street-reach -1 {WINDOW}")).exits(2);
}

#[test]
fn without_streets_nothing_can_be_planned() {
    let folder = Folder::new();
    for name in ["scenario.json", "neighbourhoods.geojson", "shelters.geojson"] {
        std::fs::copy(format!("{}/{name}", place()), folder.file(name)).unwrap();
    }
    let json = run(&["plan", &folder.path(), "--format", "json"]).exits(2).json();
    assert_eq!(json["error"]["code"], "plan-impossible");
    assert!(json["error"]["hint"].as_str().unwrap().contains("--streets"));
}

/// In the afternoon a ban covers two neighbourhoods: nobody gets out, but by breaking it.
const BANNED: &str = "--from 2026-01-08T14:00 --to 2026-01-08T18:00";

#[test]
fn who_is_inside_a_zone_is_told_what_a_way_out_breaks() {
    let words = format!("plan --example --neighbourhood bani-zeid {BANNED}");
    let run = run_words(&words).exits(1);
    for told in [
        "no way: the start is closed, by curfew-zone/curfew-8-jan",
        "if this alone were lifted, a way would open",
        "least exposed way, which BREAKS the closures below:",
        "breaks curfew-zone/curfew-8-jan (Curfew of 8 January): 6 min inside, exposure 11.6 severity-minutes",
        "never through: front-line.",
    ] {
        assert!(run.out.contains(told), "{told}: {}", run.out);
    }
    let none = &run_words(&format!("{words} --format json")).json()["plans"][0]["no_way"];
    let least = &none["least_exposed"];
    let zone = &least["exposure"][0];
    assert_eq!(zone["zone"]["id"], "curfew-8-jan");
    let (inside, counts) =
        (zone["inside_s"].as_f64().unwrap(), zone["exposure_s"].as_f64().unwrap());
    assert!(inside > 300.0 && (counts - 2.0 * inside).abs() < 1.0, "{zone}");

    // Who may not be led through a curfew is led nowhere.
    let walls = format!("{words} --never-through curfew-zone --format json");
    let json = run_words(&walls).exits(1).json();
    assert_eq!(json["plans"][0]["no_way"]["least_exposed"], Value::Null);
    assert_eq!(json["policy"]["never_through"], to_value(["front-line", "curfew-zone"]).unwrap());
    assert!(
        run_words(&words.replace("--neigh", "--never-through shelter --neigh"))
            .exits(2)
            .err
            .contains("expected curfew-zone, restricted-zone, hazard-zone or front-line")
    );
}

#[test]
fn choices_trade_time_against_exposure() {
    let words =
        format!("plan --example --neighbourhood ashrafieh --choices {BANNED} --format json");
    let json = run_words(&words).exits(1).json();
    let choices = json["plans"][0]["choices"].as_array().unwrap();
    assert!(choices.len() > 1, "{choices:?}");
    for pair in choices.windows(2) {
        let of = |choice: &Value| {
            let arrival: jiff::Timestamp = from_value(choice["way"]["arrival"].clone()).unwrap();
            (arrival, choice["exposure_s"].as_f64().unwrap())
        };
        assert!(of(&pair[0]).0 <= of(&pair[1]).0 && of(&pair[0]).1 >= of(&pair[1]).1);
    }
    // The last is the one that exposes least.
    let least = &json["plans"][0]["no_way"]["least_exposed"];
    assert_eq!(choices[choices.len() - 1]["way"]["exposure"], least["exposure"]);
}

#[test]
fn leaving_later_and_other_ways() {
    let words = format!("plan --example --neighbourhood ashrafieh {WINDOW}");
    let json = run_words(&format!("{words} --profile --alternatives 3 --share 0.3 --format json"))
        .exits(0)
        .json();
    let plan = &json["plans"][0];
    let pieces = plan["profile"].as_array().unwrap();
    assert_eq!(pieces[0]["arrive_first"], plan["way"]["arrival"]);
    assert_eq!(pieces[pieces.len() - 1]["leave_last"], plan["way"]["latest_departure"]);
    let others = plan["alternatives"].as_array().unwrap();
    assert_eq!(others[0]["way"]["arrival"], plan["way"]["arrival"]);
    let first = others[0]["way"]["length_m"].as_f64().unwrap();
    for other in &others[1..] {
        assert!(other["shared_m"].as_f64().unwrap() <= 0.3 * first + 0.001, "{other}");
    }
    let text = run_words(&format!("{words} --profile --alternatives 3")).exits(0).out;
    assert!(
        text.contains("whoever leaves after 2026-01-08 12:32:00 +03:00 does not get through"),
        "{text}"
    );
    for wrong in
        ["--share 0.3", "--alternatives 3 --share 1.5", "--alternatives 0", "--language en"]
    {
        run_words(&format!("{words} {wrong}")).exits(2);
    }
}

#[test]
fn the_way_is_told_turn_by_turn_in_a_language() {
    let words = format!("plan --example --neighbourhood ashrafieh --steps {WINDOW}");
    let plain = run_words(&words).exits(0).out;
    assert!(plain.contains("(delay 5 min)"), "{plain}");
    assert!(plain.contains("stop at checkpoint/al-zuhour-crossing, 5 min"), "{plain}");
    let english = run_words(&format!("{words} --language en")).exits(0).out;
    let arabic = run_words(&format!("{words} --language ar")).exits(0).out;
    assert!(english.contains("into Al-Zuhour Street, "), "{english}");
    assert!(arabic.contains("into شارع الزهور, "), "{arabic}");
    run_words(&format!("{words} --language english!")).exits(2);
    let json = run_words(&format!("{words} --format json")).json();
    let list = json["plans"][0]["way"]["instructions"].as_array().unwrap();
    assert_eq!(
        (&list[0]["turn"], &list[list.len() - 1]["turn"]),
        (&"set-out".into(), &"arrive".into())
    );
    assert!(list.iter().any(|one| one["names"]["ar"] == "شارع الزهور"), "{list:?}");
}

#[test]
fn whoever_does_not_want_the_checker_is_told_so() {
    let words = format!("plan --example --neighbourhood ashrafieh --no-check {WINDOW}");
    assert!(run_words(&words).exits(0).out.contains("not held against the records"));
    assert_eq!(run_words(&format!("{words} --format json")).json()["checked"], false);
}

#[test]
fn a_start_far_from_streets_is_told() {
    let run = run_words(&format!("plan --example --start 38,37 {WINDOW}")).exits(1);
    assert!(run.out.contains("no way: no street is near the start"), "{}", run.out);
}
