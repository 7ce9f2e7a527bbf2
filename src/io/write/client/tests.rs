use super::{Client, FLOAT32_MINUTES};
use crate::id::Kind;
use crate::layer::{Field, FieldType, GeometryType, Layer, LayerFeature, StyleClass, Subject};
use crate::model::Sensitivity;
use crate::publish::{Audience, ReleasedLayer};
use crate::time::{State, TimeWindow};
use geo::{Point, line_string};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn window(start: Option<&str>, end: Option<&str>) -> Option<TimeWindow> {
    TimeWindow::from_ends(start.map(at), end.map(at)).ok()
}

fn low(feature: LayerFeature) -> LayerFeature {
    feature.sensitivity(Sensitivity::Low)
}

/// A layer of gates at these times, one state after another, and one of streets without time.
fn layers(windows: &[Option<TimeWindow>]) -> Vec<ReleasedLayer> {
    let states = [State::Holds, State::Unknown, State::DoesNotHold];
    let gates = windows.iter().enumerate().map(|(number, window)| {
        let place = Point::new(37.1 + 0.01 * number as f64, 36.2);
        let name = format!("<b>Gate</b> \"{number}\" & باب");
        let values = vec![Some(name.into()), Some("باب".into())];
        let gate = LayerFeature::new(format!("checkpoint/{number}"), place, values)
            .style(StyleClass::new(Subject::Record(Kind::Checkpoint), states[number % 3]));
        low(match window {
            Some(window) => gate.during(*window),
            None => gate,
        })
    });
    let gates = Layer::builder("checkpoints", GeometryType::Point)
        .field(Field::harmless("name", FieldType::Text, ""))
        .field(Field::harmless("name_ar", FieldType::Text, ""))
        .label("name")
        .label("name_ar")
        .timed()
        .features(gates)
        .build()
        .unwrap();
    let street = line_string![(x: 37.1, y: 36.2), (x: 37.2, y: 36.3)];
    let streets = Layer::builder("streets", GeometryType::Line)
        .feature(low(LayerFeature::new("street/1", street, vec![]).style(Kind::Street.into())))
        .build()
        .unwrap();
    [gates, streets].iter().map(|layer| Audience::public().release(layer).layer).collect()
}

fn some_windows() -> Vec<Option<TimeWindow>> {
    vec![
        window(Some("2026-01-08T10:00:00Z"), Some("2026-01-08T13:00:00Z")),
        window(Some("2026-01-08T12:00:00Z"), None),
        window(None, Some("2026-01-08T11:30:30Z")),
        None,
    ]
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The features of a layer's file.
fn features(folder: &Path, layer: &str) -> Vec<Value> {
    json(&folder.join(format!("{layer}.geojson")))["features"].as_array().unwrap().clone()
}

fn text<'a>(feature: &'a Value, name: &str) -> &'a str {
    feature["properties"][name].as_str().unwrap()
}

#[test]
fn sliced_features_are_there_when_they_hold_and_have_one_time() {
    let folder = tempfile::tempdir().unwrap();
    for (client, column) in [(Client::Kepler, "timestamp"), (Client::LeafletTime, "time")] {
        client.write_folder(&layers(&some_windows()), folder.path()).unwrap();
        let features = features(folder.path(), "checkpoints");
        let keys: BTreeSet<&str> = features.iter().map(|one| text(one, "key")).collect();
        let ids: BTreeSet<u64> = features.iter().map(|one| one["id"].as_u64().unwrap()).collect();
        assert_eq!((keys.len(), ids.len()), (features.len(), features.len()));
        let times: BTreeSet<&str> = features.iter().map(|one| text(one, column)).collect();
        let expected = [
            // What held before the first change is shown an hour before it.
            "2026-01-08T09:00:00Z",
            "2026-01-08T10:00:00Z",
            "2026-01-08T11:30:30Z",
            "2026-01-08T12:00:00Z",
            "2026-01-08T13:00:00Z",
        ];
        assert_eq!(times, BTreeSet::from(expected));
        for (number, window) in some_windows().iter().enumerate() {
            let key = format!("checkpoint/{number}");
            let shown: BTreeSet<&str> = features
                .iter()
                .filter(|one| text(one, "of") == key)
                .map(|one| text(one, column))
                .collect();
            let holds = |time: &&str| window.is_none_or(|window| window.contains(at(time)));
            assert_eq!(shown, expected.into_iter().filter(holds).collect(), "{key}");
        }
        let unknown = features.iter().filter(|one| one["properties"]["time_known"] == false);
        assert!(
            unknown.clone().count() == 5
                && unknown.clone().all(|one| text(one, "of") == "checkpoint/3")
        );
        // One time a feature: a second date would be taken for it by some.
        for one in &features {
            assert!(
                one["properties"].get("start").is_none() && one["properties"].get("end").is_none()
            );
        }
        assert!(client == Client::LeafletTime || features_have_flat_values(&features));
    }
    assert_eq!(features(folder.path(), "streets").len(), 1);
}

fn features_have_flat_values(features: &[Value]) -> bool {
    let flat = |value: &Value| !value.is_object() && !value.is_array();
    features.iter().all(|one| one["properties"].as_object().unwrap().values().all(flat))
}

