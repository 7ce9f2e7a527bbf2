//! What planning answers.
//!
//! Floor 5.

use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::id::NeighbourhoodId;
use crate::model::TravelMode;
use crate::notice::StatusBasis;
use crate::time::TimeWindow;
use crate::units::Metres;
use crate::verify::Certificate;
use crate::verify::ZoneExposure;
use geo::Coord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A way through the streets, in space and time, that keeps every closure that
/// has been reported. It says what sources say; it does not say that a way is
/// free of danger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoutePlan {
    /// Where it goes to.
    pub destination: FeatureRef,
    /// When the traveller leaves.
    pub departure: Timestamp,
    /// When the traveller is there: no way arrives earlier.
    pub arrival: Timestamp,
    /// The last instant in the window at which one can leave and still arrive in
    /// it, by this or any other way, at any destination of the request.
    pub latest_departure: Timestamp,
    /// Length along the ground.
    pub length: Metres,
    /// Movements, in order.
    pub legs: Vec<Leg>,
    /// Waits and checkpoints, in order.
    pub stops: Vec<Stop>,
    /// Announced corridors that it runs along while they are announced as open.
    pub corridors: Vec<CorridorId>,
    /// What stands in force on the way that would be quickest if nothing were shut
    /// and nobody stopped, when one would be there; without what this way waits
    /// for or passes itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub went_round: Vec<FeatureRef>,
    /// The zones in force that it leads through, where a way of least exposure was
    /// asked for or nothing else was left; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposure: Vec<ZoneExposure>,
    /// Severity-seconds from incidents near by, if exposure was asked for.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub incident_exposure_s: f64,
    /// What of the notices it rests on, and under which policy; `None` if the
    /// records are taken as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<StatusBasis>,
    /// The same in a form that can be checked without its maker: see [`crate::verify`].
    pub certificate: Certificate,
}

/// A movement along one street, or between a door and the street.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Leg {
    /// The number of the edge in the network; none between door and street.
    pub edge: Option<u32>,
    /// The name of the street, in its main language.
    pub street: Option<String>,
    /// Its names by language code (`ar`, `en` …), as many as the data has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// When it is entered.
    pub enter: Timestamp,
    /// When it is left.
    pub exit: Timestamp,
    /// Length along the ground.
    pub length: Metres,
    /// The announced corridors it runs along while they are announced as open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corridors: Vec<CorridorId>,
    /// Its line, in degrees, `[lon, lat]` each.
    pub line: Vec<[f64; 2]>,
}

/// A wait, or a checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stop {
    /// Where, in degrees, `[lon, lat]`.
    pub at: [f64; 2],
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// The checkpoint passed there, if any.
    pub checkpoint: Option<CheckpointId>,
    /// The checkpoint's delay, in seconds: part of the stay.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub delay_s: u32,
    /// How long those take who are reported to be waiting there, in seconds: part
    /// of the stay. What is left of it is waiting.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub queue_s: u32,
    /// What is waited for: closures of the next street, or the checkpoint's hours.
    pub waits_for: Vec<FeatureRef>,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NoWay {
    /// What stands against it.
    pub reason: NoWayReason,
    /// What would have to be lifted, together, for a way to open: none of it can
    /// be left out. Empty if closures are not the reason.
    pub closed_by: Vec<FeatureRef>,
    /// Whether no smaller set would open a way. `false` where there were too many
    /// sets to look at; then still nothing of `closed_by` can be left out.
    pub smallest: bool,
    /// The last instant, up to two days before the window, at which leaving
    /// still got through to arrive by the window's end. `None` if there was none.
    pub cut_off_since: Option<Timestamp>,
    /// The way of least exposure through zones in force, where there is one: least
    /// exposure first, then the earliest arrival. It does not keep the closures;
    /// its `exposure` names those it breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_exposed: Option<Box<RoutePlan>>,
    /// What of the notices this rests on, and under which policy; `None` if the
    /// records are taken as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<StatusBasis>,
}

/// What stands against a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoWayReason {
    /// No street open to the travel mode is near enough to the start.
    NoStreetNearStart,
    /// There is no destination with room that a street is near to.
    NoDestination,
    /// Streets lead from the start to no destination, closures or not.
    NotConnected,
    /// Nobody may be where the start is for all of the window.
    StartShut,
    /// Closures and checkpoints cut it off.
    CutOff,
    /// Nothing shuts the way, but it takes longer than the window.
    WindowTooShort,
}

impl NoWayReason {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoStreetNearStart => "no-street-near-start",
            Self::NoDestination => "no-destination",
            Self::NotConnected => "not-connected",
            Self::StartShut => "start-shut",
            Self::CutOff => "cut-off",
            Self::WindowTooShort => "window-too-short",
        }
    }
}

impl fmt::Display for NoWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            NoWayReason::NoStreetNearStart => "no street is near the start",
            NoWayReason::NoDestination => "no destination with room is near a street",
            NoWayReason::NotConnected => "no street leads to a destination",
            NoWayReason::StartShut => "the start is closed",
            NoWayReason::CutOff => "cut off",
            NoWayReason::WindowTooShort => "the way takes longer than the window",
        })?;
        for (number, cause) in self.closed_by.iter().enumerate() {
            f.write_str(match number {
                0 => ", by ",
                n if n + 1 == self.closed_by.len() => " and ",
                _ => ", ",
            })?;
            write!(f, "{cause}")?;
        }
        if let Some(since) = self.cut_off_since {
            write!(f, "; whoever left after {since} did not get through")?;
        }
        Ok(())
    }
}

/// A way, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteAnswer {
    /// A way.
    Way(Box<RoutePlan>),
    /// None, and why.
    NoWay(NoWay),
}

impl RouteAnswer {
    /// The way that keeps every closure, if there is one.
    pub fn way(&self) -> Option<&RoutePlan> {
        match self {
            Self::Way(plan) => Some(plan),
            Self::NoWay(_) => None,
        }
    }

    /// Why there is no way, if there is none.
    pub const fn no_way(&self) -> Option<&NoWay> {
        match self {
            Self::Way(_) => None,
            Self::NoWay(reason) => Some(reason),
        }
    }
}

/// How one neighbourhood gets to a shelter in a window, or why it does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NeighbourhoodPlan {
    /// The neighbourhood.
    pub neighbourhood: NeighbourhoodId,
    /// Where people start: its assembly points, or a point inside it; `[lon, lat]`.
    pub starts: Vec<[f64; 2]>,
    /// How they travel.
    pub mode: TravelMode,
    /// The window that was looked at.
    pub window: TimeWindow,
    /// The way, or why there is none.
    pub answer: RouteAnswer,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_nothing(seconds: &f64) -> bool {
    *seconds == 0.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
const fn is_zero(seconds: &u32) -> bool {
    *seconds == 0
}

pub(super) fn pair(at: Coord) -> [f64; 2] {
    [at.x, at.y]
}
