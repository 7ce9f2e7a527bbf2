//! The doors: files in, layers out.
//!
//! Floor 7.

#[cfg(feature = "opening-hours")]
pub mod opening_hours;
pub mod read;
#[cfg(feature = "osm")]
pub mod osm;
pub mod write;
