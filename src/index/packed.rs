//! A static R-tree in arrays.
//!
//! Floor 3. Imports nothing of the crate.
//!
//! Boxes are put in the order of a Hilbert curve through their centres, packed
//! sixteen to a node, level upon level. Nothing is left empty and nothing is a
//! pointer, so it is built in linear time and read in few cache lines. It does
//! not change; [`SpatialIndex`](super::SpatialIndex) keeps a dynamic tree beside it.

use super::hilbert;

#[cfg(test)]
mod tests;

/// Boxes to a node.
const FANOUT: usize = 16;

/// A box in `D` dimensions, its sides included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<const D: usize> {
    /// The least value on each axis.
    pub min: [f64; D],
    /// The greatest value on each axis.
    pub max: [f64; D],
}

impl<const D: usize> Bounds<D> {
    /// Holds nothing; grows by [`Bounds::add`].
    pub const NOTHING: Self = Self { min: [f64::INFINITY; D], max: [f64::NEG_INFINITY; D] };

    /// The box of a single point.
    pub const fn point(at: [f64; D]) -> Self {
        Self { min: at, max: at }
    }

    /// Widens the box to hold `other`.
    pub fn add(&mut self, other: &Self) {
        for axis in 0..D {
            self.min[axis] = self.min[axis].min(other.min[axis]);
            self.max[axis] = self.max[axis].max(other.max[axis]);
        }
    }

    /// Whether the boxes share a point.
    pub fn intersects(&self, other: &Self) -> bool {
        (0..D).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }
}

/// The boxes of up to sixteen children, axis by axis, so that all are compared at once.
#[derive(Clone, Copy, Debug)]
struct Node<const D: usize> {
    min: [[f64; FANOUT]; D],
    max: [[f64; FANOUT]; D],
}

impl<const D: usize> Node<D> {
    const EMPTY: Self =
        Self { min: [[f64::INFINITY; FANOUT]; D], max: [[f64::NEG_INFINITY; FANOUT]; D] };

    fn set(&mut self, slot: usize, bounds: &Bounds<D>) {
        for axis in 0..D {
            self.min[axis][slot] = bounds.min[axis];
            self.max[axis][slot] = bounds.max[axis];
        }
    }

    fn bounds(&self) -> Bounds<D> {
        let mut bounds = Bounds::NOTHING;
        for axis in 0..D {
            bounds.min[axis] = self.min[axis].iter().copied().fold(f64::INFINITY, f64::min);
            bounds.max[axis] = self.max[axis].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        }
        bounds
    }

    /// One bit for each child that shares a point with `window`.
    // Loops over whole arrays without a branch become vector instructions.
    #[allow(clippy::needless_range_loop, clippy::needless_bitwise_bool)]
    fn overlaps(&self, window: &Bounds<D>) -> u32 {
        let mut hit = [true; FANOUT];
        for axis in 0..D {
            for slot in 0..FANOUT {
                hit[slot] &= (self.min[axis][slot] <= window.max[axis])
                    & (window.min[axis] <= self.max[axis][slot]);
            }
        }
        (0..FANOUT).fold(0, |mask, slot| mask | u32::from(hit[slot]) << slot)
    }

    /// The square of the distance from a point to each child.
    #[allow(clippy::needless_range_loop)]
    fn distances_2(&self, from: [f64; D]) -> [f64; FANOUT] {
        let mut total = [0.0; FANOUT];
        for axis in 0..D {
            for slot in 0..FANOUT {
                let below = self.min[axis][slot] - from[axis];
                let above = from[axis] - self.max[axis][slot];
                let apart = if below > above { below } else { above };
                let apart = if apart > 0.0 { apart } else { 0.0 };
                total[slot] += apart * apart;
            }
        }
        total
    }
}

/// A static R-tree over boxes in `D` dimensions, which go by their number in
/// the slice it was built from.
#[derive(Clone, Debug)]
pub struct PackedTree<const D: usize> {
    /// All leaves, then all their parents, up to the root.
    nodes: Vec<Node<D>>,
    /// Where each level starts in `nodes`, leaves first.
    starts: Vec<usize>,
    /// The number of the box in each leaf slot.
    numbers: Vec<u32>,
    bounds: Bounds<D>,
}

impl<const D: usize> PackedTree<D> {
    /// A tree of boxes, ordered by the first two axes. O(n).
    pub fn build(boxes: &[Bounds<D>]) -> Self {
        Self::in_order_of(boxes, &Self::keys(boxes))
    }

