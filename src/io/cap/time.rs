//! Instants as CAP writes them.
//!
//! Floor 7.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A date and time as it was written. CAP wants `2002-05-24T16:49:00-07:00`,
/// with an offset, and `-00:00` for UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CapTime(String);

impl CapTime {
    /// The text as it was written.
    pub fn written(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// That instant in UTC, without fractions of a second, which CAP cannot write.
    pub fn of(instant: Timestamp) -> Self {
        Self(instant.strftime("%Y-%m-%dT%H:%M:%S-00:00").to_string())
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant. `None` if it cannot be read or has no offset: an hour
    /// without an offset is never guessed at.
    pub fn instant(&self) -> Option<Timestamp> {
        self.0.trim().parse().ok()
    }

    /// Whether it is in the very form that the schema of CAP 1.2 asks for.
    pub(super) fn is_exact(&self) -> bool {
        let form = "0000-00-00T00:00:00+00:00";
        self.0.len() == form.len()
            && self.0.bytes().zip(form.bytes()).all(|(found, wanted)| match wanted {
                b'0' => found.is_ascii_digit(),
                b'+' => matches!(found, b'+' | b'-'),
                _ => found == wanted,
            })
    }
}

impl fmt::Display for CapTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
