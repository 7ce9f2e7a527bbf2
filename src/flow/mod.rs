//! Flows over time: many people, few places, and only so many a minute.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! A [`FlowProblem`] is a graph whose arcs take time and let only so many in at
//! each step, with people at its sources and room at its sinks. It knows no
//! streets: `evacuate` makes it from a scenario and reads the [`FlowAnswer`]
//! back. An answer comes with a [`Proof`], and [`check`](check::check) holds
//! both against the problem without knowing how they were found.
//!
//! Time is counted in whole steps from 0. People wait at their sources for as
//! long as need be, and on the way only where the problem says that they may.

mod answer;
mod augment;
mod before;
mod bits;
mod bounds;
pub mod check;
mod exact;
mod exchange;
mod fast;
mod fitting;
mod ground;
mod layers;
mod lists;
mod most;
#[cfg(test)]
mod oracle;
mod paced;
mod problem;
mod profile;
mod proof;
mod quickest;
mod relaxed;
mod rounds;
mod routes;
mod settle;
mod solve;
mod soonest;
mod steady;
mod validate;
mod what_if;

pub use self::answer::{Departure, FlowAnswer, FlowRoute, Method, Move};
pub use self::problem::{FlowArc, FlowProblem, FlowSink, FlowSource, InvalidProblem};
pub use self::profile::{Piece, Profile};
pub use self::proof::{Cut, Labels, Potentials, Proof};
pub use self::solve::{FlowError, FlowProgress, Solve, relax};
pub use self::what_if::{Change, WhatIf};

/// A number of steps, or the number of a step; the first is 0.
pub type Step = u32;
