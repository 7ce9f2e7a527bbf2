//! What the library knows, as layers.
//!
//! Floor 6. One file for each thing that becomes layers.

mod audit;
mod evacuation;
mod hits;
mod plan;
mod reach;
mod scenario;
mod table;
mod timeline;

pub use audit::AuditView;
pub use evacuation::EvacuationView;
pub use hits::HitsView;
pub(crate) use plan::PLAN_LEGS;
pub use plan::PlanView;
pub use reach::ReachView;
pub use scenario::ScenarioView;
pub(crate) use table::embargo_of_all;
pub use timeline::TimelineView;

#[cfg(test)]
mod tests;
