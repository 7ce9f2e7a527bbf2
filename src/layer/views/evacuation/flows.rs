//! How many travel each street, in all and slice by slice.
//!
//! Floor 6.

use super::EvacuationView;
use super::segments::Segment;
use super::{width_class, width_class_field};
use crate::evacuate::PlannedRoute;
use crate::id::FeatureRef;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerBuilder;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::Value;
use crate::layer::views::table::{count, list, some_text};
use crate::model::Sensitivity;
use crate::time::State;
use crate::time::TimeWindow;
use geo::LineString;
use jiff::Timestamp;
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

const FLOWS: &str = "evacuation-flows";
const SLICES: &str = "evacuation-flow-slices";

/// The people on a segment, in all or in a slice.
#[derive(Default)]
struct OnIt<'a> {
    persons: u64,
    routes: BTreeMap<u32, &'a PlannedRoute>,
}

impl<'a> OnIt<'a> {
    fn add(&mut self, route: &'a PlannedRoute, persons: u64) {
        self.persons += persons;
        self.routes.insert(route.id, route);
    }
}

impl EvacuationView<'_> {
    /// Streets with how many travel them in all. `start` is when the first
    /// enter, `end` when the last have entered.
    ///
    /// Edges in a row that the same people travel are one line; a street is one
    /// line for each direction. Where all who take a street begin or end their way
    /// on it, only the part that they take is drawn. Whoever passes a street twice
    /// counts twice.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if the plan was made on other streets.
    pub fn flows(&self) -> Result<Layer, LayerError> {
        self.flows_and_slices().map(|(flows, _)| flows)
    }

    /// Streets with how many enter them in each slice of time, for playback:
    /// `start` and `end` are those of the slice. Slices follow on each other from
    /// the window's start. The people of all slices of a street are those of
    /// [`flows`](Self::flows).
    ///
    /// Each movement counts in the slice in which the first of it enter. Where
    /// a way has several checkpoints, the plan says only how long people wait in
    /// all; they are shown as waiting before the first.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if the plan was made on other streets.
    pub fn flow_slices(&self) -> Result<Layer, LayerError> {
        self.flows_and_slices().map(|(_, slices)| slices)
    }

    pub(super) fn flows_and_slices(&self) -> Result<(Layer, Layer), LayerError> {
        let mut flows = columns(FLOWS, "How many travel each street");
        let mut slices = columns(SLICES, "How many enter each street, slice by slice");
        let length = self.slice_length_s();
        for segment in self.segments(FLOWS)? {
            let mut all = OnIt::default();
            let mut by_slice: BTreeMap<u32, OnIt<'_>> = BTreeMap::new();
            let mut seen: Option<(Timestamp, Timestamp)> = None;
            for (route, at, persons) in self.entries(&segment) {
                all.add(route, persons);
                let after = at.duration_since(self.begins()).as_secs().max(0);
                let slice = (after / i64::from(length)) as u32;
                by_slice.entry(slice).or_default().add(route, persons);
                seen = Some(seen.map_or((at, at), |(from, to)| (from.min(at), to.max(at))));
            }
            let Some((from, last)) = seen else { continue };
            let until = after(last, i64::from(self.plan.step_s));
            let edge = segment.edges[0].0;
            let flow = self.feature(format!("flow/{edge:010}"), &segment, &all);
            flows = flows.feature(during(flow, from, until));
            for (number, on_it) in by_slice {
                let from = after(self.begins(), i64::from(number) * i64::from(length));
                let key = format!("flow-slice/{number:05}/{edge:010}");
                let slice = self.feature(key, &segment, &on_it);
                slices = slices.feature(during(slice, from, after(from, i64::from(length))));
            }
        }
        Ok((flows.embargo(self.embargo()).build()?, slices.embargo(self.embargo()).build()?))
    }

    fn feature(&self, key: String, segment: &Segment, on_it: &OnIt<'_>) -> LayerFeature {
        let network = self.picture.network();
        let line = self.line(segment);
        let length = crate::geodesy::length(&line).0;
        let edges: Vec<String> = segment.edges.iter().map(|edge| edge.0.to_string()).collect();
        let routes = || on_it.routes.values();
        let modes: BTreeSet<&str> = routes().map(|route| route.mode.as_str()).collect();
        let from: BTreeSet<&str> = routes().map(|route| route.neighbourhood.as_str()).collect();
        let to: BTreeSet<&str> = routes().map(|route| route.shelter.as_str()).collect();
        let values = vec![
            network.edge(segment.edges[0]).name("").and_then(some_text),
            Some(count(on_it.persons)),
            Some(Value::Integer(width_class(on_it.persons).into())),
            list(modes),
            list(from),
            list(to),
            Some(count(on_it.routes.len() as u64)),
            list(edges.iter().map(String::as_str)),
            Some(Value::Real((length * 10.0).round() / 10.0)),
        ];
        let told = routes().flat_map(|route| told_by(route)).collect::<BTreeSet<_>>();
        LayerFeature::new(key, LineString::from(line), values)
            .sensitivity(self.sensitivity(Sensitivity::High, &told))
            .style(StyleClass::new(Subject::Flow, State::Holds))
    }
}

/// The records of which a route tells: where from, where to, what it passes.
pub(super) fn told_by(route: &PlannedRoute) -> Vec<FeatureRef> {
    let mut told = vec![route.neighbourhood.to_ref(), route.shelter.to_ref()];
    told.extend(route.checkpoints.iter().map(crate::id::CheckpointId::to_ref));
    told.extend(route.corridors.iter().map(crate::id::CorridorId::to_ref));
    told
}

fn columns(name: &str, title: &str) -> LayerBuilder {
    Layer::builder(name, GeometryType::Line)
        .title(title)
        .timed()
        .field(Field::harmless("street", FieldType::Text, "the street's name"))
        .field(Field::harmless("persons", FieldType::Integer, "how many travel it, this way"))
        .field(width_class_field())
        .field(Field::harmless("modes", FieldType::Text, "how they travel"))
        .field(Field::harmless("neighbourhoods", FieldType::Text, "where they come from"))
        .field(Field::harmless("shelters", FieldType::Text, "where they go"))
        .field(Field::harmless("routes", FieldType::Integer, "by how many routes of the plan"))
        .field(Field::harmless("edges", FieldType::Text, "the numbers of its edges in the network"))
        .field(Field::harmless("length_m", FieldType::Real, "length along the ground, metres"))
}

fn after(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(seconds.seconds()).unwrap_or(at)
}

/// A feature during a time; without one if it has none.
pub(super) fn during(feature: LayerFeature, from: Timestamp, until: Timestamp) -> LayerFeature {
    match TimeWindow::new(from, until) {
        Ok(window) => feature.during(window),
        Err(_) => feature,
    }
}
