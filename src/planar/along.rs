//! Positions and spans along a line of coordinates.
//!
//! Floor 0. Imports `geodesy`.

use crate::geodesy;
use geo::Coord;
use std::cmp::Ordering;

/// A position along a line: the segment it is on, and how far along that
/// segment, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Along {
    /// The segment, the first being 0.
    pub segment: usize,
    /// How far along it, from 0 to 1.
    pub t: f64,
}

impl Along {
    /// Position along the line from before to after.
    pub fn order(&self, other: &Self) -> Ordering {
        (self.segment as f64 + self.t).total_cmp(&(other.segment as f64 + other.t))
    }

    /// The place, in degrees.
    pub fn coord(&self, line: &[Coord]) -> Coord {
        match line.get(self.segment..self.segment + 2) {
            Some([from, to]) => between(*from, *to, self.t),
            _ => line.last().copied().unwrap_or_default(),
        }
    }

    /// How far it is from the start of the line. `ends_m` are the lengths
    /// from the start to each of the line's points, as [`running_m`] gives them.
    pub fn offset_m(&self, ends_m: &[f64]) -> f64 {
        match ends_m.get(self.segment..self.segment + 2) {
            Some([from, to]) => from + (to - from) * self.t,
            _ => ends_m.last().copied().unwrap_or_default(),
        }
    }
}

/// A stretch of a line, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: Along,
    /// Where it ends; the same place if the line only touches.
    pub to: Along,
}

/// The length from the start of a line to each of its points, in metres.
pub fn running_m(line: &[Coord]) -> Vec<f64> {
    let mut total = 0.0;
    let mut ends = Vec::with_capacity(line.len());
    for (index, &at) in line.iter().enumerate() {
        if index > 0 {
            total += geodesy::distance(line[index - 1], at).0;
        }
        ends.push(total);
    }
    ends
}

/// The part of a line between two positions.
pub fn part(line: &[Coord], span: Span) -> Vec<Coord> {
    let mut points = vec![span.from.coord(line)];
    for index in span.from.segment + 1..=span.to.segment {
        points.extend(line.get(index).copied());
    }
    points.push(span.to.coord(line));
    points.dedup();
    points
}

/// The point a share `t` of the way from `a` to `b`; exact at both ends.
pub(super) fn between(a: Coord, b: Coord, t: f64) -> Coord {
    if t >= 1.0 { b } else { a + (b - a) * t }
}
