//! Coordinates as whole numbers of a stated decimal place of a degree.
//!
//! All that can go wrong when coordinates are rounded is put right here, in
//! whole numbers and so without a tolerance: positions that fall together,
//! rings that fold up, parts that reach over the antimeridian, winding.

mod cut;

use super::LayerGeometry;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Point, Polygon};

/// Longitude and latitude as counts of the grid's step.
pub(crate) type Cell = (i64, i64);

/// Most decimals a grid can have: at 180° the count stays far below 2⁵³.
pub(crate) const MAX_DECIMALS: u8 = 12;

/// A grid of `10^-decimals` degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Grid {
    decimals: u8,
    scale: i64,
}

/// A geometry on a grid, with what was lost on the way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Snapped {
    /// The geometry; `None` if nothing of it is left.
    pub(crate) shape: Option<Shape>,
    /// How many lines, polygons and holes fell together to nothing.
    pub(crate) lost: usize,
}

/// A geometry in grid steps. Rings are closed: the last cell repeats the first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// One position.
    Point(Cell),
    /// Lines.
    Lines(Vec<Vec<Cell>>),
    /// Polygons, each its exterior ring and then its holes.
    Areas(Vec<Vec<Vec<Cell>>>),
}

impl Grid {
    /// The grid of that many decimals of a degree, at most [`MAX_DECIMALS`].
    pub(crate) fn new(decimals: u8) -> Self {
        let decimals = decimals.min(MAX_DECIMALS);
        Self { decimals, scale: 10_i64.pow(u32::from(decimals)) }
    }

    pub(crate) const fn decimals(self) -> u8 {
        self.decimals
    }

    /// Steps in a degree.
    pub(crate) const fn scale(self) -> i64 {
        self.scale
    }

    /// Steps in 360°.
    const fn turn(self) -> i64 {
        360 * self.scale
    }

    /// The nearest cell; halves go away from zero.
    pub(crate) fn cell(self, at: Coord) -> Cell {
        let scale = self.scale as f64;
        (nearest(at.x * scale), nearest(at.y * scale))
    }

    /// The degrees of a cell: exactly the number that its decimal text reads as.
    pub(crate) fn degrees(self, cell: Cell) -> Coord {
        let scale = self.scale as f64;
        Coord { x: cell.0 as f64 / scale, y: cell.1 as f64 / scale }
    }

    /// The geometry on the grid, uncut: over the antimeridian longitudes run on
    /// past ±180. What falls together is dropped.
    pub(crate) fn round(self, geometry: &LayerGeometry) -> Snapped {
        self.snap(geometry, false)
    }

    /// The geometry on the grid as RFC 7946 wants it: longitudes in −180 to 180,
    /// cut at the antimeridian, exterior rings anticlockwise and holes clockwise.
    pub(crate) fn publishable(self, geometry: &LayerGeometry) -> Snapped {
        self.snap(geometry, true)
    }

    fn snap(self, geometry: &LayerGeometry, cut: bool) -> Snapped {
        let mut lost = 0;
        let shape = match geometry {
            LayerGeometry::Point(point) => {
                let cell = self.cell(point.0);
                Some(Shape::Point(self.within_one_turn(cell)))
            }
            LayerGeometry::Line(lines) => {
                let mut parts = Vec::with_capacity(lines.0.len());
                for line in lines {
                    let mut cells = self.unwrapped(&line.0);
                    cells.dedup();
                    if cells.len() < 2 {
                        lost += 1;
                    } else if cut {
                        cut::line(cells, self.turn(), &mut parts);
                    } else {
                        parts.push(cells);
                    }
                }
                (!parts.is_empty()).then_some(Shape::Lines(parts))
            }
            LayerGeometry::Area(areas) => {
                let mut parts = Vec::with_capacity(areas.0.len());
                for area in areas {
                    lost += self.snap_polygon(area, cut, &mut parts);
                }
                (!parts.is_empty()).then_some(Shape::Areas(parts))
            }
        };
        Snapped { shape, lost }
    }

    /// Adds the polygon's pieces to `parts`; the number of rings that fell together.
    fn snap_polygon(self, area: &Polygon, cut: bool, parts: &mut Vec<Vec<Vec<Cell>>>) -> usize {
        let Some(exterior) = clean_ring(self.unwrapped_ring(&area.exterior().0)) else {
            return 1;
        };
        let mut lost = 0;
        let mut rings = Vec::with_capacity(1 + area.interiors().len());
        let wound = |(mut ring, area): (Vec<Cell>, i128), anticlockwise: bool| {
            if cut && (area > 0) != anticlockwise {
                ring.reverse();
            }
            ring
        };
        rings.push(wound(exterior, true));
        for hole in area.interiors() {
            match clean_ring(self.unwrapped_ring(&hole.0)) {
                Some(hole) => rings.push(wound(hole, false)),
                None => lost += 1,
            }
        }
        if cut {
            cut::polygon(rings, self.turn(), parts);
        } else {
            parts.push(rings);
        }
        lost
    }

    /// Cells of a part, steps of more than 180° taken the short way round.
    fn unwrapped(self, part: &[Coord]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::with_capacity(part.len());
        for at in part {
            let (mut lon, lat) = self.cell(*at);
            if let Some(&(before, lat_before)) = cells.last() {
                lon = short_way(before, lon, self.turn(), lat == lat_before);
            }
            cells.push((lon, lat));
        }
        cells
    }

