//! Plans as layers: movements, stops, and those for whom there is no way.
//!
//! Floor 6.

use super::table::{embargo_of_all, some_text};
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::ToLayers;
use crate::layer::Value;
use crate::model::Sensitivity;
use crate::route::NeighbourhoodPlan;
use crate::route::RouteAnswer;
use crate::scenario::Scenario;
use crate::time::State;
use crate::time::TimeWindow;
use geo::{Coord, LineString, Point};
use jiff::Timestamp;

/// The layer of movements.
pub(crate) const PLAN_LEGS: &str = "plan-legs";

/// Plans to be shown on a map.
///
/// Where people will be and when is of high sensitivity, whatever it came from:
/// it does not pass to a public audience.
#[derive(Clone, Copy, Debug)]
pub struct PlanView<'a> {
    plans: &'a [NeighbourhoodPlan],
    scenario: &'a Scenario,
}

fn text(name: &str, description: &str) -> Field {
    Field::harmless(name, FieldType::Text, description)
}

fn joined<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> Option<Value> {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    some_text(&items.join("; "))
}

/// Seconds as minutes, to a tenth.
fn minutes(seconds: f64) -> Value {
    Value::Real((seconds / 6.0).round() / 10.0)
}

/// The window of a movement or stay; none if it takes no time.
fn during(feature: LayerFeature, from: Timestamp, until: Timestamp) -> LayerFeature {
    match TimeWindow::new(from, until) {
        Ok(window) => feature.during(window),
        Err(_) => feature,
    }
}

impl<'a> PlanView<'a> {
    /// Plans, and the scenario that they were made on: they are held back as long as
    /// any of its records.
    pub const fn new(plans: &'a [NeighbourhoodPlan], scenario: &'a Scenario) -> Self {
        Self { plans, scenario }
    }

    fn legs(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder(PLAN_LEGS, GeometryType::Line)
            .title("Planned movements")
            .timed()
            .field(text("neighbourhood", "whose people move"))
            .field(text("destination", "where they go"))
            .field(text("mode", "how they travel"))
            .field(Field::harmless(
                "number",
                FieldType::Integer,
                "which movement of the way, the first being 1",
            ))
            .field(text("street", "the street's name"))
            .field(text(
                "corridor",
                "announced corridors it runs along while they are announced as open",
            ))
            .field(Field::harmless("length_m", FieldType::Real, "length along the ground, metres"));
        for plan in self.plans {
            let RouteAnswer::Way(way) = &plan.answer else { continue };
            for (index, leg) in way.legs.iter().enumerate() {
                let number = index as i64 + 1;
                let line: LineString = leg.line.iter().map(|&at| Coord::from(at)).collect();
                let values = vec![
                    Some(plan.neighbourhood.as_str().into()),
                    Some(Value::Text(way.destination.to_string())),
                    Some(plan.mode.as_str().into()),
                    Some(Value::Integer(number)),
                    leg.street.as_deref().and_then(some_text),
                    joined(&leg.corridors),
                    Some(Value::Real((leg.length.0 * 10.0).round() / 10.0)),
                ];
                let key = format!("leg/{}/{}/{number:04}", plan.neighbourhood, plan.mode);
                let leg_feature = LayerFeature::new(key, line, values)
                    .sensitivity(Sensitivity::High)
                    .style(StyleClass::new(Subject::Route, State::Holds));
                layer = layer.feature(during(leg_feature, leg.enter, leg.exit));
            }
        }
        layer.embargo(embargo_of_all(self.scenario)).build()
    }

    fn stops(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("plan-stops", GeometryType::Point)
            .title("Planned waits and checkpoints")
            .timed()
            .field(text("neighbourhood", "whose people wait"))
            .field(text("checkpoint", "the checkpoint passed there"))
            .field(text("waits_for", "what is waited for"));
        for plan in self.plans {
            let RouteAnswer::Way(way) = &plan.answer else { continue };
            for (index, stop) in way.stops.iter().enumerate() {
                let values = vec![
                    Some(plan.neighbourhood.as_str().into()),
                    stop.checkpoint.as_ref().map(|id| id.as_str().into()),
                    joined(&stop.waits_for),
                ];
                let key = format!("stop/{}/{}/{:04}", plan.neighbourhood, plan.mode, index + 1);
                let stop_feature = LayerFeature::new(key, Point::from(stop.at), values)
                    .sensitivity(Sensitivity::High)
                    .style(StyleClass::new(Subject::Route, State::Holds));
                layer = layer.feature(during(stop_feature, stop.from, stop.until));
            }
        }
        layer.embargo(embargo_of_all(self.scenario)).build()
    }

    /// One point for each neighbourhood: its summary, or why there is no way.
    fn summaries(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("plan-summaries", GeometryType::Point)
            .title("Who gets where, or why not")
            .timed()
            .field(text("neighbourhood", "whose people travel"))
            .field(text("mode", "how they travel"))
            .field(text("destination", "where they go"))
            .field(Field::harmless("departure", FieldType::Time, "when they leave"))
            .field(Field::harmless("arrival", FieldType::Time, "when they are there"))
            .field(Field::harmless(
                "latest_departure",
                FieldType::Time,
                "the last instant at which leaving still gets through",
            ))
            .field(text("no_way", "why there is no way"))
            .field(text("closed_by", "what would have to be lifted, together"))
            .field(Field::harmless(
                "cut_off_since",
                FieldType::Time,
                "the last instant at which leaving still got through",
            ))
            .field(text("least_exposed_breaks", "closures that the way of least exposure breaks"))
            .field(Field::harmless(
                "least_exposed_inside_min",
                FieldType::Real,
                "minutes inside the zone where it is longest, on that way",
            ))
            .field(Field::harmless(
                "least_exposure_min",
                FieldType::Real,
                "what that way counts as exposure, severity-minutes",
            ));
        for plan in self.plans {
            let way = plan.answer.way();
            let none = plan.answer.no_way();
            let least = none.and_then(|none| none.least_exposed.as_deref());
            let values = vec![
                Some(plan.neighbourhood.as_str().into()),
                Some(plan.mode.as_str().into()),
                way.map(|way| Value::Text(way.destination.to_string())),
                way.map(|way| Value::Time(way.departure)),
                way.map(|way| Value::Time(way.arrival)),
                way.map(|way| Value::Time(way.latest_departure)),
                none.map(|none| none.reason.as_str().into()),
                none.and_then(|none| joined(&none.closed_by)),
                none.and_then(|none| none.cut_off_since).map(Value::Time),
                least.and_then(|way| joined(way.exposure.iter().map(|zone| &zone.zone))),
                least.map(|way| {
                    minutes(way.exposure.iter().map(|one| one.inside_s).fold(0.0, f64::max))
                }),
                least.map(|way| {
                    let zones: f64 = way.exposure.iter().map(|zone| zone.exposure_s).sum();
                    minutes(zones + way.incident_exposure_s)
                }),
            ];
            let key = format!("summary/{}/{}", plan.neighbourhood, plan.mode);
            let subject = if way.is_some() { Subject::Route } else { Subject::Unserved };
            let summary = match plan.starts.first() {
                Some(&start) => LayerFeature::new(key, Point::from(start), values),
                None => LayerFeature::unlocated(key, values),
            };
            let summary = summary
                .sensitivity(Sensitivity::High)
                .style(StyleClass::new(subject, State::Holds))
                .during(plan.window);
            layer = layer.feature(summary);
        }
        layer.embargo(embargo_of_all(self.scenario)).build()
    }
}

impl ToLayers for PlanView<'_> {
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        Ok(vec![self.legs()?, self.stops()?, self.summaries()?])
    }
}
