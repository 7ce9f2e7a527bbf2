//! What announced areas cover: ground, people, shelters, checkpoints, streets.
//!
//! Floor 3. Imports `geodesy`, `id`, `model`, `planar`, `scenario`, `units`.
//!
//! A [`Surveyor`] is prepared once from a scenario. Given the areas that are in
//! force together it says what lies in them ([`Impact`]), ground under several
//! counted once; given two such sets it says what changed ([`ImpactChange`]).
//! What every figure means, and its limits, is in `docs/IMPACT.md`.
//!
//! ```
//! use safepassage::impact::{Covered, Surveyor};
//! use safepassage::place;
//!
//! let scenario = place::northern_aleppo()?.scenario;
//! let surveyor = Surveyor::new(&scenario);
//! let curfews: Vec<Covered> = scenario
//!     .curfew_zones()
//!     .iter()
//!     .map(|zone| Covered::new(zone.id().as_str(), zone.area().clone()))
//!     .collect();
//! let impact = surveyor.impact(&curfews)?;
//! // The curfew of the second day lies on ground of the first: counted once.
//! assert!(impact.area_km2 < impact.sum_km2);
//! let persons = impact.persons.ok_or("nobody was counted")?;
//! assert!(persons.low <= persons.best && persons.best <= persons.high);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Sides are straight in longitude and latitude (RFC 7946) and a boundary
//! belongs to its area, as everywhere in the crate; areas and lengths that are
//! reported are geodesic on WGS 84. An area over the antimeridian is given in
//! two parts, one on either side (the intake rules split it); one whose ring
//! jumps over it is refused.

mod change;
mod clean;
mod covered;
mod edge;
mod error;
mod ground;
mod people;
mod share;
mod stated;
mod summary;
mod surveyor;
#[cfg(test)]
mod tests;
mod things;

pub use change::GroundPart;
pub use change::ImpactChange;
pub use change::PersonsChange;
pub use covered::Covered;
pub use covered::CoveredAlone;
pub use error::ImpactError;
pub use people::DateRange;
pub use people::NeighbourhoodInside;
pub use people::PersonsRange;
pub use stated::StatedArea;
pub use stated::check_stated_area;
pub use summary::Impact;
pub use surveyor::Surveyed;
pub use surveyor::Surveyor;
pub use things::CorridorCut;
pub use things::ShelterInside;
pub use things::SheltersInside;
pub use things::StreetsInside;

/// A neighbourhood of whose area this share or more is covered counts as
/// wholly inside.
pub const WHOLLY: f64 = 0.999;
/// Shared ground narrower than this on average is a border drawn twice, and
/// does not touch the neighbourhood, in metres.
pub const SLIVER_M: f64 = 1.0;
/// An area may be larger than the whole by this share: outlines of one
/// territory drawn by two hands differ as much, and figures are rounded.
pub const WHOLE_TOLERANCE: f64 = 0.01;
