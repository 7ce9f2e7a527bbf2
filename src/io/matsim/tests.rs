//! A small scenario of every kind of file.

use super::*;
use crate::model::CheckpointStatus;
use crate::model::Feature;
use crate::model::Place;
use crate::model::Shelter;
use crate::units::Persons;
use jiff::civil::date;
use std::fs;
use std::path::Path;

fn write(folder: &Path) {
    let square = |id: &str, west: f64| {
        let east = west + 0.01;
        format!(
            r#"{{"type": "Feature", "properties": {{"Z": "{id}"}}, "geometry": {{"type": "Polygon", "coordinates":
            [[[{west}, -38.31], [{east}, -38.31], [{east}, -38.29], [{west}, -38.29], [{west}, -38.31]]]}}}}"#
        )
    };
    let bow = r#"{"type": "Feature", "properties": {"Z": "bow"}, "geometry": {"type": "Polygon", "coordinates":
        [[[144.40, -38.31], [144.41, -38.29], [144.41, -38.31], [144.40, -38.29], [144.40, -38.31]]]}}"#;
    let features = [square("A", 144.30), square("B", 144.31), square("A", 144.32), bow.to_owned()];
    let zones = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
    let link = |id: &str, from: &str, to: &str| {
        format!(
            r#"<link id="{id}" from="{from}" to="{to}" length="900" freespeed="10" capacity="600" permlanes="1"/>"#
        )
    };
    let network = format!(
        r#"<network><nodes><node id="a" x="144.305" y="-38.3"/><node id="b" x="144.315" y="-38.3"/>
        <node id="c" x="144.325" y="-38.3"/></nodes><links>{}{}{}{}</links></network>"#,
        link("ab", "a", "b"),
        link("ba", "b", "a"),
        link("bc", "b", "c"),
        link("cb", "c", "b")
    );
    let home = |id: u32, x: f64| {
        format!(
            r#"<person id="{id}"><plan><activity type="home" x="{x}" y="-38.3"/></plan></person>"#
        )
    };
    let agents: String = [144.305, 144.306, 144.315, 144.325, 150.0]
        .iter()
        .zip(0..)
        .map(|(x, id)| home(id, *x))
        .collect();
    let files = [
        ("zones.geojson", zones),
        ("net.xml", network),
        ("plans.xml", format!("<population>{agents}</population>")),
        ("persons.csv", "zone,persons\nB,70\nQ,1\n".into()),
        (
            "messages.json",
            r#"{"messages": [{"type": "EVACUATE_NOW", "broadcastHHMM": "1215", "broadcastZones": {"A": null, "Q": null}}]}"#.into(),
        ),
        (
            "closed.json",
            r#"{"disruptions": [{"description": "West of b", "startHHMM": "1300", "endHHMM": "1400",
                "effectiveSpeed": "0", "impactedLinks": ["ab"]}]}"#.into(),
        ),
        ("points.csv", "ID,Description,LinkId\n7,\"Corner, north\",bc\n8,Gone,zz\n".into()),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn reader(folder: &Path) -> MatsimReader {
    MatsimReader::new(date(2022, 1, 12), "Australia/Melbourne")
        .network(folder.join("net.xml"), &Crs::degrees())
        .zones(folder.join("zones.geojson"), "Z")
        .orders(folder.join("messages.json"))
        .closures(folder.join("closed.json"))
        .checkpoints(folder.join("points.csv"), CheckpointStatus::Open)
        .shelter(
            Shelter::new("hall", Place::new(144.325, -38.3).unwrap()).with_capacity(Persons(500)),
        )
}

#[test]
fn a_scenario_is_put_together() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let crs = Crs::degrees();
    let read = reader(folder.path())
        .population(folder.path().join("plans.xml"), &crs)
        .persons_per_agent(3)
        .read()
        .unwrap();
    let zones: Vec<(&str, u64)> = read
        .scenario
        .neighbourhoods()
        .iter()
        .map(|zone| (zone.id().as_str(), zone.population().unwrap().persons.0))
        .collect();
    assert_eq!(zones, [("A", 6), ("A-2", 3), ("B", 3)]);
    let orders: Vec<(&str, String)> =
        read.orders.iter().map(|(zone, at)| (zone.as_str(), at.to_string())).collect();
    let told = "2022-01-12T01:15:00Z".to_owned();
    assert_eq!(orders, [("A", told.clone()), ("A-2", told)]);
    let closure = &read.scenario.restricted_zones()[0];
    assert_eq!((closure.id().as_str(), closure.names().main()), ("closure-01", "West of b"));
    let point = &read.scenario.checkpoints()[0];
    assert_eq!((point.id().as_str(), point.names().main()), ("7", "Corner, north"));
    assert_eq!(read.scenario.shelters()[0].capacity(), Some(Persons(500)));
    assert_eq!(read.scenario.about().time_zone.as_deref(), Some("Australia/Melbourne"));
    // One direction is shut, so the two are drawn apart; the other two share a stretch.
    assert_eq!((read.streets.edge_count(), read.streets.stretch_count()), (4, 3));
    let codes: Vec<&str> = read.issues.iter().map(|issue| issue.code).collect();
    for code in [
        "foreign-id-repeated",
        "ring-not-mendable",
        "matsim-unknown-zone",
        "matsim-unknown-link",
        "matsim-agents-outside",
    ] {
        let times = codes.iter().filter(|found| **found == code).count();
        assert_eq!(times, 1, "{code}: {codes:?}");
    }
}

#[test]
fn persons_come_from_a_table_or_are_the_same_for_all() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let persons = |reader: MatsimReader| {
        let read = reader.read().unwrap();
        let zones = read.scenario.neighbourhoods().iter();
        zones.map(|zone| zone.population().map(|all| all.persons.0)).collect::<Vec<_>>()
    };
    let table = folder.path().join("persons.csv");
    let from_table = reader(folder.path()).persons_table(&table, "Zone", "Persons");
    assert_eq!(persons(from_table), [None, None, Some(70)]);
    assert_eq!(persons(reader(folder.path()).persons_per_zone(Persons(9))), [Some(9); 3]);
    assert_eq!(persons(reader(folder.path())), [None; 3]);
    fs::write(&table, "zone,persons\nB,many\n").unwrap();
    let error = reader(folder.path()).persons_table(&table, "zone", "persons").read().unwrap_err();
    assert_eq!(
        error.to_string(),
        "persons.csv, line 2 (id \"B\"): column \"persons\": expected a whole number, 0 or more, found \"many\""
    );
    let error = reader(folder.path()).persons_table(&table, "zone", "people").read().unwrap_err();
    assert_eq!(
        error.to_string(),
        "persons.csv, line 1: the header: expected a column \"people\", found zone, persons"
    );
}

#[test]
fn without_a_network_there_is_nothing() {
    let error = MatsimReader::new(date(2022, 1, 12), "Australia/Melbourne").read().unwrap_err();
    assert_eq!(error.to_string(), "network: expected the path of a network, found none");
}
