//! Places shown elsewhere, so that each could be that of many people.

use super::Population;
use crate::geodesy::Ecef;
use crate::geodesy::LocalFrame;
use crate::units::Metres;
use geo::{Coord, Point};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;

/// Draws that are tried before a place is given up.
const MOST_DRAWS: u32 = 64;

/// A secret of 32 bytes that decides where masked places are shown.
///
/// Keep it, and keep it to yourself: with the same secret a place is always
/// shown at the same spot, so that the average of many releases says no more
/// than one; who has it can undo the mask.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskKey([u8; 32]);

impl MaskKey {
    /// A key of random bytes that the caller provides.
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }
}

impl fmt::Debug for MaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskKey(…)")
    }
}

/// Donut masking, adapted to where people live, with the anonymity reached verified.
///
/// A place `p` is shown at a spot within a ring around it. The ring's inner
/// radius is the greater of `least` and the distance within which `k` persons
/// live around `p`, its outer radius the greater of `most` and the distance
/// within which `3 k` do. Within the ring the spot is drawn evenly by area. It is
/// shown only if at least `k` persons live nearer to it than `p` is (its spatial
/// k-anonymity); after 64 draws in vain it is not shown at all.
///
/// The draw is HMAC-SHA-256 under the [`MaskKey`] of the cell that `p` lies in, of
/// a grid of `least` metres. It does not depend on the record: the same place
/// under other names, in other layers and in other releases is shown at the same
/// spot, and a place stated again some metres off draws at most four spots. So
/// there is nothing to average.
///
/// Source: Hampton et al. (2010), Mapping health data: improved privacy
/// protection with donut method geomasking, American Journal of Epidemiology
/// 172 (9); spatial k-anonymity after Allshouse et al. (2010), Geospatial Health 4 (2).
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    key: MaskKey,
    least: Metres,
    most: Metres,
    persons: f64,
    population: Arc<Population>,
}

/// A mask that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("mask: expected {expected}, found {found}")]
#[non_exhaustive]
pub struct InvalidMask {
    /// What would have been right.
    pub expected: &'static str,
    /// What was given.
    pub found: String,
}

impl Mask {
    /// A mask that moves places by at least `least` and hides each among at least
    /// `persons` people.
    ///
    /// # Errors
    ///
    /// [`InvalidMask`] unless `10 ≤ least < most ≤ 100,000` metres and `persons ≥ 2`.
    pub fn new(
        key: MaskKey,
        least: Metres,
        most: Metres,
        persons: u32,
        population: impl Into<Arc<Population>>,
    ) -> Result<Self, InvalidMask> {
        let (expected, found) = if least.0.is_nan() || least.0 < 10.0 {
            ("to move places by at least 10 metres", format!("{least}"))
        } else if !(most.0 > least.0 && most.0 <= 100_000.0) {
            ("a greatest distance above the least and up to 100,000 metres", format!("{most}"))
        } else if persons < 2 {
            ("to hide a place among at least 2 persons", persons.to_string())
        } else {
            let (persons, population) = (f64::from(persons), population.into());
            return Ok(Self { key, least, most, persons, population });
        };
        Err(InvalidMask { expected, found })
    }

    /// Where a place is shown; `None` if it cannot be hidden among enough people.
    ///
    /// Logarithmic in the points of the population, and linear in those of them
    /// that lie within the ring, for each draw.
    pub fn displace(&self, place: Point) -> Option<Point> {
        let inner = self.population.distance_to(place, self.persons)?.0.max(self.least.0);
        let outer = self.population.distance_to(place, 3.0 * self.persons);
        let outer = outer.map_or(0.0, |outer| outer.0).max(self.most.0).max(inner * 1.2);
        let frame = LocalFrame::around(place.0);
        let cell = self.cell(place.0);
        (0..MOST_DRAWS).find_map(|number| {
            let (evenly, turn) = self.draw(cell, number);
            let radius = (inner * inner + evenly * (outer * outer - inner * inner)).sqrt();
            let (sin, cos) = (turn * std::f64::consts::TAU).sin_cos();
            let shown = frame.to_degrees(Coord { x: radius * sin, y: radius * cos });
            if shown.y.abs() > 90.0 {
                return None;
            }
            let shown = Point::new(within_one_turn(shown.x), shown.y);
            (self.anonymity(place, shown) >= self.persons).then_some(shown)
        })
    }

    /// How many people live nearer to where a place is shown than the place
    /// itself is: its spatial k-anonymity.
    pub fn anonymity(&self, place: Point, shown: Point) -> f64 {
        let apart = Ecef::from_degrees(place.0).chord_m(Ecef::from_degrees(shown.0));
        self.population.within(shown, Metres(apart))
    }

    /// The cell of `least` metres that a place lies in, by bands of latitude.
    fn cell(&self, at: Coord) -> (i64, i64) {
        let step = self.least.0 / 111_320.0;
        let band = (at.y / step).floor();
        let narrow = ((band + 0.5) * step).to_radians().cos().max(1e-6);
        ((at.x / (step / narrow)).floor() as i64, band as i64)
    }

    /// Two numbers from 0 to 1, always the same for a cell.
    fn draw(&self, cell: (i64, i64), number: u32) -> (f64, f64) {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key.0) else {
            // A key of any length is taken.
            return (0.0, 0.0);
        };
        mac.update(b"safepassage donut 1");
        mac.update(&cell.0.to_le_bytes());
        mac.update(&cell.1.to_le_bytes());
        mac.update(&number.to_le_bytes());
        let bytes = mac.finalize().into_bytes();
        let unit = |from: usize| {
            let word = bytes.iter().skip(from).take(8).fold(0_u64, |w, b| w << 8 | u64::from(*b));
            (word >> 11) as f64 / (1_u64 << 53) as f64
        };
        (unit(0), unit(8))
    }
}

fn within_one_turn(lon: f64) -> f64 {
    if lon.abs() <= 180.0 { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 }
}
