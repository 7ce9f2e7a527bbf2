//! Which shelter takes whose people.
//!
//! Floor 6.

use super::EvacuationView;
use super::{share, width_class, width_class_field};
use crate::id::NeighbourhoodId;
use crate::id::ShelterId;
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
use geo::{InteriorPoint, LineString, Point};
use std::collections::BTreeMap;

impl EvacuationView<'_> {
    /// How many of each neighbourhood go to each shelter.
    fn takes(&self) -> BTreeMap<(&NeighbourhoodId, &ShelterId), u64> {
        let mut takes = BTreeMap::new();
        for route in &self.plan.routes {
            *takes.entry((&route.neighbourhood, &route.shelter)).or_default() += route.persons;
        }
        takes
    }

    /// The neighbourhoods, each with the shelter that takes most of its people
    /// and the share of every other: what an information officer colours by
    /// shelter. People of a neighbourhood are not told apart by where in it they
    /// live, so no finer border is drawn than the neighbourhood's own. How many
    /// they were is not said, since it would tell how many stay behind: that is in
    /// [`unserved`](Self::unserved), for fewer eyes.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn catchments(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-catchments", GeometryType::Area)
            .title("Neighbourhoods by the shelter that takes most of their people")
            .field(Field::harmless("neighbourhood", FieldType::Text, "whose people go"))
            .field(Field::harmless("name", FieldType::Text, "what it is called"))
            .field(
                Field::harmless("moved", FieldType::Integer, "how many arrive in a shelter")
                    .counts_people(),
            )
            .field(Field::harmless(
                "shelter",
                FieldType::Text,
                "the shelter that takes most of them",
            ))
            .field(Field::harmless("shelter_name", FieldType::Text, "what it is called"))
            .field(
                Field::harmless("shelter_persons", FieldType::Integer, "how many go to it")
                    .counts_people(),
            )
            .field(Field::new("shelter_share", FieldType::Real, "their share of those who arrive"))
            .field(Field::new(
                "shelters",
                FieldType::Text,
                "every shelter with how many go to it, most first",
            ))
            .label("shelter_name");
        let takes = self.takes();
        for group in &self.plan.groups {
            let of = takes.iter().filter(|((from, _), _)| **from == group.neighbourhood);
            let mut to: Vec<(&ShelterId, u64)> = of.map(|((_, to), &many)| (*to, many)).collect();
            to.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let most = to.first().copied();
            let all: Vec<String> = to.iter().map(|(to, many)| format!("{to}: {many}")).collect();
            let values = vec![
                Some(group.neighbourhood.as_str().into()),
                Some(group.name.as_str().into()),
                Some(count(group.moved)),
                most.map(|(to, _)| to.as_str().into()),
                most.map(|(to, _)| Value::Text(self.name(&to.to_ref()))),
                most.map(|(_, many)| count(many)),
                most.map(|(_, many)| share(many, group.moved)),
                list(all.iter().map(String::as_str)),
            ];
            let mut told = vec![group.neighbourhood.to_ref()];
            told.extend(to.iter().map(|(to, _)| to.to_ref()));
            let key = format!("catchment/{}", group.neighbourhood);
            let feature = match self.area(&group.neighbourhood) {
                Some(area) => LayerFeature::new(key, area, values),
                None => LayerFeature::unlocated(key, values),
            };
            let from = &group.neighbourhood;
            let mut feature = feature.sums("moved", to.iter().map(|(to, _)| cell(from, to)));
            if let Some((to, _)) = most {
                feature = feature.sums("shelter_persons", [cell(from, to)]);
            }
            layer = layer.feature(
                feature
                    .sensitivity(self.sensitivity(Sensitivity::Moderate, &told))
                    .style(StyleClass::new(Subject::Catchment, State::Holds)),
            );
        }
        layer.embargo(self.embargo()).build()
    }

    /// A straight line from each neighbourhood to each shelter that takes people
    /// of it, as wide as they are many: who goes where at a glance. It is no way
    /// to go.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn catchment_lines(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-catchment-lines", GeometryType::Line)
            .title("From neighbourhoods to shelters (straight lines, no ways)")
            .field(Field::harmless("neighbourhood", FieldType::Text, "whose people go"))
            .field(Field::harmless("name", FieldType::Text, "what it is called"))
            .field(Field::harmless("shelter", FieldType::Text, "where they go"))
            .field(Field::harmless("shelter_name", FieldType::Text, "what it is called"))
            .field(Field::harmless("persons", FieldType::Integer, "how many").counts_people())
            .field(Field::new(
                "share",
                FieldType::Real,
                "their share of those of the neighbourhood who arrive",
            ))
            .field(width_class_field().follows("persons"));
        for ((from, to), many) in self.takes() {
            let moved = self.plan.groups.iter().find(|group| group.neighbourhood == *from);
            let told = [from.to_ref(), to.to_ref()];
            let values = vec![
                Some(from.as_str().into()),
                Some(Value::Text(self.name(&told[0]))),
                Some(to.as_str().into()),
                Some(Value::Text(self.name(&told[1]))),
                Some(count(many)),
                moved.map(|group| share(many, group.moved)),
                Some(Value::Integer(width_class(many).into())),
            ];
            let starts = self.area(from).and_then(|area| area.interior_point());
            let ends = self.scenario().shelter(to).map(|one| one.place().coord());
            let key = format!("catchment/{from}/{to}");
            let feature = match (starts, ends) {
                (Some(start), Some(end)) if start.0 != end => {
                    LayerFeature::new(key, LineString::from(vec![start.0, end]), values)
                }
                _ => LayerFeature::unlocated(key, values),
            };
            layer = layer.feature(
                feature
                    .sums("persons", [cell(from, to)])
                    .sensitivity(self.sensitivity(Sensitivity::Moderate, &told))
                    .style(StyleClass::new(Subject::Catchment, State::Holds)),
            );
        }
        layer.embargo(self.embargo()).build()
    }

    /// The shelters with how many come.
    ///
    /// When one is full is not said here: the clearance layer has it, for fewer eyes.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn shelters(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-shelters", GeometryType::Point)
            .title("Shelters and how many come")
            .field(Field::harmless("shelter", FieldType::Text, "which one"))
            .field(Field::harmless("name", FieldType::Text, "what it is called"))
            .field(Field::harmless("places", FieldType::Integer, "free places at first"))
            .field(Field::harmless("persons", FieldType::Integer, "how many come").counts_people())
            .field(Field::new("free", FieldType::Integer, "free places at last"))
            .field(Field::new("share", FieldType::Real, "share of the places that is taken"))
            .field(Field::harmless("reached", FieldType::Boolean, "whether a street is near it"))
            .label("name");
        let takes = self.takes();
        for shelter in &self.plan.shelters {
            let record = shelter.shelter.to_ref();
            let values = vec![
                Some(shelter.shelter.as_str().into()),
                Some(shelter.name.as_str().into()),
                Some(count(shelter.places)),
                Some(count(shelter.persons)),
                Some(count(shelter.places.saturating_sub(shelter.persons))),
                Some(share(shelter.persons, shelter.places)),
                Some(shelter.reached.into()),
            ];
            let key = format!("shelter/{}", shelter.shelter);
            let feature = match self.scenario().shelter(&shelter.shelter) {
                Some(one) => LayerFeature::new(key, Point(one.place().coord()), values),
                None => LayerFeature::unlocated(key, values),
            };
            let from = takes.keys().filter(|(_, to)| **to == shelter.shelter);
            let feature = feature.sums("persons", from.map(|(from, to)| cell(from, to)));
            let state = if shelter.reached { State::Holds } else { State::DoesNotHold };
            layer = layer.feature(
                feature
                    .sensitivity(self.sensitivity(Sensitivity::Moderate, [&record]))
                    .style(StyleClass::new(Subject::Record(crate::id::Kind::Shelter), state)),
            );
        }
        layer.embargo(self.embargo()).build()
    }
}

/// The name of the smallest count of a plan: those of one neighbourhood who go
/// to one shelter.
fn cell(from: &NeighbourhoodId, to: &ShelterId) -> String {
    format!("{from} to {to}")
}
