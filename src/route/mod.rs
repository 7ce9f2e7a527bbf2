//! Planning: earliest arrival and latest departure through streets that close and open.
//!
//! Floor 5. Imports floors 0 to 4.
//!
//! [`RoutePlanner`] turns a picture into a graph in time (`graph`), asks the
//! search (`search`), and puts the answer into a [`RoutePlan`] with a
//! certificate, or into a [`NoWay`] with its reason (`explain`).

mod control;
mod first;
mod interval;
mod layer;
mod plan;
mod roads;
mod search;
mod settled;
mod sparse;
#[cfg(test)]
mod test_graph;
mod time_graph;

pub use control::{CancelToken, Cancelled, Progress};
pub use first::{Destination, PlanError, RoutePlanner, RouteRequest};
pub use plan::{Leg, NeighbourhoodPlan, NoWay, NoWayReason, RouteAnswer, RoutePlan, Stop};
