//! The dynamic part: entries inserted after the last packing.
//!
//! Floor 3. Imports `geodesy`.

use super::shapes::{Shapes, Span};
use crate::geodesy::EcefBox;
use crate::geodesy::ecef_box_of;
use geo::Geometry;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A chunk or an area, by its number in the shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Chunk(u32),
    Area(u32),
}

type Leaf = GeomWithData<Rectangle<[f64; 3]>, Item>;

/// An R-tree in earth-centred metres over chunks and areas.
#[derive(Clone, Debug, Default)]
pub(super) struct Fresh {
    pub(super) shapes: Shapes,
    tree: RTree<Leaf>,
}

impl Fresh {
    pub(super) fn insert(&mut self, entry: u32, geometry: &Geometry) -> Span {
        let span = self.shapes.add(entry, geometry);
        for item in items(&span) {
            self.tree.insert(self.leaf(item));
        }
        span
    }

    pub(super) fn remove(&mut self, span: &Span) {
        for item in items(span) {
            self.tree.remove(&self.leaf(item));
        }
    }

    fn leaf(&self, item: Item) -> Leaf {
        let (low, high) = match item {
            Item::Chunk(number) => self.shapes.ecef_box(self.shapes.chunks[number as usize]),
            Item::Area(number) => {
                let (low, high) = self.shapes.areas[number as usize].prepared.corners();
                ecef_box_of(low, high)
            }
        };
        GeomWithData::new(Rectangle::from_corners(low, high), item)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tree.size() == 0
    }

    /// Everything whose box meets a box.
    pub(super) fn search(&self, (low, high): EcefBox) -> impl Iterator<Item = Item> + '_ {
        let window = AABB::from_corners(low, high);
        self.tree.locate_in_envelope_intersecting(&window).map(|leaf| leaf.data)
    }

    /// Everything, with the squared distance of its box, nearest first.
    pub(super) fn nearest(&self, from: [f64; 3]) -> impl Iterator<Item = (Item, f64)> + '_ {
        self.tree.nearest_neighbor_iter_with_distance_2(&from).map(|(leaf, d)| (leaf.data, d))
    }
}

fn items(span: &Span) -> impl Iterator<Item = Item> + use<> {
    span.chunks.clone().map(Item::Chunk).chain(span.areas.clone().map(Item::Area))
}
