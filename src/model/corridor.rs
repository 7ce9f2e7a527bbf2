//! An announced passage for civilians.
//!
//! Floor 1.

use super::UnknownWord;
use super::feature::{Particulars, noun};
use super::provenance::words;
use super::shape::Path;
use super::travel::TravelModes;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::id::NeighbourhoodId;
use crate::units::Metres;
use crate::units::PersonsPerHour;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An announced passage for civilians. The name is the announcing party's; it
/// says nothing of danger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SafeCorridor {
    id: CorridorId,
    path: Path,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<Metres>,
    #[serde(default)]
    direction: CorridorDirection,
    #[serde(default = "TravelModes::empty")]
    modes: TravelModes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    persons_per_hour: Option<PersonsPerHour>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    announced_by: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agreed_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry_checkpoint: Option<CheckpointId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exit_checkpoint: Option<CheckpointId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    serves: Vec<NeighbourhoodId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exempt_from: Vec<FeatureRef>,
}
noun!(SafeCorridor, CorridorId, path: Path);

/// Width taken for a corridor whose announcement gives none, in metres.
const DEFAULT_WIDTH_M: f64 = 20.0;

impl SafeCorridor {
    /// A corridor along `path`, from its first point to its last.
    pub fn new(id: impl Into<CorridorId>, path: Path) -> Self {
        Self {
            id: id.into(),
            path,
            particulars: Particulars::default(),
            width: None,
            direction: CorridorDirection::default(),
            modes: TravelModes::empty(),
            persons_per_hour: None,
            announced_by: None,
            agreed_by: Vec::new(),
            entry_checkpoint: None,
            exit_checkpoint: None,
            serves: Vec::new(),
            exempt_from: Vec::new(),
        }
    }

    /// Sets the full width.
    #[must_use]
    pub const fn with_width(mut self, width: Metres) -> Self {
        self.width = Some(width);
        self
    }

    /// Sets the direction of travel.
    #[must_use]
    pub const fn with_direction(mut self, direction: CorridorDirection) -> Self {
        self.direction = direction;
        self
    }

    /// Sets the travel modes it was announced for.
    #[must_use]
    pub const fn with_modes(mut self, modes: TravelModes) -> Self {
        self.modes = modes;
        self
    }

    /// Sets how many people it passes in an hour.
    #[must_use]
    pub const fn with_persons_per_hour(mut self, rate: PersonsPerHour) -> Self {
        self.persons_per_hour = Some(rate);
        self
    }

    /// Sets who announced it.
    #[must_use]
    pub fn with_announcer(mut self, party: impl Into<String>) -> Self {
        self.announced_by = Some(party.into());
        self
    }

    /// Sets who has agreed to it.
    #[must_use]
    pub fn with_agreement(mut self, parties: Vec<String>) -> Self {
        self.agreed_by = parties;
        self
    }

    /// Sets the checkpoints at its two ends.
    #[must_use]
    pub fn with_checkpoints(
        mut self,
        entry: Option<CheckpointId>,
        exit: Option<CheckpointId>,
    ) -> Self {
        self.entry_checkpoint = entry;
        self.exit_checkpoint = exit;
        self
    }

    /// Sets the neighbourhoods it was announced for.
    #[must_use]
    pub fn with_serves(mut self, neighbourhoods: Vec<NeighbourhoodId>) -> Self {
        self.serves = neighbourhoods;
        self
    }

    /// Sets the zones whose ban was announced as lifted on it while it is open.
    #[must_use]
    pub fn with_exemptions(mut self, zones: Vec<FeatureRef>) -> Self {
        self.exempt_from = zones;
        self
    }

    /// The full width as announced.
    pub const fn width(&self) -> Option<Metres> {
        self.width
    }

    /// The full width to work with: as announced, or 20 m.
    pub fn width_or_default(&self) -> Metres {
        self.width.unwrap_or(Metres(DEFAULT_WIDTH_M))
    }

    /// The direction of travel.
    pub const fn direction(&self) -> CorridorDirection {
        self.direction
    }

    /// The travel modes it was announced for; empty if none were named.
    pub const fn modes(&self) -> TravelModes {
        self.modes
    }

    /// How many people it passes in an hour, if known.
    pub const fn persons_per_hour(&self) -> Option<PersonsPerHour> {
        self.persons_per_hour
    }

    /// Who announced it.
    pub fn announced_by(&self) -> Option<&str> {
        self.announced_by.as_deref()
    }

    /// Who has agreed to it.
    pub fn agreed_by(&self) -> &[String] {
        &self.agreed_by
    }

    /// The checkpoint where people enter it.
    pub const fn entry_checkpoint(&self) -> Option<&CheckpointId> {
        self.entry_checkpoint.as_ref()
    }

    /// The checkpoint where people leave it.
    pub const fn exit_checkpoint(&self) -> Option<&CheckpointId> {
        self.exit_checkpoint.as_ref()
    }

    /// The neighbourhoods it was announced for.
    pub fn serves(&self) -> &[NeighbourhoodId] {
        &self.serves
    }

    /// The zones whose ban was announced as lifted on it while it is open.
    pub fn exempt_from(&self) -> &[FeatureRef] {
        &self.exempt_from
    }
}

/// Which way along its line a corridor is announced for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CorridorDirection {
    /// From the first point of its line to the last.
    #[default]
    Forward,
    /// From the last point to the first.
    Backward,
    /// Either way.
    Both,
}

words!(
    CorridorDirection,
    "forward, backward or both",
    Forward = "forward",
    Backward = "backward",
    Both = "both"
);
