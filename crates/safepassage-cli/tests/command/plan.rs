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
                    assert_eq!(plan["no_way"], to_value(reason).unwrap());
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
    args.extend(["--certificate", &file]);
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
