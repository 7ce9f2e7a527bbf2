//! How many had arrived by when, as a table: what a chart is drawn from.
//!
//! Floor 6.

use super::{ENOUGH_TO_HIDE_IN, EvacuationView};
use crate::evacuate::{Curve, CurvePoint};
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::GeometryType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::LayerFeature;
use crate::layer::StyleClass;
use crate::layer::Subject;
use crate::layer::Value;
use crate::layer::views::table::count;
use crate::model::Sensitivity;
use crate::time::State;
use jiff::Timestamp;

/// One row.
struct Row<'a> {
    series: &'static str,
    of: Option<&'a FeatureRef>,
    at: Timestamp,
    persons: Option<u64>,
    band: Option<[u64; 3]>,
}

impl EvacuationView<'_> {
    /// How many had arrived by when, without places. The column `series` says
    /// what a row is:
    ///
    /// | series | row |
    /// |---|---|
    /// | `arrived` | so many had arrived by then; only where the number changes, from the window's start on |
    /// | `band` | in 5, 50 and 95 of 100 draws no more than `low`, `middle`, `high` had |
    /// | `at-least` | under no plan have as many arrived before this |
    /// | `people` | how many there are, at the window's end |
    ///
    /// # Errors
    ///
    /// [`LayerError`] if a count is more than a layer holds.
    pub fn clearance(&self) -> Result<Layer, LayerError> {
        let mut layer = Layer::builder("evacuation-clearance", GeometryType::Point)
            .title("How many had arrived by when")
            .field(Field::harmless("series", FieldType::Text, "arrived, band, at-least or people"))
            .field(Field::harmless(
                "of_kind",
                FieldType::Text,
                "everybody, neighbourhood (where they come from) or shelter (where they are)",
            ))
            .field(Field::harmless("of", FieldType::Text, "which neighbourhood or shelter"))
            .field(Field::harmless("name", FieldType::Text, "what it is called"))
            .field(Field::harmless("at", FieldType::Time, "when"))
            .field(Field::harmless("persons", FieldType::Integer, "how many by then"))
            .field(Field::harmless("low", FieldType::Integer, "in 5 of 100 draws no more"))
            .field(Field::harmless("middle", FieldType::Integer, "in half of the draws no more"))
            .field(Field::harmless("high", FieldType::Integer, "in 95 of 100 draws no more"));
        for curve in &self.plan.clearance {
            layer = layer.features(self.curve(curve));
        }
        let everybody = self.of_everybody();
        let mut rows = Vec::new();
        let bounds = &self.plan.bounds;
        if let Some(at) = bounds.clearance_at_least {
            rows.push(Row { persons: Some(bounds.moved), ..Row::at("at-least", at) });
        }
        let end = self.plan.window.end_or_max();
        rows.push(Row { persons: Some(bounds.persons), ..Row::at("people", end) });
        for point in self.plan.band.iter().flat_map(|band| &band.points) {
            let band = Some([point.low, point.middle, point.high]);
            rows.push(Row { band, ..Row::at("band", point.at) });
        }
        let mut number = 0;
        let mut last = "";
        layer = layer.features(rows.iter().map(|row| {
            number = if row.series == last { number + 1 } else { 1 };
            last = row.series;
            self.row(number, row, everybody)
        }));
        layer.embargo(self.embargo()).build()
    }

    fn curve(&self, curve: &Curve) -> Vec<LayerFeature> {
        let of = curve.of.as_ref();
        let sensitivity = match of {
            Some(record) => self.sensitivity(Sensitivity::High, [record]),
            None => self.of_everybody(),
        };
        // From nobody on, so that the curve begins where the window does.
        let begins = CurvePoint { at: self.begins(), persons: 0 };
        let first = curve.points.first().is_none_or(|first| first.at > begins.at);
        let points = first.then_some(begins).into_iter().chain(curve.points.iter().copied());
        let rows = points.zip(1..).map(|(point, number)| {
            let row = Row { of, persons: Some(point.persons), ..Row::at("arrived", point.at) };
            self.row(number, &row, sensitivity)
        });
        rows.collect()
    }

    /// The sensitivity of a sum over everybody.
    fn of_everybody(&self) -> Sensitivity {
        let moved: Vec<FeatureRef> = self
            .plan
            .groups
            .iter()
            .filter(|group| group.moved > 0)
            .map(|group| group.neighbourhood.to_ref())
            .collect();
        let severe = moved.iter().any(|one| self.stated(one) >= Sensitivity::Severe);
        match moved.len() {
            _ if severe => Sensitivity::Severe,
            0..ENOUGH_TO_HIDE_IN => Sensitivity::High,
            _ => Sensitivity::Moderate,
        }
    }

    fn row(&self, number: usize, row: &Row<'_>, sensitivity: Sensitivity) -> LayerFeature {
        let kind = match row.of.map(FeatureRef::kind) {
            None => "everybody",
            Some(Kind::Shelter) => "shelter",
            Some(kind) => kind.as_str(),
        };
        let id = row.of.map_or("", FeatureRef::id);
        let [low, middle, high] = [0, 1, 2].map(|one| row.band.map(|band| count(band[one])));
        let values = vec![
            Some(row.series.into()),
            Some(kind.into()),
            row.of.map(|of| of.id().into()),
            row.of.map(|of| Value::Text(self.name(of))),
            Some(row.at.into()),
            row.persons.map(count),
            low,
            middle,
            high,
        ];
        LayerFeature::unlocated(format!("{}/{kind}/{id}/{number:06}", row.series), values)
            .sensitivity(sensitivity)
            .style(StyleClass::new(Subject::Other, State::Holds))
    }
}

impl Row<'_> {
    const fn at(series: &'static str, at: Timestamp) -> Self {
        Self { series, of: None, at, persons: None, band: None }
    }
}
