//! Which areas a cell lies wholly in, and which boundaries pass through it.
//!
//! Floor 3.
//!
//! The extent of all areas is cut into 4 × 4 cells, and a cell through which
//! boundaries pass into 4 × 4 again, until few edges are left or cells are a
//! small part of the smallest area there. An area is listed once at the largest
//! cell it holds. A point test is then one walk down, and only in cells a boundary
//! passes through a test with the edges there ([`Nearby`]); few points are left
//! for the whole area.

use super::nearby::Nearby;
use super::shapes::Shapes;
use geo::Coord;
use geo::Intersects;
use geo::Line;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

#[cfg(test)]
mod tests;

/// Levels of 4 × 4 cells: the finest is 1/16,777,216 of the extent.
const LEVELS: u32 = 12;
const FINEST: f64 = (1_u32 << (2 * LEVELS)) as f64;
/// Cells an area is cut into along its longer side.
const CELLS_ACROSS: f64 = 24.0;
/// Edges in a cell that are quicker to look at than to deal out.
const FEW_EDGES: usize = 8;
/// Set in [`Slot::rest`] if it is a node; otherwise it is a list.
const NODE: u32 = 1 << 31;
/// Edges in a cell, and runs of edges that follow one another, beyond which the
/// whole area is asked.
const MAX_EDGES: usize = 64;
const MAX_RUNS: usize = 8;
/// Set in an area's second word in a list if the cell's reference point is inside.
const INSIDE: u32 = 1 << 31;
/// Added around an edge, in finest cells, against rounding (at most 1e-8 of one).
const SLACK: f64 = 1e-3;

/// A cell cover of many areas.
///
/// Memory: cells are cut only while there are fewer nodes (128 bytes each)
/// than 64 an area and one for four edges, and fewer list entries than 1,024 an
/// area and four an edge, whatever the areas' sizes and however they overlap.
/// Beyond that cells stay coarse, and answers the same. An entry takes 4 bytes,
/// and where a boundary passes 16 to 72.
#[derive(Clone, Debug)]
pub(super) struct ZoneCover {
    low: Coord,
    high: Coord,
    cells_per_degree: f64,
    nodes: Vec<[Slot; 16]>,
    /// Lists, each after its length. The list at 0 is empty. A list of areas
    /// that hold a cell is their numbers. One of areas whose boundary passes
    /// has for each its number, how many runs of edges follow (with [`INSIDE`]),
    /// and the runs; none if the whole area must be asked.
    lists: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The list of areas that hold the whole cell but not the whole parent.
    inner: u32,
    /// A node with [`NODE`], or the list of areas whose boundary passes through.
    rest: u32,
}

/// What a cell tells of an area.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// It holds the whole cell.
    Whole,
    /// These edges of it pass through.
    Edges(Nearby<'a>),
    /// Its boundary passes through.
    Unknown,
}

/// The edge from vertex `at` to the next, of an area.
#[derive(Clone, Copy)]
struct EdgeRef {
    area: u32,
    at: u32,
}

