//! Chains of points in a tree of boxes, for questions in logarithmic time.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! A box of the tree holds sides that follow one another along a chain. So a
//! ray that passes wholly beside a box need not look into it: whether it crosses
//! the chain an even or an odd number of times shows in the chain's two ends
//! alone. A place is therefore found inside or outside by looking into those
//! boxes only that it lies in, however many teeth the outline has.

use geo::kernels::RobustKernel;
use geo::{Coord, Kernel, Orientation};

/// Sides, or boxes, to a box.
const FANOUT: usize = 8;

/// A box in degrees, its sides included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: Coord,
    pub(crate) high: Coord,
}

impl Bounds {
    /// Holds nothing; grows by [`Bounds::add`].
    pub(crate) const NOTHING: Self = Self {
        low: Coord { x: f64::INFINITY, y: f64::INFINITY },
        high: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    /// The box around two points.
    #[inline]
    pub(crate) fn of(a: Coord, b: Coord) -> Self {
        Self {
            low: Coord { x: a.x.min(b.x), y: a.y.min(b.y) },
            high: Coord { x: a.x.max(b.x), y: a.y.max(b.y) },
        }
    }

    /// Widens the box to hold another.
    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        self.low = Coord { x: self.low.x.min(other.low.x), y: self.low.y.min(other.low.y) };
        self.high = Coord { x: self.high.x.max(other.high.x), y: self.high.y.max(other.high.y) };
    }

    /// Whether the boxes share a point.
    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low.x <= other.high.x
            && other.low.x <= self.high.x
            && self.low.y <= other.high.y
            && other.low.y <= self.high.y
    }

    /// The box so many degrees to the east.
    pub(crate) fn east_by(&self, by: f64) -> Self {
        let by = Coord { x: by, y: 0.0 };
        Self { low: self.low + by, high: self.high + by }
    }
}

/// Whether a place is enclosed by chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    On,
    Inside,
    Outside,
}

/// Part of a chain, or several whole closed chains.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    bounds: Bounds,
    /// The latitudes of the two ends; equal where chains are whole and closed.
    ends: [f64; 2],
    /// Sides by the number of their first point, or nodes: from, and up to.
    from: u32,
    to: u32,
    holds_sides: bool,
    /// One polygon of several: a place inside any of them is inside.
    is_polygon: bool,
}

/// Chains of points, each closed or each open, in a tree of boxes. Built in
/// linear time for one chain; n log n for n chains.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chains {
    points: Vec<Coord>,
    /// Where each chain ends in `points`.
    ends: Vec<usize>,
    nodes: Vec<Node>,
}

impl Chains {
    /// A tree over groups of chains, each chain of one point or more. Chains that
    /// enclose something end where they begin; those of one group are the rings
    /// of one polygon.
    pub(super) fn new<'a, G>(groups: impl Iterator<Item = G>) -> Self
    where
        G: Iterator<Item = &'a [Coord]>,
    {
        let mut this = Self { points: Vec::new(), ends: Vec::new(), nodes: Vec::new() };
        let mut polygons = Vec::new();
        for group in groups {
            let mut rings = Vec::new();
            for chain in group {
                let start = this.points.len();
                this.points.extend_from_slice(chain);
                if let [only] = chain {
                    this.points.push(*only);
                }
                this.ends.push(this.points.len());
                rings.extend(this.chain(start));
            }
            polygons.extend(this.unite(rings));
        }
        if polygons.len() > 1 {
            for polygon in &mut polygons {
                polygon.is_polygon = true;
            }
            this.unite(polygons);
        }
        this.points.shrink_to_fit();
        this.nodes.shrink_to_fit();
        this
    }

    /// Boxes over whole chains that lie in several places of `nodes`.
    fn unite(&mut self, mut whole: Vec<Node>) -> Option<Node> {
        if let [only] = whole[..] {
            return Some(only);
        }
        let mut all = Bounds::NOTHING;
        for node in &mut whole {
            all.add(&node.bounds);
            node.ends = [0.0; 2];
        }
        // Chains that lie near each other come near each other.
        whole.sort_by_cached_key(|node| key(&all, &node.bounds));
        let first = self.nodes.len();
        self.nodes.append(&mut whole);
        self.group(first)
    }

    /// Boxes over the chain whose points begin at `start`; the topmost.
    fn chain(&mut self, start: usize) -> Option<Node> {
        let last = self.points.len().checked_sub(1).filter(|last| *last > start)?;
        let first = self.nodes.len();
        for from in (start..last).step_by(FANOUT) {
            let to = last.min(from + FANOUT);
            let points = &self.points[from..=to];
            let bounds = points.iter().fold(Bounds::NOTHING, |mut all, &at| {
                all.add(&Bounds { low: at, high: at });
                all
            });
            let ends = [points[0].y, points[points.len() - 1].y];
            let (from, to) = (from as u32, to as u32);
            self.nodes.push(Node { bounds, ends, from, to, holds_sides: true, is_polygon: false });
        }
        self.group(first)
    }

    /// Boxes over the boxes from `first` on, until there is one; that one.
    fn group(&mut self, first: usize) -> Option<Node> {
        let mut level = first..self.nodes.len();
        while level.len() > 1 {
            for from in level.clone().step_by(FANOUT) {
                let to = level.end.min(from + FANOUT);
                let under = &self.nodes[from..to];
                let bounds = under.iter().fold(Bounds::NOTHING, |mut all, node| {
                    all.add(&node.bounds);
                    all
                });
                let ends = [under[0].ends[0], under[under.len() - 1].ends[1]];
                let (from, to) = (from as u32, to as u32);
                self.nodes.push(Node {
                    bounds,
                    ends,
                    from,
                    to,
                    holds_sides: false,
                    is_polygon: false,
                });
            }
            level = level.end..self.nodes.len();
        }
        self.nodes.get(first..)?.last().copied()
    }

