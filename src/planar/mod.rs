//! Where lines and areas meet, in degrees.
//!
//! Floor 0. Imports `geodesy` (for lengths only).
//!
//! Sides are straight in longitude and latitude, as RFC 7946 has it, so
//! whether things meet is a question of plane geometry. Tests for a side are
//! exact (adaptive orientation predicates); a place on a boundary is inside.

mod along;
mod chains;
mod outline;

pub use along::{Along, Span, part, running_m};
pub(crate) use chains::{Bounds, key};
pub(crate) use outline::BoxLies;
pub use outline::Outline;
