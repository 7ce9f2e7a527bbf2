//! Ways by arrival and a second cost, exact.
//!
//! Floor 5. Imports `route::{control, cost, interval, search, time_graph}`.
//!
//! For each state (node, or arc by which one came where turns are banned after
//! it) the search keeps an envelope: the least known cost of being ready to leave
//! at each tick, as straight pieces between whole ticks. A fresh piece is carried
//! over every arc, the cost of which is a piecewise straight function of the tick
//! of entry; at the other end those who may stand there do so at its rate; what
//! costs less than the envelope there is put into it and is fresh.
//!
//! **Why it is right.** Whatever the order: an envelope only ever sinks, by whole
//! numbers, and only at ticks at which somebody can be there at that cost. When
//! nothing is fresh, no arc and no wait improves on any envelope, so each is the
//! least cost of its tick, as in every label-correcting search. A tick that is
//! not below the envelope can be left out, since whatever follows from it follows
//! from the envelope's tick at no more cost.
//!
//! **Why it may stop.** Arcs take no less than 0 ticks and cost no less than 0,
//! so all that follows from a tick t at a cost c comes no earlier and costs no
//! less; with the bounds of what is left, a goal is reached no earlier than
//! t + left(t) and at no less than c + left(c). Pieces wait in the queue by the
//! least such pair, cost before arrival or arrival before cost. Once the first in
//! the queue is no less than a pair with which a goal was reached, no better pair
//! is to come: lexicographically least. In the same way pieces are cut down to
//! the ticks from which a goal can still be reached at less cost than some way
//! that is no later (bi-objective A*: C. Hernández et al., "Simple and efficient
//! bi-objective search algorithms via fast dominance checks", 2023).
//!
//! **Why ways can be read off.** A piece knows its arc and where one entered it.
//! The envelope there was, when the piece was made, what the piece was made from,
//! and may since have sunk; then the way that is read off costs less than the
//! piece says. For a least cost there is no less, so it costs just that. Going
//! round in a circle of no time and no cost would need each piece of the circle
//! to have been made after the one before it.
//!
//! The order is by cost where the whole front is wanted: the steps of time (wait
//! until the zone is over) are then settled once each. O(p log p) for p pieces
//! settled, times the pieces of an envelope that a new one meets; p grows with
//! the windows of zones on the way and with the choices that are worth having,
//! which can be many in theory (P. Hansen 1980), not with the length of time.

mod envelope;
mod place;
mod run;
mod states;

use super::control::Cancelled;
use super::cost::{COST_LIMIT, Cost, Line, Rate};
use super::interval::Tick;
use super::search::{Bound, Question, Start, Step, Way};
use super::time_graph::{NodeIndex, TimeGraph};
use envelope::{Came, Envelope};
use run::Run;
use states::States;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many pieces a search makes before it gives up, if it is not told otherwise.
const ROOM: usize = 1 << 24;

/// No question is about more ticks than this: 34 years.
const LONGEST: Tick = 1 << 40;

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stopped {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The choices are too many for the room that the search was given.
    #[error("expected no more than {0} pieces of choices, found more")]
    Full(usize),
    /// Costs or times are too great to be added up exactly.
    #[error("expected costs below 2^61 and less than 2^40 ticks, found more")]
    OutOfRange,
}

/// A way that was found, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) way: Way,
    pub(crate) cost: i64,
}

/// Choices of arrival and cost of which none is better than another in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The cost of arriving at each tick from the first to the last.
    pub(crate) line: Line,
    /// The way that arrives at the first tick.
    pub(crate) first: Way,
    /// The way that arrives at the last tick, if that is another one.
    pub(crate) last: Option<Way>,
}

/// What comes first in the queue, and what ends the search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Aim {
    /// Least cost, then earliest arrival.
    Least,
    /// Earliest arrival, then least cost.
    Earliest,
    /// Every choice, by cost.
    #[default]
    All,
}

/// A search, to be asked again and again: it keeps its room.
#[derive(Debug)]
pub(crate) struct Front {
    states: States,
    /// States with fresh pieces, by the least pair of a piece.
    queue: BinaryHeap<Reverse<((i64, i64), u32)>>,
    /// The least cost of having arrived by each tick.
    arrived: Envelope,
    /// The best pair of the aim with which a goal was reached.
    best: Option<(i64, i64)>,
    is_goal: Vec<NodeIndex>,
    room: usize,
    made: usize,
    by_arc: bool,
    nodes: u32,
    spare: Spare,
}

/// Lists that are empty between two uses.
#[derive(Debug, Default)]
struct Spare {
    runs: Vec<Line>,
    arcs: Vec<Line>,
    rates: Vec<Rate>,
    ready: Vec<(Line, Came)>,
    worth: Vec<(Tick, Tick)>,
    worth_new: Vec<(Tick, Tick)>,
    better: Vec<(Tick, Tick)>,
    left: Vec<Line>,
}

impl Default for Front {
    fn default() -> Self {
        Self::with_room(ROOM)
    }
}

impl Front {
    /// A search that gives up when it has made so many pieces; each takes some
    /// hundred bytes.
    pub(crate) fn with_room(room: usize) -> Self {
        Self {
            states: States::default(),
            queue: BinaryHeap::new(),
            arrived: Envelope::default(),
            best: None,
            is_goal: Vec::new(),
            room,
            made: 0,
            by_arc: false,
            nodes: 0,
            spare: Spare::default(),
        }
    }

