//! Places that receive people, and places where people gather.
//!
//! Floor 1.

use super::feature::{Particulars, noun};
use super::shape::Place;
use crate::id::AssemblyPointId;
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
use crate::units::Persons;
use serde::{Deserialize, Serialize};

/// A place that receives people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shelter {
    id: ShelterId,
    place: Place,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capacity: Option<Persons>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    occupancy: Option<Persons>,
}

noun!(Shelter, ShelterId, place: Place);

impl Shelter {
    /// A shelter of which neither capacity nor occupancy is known.
    pub fn new(id: impl Into<ShelterId>, place: Place) -> Self {
        Self {
            id: id.into(),
            place,
            particulars: Particulars::default(),
            capacity: None,
            occupancy: None,
        }
    }

    /// Sets how many people it can hold.
    #[must_use]
    pub const fn with_capacity(mut self, capacity: Persons) -> Self {
        self.capacity = Some(capacity);
        self
    }

    /// Sets how many people are in it.
    #[must_use]
    pub const fn with_occupancy(mut self, occupancy: Persons) -> Self {
        self.occupancy = Some(occupancy);
        self
    }

    /// How many people it can hold.
    pub const fn capacity(&self) -> Option<Persons> {
        self.capacity
    }

    /// How many people are in it.
    pub const fn occupancy(&self) -> Option<Persons> {
        self.occupancy
    }

    /// How many more people it can take; `None` if capacity or occupancy is
    /// not known, 0 if it is over capacity.
    pub fn free_places(&self) -> Option<Persons> {
        Some(Persons(self.capacity?.0.saturating_sub(self.occupancy?.0)))
    }
}

/// A place where people gather before they leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssemblyPoint {
    id: AssemblyPointId,
    place: Place,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    neighbourhood: Option<NeighbourhoodId>,
}

noun!(AssemblyPoint, AssemblyPointId, place: Place);

impl AssemblyPoint {
    /// An assembly point.
    pub fn new(id: impl Into<AssemblyPointId>, place: Place) -> Self {
        Self { id: id.into(), place, particulars: Particulars::default(), neighbourhood: None }
    }

    /// Sets the neighbourhood whose people gather there.
    #[must_use]
    pub fn with_neighbourhood(mut self, neighbourhood: NeighbourhoodId) -> Self {
        self.neighbourhood = Some(neighbourhood);
        self
    }

    /// The neighbourhood whose people gather there.
    pub const fn neighbourhood(&self) -> Option<&NeighbourhoodId> {
        self.neighbourhood.as_ref()
    }
}
