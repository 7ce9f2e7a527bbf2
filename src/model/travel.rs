//! How people travel.
//!
//! Floor 1. Imports nothing of the crate.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A way of travelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TravelMode {
    /// Walking.
    Foot,
    /// A wheelchair or pushchair: no steps.
    Wheelchair,
    /// A private car or minibus.
    Vehicle,
    /// Buses or lorries travelling together, escorted.
    Convoy,
}

impl TravelMode {
    /// Every mode, in order.
    pub const ALL: [Self; 4] = [Self::Foot, Self::Wheelchair, Self::Vehicle, Self::Convoy];

    /// The word for it in JSON, on the command line and in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Foot => "foot",
            Self::Wheelchair => "wheelchair",
            Self::Vehicle => "vehicle",
            Self::Convoy => "convoy",
        }
    }
}

impl fmt::Display for TravelMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for TravelMode {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let word = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == word)
            .ok_or_else(|| UnknownWord::new("foot, wheelchair, vehicle or convoy", text))
    }
}

/// A set of travel modes. In JSON a list of words, in the order of [`TravelMode::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<TravelMode>", into = "Vec<TravelMode>")]
pub struct TravelModes(u8);

impl TravelModes {
    /// No mode.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Every mode.
    pub const fn all() -> Self {
        Self(0b1111)
    }

    /// Only `mode`.
    pub const fn only(mode: TravelMode) -> Self {
        Self(1 << mode as u8)
    }

    /// Walking and wheelchair.
    pub const fn walking() -> Self {
        Self(0b0011)
    }

    /// Vehicle and convoy.
    pub const fn motorised() -> Self {
        Self(0b1100)
    }

    /// Whether `mode` is in the set.
    pub const fn contains(self, mode: TravelMode) -> bool {
        self.0 & (1 << mode as u8) != 0
    }

    /// Adds `mode`.
    pub const fn insert(&mut self, mode: TravelMode) {
        self.0 |= 1 << mode as u8;
    }

    /// Takes `mode` away.
    pub const fn remove(&mut self, mode: TravelMode) {
        self.0 &= !(1 << mode as u8);
    }

    /// The modes in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The modes in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The modes in this set that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no mode is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The modes, in order.
    pub fn iter(self) -> impl Iterator<Item = TravelMode> {
        TravelMode::ALL.into_iter().filter(move |&mode| self.contains(mode))
    }
}

impl FromIterator<TravelMode> for TravelModes {
    fn from_iter<I: IntoIterator<Item = TravelMode>>(modes: I) -> Self {
        let mut set = Self::empty();
        for mode in modes {
            set.insert(mode);
        }
        set
    }
}

impl From<Vec<TravelMode>> for TravelModes {
    fn from(modes: Vec<TravelMode>) -> Self {
        modes.into_iter().collect()
    }
}

impl From<TravelModes> for Vec<TravelMode> {
    fn from(modes: TravelModes) -> Self {
        modes.iter().collect()
    }
}

/// A word that is none of those a property may hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found:?}")]
#[non_exhaustive]
pub struct UnknownWord {
    /// The words that would have been right.
    pub expected: &'static str,
    /// What was given.
    pub found: String,
}

impl UnknownWord {
    /// Says that `found` is none of the words in `expected`.
    pub fn new(expected: &'static str, found: impl Into<String>) -> Self {
        Self { expected, found: found.into() }
    }
}

#[cfg(test)]
mod tests;
