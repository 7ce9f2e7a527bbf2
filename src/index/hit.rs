//! One answer.
//!
//! Floor 3. Imports `id`, `time`, `units`.

use crate::id::FeatureRef;
use crate::time::State;
use crate::units::Metres;
use geo::Coord;

/// An entry that answers a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which record.
    pub reference: FeatureRef,
    /// Geodesic distance to its nearest point; 0 for an area that holds the
    /// point, and for what is crossed or intersected.
    pub distance: Metres,
    /// Its state at the time asked for; `None` if no time was asked for.
    pub state: Option<State>,
    /// For [`Query::crossing`](super::Query::crossing) the stretches of the line
    /// that lie in the entry, in order, apart from each other; else empty.
    pub crossed: Vec<Stretch>,
}

/// A part of a line. Where a line only touches something, or meets a line, it
/// has no length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// How far along the line it starts.
    pub from: Metres,
    /// How far along the line it ends.
    pub to: Metres,
    /// Where it starts, in degrees.
    pub start: Coord,
    /// Where it ends, in degrees.
    pub end: Coord,
}

impl Stretch {
    /// How long it is.
    pub fn length(&self) -> Metres {
        Metres(self.to.0 - self.from.0)
    }
}
