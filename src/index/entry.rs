//! What the index holds of a record.
//!
//! Floor 3. Imports `geodesy`, `id`, `time`, `units`.

use super::query::on_earth;
use crate::geodesy::buffer;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::Incident;
use crate::scenario::Scenario;
use crate::time::Schedule;
use crate::units::Metres;
use geo::{CoordsIter, Geometry};

/// What the index holds of a record: its name, place and times.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which record.
    pub reference: FeatureRef,
    /// Where it is, in degrees, straight from vertex to vertex (RFC 7946).
    pub geometry: Geometry,
    /// When it is active.
    pub schedule: Schedule,
    /// If given and above zero, the entry is all within this distance of the
    /// geometry, as [`buffer`](crate::geodesy::buffer) draws it.
    pub radius: Option<Metres>,
}

impl Entry {
    /// An entry that is active at all times and has no radius.
    pub fn new(reference: FeatureRef, geometry: impl Into<Geometry>) -> Self {
        Self { reference, geometry: geometry.into(), schedule: Schedule::always(), radius: None }
    }

    /// The entries of a scenario's records, in its order. An incident reaches
    /// as far as its radius, an announced corridor half its width to each side.
    pub fn of_scenario(scenario: &Scenario) -> impl Iterator<Item = Self> {
        scenario.features().map(|record| {
            let reference = record.reference();
            let id = reference.id();
            let radius = match reference.kind() {
                Kind::Incident => scenario.incident(&id.into()).map(Incident::radius),
                Kind::SafeCorridor => scenario
                    .corridor(&id.into())
                    .map(|corridor| Metres(corridor.width_or_default().0 / 2.0)),
                _ => None,
            };
            Self { geometry: record.geometry(), schedule: record.schedule(), reference, radius }
        })
    }

    /// With these times.
    #[must_use]
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// With a radius.
    #[must_use]
    pub fn radius(mut self, radius: Metres) -> Self {
        self.radius = Some(radius);
        self
    }

    /// The area around the geometry, if there is a radius.
    pub(super) fn outline(&self) -> Option<Geometry> {
        let radius = self.radius.filter(|radius| radius.0 > 0.0)?;
        Some(Geometry::MultiPolygon(buffer(&self.geometry, radius)))
    }

    pub(super) fn check(&self) -> Result<(), InvalidEntry> {
        let reference = || self.reference.clone();
        if self.geometry.coords_iter().next().is_none() {
            return Err(InvalidEntry::Empty { reference: reference() });
        }
        if let Some(at) = self.geometry.coords_iter().find(|at| !on_earth(*at)) {
            return Err(InvalidEntry::Coordinate { reference: reference(), lon: at.x, lat: at.y });
        }
        match self.radius {
            Some(Metres(found)) if !(found.is_finite() && found >= 0.0) => {
                Err(InvalidEntry::Radius { reference: reference(), found })
            }
            _ => Ok(()),
        }
    }
}

/// Why an entry cannot be held.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEntry {
    /// The geometry has no coordinates.
    #[error("{reference}: expected a geometry, found one without coordinates")]
    Empty {
        /// Which record.
        reference: FeatureRef,
    },
    /// A coordinate is no place on earth.
    #[error(
        "{reference}: expected a longitude from -180 to 180 and a latitude from -90 to 90, found {lon}, {lat}"
    )]
    Coordinate {
        /// Which record.
        reference: FeatureRef,
        /// The longitude.
        lon: f64,
        /// The latitude.
        lat: f64,
    },
    /// The radius is negative or not finite.
    #[error("{reference}: expected a radius of 0 m or more, found {found}")]
    Radius {
        /// Which record.
        reference: FeatureRef,
        /// The radius in metres.
        found: f64,
    },
}
