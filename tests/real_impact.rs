//! Laws of the impact summary on real orders and real days. The figures
//! themselves are held against another program by `tests/independent/impact.py`.

use flate2::read::GzDecoder;
use geo::{Geometry, MultiPolygon};
use geojson::FeatureCollection;
use safepassage::geodesy::area_of_all_m2;
use safepassage::impact::{
    Covered, ImpactError, PersonsRange, Surveyed, Surveyor, check_stated_area,
};
use safepassage::model::{Area, Neighbourhood, PopulationEstimate};
use safepassage::record::RecordRef;
use safepassage::scenario::{Scenario, ScenarioBuilder};
use safepassage::units::Persons;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

fn data(part: &str) -> Option<PathBuf> {
    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA") else {
        eprintln!("skipped: SAFEPASSAGE_DATA is not set");
        return None;
    };
    Some(PathBuf::from(data).join(part))
}

fn features(path: &Path) -> Vec<(Area, geojson::JsonObject)> {
    let mut file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    if path.extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text).unwrap();
    } else {
        file.read_to_string(&mut text).unwrap();
    }
    let collection: FeatureCollection = text.parse().unwrap();
    let areas = collection.features.into_iter().filter_map(|feature| {
        let polygons: MultiPolygon = match Geometry::try_from(feature.geometry.unwrap()).unwrap() {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => return None,
        };
        Some((Area::new(polygons).unwrap(), feature.properties.unwrap_or_default()))
    });
    areas.collect()
}

/// The municipalities, each with a thousand persons a square kilometre.
fn municipalities(folder: &Path) -> Scenario {
    let mut builder = ScenarioBuilder::new();
    for (number, (area, _)) in features(&folder.join("gaza.geojson")).into_iter().enumerate() {
        let persons = Persons((area_of_all_m2(area.polygons()) / 1000.0) as u64);
        let population = PopulationEstimate { persons, as_of: None, source: None };
        let one = Neighbourhood::new(format!("{number:02}"), area).with_population(population);
        builder.neighbourhood(one, RecordRef::default());
    }
    builder.build().0
}

/// Every dated order by its instant: the block, and the area if it is to be left.
fn orders(folder: &Path) -> BTreeMap<i64, Vec<(String, Option<Area>)>> {
    let file = folder.join("Areas_Designated_for_Evacuation_by_the_IDF.geojson.gz");
    let mut by_date: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for (area, properties) in features(&file) {
        let Some(date) = properties["Date"].as_i64() else { continue };
        let leave = properties["StatusText"].as_str() == Some("2");
        by_date
            .entry(date)
            .or_default()
            .push((properties["Block"].to_string(), leave.then_some(area)));
    }
    by_date
}

/// What must hold of any change from one state to the next.
fn laws(surveyor: &Surveyor, before: &Surveyed, after: &Surveyed) {
    let change = surveyor.difference(before, after);
    let (old, new) = (before.impact(), after.impact());
    assert!(new.area_km2 <= new.sum_km2 * (1.0 + 1e-9));
    assert_eq!(change.net_km2, new.area_km2 - old.area_km2);
    assert!(change.gained.area_km2 >= 0.0 && change.lost.area_km2 >= 0.0);
    let net = change.gained.area_km2 - change.lost.area_km2;
    assert!((net - change.net_km2).abs() <= 1e-6 * new.area_km2.max(old.area_km2), "{net}");
    assert!(change.gained.area_km2 <= new.area_km2 * (1.0 + 1e-9));
    let back = surveyor.difference(after, before);
    assert_eq!(
        (back.gained.area_km2, back.lost.area_km2),
        (change.lost.area_km2, change.gained.area_km2)
    );
    for impact in [old, new] {
        assert!(impact.share_of_whole.is_none_or(|share| (0.0..=1.0).contains(&share)));
        if let Some(PersonsRange { low, best, high }) = impact.persons {
            assert!(low <= best && best <= high);
        }
    }
}

