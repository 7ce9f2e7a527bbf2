//! What holds people up, and who stays behind.
//!
//! Floor 6.

use super::EvacuationView;
use super::flows::during;
use super::share;
use crate::evacuate::{Bottleneck, Left, Reason};
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
use crate::network::EdgeId;
use crate::time::State;
use geo::{Coord, LineString, Point};
use std::collections::{BTreeMap, BTreeSet};

const STREETS: &str = "evacuation-bottleneck-streets";

impl EvacuationView<'_> {
    /// Where and when something holds people up, as points.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn bottlenecks(&self) -> Result<Layer, LayerError> {
        let layer = columns("evacuation-bottlenecks", GeometryType::Point)
            .title("What holds people up, and when");
        let place = |one: &Bottleneck, key: String, values| {
            Ok(LayerFeature::new(key, Point::new(one.at[0], one.at[1]), values))
        };
        self.each_bottleneck(layer, |_| true, place)?.embargo(self.embargo()).build()
    }

    /// The streets that hold people up, as lines.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if the plan was made on other streets.
    pub fn bottleneck_streets(&self) -> Result<Layer, LayerError> {
        let layer = columns(STREETS, GeometryType::Line).title("Streets that hold people up");
        let network = self.picture.network();
        let edges = network.edge_count();
        let street = |one: &Bottleneck, key: String, values| {
            let edge = one.edge.unwrap_or_default();
            if edge as usize >= edges {
                return Err(LayerError::OtherStreets { layer: STREETS.to_owned(), edge, edges });
            }
            let line: Vec<Coord> = network.edge(EdgeId(edge)).line().collect();
            Ok(LayerFeature::new(key, LineString::from(line), values))
        };
        self.each_bottleneck(layer, |one| one.edge.is_some(), street)?
            .embargo(self.embargo())
            .build()
    }

    fn each_bottleneck(
        &self,
        mut layer: LayerBuilder,
        wanted: impl Fn(&Bottleneck) -> bool,
        place: impl Fn(&Bottleneck, String, Vec<Option<Value>>) -> Result<LayerFeature, LayerError>,
    ) -> Result<LayerBuilder, LayerError> {
        for (number, one) in self.plan.bottlenecks.iter().enumerate() {
            if !wanted(one) {
                continue;
            }
            let values = vec![
                word(one.kind),
                one.of.as_ref().map(|of| Value::Text(of.to_string())),
                one.edge.map(|edge| Value::Integer(edge.into())),
                Some(Value::Real((one.persons_per_hour * 10.0).round() / 10.0)),
                Some(count(one.persons_behind)),
                some_text(&one.text),
            ];
            let key = format!("bottleneck/{:04}", number + 1);
            let feature = place(one, key, values)?
                .sensitivity(self.sensitivity(Sensitivity::High, &one.of))
                .style(StyleClass::new(Subject::Bottleneck, State::Holds));
            layer = layer.feature(during(feature, one.from, one.until));
        }
        Ok(layer)
    }

    /// The neighbourhoods of which people stay behind, with how many and why.
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn unserved(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-unserved", GeometryType::Area)
            .title("Who stays behind, and why")
            .field(Field::harmless("neighbourhood", FieldType::Text, "where they stay"))
            .field(Field::harmless("name", FieldType::Text, "what it is called"))
            .field(Field::harmless("persons", FieldType::Integer, "how many were there"))
            .field(Field::harmless("left", FieldType::Integer, "how many stay behind"))
            .field(Field::harmless("share", FieldType::Real, "their share"))
            .field(Field::harmless("reason", FieldType::Text, "why most of them do"))
            .field(Field::harmless("reasons", FieldType::Text, "every reason with how many"))
            .field(Field::harmless("modes", FieldType::Text, "how they would have travelled"))
            .field(Field::harmless(
                "closed_by",
                FieldType::Text,
                "what would have to be lifted for a way to open",
            ))
            .field(Field::harmless("text", FieldType::Text, "the same in words"))
            .label("name");
        for group in self.plan.groups.iter().filter(|group| !group.left.is_empty()) {
            let left: u64 = group.left.iter().map(|one| one.persons).sum();
            if left == 0 {
                continue;
            }
            let reasons = by_reason(&group.left);
            let told: Vec<String> = reasons
                .iter()
                .filter_map(|(why, many)| Some(format!("{}: {many}", word(*why)?.as_text()?)))
                .collect();
            let modes: BTreeSet<&str> = group.left.iter().map(|one| one.mode.as_str()).collect();
            let closed: BTreeSet<&FeatureRef> =
                group.left.iter().flat_map(|one| &one.closed_by).collect();
            let named: Vec<String> = closed.iter().map(ToString::to_string).collect();
            let texts: Vec<&str> = group.left.iter().map(|one| one.text.as_str()).collect();
            let values = vec![
                Some(group.neighbourhood.as_str().into()),
                Some(group.name.as_str().into()),
                Some(count(group.persons)),
                Some(count(left)),
                Some(share(left, group.persons)),
                reasons.first().and_then(|(why, _)| word(*why)),
                list(told.iter().map(String::as_str)),
                list(modes),
                list(named.iter().map(String::as_str)),
                some_text(&texts.join("\n")),
            ];
            let key = format!("unserved/{}", group.neighbourhood);
            let feature = match self.area(&group.neighbourhood) {
                Some(area) => LayerFeature::new(key, area, values),
                None => LayerFeature::unlocated(key, values),
            };
            let home = group.neighbourhood.to_ref();
            let records = closed.into_iter().chain([&home]);
            layer = layer.feature(
                feature
                    .sensitivity(self.sensitivity(Sensitivity::High, records))
                    .style(StyleClass::new(Subject::Unserved, State::Holds)),
            );
        }
        layer.embargo(self.embargo()).build()
    }
}

/// How many stay behind for each reason, most first.
fn by_reason(left: &[Left]) -> Vec<(Reason, u64)> {
    let mut sums: BTreeMap<Reason, u64> = BTreeMap::new();
    for one in left {
        *sums.entry(one.reason).or_default() += one.persons;
    }
    let mut sums: Vec<(Reason, u64)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    sums
}

/// The word for it in a plan's JSON.
fn word(what: impl serde::Serialize) -> Option<Value> {
    let word = serde_json::to_value(what).ok()?;
    word.as_str().map(Value::from)
}

fn columns(name: &str, shown: GeometryType) -> LayerBuilder {
    Layer::builder(name, shown)
        .timed()
        .field(Field::harmless("kind", FieldType::Text, "checkpoint, street, shelter or convoy"))
        .field(Field::harmless("of", FieldType::Text, "kind and identifier of the record"))
        .field(Field::harmless("edge", FieldType::Integer, "the number of the street's edge"))
        .field(Field::harmless("persons_per_hour", FieldType::Real, "how many pass in an hour"))
        .field(Field::harmless(
            "persons_behind",
            FieldType::Integer,
            "how many have still to pass, or never will",
        ))
        .field(Field::harmless("text", FieldType::Text, "the same in words"))
}
