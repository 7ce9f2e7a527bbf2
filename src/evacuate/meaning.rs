//! A flow over time, and what its arcs, sources and sinks stand for.
//!
//! Floor 5.

use super::layer::Layer;
use crate::flow::FlowProblem;
use crate::flow::Profile;
use crate::flow::Step;
use crate::id::CheckpointId;
use crate::model::TravelMode;
use crate::route::ArcIndex;
use crate::route::NodeIndex;
use crate::route::Tick;

/// A flow over time and what it stands for.
#[derive(Debug)]
pub(super) struct Expansion<'a> {
    pub(super) problem: FlowProblem,
    pub(super) layers: Vec<Layer<'a>>,
    /// The first node of each layer.
    pub(super) layer_starts: Vec<u32>,
    pub(super) arcs: Vec<ArcMeans>,
    /// How many ticks the clock of each node runs ahead.
    pub(super) ahead: Vec<Tick>,
    /// Of each source of the problem, its number in `slots`.
    pub(super) sources: Vec<usize>,
    /// Of each sink, its number in the case's shelters.
    pub(super) sinks: Vec<usize>,
    /// Everybody, by group, mode and place.
    pub(super) slots: Vec<Slot>,
    pub(super) gates: Vec<GateArc>,
    pub(super) first: Tick,
    pub(super) step: Tick,
    pub(super) shelters_unreached: Vec<usize>,
    /// What each of the variants changes.
    pub(super) variants: Vec<Variant>,
}

/// What other records would change.
#[derive(Clone, Debug, Default)]
pub(super) struct Variant {
    /// Arcs and how many may enter them then.
    pub(super) arcs: Vec<(u32, Profile)>,
    /// Checkpoints, by their numbers in [`Expansion::gates`], and in which steps they
    /// are open then.
    pub(super) gates: Vec<(usize, Vec<(Step, Step)>)>,
}

/// What an arc of the problem stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArcMeans {
    /// A street, or part of one, or the way between a door and a street.
    Street { layer: usize, arc: ArcIndex },
    /// A checkpoint, by its number in [`Expansion::gates`].
    Gate(usize),
    /// Going into a shelter, by its number in the case.
    Shelter(usize),
    /// Getting into the vehicles of a convoy, by its number in the request.
    Boarding(usize),
    /// Going on from one of these to another.
    Turn,
}

/// The people of a group who travel in one mode and start at one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Which group of the case.
    pub(super) group: usize,
    pub(super) mode: TravelMode,
    /// Which of how many places of the group and mode.
    pub(super) number: u64,
    pub(super) of: u64,
    /// Where: layer and node; none if no street is near.
    pub(super) at: Option<(usize, NodeIndex)>,
    /// Why they are not in the problem, if they are not.
    pub(super) aside: Option<Aside>,
}

/// Why people are not in the problem: what there is none of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// No street for the mode is near.
    Street,
    /// No convoy comes for them.
    Convoy,
    /// No way leads from there to a shelter in the window.
    Way,
}

/// The arc of the checkpoints at one node in one layer.
#[derive(Clone, Debug)]
pub(super) struct GateArc {
    pub(super) arc: u32,
    pub(super) profile: u32,
    pub(super) checkpoints: Vec<CheckpointId>,
    /// Which share of each checkpoint's rate is for this arc.
    pub(super) shares: Vec<f64>,
    /// Steps in which it is open, `[from, until)`.
    pub(super) open: Vec<(Step, Step)>,
}

impl Slot {
    /// How many of those of a group and mode are here.
    pub(super) const fn persons(&self, of_mode: u64) -> u64 {
        of_mode / self.of + (self.number < of_mode % self.of) as u64
    }
}

impl Expansion<'_> {
    /// The tick at which those are at a node who are there first in a step.
    pub(super) fn tick(&self, node: u32, step: Step) -> Tick {
        self.first + Tick::from(step) * self.step - self.ahead[node as usize]
    }

    /// The tick by which all are in a shelter who arrive in a step.
    pub(super) fn arrived(&self, step: Step) -> Tick {
        self.first + (Tick::from(step) + 1) * self.step
    }
}
