//! What areas in force together cover, as plain data.
//!
//! Floor 3.

use super::CorridorCut;
use super::CoveredAlone;
use super::DateRange;
use super::NeighbourhoodInside;
use super::PersonsRange;
use super::SheltersInside;
use super::StreetsInside;
use crate::id::AssemblyPointId;
use crate::id::CheckpointId;
use crate::id::NeighbourhoodId;
use serde::{Deserialize, Serialize};

/// What areas in force together cover. Ground under several counts once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Impact {
    /// Square kilometres covered, geodesic on WGS 84.
    pub area_km2: f64,
    /// The areas added up, each by itself: more than `area_km2` by what
    /// overlaps. Not an extent of anything.
    pub sum_km2: f64,
    /// The area of the whole: the territory that was set, or all
    /// neighbourhoods. `None` if there is neither.
    pub whole_km2: Option<f64>,
    /// The share of the whole that is covered, 0 to 1.
    pub share_of_whole: Option<f64>,
    /// Square kilometres covered that are not in the whole.
    pub outside_whole_km2: Option<f64>,
    /// Square kilometres covered that are in no neighbourhood: whoever lives
    /// there is not among the persons.
    pub outside_neighbourhoods_km2: f64,
    /// Persons, of neighbourhoods whose population is known. `None` if there
    /// are no neighbourhoods, or none of those inside has a known population:
    /// not known is not 0.
    pub persons: Option<PersonsRange>,
    /// The days that the populations counted speak of.
    pub population_as_of: Option<DateRange>,
    /// Neighbourhoods inside whose population has no date.
    pub population_undated: Vec<NeighbourhoodId>,
    /// Neighbourhoods inside whose population is not known; `persons` leaves
    /// them out, its `high` included.
    pub population_unknown: Vec<NeighbourhoodId>,
    /// Neighbourhoods inside to 99.9 % of their area or more, by identifier.
    pub neighbourhoods_wholly: Vec<NeighbourhoodInside>,
    /// Neighbourhoods inside in part, by identifier.
    pub neighbourhoods_partly: Vec<NeighbourhoodInside>,
    /// Shelters inside, and their people.
    pub shelters: SheltersInside,
    /// Checkpoints inside, by identifier.
    pub checkpoints: Vec<CheckpointId>,
    /// Assembly points inside, by identifier.
    pub assembly_points: Vec<AssemblyPointId>,
    /// Street length inside.
    pub streets: StreetsInside,
    /// Announced corridors that are inside in part or whole, or touch the
    /// edge, by identifier.
    pub corridors: Vec<CorridorCut>,
    /// Each of the areas by itself, in the order given.
    pub each: Vec<CoveredAlone>,
}

impl Impact {
    /// Neighbourhoods inside, wholly and in part, by identifier.
    pub fn neighbourhoods(&self) -> Vec<&NeighbourhoodInside> {
        let mut all: Vec<&NeighbourhoodInside> =
            self.neighbourhoods_wholly.iter().chain(&self.neighbourhoods_partly).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// The figures in a few lines of plain text.
    ///
    /// Lines without anything to say are left out; what is not known is named.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("covers {:.3} km²", self.area_km2)];
        if let (Some(share), Some(whole)) = (self.share_of_whole, self.whole_km2) {
            lines.push(format!("{:.1} % of a whole of {whole:.3} km²", 100.0 * share));
        }
        match self.persons {
            Some(PersonsRange { low, best, high }) => {
                lines.push(format!("about {best} (from {} to {})", low.0, high.0));
            }
            None => lines.push("how many persons is not known".to_owned()),
        }
        let (wholly, partly) = (&self.neighbourhoods_wholly, &self.neighbourhoods_partly);
        lines.push(format!("neighbourhoods: {} wholly, {} in part", wholly.len(), partly.len()));
        if !self.population_unknown.is_empty() {
            lines.push(format!("population not known of: {}", listed(&self.population_unknown)));
        }
        if !self.shelters.inside.is_empty() {
            let (count, people) = (self.shelters.inside.len(), self.shelters.people);
            lines.push(format!("shelters: {count}, with {people}"));
        }
        if !self.shelters.people_unknown.is_empty() {
            let unknown = listed(&self.shelters.people_unknown);
            lines.push(format!("people in shelter not known of: {unknown}"));
        }
        if !self.checkpoints.is_empty() {
            lines.push(format!("checkpoints: {}", listed(&self.checkpoints)));
        }
        if !self.assembly_points.is_empty() {
            lines.push(format!("assembly points: {}", listed(&self.assembly_points)));
        }
        if self.streets.streets > 0 {
            let (inside, of) = (self.streets.inside, self.streets.of);
            lines.push(format!("streets: {inside} of {of}"));
        }
        for CorridorCut { id, inside, of } in &self.corridors {
            lines.push(format!("corridor {id}: {inside} of {of}"));
        }
        lines
    }
}

fn listed<T: std::fmt::Display>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
