//! One question being answered: settling, leaving, coming.
//!
//! Floor 5. Imports `route::{control, cost, interval, search, time_graph}`.

use super::super::control::{CancelToken, Cancelled};
use super::super::cost::{COST_LIMIT, Cost, Line};
use super::super::interval::Tick;
use super::super::search::{Bound, Question};
use super::super::time_graph::NodeIndex;
use super::envelope::{Came, Origin, Piece};
use super::place::Place;
use super::{Aim, Front, Stopped};
use std::cmp::Reverse;

/// How many pieces are settled between two looks at the token.
const LOOK_EVERY: usize = 1 << 8;

/// One question being answered.
pub(super) struct Run<'a, C, B> {
    pub(super) front: &'a mut Front,
    pub(super) asked: &'a Question<'a>,
    pub(super) cost: &'a mut C,
    pub(super) bound: &'a mut B,
    pub(super) aim: Aim,
    /// No way that costs more is wanted.
    pub(super) limit: i64,
    /// No way that arrives at this tick or later is wanted.
    pub(super) until: Tick,
}

impl<C: Cost, B: Bound> Run<'_, C, B> {
    pub(super) fn settle_all(&mut self) -> Result<(), Stopped> {
        let mut count = 0_usize;
        while let Some(Reverse((pair, state))) = self.front.queue.pop() {
            count += 1;
            if count.is_multiple_of(LOOK_EVERY)
                && self.asked.cancel.is_some_and(CancelToken::is_cancelled)
            {
                return Err(Cancelled.into());
            }
            if self.aim != Aim::All && self.front.best.is_some_and(|best| pair >= best) {
                break;
            }
            self.settle(state, pair)?;
        }
        Ok(())
    }

    /// Goes on from the pieces of a state that are due.
    fn settle(&mut self, state: u32, pair: (i64, i64)) -> Result<(), Stopped> {
        let node = self.front.node(self.asked.graph, state);
        let mut runs = std::mem::take(&mut self.front.spare.runs);
        let known = self.front.states.touch(state, || None);
        let Some(left) = known.left else { return Ok(()) };
        let (aim, cost_left) = (self.aim, self.cost.left(node));
        known.envelope.take(|line| aim.pair(line, left, cost_left) <= pair, &mut runs);
        for run in &runs {
            let mut worth = std::mem::take(&mut self.front.spare.worth);
            self.worth(run, left, cost_left, &mut worth);
            for &(first, end) in &worth {
                self.leave(state, node, &run.cut(first, end))?;
            }
            worth.clear();
            self.front.spare.worth = worth;
        }
        runs.clear();
        self.front.spare.runs = runs;
        Ok(())
    }

    /// Enters every arc that may be entered from a state at a tick of a line.
    fn leave(&mut self, state: u32, node: NodeIndex, line: &Line) -> Result<(), Stopped> {
        let graph = self.asked.graph;
        let came = state.checked_sub(self.front.nodes);
        for out in graph.out(node) {
            if came.is_some_and(|came| !graph.turn_allowed(came, out)) {
                continue;
            }
            let (to, duration) = (graph.to(out), graph.duration(out));
            let by_arc = self.front.by_arc && graph.restricts(out);
            let next = if by_arc { self.front.nodes + out } else { to };
            let bound = &mut *self.bound;
            let known = self.front.states.touch(next, || bound.of(graph, to));
            let Some(left) = known.left else { continue };
            let in_time = self.until.saturating_sub(left.saturating_add(duration));
            let mut costs = std::mem::take(&mut self.front.spare.arcs);
            for (first, end) in graph.banned(out).gaps(line.first, line.end.min(in_time)) {
                costs.clear();
                self.cost.arc(out, first, end, &mut costs);
                for cost in &costs {
                    let line = line.cut(cost.first, cost.end);
                    let sum = Line::new(
                        line.first + duration,
                        line.end + duration,
                        line.cost + cost.cost,
                        line.slope + cost.slope,
                    );
                    self.arrive(next, to, sum, Some((out, state)))?;
                }
            }
            costs.clear();
            self.front.spare.arcs = costs;
        }
        Ok(())
    }

    /// Comes to a node at the cost of a line, stands and passes the gate.
    pub(super) fn arrive(
        &mut self,
        state: u32,
        node: NodeIndex,
        came: Line,
        origin: Origin,
    ) -> Result<(), Stopped> {
        let graph = self.asked.graph;
        let bound = &mut *self.bound;
        let known = self.front.states.touch(state, || bound.of(graph, node));
        let Some(left) = known.left else { return Ok(()) };
        let until = self.until.saturating_sub(left);
        if came.first >= until {
            return Ok(());
        }
        let came = came.cut(came.first, came.end.min(until));
        let mut rates = std::mem::take(&mut self.front.spare.rates);
        let mut ready = std::mem::take(&mut self.front.spare.ready);
        self.cost.standing(node, came.first, until, &mut rates);
        let at = graph.node(node);
        let gate = at.gate.as_ref().filter(|_| origin.is_some());
        let place = Place { node: at, gate, rates: &rates, until };
        place.ready(came, &mut |line, came| ready.push((line, came)));
        for (line, came) in ready.drain(..) {
            self.know(state, node, left, &Piece { line, came, origin, fresh: true })?;
        }
        rates.clear();
        self.front.spare.rates = rates;
        self.front.spare.ready = ready;
        Ok(())
    }

    /// Puts what is worth knowing of a piece into the envelope of its state.
    fn know(
        &mut self,
        state: u32,
        node: NodeIndex,
        left: Tick,
        piece: &Piece,
    ) -> Result<(), Stopped> {
        let line = piece.line;
        if line.cost.abs().max(line.last().abs()) >= COST_LIMIT {
            return Err(Stopped::OutOfRange);
        }
        let cost_left = self.cost.left(node);
        let mut worth = std::mem::take(&mut self.front.spare.worth_new);
        let mut better = std::mem::take(&mut self.front.spare.better);
        self.worth(&line, left, cost_left, &mut worth);
        let front = &mut *self.front;
        let known = front.states.touch(state, || Some(left));
        for &(first, end) in &worth {
            known.envelope.better(&line.cut(first, end), &mut better);
        }
        known.envelope.lower(piece, &better, &mut front.spare.left);
        for line in front.spare.left.drain(..) {
            // Its cheapest tick, by which it stands in the queue, may be gone.
            front.queue.push(Reverse((self.aim.pair(&line, left, cost_left), state)));
        }
        front.made += better.len();
        if front.made > front.room {
            return Err(Stopped::Full(front.room));
        }
        let is_goal = front.is_goal.binary_search(&node).is_ok();
        for &(first, end) in &better {
            let line = line.cut(first, end);
            if is_goal {
                self.reach(state, &line);
            } else {
                let pair = self.aim.pair(&line, left, cost_left);
                self.front.queue.push(Reverse((pair, state)));
            }
        }
        worth.clear();
        better.clear();
        self.front.spare.worth_new = worth;
        self.front.spare.better = better;
        Ok(())
    }

    /// Has arrived.
    fn reach(&mut self, state: u32, line: &Line) {
        let origin = Some((0, state));
        let cheapest = line.cheapest();
        let mut piece = |line: Line, came: Came| {
            let mut better = Vec::new();
            self.front.arrived.better(&line, &mut better);
            let piece = Piece { line, came, origin, fresh: false };
            self.front.arrived.lower(&piece, &better, &mut Vec::new());
        };
        if line.slope < 0 {
            piece(*line, Came::Before(0));
        }
        // From then on one has arrived.
        let ever = Line::new(cheapest, self.asked.until, line.at(cheapest), 0);
        piece(ever, Came::At(cheapest));
        let pair = self.aim.pair(line, 0, 0);
        match self.aim {
            Aim::Least => self.limit = self.limit.min(pair.0),
            Aim::Earliest => self.until = self.until.min(pair.0 + 1),
            Aim::All => {}
        }
        self.front.best = Some(self.front.best.map_or(pair, |best| best.min(pair)));
    }

    /// Adds the stretches of a line from which a goal can be reached in time, at
    /// no more than the limit, and at less than by any way found so far that is
    /// no later.
    fn worth(&self, line: &Line, left: Tick, cost_left: i64, out: &mut Vec<(Tick, Tick)>) {
        let end = line.end.min(self.until.saturating_sub(left));
        let beyond = Line::new(line.first, line.end, self.limit - cost_left + 1, 0);
        let Some((first, end)) = line.below(&beyond, line.first, end) else { return };
        let from = out.len();
        self.front.arrived.better(&line.cut(first, end).shifted(left, cost_left), out);
        for stretch in &mut out[from..] {
            *stretch = (stretch.0 - left, stretch.1 - left);
        }
    }
}

impl Aim {
    /// The least pair of a line, with what is left.
    fn pair(self, line: &Line, left: Tick, cost_left: i64) -> (i64, i64) {
        match self {
            Self::Earliest => (line.first + left, line.cost + cost_left),
            Self::Least | Self::All => {
                let tick = line.cheapest();
                (line.at(tick) + cost_left, tick + left)
            }
        }
    }
}
