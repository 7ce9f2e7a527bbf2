use super::{Folder, SHELTER, run, run_words};
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place::northern_aleppo;
use safepassage::route::{RoutePlanner, Watch};
use serde_json::to_value;

const WINDOW: &str = "--from 2026-01-08T10:00 --to 2026-01-08T13:00";

#[test]
fn the_ranking_is_the_librarys() {
    let scenario = northern_aleppo().unwrap().scenario;
    let network = StreetNetwork::from_streets(scenario.streets()).unwrap();
    let picture = OperationalPicture::new(scenario, network);
    let window = "2026-01-08T07:00:00Z/2026-01-08T10:00:00Z".parse().unwrap();
    let ranked = RoutePlanner::new(&picture)
        .criticality(TravelMode::Foot, window, Watch::default())
        .unwrap();
    let json = run_words(&format!("criticality --example {WINDOW} --format json")).exits(0).json();
    let elements = json["elements"].as_array().unwrap();
    assert!(!ranked.is_empty());
    assert_eq!(elements.len(), ranked.len());
    for (shown, one) in elements.iter().zip(&ranked) {
        assert_eq!(shown["element"], to_value(&one.element).unwrap());
        assert_eq!(shown["cut_off"], one.cut_off);
        assert_eq!(shown["person_minutes"], one.person_minutes);
        assert_eq!(shown["effects"], to_value(&one.effects).unwrap());
    }
    let first = run_words(&format!("criticality --example {WINDOW} --top 1 --format json")).json();
    assert_eq!(first["elements"].as_array().unwrap().len(), 1);
    assert_eq!(first["elements"][0], elements[0]);
}

#[test]
fn the_crossing_that_all_leave_by_comes_first() {
    let run = run_words(&format!("criticality --example {WINDOW}")).exits(0);
    let rank = run.out.lines().find(|line| line.starts_with("   1 ")).unwrap();
    assert!(rank.contains("al-zuhour"), "{}", run.out);
    assert!(run.out.contains("without a way to begin with depend on nothing here"), "{}", run.out);
}

#[test]
fn without_neighbourhoods_nobody_depends_on_anything() {
    let folder = Folder::new().with("shelters.geojson", SHELTER);
    let window = "--from 2026-01-08T10:00Z --to 2026-01-08T13:00Z";
    let mut args = vec!["criticality".to_owned(), folder.path()];
    args.extend(window.split(' ').map(str::to_owned));
    let run = run(&args).exits(2);
    assert!(run.err.contains("expected neighbourhoods in the scenario, found none"), "{}", run.err);
}
