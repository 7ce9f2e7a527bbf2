//! Layers in formats other than GeoJSON, read back by crates that did not write them.

#[cfg(all(
    feature = "flatgeobuf",
    feature = "geopackage",
    feature = "geoparquet",
    feature = "kml"
))]
#[path = "formats/all.rs"]
mod all;
#[path = "formats/csv.rs"]
mod csv_text;
#[cfg(feature = "flatgeobuf")]
#[path = "formats/flatgeobuf.rs"]
mod flat_geobuf;
#[cfg(feature = "geopackage")]
#[path = "formats/geopackage.rs"]
mod geopackage;
#[cfg(feature = "geoparquet")]
#[path = "formats/geoparquet.rs"]
mod geoparquet;
#[cfg(feature = "kml")]
#[path = "formats/kml.rs"]
mod kml;
#[cfg_attr(
    not(all(
        feature = "flatgeobuf",
        feature = "geopackage",
        feature = "geoparquet",
        feature = "kml"
    )),
    allow(dead_code, reason = "needed by formats that are optional")
)]
#[path = "formats/made.rs"]
mod made;
