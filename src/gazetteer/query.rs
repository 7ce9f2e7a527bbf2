//! What is asked of a gazetteer, and how strict it is.
//!
//! Floor 2.

use crate::id::Kind;
use serde::{Deserialize, Serialize};

/// A name as written, and what is known beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceQuery {
    /// The name or place code as written.
    pub text: String,
    /// The place it is part of, by name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Only records of this kind; units of no kind are left out then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Only places of this administrative level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
}

impl PlaceQuery {
    /// Asks for a name or place code.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), within: None, kind: None, level: None }
    }

    /// Only places within the one that this name or code stands for, at whatever
    /// depth.
    ///
    /// If the gazetteer does not know that place, or knows nothing that lies in
    /// it, only places of which no parent is known can be found.
    #[must_use]
    pub fn within(mut self, parent: impl Into<String>) -> Self {
        self.within = Some(parent.into());
        self
    }

    /// Only records of this kind.
    #[must_use]
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Only places of this administrative level.
    #[must_use]
    pub const fn level(mut self, level: u8) -> Self {
        self.level = Some(level);
        self
    }
}

impl From<&str> for PlaceQuery {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// How strict a gazetteer is.
///
/// Costs are in hundredths of a consonant: writing another consonant costs 100, a
/// long vowel for another about 80, what is a matter of habit (`q` and `k`, `ou`
/// and `u`, a short vowel that Arabic does not write) 0 to 20. The defaults were
/// set on place lists of other countries than those they are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MatchPolicy {
    /// A name is the same name in another spelling up to this cost for each
    /// consonant. Default 8.
    pub same_per_sound: u16,
    /// And up to this cost in all. Default 45.
    pub same_most: u16,
    /// The second-best place must cost this much more. Default 25.
    pub same_margin: u16,
    /// A name is misspelt, but recognised, up to this cost for each consonant.
    /// Default 14: one wrong consonant in seven, or a wrong vowel in four.
    pub close_per_sound: u16,
    /// And up to this cost in all. Default 120.
    pub close_most: u16,
    /// The second-best place must cost this much more. Default 70.
    pub close_margin: u16,
    /// Whether a misspelt name may be found at all, or is refused with the place
    /// among the nearest. Default true.
    pub close: bool,
    /// How many alternatives an answer lists. Default 5.
    pub alternatives: usize,
}

impl Default for MatchPolicy {
    fn default() -> Self {
        Self {
            same_per_sound: 8,
            same_most: 45,
            same_margin: 25,
            close_per_sound: 14,
            close_most: 120,
            close_margin: 70,
            close: true,
            alternatives: 5,
        }
    }
}
