//! What a plan may rely on and what it must keep away from.
//!
//! Floor 3.

use crate::model::HazardSeverity;
use crate::units::Metres;
use serde::{Deserialize, Serialize};

/// What a plan may rely on and what it must keep away from. Every plan says
/// which policy it ran under.
///
/// Curfew zones, restricted zones and front lines are walls while they are in
/// force or their state is unknown. What is left to choose is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RoutePolicy {
    /// Hazard zones this grave or graver are walls; through lesser ones people
    /// may pass but not stand. Default: all hazard zones are walls.
    pub wall_from: HazardSeverity,
    /// Whether a checkpoint whose state is unknown may be passed. Default: no.
    pub pass_unknown_checkpoints: bool,
    /// How far a checkpoint may be mapped from the street it controls.
    /// Default: 30 m.
    pub checkpoint_reach: Metres,
    /// How far a street may be from where people start or want to go, walked
    /// in a straight line. Default: 500 m.
    pub street_reach: Metres,
}

impl Default for RoutePolicy {
    fn default() -> Self {
        Self {
            wall_from: HazardSeverity::Minor,
            pass_unknown_checkpoints: false,
            checkpoint_reach: Metres(30.0),
            street_reach: Metres(500.0),
        }
    }
}

impl RoutePolicy {
    /// The cautious default.
    pub fn cautious() -> Self {
        Self::default()
    }

    /// Sets from which severity hazard zones are walls.
    #[must_use]
    pub const fn wall_from(mut self, severity: HazardSeverity) -> Self {
        self.wall_from = severity;
        self
    }

    /// Sets whether a checkpoint whose state is unknown may be passed.
    #[must_use]
    pub const fn pass_unknown_checkpoints(mut self, pass: bool) -> Self {
        self.pass_unknown_checkpoints = pass;
        self
    }
}
