//! What is asked for.
//!
//! Floor 5.

use super::capacity::CapacityTable;
use super::estimate::Estimate;
use crate::id::CheckpointId;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::model::TravelMode;
use crate::network::RoutePolicy;
use crate::time::TimeWindow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who has to leave from where, to which shelters, when and how.
///
/// In JSON every property but `window` may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvacuationRequest {
    /// From the first instant anybody may leave to the last at which they must
    /// have arrived.
    pub window: TimeWindow,
    /// Seconds in a step. Default: 60.
    #[serde(default = "a_minute")]
    pub step_s: u32,
    /// Who has to leave. Default: everybody in every neighbourhood, on foot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRequest>,
    /// Where they may go. Default: every shelter with free places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shelters: Vec<ShelterRequest>,
    /// How many get through where.
    #[serde(default)]
    pub capacities: CapacityTable,
    /// Persons an hour at checkpoints, instead of what is reported.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub checkpoint_rates: BTreeMap<CheckpointId, Estimate>,
    /// Persons an hour at checkpoints for which nobody has said. Default: they
    /// are not counted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_checkpoint_rate: Option<Estimate>,
    /// Vehicles that travel together and come back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub convoys: Vec<Convoy>,
    /// What the plan may rely on and must keep away from.
    #[serde(default)]
    pub policy: RoutePolicy,
    /// How it is solved. Default: by size.
    #[serde(default)]
    pub method: MethodChoice,
    /// Where in a neighbourhood people start.
    #[serde(default)]
    pub start_from: StartFrom,
    /// Whether to ask what would be gained or lost if one thing were otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub what_ifs: bool,
    /// How often ranges are drawn anew for the band of the clearance curve.
    /// Default: never.
    #[serde(default)]
    pub samples: u32,
    /// What the draws begin from: the same seed, the same draws.
    #[serde(default)]
    pub seed: u64,
}

const fn a_minute() -> u32 {
    60
}

/// The people of a neighbourhood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRequest {
    /// Where they are.
    pub neighbourhood: NeighbourhoodId,
    /// How many, in whole persons. Default: the population that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<Estimate>,
    /// Which share of them travels how; the shares add up to 1. Default: all on
    /// foot.
    #[serde(default = "all_on_foot")]
    pub modes: BTreeMap<TravelMode, f64>,
    /// When they can leave at the earliest. Default: when the window begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_departure: Option<Timestamp>,
    /// Where not everybody can be brought out, 1 comes before 2. Default: 1.
    #[serde(default = "first")]
    pub priority: u32,
}

fn all_on_foot() -> BTreeMap<TravelMode, f64> {
    BTreeMap::from([(TravelMode::Foot, 1.0)])
}

const fn first() -> u32 {
    1
}

/// A shelter that may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShelterRequest {
    /// Which one.
    pub shelter: ShelterId,
    /// How many more people it takes. Default: its capacity less those who are
    /// in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u64>,
}

/// Vehicles that travel together, and come back for more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Convoy {
    /// Its name.
    pub id: String,
    /// Whom it fetches.
    pub neighbourhood: NeighbourhoodId,
    /// How many vehicles.
    pub vehicles: u32,
    /// Seats for passengers in each.
    pub seats: u32,
    /// How long they take to let people out and in again, both together.
    /// Default: 0.
    #[serde(default)]
    pub turnaround_s: u32,
    /// When they first stand ready. Default: when the window begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_from: Option<Timestamp>,
}

/// How a plan is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MethodChoice {
    /// By the size of the question.
    #[default]
    Automatic,
    /// Nothing better exists, and the proof shows it.
    Exact,
    /// Everybody in as early as possible, and the proof shows it; in which order is
    /// left open.
    Quickest,
    /// Routes filled one after another; what could be better is bounded.
    Fast,
}

/// Where in a neighbourhood people start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartFrom {
    /// At junctions all over it, as many at each.
    #[default]
    Streets,
    /// At its assembly points, as many at each; on streets if it has none.
    AssemblyPoints,
}

