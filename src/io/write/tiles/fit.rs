//! A tile made to fit its limit.

use super::encode::{self, Drawing, Feature};
use super::intake::TileLayer;
use super::thin;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// A tile that fits, and what had to be left out of it for that.
#[derive(Debug, Default)]
pub(super) struct Fitted {
    /// The compressed tile; empty if nothing is left.
    pub(super) bytes: Vec<u8>,
    /// Places of features left out, in [`Drawing::layers`].
    pub(super) left_out: Vec<(usize, usize)>,
}

/// Compresses the tile. While it is above `limit` bytes, each layer keeps no more
/// than so many of its features, the first ones in a fixed order, so that
/// layers of few features lose none for the sake of one that has many.
pub(super) fn fit(
    layers: &[TileLayer],
    drawing: &Drawing,
    limit: usize,
) -> std::io::Result<Fitted> {
    let bytes = compress(&encode::tile(layers, drawing, |_, _| true))?;
    if bytes.len() <= limit {
        return Ok(Fitted { bytes, left_out: Vec::new() });
    }
    let ranks: Vec<Vec<usize>> = drawing
        .layers
        .iter()
        .map(|(layer, features)| places_in_order(&layers[*layer], features))
        .collect();
    let mut caps: Vec<usize> = ranks.iter().map(Vec::len).collect();
    let mut size = bytes.len();
    loop {
        let most = caps.iter().copied().max().unwrap_or(0);
        if most <= 1 {
            // One feature alone can be too much: from the last layer on.
            match caps.iter_mut().rev().find(|cap| **cap > 0) {
                Some(cap) => *cap = 0,
                None => break,
            }
        } else {
            let share = limit as f64 / size as f64 * 0.95;
            let next = ((most as f64 * share) as usize).clamp(1, most - 1);
            for cap in &mut caps {
                *cap = (*cap).min(next);
            }
        }
        let keep = |layer: usize, number: usize| ranks[layer][number] < caps[layer];
        let bytes = compress(&encode::tile(layers, drawing, keep))?;
        size = bytes.len();
        if size <= limit {
            return Ok(Fitted { bytes, left_out: left_out(&ranks, &caps) });
        }
    }
    Ok(Fitted { bytes: Vec::new(), left_out: left_out(&ranks, &caps) })
}

fn left_out(ranks: &[Vec<usize>], caps: &[usize]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (layer, (ranks, cap)) in ranks.iter().zip(caps).enumerate() {
        let out = ranks.iter().enumerate().filter(|(_, rank)| **rank >= *cap);
        found.extend(out.map(|(number, _)| (layer, number)));
    }
    found
}

/// For each feature its place in the order in which a layer keeps them: shapes
/// before what is thinned like points, what is drawn from a lower zoom on first,
/// then by a hash of the identifier.
fn places_in_order(layer: &TileLayer, features: &[Feature]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..features.len()).collect();
    order.sort_by_key(|number| {
        let feature = &features[*number];
        let from = if feature.spot { &layer.first } else { &layer.enters };
        let id = layer.ids[feature.number];
        (feature.spot, from[feature.number], thin::rank(id), *number)
    });
    let mut places = vec![0; features.len()];
    for (place, number) in order.into_iter().enumerate() {
        places[number] = place;
    }
    places
}

/// The tile as gzip (RFC 1952), without a time.
fn compress(tile: &[u8]) -> std::io::Result<Vec<u8>> {
    if tile.is_empty() {
        return Ok(Vec::new());
    }
    let mut gzip = GzEncoder::new(Vec::with_capacity(tile.len() / 2), Compression::default());
    gzip.write_all(tile)?;
    gzip.finish()
}
