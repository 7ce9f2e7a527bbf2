//! Reach as a layer: streets with the time at which they are reached, or must be left.
//!
//! Floor 6.

use super::table::embargo_of_all;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::ToLayer;
use crate::layer::Value;
use crate::model::Sensitivity;
use crate::route::Reach;
use crate::scenario::Scenario;
use crate::time::State;
use geo::{Coord, LineString};

/// The minutes at which a class ends, unless others are given.
const CLASSES_MIN: [u32; 6] = [5, 15, 30, 60, 120, 240];

/// How far people come, or from where they still get there, on a map.
///
/// Where people can be and when is of high sensitivity, whatever it came from:
/// it does not pass to a public audience.
#[derive(Clone, Copy, Debug)]
pub struct ReachView<'a> {
    reach: &'a Reach,
    scenario: &'a Scenario,
    classes_min: &'a [u32],
}

impl<'a> ReachView<'a> {
    /// What is reached in a scenario, in classes of 5, 15, 30, 60, 120 and 240 minutes.
    /// It is held back as long as any record of the scenario.
    pub const fn new(reach: &'a Reach, scenario: &'a Scenario) -> Self {
        Self { reach, scenario, classes_min: &CLASSES_MIN }
    }

    /// Sets at how many minutes each class ends, ascending.
    #[must_use]
    pub const fn classes(self, minutes: &'a [u32]) -> Self {
        Self { classes_min: minutes, ..self }
    }
}

impl ToLayer for ReachView<'_> {
    fn to_layer(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("reach-streets", GeometryType::Line)
            .title("Streets reached, or from which a destination is reached")
            .field(Field::harmless(
                "edge",
                FieldType::Integer,
                "the number of the edge in the network",
            ))
            .field(Field::harmless("mode", FieldType::Text, "how people travel"))
            .field(Field::harmless(
                "at",
                FieldType::Time,
                "when the street is reached first, or must be left at the latest",
            ))
            .field(Field::harmless(
                "minutes",
                FieldType::Integer,
                "whole minutes from the window's first instant to then, rounded down",
            ))
            .field(Field::harmless(
                "class_min",
                FieldType::Integer,
                "the least class, in minutes, that this is within; none beyond the last",
            ))
            .field(Field::harmless(
                "destination",
                FieldType::Text,
                "where whoever leaves at the latest gets to",
            ));
        let start = self.reach.window.start_or_min();
        for street in &self.reach.streets {
            let seconds = street.at.duration_since(start).as_secs();
            let within = self.classes_min.iter().find(|&&class| seconds <= i64::from(class) * 60);
            let values = vec![
                Some(Value::Integer(street.edge.into())),
                Some(self.reach.mode.as_str().into()),
                Some(Value::Time(street.at)),
                Some(Value::Integer(seconds.div_euclid(60))),
                within.map(|&class| Value::Integer(class.into())),
                street.destination.as_ref().map(|one| Value::Text(one.to_string())),
            ];
            let line: LineString = street.line.iter().map(|&at| Coord::from(at)).collect();
            let key = format!("reach/{}/{:010}", self.reach.mode, street.edge);
            let feature = LayerFeature::new(key, line, values)
                .sensitivity(Sensitivity::High)
                .style(StyleClass::new(Subject::Reached, State::Holds));
            layer = layer.feature(feature);
        }
        layer.embargo(embargo_of_all(self.scenario)).build()
    }
}
