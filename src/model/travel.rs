//! How people travel, and small sets of ways to travel.
//!
//! Floor 1.

use serde::de::Deserializer;
use serde::ser::SerializeSeq;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How somebody travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TravelMode {
    /// On foot, able to use steps.
    Foot,
    /// In a wheelchair: no steps, no high kerbs.
    Wheelchair,
    /// In a car or van.
    Vehicle,
    /// In a column of vehicles that stays together, buses and lorries among them.
    Convoy,
}

impl TravelMode {
    /// Every mode, in the order in which they are listed.
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

    /// Whether it moves on the carriageway and obeys turn restrictions.
    pub const fn is_motorised(self) -> bool {
        matches!(self, Self::Vehicle | Self::Convoy)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for TravelMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for TravelMode {
    type Err = UnknownTravelMode;

    /// Reads the word for a mode, in any case.
    fn from_str(text: &str) -> Result<Self, UnknownTravelMode> {
        let word = text.trim().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == word)
            .ok_or_else(|| UnknownTravelMode { text: text.to_owned() })
    }
}

/// Text that names no [`TravelMode`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected \"foot\", \"wheelchair\", \"vehicle\" or \"convoy\", found {text:?}")]
#[non_exhaustive]
pub struct UnknownTravelMode {
    /// What was given.
    pub text: String,
}

/// A set of [`TravelMode`]s. Written in JSON as a list of words.
///
/// ```
/// use safepassage::model::{TravelMode, TravelModes};
/// let modes = TravelModes::empty().with(TravelMode::Vehicle).with(TravelMode::Foot);
/// assert_eq!(modes.to_string(), "foot, vehicle");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TravelModes(u8);

impl TravelModes {
    /// No mode at all.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Every mode.
    pub const fn all() -> Self {
        Self(0b1111)
    }

    /// On foot and in a wheelchair.
    pub const fn walking() -> Self {
        Self(TravelMode::Foot.bit() | TravelMode::Wheelchair.bit())
    }

    /// Vehicle and convoy.
    pub const fn motorised() -> Self {
        Self(TravelMode::Vehicle.bit() | TravelMode::Convoy.bit())
    }

    /// Only `mode`.
    pub const fn only(mode: TravelMode) -> Self {
        Self(mode.bit())
    }

    /// Whether `mode` is in the set.
    pub const fn contains(self, mode: TravelMode) -> bool {
        self.0 & mode.bit() != 0
    }

    /// Whether no mode is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many modes are in the set.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Puts `mode` in.
    pub const fn insert(&mut self, mode: TravelMode) {
        self.0 |= mode.bit();
    }

    /// Takes `mode` out.
    pub const fn remove(&mut self, mode: TravelMode) {
        self.0 &= !mode.bit();
    }

    /// This set and `mode`.
    #[must_use]
    pub const fn with(self, mode: TravelMode) -> Self {
        Self(self.0 | mode.bit())
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

    /// The modes of the set, in the order of [`TravelMode::ALL`].
    pub fn iter(self) -> impl Iterator<Item = TravelMode> {
        TravelMode::ALL.into_iter().filter(move |mode| self.contains(*mode))
    }
}

impl From<TravelMode> for TravelModes {
    fn from(mode: TravelMode) -> Self {
        Self::only(mode)
    }
}

impl FromIterator<TravelMode> for TravelModes {
    fn from_iter<I: IntoIterator<Item = TravelMode>>(modes: I) -> Self {
        modes.into_iter().fold(Self::empty(), Self::with)
    }
}

impl fmt::Display for TravelModes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none");
        }
        for (n, mode) in self.iter().enumerate() {
            f.write_str(if n == 0 { "" } else { ", " })?;
            f.write_str(mode.as_str())?;
        }
        Ok(())
    }
}

impl Serialize for TravelModes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for mode in self.iter() {
            list.serialize_element(&mode)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for TravelModes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<TravelMode>::deserialize(deserializer).map(|modes| modes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests;
