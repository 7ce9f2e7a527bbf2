//! GeoJSON of any origin as layers: what is read, what is refused, and in which words.

#[path = "layer_reader/broken.rs"]
mod broken;
#[path = "layer_reader/columns.rs"]
mod columns;
#[path = "layer_reader/oracle.rs"]
mod oracle;
#[path = "layer_reader/real.rs"]
mod real;
#[path = "layer_reader/round_trip.rs"]
mod round_trip;

use safepassage::io::read::{LayerReader, LoadedLayer};

/// A collection of these features.
fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

/// A point with these members before its geometry, and these properties.
fn point(members: &str, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature",{members}"geometry":{{"type":"Point","coordinates":[37.1,36.2]}},"properties":{{{properties}}}}}"#
    )
}

/// A feature with this geometry and no properties.
fn place(geometry: &str) -> String {
    format!(r#"{{"type":"Feature","geometry":{geometry},"properties":null}}"#)
}

fn reader() -> LayerReader {
    LayerReader::new("made")
}

fn read(text: &str) -> LoadedLayer {
    reader().read_text("made.geojson", text).expect("it is read")
}

/// What is said of text that is refused.
fn refused(text: &str) -> String {
    reader().read_text("made.geojson", text).expect_err("it is refused").to_string()
}
