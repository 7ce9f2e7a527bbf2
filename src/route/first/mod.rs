//! The first planner, which builds a graph for each window.
//!
//! Floor 5.

mod desk;
mod explain;
mod graph;
mod planner;
mod search;
mod story;
mod time_graph;

use super::interval;
use super::plan;

pub use planner::{Destination, PlanError, RoutePlanner, RouteRequest};
