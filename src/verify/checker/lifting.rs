//! Where corridors lift a ban.
//!
//! Floor 4.

use super::{Checker, SLIVER_M};
use crate::geodesy::LocalFrame;
use crate::model::{CorridorDirection, Feature, SafeCorridor, TravelMode};
use geo::{Coord, Line, Point};

impl Checker<'_> {
    /// The corridors, by number, on which a zone's ban is announced as lifted at
    /// a place, for somebody who heads that way.
    pub(super) fn lifting(
        &self,
        zone: &dyn Feature,
        at: Coord,
        heading: Option<Coord>,
    ) -> Vec<usize> {
        let reference = zone.reference();
        let corridors = self.scenario.corridors().iter().enumerate();
        let lifting = corridors.filter(|(_, corridor)| {
            corridor.exempt_from().contains(&reference)
                && is_for(corridor, self.certificate.mode)
                && is_on(corridor, at, heading)
        });
        lifting.map(|(number, _)| number).collect()
    }

    pub(super) fn may_be_lifted(&self, zone: &dyn Feature) -> bool {
        let zone = zone.reference();
        self.scenario.corridors().iter().any(|corridor| corridor.exempt_from().contains(&zone))
    }
}

fn is_for(corridor: &SafeCorridor, mode: TravelMode) -> bool {
    let named = corridor.modes();
    let walking = matches!(mode, TravelMode::Foot | TravelMode::Wheelchair);
    if named.is_empty() { walking } else { named.contains(mode) }
}

/// Whether a place is on a corridor, and the heading is one it was announced for.
fn is_on(corridor: &SafeCorridor, at: Coord, heading: Option<Coord>) -> bool {
    let frame = LocalFrame::around(at);
    let reach = corridor.width_or_default().0 / 2.0 + SLIVER_M;
    corridor.path().line().lines().any(|line| {
        let (a, b) = (frame.to_metres(line.start), frame.to_metres(line.end));
        let near =
            geo::Distance::distance(&geo::Euclidean, &Point::new(0.0, 0.0), &Line::new(a, b));
        let along = line.end - line.start;
        let agrees = heading.is_none_or(|way| {
            let way = frame.to_metres(at + way);
            let along = frame.to_metres(at + along);
            let dot = way.x * along.x + way.y * along.y;
            // More than 96° away from the corridor's heading is against it.
            let least = -0.1001 * way.x.hypot(way.y) * along.x.hypot(along.y);
            match corridor.direction() {
                CorridorDirection::Forward => dot >= least,
                CorridorDirection::Backward => -dot >= least,
                CorridorDirection::Both => true,
            }
        });
        near <= reach && agrees
    })
}
