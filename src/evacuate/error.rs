//! Why there is no plan.
//!
//! Floor 5.

use crate::flow::FlowError;
use crate::id::CheckpointId;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::route::Cancelled;
use crate::route::PlanError;
use std::fmt;

/// A request that cannot be one: which part and property, what was expected
/// there and what was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{part}: property {property:?}: expected {expected}, found {found}")]
#[non_exhaustive]
pub struct InvalidRequest {
    /// Which part of the request.
    pub part: Part,
    /// Which of its properties.
    pub property: &'static str,
    /// What should be there.
    pub expected: &'static str,
    /// What is.
    pub found: String,
}

/// A part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The request itself.
    Request,
    /// The group of a neighbourhood.
    Group(NeighbourhoodId),
    /// A shelter.
    Shelter(ShelterId),
    /// A checkpoint.
    Checkpoint(CheckpointId),
    /// A convoy, by its name.
    Convoy(String),
    /// The table of capacities.
    Capacities,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("request"),
            Self::Group(id) => write!(f, "group {:?}", id.as_str()),
            Self::Shelter(id) => write!(f, "shelter {:?}", id.as_str()),
            Self::Checkpoint(id) => write!(f, "checkpoint {:?}", id.as_str()),
            Self::Convoy(id) => write!(f, "convoy {id:?}"),
            Self::Capacities => f.write_str("capacities"),
        }
    }
}

impl Part {
    pub(super) fn expects(
        self,
        property: &'static str,
        expected: &'static str,
        found: impl fmt::Display,
    ) -> InvalidRequest {
        InvalidRequest { part: self, property, expected, found: found.to_string() }
    }
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvacuationError {
    /// The request cannot be one.
    #[error(transparent)]
    Invalid(#[from] InvalidRequest),
    /// The streets cannot be planned on, or a schedule cannot be expanded.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The flow cannot be solved.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// Somebody stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
