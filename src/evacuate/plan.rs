//! What an evacuation plan says.
//!
//! Floor 5.

use super::request::{EvacuationRequest, MethodChoice};
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::model::TravelMode;
use crate::notice::StatusBasis;
use crate::time::TimeWindow;
use crate::units::Metres;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Who leaves when, by which way, to which shelter; who stays behind and why;
/// what holds people up; and how much better any other plan could be.
///
/// It keeps every closure that has been reported and every capacity that was
/// stated or assumed. It does not say that a way is free of danger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EvacuationPlan {
    /// What was asked.
    pub request: EvacuationRequest,
    /// How it was found: exact or fast.
    pub method: MethodChoice,
    /// The zone in which the words give times; UTC if none.
    pub time_zone: Option<String>,
    /// The whole steps that were planned in.
    pub window: TimeWindow,
    /// Seconds in a step.
    pub step_s: u32,
    /// How good it is.
    pub bounds: Bounds,
    /// What became of each group, by neighbourhood.
    pub groups: Vec<GroupResult>,
    /// Who had arrived by when: all, then each neighbourhood, then each shelter.
    pub clearance: Vec<Curve>,
    /// Who travels how.
    pub routes: Vec<PlannedRoute>,
    /// What became of each shelter.
    pub shelters: Vec<ShelterUse>,
    /// What became of each checkpoint that somebody passes, or that is not
    /// counted on.
    pub checkpoints: Vec<CheckpointUse>,
    /// What holds people up, in order of time.
    pub bottlenecks: Vec<Bottleneck>,
    /// The band of the clearance curve, if ranges were drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// What would be gained or lost if one thing were otherwise, if it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_ifs: Option<WhatIfs>,
    /// What was taken for want of anything better.
    pub assumptions: Vec<String>,
    /// What the reader should know of the request and the records.
    pub warnings: Vec<String>,
    /// What of the notices it rests on; `None` if the records are taken as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<StatusBasis>,
}

/// How good a plan is, and what no plan under the same rules can do better.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bounds {
    /// How many there are.
    pub persons: u64,
    /// How many arrive.
    pub moved: u64,
    /// No plan brings more than these there.
    pub moved_at_most: u64,
    /// When the last have arrived; none if nobody does.
    pub clearance: Option<Timestamp>,
    /// From the window's start to that, in seconds.
    pub clearance_s: Option<u64>,
    /// Under no plan have as many arrived before this.
    pub clearance_at_least: Option<Timestamp>,
    /// The mean time of arrival after the window's start, in seconds.
    pub mean_arrival_s: Option<f64>,
    /// No plan that brings as many there has a smaller mean.
    pub mean_arrival_at_least_s: Option<f64>,
    /// By how much the mean may be above the least, in per cent of it.
    pub gap_percent: Option<f64>,
    /// What holds if times are rounded down to whole steps, where the plan rounds
    /// them up: the truth lies between both. None if the steps are too many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_down: Option<RoundedDown>,
}

/// What no plan can do better for as many people, even if all times are rounded
/// down to whole steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RoundedDown {
    /// Seconds in the steps to which times are rounded down.
    pub step_s: f64,
    /// No plan brings more than these there.
    pub moved_at_most: u64,
    /// As many have not arrived before this.
    pub clearance_at_least: Option<Timestamp>,
    /// The mean time of arrival after the window's start is no smaller, in seconds.
    pub mean_arrival_at_least_s: Option<f64>,
}

/// What became of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupResult {
    /// Where they were.
    pub neighbourhood: NeighbourhoodId,
    /// What it is called.
    pub name: String,
    /// How many they were.
    pub persons: u64,
    /// How many arrive.
    pub moved: u64,
    /// When the last of them arrive.
    pub clearance: Option<Timestamp>,
    /// Who stays behind, and why.
    pub left: Vec<Left>,
}

/// People who stay behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Left {
    /// How they would have travelled.
    pub mode: TravelMode,
    /// How many.
    pub persons: u64,
    /// Why.
    pub reason: Reason,
    /// What would have to be lifted, together, for a way to open; empty if that
    /// is not the reason.
    pub closed_by: Vec<FeatureRef>,
    /// The same in words.
    pub text: String,
}

/// Why people stay behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// Closures and checkpoints leave no way to a shelter.
    CutOff,
    /// No street leads to a shelter, whatever is open.
    NotConnected,
    /// There is a way, but not for so many in the window.
    WindowTooShort,
    /// Every shelter that they could reach is full.
    NoRoom,
    /// No street for their way of travelling is near.
    NoStreet,
    /// Nothing takes them: no convoy comes.
    NoMode,
    /// The only ways lead over checkpoints of whose rate nobody has said.
    CheckpointRateUnknown,
    /// The only ways lead over streets, ferries or announced corridors that take
    /// nobody, or of which nobody has said how many they take.
    StreetRateUnknown,
}

/// How many had arrived by when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Curve {
    /// From which neighbourhood, or in which shelter; all if none.
    pub of: Option<FeatureRef>,
    /// Only where the number changes.
    pub points: Vec<CurvePoint>,
}

/// So many by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// When.
    pub at: Timestamp,
    /// How many by then.
    pub persons: u64,
}

