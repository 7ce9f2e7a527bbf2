//! How many get through a street in an hour.
//!
//! Floor 5.

use super::error::{InvalidRequest, Part};
use crate::model::StreetClass;
use crate::model::TravelMode;
use crate::network::Edge;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A class of street: its full width in metres where none is mapped, lanes in
/// each direction where none are mapped, vehicles an hour and lane.
const CLASSES: [(StreetClass, f64, f64, f64); 17] = [
    (StreetClass::Motorway, 11.0, 2.0, 1500.0),
    (StreetClass::Trunk, 10.0, 2.0, 1200.0),
    (StreetClass::Primary, 9.0, 1.0, 900.0),
    (StreetClass::Secondary, 8.0, 1.0, 800.0),
    (StreetClass::Tertiary, 7.0, 1.0, 600.0),
    (StreetClass::Unclassified, 6.0, 1.0, 500.0),
    (StreetClass::Residential, 6.0, 1.0, 400.0),
    (StreetClass::LivingStreet, 5.0, 1.0, 200.0),
    (StreetClass::Service, 4.0, 1.0, 200.0),
    (StreetClass::Pedestrian, 5.0, 1.0, 100.0),
    (StreetClass::Track, 3.0, 1.0, 100.0),
    (StreetClass::Footway, 2.0, 1.0, 100.0),
    (StreetClass::Cycleway, 2.0, 1.0, 100.0),
    (StreetClass::Bridleway, 2.0, 1.0, 100.0),
    (StreetClass::Path, 1.5, 1.0, 100.0),
    (StreetClass::Steps, 2.0, 1.0, 100.0),
    (StreetClass::Ferry, 0.0, 0.0, 0.0),
];

/// Nobody plans with a narrower way than this; a person takes up so much.
const LEAST_WIDTH_M: f64 = 0.6;

/// How many get through a street in an hour, by travel mode, width and class.
/// Every figure may be replaced; `docs/EVACUATION.md` says where each is from.
///
/// These are planning values below what was ever observed: who plans with the
/// most that is possible plans for a crush.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CapacityTable {
    /// Persons walking, a second and metre of effective width. Default: 0.8,
    /// the top of Fruin's level of service C; the most observed is 1.2 to 1.3.
    pub walking_flow: f64,
    /// The same on steps. Default: 0.55.
    pub steps_flow: f64,
    /// Of the width of a street along which vehicles may drive, the share that
    /// people on foot can use. Default: 0.5.
    pub walkable_share: f64,
    /// Metres of a way's width that nobody uses, along both its edges together.
    /// Default: 0.4.
    pub edge_margin_m: f64,
    /// How many places on foot a person in a wheelchair takes. Default: 2.
    pub wheelchair_as_persons: f64,
    /// Persons in a private vehicle. Default: 3.
    pub persons_per_vehicle: f64,
    /// How many private vehicles a vehicle of a convoy counts as. Default: 2.
    pub convoy_vehicle_as_vehicles: f64,
    /// Persons an hour that a ferry takes. Default: nobody, since nothing is
    /// known of it.
    pub ferry_persons_per_hour: f64,
    /// Full widths in metres, by class, where none is mapped.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub width_m: BTreeMap<StreetClass, f64>,
    /// Lanes in each direction, by class, where none are mapped.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lanes: BTreeMap<StreetClass, f64>,
    /// Vehicles an hour and lane, by class, where a street does not state how many pass.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub vehicles_per_hour_and_lane: BTreeMap<StreetClass, f64>,
}

impl Default for CapacityTable {
    fn default() -> Self {
        Self {
            walking_flow: 0.8,
            steps_flow: 0.55,
            walkable_share: 0.5,
            edge_margin_m: 0.4,
            wheelchair_as_persons: 2.0,
            persons_per_vehicle: 3.0,
            convoy_vehicle_as_vehicles: 2.0,
            ferry_persons_per_hour: 0.0,
            width_m: BTreeMap::new(),
            lanes: BTreeMap::new(),
            vehicles_per_hour_and_lane: BTreeMap::new(),
        }
    }
}

