//! Drawn features as the bytes of a vector tile.
//!
//! Source: Mapbox Vector Tile Specification 2.1, `vector_tile.proto`.

use super::column::NONE;
use super::intake::TileLayer;
use super::protobuf::{self, varint, varint_length};
use super::shape::EXTENT;
use crate::layer::GeometryType;
use std::collections::BTreeMap;
use std::ops::Range;

/// The property that says for how many points one stands.
pub(super) const POINT_COUNT: &str = "point_count";

/// One feature drawn on a tile.
#[derive(Clone, Debug)]
pub(super) struct Feature {
    /// Which of its layer.
    pub(super) number: usize,
    /// Its commands, in [`Drawing::commands`].
    pub(super) commands: Range<usize>,
    /// For how many points it stands.
    pub(super) count: u32,
    /// Whether it was thinned like a point.
    pub(super) spot: bool,
}

/// What is drawn on a tile, layer by layer.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) commands: Vec<u8>,
    pub(super) layers: Vec<(usize, Vec<Feature>)>,
}

/// The tile with those features for which `keep` holds; empty if none are left.
pub(super) fn tile(
    layers: &[TileLayer],
    drawing: &Drawing,
    keep: impl Fn(usize, usize) -> bool,
) -> Vec<u8> {
    let mut out = Vec::new();
    for (position, (layer, features)) in drawing.layers.iter().enumerate() {
        let kept: Vec<&Feature> = features
            .iter()
            .enumerate()
            .filter(|(number, _)| keep(position, *number))
            .map(|(_, feature)| feature)
            .collect();
        if !kept.is_empty() {
            let message = encode_layer(&layers[*layer], &drawing.commands, &kept);
            protobuf::bytes(&mut out, 3, &message);
        }
    }
    out
}

fn encode_layer(layer: &TileLayer, commands: &[u8], features: &[&Feature]) -> Vec<u8> {
    let mut dictionary = Dictionary::new(layer, features.len());
    let mut out = Vec::with_capacity(features.len() * 64);
    protobuf::whole(&mut out, 15, 2);
    protobuf::text(&mut out, 1, layer.schema.name());
    let kind = match layer.schema.geometry_type() {
        GeometryType::Point => 1,
        GeometryType::Line => 2,
        GeometryType::Area => 3,
    };
    let mut tags = Vec::new();
    for feature in features {
        tags.clear();
        dictionary.tags(feature, &mut tags);
        let id = layer.ids[feature.number];
        let geometry = commands.get(feature.commands.clone()).unwrap_or_default();
        let length =
            1 + varint_length(id) + field_length(tags.len()) + 2 + field_length(geometry.len());
        protobuf::open(&mut out, 2, length);
        protobuf::whole(&mut out, 1, id);
        if !tags.is_empty() {
            protobuf::bytes(&mut out, 2, &tags);
        }
        protobuf::whole(&mut out, 3, kind);
        protobuf::bytes(&mut out, 4, geometry);
    }
    for key in &dictionary.keys {
        protobuf::text(&mut out, 3, key);
    }
    out.extend_from_slice(&dictionary.values);
    protobuf::whole(&mut out, 5, u64::from(EXTENT.unsigned_abs()));
    out
}

/// The length of a field of bytes with a number below 16; none if there are none.
const fn field_length(content: usize) -> usize {
    if content == 0 { 0 } else { 1 + varint_length(content as u64) + content }
}

/// The keys and values of one layer of one tile.
struct Dictionary<'a> {
    layer: &'a TileLayer,
    keys: Vec<&'a str>,
    /// The values as fields, one after another.
    values: Vec<u8>,
    value_count: u64,
    columns: Vec<(Option<u64>, Known)>,
    counts_as: Option<u64>,
    counts: BTreeMap<u32, u64>,
}

/// Which of a column's values are in the tile already, and as what.
enum Known {
    /// No two features share a value.
    Unique,
    /// By the value's number, plus one.
    Listed(Vec<u32>),
    /// Open addressing: the value's number and its place in the tile.
    Hashed(Vec<(u32, u32)>),
}

impl<'a> Dictionary<'a> {
    fn new(layer: &'a TileLayer, features: usize) -> Self {
        let known = |column: &super::column::Column| {
            if column.is_unique() {
                Known::Unique
            } else if column.distinct() <= features.saturating_mul(4) {
                Known::Listed(vec![0; column.distinct()])
            } else {
                Known::Hashed(vec![(NONE, 0); (features * 2).next_power_of_two()])
            }
        };
        Self {
            layer,
            keys: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            columns: layer.columns.iter().map(|column| (None, known(column))).collect(),
            counts_as: None,
            counts: BTreeMap::new(),
        }
    }

    /// Adds the pairs of key and value of a feature to `tags`.
    fn tags(&mut self, feature: &Feature, tags: &mut Vec<u8>) {
        for (column, (key, known)) in self.layer.columns.iter().zip(&mut self.columns) {
            let value = column.value_of(feature.number);
            if value == NONE {
                continue;
            }
            let key = *key.get_or_insert_with(|| {
                self.keys.push(column.name());
                self.keys.len() as u64 - 1
            });
            varint(tags, key);
            let next = self.value_count;
            let place = known.place(value, next as u32);
            if u64::from(place) == next {
                protobuf::bytes(&mut self.values, 4, column.message(value));
                self.value_count += 1;
            }
            varint(tags, u64::from(place));
        }
        if feature.count > 1 && self.layer.schema.field_index(POINT_COUNT).is_none() {
            let key = *self.counts_as.get_or_insert_with(|| {
                self.keys.push(POINT_COUNT);
                self.keys.len() as u64 - 1
            });
            varint(tags, key);
            let place = *self.counts.entry(feature.count).or_insert_with(|| {
                let mut message = Vec::new();
                protobuf::whole(&mut message, 4, u64::from(feature.count));
                protobuf::bytes(&mut self.values, 4, &message);
                self.value_count += 1;
                self.value_count - 1
            });
            varint(tags, place);
        }
    }
}

impl Known {
    /// The place of a value in the tile; `next` if it is new.
    fn place(&mut self, value: u32, next: u32) -> u32 {
        match self {
            Self::Unique => next,
            Self::Listed(places) => match places.get_mut(value as usize) {
                Some(place) => {
                    if *place == 0 {
                        *place = next + 1;
                    }
                    *place - 1
                }
                None => next,
            },
            Self::Hashed(slots) => {
                let mask = slots.len() - 1;
                let mut slot = (value.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
                loop {
                    match slots[slot] {
                        (found, place) if found == value => return place,
                        (NONE, _) => {
                            slots[slot] = (value, next);
                            return next;
                        }
                        _ => slot = (slot + 1) & mask,
                    }
                }
            }
        }
    }
}
