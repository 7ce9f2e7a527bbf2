//! What is written as layers is read back as the same scenario.

use safepassage::io::read::ScenarioReader;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter, LayerWriter};
use safepassage::layer::ToLayers;
use safepassage::publish::Audience;
use safepassage::scenario::Scenario;
use std::path::Path;

fn write(scenario: &Scenario, writer: &dyn LayerWriter, folder: &Path) {
    let layers = scenario.to_layers().unwrap();
    let released: Vec<_> =
        layers.iter().map(|layer| Audience::internal().release(layer).layer).collect();
    writer.write_folder(&released, folder).unwrap();
}

fn bytes(folder: &Path) -> Vec<(String, String)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_scenario_comes_back_and_a_second_pass_changes_no_bit() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/clean");
    let first = ScenarioReader::new().folder(&place).read().unwrap().scenario;
    let about = std::fs::read_to_string(place.join("scenario.json")).unwrap();
    let writers: [&dyn LayerWriter; 2] = [&GeoJsonWriter::new(), &GeoJsonSeqWriter::new()];
    for writer in writers {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(&first, writer, one.path());
        let reader = ScenarioReader::new().text("scenario.json", about.as_str(), None);
        let again = reader.folder(one.path()).read().unwrap();
        assert_eq!(again.issues, []);
        for (was, is) in first.features().zip(again.scenario.features()) {
            assert_eq!(was.reference(), is.reference());
            assert_eq!(was.particulars(), is.particulars(), "{}", was.reference());
        }
        assert_eq!(again.scenario.checkpoints(), first.checkpoints());
        assert_eq!(again.scenario.corridors(), first.corridors());
        assert_eq!(again.scenario.shelters(), first.shelters());
        assert_eq!(again.scenario.streets(), first.streets());
        assert_eq!(again.scenario.incidents(), first.incidents());
        write(&again.scenario, writer, two.path());
        for (was, is) in bytes(one.path()).iter().zip(&bytes(two.path())) {
            assert!(was == is, "{} changed", was.0);
        }
        assert_eq!(bytes(one.path()).len(), bytes(two.path()).len());
    }
}