    /// The box around all of them.
    pub(super) fn bounds(&self) -> Bounds {
        self.nodes.last().map_or(Bounds::NOTHING, |node| node.bounds)
    }

    /// Every side, each from its first end to its second.
    pub(super) fn sides(&self) -> impl Iterator<Item = (Coord, Coord)> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let chains = starts.zip(&self.ends).map(|(from, &to)| &self.points[from..to]);
        chains.flat_map(|points| points.windows(2).map(|pair| (pair[0], pair[1])))
    }

    /// Memory held, in bytes.
    pub(super) fn memory_bytes(&self) -> usize {
        self.points.capacity() * size_of::<Coord>()
            + self.nodes.capacity() * size_of::<Node>()
            + self.ends.capacity() * size_of::<usize>()
    }

    /// Calls `visit` with every side whose box shares a point with `window`,
    /// until it says `false`; says whether it never did.
    /// O(log n + sides near the window).
    #[inline]
    pub(super) fn near(
        &self,
        window: &Bounds,
        mut visit: impl FnMut(Coord, Coord) -> bool,
    ) -> bool {
        self.nodes.last().is_none_or(|root| self.near_in(root, window, &mut visit))
    }

    fn near_in(
        &self,
        node: &Node,
        window: &Bounds,
        visit: &mut impl FnMut(Coord, Coord) -> bool,
    ) -> bool {
        if !node.bounds.meets(window) {
            return true;
        }
        if !node.holds_sides {
            return self.under(node).iter().all(|node| self.near_in(node, window, visit));
        }
        let points = &self.points[node.from as usize..=node.to as usize];
        points
            .windows(2)
            .all(|pair| !Bounds::of(pair[0], pair[1]).meets(window) || visit(pair[0], pair[1]))
    }

    /// Where a place is: inside if it is inside any polygon, of which each ring
    /// turns inside to outside and back. Exact. O(boxes that the place lies in).
    pub(super) fn locate(&self, at: Coord) -> Where {
        let mut inside = false;
        match self.nodes.last() {
            Some(root) if self.cross(root, at, &mut inside) => Where::On,
            _ if inside => Where::Inside,
            _ => Where::Outside,
        }
    }

    fn cross_one(&self, node: &Node, at: Coord, inside: &mut bool) -> bool {
        if !node.is_polygon {
            return self.cross(node, at, inside);
        }
        let mut inside_it = false;
        let on = self.cross(node, at, &mut inside_it);
        *inside |= inside_it;
        on
    }

    /// Turns `inside` for every side that a ray from `at` to the east crosses;
    /// says whether `at` is on a side.
    fn cross(&self, node: &Node, at: Coord, inside: &mut bool) -> bool {
        let Bounds { low, high } = node.bounds;
        if at.y < low.y || at.y > high.y || at.x > high.x {
            return false;
        }
        if at.x < low.x {
            // A side counts if exactly one of its ends lies above the ray, so
            // sides in a row count as often as their outer ends say, by twos.
            *inside ^= (node.ends[0] > at.y) != (node.ends[1] > at.y);
            return false;
        }
        if !node.holds_sides {
            return self.under(node).iter().any(|node| self.cross_one(node, at, inside));
        }
        let points = &self.points[node.from as usize..=node.to as usize];
        points.windows(2).any(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let (above_a, above_b) = (a.y > at.y, b.y > at.y);
            if (above_a && above_b) || (a.y < at.y && b.y < at.y) || (a.x < at.x && b.x < at.x) {
                return false;
            }
            if a.x > at.x && b.x > at.x {
                *inside ^= above_a != above_b;
                return false;
            }
            let side = RobustKernel::orient2d(a, b, at);
            if side == Orientation::Collinear {
                return true;
            }
            // The place lies to the left of a side that climbs, to the right of
            // one that falls, if the ray crosses it.
            let climbs = b.y > a.y;
            *inside ^= above_a != above_b && climbs == (side == Orientation::CounterClockwise);
            false
        })
    }

    fn under(&self, node: &Node) -> &[Node] {
        &self.nodes[node.from as usize..node.to as usize]
    }
}

/// A place's number along a curve through a box, so that near places have near
/// numbers: the bits of longitude and latitude in turns.
pub(crate) fn key(all: &Bounds, of: &Bounds) -> u64 {
    let part = |low: f64, high: f64, from: f64, to: f64| {
        let share = (f64::midpoint(from, to) - low) / (high - low);
        (share * f64::from(u32::MAX)) as u32
    };
    let x = part(all.low.x, all.high.x, of.low.x, of.high.x);
    let y = part(all.low.y, all.high.y, of.low.y, of.high.y);
    spread(x) << 1 | spread(y)
}

/// A bit of nothing between any two bits.
const fn spread(bits: u32) -> u64 {
    let mut wide = bits as u64;
    wide = (wide | wide << 16) & 0x0000_ffff_0000_ffff;
    wide = (wide | wide << 8) & 0x00ff_00ff_00ff_00ff;
    wide = (wide | wide << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    wide = (wide | wide << 2) & 0x3333_3333_3333_3333;
    (wide | wide << 1) & 0x5555_5555_5555_5555
}

#[cfg(test)]
mod tests;
