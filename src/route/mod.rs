//! Planning: earliest arrival and latest departure through streets that close and open.
//!
//! Floor 5. Imports floors 0 to 4.
//!
//! [`RoutePlanner`] turns a picture into a graph in time (`graph`), asks the
//! search (`search`), and puts the answer into a [`RoutePlan`] with a
//! certificate, or into a [`NoWay`] with its reason (`explain`).

mod desk;
mod explain;
mod graph;
mod interval;
mod plan;
mod planner;
mod search;
mod story;
mod time_graph;

pub use plan::{Leg, NeighbourhoodPlan, NoWay, NoWayReason, RouteAnswer, RoutePlan, Stop};
pub use planner::{Destination, PlanError, RoutePlanner, RouteRequest};
