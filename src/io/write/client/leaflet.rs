//! Leaflet's `TimeDimension`: as many times as a feature has coordinates.
//!
//! It cuts the list of coordinates by the list of times: with one time of a line one
//! position would be left, of a polygon the ring without its holes. So the one time is
//! repeated as often as there are items in `coordinates`.

use super::{Files, GeoJsonWriter, WriteError, slices, text_file};
use crate::publish::ReleasedLayer;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn files(layers: &[ReleasedLayer], folder: &Path) -> Result<Files, WriteError> {
    let writer = GeoJsonWriter::new();
    let mut files = Vec::with_capacity(layers.len());
    for layer in slices::sliced(layers, "time")? {
        let text = writer.to_string(&layer)?;
        let mut collection: Value =
            serde_json::from_str(&text).map_err(|error| WriteError::format("GeoJSON", &error))?;
        if let Some(features) = collection["features"].as_array_mut() {
            features.iter_mut().for_each(add_times);
        }
        let path = folder.join(format!("{}.geojson", layer.layer().name()));
        let (pending, mut written) = text_file(&path, &format!("{collection}\n"))?;
        written.features = layer.layer().features().len();
        files.push((pending, written));
    }
    Ok(files)
}

fn add_times(feature: &mut Value) {
    let time = feature["properties"]["time"].as_str().and_then(|time| time.parse().ok());
    let Some(time) = time.map(Timestamp::as_millisecond) else { return };
    let point = feature["geometry"]["type"] == "Point";
    let coordinates = feature["geometry"]["coordinates"].as_array().map_or(0, Vec::len);
    let times = vec![time; if point { 1 } else { coordinates }];
    if let Some(properties) = feature["properties"].as_object_mut() {
        properties.insert("times".to_owned(), json!(times));
    }
}