/// A cell whose edges are not yet listed.
struct Open {
    node: usize,
    slot: usize,
    level: u32,
    x: f64,
    y: f64,
    /// Grouped by area, in ascending order.
    edges: Vec<EdgeRef>,
    /// How many times larger it is than suits the smallest area there.
    excess: f64,
    /// The older one goes first among equals.
    age: usize,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.excess.total_cmp(&other.excess).then(other.age.cmp(&self.age))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

impl ZoneCover {
    /// O(edges × levels), where levels are few.
    pub(super) fn build(shapes: &Shapes) -> Self {
        let mut low = Coord { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for area in &shapes.areas {
            let (a, b) = area.prepared.corners();
            low = Coord { x: low.x.min(a.x), y: low.y.min(a.y) };
            high = Coord { x: high.x.max(b.x), y: high.y.max(b.y) };
        }
        let side = (high.x - low.x).max(high.y - low.y);
        let cells_per_degree = if side > 0.0 { FINEST / side } else { 0.0 };
        let mut cover = Self {
            low,
            high,
            cells_per_degree,
            nodes: vec![[Slot::default(); 16]],
            lists: vec![0],
        };
        let edges = shapes.area_edges().map(|(area, at)| EdgeRef { area, at }).collect::<Vec<_>>();
        let mut builder = Builder {
            max_nodes: 64 + 64 * shapes.areas.len() + edges.len() / 4,
            max_entries: 1024 * shapes.areas.len() + 4 * edges.len(),
            grain: shapes
                .areas
                .iter()
                .map(|area| {
                    let (a, b) = area.prepared.corners();
                    (b.x - a.x).max(b.y - a.y) * cells_per_degree / CELLS_ACROSS
                })
                .collect(),
            entries: 0,
            open: BinaryHeap::new(),
            opened: 0,
            shapes,
        };
        let everything: Vec<u32> = (0..shapes.areas.len() as u32).collect();
        builder.split(&mut cover, 0, 0, (0.0, 0.0), &everything, &edges);
        while let Some(cell) = builder.open.pop() {
            builder.settle(&mut cover, &cell);
        }
        cover.in_order()
    }

    /// The same with nodes and lists in memory as they lie on the ground: points
    /// near each other find them in the same cache lines.
    fn in_order(self) -> Self {
        let mut ordered = Self {
            nodes: Vec::with_capacity(self.nodes.len()),
            lists: Vec::with_capacity(self.lists.len()),
            ..self
        };
        ordered.nodes.push([Slot::default(); 16]);
        ordered.lists.push(0);
        // A node here, its number there.
        let mut open = vec![(0, 0)];
        while let Some((from, to)) = open.pop() {
            let first = open.len();
            for (number, slot) in self.nodes[from].iter().enumerate() {
                let inner = ordered.add_list(list(&self.lists, slot.inner));
                let rest = if slot.rest & NODE == 0 {
                    ordered.add_list(list(&self.lists, slot.rest))
                } else {
                    let node = ordered.nodes.len();
                    ordered.nodes.push([Slot::default(); 16]);
                    open.push(((slot.rest & !NODE) as usize, node));
                    node as u32 | NODE
                };
                ordered.nodes[to][number] = Slot { inner, rest };
            }
            open[first..].reverse();
        }
        ordered
    }

    /// The corners of the extent of all areas.
    pub(super) fn corners(&self) -> (Coord, Coord) {
        (self.low, self.high)
    }

    /// Calls `visit` for each area the point may lie in, with what is known of
    /// it there. The longitude already runs past 180° where the areas do.
    #[inline]
    pub(super) fn visit<'a>(&'a self, at: Coord, mut visit: impl FnMut(u32, Part<'a>)) {
        if !(self.low.x <= at.x && at.x <= self.high.x && self.low.y <= at.y && at.y <= self.high.y)
        {
            return;
        }
        let last = FINEST as u32 - 1;
        let x = (((at.x - self.low.x) * self.cells_per_degree) as u32).min(last);
        let y = (((at.y - self.low.y) * self.cells_per_degree) as u32).min(last);
        let mut node = 0;
        let mut shift = 2 * (LEVELS - 1);
        loop {
            let slot = self.nodes[node][((y >> shift & 3) << 2 | x >> shift & 3) as usize];
            for &area in list(&self.lists, slot.inner) {
                visit(area, Part::Whole);
            }
            if slot.rest & NODE == 0 {
                let mut parts = list(&self.lists, slot.rest);
                if parts.is_empty() {
                    return;
                }
                let corner = |cell: u32| f64::from(cell >> shift << shift);
                let reference = self.centre(corner(x), corner(y), f64::from(1_u32 << shift));
                while let [area, head, rest @ ..] = parts {
                    let (runs, others) = rest.split_at(2 * (head & !INSIDE) as usize);
                    parts = others;
                    let inside = head & INSIDE != 0;
                    let nearby = Nearby { reference, inside, runs };
                    visit(*area, if runs.is_empty() { Part::Unknown } else { Part::Edges(nearby) });
                }
                return;
            }
            node = (slot.rest & !NODE) as usize;
            shift -= 2;
        }
    }

    fn add_list(&mut self, areas: &[u32]) -> u32 {
        if areas.is_empty() {
            return 0;
        }
        let at = self.lists.len() as u32;
        self.lists.push(areas.len() as u32);
        self.lists.extend_from_slice(areas);
        at
    }

    fn to_cells(&self, at: Coord) -> Coord {
        (at - self.low) * self.cells_per_degree
    }

    /// The centre of a cell, in degrees.
    #[inline]
    fn centre(&self, x: f64, y: f64, size: f64) -> Coord {
        if self.cells_per_degree > 0.0 {
            self.low + Coord { x: x + size / 2.0, y: y + size / 2.0 } / self.cells_per_degree
        } else {
            self.low
        }
    }
}

#[inline]
fn list(lists: &[u32], at: u32) -> &[u32] {
    let at = at as usize;
    &lists[at + 1..=at + lists[at] as usize]
}

struct Builder<'a> {
    shapes: &'a Shapes,
    /// For each area the cell size, in finest cells, at which it is cut enough.
    grain: Vec<f64>,
    /// The cell that is most too large comes first, so that if room runs out
    /// no area is left far coarser than the others.
    open: BinaryHeap<Open>,
    opened: usize,
    max_nodes: usize,
    max_entries: usize,
    entries: usize,
}

impl Builder<'_> {
    /// Cuts a cell further or lists its edges' areas.
    fn settle(&mut self, cover: &mut ZoneCover, cell: &Open) {
        let mut areas: Vec<u32> = cell.edges.iter().map(|edge| edge.area).collect();
        areas.dedup();
        let worth = cell.excess > 1.0 && cell.edges.len() > FEW_EDGES;
        let room = cover.nodes.len() < self.max_nodes && self.entries < self.max_entries;
        let rest = if worth && room && cell.level < LEVELS {
            let node = cover.nodes.len();
            cover.nodes.push([Slot::default(); 16]);
            self.split(cover, node, cell.level, (cell.x, cell.y), &areas, &cell.edges);
            node as u32 | NODE
        } else {
            let mut list = Vec::new();
            for edges in cell.edges.chunk_by(|a, b| a.area == b.area) {
                self.describe(cover, cell, edges, &mut list);
            }
            cover.add_list(&list)
        };
        cover.nodes[cell.node][cell.slot].rest = rest;
    }

