//! Standing at a place, and passing its gate.
//!
//! Floor 5. Imports `route::{cost, interval, time_graph}`.

use super::super::cost::{Line, Overlap, Rate};
use super::super::interval::Tick;
use super::super::time_graph::{Gate, Node};
use super::envelope::Came;

/// A place that somebody comes to.
pub(super) struct Place<'a> {
    pub(super) node: &'a Node,
    /// The checkpoint to be passed, if it is.
    pub(super) gate: Option<&'a Gate>,
    /// What a tick of standing costs.
    pub(super) rates: &'a [Rate],
    /// Nobody is to be ready at this tick or later.
    pub(super) until: Tick,
}

impl Place<'_> {
    /// Gives the least cost of being ready to leave for each tick, for somebody
    /// who comes at a cost of `came`. Where standing is allowed, those who are
    /// ready at a tick are ready at the next one too, at the cost of standing.
    pub(super) fn ready(&self, came: Line, to: &mut impl FnMut(Line, Came)) {
        let Node { absent, no_standing, .. } = self.node;
        for (first, end) in absent.gaps(came.first, self.until) {
            if first >= came.end {
                break;
            }
            for (first, end) in no_standing.gaps(first, end) {
                if first >= came.end {
                    break;
                }
                let came = came.cut(first, end.min(came.end));
                match self.gate {
                    None => stand(came, Came::Before(0), self.rates, end, to),
                    Some(gate) => self.pass(gate, came, end, to),
                }
            }
            for (first, end) in no_standing.within(first, end.min(came.end)) {
                match self.gate {
                    None => to(came.cut(first, end), Came::Before(0)),
                    Some(gate) if gate.delay == 0 => {
                        for (first, end) in gate.open.within(first, end) {
                            to(came.cut(first, end), Came::Before(0));
                        }
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Waits for a gate, passes it, and waits behind it, where one may stand until `end`.
    fn pass(&self, gate: &Gate, came: Line, end: Tick, to: &mut impl FnMut(Line, Came)) {
        let mut overlap = Overlap::default();
        let mut lines = Vec::new();
        let mut begin = |line: Line, came: Came| {
            for (opens, closes) in gate.open.ending_after(line.first) {
                // The last tick at which passing may begin, and one more.
                let shut = if gate.delay == 0 { closes } else { closes - gate.delay + 1 };
                let (from, before) =
                    (line.first.max(opens), line.end.min(shut).min(end - gate.delay));
                if opens >= line.end {
                    break;
                }
                if from >= before {
                    continue;
                }
                overlap.clear();
                for rate in Rate::each(self.rates, from, before + gate.delay) {
                    overlap.add((0, gate.delay), (rate.first, rate.end), rate.cost);
                }
                lines.clear();
                overlap.lines(from, before, 0, &mut lines);
                for cost in &lines {
                    let begun = line.cut(cost.first, cost.end);
                    let passed = Line::new(
                        cost.first + gate.delay,
                        cost.end + gate.delay,
                        begun.cost + cost.cost,
                        begun.slope + cost.slope,
                    );
                    let came = match came {
                        Came::Before(ticks) => Came::Before(ticks + gate.delay),
                        at @ Came::At(_) => at,
                    };
                    stand(passed, came, self.rates, end, to);
                }
            }
        };
        stand(came, Came::Before(0), self.rates, end, &mut begin);
    }
}

/// Gives the least cost of being there at each tick from the first of `line` to
/// `end`, for somebody who is there at the cost of `line` at one of its ticks
/// and stands from then on; `came` is when those on the line came.
fn stand(line: Line, came: Came, rates: &[Rate], end: Tick, to: &mut impl FnMut(Line, Came)) {
    // The cost of having stood, at the tick that is looked at, and when one came.
    let mut stood: Option<(i64, Tick)> = None;
    for Rate { first, end, cost: rate } in Rate::each(rates, line.first, end) {
        let standing = |from: Tick, cost: i64| Line::new(from, end, cost, rate);
        let mut at = first;
        if line.first <= at && at < line.end {
            let coming = line.cut(at, end.min(line.end));
            if let Some((cost, since)) = stood
                && let Some((from, until)) = standing(at, cost).below(&coming, at, coming.end)
                && from == at
            {
                to(standing(at, cost).cut(at, until), Came::At(since));
                stood = Some((cost + rate * (until - at), since));
                at = until;
            }
            if at < coming.end {
                // From here on coming costs no more than having stood.
                let coming = coming.cut(at, coming.end);
                if coming.slope < rate && coming.end - at > 1 {
                    to(coming, came);
                    at = coming.end;
                    stood = Some((coming.last() + rate, came.tick(at - 1)));
                } else {
                    stood = Some((coming.cost, came.tick(at)));
                }
            }
        }
        if let (Some((cost, since)), true) = (stood, at < end) {
            to(standing(at, cost), Came::At(since));
            stood = Some((cost + rate * (end - at), since));
        }
    }
}
