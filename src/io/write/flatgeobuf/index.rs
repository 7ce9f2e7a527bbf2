//! The packed R-tree, and the order along the Hilbert curve that it needs.

use crate::index::hilbert;
use std::io::{self, BufWriter, Write};

/// Children of a node.
pub(super) const NODE_SIZE: u16 = 16;
/// Bytes of a node: four sides and where its first child or its feature is.
const NODE_BYTES: u64 = 40;
/// Around nothing: never met by any box.
const NOWHERE: Sides = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

/// West, south, east, north in degrees.
type Sides = [f64; 4];

/// A feature that waits.
pub(super) struct Entry {
    /// The box around it; `None` if it has no place.
    pub(super) around: Option<Sides>,
    /// Where it begins among those that wait.
    pub(super) at: u64,
    /// Its bytes.
    pub(super) length: u32,
}

/// The order of the features, and the tree above them.
pub(super) struct Index {
    /// The numbers of the entries along the curve.
    pub(super) order: Vec<u32>,
    /// Boxes of the levels above the features, lowest level first.
    levels: Vec<Vec<Sides>>,
}

impl Index {
    /// Linear in the number of entries.
    pub(super) fn new(entries: &[Entry], bounds: Option<Sides>) -> Self {
        let [west, south, east, north] = bounds.unwrap_or_default();
        let cells = |width: f64| if width > 0.0 { f64::from(u16::MAX) / width } else { 0.0 };
        let (across, up) = (cells(east - west), cells(north - south));
        let place = |entry: &Entry| {
            entry.around.map_or(0, |sides| {
                let x = (f64::midpoint(sides[0], sides[2]) - west) * across;
                let y = (f64::midpoint(sides[1], sides[3]) - south) * up;
                hilbert::place(x as u16, y as u16)
            })
        };
        let order = hilbert::order_by(&entries.iter().map(place).collect::<Vec<_>>());
        let mut levels: Vec<Vec<Sides>> = Vec::new();
        if !order.is_empty() {
            let leaf = |number: &u32| side_of(entries, *number);
            let groups = order.chunks(NODE_SIZE.into());
            let mut level: Vec<Sides> =
                groups.map(|group| group.iter().map(leaf).fold(NOWHERE, joined)).collect();
            while level.len() > 1 {
                let groups = level.chunks(NODE_SIZE.into());
                let above = groups.map(|group| group.iter().copied().fold(NOWHERE, joined));
                let above = above.collect();
                levels.push(std::mem::replace(&mut level, above));
            }
            levels.push(level);
        }
        Self { order, levels }
    }

    /// Writes the tree, root first, the features' boxes last. The bytes written.
    pub(super) fn write(&self, entries: &[Entry], out: &mut dyn Write) -> io::Result<u64> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let mut nodes = 0_u64;
        for (position, level) in self.levels.iter().enumerate().rev() {
            // The level below begins after this one.
            let mut child = nodes + level.len() as u64;
            let below = match position.checked_sub(1).and_then(|below| self.levels.get(below)) {
                Some(below) => below.len(),
                None => self.order.len(),
            };
            let end = child + below as u64;
            for sides in level {
                node(&mut out, *sides, child)?;
                child = (child + u64::from(NODE_SIZE)).min(end);
            }
            nodes += level.len() as u64;
        }
        let mut at = 0;
        for number in &self.order {
            node(&mut out, side_of(entries, *number), at)?;
            at += entries.get(*number as usize).map_or(0, |entry| u64::from(entry.length));
        }
        out.flush()?;
        Ok((nodes + self.order.len() as u64) * NODE_BYTES)
    }
}

fn side_of(entries: &[Entry], number: u32) -> Sides {
    entries.get(number as usize).and_then(|entry| entry.around).unwrap_or(NOWHERE)
}

fn node(out: &mut impl Write, sides: Sides, first: u64) -> io::Result<()> {
    for side in sides {
        out.write_all(&side.to_le_bytes())?;
    }
    out.write_all(&first.to_le_bytes())
}

fn joined(a: Sides, b: Sides) -> Sides {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}
