//! What a plan may rely on and what it must keep away from.
//!
//! Floor 3.

use crate::id::Kind;
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
    /// Records of these kinds are never entered or crossed, not even where no
    /// other way is left. Through all others a way of least exposure may lead,
    /// and says so. Default: front lines.
    pub never_through: Vec<Kind>,
    /// What being in a zone counts as exposure.
    pub exposure: ExposureWeights,
}

/// What a second counts as exposure, in severity-seconds: whole numbers, 0 to 100.
///
/// The defaults put what sources call grave before what they call less so; they
/// are not measured probabilities of harm. Exposures can be compared with each
/// other under the same weights and with nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ExposureWeights {
    /// In a curfew zone in force. Default: 2.
    pub curfew: u32,
    /// In a restricted zone in force. Default: 4.
    pub restricted: u32,
    /// In a hazard zone: minor, moderate, severe, extreme. Default: 1, 2, 4, 8.
    pub hazard: [u32; 4],
    /// Beside a recent incident, at its place and time; see [`IncidentDecay`].
    /// Default: 4.
    pub incident: u32,
    /// How the risk of incidents decays.
    pub incident_decay: IncidentDecay,
}

/// How the risk of a recent incident decays with distance d and age a: by
/// exp(−d/λ) · 2^(−a/h), and to nothing beyond 3 λ or 5 h. d is measured from
/// the edge of the incident's radius.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IncidentDecay {
    /// λ. Default: 150 m.
    pub distance: Metres,
    /// h, in hours. Default: 72.
    pub half_life_h: f64,
}

impl Default for ExposureWeights {
    fn default() -> Self {
        Self {
            curfew: 2,
            restricted: 4,
            hazard: [1, 2, 4, 8],
            incident: 4,
            incident_decay: IncidentDecay::default(),
        }
    }
}

impl Default for IncidentDecay {
    fn default() -> Self {
        Self { distance: Metres(150.0), half_life_h: 72.0 }
    }
}

impl Default for RoutePolicy {
    fn default() -> Self {
        Self {
            wall_from: HazardSeverity::Minor,
            pass_unknown_checkpoints: false,
            checkpoint_reach: Metres(30.0),
            street_reach: Metres(500.0),
            never_through: vec![Kind::FrontLine],
            exposure: ExposureWeights::default(),
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

    /// Sets which kinds of records are never entered or crossed.
    #[must_use]
    pub fn never_through(mut self, kinds: &[Kind]) -> Self {
        self.never_through = kinds.to_vec();
        self
    }

    /// Sets what being in a zone counts as exposure.
    #[must_use]
    pub const fn exposure(mut self, weights: ExposureWeights) -> Self {
        self.exposure = weights;
        self
    }

    /// Sets whether a checkpoint whose state is unknown may be passed.
    #[must_use]
    pub const fn pass_unknown_checkpoints(mut self, pass: bool) -> Self {
        self.pass_unknown_checkpoints = pass;
        self
    }
}
