//! One reported event.
//!
//! Floor 1.

use super::feature::{Particulars, noun};
use super::shape::Place;
use crate::id::IncidentId;
use crate::units::Metres;
use serde::{Deserialize, Serialize};

/// One reported event: a strike, a clash, a blockage. Its schedule is the time
/// at which it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    id: IncidentId,
    place: Place,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default)]
    radius: Metres,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<String>,
}

noun!(Incident, IncidentId, place: Place);

impl Incident {
    /// An event at `place`.
    pub fn new(id: impl Into<IncidentId>, place: Place) -> Self {
        Self {
            id: id.into(),
            place,
            particulars: Particulars::default(),
            radius: Metres(0.0),
            event: None,
        }
    }

    /// Sets how far from its place it may have been, or reached.
    #[must_use]
    pub const fn with_radius(mut self, radius: Metres) -> Self {
        self.radius = radius;
        self
    }

    /// Sets what happened, in the source's word.
    #[must_use]
    pub fn with_event(mut self, event: impl Into<String>) -> Self {
        self.event = Some(event.into());
        self
    }

    /// How far from its place it may have been, or reached.
    pub const fn radius(&self) -> Metres {
        self.radius
    }

    /// What happened, in the source's word.
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }
}