impl CapacityTable {
    /// Persons an hour who can enter an edge. `seats` are those of a vehicle in
    /// a convoy.
    pub(super) fn persons_per_hour(&self, edge: Edge<'_>, mode: TravelMode, seats: f64) -> f64 {
        if edge.is_ferry() || edge.class() == StreetClass::Ferry {
            return self.ferry_persons_per_hour;
        }
        match mode {
            TravelMode::Foot => self.walking(edge),
            TravelMode::Wheelchair => self.walking(edge) / self.wheelchair_as_persons,
            TravelMode::Vehicle => self.vehicles_per_hour(edge) * self.persons_per_vehicle,
            TravelMode::Convoy => {
                self.vehicles_per_hour(edge) / self.convoy_vehicle_as_vehicles * seats
            }
        }
    }

    fn walking(&self, edge: Edge<'_>) -> f64 {
        let class = edge.class();
        let full = edge.width().map_or_else(|| self.width_of(class), |width| width.0);
        let share = if shared_with_vehicles(class) { self.walkable_share } else { 1.0 };
        let width = (full * share - self.edge_margin_m).max(LEAST_WIDTH_M);
        let flow = if class == StreetClass::Steps { self.steps_flow } else { self.walking_flow };
        flow * width * 3600.0
    }

    fn vehicles_per_hour(&self, edge: Edge<'_>) -> f64 {
        if let Some(stated) = edge.vehicles_per_hour() {
            return stated.0;
        }
        let class = edge.class();
        let (lanes, rate) = (self.lanes.get(&class), self.vehicles_per_hour_and_lane.get(&class));
        let usual = if edge.is_link() { 1.0 } else { row(class).2 };
        let lanes = edge.lanes().map(|lanes| lanes.0).or(lanes.copied()).unwrap_or(usual);
        lanes * rate.copied().unwrap_or(row(class).3)
    }

    fn width_of(&self, class: StreetClass) -> f64 {
        self.width_m.get(&class).copied().unwrap_or(row(class).1)
    }

    /// Checks that every figure is one.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`] with the first that is not.
    pub(super) fn check(&self) -> Result<(), InvalidRequest> {
        let above_zero = [
            ("walking_flow", self.walking_flow),
            ("steps_flow", self.steps_flow),
            ("walkable_share", self.walkable_share),
            ("wheelchair_as_persons", self.wheelchair_as_persons),
            ("persons_per_vehicle", self.persons_per_vehicle),
            ("convoy_vehicle_as_vehicles", self.convoy_vehicle_as_vehicles),
        ];
        let by_class = [
            ("width_m", &self.width_m),
            ("lanes", &self.lanes),
            ("vehicles_per_hour_and_lane", &self.vehicles_per_hour_and_lane),
        ];
        let by_class = by_class.iter().flat_map(|(name, map)| map.values().map(|&v| (*name, v)));
        for (property, value) in above_zero.into_iter().chain(by_class) {
            if !(value.is_finite() && value > 0.0) {
                return Err(Part::Capacities.expects(property, "a number above 0", value));
            }
        }
        let or_zero = [
            ("edge_margin_m", self.edge_margin_m),
            ("ferry_persons_per_hour", self.ferry_persons_per_hour),
        ];
        for (property, value) in or_zero {
            if !(value.is_finite() && value >= 0.0) {
                return Err(Part::Capacities.expects(property, "a number, 0 or more", value));
            }
        }
        if self.walkable_share > 1.0 {
            let found = self.walkable_share;
            return Err(Part::Capacities.expects("walkable_share", "a share up to 1", found));
        }
        Ok(())
    }
}

/// Whether people on foot share a class of street with vehicles.
const fn shared_with_vehicles(class: StreetClass) -> bool {
    !matches!(
        class,
        StreetClass::Pedestrian
            | StreetClass::Footway
            | StreetClass::Cycleway
            | StreetClass::Bridleway
            | StreetClass::Path
            | StreetClass::Steps
    )
}

fn row(class: StreetClass) -> &'static (StreetClass, f64, f64, f64) {
    // As many rows as classes, in their order: a test holds them together.
    CLASSES.get(class as usize).unwrap_or(&CLASSES[StreetClass::Unclassified as usize])
}

#[cfg(test)]
mod tests;
