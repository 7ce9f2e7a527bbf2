use super::{Language, MapPage, Viewer, ViewerError};
use crate::io::write::WriteError;
use crate::layer::{Field, FieldType, GeometryType, Layer, LayerFeature, TimelineView, ToLayers};
use crate::model::Sensitivity;
use crate::place::northern_aleppo;
use crate::publish::{Audience, ReleasedLayer};
use geo::{Point, line_string};
use serde_json::Value;

const EMPTY: &str = "<script type=\"application/json\">\"safepassage:data:1\"</script>";

fn viewer() -> Viewer {
    Viewer::new(EMPTY).unwrap()
}

fn released(layer: &Layer) -> ReleasedLayer {
    Audience::public().release(layer).layer
}

fn points(name: &str, text: &str) -> Layer {
    let feature = LayerFeature::new("a", Point::new(37.123_456_78, -0.0), vec![Some(text.into())])
        .sensitivity(Sensitivity::Low);
    let layer = Layer::builder(name, GeometryType::Point).title(text);
    let layer = layer.field(Field::harmless("name", FieldType::Text, text)).label("name");
    layer.feature(feature).build().unwrap()
}

fn text(page: &MapPage) -> String {
    let mut bytes = Vec::new();
    let written = page.write_to(&mut bytes).unwrap();
    assert_eq!(written.bytes, bytes.len() as u64);
    String::from_utf8(bytes).unwrap()
}

fn data(page: &MapPage) -> Value {
    let text = text(page);
    let from = text.find("json\">").unwrap() + 6;
    let to = text.rfind("</script>").unwrap();
    serde_json::from_str(&text[from..to]).unwrap()
}

#[test]
fn hostile_text_cannot_leave_the_script_element() {
    let hostile = "</script><script>alert(1)</script><!--<script>&amp;]]>\u{2028}\u{0}\u{7}\"\\";
    let page = MapPage::new(viewer(), hostile)
        .note(hostile)
        .time_zone(hostile)
        .layer(released(&points("names", hostile)));
    let html = text(&page);
    assert_eq!(html.matches('<').count(), 2, "only the tags of the viewer: {html}");
    assert_eq!(html.matches('&').count(), 0);
    let data = data(&page);
    assert_eq!(data["about"]["title"], hostile);
    assert_eq!(data["layers"][0]["features"][0][6][0], hostile);
}

#[test]
fn rows_have_what_a_map_needs() {
    let data = data(&MapPage::new(viewer(), "T").layer(released(&points("names", "n"))));
    let layer = &data["layers"][0];
    assert_eq!(layer["shapes"][0]["coordinates"], serde_json::json!([37.12346, 0.0]));
    let row = &layer["features"][0];
    assert!(row[0].as_u64().is_some_and(|id| id > 0 && id < 1 << 53));
    assert_eq!((&row[1], &row[3]), (&Value::from("a"), &Value::from("other/holds")));
    assert_eq!(data["about"]["audiences"], serde_json::json!(["public"]));
    assert!(data["about"]["disclaimer"].as_str().unwrap().contains("free of danger"));
}

#[test]
fn rows_of_one_record_share_its_shape_and_bytes_are_the_same_each_time() {
    let scenario = northern_aleppo().unwrap().scenario;
    let window = TimelineView::window_of(&scenario).unwrap();
    let layers = TimelineView::new(&scenario, window).unwrap().to_layers().unwrap();
    let layers = layers.iter().map(|layer| Audience::internal().release(layer).layer);
    let page = MapPage::new(viewer(), "T").window(window).language(Language::Arabic).layers(layers);
    let data = data(&page);
    let found = data["layers"].as_array().unwrap();
    let corridors = found.iter().find(|layer| layer["name"] == "corridors").unwrap();
    assert_eq!(corridors["shapes"].as_array().unwrap().len(), scenario.corridors().len());
    assert!(corridors["features"].as_array().unwrap().len() > scenario.corridors().len());
    assert_eq!(data["about"]["language"], "ar");
    assert_eq!(data["about"]["from"], window.start_or_min().as_millisecond());
    assert_eq!(text(&page), text(&page));
}

#[test]
fn over_the_antimeridian_a_line_is_cut() {
    let line = line_string![(x: 179.5, y: 10.0), (x: -179.5, y: 10.0)];
    let feature = LayerFeature::new("l", line, vec![]).sensitivity(Sensitivity::Low);
    let layer = Layer::builder("lines", GeometryType::Line).feature(feature).build().unwrap();
    let data = data(&MapPage::new(viewer(), "T").layer(released(&layer)));
    assert_eq!(data["layers"][0]["shapes"][0]["type"], "MultiLineString");
}

#[test]
fn two_layers_of_one_name_and_a_bad_path_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.html");
    let layer = released(&points("same", "n"));
    let twice = MapPage::new(viewer(), "T").layers([layer.clone(), layer.clone()]);
    assert!(matches!(twice.write_file(&path), Err(WriteError::SameName { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let page = MapPage::new(viewer(), "T").layer(layer);
    let error = page.write_file(&folder.path().join("no/map.html")).unwrap_err();
    assert!(error.to_string().contains("map.html"), "{error}");
    let written = page.write_file(&path).unwrap();
    assert_eq!(written.bytes, std::fs::metadata(&path).unwrap().len());
}

#[test]
fn a_viewer_of_another_layout_is_refused() {
    for html in ["<html></html>", "\"safepassage:data:2\"", &EMPTY.repeat(2)] {
        assert!(matches!(Viewer::new(html), Err(ViewerError::NotAViewer { .. })), "{html}");
    }
    let error = Viewer::read("nowhere/viewer.html".as_ref()).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
}
