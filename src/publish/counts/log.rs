//! What has been published of counts before.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Counts that have been published, release after release, so that the next
/// release can be held against all of them together.
///
/// It holds what was published and the names of what was hidden, never a hidden
/// count. Kept by who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseLog {
    releases: Vec<LoggedRelease>,
}

/// What one release said of counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoggedRelease {
    /// The release's name, such as its date.
    pub name: String,
    /// Sums that were published.
    pub told: Vec<LoggedCount>,
    /// Sums that were hidden.
    pub hidden: Vec<HiddenCount>,
}

/// One hidden sum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HiddenCount {
    /// The cells that it sums.
    pub cells: BTreeSet<String>,
    /// Whether it was hidden because it is small, and not for the sake of others.
    pub small: bool,
}

/// One published sum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoggedCount {
    /// The cells that it sums.
    pub cells: BTreeSet<String>,
    /// How many persons were published.
    pub persons: u64,
}

impl ReleaseLog {
    /// Nothing published yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The releases, first one first.
    pub fn releases(&self) -> &[LoggedRelease] {
        &self.releases
    }

    /// Adds a release after the others.
    pub fn push(&mut self, release: LoggedRelease) {
        self.releases.push(release);
    }
}
