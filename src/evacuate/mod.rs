//! Evacuation: who leaves when, by which way, to which shelter.
//!
//! Floor 5. Imports floors 0 to 4 and `route`.
//!
//! An [`EvacuationRequest`] and a picture become a flow over time (`expand`):
//! streets, checkpoints and shelters with what they let through in each step.
//! [`crate::flow`] solves it, and the answer becomes an [`EvacuationPlan`]
//! (`answer`). What is reported as shut is kept; what is not known is not
//! counted on, and named.

mod answer;
mod assign;
mod assumptions;
mod bottleneck;
mod bracket;
mod capacity;
mod case;
mod clocks;
mod curve;
mod entry;
mod error;
mod estimate;
mod expand;
mod gates;
mod layer;
mod meaning;
mod open;
mod plan;
mod planner;
mod request;
mod routes;
mod sample;
mod sources;
mod unserved;
mod what_if;
mod words;

pub use assign::{Assigned, Assignment, AssignmentError, FamilyGroup};
pub use capacity::CapacityTable;
pub use error::{EvacuationError, InvalidRequest, Part};
pub use estimate::Estimate;
pub use plan::{
    Band, BandPoint, Bottleneck, BottleneckKind, Bounds, CheckpointUse, Curve, CurvePoint,
    EvacuationPlan, GroupResult, Left, Movement, PlannedRoute, Reason, RoundedDown, ShelterUse,
    WhatIfAnswer, WhatIfKind, WhatIfs,
};
pub use planner::EvacuationPlanner;
pub use request::{
    Convoy, EvacuationRequest, GroupRequest, MethodChoice, ShelterRequest, StartFrom,
};

#[cfg(test)]
mod tests;
