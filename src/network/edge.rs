//! Identifiers, and the view of one edge.
//!
//! Floor 3.

use super::StreetNetwork;
use super::way::WayOrigin;
use super::way::WayRecord;
use crate::model::StreetClass;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::units::Lanes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use crate::units::VehiclesPerHour;
use geo::Coord;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident, $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an array index.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " #{}"), self.0)
            }
        }
    )*};
}

numbers! {
    /// A junction or way end of one [`StreetNetwork`]; numbered from 0.
    NodeId, "node";
    /// A stretch travelled in one direction; numbered from 0.
    EdgeId, "edge";
    /// A piece of way between two nodes, whatever the direction; numbered from 0.
    StretchId, "stretch";
}

/// A piece of way between two nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) shape_start: u32,
    pub(super) shape_end: u32,
    pub(super) way: u32,
    pub(super) forward: Option<EdgeId>,
    pub(super) backward: Option<EdgeId>,
    pub(super) length: Metres,
}

/// A directed edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EdgeRecord {
    pub(super) tail: NodeId,
    pub(super) head: NodeId,
    pub(super) stretch: StretchId,
    pub(super) forward: bool,
    pub(super) modes: TravelModes,
}

/// One edge of a [`StreetNetwork`], with everything known of it.
#[derive(Clone, Copy, Debug)]
pub struct Edge<'a> {
    pub(super) network: &'a StreetNetwork,
    pub(super) id: EdgeId,
    pub(super) record: &'a EdgeRecord,
    pub(super) stretch: &'a Stretch,
    pub(super) way: &'a WayRecord,
}

impl<'a> Edge<'a> {
    /// Its number.
    pub const fn id(&self) -> EdgeId {
        self.id
    }

    /// Where it starts.
    pub const fn tail(&self) -> NodeId {
        self.record.tail
    }

    /// Where it ends.
    pub const fn head(&self) -> NodeId {
        self.record.head
    }

    /// The stretch it runs along, shared with its [`twin`](Self::twin).
    pub const fn stretch(&self) -> StretchId {
        self.record.stretch
    }

    /// Whether it runs the way its stretch is drawn.
    pub const fn is_forward(&self) -> bool {
        self.record.forward
    }

    /// Who may travel it.
    pub const fn modes(&self) -> TravelModes {
        self.record.modes
    }

    /// Its length along the ground, the sum of geodesics between shape points.
    /// May be 0 where two points of a way are mapped on one spot.
    pub const fn length(&self) -> Metres {
        self.stretch.length
    }

    /// The edge along the same stretch in the other direction, if anybody may travel it.
    pub const fn twin(&self) -> Option<EdgeId> {
        if self.record.forward { self.stretch.backward } else { self.stretch.forward }
    }

    /// Its line in degrees, in the direction of travel; two coordinates at least.
    pub fn line(&self) -> impl DoubleEndedIterator<Item = Coord> + ExactSizeIterator + use<'a> {
        self.network.edge_line(self.id)
    }

    /// How fast it is travelled, by the network's [`SpeedTable`](super::SpeedTable).
    pub fn speed(&self, mode: TravelMode) -> MetresPerSecond {
        self.network.speeds().of(self.way, mode)
    }

    /// Class of way.
    pub const fn class(&self) -> StreetClass {
        self.way.class
    }

    /// Whether it is a slip road.
    pub const fn is_link(&self) -> bool {
        self.way.link
    }

    /// Whether it is on a bridge.
    pub const fn is_bridge(&self) -> bool {
        self.way.bridge
    }

    /// Whether it is in a tunnel.
    pub const fn is_tunnel(&self) -> bool {
        self.way.tunnel
    }

    /// Whether a boat carries travellers over it.
    pub const fn is_ferry(&self) -> bool {
        self.way.ferry
    }

    /// Level above (positive) or below the ground.
    pub const fn layer(&self) -> i8 {
        self.way.layer
    }

    /// Width of the way, where known.
    pub const fn width(&self) -> Option<Metres> {
        self.way.width
    }

    /// Posted speed limit, where known.
    pub const fn max_speed(&self) -> Option<MetresPerSecond> {
        self.way.max_speed
    }

    /// How many vehicles pass in an hour in this direction, where known.
    pub fn vehicles_per_hour(&self) -> Option<VehiclesPerHour> {
        let [forward, backward] = self.way.rates;
        let rate = if self.record.forward { forward } else { backward };
        rate.map(|rate| VehiclesPerHour(rate.into()))
    }

    /// Lanes in this direction, where known.
    pub fn lanes(&self) -> Option<Lanes> {
        let [forward, backward] = self.way.lanes;
        let lanes = if self.record.forward { forward } else { backward };
        lanes.map(|lanes| Lanes(lanes.into()))
    }

    /// Surface as mapped.
    pub fn surface(&self) -> Option<&'a str> {
        self.way.surface.map(|number| self.network.names.text(number))
    }

    /// Where its way came from.
    pub const fn origin(&self) -> WayOrigin {
        self.way.origin
    }

    /// Its name in `language` (`ar`, `en` …); the empty text asks for the name on the sign.
    pub fn name(&self, language: &str) -> Option<&'a str> {
        self.names().find(|(of, _)| *of == language).map(|(_, text)| text)
    }

    /// Its names as `(language, text)`, as they were given.
    pub fn names(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.network.names.of(self.way.names)
    }
}
