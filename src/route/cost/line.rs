//! Costs as straight lines between whole ticks.

use super::super::interval::Tick;

/// A cost for each tick of `[first, end)`: `cost + slope * (tick - first)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) first: Tick,
    pub(crate) end: Tick,
    pub(crate) cost: i64,
    pub(crate) slope: i64,
}

impl Line {
    /// A single tick has no slope. So a slope is the difference of two costs of
    /// one line, and no farther from 0 than twice the farthest cost.
    pub(crate) fn new(first: Tick, end: Tick, cost: i64, slope: i64) -> Self {
        let slope = if end - first > 1 { slope } else { 0 };
        Self { first, end, cost, slope }
    }

    pub(crate) fn at(&self, tick: Tick) -> i64 {
        self.cost + self.slope * (tick - self.first)
    }

    /// The cost at the last tick.
    pub(crate) fn last(&self) -> i64 {
        self.at(self.end - 1)
    }

    /// The tick at which it costs least; of those, the first.
    pub(crate) fn cheapest(&self) -> Tick {
        if self.slope < 0 { self.end - 1 } else { self.first }
    }

    /// The part in `[first, end)`, which must lie within.
    pub(crate) fn cut(&self, first: Tick, end: Tick) -> Self {
        Self::new(first, end, self.at(first), self.slope)
    }

    pub(crate) fn shifted(&self, ticks: Tick, cost: i64) -> Self {
        Self {
            first: self.first + ticks,
            end: self.end + ticks,
            cost: self.cost + cost,
            slope: self.slope,
        }
    }

    /// The ticks of `[first, end)` at which this costs less than `other`; both
    /// must cover them. The difference of two lines is a line, so they are one
    /// stretch.
    pub(crate) fn below(&self, other: &Self, first: Tick, end: Tick) -> Option<(Tick, Tick)> {
        if first >= end {
            return None;
        }
        let gap = self.at(first) - other.at(first);
        let last = self.at(end - 1) - other.at(end - 1);
        match (gap < 0, last < 0) {
            (true, true) => Some((first, end)),
            (false, false) => None,
            (is_below, _) => {
                // The sign changes between two ticks, so `first + 1 < end`.
                let steps = i128::from(last) - i128::from(gap);
                let slope = steps / i128::from(end - 1 - first);
                if is_below {
                    // Below while gap + slope * n < 0.
                    let n = (-i128::from(gap) + slope - 1) / slope;
                    Some((first, first + n as Tick))
                } else {
                    let n = i128::from(gap) / -slope + 1;
                    Some((first + n as Tick, end))
                }
            }
        }
    }

    /// One line for this and the next, if they follow each other on one. Two
    /// single ticks stay two: what lies between them is nobody's slope.
    pub(crate) fn joined(&self, next: &Self) -> Option<Self> {
        let is_tick = |line: &Self| line.end - line.first == 1;
        let slope = if is_tick(self) { next.slope } else { self.slope };
        let goes_on = self.end == next.first
            && !(is_tick(self) && is_tick(next))
            && (is_tick(next) || next.slope == slope)
            && self.cost + slope * (next.first - self.first) == next.cost;
        goes_on.then_some(Self { end: next.end, slope, ..*self })
    }
}

/// What each tick costs at a place in `[first, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) first: Tick,
    pub(crate) end: Tick,
    /// What a tick costs: 0 or more.
    pub(crate) cost: i64,
}

impl Rate {
    /// Adds rates one after the other: where `out` has none, a tick costs nothing.
    pub(crate) fn each(rates: &[Self], first: Tick, end: Tick) -> impl Iterator<Item = Self> + '_ {
        let from = rates.partition_point(|rate| rate.end <= first);
        let mut rates = rates[from..].iter();
        let mut next = rates.next();
        let mut at = first;
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let stretch = match next {
                Some(rate) if rate.first <= at => {
                    next = rates.next();
                    Self { first: at, end: rate.end.min(end), cost: rate.cost }
                }
                Some(rate) => Self { first: at, end: rate.first.min(end), cost: 0 },
                None => Self { first: at, end, cost: 0 },
            };
            at = stretch.end;
            Some(stretch)
        })
    }
}

/// The cost of being somewhere from `t + enter` to `t + leave`, for each `t` at
/// which one sets out, where ticks in some windows cost something. Each window
/// bends it at up to four ticks. Sums of such costs are made in one sweep.
#[derive(Debug, Default)]
pub(crate) struct Overlap {
    /// Where the slope changes, and by how much.
    bends: Vec<(Tick, i64)>,
}

impl Overlap {
    pub(crate) fn clear(&mut self) {
        self.bends.clear();
    }

    /// Counts a window in which a tick costs `rate`. Windows are to be cut to the
    /// ticks at which one can be there, lest costs grow too great.
    pub(crate) fn add(&mut self, span: (Tick, Tick), window: (Tick, Tick), rate: i64) {
        let ((enter, leave), (opens, closes)) = (span, window);
        self.bends.extend([
            (opens - leave, rate),
            (opens - enter, -rate),
            (closes - leave, -rate),
            (closes - enter, rate),
        ]);
    }

    /// Adds lines for `t` in `[first, end)` to `out`, with `base` added to each.
    pub(crate) fn lines(&mut self, first: Tick, end: Tick, base: i64, out: &mut Vec<Line>) {
        // Before the first bend nothing is met: the cost there is 0.
        self.bends.sort_unstable();
        let (mut at, mut cost, mut slope) = (first, base, 0);
        for &(bend, by) in &self.bends {
            if bend >= end - 1 {
                break; // A slope from the last tick on leads nowhere.
            }
            if bend <= first {
                cost += by * (first - bend);
            } else if bend > at {
                out.push(Line::new(at, bend, cost, slope));
                cost += slope * (bend - at);
                at = bend;
            }
            slope += by;
        }
        if at < end {
            out.push(Line::new(at, end, cost, slope));
        }
    }
}
