//! Sets of instants as sorted, disjoint, half-open intervals.
//!
//! Floor 5. Imports nothing of the crate.
//!
//! Instants are whole milliseconds ("ticks"), so that set operations are exact.

/// Milliseconds since 1970-01-01T00:00Z.
pub(crate) type Tick = i64;

/// A set of ticks: sorted, disjoint, non-empty, non-touching `[start, end)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ticks(Vec<(Tick, Tick)>);

impl Ticks {
    /// No tick.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// The ticks in any of `intervals`, which may overlap, touch or be empty.
    pub(crate) fn of(mut intervals: Vec<(Tick, Tick)>) -> Self {
        intervals.retain(|(start, end)| start < end);
        intervals.sort_unstable();
        let mut merged: Vec<(Tick, Tick)> = Vec::with_capacity(intervals.len());
        for (start, end) in intervals {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Self(merged)
    }

    /// The intervals, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is no tick in the set.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The intervals that end after `at`, whole, in order.
    pub(crate) fn ending_after(&self, at: Tick) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        let from = self.0.partition_point(|&(_, end)| end <= at);
        self.0[from..].iter().copied()
    }

    /// The interval that contains `at`, if one does. Logarithmic time.
    #[cfg(test)]
    pub(crate) fn containing(&self, at: Tick) -> Option<(Tick, Tick)> {
        let next = self.0.partition_point(|&(start, _)| start <= at);
        self.0[..next].last().copied().filter(|&(_, end)| at < end)
    }

    /// The intervals that share a tick with `[start, end)`, whole.
    fn touching(&self, start: Tick, end: Tick) -> &[(Tick, Tick)] {
        let from = self.0.partition_point(|&(_, e)| e <= start);
        let to = self.0.partition_point(|&(s, _)| s < end);
        &self.0[from..to.max(from)]
    }

    /// The parts of `[start, end)` that are in the set, in order.
    pub(crate) fn within(&self, start: Tick, end: Tick) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        self.touching(start, end).iter().map(move |&(s, e)| (s.max(start), e.min(end)))
    }

    /// The parts of `[start, end)` that are not in the set, in order.
    pub(crate) fn gaps(&self, start: Tick, end: Tick) -> impl Iterator<Item = (Tick, Tick)> + '_ {
        let inside = self.touching(start, end);
        let starts = std::iter::once(start).chain(inside.iter().map(|&(_, e)| e));
        let ends = inside.iter().map(|&(s, _)| s).chain(std::iter::once(end));
        starts.zip(ends).filter(|(s, e)| s < e)
    }

    /// Takes every tick away, and keeps the room they took.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds `[start, end)`.
    pub(crate) fn insert(&mut self, start: Tick, end: Tick) {
        if start >= end {
            return;
        }
        let from = self.0.partition_point(|&(_, e)| e < start);
        let to = self.0.partition_point(|&(s, _)| s <= end);
        let merged = self.0[from..to]
            .iter()
            .fold((start, end), |(s, e), &(other_s, other_e)| (s.min(other_s), e.max(other_e)));
        self.0.splice(from..to, [merged]);
    }

    /// The ticks of this set that are not in `other`.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(self.iter().flat_map(|(start, end)| other.gaps(start, end)).collect())
    }

    /// The same set with time running backwards: tick `t` becomes `-t`.
    pub(crate) fn mirrored(&self) -> Self {
        Self(self.0.iter().rev().map(|&(start, end)| (1 - end, 1 - start)).collect())
    }

    /// Every tick moved by `by`.
    pub(crate) fn shifted(&self, by: Tick) -> Self {
        Self(self.0.iter().map(|&(start, end)| (start + by, end + by)).collect())
    }
}

#[cfg(test)]
mod tests;