    /// The place of each box along a curve through the first two axes.
    pub(crate) fn keys(boxes: &[Bounds<D>]) -> Vec<u32> {
        let mut all = Bounds::NOTHING;
        for bounds in boxes {
            all.add(bounds);
        }
        // Twice the centre, scaled to the grid of the curve.
        let scale = |axis: usize| {
            let width = all.max[axis] - all.min[axis];
            if width > 0.0 && width.is_finite() { 32_767.0 / width } else { 0.0 }
        };
        let (first, second) = (0, 1.min(D - 1));
        let (scale_x, scale_y) = (scale(first), scale(second));
        let (twice_x, twice_y) = (2.0 * all.min[first], 2.0 * all.min[second]);
        boxes
            .iter()
            .map(|b| {
                let x = (b.min[first] + b.max[first] - twice_x) * scale_x;
                let y = (b.min[second] + b.max[second] - twice_y) * scale_y;
                hilbert::place(x as u16, y as u16)
            })
            .collect()
    }

    /// A tree of boxes in ascending order of a key for each: boxes that are
    /// near each other should have keys near each other. O(n).
    pub(crate) fn in_order_of(boxes: &[Bounds<D>], keys: &[u32]) -> Self {
        let numbers = hilbert::order_by(keys);
        let mut nodes = Vec::with_capacity(boxes.len() / (FANOUT - 1) + 8);
        let mut starts = vec![0];
        for group in numbers.chunks(FANOUT) {
            let mut node = Node::EMPTY;
            for (slot, &number) in group.iter().enumerate() {
                node.set(slot, &boxes[number as usize]);
            }
            nodes.push(node);
        }
        let mut level = 0..nodes.len();
        while level.len() > 1 {
            starts.push(nodes.len());
            for start in level.clone().step_by(FANOUT) {
                let mut node = Node::EMPTY;
                for (slot, child) in (start..level.end.min(start + FANOUT)).enumerate() {
                    node.set(slot, &nodes[child].bounds());
                }
                nodes.push(node);
            }
            level = level.end..nodes.len();
        }
        let bounds = nodes.last().map_or(Bounds::NOTHING, Node::bounds);
        Self { nodes, starts, numbers, bounds }
    }

    /// How many boxes there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are no boxes.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The box around all of them.
    pub fn bounds(&self) -> &Bounds<D> {
        &self.bounds
    }

    /// Calls `visit` with the number of each box that shares a point with
    /// `window`, in the tree's own order. O(log n + hits) for boxes that
    /// overlap little.
    pub fn search(&self, window: &Bounds<D>, mut visit: impl FnMut(u32)) {
        if !self.is_empty() {
            self.search_in(self.starts.len() - 1, 0, window, &mut visit);
        }
    }

    fn search_in(
        &self,
        level: usize,
        node: usize,
        window: &Bounds<D>,
        visit: &mut impl FnMut(u32),
    ) {
        let mut mask = self.nodes[self.starts[level] + node].overlaps(window);
        while mask != 0 {
            let child = node * FANOUT + mask.trailing_zeros() as usize;
            mask &= mask - 1;
            if level == 0 {
                visit(self.numbers[child]);
            } else {
                self.search_in(level - 1, child, window, visit);
            }
        }
    }

    /// Visits boxes from near to far, roughly: each box whose squared distance
    /// from `from` is at most the limit, with that squared distance. `visit`
    /// gives back the limit for the rest, which may only fall.
    pub fn nearest(&self, from: [f64; D], limit_2: f64, mut visit: impl FnMut(u32, f64) -> f64) {
        if !self.is_empty() {
            self.nearest_in(self.starts.len() - 1, 0, from, limit_2, &mut visit);
        }
    }

    fn nearest_in(
        &self,
        level: usize,
        node: usize,
        from: [f64; D],
        mut limit_2: f64,
        visit: &mut impl FnMut(u32, f64) -> f64,
    ) -> f64 {
        let mut distances = self.nodes[self.starts[level] + node].distances_2(from);
        // The nearest child left, again and again: mostly few are looked at.
        loop {
            let (mut distance_2, mut slot) = (distances[0], 0);
            for (other, &another) in distances.iter().enumerate().skip(1) {
                let nearer = another < distance_2;
                distance_2 = if nearer { another } else { distance_2 };
                slot = if nearer { other } else { slot };
            }
            if distance_2 > limit_2 || distance_2 == f64::INFINITY {
                break;
            }
            distances[slot] = f64::INFINITY;
            let child = node * FANOUT + slot;
            limit_2 = if level == 0 {
                visit(self.numbers[child], distance_2)
            } else {
                self.nearest_in(level - 1, child, from, limit_2, visit)
            };
        }
        limit_2
    }
}
