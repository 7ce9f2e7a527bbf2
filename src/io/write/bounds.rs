//! The bounding box of a layer, east to west over the antimeridian where that is the shorter.

use crate::layer::grid::Cell;

/// Grows over cells; constant memory.
///
/// Longitudes are followed in two frames at once, −180 to 180 and 0 to 360; the
/// narrower one gives the box. A box that crosses the antimeridian has its west
/// greater than its east (RFC 7946, 5.2).
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    turn: i64,
    lat: Option<(i64, i64)>,
    plain: (i64, i64),
    shifted: (i64, i64),
}

impl Bounds {
    /// An empty box on a grid of that many steps a degree.
    pub(super) const fn new(scale: i64) -> Self {
        let none = (i64::MAX, i64::MIN);
        Self { turn: 360 * scale, lat: None, plain: none, shifted: none }
    }

    /// Takes in a part: a position, a line or a ring, longitudes in −180 to 180.
    pub(super) fn add(&mut self, part: &[Cell]) {
        let mut lon = (i64::MAX, i64::MIN);
        for cell in part {
            lon = (lon.0.min(cell.0), lon.1.max(cell.0));
            let (south, north) = self.lat.unwrap_or((cell.1, cell.1));
            self.lat = Some((south.min(cell.1), north.max(cell.1)));
        }
        if part.is_empty() {
            return;
        }
        self.plain = (self.plain.0.min(lon.0), self.plain.1.max(lon.1));
        let shifted = if lon.0 >= 0 {
            lon
        } else if lon.1 < 0 {
            (lon.0 + self.turn, lon.1 + self.turn)
        } else {
            (0, self.turn)
        };
        self.shifted = (self.shifted.0.min(shifted.0), self.shifted.1.max(shifted.1));
    }

    /// West, south, east and north; `None` if nothing was taken in.
    pub(super) fn finish(&self) -> Option<[i64; 4]> {
        let (south, north) = self.lat?;
        let (mut west, mut east) = self.plain;
        let (shifted_west, shifted_east) = self.shifted;
        if shifted_east - shifted_west < east - west {
            west = shifted_west;
            east = shifted_east;
            if east > self.turn / 2 {
                east -= self.turn;
            }
            if west > self.turn / 2 {
                west -= self.turn;
            }
        }
        Some([west, south, east, north])
    }
}
