//! A stretch of way as mapped, before it is noded.
//!
//! Floor 1.

use super::UnknownWord;
use super::feature::{Particulars, noun};
use super::provenance::words;
use super::shape::Path;
use super::travel::TravelModes;
use crate::id::StreetId;
use crate::units::Lanes;
use crate::units::Metres;
use crate::units::MetresPerSecond;
use crate::units::VehiclesPerHour;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A stretch of way as mapped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Street {
    id: StreetId,
    path: Path,
    #[serde(flatten)]
    particulars: Particulars,
    #[serde(default)]
    class: StreetClass,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    width: Option<Metres>,
    #[serde(default = "TravelModes::all")]
    modes: TravelModes,
    #[serde(default)]
    one_way: bool,
    #[serde(default)]
    level: i32,
    #[serde(default)]
    bridge: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_speed: Option<MetresPerSecond>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vehicles_per_hour: Option<VehiclesPerHour>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lanes: Option<Lanes>,
}

noun!(Street, StreetId, path: Path);

impl Street {
    /// A street for every mode, both ways, at ground level.
    pub fn new(id: impl Into<StreetId>, path: Path) -> Self {
        Self {
            id: id.into(),
            path,
            particulars: Particulars::default(),
            class: StreetClass::default(),
            width: None,
            modes: TravelModes::all(),
            one_way: false,
            level: 0,
            bridge: false,
            max_speed: None,
            vehicles_per_hour: None,
            lanes: None,
        }
    }

    /// Sets its class.
    #[must_use]
    pub const fn with_class(mut self, class: StreetClass) -> Self {
        self.class = class;
        self
    }

    /// Sets its width.
    #[must_use]
    pub const fn with_width(mut self, width: Metres) -> Self {
        self.width = Some(width);
        self
    }

    /// Sets who may travel on it.
    #[must_use]
    pub const fn with_modes(mut self, modes: TravelModes) -> Self {
        self.modes = modes;
        self
    }

    /// Sets whether vehicles may only go from its first point to its last.
    #[must_use]
    pub const fn with_one_way(mut self, one_way: bool) -> Self {
        self.one_way = one_way;
        self
    }

    /// Sets the level; streets cross without a junction where levels differ.
    #[must_use]
    pub const fn with_level(mut self, level: i32) -> Self {
        self.level = level;
        self
    }

    /// Sets whether it is a bridge.
    #[must_use]
    pub const fn with_bridge(mut self, bridge: bool) -> Self {
        self.bridge = bridge;
        self
    }

    /// Sets the posted speed limit.
    #[must_use]
    pub const fn with_max_speed(mut self, speed: MetresPerSecond) -> Self {
        self.max_speed = Some(speed);
        self
    }

    /// Sets how many vehicles pass in an hour, in each direction open to them.
    #[must_use]
    pub const fn with_vehicles_per_hour(mut self, rate: VehiclesPerHour) -> Self {
        self.vehicles_per_hour = Some(rate);
        self
    }

    /// Sets the number of lanes in each direction open to vehicles.
    #[must_use]
    pub const fn with_lanes(mut self, lanes: Lanes) -> Self {
        self.lanes = Some(lanes);
        self
    }

    /// Its class.
    pub const fn class(&self) -> StreetClass {
        self.class
    }

    /// Its width, if known.
    pub const fn width(&self) -> Option<Metres> {
        self.width
    }

    /// Who may travel on it.
    pub const fn modes(&self) -> TravelModes {
        self.modes
    }

    /// Whether vehicles may only go from its first point to its last. People on
    /// foot may go both ways.
    pub const fn one_way(&self) -> bool {
        self.one_way
    }

    /// Its level; 0 is the ground.
    pub const fn level(&self) -> i32 {
        self.level
    }

    /// Whether it is a bridge.
    pub const fn bridge(&self) -> bool {
        self.bridge
    }

    /// The posted speed limit, if known.
    pub const fn max_speed(&self) -> Option<MetresPerSecond> {
        self.max_speed
    }

    /// How many vehicles pass in an hour, in each direction open to them, if known.
    pub const fn vehicles_per_hour(&self) -> Option<VehiclesPerHour> {
        self.vehicles_per_hour
    }

    /// The number of lanes in each direction open to vehicles, if known.
    pub const fn lanes(&self) -> Option<Lanes> {
        self.lanes
    }
}

/// What sort of way a street is, after the OpenStreetMap `highway` key.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum StreetClass {
    /// Motorway and its links.
    Motorway,
    /// Trunk road and its links.
    Trunk,
    /// Primary road and its links.
    Primary,
    /// Secondary road and its links.
    Secondary,
    /// Tertiary road and its links.
    Tertiary,
    /// Minor public road, or not said.
    #[default]
    Unclassified,
    /// Street with houses.
    Residential,
    /// Street where people on foot come first.
    LivingStreet,
    /// Access to a building or yard.
    Service,
    /// Street for people on foot.
    Pedestrian,
    /// Field or forest track.
    Track,
    /// Foot path along or away from roads.
    Footway,
    /// Cycle path.
    Cycleway,
    /// Bridle path.
    Bridleway,
    /// Path for no one in particular.
    Path,
    /// Stairs.
    Steps,
    /// Ferry line.
    Ferry,
}

words!(
    StreetClass,
    "a street class such as primary, residential or footway",
    Motorway = "motorway",
    Trunk = "trunk",
    Primary = "primary",
    Secondary = "secondary",
    Tertiary = "tertiary",
    Unclassified = "unclassified",
    Residential = "residential",
    LivingStreet = "living-street",
    Service = "service",
    Pedestrian = "pedestrian",
    Track = "track",
    Footway = "footway",
    Cycleway = "cycleway",
    Bridleway = "bridleway",
    Path = "path",
    Steps = "steps",
    Ferry = "ferry"
);
