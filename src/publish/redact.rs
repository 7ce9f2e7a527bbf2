//! One record after another, as an audience may see it.

use super::Audience;
use super::DropReason;
use super::RedactionReport;
use super::audience::Treatment;
use super::units::Renamed;
use crate::layer::LayerFeature;
use crate::layer::LayerGeometry;
use crate::layer::LayerSchema;
use crate::layer::Value;
use crate::layer::grid::Grid;
use crate::units::Metres;

/// Metres in a degree of latitude, rounded down: a step of the grid shall be no
/// finer than the precision stated.
const METRES_A_DEGREE: f64 = 110_500.0;

/// Lets the records of one layer through, counting.
#[derive(Clone, Debug)]
pub(super) struct Redactor<'a> {
    audience: &'a Audience,
    allowed: bool,
    columns: Vec<bool>,
    /// Columns that count people, with those that follow them.
    counts: Vec<(usize, Vec<usize>)>,
    treatment: &'a Treatment,
    names: Renamed,
    pub(super) report: RedactionReport,
}

impl<'a> Redactor<'a> {
    pub(super) fn new(audience: &'a Audience, schema: &LayerSchema) -> Self {
        let allowed = audience.may_see_layer(schema.name());
        let columns = audience.columns(schema);
        let mut report = RedactionReport::of(audience.name(), schema.name());
        report.fields_withheld = if allowed {
            columns.iter().filter(|keep| !**keep).count()
        } else {
            schema.fields().len()
        };
        let kept: Vec<_> =
            schema.fields().iter().zip(&columns).filter(|(_, keep)| **keep).collect();
        let counts = kept.iter().enumerate().filter(|(_, (field, _))| field.is_count_of_people());
        let followers = |name: &str| {
            let all = kept.iter().enumerate();
            all.filter(|(_, (field, _))| field.followed() == Some(name)).map(|(at, _)| at).collect()
        };
        let counts = counts.map(|(at, (field, _))| (at, followers(field.name()))).collect();
        let treatment = audience.treatment(schema.name());
        Self { audience, allowed, columns, counts, treatment, names: Renamed::default(), report }
    }

    /// The same, counts of people left as they are, to be looked at together.
    pub(super) fn keeping_counts(mut self) -> Self {
        self.counts.clear();
        self
    }

    /// What the audience may see of the layer apart from its features.
    pub(super) fn schema(&self, schema: &LayerSchema) -> LayerSchema {
        if !self.allowed {
            return schema.withheld();
        }
        let seen = schema.with_columns(&self.columns);
        match self.treatment {
            Treatment::Units(units) => seen.of_units(units.columns()),
            Treatment::AsItIs | Treatment::Mask(_) => seen,
        }
    }

    /// What the audience may see of a record; `None`, and counted, if nothing.
    pub(super) fn pass(&mut self, feature: &LayerFeature) -> Option<LayerFeature> {
        match self.redact(feature) {
            Ok(seen) => {
                self.report.kept += 1;
                Some(seen)
            }
            Err(reason) => {
                *self.report.dropped.entry(reason).or_default() += 1;
                None
            }
        }
    }

    fn redact(&mut self, feature: &LayerFeature) -> Result<LayerFeature, DropReason> {
        if !self.allowed {
            return Err(DropReason::LayerNotAllowed);
        }
        let floor = feature.style_class().subject().least_sensitivity();
        if !self.audience.may_see(feature.sensitivity_class().max(floor)) {
            return Err(DropReason::TooSensitive);
        }
        if !self.audience.is_due(&self.report.layer, feature) {
            return Err(DropReason::Delayed);
        }
        let mut seen = match self.treatment {
            Treatment::AsItIs => {
                let geometry = match feature.geometry() {
                    Some(geometry) => Some(self.rounded(geometry, feature.stated_precision())?),
                    None => None,
                };
                feature.redacted(geometry, &self.columns)
            }
            Treatment::Units(units) => {
                let geometry = feature.geometry().ok_or(DropReason::OutsideUnits)?;
                let unit = units.of(geometry).ok_or(DropReason::OutsideUnits)?;
                let shape = self.rounded(unit.geometry(), None)?;
                self.report.coarsened += 1;
                let key = self.names.next(unit.code());
                let mut seen = feature.redacted(Some(shape), &self.columns).under_key(key);
                seen.values_mut().splice(0..0, unit.values());
                seen
            }
            Treatment::Mask(mask) => {
                let Some(LayerGeometry::Point(place)) = feature.geometry() else {
                    return Err(DropReason::NotMaskable);
                };
                let shown = mask.displace(*place).ok_or(DropReason::NotMaskable)?;
                let shape = self.rounded(&shown.into(), feature.stated_precision())?;
                self.report.masked += 1;
                feature.redacted(Some(shape), &self.columns)
            }
        };
        self.leave_out_small_counts(&mut seen);
        Ok(seen)
    }

    /// The geometry at the decimals that the audience may see, or at fewer where
    /// the source stated fewer.
    fn rounded(
        &mut self,
        geometry: &LayerGeometry,
        stated: Option<Metres>,
    ) -> Result<LayerGeometry, DropReason> {
        let decimals = stated.map_or(u8::MAX, decimals_for).min(self.audience.decimals());
        let grid = Grid::new(decimals);
        let snapped = grid.round(geometry);
        let shape = snapped.shape.ok_or(DropReason::CollapsedByRounding)?;
        let rounded = grid.to_geometry(&shape);
        self.report.parts_lost += snapped.lost;
        self.report.rounded += usize::from(rounded != *geometry);
        Ok(rounded)
    }

    fn leave_out_small_counts(&mut self, seen: &mut LayerFeature) {
        let Some(least) = self.audience.least_count() else { return };
        let first = usize::from(matches!(self.treatment, Treatment::Units(_))) * 2;
        let values = seen.values_mut();
        for (column, followers) in &self.counts {
            let number =
                values.get(first + column).and_then(Option::as_ref).and_then(Value::number);
            if number.is_some_and(|number| number > 0.0 && number < least as f64) {
                for at in followers.iter().chain([column]) {
                    values[first + at] = None;
                }
                self.report.small_counts += 1;
            }
        }
    }
}

/// The most decimals of a degree whose step is no finer than `stated`.
fn decimals_for(stated: Metres) -> u8 {
    let steps = METRES_A_DEGREE / stated.0;
    if steps >= 1.0 { steps.log10().floor().min(255.0) as u8 } else { 0 }
}
