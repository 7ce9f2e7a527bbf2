use super::made::{HARD, empty, far_areas, place, points};
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader, GeometryType};
use safepassage::io::write::{FlatGeobufWriter, LayerWriter};
use safepassage::publish::ReleasedLayer;
use std::collections::BTreeSet;
use std::io::Cursor;

fn bytes(layer: &ReleasedLayer) -> Vec<u8> {
    let mut bytes = Vec::new();
    FlatGeobufWriter::new().write_to(layer, &mut bytes).unwrap();
    bytes
}

#[test]
fn values_come_back() {
    let bytes = bytes(&points(4));
    let reader = FgbReader::open(Cursor::new(&bytes)).unwrap();
    let header = reader.header();
    assert_eq!((header.name(), header.title()), (Some("points"), Some("Made \"layer\" <b>&</b>")));
    assert_eq!(header.metadata(), Some("{\"audience\":\"test\"}"));
    assert_eq!(header.features_count(), 4);
    let mut features = reader.select_all().unwrap();
    let mut seen = 0;
    while let Some(feature) = features.next().unwrap() {
        seen += 1;
        let known = feature.properties().unwrap();
        match known["key"].as_str() {
            "made/000000" => {
                assert_eq!(known.len(), 2, "{known:?}");
                assert!(feature.geometry().is_none());
            }
            "made/000001" => {
                assert_eq!(known["name"], HARD);
                assert_eq!((known["persons"].as_str(), known["rate"].as_str()), ("-2", "0"));
                assert_eq!(known["start"], "2016-12-15T12:00:00.25Z");
                assert_eq!(known["said_at"], "1969-12-31T23:59:59.9999999Z");
                assert!(!known.contains_key("end"));
            }
            _ => assert!(feature.geometry().is_some()),
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_index_finds_what_is_there() {
    for count in [1, 16, 17, 300, 5000] {
        let bytes = bytes(&points(count));
        for (west, south, east, north) in
            [(37.2, 36.1, 37.5, 36.7), (0.0, 0.0, 1.0, 1.0), (-180.0, -90.0, 180.0, 90.0)]
        {
            let reader = FgbReader::open(Cursor::new(&bytes)).unwrap();
            let mut features = reader.select_bbox(west, south, east, north).unwrap();
            let mut found = BTreeSet::new();
            while let Some(feature) = features.next().unwrap() {
                found.insert(feature.property::<String>("key").unwrap());
            }
            let inside = |number: &usize| {
                let at = place(*number);
                !number.is_multiple_of(4)
                    && (west..=east).contains(&at.x())
                    && (south..=north).contains(&at.y())
            };
            let expected: BTreeSet<_> =
                (0..count).filter(inside).map(|number| format!("made/{number:06}")).collect();
            assert_eq!(found, expected, "{count}");
        }
    }
}

#[test]
fn areas_are_in_one_type_and_an_empty_layer_has_no_index() {
    let areas = bytes(&far_areas());
    let reader = FgbReader::open(Cursor::new(&areas)).unwrap();
    assert_eq!(reader.header().geometry_type(), GeometryType::MultiPolygon);
    let envelope: Vec<f64> = reader.header().envelope().unwrap().iter().collect();
    assert_eq!(envelope, [-180.0, -17.0, 180.0, 90.0]);
    let empty = bytes(&empty());
    let reader = FgbReader::open(Cursor::new(&empty)).unwrap();
    assert_eq!((reader.header().features_count(), reader.header().index_node_size()), (0, 0));
    assert!(reader.header().envelope().is_none());
}