    /// Adds to a list what is known in a cell of the area of these edges.
    fn describe(&self, cover: &ZoneCover, cell: &Open, edges: &[EdgeRef], list: &mut Vec<u32>) {
        let Some(&EdgeRef { area, .. }) = edges.first() else { return };
        list.extend([area, 0]);
        let head = list.len() - 1;
        let size = f64::from(1_u32 << (2 * (LEVELS - cell.level)));
        let reference = cover.centre(cell.x, cell.y, size);
        let apart = cover.to_cells(reference) - Coord { x: cell.x, y: cell.y };
        let within = |offset: f64| 0.0 <= offset && offset <= size;
        if edges.len() > MAX_EDGES || !within(apart.x) || !within(apart.y) {
            return;
        }
        for run in edges.chunk_by(|a, b| a.at + 1 == b.at) {
            list.extend([run[0].at, run.len() as u32]);
        }
        let runs = (list.len() - head) / 2;
        let coords = &self.shapes.coords;
        let on = |edge: &EdgeRef| {
            let at = edge.at as usize;
            Line::new(coords[at], coords[at + 1]).intersects(&reference)
        };
        if runs > MAX_RUNS || edges.iter().any(on) {
            list.truncate(head + 1);
            return;
        }
        let inside = self.shapes.areas[area as usize].prepared.covers_as_is(reference);
        list[head] = runs as u32 | if inside { INSIDE } else { 0 };
    }

    /// Deals the edges of a cell of `level` out to its 4 × 4 cells.
    fn split(
        &mut self,
        cover: &mut ZoneCover,
        node: usize,
        level: u32,
        (x, y): (f64, f64),
        areas: &[u32],
        edges: &[EdgeRef],
    ) {
        let size = f64::from(1_u32 << (2 * (LEVELS - level - 1)));
        let mut dealt: [Vec<EdgeRef>; 16] = Default::default();
        let corner = Coord { x, y };
        for &edge in edges {
            let at = edge.at as usize;
            let from = (cover.to_cells(self.shapes.coords[at]) - corner) / size;
            let to = (cover.to_cells(self.shapes.coords[at + 1]) - corner) / size;
            deal(from, to, SLACK / size, |slot| dealt[slot].push(edge));
        }
        for (slot, edges) in dealt.into_iter().enumerate() {
            let (column, row) = ((slot & 3) as f64, (slot >> 2) as f64);
            let (x, y) = (x + column * size, y + row * size);
            let centre = cover.centre(x, y, size);
            let mut passing = edges.iter().map(|edge| edge.area).peekable();
            let mut inner = Vec::new();
            let mut finest = f64::INFINITY;
            for &area in areas {
                if passing.peek() == Some(&area) {
                    self.entries += 1;
                    finest = finest.min(self.grain[area as usize]);
                    while passing.next_if_eq(&area).is_some() {}
                } else if self.shapes.areas[area as usize].prepared.covers_as_is(centre) {
                    inner.push(area);
                }
            }
            self.entries += inner.len();
            cover.nodes[node][slot].inner = cover.add_list(&inner);
            if !edges.is_empty() {
                let (level, excess, age) = (level + 1, size / finest, self.opened);
                self.open.push(Open { node, slot, level, x, y, edges, excess, age });
                self.opened += 1;
            }
        }
    }
}

/// Which of 4 × 4 unit cells an edge may pass through, never too few.
fn deal(from: Coord, to: Coord, slack: f64, mut visit: impl FnMut(usize)) {
    let range = |a: f64, b: f64| {
        let first = (a.min(b) - slack).floor().max(0.0);
        let last = (a.max(b) + slack).floor().min(3.0);
        (first, last)
    };
    let (left, right) = range(from.x, to.x);
    let (bottom, top) = range(from.y, to.y);
    let along = to - from;
    let reach = (along.x.abs() + along.y.abs()) * (0.5 + slack);
    let mut row = bottom;
    while row <= top {
        let mut column = left;
        while column <= right {
            let (x, y) = (column + 0.5 - from.x, row + 0.5 - from.y);
            if (along.x * y - along.y * x).abs() <= reach {
                visit((row * 4.0 + column) as usize);
            }
            column += 1.0;
        }
        row += 1.0;
    }
}
