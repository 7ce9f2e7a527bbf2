//! Who holds what, as reported: front lines and areas of control.
//!
//! Floor 1.

use super::feature::{Particulars, noun};
use super::shape::{Area, Path};
use crate::id::AreaOfControlId;
use crate::id::FrontLineId;
use serde::{Deserialize, Serialize};

/// A line between areas of control, as reported. Crossing it is forbidden while
/// it holds, except at a checkpoint on it that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrontLine {
    id: FrontLineId,
    path: Path,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parties: Vec<String>,
}

noun!(FrontLine, FrontLineId, path: Path);

impl FrontLine {
    /// A front line along `path`.
    pub fn new(id: impl Into<FrontLineId>, path: Path) -> Self {
        Self { id: id.into(), path, particulars: Particulars::default(), parties: Vec::new() }
    }

    /// Sets the parties on either side.
    #[must_use]
    pub fn with_parties(mut self, parties: Vec<String>) -> Self {
        self.parties = parties;
        self
    }

    /// The parties on either side.
    pub fn parties(&self) -> &[String] {
        &self.parties
    }
}

/// An area held by a named party, as reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaOfControl {
    id: AreaOfControlId,
    area: Area,
    #[serde(flatten)]
    particulars: Particulars,
    party: String,
}

noun!(AreaOfControl, AreaOfControlId, area: Area);

impl AreaOfControl {
    /// An area held by `party`.
    pub fn new(id: impl Into<AreaOfControlId>, area: Area, party: impl Into<String>) -> Self {
        Self { id: id.into(), area, particulars: Particulars::default(), party: party.into() }
    }

    /// Who holds it.
    pub fn party(&self) -> &str {
        &self.party
    }
}
