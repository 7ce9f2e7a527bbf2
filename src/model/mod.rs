//! The nouns: neighbourhoods, zones, checkpoints, corridors, shelters, and what
//! they are made of.
//!
//! Floor 1. Imports floor 0.
//!
//! One noun a file. Fields are private; a value is checked where it is made,
//! also when it is read from JSON, so a noun that exists is usable. Each is
//! placed, timed and sourced ([`Feature`]).

mod checkpoint;
mod corridor;
mod feature;
mod incident;
mod names;
mod neighbourhood;
mod party;
mod provenance;
mod shape;
mod shelter;
mod street;
mod travel;
mod zone;

pub use checkpoint::{Checkpoint, CheckpointStatus, Passage};
pub use corridor::{CorridorDirection, SafeCorridor};
pub use feature::{Feature, Particulars};
pub use incident::Incident;
pub use names::Names;
pub use neighbourhood::{Neighbourhood, PopulationEstimate};
pub use party::{AreaOfControl, FrontLine};
pub use provenance::{Confidence, Provenance, Sensitivity};
pub use shape::{Area, InvalidShape, Path, Place, type_name};
pub use shelter::{AssemblyPoint, Shelter};
pub use street::{Street, StreetClass};
pub use travel::{TravelMode, TravelModes, UnknownWord};
pub use zone::{CurfewZone, HazardKind, HazardSeverity, HazardZone, RestrictedZone};
