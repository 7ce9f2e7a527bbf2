//! The least known cost of being ready at each tick.
//!
//! Floor 5. Imports `route::{cost, interval, time_graph}`.

use super::super::cost::Line;
use super::super::interval::Tick;
use super::super::time_graph::ArcIndex;

/// When somebody who leaves at a tick came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// At this tick.
    At(Tick),
    /// So many ticks earlier.
    Before(Tick),
}

impl Came {
    pub(super) fn tick(self, leave: Tick) -> Tick {
        match self {
            Self::At(tick) => tick,
            Self::Before(ticks) => leave - ticks,
        }
    }
}

/// The arc by which one came and the state in which one entered it; none for
/// those who began here. What was known in that state is looked up at the tick.
pub(super) type Origin = Option<(ArcIndex, u32)>;

/// Part of an envelope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) line: Line,
    pub(super) came: Came,
    pub(super) origin: Origin,
    /// Nobody has gone on from here yet.
    pub(super) fresh: bool,
}

impl Piece {
    fn cut(&self, (first, end): (Tick, Tick)) -> Self {
        Self { line: self.line.cut(first, end), ..*self }
    }

    fn joined(&self, next: &Self) -> Option<Self> {
        let alike = (self.came, self.origin, self.fresh) == (next.came, next.origin, next.fresh);
        let line = if alike { self.line.joined(&next.line) } else { None };
        line.map(|line| Self { line, ..*self })
    }
}

/// Pieces in order that share no tick.
#[derive(Debug, Default)]
pub(super) struct Envelope(Vec<Piece>);

impl Envelope {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.0
    }

    pub(super) fn at(&self, tick: Tick) -> Option<&Piece> {
        let at = self.0.partition_point(|piece| piece.line.end <= tick);
        self.0.get(at).filter(|piece| piece.line.first <= tick)
    }

    /// Adds the stretches at which a line costs less than what is known, in order.
    pub(super) fn better(&self, line: &Line, out: &mut Vec<(Tick, Tick)>) {
        let mut add = |first: Tick, end: Tick| match out.last_mut() {
            Some(last) if last.1 == first => last.1 = end,
            _ => out.push((first, end)),
        };
        let mut at = line.first;
        let from = self.0.partition_point(|piece| piece.line.end <= at);
        for known in &self.0[from..] {
            let known = &known.line;
            if known.first >= line.end {
                break;
            }
            if at < known.first {
                add(at, known.first);
                at = known.first;
            }
            let end = known.end.min(line.end);
            if let Some((first, end)) = line.below(known, at, end) {
                add(first, end);
            }
            at = end;
        }
        if at < line.end {
            add(at, line.end);
        }
    }

    /// Puts a piece in place of what is known at `stretches`, at which it costs
    /// less. Adds what is left of fresh pieces of which it took a part. Linear in
    /// the pieces that it meets or moves.
    pub(super) fn lower(
        &mut self,
        piece: &Piece,
        stretches: &[(Tick, Tick)],
        left: &mut Vec<Line>,
    ) {
        let (Some(&(first, _)), Some(&(_, end))) = (stretches.first(), stretches.last()) else {
            return;
        };
        // With the neighbours, which the piece may go on from.
        let from = self.0.partition_point(|known| known.line.end < first);
        let to = from + self.0[from..].partition_point(|known| known.line.first <= end);
        let mut parts: Vec<Piece> = stretches.iter().map(|&part| piece.cut(part)).collect();
        for known in &self.0[from..to] {
            let (mut at, end) = (known.line.first, known.line.end);
            let kept = parts.len();
            for &stretch in stretches {
                if at < stretch.0.min(end) {
                    parts.push(known.cut((at, stretch.0.min(end))));
                }
                at = at.max(stretch.1);
            }
            if at < end {
                parts.push(known.cut((at, end)));
            }
            let kept = &parts[kept..];
            if known.fresh && kept.iter().any(|part| part.line != known.line) {
                left.extend(kept.iter().map(|part| part.line));
            }
        }
        parts.sort_unstable_by_key(|part| part.line.first);
        parts.dedup_by(|next, before| match before.joined(next) {
            Some(one) => {
                *before = one;
                true
            }
            None => false,
        });
        self.0.splice(from..to, parts);
    }

    /// Adds the fresh lines, as long as they go on straight, of which some piece
    /// `is_due`. They are fresh no more.
    pub(super) fn take(&mut self, is_due: impl Fn(&Line) -> bool, out: &mut Vec<Line>) {
        let mut at = 0;
        while at < self.0.len() {
            if !self.0[at].fresh {
                at += 1;
                continue;
            }
            let mut run = self.0[at].line;
            let mut due = is_due(&run);
            let mut end = at + 1;
            while let Some(next) = self.0.get(end)
                && next.fresh
                && let Some(longer) = run.joined(&next.line)
            {
                due |= is_due(&next.line);
                run = longer;
                end += 1;
            }
            if due {
                self.0[at..end].iter_mut().for_each(|piece| piece.fresh = false);
                out.push(run);
            }
            at = end;
        }
    }
}
