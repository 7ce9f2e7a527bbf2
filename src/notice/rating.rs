//! How far a source and a piece of information are trusted: the Admiralty code.
//!
//! Floor 2. Imports nothing of the crate.
//!
//! Two letters that are kept apart and never averaged: a source that is usually
//! right can carry something improbable. Source: NATO AJP-2.1 / STANAG 2022.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How reliable a source has been, A the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Reliability cannot be judged.
    F,
}

/// How credible a piece of information is, 1 the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credibility {
    /// Confirmed by other sources.
    One,
    /// Probably true.
    Two,
    /// Possibly true.
    Three,
    /// Doubtful.
    Four,
    /// Improbable.
    Five,
    /// Truth cannot be judged.
    Six,
}

/// A source's reliability and a piece of information's credibility. In text and
/// JSON a letter and a digit, `B2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rating {
    /// Of the source.
    pub reliability: Reliability,
    /// Of the information.
    pub credibility: Credibility,
}

impl Rating {
    /// The two parts together.
    pub const fn new(reliability: Reliability, credibility: Credibility) -> Self {
        Self { reliability, credibility }
    }

    /// Whether it says that the statement is not to be believed: source E or
    /// information 5.
    pub const fn is_disbelieved(self) -> bool {
        matches!(self.reliability, Reliability::E) || matches!(self.credibility, Credibility::Five)
    }

    /// Whether one of its parts could not be judged: source F or information 6.
    pub const fn is_unjudged(self) -> bool {
        matches!(self.reliability, Reliability::F) || matches!(self.credibility, Credibility::Six)
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.reliability {
            Reliability::A => 'A',
            Reliability::B => 'B',
            Reliability::C => 'C',
            Reliability::D => 'D',
            Reliability::E => 'E',
            Reliability::F => 'F',
        };
        let digit = match self.credibility {
            Credibility::One => '1',
            Credibility::Two => '2',
            Credibility::Three => '3',
            Credibility::Four => '4',
            Credibility::Five => '5',
            Credibility::Six => '6',
        };
        write!(f, "{letter}{digit}")
    }
}

impl FromStr for Rating {
    type Err = ParseRatingError;

    fn from_str(text: &str) -> Result<Self, ParseRatingError> {
        let no = || ParseRatingError { found: text.chars().take(20).collect() };
        let mut signs = text.trim().chars();
        let (Some(letter), Some(digit), None) = (signs.next(), signs.next(), signs.next()) else {
            return Err(no());
        };
        let reliability = match letter.to_ascii_uppercase() {
            'A' => Reliability::A,
            'B' => Reliability::B,
            'C' => Reliability::C,
            'D' => Reliability::D,
            'E' => Reliability::E,
            'F' => Reliability::F,
            _ => return Err(no()),
        };
        let credibility = match digit {
            '1' => Credibility::One,
            '2' => Credibility::Two,
            '3' => Credibility::Three,
            '4' => Credibility::Four,
            '5' => Credibility::Five,
            '6' => Credibility::Six,
            _ => return Err(no()),
        };
        Ok(Self { reliability, credibility })
    }
}

impl TryFrom<String> for Rating {
    type Error = ParseRatingError;

    fn try_from(text: String) -> Result<Self, ParseRatingError> {
        text.parse()
    }
}

impl From<Rating> for String {
    fn from(rating: Rating) -> Self {
        rating.to_string()
    }
}

/// Text that is no rating.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a letter A to F and a digit 1 to 6, such as B2, found {found:?}")]
#[non_exhaustive]
pub struct ParseRatingError {
    /// What stood there, cut to 20 characters.
    pub found: String,
}
