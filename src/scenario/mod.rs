//! Every record for one place and period, linked, checked and immutable.
//!
//! Floor 2. Imports floors 0 and 1.
//!
//! Readers feed a [`ScenarioBuilder`]; its `build` runs the rules and gives a
//! [`Scenario`] and the [`Issue`]s found. Records are sorted by identifier, so
//! the same input gives the same bytes everywhere downstream.

mod builder;
mod issue;
pub mod rules;

pub use builder::ScenarioBuilder;
pub use issue::Issue;

use crate::id::AreaOfControlId;
use crate::id::AssemblyPointId;
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::CurfewZoneId;
use crate::id::FeatureRef;
use crate::id::FrontLineId;
use crate::id::HazardZoneId;
use crate::id::IncidentId;
use crate::id::Kind;
use crate::id::NeighbourhoodId;
use crate::id::RestrictedZoneId;
use crate::id::ShelterId;
use crate::id::StreetId;
use crate::model::AreaOfControl;
use crate::model::AssemblyPoint;
use crate::model::Checkpoint;
use crate::model::CurfewZone;
use crate::model::Feature;
use crate::model::FrontLine;
use crate::model::HazardZone;
use crate::model::Incident;
use crate::model::Neighbourhood;
use crate::model::RestrictedZone;
use crate::model::SafeCorridor;
use crate::model::Shelter;
use crate::model::Street;
use crate::time::TimeWindow;

/// Every record for one place and period. Immutable; sorted by identifier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    about: About,
    neighbourhoods: Vec<Neighbourhood>,
    curfew_zones: Vec<CurfewZone>,
    restricted_zones: Vec<RestrictedZone>,
    hazard_zones: Vec<HazardZone>,
    front_lines: Vec<FrontLine>,
    areas_of_control: Vec<AreaOfControl>,
    checkpoints: Vec<Checkpoint>,
    corridors: Vec<SafeCorridor>,
    shelters: Vec<Shelter>,
    assembly_points: Vec<AssemblyPoint>,
    incidents: Vec<Incident>,
    streets: Vec<Street>,
}

/// What a scenario says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct About {
    /// A title for maps and reports.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What the reader should know, such as that the geometry is schematic.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The IANA name of the time zone in which local hours are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The period that the scenario speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<TimeWindow>,
}

