//! How much of each of many areas lies in covered ground.
//!
//! Floor 3.
//!
//! The plane is halved again and again, covered ground and areas with it, until
//! a cell holds little of the ground's edge, or none: so a large ground with a
//! long edge is not looked at as a whole for each area. Halving is by the method
//! of Sutherland and Hodgman (1974), linear in the points; what they leave along
//! the cut runs to and fro and encloses nothing. For N points of ground and M of
//! areas: O((N + M) log(N + M)) where few areas lie across one another.

use super::SLIVER_M;
use crate::geodesy;
use crate::geodesy::signed_m2;
use geo::bool_ops::{BooleanOps, FillRule, OpType};
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Points of ground in a cell that is not halved any more.
const FEW_POINTS: usize = 64;
/// Halvings on the way to one cell, at most.
const MOST_HALVINGS: usize = 40;

/// What an area has in common with the ground.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Common {
    /// Square metres, sides straight in degrees.
    pub(super) area_m2: f64,
    /// Whether some piece of it is wider than a border drawn twice.
    pub(super) touched: bool,
}

/// Rings of one shape: outer ones anticlockwise, holes clockwise, all closed.
type Rings = Vec<Vec<Coord>>;

/// A rectangle in degrees: least and greatest corner.
#[derive(Clone, Copy, Debug)]
struct Cell(Coord, Coord);

/// What each area has in common with `ground`. All are cleaned and merged.
pub(super) fn common_with(ground: &MultiPolygon, areas: &[&MultiPolygon]) -> Vec<Common> {
    let mut found = vec![Common::default(); areas.len()];
    let areas: Vec<(usize, Rings)> =
        areas.iter().enumerate().map(|(at, area)| (at, rings_of(area))).collect();
    let Some(cell) = areas.iter().filter_map(|(_, rings)| cell_of(rings)).reduce(Cell::with) else {
        return found;
    };
    let mut ground = rings_of(ground);
    for (axis, keep_low, at) in
        [(0, false, cell.0.x), (0, true, cell.1.x), (1, false, cell.0.y), (1, true, cell.1.y)]
    {
        ground = half(&ground, axis, at, keep_low);
    }
    descend(cell, ground, areas, 0, &mut found);
    found
}

fn descend(
    cell: Cell,
    ground: Rings,
    areas: Vec<(usize, Rings)>,
    halvings: usize,
    found: &mut [Common],
) {
    let points: usize = ground.iter().map(Vec::len).sum();
    if points == 0 || areas.is_empty() {
        return;
    }
    if cell.is_filled_by(&ground) {
        for (at, rings) in &areas {
            found[*at].add(rings.iter().map(Vec::as_slice));
        }
        return;
    }
    let wide = cell.1 - cell.0;
    let axis = usize::from(wide.y > wide.x);
    let middle = if axis == 0 {
        f64::midpoint(cell.0.x, cell.1.x)
    } else {
        f64::midpoint(cell.0.y, cell.1.y)
    };
    let too_thin = wide.x.max(wide.y) < 1e-6;
    if points <= FEW_POINTS || areas.len() == 1 || halvings >= MOST_HALVINGS || too_thin {
        let of_ground = cell_of(&ground);
        let ground = to_polygons(&ground);
        for (at, rings) in &areas {
            let meet = cell_of(rings).zip(of_ground).is_some_and(|(a, b)| a.meets(b));
            if meet {
                let area = to_polygons(rings);
                let pieces = area.boolean_op_with_fill_rule(
                    &ground,
                    OpType::Intersection,
                    FillRule::Positive,
                );
                for piece in &pieces {
                    let rings = std::iter::once(piece.exterior()).chain(piece.interiors());
                    found[*at].add(rings.map(|ring| ring.0.as_slice()));
                }
            }
        }
        return;
    }
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for (at, rings) in areas {
        let Some(own) = cell_of(&rings) else { continue };
        let (from, to) = if axis == 0 { (own.0.x, own.1.x) } else { (own.0.y, own.1.y) };
        if to <= middle {
            low.push((at, rings));
        } else if from >= middle {
            high.push((at, rings));
        } else {
            low.push((at, half(&rings, axis, middle, true)));
            high.push((at, half(&rings, axis, middle, false)));
        }
    }
    let (mut least, mut greatest) = (cell.0, cell.1);
    if axis == 0 {
        (least.x, greatest.x) = (middle, middle);
    } else {
        (least.y, greatest.y) = (middle, middle);
    }
    let ground_low = half(&ground, axis, middle, true);
    descend(Cell(cell.0, greatest), ground_low, low, halvings + 1, found);
    let ground_high = half(&ground, axis, middle, false);
    drop(ground);
    descend(Cell(least, cell.1), ground_high, high, halvings + 1, found);
}

