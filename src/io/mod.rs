//! The doors: files in, layers out.
//!
//! Floor 7.

pub mod write;