/// People who travel one way, at one time or another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlannedRoute {
    /// Its number in the plan, from 1.
    pub id: u32,
    /// Where they come from.
    pub neighbourhood: NeighbourhoodId,
    /// How they travel.
    pub mode: TravelMode,
    /// The convoy that carries them, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convoy: Option<String>,
    /// Where they go.
    pub shelter: ShelterId,
    /// How many in all.
    pub persons: u64,
    /// Its line in degrees, `[lon, lat]` each.
    pub line: Vec<[f64; 2]>,
    /// Length along the ground.
    pub length: Metres,
    /// How long it takes without waits, in seconds.
    pub travel_s: u64,
    /// The numbers of its edges in the network, in order.
    pub edges: Vec<u32>,
    /// For each edge, how many seconds after their departure people enter it,
    /// waits at checkpoints left out.
    pub enters_s: Vec<u64>,
    /// The names of its streets, in order, each once in a row.
    pub streets: Vec<String>,
    /// Announced corridors that it runs along while they are announced as open.
    pub corridors: Vec<CorridorId>,
    /// Checkpoints on it, in order.
    pub checkpoints: Vec<CheckpointId>,
    /// For each checkpoint, how many of the edges are entered before it.
    pub edges_before: Vec<u32>,
    /// Who travels it when.
    pub movements: Vec<Movement>,
}

/// People who leave in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Movement {
    /// When the first of them leave; the others do within one step.
    pub departure: Timestamp,
    /// When all of them have arrived.
    pub arrival: Timestamp,
    /// How many.
    pub persons: u64,
    /// How long they wait at checkpoints, in seconds.
    pub wait_s: u64,
}

/// What became of a shelter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShelterUse {
    /// Which one.
    pub shelter: ShelterId,
    /// What it is called.
    pub name: String,
    /// How many free places it had.
    pub places: u64,
    /// How many arrive.
    pub persons: u64,
    /// When the last place is taken, if it is.
    pub full_at: Option<Timestamp>,
    /// Whether a street for some mode in use is near it.
    pub reached: bool,
}

/// What became of a checkpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CheckpointUse {
    /// Which one.
    pub checkpoint: CheckpointId,
    /// What it is called.
    pub name: String,
    /// Persons an hour that it passes; none if nobody has said, and then it is
    /// not counted on.
    pub persons_per_hour: Option<f64>,
    /// How many pass.
    pub persons: u64,
    /// When the first begin to pass.
    pub first: Option<Timestamp>,
    /// When the last have begun to pass.
    pub last: Option<Timestamp>,
    /// The mean wait before it, in seconds.
    pub mean_wait_s: f64,
    /// The longest wait before it, in seconds.
    pub longest_wait_s: u64,
}

/// Something that holds people up for a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bottleneck {
    /// What sort of thing it is.
    pub kind: BottleneckKind,
    /// The checkpoint, shelter or neighbourhood; none for a street.
    pub of: Option<FeatureRef>,
    /// The number of the street's edge in the network, for a street.
    pub edge: Option<u32>,
    /// Where, `[lon, lat]`.
    pub at: [f64; 2],
    /// Since when as many as possible pass.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// How many an hour that is.
    pub persons_per_hour: f64,
    /// How many have still to pass, or never will although there is room for
    /// them somewhere; for a shelter, how many stay behind who could reach it.
    pub persons_behind: u64,
    /// The same in words.
    pub text: String,
}

/// What sort of thing holds people up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BottleneckKind {
    /// A checkpoint.
    Checkpoint,
    /// A street.
    Street,
    /// A shelter that is full.
    Shelter,
    /// The seats of a convoy.
    Convoy,
}

/// Between which numbers the clearance curve lies where the ranges are drawn
/// again and again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Band {
    /// What the draws began from.
    pub seed: u64,
    /// How many draws.
    pub samples: u32,
    /// Only where a number changes.
    pub points: Vec<BandPoint>,
    /// When the last had arrived, in 5, 50 and 95 of 100 draws; of those who
    /// arrive at all.
    pub clearance: Option<[Timestamp; 3]>,
}

/// How many had arrived by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandPoint {
    /// When.
    pub at: Timestamp,
    /// In 5 of 100 draws no more than these.
    pub low: u64,
    /// In half of the draws no more than these.
    pub middle: u64,
    /// In 95 of 100 draws no more than these.
    pub high: u64,
}

/// What would be gained or lost if one thing were otherwise, the most gained first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatIfs {
    /// Counted are those who can have arrived by then: by the window's end if the plan
    /// leaves somebody behind, else halfway through the time that it takes.
    pub by: Timestamp,
    /// How many can have as things are.
    pub persons: u64,
    /// Whether the numbers are exact under the plan's rules, or found with several
    /// steps taken together and times rounded down.
    pub exact: bool,
    /// One for each change.
    pub answers: Vec<WhatIfAnswer>,
}

/// What one change would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatIfAnswer {
    /// What sort of change.
    pub kind: WhatIfKind,
    /// The checkpoint, corridor or shelter; none for a street.
    pub of: Option<FeatureRef>,
    /// The number of the street's edge in the network, for a street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edge: Option<u32>,
    /// Where the street is, `[lon, lat]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<[f64; 2]>,
    /// How many can have arrived after the change.
    pub persons: u64,
    /// How many more than as things are; less than 0 if fewer.
    pub gained: i64,
    /// The same in words.
    pub text: String,
}

/// What sort of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WhatIfKind {
    /// A checkpoint is open throughout.
    CheckpointOpened,
    /// A checkpoint passes twice as many.
    CheckpointWidened,
    /// A corridor stays open for an hour more each time.
    CorridorLonger,
    /// A shelter has half as many places again.
    ShelterEnlarged,
    /// A street lets nobody through, either way.
    StreetLost,
}

impl EvacuationPlan {
    /// The clearance curve of everybody.
    pub fn curve(&self) -> Option<&Curve> {
        self.clearance.iter().find(|curve| curve.of.is_none())
    }

    /// How many stay behind.
    pub fn left(&self) -> u64 {
        self.groups.iter().map(|group| group.persons - group.moved).sum()
    }
}
