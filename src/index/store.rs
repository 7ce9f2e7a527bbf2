//! The index itself: entries, the packed part and the dynamic part.
//!
//! Floor 3. Imports `geodesy`, `id`.

use super::cover::ZoneCover;
use super::fresh::Fresh;
use super::packed::{Bounds, PackedTree};
use super::shapes::{Shapes, Span};
use super::{Entry, InvalidEntry};
use crate::id::FeatureRef;
use std::collections::HashMap;

/// Changes that are always kept in the dynamic part.
const MIN_CHANGES: usize = 1024;

/// Records by place and time.
///
/// ```
/// use safepassage::id::{FeatureRef, Kind};
/// use safepassage::index::{Entry, Query, SpatialIndex};
/// use safepassage::units::Metres;
///
/// let gate = FeatureRef::new(Kind::Checkpoint, "awaridh");
/// let mut index = SpatialIndex::build([Entry::new(gate.clone(), geo::Point::new(37.141, 36.245))])?;
/// let hits = index.find(&Query::near((37.14, 36.245), Metres(100.0)))?;
/// assert_eq!(hits[0].reference, gate);
/// assert!((hits[0].distance.0 - 89.9).abs() < 0.1);
/// index.remove(&gate);
/// assert!(index.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SpatialIndex {
    /// Entries by number; removed ones are gone.
    pub(super) entries: Vec<Option<Entry>>,
    spans: Vec<Span>,
    numbers: HashMap<FeatureRef, u32>,
    pub(super) packed: Packed,
    pub(super) fresh: Fresh,
    /// Inserted or removed since the last packing.
    changes: usize,
}

/// The part built at once.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    /// Entries below this number are here.
    count: usize,
    pub(super) shapes: Shapes,
    /// Chunks, in degrees.
    pub(super) flat: PackedTree<2>,
    /// Chunks, in earth-centred metres.
    pub(super) metres: PackedTree<3>,
    pub(super) cover: ZoneCover,
}

impl Packed {
    fn build(count: usize, shapes: Shapes) -> Self {
        let flat: Vec<Bounds<2>> = shapes.chunks.iter().map(|&c| shapes.degrees_box(c)).collect();
        let metres: Vec<Bounds<3>> = shapes
            .chunks
            .iter()
            .map(|&chunk| {
                let (min, max) = shapes.ecef_box(chunk);
                Bounds { min, max }
            })
            .collect();
        // Both in the order of one curve over longitude and latitude.
        let keys = PackedTree::keys(&flat);
        Self {
            count,
            flat: PackedTree::in_order_of(&flat, &keys),
            metres: PackedTree::in_order_of(&metres, &keys),
            cover: ZoneCover::build(&shapes),
            shapes,
        }
    }
}

impl SpatialIndex {
    /// An index of entries; of two with the same reference the later one stays.
    /// O(n log n) in the number of vertices.
    ///
    /// # Errors
    ///
    /// [`InvalidEntry`] for the first entry with no coordinates, one that is no
    /// place on earth, or a negative radius.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Result<Self, InvalidEntry> {
        let mut entries: Vec<Entry> = entries.into_iter().collect();
        entries.iter().try_for_each(Entry::check)?;
        // A stable sort, so that of equal references the last one given is last.
        entries.sort_by(|a, b| a.reference.cmp(&b.reference));
        entries.reverse();
        entries.dedup_by(|a, b| a.reference == b.reference);
        entries.reverse();
        Ok(Self::pack(entries))
    }

    /// An index of entries in ascending order of reference.
    fn pack(entries: Vec<Entry>) -> Self {
        let mut shapes = Shapes::default();
        let mut spans = Vec::with_capacity(entries.len());
        let mut numbers = HashMap::with_capacity(entries.len());
        for (number, entry) in (0_u32..).zip(&entries) {
            let outline = entry.outline();
            spans.push(shapes.add(number, outline.as_ref().unwrap_or(&entry.geometry)));
            numbers.insert(entry.reference.clone(), number);
        }
        Self {
            packed: Packed::build(entries.len(), shapes),
            entries: entries.into_iter().map(Some).collect(),
            spans,
            numbers,
            fresh: Fresh::default(),
            changes: 0,
        }
    }

    /// Adds an entry, in place of one with the same reference, which is given
    /// back. O(log n) and its share of the next packing.
    ///
    /// # Errors
    ///
    /// [`InvalidEntry`], and the index stays as it was.
    pub fn insert(&mut self, entry: Entry) -> Result<Option<Entry>, InvalidEntry> {
        entry.check()?;
        let previous = self.take(&entry.reference);
        let number = self.entries.len() as u32;
        let outline = entry.outline();
        self.spans.push(self.fresh.insert(number, outline.as_ref().unwrap_or(&entry.geometry)));
        self.numbers.insert(entry.reference.clone(), number);
        self.entries.push(Some(entry));
        self.changes += 1;
        self.pack_if_due();
        Ok(previous)
    }

    /// Takes an entry out, if it is there. O(log n) and its share of the next packing.
    pub fn remove(&mut self, reference: &FeatureRef) -> Option<Entry> {
        let entry = self.take(reference);
        self.pack_if_due();
        entry
    }

    fn take(&mut self, reference: &FeatureRef) -> Option<Entry> {
        let number = self.numbers.remove(reference)? as usize;
        if number >= self.packed.count {
            self.fresh.remove(&self.spans[number]);
        }
        self.changes += 1;
        self.entries[number].take()
    }

    fn pack_if_due(&mut self) {
        if self.changes > MIN_CHANGES && self.changes > self.len() / 4 {
            let mut entries: Vec<Entry> = self.entries.drain(..).flatten().collect();
            entries.sort_by(|a, b| a.reference.cmp(&b.reference));
            *self = Self::pack(entries);
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The entry of a record.
    pub fn entry(&self, reference: &FeatureRef) -> Option<&Entry> {
        self.entry_at(*self.numbers.get(reference)?)
    }

    /// The entry with a number that a batch answer gave. Numbers change when
    /// the index does.
    pub fn entry_at(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)?.as_ref()
    }

    /// The number of a record's entry.
    pub(super) fn number(&self, reference: &FeatureRef) -> Option<u32> {
        self.numbers.get(reference).copied()
    }

    /// The shapes an entry is in, and which of them are its.
    pub(super) fn shapes_of(&self, number: u32) -> (&Shapes, &Span) {
        let span = &self.spans[number as usize];
        if (number as usize) < self.packed.count {
            (&self.packed.shapes, span)
        } else {
            (&self.fresh.shapes, span)
        }
    }
}
