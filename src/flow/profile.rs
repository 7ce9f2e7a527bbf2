//! How many may enter an arc, step by step.
//!
//! Floor 0.

use super::Step;

/// How many may enter in each step.
///
/// A rate need not be whole in a step: 100 persons an hour in steps of a minute
/// are 1 or 2 a step, so that after any number of steps no more than the rate
/// allows have entered. Nobody enters in steps that no piece covers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// As many as there are, in every step.
    Unlimited,
    /// Only in these pieces, which are in order and do not overlap.
    Pieces(Vec<Piece>),
}

/// A stretch of steps at one rate: `persons` in every `per` steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The first step.
    pub from: Step,
    /// The step after the last.
    pub until: Step,
    /// How many in `per` steps.
    pub persons: u64,
    /// The number of steps, 1 or more.
    pub per: u64,
}

/// More than anybody asks about; sums of it do not overflow.
pub(super) const UNLIMITED: u64 = u64::MAX / 1024;

impl Profile {
    /// The same number in every step for ever.
    pub fn constant(persons: u64) -> Self {
        Self::Pieces(vec![Piece { from: 0, until: Step::MAX, persons, per: 1 }])
    }

    /// Whether it has one rate until a step.
    pub(super) fn is_steady(&self, until: Step) -> bool {
        match self {
            Self::Unlimited => true,
            Self::Pieces(pieces) => match pieces[..] {
                [] => true,
                [piece, ..] => piece.from == 0 && piece.until >= until,
            },
        }
    }

    /// How many may enter in one step. O(pieces).
    pub fn at(&self, step: Step) -> u64 {
        self.within(step, step.saturating_add(1))
    }

    /// How many may enter in the steps from `from` until before `until`; the sum
    /// of what may enter in each. O(pieces).
    pub fn within(&self, from: Step, until: Step) -> u64 {
        match self {
            Self::Unlimited => UNLIMITED,
            Self::Pieces(pieces) => {
                pieces.iter().map(|piece| piece.within(from, until)).sum::<u64>().min(UNLIMITED)
            }
        }
    }
}

impl Piece {
    fn within(&self, from: Step, until: Step) -> u64 {
        let (from, until) = (from.max(self.from), until.min(self.until));
        if from >= until {
            return 0;
        }
        // Counted from the piece's own start, so that each piece keeps its rate.
        let so_far = |step: Step| {
            let whole = u128::from(step - self.from) * u128::from(self.persons);
            whole / u128::from(self.per.max(1))
        };
        u64::try_from(so_far(until) - so_far(from)).unwrap_or(UNLIMITED).min(UNLIMITED)
    }
}