    /// The way of least cost; of those, the one that is at a goal first.
    pub(crate) fn least(
        &mut self,
        asked: &Question<'_>,
        cost: &mut impl Cost,
        bound: &mut impl Bound,
    ) -> Result<Option<Found>, Stopped> {
        self.run(asked, cost, bound, Aim::Least, COST_LIMIT)?;
        Ok(self.best.and_then(|(_, arrival)| self.found(asked.graph, arrival)))
    }

    /// Of the ways that cost no more than `limit`, the one that is at a goal
    /// first; of those, one of least cost.
    pub(crate) fn cheapest_by(
        &mut self,
        asked: &Question<'_>,
        cost: &mut impl Cost,
        bound: &mut impl Bound,
        limit: i64,
    ) -> Result<Option<Found>, Stopped> {
        self.run(asked, cost, bound, Aim::Earliest, limit)?;
        Ok(self.best.and_then(|(arrival, _)| self.found(asked.graph, arrival)))
    }

    /// Every pair of arrival and cost, none better than another in both, by
    /// arrival: later ones cost less.
    pub(crate) fn front(
        &mut self,
        asked: &Question<'_>,
        cost: &mut impl Cost,
        bound: &mut impl Bound,
    ) -> Result<Vec<Stretch>, Stopped> {
        self.run(asked, cost, bound, Aim::All, COST_LIMIT)?;
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut least = COST_LIMIT;
        for piece in self.arrived.pieces() {
            let line = piece.line;
            // Having arrived costs no more later on: past the first tick a flat piece says nothing new.
            let end = if line.slope == 0 { line.first + 1 } else { line.end };
            let floor = Line::new(line.first, line.end, least, 0);
            let Some((first, end)) = line.below(&floor, line.first, end) else { continue };
            let line = line.cut(first, end);
            least = line.last();
            let Some(way) = self.way_by(asked.graph, first) else { continue };
            let last = (end - first > 1).then(|| self.way_by(asked.graph, end - 1)).flatten();
            if let Some(before) = stretches.last_mut()
                && let Some(line) = before.line.joined(&line)
            {
                before.line = line;
                before.last = last.or(Some(way));
                continue;
            }
            stretches.push(Stretch { line, first: way, last });
        }
        Ok(stretches)
    }

    /// After [`front`](Self::front): the way of least cost of those that arrive
    /// at `tick` or earlier.
    pub(crate) fn way_by(&self, graph: &TimeGraph, tick: Tick) -> Option<Way> {
        let piece = self.arrived.at(tick)?;
        let (_, state) = piece.origin?;
        self.trace(graph, state, piece.came.tick(tick))
    }

    fn found(&self, graph: &TimeGraph, arrival: Tick) -> Option<Found> {
        let cost = self.arrived.at(arrival)?.line.at(arrival);
        Some(Found { way: self.way_by(graph, arrival)?, cost })
    }

    /// Reads a way off the envelopes, from its end.
    fn trace(&self, graph: &TimeGraph, goal: u32, arrival: Tick) -> Option<Way> {
        let (mut state, mut leave) = (goal, arrival);
        let mut steps = Vec::new();
        loop {
            let piece = self.states.get(state)?.envelope.at(leave)?;
            let Some((arc, before)) = piece.origin else {
                steps.reverse();
                let (start, goal) = (self.node(graph, state), self.node(graph, goal));
                return Some(Way { departure: leave, arrival, start, goal, steps });
            };
            let exit = piece.came.tick(leave);
            let enter = exit - graph.duration(arc);
            steps.push(Step { arc, enter, exit });
            (state, leave) = (before, enter);
        }
    }

    /// The node of a state: states of arcs are numbered after the nodes.
    fn node(&self, graph: &TimeGraph, state: u32) -> NodeIndex {
        state.checked_sub(self.nodes).map_or(state, |arc| graph.to(arc))
    }

    fn run(
        &mut self,
        asked: &Question<'_>,
        cost: &mut impl Cost,
        bound: &mut impl Bound,
        aim: Aim,
        limit: i64,
    ) -> Result<(), Stopped> {
        let graph = asked.graph;
        self.by_arc = graph.has_turns();
        self.nodes = graph.node_count() as u32;
        let arcs = if self.by_arc { graph.arc_count() } else { 0 };
        self.states.clear(graph.node_count() + arcs);
        self.queue.clear();
        self.arrived.clear();
        self.best = None;
        self.made = 0;
        self.is_goal.clear();
        self.is_goal.extend_from_slice(asked.goals);
        self.is_goal.sort_unstable();
        let from = asked.starts.iter().map(|start| start.first).min().unwrap_or(asked.until);
        if asked.until.saturating_sub(from) > LONGEST {
            return Err(Stopped::OutOfRange);
        }
        let (limit, until) = (limit.min(COST_LIMIT), asked.until);
        let mut run = Run { front: self, asked, cost, bound, aim, limit, until };
        for start in asked.starts {
            let start = Start { end: start.end.min(asked.until), ..*start };
            if start.first < start.end {
                let mut lines = Vec::new();
                run.cost.start(&start, &mut lines);
                for line in lines {
                    run.arrive(start.node, start.node, line, None)?;
                }
            }
        }
        run.settle_all()
    }
}

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
