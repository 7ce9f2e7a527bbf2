//! The doors: files in, layers out.
//!
//! Floor 7.

pub mod audience;
#[cfg(feature = "cap")]
pub mod cap;
pub mod ledger;
#[cfg(feature = "matsim")]
pub mod matsim;
#[cfg(feature = "opening-hours")]
pub mod opening_hours;
#[cfg(feature = "osm")]
pub mod osm;
pub mod prepared;
pub mod read;
pub mod releases;
#[cfg(feature = "tables")]
pub mod table;
pub mod write;