macro_rules! records {
    ($($(#[$doc:meta])* $many:ident, $one:ident: $noun:ty, $id:ty, $kind:ident;)*) => {
        impl Scenario {
            $(
                $(#[$doc])*
                ///
                /// Sorted by identifier.
                pub fn $many(&self) -> &[$noun] {
                    &self.$many
                }

                /// The one with this identifier, if there is one. Logarithmic time.
                pub fn $one(&self, id: &$id) -> Option<&$noun> {
                    let at = self.$many.binary_search_by(|one| one.id().cmp(id)).ok()?;
                    self.$many.get(at)
                }
            )*

            /// Every record, by kind and then by identifier.
            pub fn features(&self) -> impl Iterator<Item = &dyn Feature> {
                std::iter::empty()$(.chain(self.$many.iter().map(|one| one as &dyn Feature)))*
            }

            /// The record that a reference names, if there is one. Logarithmic time.
            pub fn feature(&self, reference: &FeatureRef) -> Option<&dyn Feature> {
                match reference.kind() {
                    $(Kind::$kind => self
                        .$one(&reference.id().into())
                        .map(|one| one as &dyn Feature),)*
                }
            }
        }

        impl ScenarioBuilder {
            $(
                #[doc = concat!("Adds a record to the scenario's `", stringify!($many), "`, and where it was read.")]
                pub fn $one(&mut self, record: $noun, at: crate::record::RecordRef) -> &mut Self {
                    self.note_origin(record.id().to_ref(), at);
                    self.scenario.$many.push(record);
                    self
                }
            )*

            /// Adds every record of a scenario; where they were read is `at` and
            /// the identifier of each.
            pub fn all_of(&mut self, scenario: &Scenario, at: &crate::record::RecordRef) -> &mut Self {
                $(
                    for record in &scenario.$many {
                        self.$one(record.clone(), at.clone().id(record.id().as_str()));
                    }
                )*
                self
            }

            /// Sorts every kind by identifier and keeps the first of each
            /// identifier, in the order in which they were added.
            pub(crate) fn sort(&mut self) {
                $(
                    self.scenario.$many.sort_by(|a, b| a.id().cmp(b.id()));
                    self.scenario.$many.dedup_by(|later, first| later.id() == first.id());
                )*
            }
        }
    };
}
records! {
    /// The neighbourhoods.
    neighbourhoods, neighbourhood: Neighbourhood, NeighbourhoodId, Neighbourhood;
    /// The curfew zones.
    curfew_zones, curfew_zone: CurfewZone, CurfewZoneId, CurfewZone;
    /// The restricted zones.
    restricted_zones, restricted_zone: RestrictedZone, RestrictedZoneId, RestrictedZone;
    /// The hazard zones.
    hazard_zones, hazard_zone: HazardZone, HazardZoneId, HazardZone;
    /// The front lines.
    front_lines, front_line: FrontLine, FrontLineId, FrontLine;
    /// The areas of control.
    areas_of_control, area_of_control: AreaOfControl, AreaOfControlId, AreaOfControl;
    /// The checkpoints.
    checkpoints, checkpoint: Checkpoint, CheckpointId, Checkpoint;
    /// The announced corridors.
    corridors, corridor: SafeCorridor, CorridorId, SafeCorridor;
    /// The shelters.
    shelters, shelter: Shelter, ShelterId, Shelter;
    /// The assembly points.
    assembly_points, assembly_point: AssemblyPoint, AssemblyPointId, AssemblyPoint;
    /// The incidents.
    incidents, incident: Incident, IncidentId, Incident;
    /// The streets given with the scenario (a network may come from elsewhere).
    streets, street: Street, StreetId, Street;
}

impl Scenario {
    /// What the scenario says of itself.
    pub const fn about(&self) -> &About {
        &self.about
    }
}

/// Records to put in the place of a scenario's own.
#[derive(Debug, Default)]
pub(crate) struct Revision {
    pub(crate) curfew_zones: Vec<CurfewZone>,
    pub(crate) restricted_zones: Vec<RestrictedZone>,
    pub(crate) hazard_zones: Vec<HazardZone>,
    pub(crate) front_lines: Vec<FrontLine>,
    pub(crate) areas_of_control: Vec<AreaOfControl>,
    pub(crate) checkpoints: Vec<Checkpoint>,
    pub(crate) corridors: Vec<SafeCorridor>,
    pub(crate) shelters: Vec<Shelter>,
    pub(crate) assembly_points: Vec<AssemblyPoint>,
    pub(crate) incidents: Vec<Incident>,
}

impl Revision {
    /// A scenario's own records.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        Self {
            curfew_zones: scenario.curfew_zones.clone(),
            restricted_zones: scenario.restricted_zones.clone(),
            hazard_zones: scenario.hazard_zones.clone(),
            front_lines: scenario.front_lines.clone(),
            areas_of_control: scenario.areas_of_control.clone(),
            checkpoints: scenario.checkpoints.clone(),
            corridors: scenario.corridors.clone(),
            shelters: scenario.shelters.clone(),
            assembly_points: scenario.assembly_points.clone(),
            incidents: scenario.incidents.clone(),
        }
    }
}

impl Scenario {
    /// The same neighbourhoods and streets with other records around them.
    pub(crate) fn revised(&self, revision: Revision) -> Self {
        let scenario = Self {
            about: self.about.clone(),
            neighbourhoods: self.neighbourhoods.clone(),
            streets: self.streets.clone(),
            curfew_zones: revision.curfew_zones,
            restricted_zones: revision.restricted_zones,
            hazard_zones: revision.hazard_zones,
            front_lines: revision.front_lines,
            areas_of_control: revision.areas_of_control,
            checkpoints: revision.checkpoints,
            corridors: revision.corridors,
            shelters: revision.shelters,
            assembly_points: revision.assembly_points,
            incidents: revision.incidents,
        };
        let mut builder = ScenarioBuilder { scenario, ..ScenarioBuilder::default() };
        builder.sort();
        builder.scenario
    }
}
