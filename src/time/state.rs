//! Whether something holds at an instant: yes, no, or not known.
//!
//! Floor 0. Imports nothing of the crate.

use serde::{Deserialize, Serialize};

/// Whether something holds. `Unknown` is an answer, not a lack of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The source says that it does not hold.
    DoesNotHold,
    /// No source says either way.
    Unknown,
    /// The source says that it holds.
    Holds,
}

impl State {
    /// How a thing that forbids must be read: in force unless the source says
    /// that it is not.
    pub const fn forbids(self) -> bool {
        !matches!(self, Self::DoesNotHold)
    }

    /// How a thing that permits must be read: open only if the source says so.
    /// Silence is never "open".
    pub const fn permits(self) -> bool {
        matches!(self, Self::Holds)
    }

    /// The word for it in JSON and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DoesNotHold => "does-not-hold",
            Self::Unknown => "unknown",
            Self::Holds => "holds",
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