impl EvacuationRequest {
    /// Everybody in every neighbourhood on foot to every shelter with free
    /// places, within a window.
    pub fn new(window: TimeWindow) -> Self {
        Self {
            window,
            step_s: a_minute(),
            groups: Vec::new(),
            shelters: Vec::new(),
            capacities: CapacityTable::default(),
            checkpoint_rates: BTreeMap::new(),
            unknown_checkpoint_rate: None,
            convoys: Vec::new(),
            policy: RoutePolicy::default(),
            method: MethodChoice::default(),
            start_from: StartFrom::default(),
            what_ifs: false,
            samples: 0,
            seed: 0,
        }
    }

    /// Sets the seconds in a step.
    #[must_use]
    pub const fn step_s(mut self, step_s: u32) -> Self {
        self.step_s = step_s;
        self
    }

    /// Adds a group.
    #[must_use]
    pub fn group(mut self, group: GroupRequest) -> Self {
        self.groups.push(group);
        self
    }

    /// Adds a shelter, with another number of free places if one is given.
    #[must_use]
    pub fn shelter(mut self, shelter: impl Into<ShelterId>, places: Option<u64>) -> Self {
        self.shelters.push(ShelterRequest { shelter: shelter.into(), places });
        self
    }

    /// Adds a convoy.
    #[must_use]
    pub fn convoy(mut self, convoy: Convoy) -> Self {
        self.convoys.push(convoy);
        self
    }

    /// Sets how many get through where.
    #[must_use]
    pub fn capacities(mut self, capacities: CapacityTable) -> Self {
        self.capacities = capacities;
        self
    }

    /// Asks what would be gained or lost if one thing were otherwise.
    #[must_use]
    pub const fn what_ifs(mut self) -> Self {
        self.what_ifs = true;
        self
    }

    /// Sets how many persons an hour a checkpoint passes.
    #[must_use]
    pub fn checkpoint_rate(
        mut self,
        checkpoint: impl Into<CheckpointId>,
        rate: impl Into<Estimate>,
    ) -> Self {
        self.checkpoint_rates.insert(checkpoint.into(), rate.into());
        self
    }

    /// Sets how many persons an hour those checkpoints pass of which nobody has said.
    #[must_use]
    pub fn unknown_checkpoint_rate(mut self, rate: impl Into<Estimate>) -> Self {
        self.unknown_checkpoint_rate = Some(rate.into());
        self
    }

    /// Sets what the plan may rely on.
    #[must_use]
    pub fn policy(mut self, policy: RoutePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets how it is solved.
    #[must_use]
    pub const fn method(mut self, method: MethodChoice) -> Self {
        self.method = method;
        self
    }

    /// Sets where in a neighbourhood people start.
    #[must_use]
    pub const fn start_from(mut self, start_from: StartFrom) -> Self {
        self.start_from = start_from;
        self
    }

    /// Sets how often ranges are drawn anew, and what the draws begin from.
    #[must_use]
    pub const fn samples(mut self, samples: u32, seed: u64) -> Self {
        self.samples = samples;
        self.seed = seed;
        self
    }
}

impl GroupRequest {
    /// All the people of a neighbourhood, on foot, from the start.
    pub fn new(neighbourhood: impl Into<NeighbourhoodId>) -> Self {
        Self {
            neighbourhood: neighbourhood.into(),
            persons: None,
            modes: all_on_foot(),
            earliest_departure: None,
            priority: first(),
        }
    }

    /// Sets how many they are.
    #[must_use]
    pub fn persons(mut self, persons: impl Into<Estimate>) -> Self {
        self.persons = Some(persons.into());
        self
    }

    /// Sets which share of them travels how.
    #[must_use]
    pub fn modes(mut self, shares: impl IntoIterator<Item = (TravelMode, f64)>) -> Self {
        self.modes = shares.into_iter().collect();
        self
    }

    /// Sets when they can leave at the earliest.
    #[must_use]
    pub const fn earliest_departure(mut self, at: Timestamp) -> Self {
        self.earliest_departure = Some(at);
        self
    }

    /// Sets who comes first: 1 before 2.
    #[must_use]
    pub const fn priority(mut self, priority: u32) -> Self {
        self.priority = priority;
        self
    }
}
