//! What a plan claims, in a form that can be checked without the plan's maker.
//!
//! Floor 4.

use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::model::TravelMode;
use crate::network::RoutePolicy;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Every movement and every stay of one traveller, with place and time.
///
/// It names no street and no edge: a checker needs the scenario and nothing of
/// the network or the search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Certificate {
    /// How the traveller travels.
    pub mode: TravelMode,
    /// The policy that the plan keeps.
    pub policy: RoutePolicy,
    /// The window that the plan looked at.
    pub window: TimeWindow,
    /// The zones in force that the traveller is in, where no other way is left;
    /// empty for a way that keeps every closure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposed_in: Vec<ZoneExposure>,
    /// Movements and stays, in order of time, each beginning where and when the
    /// one before ended.
    pub acts: Vec<Act>,
}

/// How long a traveller is in a zone while it is in force or its state is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ZoneExposure {
    /// The zone.
    pub zone: FeatureRef,
    /// For how long at most, in seconds.
    pub inside_s: f64,
    /// What that counts, in severity-seconds.
    pub exposure_s: f64,
}

impl ZoneExposure {
    /// So long in a zone, which counts so much.
    pub const fn new(zone: FeatureRef, inside_s: f64, exposure_s: f64) -> Self {
        Self { zone, inside_s, exposure_s }
    }
}

/// One thing a traveller does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "act")]
pub enum Act {
    /// Moves along a line at an even pace.
    Move {
        /// The line in degrees, `[lon, lat]` each.
        #[serde(with = "pairs")]
        line: Vec<Coord>,
        /// When the traveller is at its first point.
        enter: Timestamp,
        /// When the traveller is at its last point.
        exit: Timestamp,
    },
    /// Stays at a place.
    Stay {
        /// Where, in degrees.
        #[serde(with = "pair")]
        at: Coord,
        /// From when.
        from: Timestamp,
        /// Until when; the instant at which the traveller leaves.
        until: Timestamp,
        /// The checkpoint that is passed, if that is why; then its delay is the
        /// last part of the stay or some part of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checkpoint: Option<CheckpointId>,
    },
}

mod pair {
    use geo::Coord;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Coord, serializer: S) -> Result<S::Ok, S::Error> {
        [at.x, at.y].serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Coord, D::Error> {
        <[f64; 2]>::deserialize(from).map(Coord::from)
    }
}

mod pairs {
    use geo::Coord;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(line: &[Coord], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(line.iter().map(|at| [at.x, at.y]))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Coord>, D::Error> {
        let pairs = Vec::<[f64; 2]>::deserialize(from)?;
        Ok(pairs.into_iter().map(Coord::from).collect())
    }
}