    /// Cells of a ring. A ring that goes round a pole is closed along the pole
    /// that it is nearer to.
    fn unwrapped_ring(self, ring: &[Coord]) -> Vec<Cell> {
        let mut cells = self.unwrapped(ring);
        if let (Some(&first), Some(&last)) = (cells.first(), cells.last())
            && first.1 == last.1
            && (first.0 - last.0).abs() == self.turn()
        {
            let sum: i128 = cells.iter().map(|cell| i128::from(cell.1)).sum();
            let pole = if sum < 0 { -90 * self.scale } else { 90 * self.scale };
            cells.extend([(last.0, pole), (first.0, pole), first]);
        }
        cells
    }

    fn within_one_turn(self, (lon, lat): Cell) -> Cell {
        let half = self.turn() / 2;
        if (-half..=half).contains(&lon) {
            (lon, lat)
        } else {
            ((lon + half).rem_euclid(self.turn()) - half, lat)
        }
    }

    /// A snapped geometry back in degrees.
    pub(crate) fn to_geometry(self, shape: &Shape) -> LayerGeometry {
        let line = |cells: &Vec<Cell>| {
            LineString::new(cells.iter().map(|cell| self.degrees(*cell)).collect())
        };
        match shape {
            Shape::Point(cell) => LayerGeometry::Point(Point(self.degrees(*cell))),
            Shape::Lines(lines) => {
                LayerGeometry::Line(MultiLineString(lines.iter().map(line).collect()))
            }
            Shape::Areas(areas) => LayerGeometry::Area(MultiPolygon(
                areas
                    .iter()
                    .map(|rings| {
                        let mut rings = rings.iter().map(line);
                        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
                        Polygon::new(exterior, rings.collect())
                    })
                    .collect(),
            )),
        }
    }
}

/// What `f64::round` gives, without a call where the processor has no such instruction.
/// Exact below 2⁵³: what is beyond the whole part is then a number itself. What is
/// too large for a count becomes the largest there is.
#[inline]
fn nearest(number: f64) -> i64 {
    let whole = number as i64;
    let beyond = number - whole as f64;
    whole.saturating_add(i64::from(beyond >= 0.5) - i64::from(beyond <= -0.5))
}

/// Whether a step of the part goes over the antimeridian or a longitude lies
/// beyond it. Errs towards yes.
pub(crate) fn crosses_antimeridian(part: &[Coord]) -> bool {
    part.iter().any(|at| at.x.abs() > 180.0)
        || part.windows(2).any(|pair| (pair[0].x - pair[1].x).abs() > 179.9)
}

/// `lon` moved by whole turns to within half a turn of `before`. A whole turn
/// along a parallel stays: that is how the edge of the world is drawn.
fn short_way(before: i64, lon: i64, turn: i64, along_parallel: bool) -> i64 {
    let step = lon - before;
    if step.abs() <= turn / 2 || (step.abs() == turn && along_parallel) {
        lon
    } else {
        lon - (step + turn / 2).div_euclid(turn) * turn
    }
}

/// The closed ring without repeated cells and without spikes (out and back the
/// same way), and twice its area as [`twice_area`] has it; `None` if it encloses nothing.
fn clean_ring(mut cells: Vec<Cell>) -> Option<(Vec<Cell>, i128)> {
    // What is kept stands before `kept`; what is looked at is never before that.
    let mut kept = 0;
    for at in 0..cells.len() {
        let cell = cells[at];
        if kept >= 1 && cells[kept - 1] == cell {
            continue;
        }
        if kept >= 2 && cells[kept - 2] == cell {
            kept -= 1;
        } else {
            cells[kept] = cell;
            kept += 1;
        }
    }
    cells.truncate(kept);
    if cells.first() != cells.last() {
        cells.push(*cells.first()?);
    }
    // A spike may sit on the seam: a, b, …, b, a.
    let mut from = 0;
    let mut to = cells.len();
    while to - from >= 4 && cells[from + 1] == cells[to - 2] {
        from += 1;
        to -= 1;
    }
    cells.truncate(to);
    cells.drain(..from);
    let area = if cells.len() >= 4 { twice_area(&cells) } else { 0 };
    (area != 0).then_some((cells, area))
}

/// Twice the area that a closed ring encloses, above zero if it runs anticlockwise.
pub(crate) fn twice_area(ring: &[Cell]) -> i128 {
    let Some(&(lon, lat)) = ring.first() else { return 0 };
    let step = |a: Cell, b: Cell| -> [i64; 4] { [a.0 - lon, a.1 - lat, b.0 - lon, b.1 - lat] };
    let steps = || ring.windows(2).map(|pair| step(pair[0], pair[1]));
    // Most rings are small enough for one machine word.
    let near = |cell: &Cell| (cell.0 - lon).abs().max((cell.1 - lat).abs()) < 1 << 30;
    if ring.iter().all(near) {
        return steps().map(|[ax, ay, bx, by]| i128::from(ax * by - bx * ay)).sum();
    }
    steps()
        .map(|[ax, ay, bx, by]| i128::from(ax) * i128::from(by) - i128::from(bx) * i128::from(ay))
        .sum()
}

#[cfg(test)]
mod tests;