impl Common {
    /// Adds a piece: its outer rings anticlockwise, its holes clockwise.
    fn add<'a>(&mut self, rings: impl Iterator<Item = &'a [Coord]>) {
        let (mut area_m2, mut edge_m) = (0.0, 0.0);
        for ring in rings {
            area_m2 += signed_m2(ring);
            edge_m += geodesy::length(ring).0;
        }
        self.area_m2 += area_m2;
        // Of a strip, twice the area over the length of its edge is its width.
        self.touched |= area_m2 > 0.0 && 2.0 * area_m2 >= SLIVER_M * edge_m;
    }
}

impl Cell {
    fn with(self, other: Self) -> Self {
        let least = Coord { x: self.0.x.min(other.0.x), y: self.0.y.min(other.0.y) };
        let greatest = Coord { x: self.1.x.max(other.1.x), y: self.1.y.max(other.1.y) };
        Self(least, greatest)
    }

    fn meets(self, other: Self) -> bool {
        self.0.x <= other.1.x
            && other.0.x <= self.1.x
            && self.0.y <= other.1.y
            && other.0.y <= self.1.y
    }

    /// Whether rings that lie in the cell, nowhere twice over, fill it.
    fn is_filled_by(self, rings: &Rings) -> bool {
        let size = self.1 - self.0;
        let full = size.x * size.y;
        let twice: f64 = rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .map(|pair| {
                let (a, b) = (pair[0] - self.0, pair[1] - self.0);
                a.x * b.y - b.x * a.y
            })
            .sum();
        twice / 2.0 >= full * (1.0 - 1e-12)
    }
}

fn rings_of(polygons: &MultiPolygon) -> Rings {
    let all =
        polygons.iter().flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
    all.filter(|ring| ring.0.len() >= 4).map(|ring| ring.0.clone()).collect()
}

fn cell_of(rings: &Rings) -> Option<Cell> {
    let mut all = rings.iter().flatten().copied();
    let first = all.next()?;
    Some(all.fold(Cell(first, first), |cell, at| cell.with(Cell(at, at))))
}

/// Rings as an overlay takes them: it counts windings, not who is whose hole.
fn to_polygons(rings: &Rings) -> MultiPolygon {
    MultiPolygon(
        rings.iter().map(|ring| Polygon::new(LineString(ring.clone()), Vec::new())).collect(),
    )
}

/// The part of rings on one side of a line of longitude (axis 0) or latitude.
fn half(rings: &Rings, axis: usize, at: f64, keep_low: bool) -> Rings {
    rings
        .iter()
        .map(|ring| half_of_ring(ring, axis, at, keep_low))
        .filter(|ring| ring.len() >= 4)
        .collect()
}

fn half_of_ring(ring: &[Coord], axis: usize, at: f64, keep_low: bool) -> Vec<Coord> {
    let beyond = |c: Coord| {
        let value = if axis == 0 { c.x } else { c.y };
        if keep_low { value > at } else { value < at }
    };
    if !ring.iter().any(|&c| beyond(c)) {
        return ring.to_vec();
    }
    let mut kept: Vec<Coord> = Vec::with_capacity(ring.len());
    for pair in ring.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if !beyond(from) {
            kept.push(from);
        }
        if beyond(from) != beyond(to) {
            kept.push(crossing(from, to, axis, at));
        }
    }
    kept.dedup();
    if let Some(&first) = kept.first()
        && kept.last() != Some(&first)
    {
        kept.push(first);
    }
    kept
}

/// Where a segment crosses the line; the same whichever end comes first.
fn crossing(from: Coord, to: Coord, axis: usize, at: f64) -> Coord {
    if axis == 0 {
        let (a, b) = if from.x < to.x { (from, to) } else { (to, from) };
        Coord { x: at, y: a.y + (b.y - a.y) * ((at - a.x) / (b.x - a.x)) }
    } else {
        let (a, b) = if from.y < to.y { (from, to) } else { (to, from) };
        Coord { x: a.x + (b.x - a.x) * ((at - a.y) / (b.y - a.y)), y: at }
    }
}
