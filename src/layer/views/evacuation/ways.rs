//! Every way in full, and the schedule.
//!
//! Floor 6.

use super::EvacuationView;
use super::flows::{during, told_by};
use super::width_class;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::Value;
use crate::layer::views::table::{count, list};
use crate::model::Sensitivity;
use crate::time::State;
use geo::{Coord, LineString};

impl EvacuationView<'_> {
    /// Every way in full. `start` is the first departure, `end` the last arrival.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn routes(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-routes", GeometryType::Line)
            .title("Planned ways")
            .timed()
            .field(Field::harmless("route", FieldType::Integer, "its number in the plan"))
            .field(Field::harmless("neighbourhood", FieldType::Text, "whose people travel it"))
            .field(Field::harmless("mode", FieldType::Text, "how they travel"))
            .field(Field::harmless("convoy", FieldType::Text, "the convoy that carries them"))
            .field(Field::harmless("shelter", FieldType::Text, "where they go"))
            .field(Field::harmless("persons", FieldType::Integer, "how many in all"))
            .field(Field::harmless(
                "width_class",
                FieldType::Integer,
                "how wide to draw it, as in evacuation-flows",
            ))
            .field(Field::harmless("length_m", FieldType::Real, "length along the ground, metres"))
            .field(Field::harmless(
                "travel_s",
                FieldType::Integer,
                "seconds it takes without waits",
            ))
            .field(Field::harmless("streets", FieldType::Text, "the names of its streets in order"))
            .field(Field::harmless(
                "corridors",
                FieldType::Text,
                "announced corridors it runs along while they are announced as open",
            ))
            .field(Field::harmless("checkpoints", FieldType::Text, "checkpoints on it, in order"));
        for route in &self.plan.routes {
            let values = vec![
                Some(Value::Integer(route.id.into())),
                Some(route.neighbourhood.as_str().into()),
                Some(route.mode.as_str().into()),
                route.convoy.as_deref().map(Value::from),
                Some(route.shelter.as_str().into()),
                Some(count(route.persons)),
                Some(Value::Integer(width_class(route.persons).into())),
                Some(Value::Real((route.length.0 * 10.0).round() / 10.0)),
                Some(count(route.travel_s)),
                list(route.streets.iter().map(String::as_str)),
                list(route.corridors.iter().map(CorridorId::as_str)),
                list(route.checkpoints.iter().map(CheckpointId::as_str)),
            ];
            let line: LineString = route.line.iter().map(|&at| Coord::from(at)).collect();
            let key = format!("route/{:06}", route.id);
            let feature = if line.0.len() < 2 {
                LayerFeature::unlocated(key, values)
            } else {
                LayerFeature::new(key, line, values)
            };
            let feature = feature
                .sensitivity(self.sensitivity(Sensitivity::High, &told_by(route)))
                .style(StyleClass::new(Subject::Route, State::Holds));
            let first = route.movements.iter().map(|one| one.departure).min();
            let last = route.movements.iter().map(|one| one.arrival).max();
            layer = layer.feature(match (first, last) {
                (Some(first), Some(last)) => during(feature, first, last),
                _ => feature,
            });
        }
        layer.embargo(self.embargo()).build()
    }

    /// The schedule, one movement a row and without places: for a table. The
    /// lines of its routes are in [`routes`](Self::routes).
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn schedule(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-schedule", GeometryType::Line)
            .title("Who leaves when, by which route, and arrives")
            .field(Field::harmless("route", FieldType::Integer, "the route's number in the plan"))
            .field(Field::harmless("neighbourhood", FieldType::Text, "whose people leave"))
            .field(Field::harmless("neighbourhood_name", FieldType::Text, "what it is called"))
            .field(Field::harmless("mode", FieldType::Text, "how they travel"))
            .field(Field::harmless("convoy", FieldType::Text, "the convoy that carries them"))
            .field(Field::harmless("shelter", FieldType::Text, "where they go"))
            .field(Field::harmless("shelter_name", FieldType::Text, "what it is called"))
            .field(Field::harmless("departure", FieldType::Time, "when the first of them leave"))
            .field(Field::harmless("arrival", FieldType::Time, "when all of them have arrived"))
            .field(Field::harmless("persons", FieldType::Integer, "how many"))
            .field(Field::harmless(
                "wait_s",
                FieldType::Integer,
                "seconds they wait at checkpoints",
            ));
        for route in &self.plan.routes {
            let told = told_by(route);
            let sensitivity = self.sensitivity(Sensitivity::High, &told);
            let names = [self.name(&told[0]), self.name(&told[1])];
            for (number, one) in route.movements.iter().enumerate() {
                let values = vec![
                    Some(Value::Integer(route.id.into())),
                    Some(route.neighbourhood.as_str().into()),
                    Some(names[0].as_str().into()),
                    Some(route.mode.as_str().into()),
                    route.convoy.as_deref().map(Value::from),
                    Some(route.shelter.as_str().into()),
                    Some(names[1].as_str().into()),
                    Some(one.departure.into()),
                    Some(one.arrival.into()),
                    Some(count(one.persons)),
                    Some(count(one.wait_s)),
                ];
                let key = format!("movement/{:06}/{:06}", route.id, number + 1);
                layer = layer.feature(
                    LayerFeature::unlocated(key, values)
                        .sensitivity(sensitivity)
                        .style(StyleClass::new(Subject::Route, State::Holds)),
                );
            }
        }
        layer.embargo(self.embargo()).build()
    }
}
