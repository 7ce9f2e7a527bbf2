//! What a file of tiles does not show, in numbers.

use super::Options;
use super::intake::TileLayer;
use super::pyramid::Outcome;
use super::shape::Place;
use crate::io::write::xml::escaped;
use crate::io::write::{OfLayers, Written};
use crate::layer::GeometryType;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What was written into a file of tiles, and what it does not show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TilesWritten {
    /// What was written of each layer, in their order. `bytes` is the size of
    /// the whole file; `features` counts those drawn at the highest zoom.
    pub layers: Vec<Written>,
    /// What is not shown of each layer, in their order.
    pub left_out: Vec<LeftOut>,
    /// How many tiles there are.
    pub tiles: u64,
}

impl OfLayers for TilesWritten {
    fn of_layers(&mut self) -> &mut [Written] {
        &mut self.layers
    }
}

/// What a file of tiles does not show of a layer. It is also in the file's
/// metadata, under `safepassage.layers`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// The layer's name.
    pub layer: String,
    /// Features of the layer.
    pub features: usize,
    /// Features without a geometry; no tile has them.
    pub unlocated: usize,
    /// Features that lie wholly beyond 85.0511° north or south; no tile has them.
    pub beyond_projection: usize,
    /// What is not shown at each zoom.
    pub zooms: Vec<LeftOutAtZoom>,
}

/// What is not shown of a layer at one zoom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOutAtZoom {
    /// The zoom.
    pub zoom: u8,
    /// Points and polygons too small for this zoom that are not drawn because
    /// another one of their cell is.
    pub thinned: u64,
    /// Polygons too small for this zoom that are drawn as a small square.
    pub as_squares: u64,
    /// Lines too short for this zoom.
    pub too_short: u64,
    /// Positions of lines and rings drawn that simplification leaves out.
    pub positions: u64,
    /// Points, and pieces of lines and polygons (one for each tile), for which a
    /// tile had no room.
    pub over_limit: u64,
}

/// Counts what each layer does not show.
pub(super) fn left_out(layers: &[TileLayer], outcome: &Outcome, options: &Options) -> Vec<LeftOut> {
    let zooms = options.min_zoom..=options.max_zoom;
    let of_layer = |(number, layer): (usize, &TileLayer)| LeftOut {
        layer: layer.schema.name().to_owned(),
        features: layer.came,
        unlocated: layer.unlocated,
        beyond_projection: layer.beyond,
        zooms: zooms
            .clone()
            .map(|zoom| LeftOutAtZoom {
                over_limit: outcome.over_limit.get(&(number, zoom)).copied().unwrap_or(0),
                ..at_zoom(layer, zoom)
            })
            .collect(),
    };
    let mut found: Vec<LeftOut> = layers.iter().enumerate().map(of_layer).collect();
    for (layer, out) in layers.iter().zip(&mut found) {
        add_positions(layer, options, &mut out.zooms);
    }
    found
}

fn at_zoom(layer: &TileLayer, zoom: u8) -> LeftOutAtZoom {
    let line = layer.schema.geometry_type() == GeometryType::Line;
    let mut found = LeftOutAtZoom { zoom, ..LeftOutAtZoom::default() };
    for (enters, first) in layer.enters.iter().zip(&layer.first) {
        if line && zoom < *enters {
            found.too_short += 1;
        } else if zoom < *first {
            found.thinned += 1;
        } else if zoom < *enters && !layer.shapes.is_empty() {
            found.as_squares += 1;
        }
    }
    found
}

/// Counts the positions that simplification leaves out of each shape drawn.
fn add_positions(layer: &TileLayer, options: &Options, zooms: &mut [LeftOutAtZoom]) {
    for (shape, enters) in layer.shapes.iter().zip(&layer.enters) {
        for weight in shape.paths.iter().flat_map(|path| &path.points).map(|at| at.weight) {
            for out in zooms.iter_mut().filter(|out| *enters <= out.zoom) {
                out.positions += u64::from(weight <= options.tolerance_at(out.zoom));
            }
        }
    }
}

/// The metadata of the file as JSON: what PMTiles and `TileJSON` 3 clients read,
/// and under `safepassage` who it is for and what it does not show.
pub(super) fn metadata(layers: &[TileLayer], left_out: &[LeftOut], options: &Options) -> String {
    let vector_layers: Vec<Value> = layers
        .iter()
        .map(|layer| {
            let fields: Map<String, Value> = layer
                .columns
                .iter()
                .map(|column| (column.name().to_owned(), column.kind().into()))
                .collect();
            json!({
                "id": layer.schema.name(),
                "description": described(layer),
                "minzoom": options.min_zoom,
                "maxzoom": options.max_zoom,
                "fields": fields,
            })
        })
        .collect();
    let mut audiences: Vec<&str> = layers.iter().map(|layer| layer.audience.as_str()).collect();
    audiences.sort_unstable();
    audiences.dedup();
    let mut all = json!({
        "name": options.name,
        "description": options.description,
        "type": "overlay",
        "version": "1",
        "format": "pbf",
        "generator": concat!("safepassage ", env!("CARGO_PKG_VERSION")),
        "vector_layers": vector_layers,
        "safepassage": {
            "audience": audiences.join(", "),
            "tile_limit_bytes": options.limit,
            "unit_per_tile": super::shape::EXTENT,
            "buffer_units": options.buffer,
            "simplified_to_units": options.tolerance,
            "thinned_to_units": options.spacing_bits.map(|bits| 1_u32 << bits),
            "positions_world_units": 1_u32 << Place::unit_bits(options.max_zoom),
            "layers": left_out,
        },
    });
    let attribution = attribution(layers, options);
    if let (Some(all), false) = (all.as_object_mut(), attribution.is_empty()) {
        all.insert("attribution".to_owned(), attribution.into());
    }
    all.to_string()
}

fn described(layer: &TileLayer) -> &str {
    if layer.schema.description().is_empty() {
        layer.schema.title()
    } else {
        layer.schema.description()
    }
}

/// What was given, or the sources that the layers name, as text that is safe as
/// HTML, which is how clients show it.
fn attribution(layers: &[TileLayer], options: &Options) -> String {
    const MOST: usize = 20;
    if let Some(given) = &options.attribution {
        return escaped(given);
    }
    let mut named: Vec<&str> = layers
        .iter()
        .flat_map(|layer| &layer.columns)
        .filter(|column| column.name() == "source")
        .flat_map(|column| column.texts().take(MOST + 1))
        .collect();
    named.sort_unstable();
    named.dedup();
    let more = if named.len() > MOST { "; …" } else { "" };
    named.truncate(MOST);
    escaped(&named.join("; ")) + more
}
