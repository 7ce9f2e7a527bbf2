//! A number that is known, or a range in which it lies.
//!
//! Floor 5.

use serde::{Deserialize, Serialize};

/// A number, or the least, the likeliest and the most it may be. In JSON a
/// number or `{"least": …, "likely": …, "most": …}`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Estimate {
    /// The number.
    Number(f64),
    /// A range.
    Range(Range),
}

/// The least, the likeliest and the most that something may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// No less than this.
    pub least: f64,
    /// This, if one has to say a single number.
    pub likely: f64,
    /// No more than this.
    pub most: f64,
}

impl Estimate {
    /// A range.
    pub const fn range(least: f64, likely: f64, most: f64) -> Self {
        Self::Range(Range { least, likely, most })
    }

    /// The single number to plan with.
    pub const fn likely(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Range(range) => range.likely,
        }
    }

    /// Whether it is a range with something in it.
    pub fn is_range(self) -> bool {
        matches!(self, Self::Range(range) if range.least < range.most)
    }

    /// Whether it is finite, and a range in order.
    pub(super) fn in_order(self) -> bool {
        match self {
            Self::Number(number) => number.is_finite(),
            Self::Range(Range { least, likely, most }) => {
                least.is_finite() && most.is_finite() && least <= likely && likely <= most
            }
        }
    }

    /// The least it may be.
    pub(super) const fn least(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Range(range) => range.least,
        }
    }

    /// The most it may be.
    pub(super) const fn most(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Range(range) => range.most,
        }
    }

    /// What it is at a share `u` of cases, 0 to 1, if it is distributed as a
    /// triangle: the inverse of its distribution function.
    pub(super) fn at(self, u: f64) -> f64 {
        let Self::Range(Range { least, likely, most }) = self else { return self.likely() };
        let span = most - least;
        if span <= 0.0 {
            return likely;
        }
        let peak = (likely - least) / span;
        if u < peak {
            least + (u * span * (likely - least)).sqrt()
        } else {
            most - ((1.0 - u) * span * (most - likely)).sqrt()
        }
    }
}

impl From<f64> for Estimate {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
