//! Planning: earliest arrival and latest departure through streets that close and open.
//!
//! Floor 5. Imports floors 0 to 4.
//!
//! [`RoutePlanner`] turns a picture into a graph in time (`graph`), asks the
//! search (`search`), and puts the answer into a [`RoutePlan`] with a
//! certificate, or into a [`NoWay`] with its reason (`explain`).

mod bound;
mod choices;
mod conditions;
mod control;
mod cost;
mod criticality;
mod desk;
mod doors;
mod error;
mod explain;
mod exposed;
mod front;
mod hitting;
mod incidents;
mod instructions;
mod interval;
mod layer;
mod lines;
mod metrics;
mod plan;
mod planner;
mod reach;
mod roads;
mod round;
mod scratch;
mod search;
mod settled;
mod snapshot;
mod sparse;
mod story;
mod streets;
#[cfg(test)]
mod test_graph;
mod ticks;
mod time_graph;

pub(crate) use conditions::{Conditions, Ground, WhatIf};
pub(crate) use doors::{ArcOf, Door, RouteGraph, Takes};
pub(crate) use interval::{Tick, Ticks};
pub(crate) use planner::look_back;
pub(crate) use ticks::{instant, permitted};
pub(crate) use time_graph::{ArcIndex, NodeIndex};

pub use choices::{Alternative, Choice, ProfilePiece};
pub use control::{CancelToken, Cancelled, Progress};
pub use criticality::{Critical, Effect, Element};
pub use error::PlanError;
pub use instructions::{Instruction, Turn};
pub use plan::{Leg, NeighbourhoodPlan, NoWay, NoWayReason, RouteAnswer, RoutePlan, Stop};
pub use planner::{Destination, RoutePlanner, RouteRequest, Watch};
pub use reach::{Reach, ReachedStreet};
pub use snapshot::{Cell, Matrix, Snapshot, Unreached};
pub use streets::{OtherStreets, PreparedStreets};
