//! What a way costs besides time.
//!
//! Floor 5. Imports `route::{interval, search, time_graph}`.
//!
//! A cost is a whole number that grows along a way: on an arc by an amount that
//! depends on the tick at which one enters it, at a node by a rate for each tick
//! that one stands there. As functions of the tick both are straight lines with
//! whole slopes between whole ticks, so that sums and minima of them are exact.
//!
//! - [`Exposure`]: severity times time in zones, and the risk of incidents near by.
//! - [`Departure`]: minus the tick at which one begins: the later the better.
//! - [`Shared`]: how much of a way was used by an earlier one.

mod exposure;
mod line;

pub(crate) use exposure::{Exposure, ExposureError, OnArc, Sheet, Span, Zone};
pub(crate) use line::{Line, Overlap, Rate};

use super::interval::Tick;
use super::search::Start;
use super::sparse::Sparse;
use super::time_graph::{ArcIndex, NodeIndex};

/// No cost is farther from 0 than this; sums of two fit an `i64` with room.
pub(crate) const COST_LIMIT: i64 = 1 << 61;

/// What a way costs besides time. Only beginning may cost less than 0.
pub(crate) trait Cost {
    /// Adds lines that cover the ticks of `start`: the cost of having begun then.
    fn start(&mut self, start: &Start, out: &mut Vec<Line>);

    /// Adds lines that cover `[first, end)` in order: the cost of an arc that is
    /// entered at a tick.
    fn arc(&mut self, arc: ArcIndex, first: Tick, end: Tick, out: &mut Vec<Line>);

    /// Adds the stretches within `[first, end)` at which a tick at the node costs
    /// something, in order.
    fn standing(&mut self, _node: NodeIndex, _first: Tick, _end: Tick, _out: &mut Vec<Rate>) {}

    /// What at least it costs to get from a node to a goal. A better bound
    /// changes no answer, only the time it takes.
    fn left(&self, _node: NodeIndex) -> i64 {
        0
    }
}

/// Minus the tick at which one begins. The choice between this and the arrival
/// is the profile over departures. Who stands at the start after the end of its
/// ticks has still begun within them: let a start end with the question.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Departure;

impl Cost for Departure {
    fn start(&mut self, start: &Start, out: &mut Vec<Line>) {
        out.push(Line::new(start.first, start.end, -start.first, -1));
    }

    fn arc(&mut self, _: ArcIndex, first: Tick, end: Tick, out: &mut Vec<Line>) {
        out.push(Line::new(first, end, 0, 0));
    }
}

/// An amount for each use of an arc, whenever it is entered: millimetres of it
/// that an earlier way used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Sparse<u32>);

impl Shared {
    /// From arcs in ascending order, each once.
    pub(crate) fn of(arcs: impl IntoIterator<Item = (ArcIndex, u32)>) -> Self {
        Self(Sparse::of(arcs))
    }
}

impl Cost for Shared {
    fn start(&mut self, start: &Start, out: &mut Vec<Line>) {
        out.push(Line::new(start.first, start.end, 0, 0));
    }

    fn arc(&mut self, arc: ArcIndex, first: Tick, end: Tick, out: &mut Vec<Line>) {
        out.push(Line::new(first, end, self.0.get(arc).map_or(0, |&cost| cost.into()), 0));
    }
}

#[cfg(test)]
mod tests;
