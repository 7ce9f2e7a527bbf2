//! Answers to many questions at once.
//!
//! Floor 3. Imports `geodesy`, `time`.
//!
//! Points are taken in the order in which they lie on the ground, so that one
//! finds in the cache what the last one left there; answers are put back in the
//! order of the question. With feature `parallel` the work is spread over all
//! cores, in pieces whose size depends on the number of points alone: the
//! answer is the same.

use super::hilbert;
use super::query::{checked, on_earth};
use super::{Filter, QueryError, SpatialIndex};
use crate::id::FeatureRef;
use crate::time::State;
use crate::units::Metres;
use geo::Coord;

#[cfg(test)]
mod tests;

/// The fewest and most points to a piece of work, which sorts its own.
const PIECE: (usize, usize) = (8_192, 131_072);
/// Pieces there are at least, if there are points enough.
const PIECES: usize = 8;
/// Points to a piece of work where each takes long; these are sorted before.
const SMALL_PIECE: usize = 512;
/// Cells on a side of the grid that points are sorted by.
const GRID: usize = 64;
/// Fewer points are not sorted.
const FEW: usize = 512;

/// The areas that hold each of many points.
///
/// Entries go by number, which [`SpatialIndex::entry_at`] turns into entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Covered {
    /// Where the entries of each point end in `entries`.
    ends: Vec<usize>,
    entries: Vec<u32>,
}

impl Covered {
    /// How many points were asked about.
    pub fn points(&self) -> usize {
        self.ends.len()
    }

    /// How many pairs of point and area there are.
    pub fn pairs(&self) -> usize {
        self.entries.len()
    }

    /// The numbers of the entries that hold point number `point`, ascending.
    /// Empty for a point that was not asked about.
    pub fn of(&self, point: usize) -> &[u32] {
        let Some(&end) = self.ends.get(point) else { return &[] };
        let start = if point == 0 { 0 } else { self.ends[point - 1] };
        &self.entries[start..end]
    }

    /// All pairs of point number and entry number, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        (0..self.points()).flat_map(|point| self.of(point).iter().map(move |&entry| (point, entry)))
    }

    fn append(&mut self, other: &Self) {
        let start = self.entries.len();
        self.ends.extend(other.ends.iter().map(|end| start + end));
        self.entries.extend_from_slice(&other.entries);
    }

    /// Point number `order[at]` becomes what point number `at` is here.
    fn reordered(&self, order: &[u32]) -> Self {
        let mut starts = vec![0; order.len() + 1];
        let mut start = 0;
        for (&point, &end) in order.iter().zip(&self.ends) {
            starts[point as usize + 1] = end - start;
            start = end;
        }
        for point in 0..order.len() {
            starts[point + 1] += starts[point];
        }
        let mut entries = vec![0; self.entries.len()];
        let mut start = 0;
        for (&point, &end) in order.iter().zip(&self.ends) {
            let to = starts[point as usize];
            for at in start..end {
                entries[to + at - start] = self.entries[at];
            }
            start = end;
        }
        starts.remove(0);
        Self { ends: starts, entries }
    }
}

/// The entries nearest to a point, by number, with their distance, nearest first.
pub type Neighbours = Vec<(u32, Metres)>;

impl SpatialIndex {
    /// The areas that hold each point, boundaries included, of those that pass
    /// `filter`. O(log n + hits) a point.
    ///
    /// The filter is applied once to each entry and not to each hit, unless
    /// points are few.
    ///
    /// # Errors
    ///
    /// [`QueryError::Coordinate`] for the first point that is no place on earth.
    pub fn covering_many(&self, points: &[Coord], filter: &Filter) -> Result<Covered, QueryError> {
        check_all(points)?;
        let many = points.len() >= self.entries.len() / 8;
        let passing: Option<Vec<bool>> = many.then(|| {
            (0..self.entries.len() as u32).map(|n| self.passes(n, filter).is_some()).collect()
        });
        let passes = |number: u32| match &passing {
            Some(passing) => passing[number as usize],
            None => self.passes(number, filter).is_some(),
        };
        let work = |piece: &[Coord]| self.covering_piece(piece, &passes);
        let parts = in_pieces(points, piece_for(points.len()), work);
        let mut all = Covered {
            ends: Vec::with_capacity(points.len()),
            entries: Vec::with_capacity(parts.iter().map(Covered::pairs).sum()),
        };
        for part in &parts {
            all.append(part);
        }
        Ok(all)
    }

    /// The areas that hold each point of a piece of work.
    fn covering_piece(&self, points: &[Coord], passes: &impl Fn(u32) -> bool) -> Covered {
        let order = by_place(points);
        let mut covered = Covered {
            ends: Vec::with_capacity(points.len()),
            entries: Vec::with_capacity(points.len()),
        };
        for &point in &order {
            let start = covered.entries.len();
            self.covering_into(points[point as usize], &mut covered.entries);
            let mut kept = start;
            for at in start..covered.entries.len() {
                let entry = covered.entries[at];
                covered.entries[kept] = entry;
                kept += usize::from(passes(entry));
            }
            covered.entries.truncate(kept);
            covered.ends.push(kept);
        }
        covered.reordered(&order)
    }

