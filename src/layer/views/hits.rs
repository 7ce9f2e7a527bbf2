//! Answers of the index as layers, by the type of their geometry.
//!
//! Floor 6.

use super::table::{embargo_of, placed, told_by};
use crate::index::Hit;
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
use crate::scenario::Scenario;
use crate::time::State;

/// Answers to a question, to be shown on a map. Each is as sensitive as its record.
#[derive(Clone, Copy, Debug)]
pub struct HitsView<'a> {
    /// The scenario that was asked.
    pub scenario: &'a Scenario,
    /// What was answered.
    pub hits: &'a [Hit],
}

impl HitsView<'_> {
    fn layer(&self, name: &str, title: &str, shown: GeometryType) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder(name, shown)
            .title(title)
            .field(Field::harmless("record", FieldType::Text, "kind and identifier of the record"))
            .field(Field::harmless("name", FieldType::Text, "its name"))
            .field(Field::harmless(
                "state",
                FieldType::Text,
                "whether it was active when asked about",
            ))
            .field(Field::harmless(
                "distance_m",
                FieldType::Real,
                "how far it is, metres; 0 inside",
            ))
            .field(Field::harmless(
                "crossed_m",
                FieldType::Real,
                "how much of the line lies in it, metres",
            ));
        for hit in self.hits {
            let Some(record) = self.scenario.feature(&hit.reference) else { continue };
            let Some(geometry) = placed(record.geometry(), shown) else { continue };
            let crossed: f64 = hit.crossed.iter().map(|stretch| stretch.length().0).sum();
            let values = vec![
                Some(Value::Text(hit.reference.to_string())),
                Some(Value::Text(record.label())),
                hit.state.map(|state| state.as_str().into()),
                Some(Value::Real(hit.distance.0)),
                (!hit.crossed.is_empty()).then_some(Value::Real(crossed)),
            ];
            let subject = Subject::Record(hit.reference.kind());
            let style = StyleClass::new(subject, hit.state.unwrap_or(State::Holds));
            let feature = LayerFeature::new(format!("hit/{}", hit.reference), geometry, values);
            let feature = told_by(feature, record.provenance()).embargo(embargo_of(record));
            layer = layer.feature(feature.style(style));
        }
        layer.build()
    }
}

impl ToLayers for HitsView<'_> {
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        Ok(vec![
            self.layer("hit-areas", "Areas found", GeometryType::Area)?,
            self.layer("hit-lines", "Lines found", GeometryType::Line)?,
            self.layer("hit-points", "Places found", GeometryType::Point)?,
        ])
    }
}
