//! What a gazetteer answers.
//!
//! Floor 2.

use super::entry::PlaceKey;
use serde::Serialize;
use std::fmt;

/// Why a name was taken for a place's, from surest to least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MatchRule {
    /// The text is the place code or identifier.
    Code,
    /// The text is a name of the place, letter by letter.
    Exact,
    /// The same but for letters and marks that writers use at will: article,
    /// hamza and alef forms, `ة` and `ه`, `ى` and `ي`, diacritics, case, spaces,
    /// apostrophes, Persian letters, the form of digits.
    Normalised,
    /// The same once a word such as "neighbourhood", an addition in brackets or
    /// one of two names divided by a slash is left out.
    Shortened,
    /// The same sounds: another transliteration, or another script.
    Transliterated,
    /// One mistake in a long name.
    Close,
    /// The same but for a word or number that one of them has more: perhaps the
    /// same place, perhaps its neighbour. Never enough to be found by.
    Partial,
    /// Only resembles it. Never enough to be found by.
    Resembles,
}

impl MatchRule {
    /// The word for it in JSON and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Exact => "exact",
            Self::Normalised => "normalised",
            Self::Shortened => "shortened",
            Self::Transliterated => "transliterated",
            Self::Close => "close",
            Self::Partial => "partial",
            Self::Resembles => "resembles",
        }
    }
}

impl fmt::Display for MatchRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place that the text may mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Candidate {
    /// The place.
    pub place: PlaceKey,
    /// How alike the names are, 0 to 1. Only for ordering and for people: what is
    /// found and what is refused is decided by rule and margin.
    pub score: f64,
    /// The name of the place that the text was taken for.
    pub matched: String,
    /// Why.
    pub rule: MatchRule,
}

/// Which place a text means, or why that cannot be said.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
#[non_exhaustive]
pub enum Resolution {
    /// One place, and no other comes near.
    Found {
        /// The place.
        place: PlaceKey,
        /// How alike the names are, 0 to 1.
        score: f64,
        /// The name of the place that the text was taken for.
        matched: String,
        /// Why.
        rule: MatchRule,
        /// Other places it may have meant, best first.
        alternatives: Vec<Candidate>,
    },
    /// Several places may be meant; none is guessed.
    Ambiguous {
        /// Those places, best first.
        candidates: Vec<Candidate>,
    },
    /// No place has such a name.
    NotFound {
        /// Places with names that resemble it, best first. Not answers.
        nearest: Vec<Candidate>,
    },
}

impl Resolution {
    /// The place, if one was found.
    pub const fn place(&self) -> Option<&PlaceKey> {
        match self {
            Self::Found { place, .. } => Some(place),
            Self::Ambiguous { .. } | Self::NotFound { .. } => None,
        }
    }

    /// Whether several places may be meant.
    pub const fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Ambiguous { .. })
    }

    /// Every place that comes into question: the one found first, then others.
    pub fn candidates(&self) -> Vec<Candidate> {
        match self {
            Self::Found { place, score, matched, rule, alternatives } => {
                let found = Candidate {
                    place: place.clone(),
                    score: *score,
                    matched: matched.clone(),
                    rule: *rule,
                };
                std::iter::once(found).chain(alternatives.iter().cloned()).collect()
            }
            Self::Ambiguous { candidates } => candidates.clone(),
            Self::NotFound { nearest } => nearest.clone(),
        }
    }
}

impl fmt::Display for Resolution {
    /// One sentence: the place and why, or why not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, several: &[Candidate]| -> fmt::Result {
            for (at, one) in several.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                write!(f, "{comma}{} ({:?}, {})", one.place, one.matched, one.rule)?;
            }
            Ok(())
        };
        match self {
            Self::Found { place, matched, rule, .. } => {
                write!(f, "{place}: {rule}, by {matched:?}")
            }
            Self::Ambiguous { candidates } => {
                f.write_str("ambiguous, could be ")?;
                list(f, candidates)
            }
            Self::NotFound { nearest } if nearest.is_empty() => f.write_str("not found"),
            Self::NotFound { nearest } => {
                f.write_str("not found, nearest ")?;
                list(f, nearest)
            }
        }
    }
}
