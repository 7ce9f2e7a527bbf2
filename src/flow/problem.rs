//! What is to be solved.
//!
//! Floor 0.

use super::Profile;
use super::Step;

/// People on a graph that is crossed in whole steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowProblem {
    /// The number of nodes; they are numbered from 0.
    pub nodes: u32,
    /// The arcs, numbered in this order.
    pub arcs: Vec<FlowArc>,
    /// Capacities that arcs refer to.
    pub profiles: Vec<Profile>,
    /// Nodes where people may wait on the way, any number of them, in order and
    /// without repeats.
    pub waiting: Vec<u32>,
    /// Where people are.
    pub sources: Vec<FlowSource>,
    /// Where there is room for them. At most one at a node.
    pub sinks: Vec<FlowSink>,
    /// Only those count who arrive in a step before this one.
    pub horizon: Step,
}

/// A way from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowArc {
    /// Where it starts.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// Who enters in step `t` is at the head in step `t + delay`. May be 0, but
    /// not all the way round a cycle.
    pub delay: Step,
    /// How many may enter, step by step: an index into
    /// [`profiles`](FlowProblem::profiles).
    pub profile: u32,
}

/// People at one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowSource {
    /// Where they are.
    pub node: u32,
    /// How many.
    pub persons: u64,
    /// The first step in which they can leave.
    pub from: Step,
    /// Where not everybody can be brought out, those of a lower class come first.
    pub class: u32,
}

/// Room at one node. Who comes there in step `t` may enter in that step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowSink {
    /// Where it is.
    pub node: u32,
    /// For how many.
    pub places: u64,
}

/// A problem that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidProblem {
    /// Something refers to what is not there.
    #[error("{what} #{number}: expected {expected} below {end}, found {found}")]
    NotThere {
        /// What refers to it: an arc, a source …
        what: &'static str,
        /// Which one, from 0.
        number: usize,
        /// What it refers to.
        expected: &'static str,
        /// How many there are.
        end: usize,
        /// What it says.
        found: u64,
    },
    /// Arcs without delay lead round in a circle.
    #[error("arc #{arc}: expected a delay somewhere on every cycle, found one without")]
    CycleWithoutDelay {
        /// One of its arcs.
        arc: usize,
    },
    /// Two sinks at a node.
    #[error("sink #{number}: expected at most one at a node, found another at node {node}")]
    TwoSinks {
        /// The second of them.
        number: usize,
        /// Where.
        node: u32,
    },
    /// More steps or people than can be counted.
    #[error("expected at most {most} {what}, found {found}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: u64,
        /// How many there are.
        found: u64,
    },
    /// A profile whose pieces overlap, run backwards or have no length of steps.
    #[error("profile #{number}: expected pieces in order with a rate, found piece #{piece}")]
    BadProfile {
        /// Which profile.
        number: usize,
        /// Which of its pieces.
        piece: usize,
    },
    /// The list of nodes where people may wait is out of order.
    #[error("waiting node #{number}: expected nodes in order without repeats, found {node}")]
    WaitingOutOfOrder {
        /// Which entry.
        number: usize,
        /// What it says.
        node: u32,
    },
}