#[test]
fn orders_by_block() {
    let Some(folder) = data("zones-gaza") else { return };
    let scenario = municipalities(&folder);
    assert_eq!(scenario.neighbourhoods().len(), 25);
    let surveyor = Surveyor::new(&scenario);
    let orders = orders(&folder);
    assert_eq!((orders.len(), orders.values().map(Vec::len).sum::<usize>()), (82, 1936));
    let mut latest: BTreeMap<String, Option<Area>> = BTreeMap::new();
    let mut ever: Vec<Covered> = Vec::new();
    let mut ever_before = surveyor.survey(&[]).unwrap();
    let mut before = surveyor.survey(&[]).unwrap();
    for (number, (date, blocks)) in orders.into_iter().enumerate() {
        for (block, area) in blocks {
            ever.extend(
                area.iter().map(|area| Covered::new(format!("{block} {date}"), area.clone())),
            );
            latest.insert(block, area);
        }
        let held =
            latest.iter().filter_map(|(block, area)| Some(Covered::new(block, area.clone()?)));
        let after = surveyor.survey(&held.collect::<Vec<_>>()).unwrap();
        laws(&surveyor, &before, &after);
        before = after;
        // Orders that are never taken back only add.
        if number % 8 == 0 {
            let ever_after = surveyor.survey(&ever).unwrap();
            let change = surveyor.difference(&ever_before, &ever_after);
            assert_eq!(change.lost.area_km2, 0.0);
            assert!(change.net_km2 >= 0.0);
            let (few, many) = (ever_before.impact(), ever_after.impact());
            assert!(few.persons.map(|all| all.low) <= many.persons.map(|all| all.low));
            assert!(few.persons.map(|all| all.high) <= many.persons.map(|all| all.high));
            ever_before = ever_after;
        }
    }
    // The same blocks were ordered left again and again.
    let all = surveyor.impact(&ever).unwrap();
    assert!(all.sum_km2 > 20.0 * all.area_km2, "{} {}", all.sum_km2, all.area_km2);
}

#[test]
fn a_figure_larger_than_the_territory_is_refused() {
    let Some(folder) = data("zones-gaza") else { return };
    let polygons = |areas: &[(Area, geojson::JsonObject)]| {
        areas.iter().flat_map(|(area, _)| area.polygons().0.clone()).collect::<Vec<_>>()
    };
    let municipalities = features(&folder.join("gaza.geojson"));
    let territory = Area::new(MultiPolygon(polygons(&municipalities))).unwrap();
    let file = folder.join("Areas_Designated_for_Evacuation_by_the_IDF.geojson.gz");
    let blocks = features(&file);
    // What the file's features come to, one by one: more than the territory.
    let added_up: f64 = blocks.iter().map(|(area, _)| area_of_all_m2(area.polygons()) / 1e6).sum();
    assert!((added_up - 1252.447).abs() < 0.01, "{added_up}");
    let ordered = Area::new(MultiPolygon(polygons(&blocks))).unwrap();
    for figure in [added_up, 1158.0] {
        let refused = check_stated_area(figure, &ordered, &territory).unwrap_err();
        assert!(
            matches!(refused, ImpactError::LargerThanWhole { area_km2, .. } if area_km2 == figure)
        );
    }
    let said = check_stated_area(186.0, &ordered, &territory).unwrap();
    assert!(said.agrees_within(0.01), "{said:?}");
    assert!((said.whole_km2 - 376.97).abs() < 0.1, "{said:?}");
}

#[test]
fn days_of_a_front() {
    let Some(folder) = data("zones-ukraine/daily") else { return };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 536);
    let surveyor = Surveyor::new(&Scenario::default());
    let mut before: Option<Surveyed> = None;
    // Every day is compared by the script; here each twelfth.
    for file in files.iter().step_by(12) {
        let areas = features(file).into_iter().map(|(area, _)| Covered::new("day", area));
        let after = surveyor.survey(&areas.collect::<Vec<_>>()).unwrap();
        if let Some(before) = &before {
            laws(&surveyor, before, &after);
        }
        before = Some(after);
    }
}
