//! Answers to many questions at once.
//!
//! Floor 3. Imports `geodesy`, `time`.
//!
//! With feature `parallel` the work is spread over all cores, in pieces of
//! fixed size that are put together in order: the answer is the same.

use super::query::{checked, on_earth};
use super::{Filter, QueryError, SpatialIndex};
use crate::id::FeatureRef;
use crate::time::State;
use crate::units::Metres;
use geo::Coord;

/// Points to a piece of work.
const PIECE: usize = 8192;

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
        let parts = in_pieces(points, |piece| {
            let mut covered = Covered {
                ends: Vec::with_capacity(piece.len()),
                entries: Vec::with_capacity(piece.len()),
            };
            for &point in piece {
                let start = covered.entries.len();
                self.covering_into(point, &mut covered.entries);
                let mut kept = start;
                for at in start..covered.entries.len() {
                    let entry = covered.entries[at];
                    covered.entries[kept] = entry;
                    kept += usize::from(passes(entry));
                }
                covered.entries.truncate(kept);
                covered.ends.push(kept);
            }
            covered
        });
        let mut all = Covered {
            ends: Vec::with_capacity(points.len()),
            entries: Vec::with_capacity(parts.iter().map(Covered::pairs).sum()),
        };
        for part in &parts {
            all.append(part);
        }
        Ok(all)
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
        let parts = in_pieces(points, |piece| {
            let passes = |number| self.passes(number, filter).is_some();
            piece
                .iter()
                .map(|&point| {
                    let found = self.nearest(point, count, passes);
                    found.into_iter().map(|(number, metres)| (number, Metres(metres))).collect()
                })
                .collect::<Vec<Neighbours>>()
        });
        Ok(parts.into_iter().flatten().collect())
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

#[cfg(feature = "parallel")]
fn in_pieces<T: Send>(points: &[Coord], work: impl Fn(&[Coord]) -> T + Sync + Send) -> Vec<T> {
    use rayon::prelude::*;
    points.par_chunks(PIECE).map(work).collect()
}

#[cfg(not(feature = "parallel"))]
fn in_pieces<T>(points: &[Coord], work: impl Fn(&[Coord]) -> T) -> Vec<T> {
    points.chunks(PIECE).map(work).collect()
}