    /// The `count` entries nearest to each point, of those that pass `filter`.
    ///
    /// # Errors
    ///
    /// [`QueryError::Coordinate`] for the first point that is no place on earth,
    /// [`QueryError::Count`] if `count` is 0.
    pub fn nearest_many(
        &self,
        points: &[Coord],
        count: usize,
        filter: &Filter,
    ) -> Result<Vec<Neighbours>, QueryError> {
        check_all(points)?;
        if count == 0 {
            return Err(QueryError::Count);
        }
        let order = along_curve(points);
        let parts = in_pieces(&order, SMALL_PIECE, |piece| {
            let passes = |number| self.passes(number, filter).is_some();
            piece
                .iter()
                .map(|&point| {
                    let found = self.nearest(points[point as usize], count, passes);
                    found.into_iter().map(|(number, metres)| (number, Metres(metres))).collect()
                })
                .collect::<Vec<Neighbours>>()
        });
        let mut all = vec![Neighbours::new(); points.len()];
        for (&point, found) in order.iter().zip(parts.into_iter().flatten()) {
            all[point as usize] = found;
        }
        Ok(all)
    }

    /// The number of an entry, as batch answers give it.
    pub fn number_of(&self, reference: &FeatureRef) -> Option<u32> {
        self.number(reference)
    }

    /// The state of an entry that a filter sees, if it passes and the filter has a time.
    pub fn state_of(&self, number: u32, filter: &Filter) -> Option<State> {
        self.passes(number, filter)?
    }
}

fn check_all(points: &[Coord]) -> Result<(), QueryError> {
    match points.iter().find(|at| !on_earth(**at)) {
        Some(at) => checked([at.x, at.y]).map(|_| ()),
        None => Ok(()),
    }
}

/// Points to a piece of work. Not a matter of how many cores there are.
fn piece_for(points: usize) -> usize {
    points.div_ceil(PIECES).clamp(PIECE.0, PIECE.1)
}

/// The numbers of points, those of a cell of a grid together. O(n).
fn by_place(points: &[Coord]) -> Vec<u32> {
    if points.len() < FEW {
        return (0..points.len() as u32).collect();
    }
    let (low, scale) = grid(points, GRID as f64);
    // Conversion to an integer clamps to its range; a point is never below `low`.
    let cell = |at: Coord| {
        let (x, y) = ((at.x - low.x) * scale.x, (at.y - low.y) * scale.y);
        (y as usize).min(GRID - 1) * GRID + (x as usize).min(GRID - 1)
    };
    let cells: Vec<u16> = points.iter().map(|&at| cell(at) as u16).collect();
    let mut next = vec![0_u32; GRID * GRID + 1];
    for &cell in &cells {
        next[cell as usize + 1] += 1;
    }
    for cell in 0..GRID * GRID {
        next[cell + 1] += next[cell];
    }
    let mut order = vec![0; points.len()];
    for (point, &cell) in (0..).zip(&cells) {
        let slot = &mut next[cell as usize];
        order[*slot as usize] = point;
        *slot += 1;
    }
    order
}

/// The numbers of points in order along a Hilbert curve. O(n).
fn along_curve(points: &[Coord]) -> Vec<u32> {
    let (low, scale) = grid(points, f64::from(u16::MAX));
    let keys: Vec<u32> = points
        .iter()
        .map(|at| {
            let (x, y) = ((at.x - low.x) * scale.x, (at.y - low.y) * scale.y);
            hilbert::place(x as u16, y as u16)
        })
        .collect();
    hilbert::order_by(&keys)
}

/// The lower left corner of a grid over all points, and its cells to a degree.
fn grid(points: &[Coord], cells: f64) -> (Coord, Coord) {
    let mut low = Coord { x: f64::INFINITY, y: f64::INFINITY };
    let mut high = Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
    for at in points {
        low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
        high = Coord { x: high.x.max(at.x), y: high.y.max(at.y) };
    }
    let scale = |width: f64| if width > 0.0 { cells / width } else { 0.0 };
    (low, Coord { x: scale(high.x - low.x), y: scale(high.y - low.y) })
}

#[cfg(feature = "parallel")]
fn in_pieces<P: Sync, T: Send>(
    points: &[P],
    piece: usize,
    work: impl Fn(&[P]) -> T + Sync + Send,
) -> Vec<T> {
    use rayon::prelude::*;
    points.par_chunks(piece).map(work).collect()
}

#[cfg(any(test, not(feature = "parallel")))]
fn in_pieces_one_by_one<P, T>(points: &[P], piece: usize, work: impl Fn(&[P]) -> T) -> Vec<T> {
    points.chunks(piece).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
use in_pieces_one_by_one as in_pieces;
