//! What a certificate does, in space and time.
//!
//! Floor 4.

use crate::geodesy::distance;
use crate::verify::Act;
use crate::verify::ground::around;
use geo::{Coord, Rect};
use jiff::{SignedDuration, Timestamp};

/// One act, its line running on past 180° where it crosses the antimeridian.
pub(super) struct Walk<'a> {
    pub(super) act: &'a Act,
    pub(super) line: std::borrow::Cow<'a, [Coord]>,
    pub(super) around: Option<Rect>,
    lengths_m: std::cell::OnceCell<Vec<f64>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(act: &'a Act) -> Self {
        let (line, around) = match act {
            Act::Stay { at, .. } => (std::borrow::Cow::default(), Some(Rect::new(*at, *at))),
            Act::Move { line, .. } => {
                let mut line = std::borrow::Cow::Borrowed(line.as_slice());
                for at in 1..line.len() {
                    let step = line[at].x - line[at - 1].x;
                    if step.abs() > 180.0 {
                        line.to_mut()[at].x -= 360.0 * (step / 360.0).round();
                    }
                }
                let around = around(line.iter());
                (line, around)
            }
        };
        Self { act, line, around, lengths_m: std::cell::OnceCell::new() }
    }

    /// The length of each segment, measured when first asked for.
    pub(super) fn lengths_m(&self) -> &[f64] {
        self.lengths_m.get_or_init(|| lengths_m(&self.line))
    }
}

/// One segment of a walk.
pub(super) struct OnWay {
    pub(super) from: Coord,
    pub(super) way: Coord,
    /// From the start of the walk to the start of the segment.
    pub(super) before_m: f64,
    pub(super) length_m: f64,
    pub(super) enter: Timestamp,
    /// Seconds a metre.
    pub(super) pace: f64,
}

impl OnWay {
    pub(super) fn at(&self, metres: f64) -> Timestamp {
        later(self.enter, (self.before_m + metres) * self.pace)
    }

    pub(super) fn place(&self, metres: f64) -> Coord {
        self.from + self.way * if self.length_m > 0.0 { metres / self.length_m } else { 0.0 }
    }
}

pub(super) fn lengths_m(line: &[Coord]) -> Vec<f64> {
    line.windows(2).map(|pair| distance(pair[0], pair[1]).0).collect()
}

/// No line is longer: a degree of latitude is 111.7 km at most, and so is one
/// of longitude.
pub(super) fn longest_m(line: &[Coord]) -> f64 {
    let pairs = line.windows(2).map(|pair| {
        let way = pair[1] - pair[0];
        way.x.hypot(way.y)
    });
    pairs.sum::<f64>() * 111_700.0
}

pub(super) fn ends(act: &Act) -> (Coord, Timestamp, Coord, Timestamp) {
    match act {
        Act::Move { line, enter, exit } => {
            let first = line.first().copied().unwrap_or_default();
            (first, *enter, line.last().copied().unwrap_or(first), *exit)
        }
        Act::Stay { at, from, until, .. } => (*at, *from, *at, *until),
    }
}

pub(super) fn later(at: Timestamp, seconds: f64) -> Timestamp {
    SignedDuration::try_from_secs_f64(seconds)
        .ok()
        .and_then(|by| at.checked_add(by).ok())
        .unwrap_or(at)
}
