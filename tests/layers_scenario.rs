//! A scenario written as layers is read back as the same scenario.

use safepassage::io::read::ScenarioReader;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter, LayerWriter, MapSheet};
use safepassage::layer::{ScenarioView, ToLayers};
use safepassage::model::Sensitivity;
use safepassage::place::northern_aleppo;
use safepassage::publish::{Audience, ReleasedLayer};
use safepassage::scenario::Scenario;
use std::collections::BTreeMap;
use std::path::Path;

/// Sees all but what is severe, to the last decimal that a grid has.
fn all_of(scenario: &Scenario) -> Vec<ReleasedLayer> {
    let audience =
        Audience::builder("test").ceiling(Sensitivity::High).decimals(12).build().unwrap();
    let layers = scenario.to_layers().unwrap();
    layers.iter().map(|layer| audience.release(layer).layer).collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn read(folder: &Path, like: &Scenario) -> Scenario {
    let mut reader = ScenarioReader::new().folder(folder);
    if let Some(zone) = &like.about().time_zone {
        reader = reader.time_zone(zone);
    }
    if let Some(period) = like.about().period {
        reader = reader.period(period);
    }
    reader.read().expect("it reads what was written").scenario
}

fn assert_same_records(found: &Scenario, expected: &Scenario) {
    assert_eq!(found.features().count(), expected.features().count());
    for (found, expected) in found.features().zip(expected.features()) {
        assert_eq!(found.reference(), expected.reference());
        assert_eq!(found.particulars(), expected.particulars(), "{}", expected.reference());
    }
    assert_eq!(found.neighbourhoods(), expected.neighbourhoods());
    assert_eq!(found.curfew_zones(), expected.curfew_zones());
    assert_eq!(found.restricted_zones(), expected.restricted_zones());
    assert_eq!(found.hazard_zones(), expected.hazard_zones());
    assert_eq!(found.front_lines(), expected.front_lines());
    assert_eq!(found.areas_of_control(), expected.areas_of_control());
    assert_eq!(found.checkpoints(), expected.checkpoints());
    assert_eq!(found.corridors(), expected.corridors());
    assert_eq!(found.shelters(), expected.shelters());
    assert_eq!(found.assembly_points(), expected.assembly_points());
    assert_eq!(found.incidents(), expected.incidents());
    assert_eq!(found.streets(), expected.streets());
}

#[test]
fn the_place_comes_back_from_both_formats() {
    let place = northern_aleppo().unwrap().scenario;
    let writers: [&dyn LayerWriter; 2] =
        [&GeoJsonWriter::new().decimals(12), &GeoJsonSeqWriter::new().decimals(12)];
    for writer in writers {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        writer.write_folder(&all_of(&place), first.path()).unwrap();
        let back = read(first.path(), &place);
        assert_same_records(&back, &place);
        writer.write_folder(&all_of(&back), second.path()).unwrap();
        let (first, second) = (files(first.path()), files(second.path()));
        assert!(first.len() >= 8, "{:?}", first.keys());
        for (name, bytes) in &first {
            let without_note = |bytes: &[u8]| {
                // The scenario's own note is in scenario.json, which layers do not write.
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                match text.split_once(",\"description\":") {
                    Some((head, rest)) => {
                        let end = rest.find(",\"audience\"").unwrap_or(0);
                        format!("{head}{}", &rest[end..])
                    }
                    None => text,
                }
            };
            assert_eq!(without_note(bytes), without_note(&second[name]), "{name}");
        }
    }
}

#[test]
fn a_public_map_of_the_place_holds_nothing_else() {
    let place = northern_aleppo().unwrap().scenario;
    let at = "2026-01-08T08:00:00Z".parse().unwrap();
    let layers = ScenarioView::new(&place).at(at).to_layers().unwrap();
    let released = layers.iter().map(|layer| Audience::public().release(layer).layer);
    let svg = MapSheet::new("Northern Aleppo").layers(released).to_svg();
    let hidden = place
        .features()
        .filter(|one| one.provenance().sensitivity_or_high() > Sensitivity::Low)
        .filter(|one| one.names().main().len() > 3);
    let shown: Vec<&str> = place
        .features()
        .filter(|one| one.provenance().sensitivity_or_high() == Sensitivity::Low)
        .map(|one| one.names().main())
        .collect();
    for one in hidden {
        let name = one.names().main();
        if !shown.iter().any(|other| other.contains(name)) {
            assert!(!svg.contains(&format!(">{name}<")), "{name}");
        }
    }
}
