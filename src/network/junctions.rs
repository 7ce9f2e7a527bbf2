//! Places within a set distance of each other, taken as one.
//!
//! Floor 3.

use crate::geodesy::Ecef;
use geo::Coord;
use std::collections::BTreeMap;

/// Junctions, each the first place given near it. Distances are straight lines
/// in earth-centred metres, so that ends on both sides of the antimeridian meet.
pub(super) struct Junctions {
    within_m: f64,
    list: Vec<Junction>,
    /// Junctions by cubes of side `within_m`.
    cells: BTreeMap<[i64; 3], Vec<usize>>,
}

struct Junction {
    at: Coord,
    place: Ecef,
    levels: Vec<i32>,
    moved: bool,
}

impl Junctions {
    pub(super) const fn new(within_m: f64) -> Self {
        Self { within_m, list: Vec::new(), cells: BTreeMap::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn at(&self, junction: usize) -> Coord {
        self.list[junction].at
    }

    /// The junction of an end at `at`, on whatever level one is near.
    pub(super) fn end(&mut self, at: Coord, level: i32) -> usize {
        let junction = self.near(at, |_| true).unwrap_or_else(|| self.add(at));
        self.add_level(junction, level);
        junction
    }

    /// The junction of a crossing at `at` on `level`.
    pub(super) fn crossing(&mut self, at: Coord, level: i32) -> usize {
        let near = self.near(at, |junction| junction.levels.contains(&level));
        let junction = near.unwrap_or_else(|| self.add(at));
        self.add_level(junction, level);
        junction
    }

    pub(super) fn add_level(&mut self, junction: usize, level: i32) {
        let levels = &mut self.list[junction].levels;
        if !levels.contains(&level) {
            levels.push(level);
        }
    }

    /// Moves a junction to `at`, once; later calls change nothing.
    pub(super) fn move_once(&mut self, junction: usize, at: Coord) {
        let junction = &mut self.list[junction];
        if !junction.moved {
            junction.moved = true;
            junction.at = at;
        }
    }

    fn near(&self, at: Coord, fits: impl Fn(&Junction) -> bool) -> Option<usize> {
        let place = Ecef::from_degrees(at);
        let [x, y, z] = self.cell(place);
        let mut best: Option<usize> = None;
        for dx in -1..=1 {
            for dy in -1..=1 {
                for dz in -1..=1 {
                    let cell = self.cells.get(&[x + dx, y + dy, z + dz]);
                    for number in cell.into_iter().flatten() {
                        let junction = &self.list[*number];
                        let near = junction.place.chord_m(place) <= self.within_m;
                        if near && fits(junction) && best.is_none_or(|best| *number < best) {
                            best = Some(*number);
                        }
                    }
                }
            }
        }
        best
    }

    fn add(&mut self, at: Coord) -> usize {
        let place = Ecef::from_degrees(at);
        let number = self.list.len();
        let cell = self.cell(place);
        self.cells.entry(cell).or_default().push(number);
        self.list.push(Junction { at, place, levels: Vec::new(), moved: false });
        number
    }

    fn cell(&self, Ecef(place): Ecef) -> [i64; 3] {
        place.map(|metres| (metres / self.within_m).floor() as i64)
    }
}
