//! Evacuation plans as layers: flows, catchments, what holds up, who is left.
//!
//! Floor 6.

mod catchments;
mod clearance;
mod flows;
mod segments;
mod trouble;
mod ways;

use super::table::embargo_of_all;
use crate::evacuate::EvacuationPlan;
use crate::id::FeatureRef;
use crate::layer::Embargo;
use crate::layer::Field;
use crate::layer::FieldType;
use crate::layer::Layer;
use crate::layer::LayerError;
use crate::layer::ToLayers;
use crate::layer::Value;
use crate::model::Feature;
use crate::model::Sensitivity;
use crate::picture::OperationalPicture;
use crate::scenario::Scenario;
use geo::MultiPolygon;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A slice is one of these many seconds long, unless it is set.
const SLICES_S: [u32; 14] =
    [60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400];
/// From so many persons on, a line is one class wider.
const WIDER_FROM: [u64; 7] = [30, 100, 300, 1_000, 3_000, 10_000, 30_000];
/// A sum over fewer neighbourhoods tells of each of them.
const ENOUGH_TO_HIDE_IN: usize = 3;

/// An evacuation plan to be shown on a map, in a chart or as tables.
///
/// | layer | what | sensitivity, at least |
/// |---|---|---|
/// | `evacuation-catchments` | neighbourhoods with the shelter that takes most of their people | moderate |
/// | `evacuation-unserved` | neighbourhoods with those who stay behind, and why | high |
/// | `evacuation-flows` | streets with how many walk or drive them in all | high |
/// | `evacuation-flow-slices` | the same for each slice of time, for playback | high |
/// | `evacuation-catchment-lines` | a straight line from each neighbourhood to each of its shelters | moderate |
/// | `evacuation-routes` | every way in full | high |
/// | `evacuation-bottleneck-streets` | streets that hold people up | high |
/// | `evacuation-bottlenecks` | places that hold people up | high |
/// | `evacuation-shelters` | shelters with who comes and when they are full | moderate |
/// | `evacuation-schedule` | without places: who leaves when, by which route, and arrives | high |
/// | `evacuation-clearance` | without places: how many had arrived by when | see below |
///
/// Where people will be and when is of high sensitivity, whatever it came from:
/// it passes to no public audience and to no partner. Which shelter takes whom,
/// without hours, is moderate. Each feature is as sensitive as the most
/// sensitive record that it tells of, if that is more.
///
/// The clearance curve of everybody is moderate where at least three
/// neighbourhoods arrive, since a sum over fewer tells of each of them (the
/// usual threshold of statistical disclosure control), and high otherwise;
/// curves of one neighbourhood or shelter are high.
#[derive(Clone, Copy, Debug)]
pub struct EvacuationView<'a> {
    plan: &'a EvacuationPlan,
    picture: &'a OperationalPicture,
    slice_s: Option<u32>,
}

impl<'a> EvacuationView<'a> {
    /// A plan, and the picture that it was made on.
    pub const fn new(plan: &'a EvacuationPlan, picture: &'a OperationalPicture) -> Self {
        Self { plan, picture, slice_s: None }
    }

    /// Sets how many seconds each slice of `evacuation-flow-slices` is long; at
    /// least one step of the plan. Default: the first of 1, 2, 5, 10, 15, 20,
    /// 30 minutes, 1, 2, 3, 4, 6, 12, 24 hours that is no less than a tenth of
    /// the clearance time.
    #[must_use]
    pub const fn slice_s(self, seconds: u32) -> Self {
        Self { slice_s: Some(seconds), ..self }
    }

    /// How many seconds each slice is long.
    pub fn slice_length_s(&self) -> u32 {
        let step = self.plan.step_s.max(1);
        let usual = || {
            let tenth = self.plan.bounds.clearance_s.unwrap_or(0).div_ceil(10);
            SLICES_S.into_iter().find(|&one| u64::from(one) >= tenth).unwrap_or(86_400)
        };
        self.slice_s.unwrap_or_else(usual).max(step)
    }

    /// The zone in which the plan gives times; UTC if none is stated or known.
    pub fn time_zone(&self) -> TimeZone {
        let named = self.plan.time_zone.as_deref();
        named.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
    }

    const fn scenario(&self) -> &'a Scenario {
        self.picture.scenario()
    }

    /// Until when nothing of it may be published: what any record that it was worked
    /// out from is held back until.
    fn embargo(&self) -> Embargo {
        embargo_of_all(self.scenario())
    }

    /// The sensitivity of what tells of some records: no less than `least`.
    fn sensitivity<'r>(
        &self,
        least: Sensitivity,
        records: impl IntoIterator<Item = &'r FeatureRef>,
    ) -> Sensitivity {
        records.into_iter().fold(least, |found, one| found.max(self.stated(one)))
    }

    /// What is said of a record's sensitivity; high if nothing is.
    fn stated(&self, record: &FeatureRef) -> Sensitivity {
        self.scenario()
            .feature(record)
            .map_or(Sensitivity::High, |one| one.provenance().sensitivity_or_high())
    }

    /// What a record is called.
    fn name(&self, record: &FeatureRef) -> String {
        self.scenario().feature(record).map_or_else(|| record.id().to_owned(), Feature::label)
    }

    fn area(&self, neighbourhood: &crate::id::NeighbourhoodId) -> Option<MultiPolygon> {
        Some(self.scenario().neighbourhood(neighbourhood)?.area().polygons().clone())
    }

    fn begins(&self) -> Timestamp {
        self.plan.window.start_or_min()
    }
}

impl ToLayers for EvacuationView<'_> {
    /// All of them, in the order of the table above.
    fn to_layers(&self) -> Result<Vec<Layer>, LayerError> {
        let (flows, slices) = self.flows_and_slices()?;
        Ok(vec![
            self.catchments()?,
            self.unserved()?,
            flows,
            slices,
            self.catchment_lines()?,
            self.routes()?,
            self.bottleneck_streets()?,
            self.bottlenecks()?,
            self.shelters()?,
            self.schedule()?,
            self.clearance()?,
        ])
    }
}

/// The width of a line, from 1 to 8, by how many persons it stands for: the
/// same for all plans, so that two maps can be compared.
fn width_class(persons: u64) -> u8 {
    1 + WIDER_FROM.iter().filter(|&&from| persons >= from).count() as u8
}

/// The field that gives it.
fn width_class_field() -> Field {
    let what = "how wide to draw it: 1, and one more from 30, 100, 300, 1000, 3000, 10000 and 30000 \
                persons on";
    Field::harmless("width_class", FieldType::Integer, what)
}

/// A share to a thousandth.
fn share(part: u64, whole: u64) -> Value {
    Value::Real((part as f64 * 1000.0 / whole.max(1) as f64).round() / 1000.0)
}
