//! From what each file holds to records of one scenario.
//!
//! Floor 7.

use super::clock::Clock;
use super::closures;
use super::closures::Disruption;
use super::error::Fault;
use super::error::MatsimError;
use super::fire::Cells;
use super::network::LinkNetwork;
use super::orders;
use super::population::Population;
use super::reader::Counts;
use super::reader::Fire;
use super::reader::MatsimReader;
use super::rules;
use super::table;
use super::text;
use super::zones;
use super::zones::Zones;
use crate::id::NeighbourhoodId;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::Particulars;
use crate::model::Place;
use crate::model::PopulationEstimate;
use crate::model::Provenance;
use crate::model::Shelter;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::ScenarioBuilder;
use crate::time::Schedule;
use crate::units::Persons;
use jiff::Timestamp;
use std::collections::BTreeMap;

impl MatsimReader {
    pub(super) fn add_points(
        &self,
        builder: &mut ScenarioBuilder,
        streets: &LinkNetwork,
        issues: &mut Vec<Issue>,
    ) -> Result<(), MatsimError> {
        for (path, status) in &self.points {
            let at = text::record_of(path);
            let body = text::read(path, &at)?;
            for (line, [id, name, link]) in
                table::read(&body, &at, ["ID", "Description", "LinkId"])?
            {
                let at = at.clone().line(line).id(&id);
                let Some(&edge) = streets.links.get(&link) else {
                    issues.push(closures::unknown_link(&at, "LinkId", &link));
                    continue;
                };
                let middle = closures::middle(streets, edge);
                let Ok(place) = Place::new(middle.x, middle.y) else { continue };
                let mut particulars = Particulars::named(name.as_str());
                particulars.provenance = Provenance::of(at.file_name());
                if *status == CheckpointStatus::Open {
                    particulars = particulars.schedule(Schedule::always());
                }
                let point = Checkpoint::new(id, place).with_status(*status).with(particulars);
                builder.checkpoint(point, at);
            }
        }
        Ok(())
    }

    pub(super) fn add_fires(
        &self,
        builder: &mut ScenarioBuilder,
        clock: &Clock,
        issues: &mut Vec<Issue>,
    ) -> Result<(), MatsimError> {
        for (number, (path, fire, start)) in (1..).zip(&self.fires) {
            let at = text::record_of(path);
            let start =
                clock.at("start", start).map_err(|fault| MatsimError::malformed(&at, fault))?;
            let body = text::read(path, &at)?;
            let cells = match fire {
                Fire::Grid { crs, property } => Cells::of_grid(&body, &at, crs, property)?,
                Fire::Raster { unit_s } => Cells::of_raster(&body, &at, *unit_s)?,
            };
            let prefix = if number == 1 { "fire".to_owned() } else { format!("fire-{number}") };
            for zone in cells.zones(&at, &prefix, start, issues) {
                let at = at.clone().id(zone.id().as_str());
                builder.hazard_zone(zone, at);
            }
        }
        Ok(())
    }

    pub(super) fn add_shelters(
        &self,
        builder: &mut ScenarioBuilder,
        population: Option<&Population>,
    ) {
        for shelter in &self.shelters {
            let at = RecordRef::file("(shelter given)").id(shelter.id().as_str());
            builder.shelter(shelter.clone(), at);
        }
        let Some(population) = population.filter(|_| self.shelters_of_population) else { return };
        for (number, destination) in (1..).zip(&population.destinations) {
            let Ok(place) = Place::new(destination.at.x, destination.at.y) else { continue };
            let id = format!("destination-{number}");
            let at = RecordRef::file("(population)").id(id.as_str());
            let particulars = Particulars::named(destination.name.as_str());
            builder.shelter(Shelter::new(id, place).with(particulars), at);
        }
    }

    /// How many persons are in each zone, as far as anything says.
    pub(super) fn persons(
        &self,
        zones: &Zones,
        population: Option<&Population>,
        issues: &mut Vec<Issue>,
    ) -> Result<Vec<Option<PopulationEstimate>>, MatsimError> {
        let estimate = |persons, source: &str| {
            let (as_of, source) = (Some(self.date), Some(source.to_owned()));
            Some(PopulationEstimate { persons: Persons(persons), as_of, source })
        };
        if let (Some(population), Some((path, _))) = (population, &self.population) {
            let at = text::record_of(path);
            let counts = zones::count(zones, &population.homes, issues);
            let persons = |count: u64| count.saturating_mul(self.persons_per_agent);
            return Ok(counts.into_iter().map(|n| estimate(persons(n), at.file_name())).collect());
        }
        let mut counts = vec![None; zones.all.len()];
        match &self.counts {
            None => {}
            Some(Counts::Same(persons)) => {
                counts.fill(estimate(persons.0, "the same for every zone"));
            }
            Some(Counts::Table { path, zone, persons }) => {
                let at = text::record_of(path);
                let body = text::read(path, &at)?;
                for (line, [id, text]) in table::read(&body, &at, [zone, persons])? {
                    let Some([first, ..]) = zones.named.get(&id).map(Vec::as_slice) else {
                        issues.push(unknown_zone(&at.clone().line(line), zone, &id));
                        continue;
                    };
                    let fault = || {
                        let what = format!("column {persons:?}");
                        let fault =
                            Fault::new(what, "a whole number, 0 or more", format!("{text:?}"));
                        MatsimError::malformed(&at, fault.of(&id).on(line))
                    };
                    let count = text.parse().map_err(|_| fault())?;
                    let number = zones.all.iter().position(|(zone, _)| zone.id() == first);
                    if let Some(number) = number {
                        counts[number] = estimate(count, at.file_name());
                    }
                }
            }
        }
        Ok(counts)
    }

    /// When each zone is told to leave.
    pub(super) fn told(
        &self,
        zones: &Zones,
        clock: &Clock,
        issues: &mut Vec<Issue>,
    ) -> Result<Vec<(NeighbourhoodId, Timestamp)>, MatsimError> {
        let Some(path) = &self.orders else { return Ok(Vec::new()) };
        let at = text::record_of(path);
        let body = text::read(path, &at)?;
        let mut told = BTreeMap::new();
        for (zone, instant) in orders::read(&body, &at, self.order, clock, issues)? {
            match zones.named.get(&zone) {
                Some(ids) => told.extend(ids.iter().map(|id| (id.clone(), instant))),
                None => issues.push(unknown_zone(&at, "broadcastZones", &zone)),
            }
        }
        Ok(told.into_iter().collect())
    }
}

pub(super) fn close(
    builder: &mut ScenarioBuilder,
    disruptions: &[Disruption],
    streets: &LinkNetwork,
    issues: &mut Vec<Issue>,
) {
    for (number, disruption) in (1..).zip(disruptions) {
        let id = format!("closure-{number:02}");
        let at = disruption.at.clone().id(id.as_str());
        if let Some(zone) = closures::zone(id, disruption, streets, issues) {
            builder.restricted_zone(zone, at);
        }
    }
}

fn unknown_zone(at: &RecordRef, what: &str, zone: &str) -> Issue {
    let found = crate::scenario::rules::cut(zone);
    let text = format!("{what}: expected a zone of the file of zones, found {found:?}");
    rules::UNKNOWN_ZONE.issue(at.clone(), text).hint("passed over")
}
