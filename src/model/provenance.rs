//! Who said it, when, and how it became data.
//!
//! Floor 1. Imports nothing of the crate.

use super::UnknownWord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who stated a record, when it was said, when it was taken down, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The body, outlet or sensor that the statement comes from. Empty if not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Where the statement can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_at: Option<Timestamp>,
    /// When it was taken down here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Timestamp>,
    /// How it was turned into data, such as "schematic drawing".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How far it is confirmed.
    #[serde(default)]
    pub confidence: Confidence,
    /// The harm there would be if it were known. `None` (not stated) counts as
    /// [`Sensitivity::High`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// Before this instant it reaches only those who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_after: Option<Timestamp>,
    /// Before its own time is over it reaches only those who made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub publish_after_end: bool,
    /// How precisely the source states the place, in metres. It is never
    /// published more precisely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision_m: Option<u32>,
}

impl Provenance {
    /// A statement by `source`, otherwise unspecified.
    pub fn of(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    /// The sensitivity to act on: what is stated, or high if nothing is.
    pub fn sensitivity_or_high(&self) -> Sensitivity {
        self.sensitivity.unwrap_or(Sensitivity::High)
    }
}

macro_rules! words {
    ($name:ident, $expected:literal, $($variant:ident = $word:literal),* $(,)?) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for it in JSON, on the command line and in messages.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                let word = text.trim().to_ascii_lowercase();
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
                    .ok_or_else(|| UnknownWord::new($expected, text))
            }
        }
    };
}
pub(super) use words;

/// How far a statement is confirmed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Another source denies it.
    Disputed,
    /// One source says so.
    #[default]
    Unverified,
    /// Two independent sources say so.
    Corroborated,
    /// An observer on the spot, or all parties concerned, say so.
    Confirmed,
}

words!(
    Confidence,
    "disputed, unverified, corroborated or confirmed",
    Disputed = "disputed",
    Unverified = "unverified",
    Corroborated = "corroborated",
    Confirmed = "confirmed"
);

/// The harm there would be if a record were known to everybody.
///
/// The scale of the OCHA Data Responsibility Guidelines (2021).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// None: it is public already or harmless.
    Low,
    /// Some.
    Moderate,
    /// Much.
    High,
    /// Lives are at risk. It never leaves.
    Severe,
}

words!(
    Sensitivity,
    "low, moderate, high or severe",
    Low = "low",
    Moderate = "moderate",
    High = "high",
    Severe = "severe"
);
