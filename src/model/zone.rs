//! Areas that say "do not be here": curfew, restricted and hazard zones.
//!
//! Floor 1.

use super::UnknownWord;
use super::feature::{Particulars, noun};
use super::provenance::words;
use super::shape::Area;
use crate::id::CurfewZoneId;
use crate::id::HazardZoneId;
use crate::id::RestrictedZoneId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An area where movement is banned at set hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurfewZone {
    id: CurfewZoneId,
    area: Area,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issued_by: Option<String>,
}

noun!(CurfewZone, CurfewZoneId, area: Area);

impl CurfewZone {
    /// A curfew over `area`. Its hours are its schedule; without one its state
    /// is unknown and it is taken to be in force.
    pub fn new(id: impl Into<CurfewZoneId>, area: Area) -> Self {
        Self { id: id.into(), area, particulars: Particulars::default(), issued_by: None }
    }

    /// Sets the party that issued it.
    #[must_use]
    pub fn with_issuer(mut self, party: impl Into<String>) -> Self {
        self.issued_by = Some(party.into());
        self
    }

    /// The party that issued it.
    pub fn issued_by(&self) -> Option<&str> {
        self.issued_by.as_deref()
    }
}

/// An area closed by whoever controls it, such as a closed military zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestrictedZone {
    id: RestrictedZoneId,
    area: Area,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issued_by: Option<String>,
}

noun!(RestrictedZone, RestrictedZoneId, area: Area);

impl RestrictedZone {
    /// A closed zone over `area`.
    pub fn new(id: impl Into<RestrictedZoneId>, area: Area) -> Self {
        Self { id: id.into(), area, particulars: Particulars::default(), issued_by: None }
    }

    /// Sets the party that closed it.
    #[must_use]
    pub fn with_issuer(mut self, party: impl Into<String>) -> Self {
        self.issued_by = Some(party.into());
        self
    }

    /// The party that closed it.
    pub fn issued_by(&self) -> Option<&str> {
        self.issued_by.as_deref()
    }
}

/// An area dangerous to enter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HazardZone {
    id: HazardZoneId,
    area: Area,
    #[serde(flatten)]
    particulars: Particulars,
    hazard: HazardKind,
    severity: HazardSeverity,
}

noun!(HazardZone, HazardZoneId, area: Area);

impl HazardZone {
    /// A hazard over `area`.
    pub fn new(
        id: impl Into<HazardZoneId>,
        area: Area,
        hazard: HazardKind,
        severity: HazardSeverity,
    ) -> Self {
        Self { id: id.into(), area, particulars: Particulars::default(), hazard, severity }
    }

    /// What the danger is.
    pub const fn hazard(&self) -> HazardKind {
        self.hazard
    }

    /// How grave it is.
    pub const fn severity(&self) -> HazardSeverity {
        self.severity
    }
}

/// What makes an area dangerous.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum HazardKind {
    /// A party announced that it will strike there.
    AnnouncedTarget,
    /// A warning of strikes from the air.
    StrikeWarning,
    /// Shelling or shooting.
    Shelling,
    /// Mines or unexploded ordnance.
    Mines,
    /// Buildings or ways that may collapse.
    Collapse,
    /// Flood water.
    Flood,
    /// Fire.
    Fire,
    /// Something else, or not said.
    #[default]
    Other,
}

words!(
    HazardKind,
    "announced-target, strike-warning, shelling, mines, collapse, flood, fire or other",
    AnnouncedTarget = "announced-target",
    StrikeWarning = "strike-warning",
    Shelling = "shelling",
    Mines = "mines",
    Collapse = "collapse",
    Flood = "flood",
    Fire = "fire",
    Other = "other"
);

/// How grave a hazard is, in rising order. Where a source gives none, it is
/// taken to be [`Extreme`](Self::Extreme).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum HazardSeverity {
    /// Care is needed.
    Minor,
    /// Injury is possible.
    Moderate,
    /// Injury or death is likely.
    Severe,
    /// Death is likely, or not said.
    #[default]
    Extreme,
}

words!(
    HazardSeverity,
    "minor, moderate, severe or extreme",
    Minor = "minor",
    Moderate = "moderate",
    Severe = "severe",
    Extreme = "extreme"
);