#[test]
fn a_style_fragment_draws_every_class_of_its_sources() {
    let folder = tempfile::tempdir().unwrap();
    Client::MapLibre.write_folder(&layers(&some_windows()), folder.path()).unwrap();
    let style = json(&folder.path().join("style.json"));
    let drawn = style["layers"].as_array().unwrap();
    let names: BTreeSet<&str> = drawn.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(names.len(), drawn.len());
    for (source, about) in style["sources"].as_object().unwrap() {
        assert_eq!(about["data"], format!("{source}.geojson"));
        let features = features(folder.path(), source);
        assert!(features_have_flat_values(&features));
        for one in features {
            let id = one["id"].as_u64().unwrap();
            assert!(id < 1 << 53);
            let class = text(&one, "style").to_owned();
            let shows =
                |look: &&Value| look["source"] == **source && look["filter"][2] == class.as_str();
            assert!(drawn.iter().any(|look| shows(&look)), "{class}");
        }
    }
    // Lines before points, labels last: points are not hidden.
    let place = |part: &str| drawn.iter().position(|one| one["type"] == part).unwrap();
    assert!(place("line") < place("circle") && place("circle") < place("symbol"));
    let gates = features(folder.path(), "checkpoints");
    let number = |one: &Value, name: &str| one["properties"][name].as_i64();
    assert_eq!(number(&gates[0], "start_unix"), Some(1_767_866_400));
    assert_eq!(number(&gates[1], "end_unix"), None);
    assert_eq!(number(&gates[2], "end_unix"), Some(at("2026-01-08T11:30:30Z").as_second()));
}

#[test]
fn minutes_are_exact_in_32_bits_and_hold_when_windows_do() {
    let folder = tempfile::tempdir().unwrap();
    Client::DeckGl.write_folder(&layers(&some_windows()), folder.path()).unwrap();
    let about = json(&folder.path().join("layers.json"));
    let epoch = at(about["epoch"].as_str().unwrap());
    assert_eq!(about["epoch"], "2026-01-08T10:00:00Z");
    let gates = features(folder.path(), "checkpoints");
    for minute in 0..=180_i64 {
        let now = epoch + jiff::SignedDuration::from_mins(minute);
        for (one, window) in gates.iter().zip(some_windows()) {
            let bound = |name: &str| {
                let number = one["properties"][name].as_f64().unwrap();
                assert_eq!(f64::from(number as f32), number);
                number
            };
            let shown = bound("start_min") <= minute as f64 && (minute as f64) < bound("end_min");
            assert_eq!(shown, window.is_none_or(|window| window.contains(now)), "{minute}");
        }
    }
    let long = [window(Some("1980-01-01T00:00:00Z"), Some("2026-01-08T11:30:30Z"))];
    let error = Client::DeckGl.write_folder(&layers(&long), folder.path()).unwrap_err();
    assert!(error.to_string().contains(&FLOAT32_MINUTES.to_string()), "{error}");
}

#[test]
fn each_feature_of_a_umap_says_its_name_and_look() {
    let folder = tempfile::tempdir().unwrap();
    let written = Client::UMap.write_folder(&layers(&some_windows()), folder.path()).unwrap();
    assert_eq!(written.len(), 1);
    let map = json(&folder.path().join("map.umap"));
    assert_eq!(map["type"], "umap");
    assert_eq!(map["layers"].as_array().unwrap().len(), 2);
    let mut looks = BTreeSet::new();
    for layer in map["layers"].as_array().unwrap() {
        for one in layer["features"].as_array().unwrap() {
            let properties = &one["properties"];
            assert!(!properties["name"].as_str().unwrap().is_empty());
            assert!(!properties["description"].as_str().unwrap().is_empty());
            assert!(properties["_umap_options"]["color"].as_str().unwrap().starts_with('#'));
            looks.insert(properties["_umap_options"].to_string());
        }
    }
    assert_eq!(looks.len(), 4);
}

#[test]
fn the_same_layers_give_the_same_files_and_bad_ones_none() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let clients = Client::ALL.into_iter();
    for client in clients.filter(|client| cfg!(feature = "geopackage") || *client != Client::Qgis) {
        let first = client.write_folder(&layers(&some_windows()), one.path()).unwrap();
        client.write_folder(&layers(&some_windows()), two.path()).unwrap();
        for written in first {
            let path = written.path.unwrap();
            let other = two.path().join(path.file_name().unwrap());
            assert!(fs::read(&path).unwrap() == fs::read(other).unwrap(), "{}", path.display());
        }
        let empty = tempfile::tempdir().unwrap();
        let mut twice = layers(&some_windows());
        twice.push(twice[0].clone());
        let error = client.write_folder(&twice, empty.path()).unwrap_err();
        assert!(error.to_string().contains("checkpoints"), "{error}");
        assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
        let nowhere = empty.path().join("none");
        assert!(client.write_folder(&layers(&some_windows()), &nowhere).is_err());
        // An empty list and layers without any time are files too.
        client.write_folder(&[], empty.path()).unwrap();
        client.write_folder(&layers(&[None]), empty.path()).unwrap();
    }
}

#[test]
fn clients_are_known_by_their_words() {
    for client in Client::ALL {
        assert_eq!(client.as_str().parse(), Ok(client));
    }
    assert_eq!(
        "arcgis".parse::<Client>().unwrap_err().to_string(),
        "expected maplibre, qgis, kepler, leaflet-time, umap or deckgl, found \"arcgis\""
    );
}
