//! The nouns of the field.
//!
//! Floor 1. Imports units, ids, records, time and geodesy.

mod travel;

pub use travel::{TravelMode, TravelModes, UnknownTravelMode};
