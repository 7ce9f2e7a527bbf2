//! What is known of a way as a whole.
//!
//! Floor 3.

use super::names::NameRange;
use crate::model::StreetClass;
use crate::model::TravelModes;
use crate::units::Lanes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use crate::units::VehiclesPerHour;
use std::fmt;

/// Where a way of the network came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WayOrigin {
    /// Not stated.
    #[default]
    Unknown,
    /// The OpenStreetMap way of this identifier.
    Osm(i64),
    /// The street with this number, the first being 0, in the order given.
    Street(u32),
}

impl fmt::Display for WayOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("way of unknown origin"),
            Self::Osm(id) => write!(f, "OpenStreetMap way {id}"),
            Self::Street(number) => write!(f, "street #{number}"),
        }
    }
}

/// What is known of a way when it is added to a [`NetworkBuilder`](super::NetworkBuilder).
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WayAttributes {
    /// Class of way.
    pub class: StreetClass,
    /// Whether it is a slip road.
    pub link: bool,
    /// Names as `(language, text)`; the empty language is the name on the sign.
    pub names: Vec<(String, String)>,
    /// Who may travel from the first point to the last.
    pub forward: TravelModes,
    /// Who may travel from the last point to the first.
    pub backward: TravelModes,
    /// Width of the way.
    pub width: Option<Metres>,
    /// Level above (positive) or below the ground.
    pub layer: i8,
    /// On a bridge.
    pub bridge: bool,
    /// In a tunnel.
    pub tunnel: bool,
    /// Carried over water.
    pub ferry: bool,
    /// Posted speed limit.
    pub max_speed: Option<MetresPerSecond>,
    /// How many vehicles pass in an hour, as drawn and the other way. Kept to
    /// seven digits.
    pub vehicles_per_hour: [Option<VehiclesPerHour>; 2],
    /// Lanes as drawn and the other way. Kept to seven digits.
    pub lanes: [Option<Lanes>; 2],
    /// How long the whole way takes, for ferries, in seconds.
    pub duration_s: Option<f64>,
    /// Surface as mapped (`asphalt`, `gravel` …).
    pub surface: Option<String>,
    /// Where the way came from.
    pub origin: WayOrigin,
}

/// A way inside the network.
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WayRecord {
    pub(super) origin: WayOrigin,
    pub(super) names: NameRange,
    pub(super) surface: Option<u32>,
    pub(super) width: Option<Metres>,
    pub(super) max_speed: Option<MetresPerSecond>,
    pub(super) timetable_speed: Option<MetresPerSecond>,
    /// Vehicles an hour, as drawn and the other way; finite and above zero.
    pub(super) rates: [Option<f32>; 2],
    /// Lanes, as drawn and the other way; finite and above zero.
    pub(super) lanes: [Option<f32>; 2],
    pub(super) class: StreetClass,
    pub(super) layer: i8,
    pub(super) link: bool,
    pub(super) bridge: bool,
    pub(super) tunnel: bool,
    pub(super) ferry: bool,
}
