//! The files of one evacuation scenario, put together.
//!
//! Floor 7.

use super::clock::Clock;
use super::closures;
use super::crs::Crs;
use super::error::MatsimError;
use super::network;
use super::network::LinkNetwork;
use super::orders::OrderKind;
use super::parts;
use super::population::Population;
use super::text;
use super::xml::Source;
use super::zones;
use crate::id::NeighbourhoodId;
use crate::model::CheckpointStatus;
use crate::model::Shelter;
use crate::network::EdgeId;
use crate::network::StreetNetwork;
use crate::record::RecordRef;
use crate::scenario::About;
use crate::scenario::Issue;
use crate::scenario::Scenario;
use crate::scenario::ScenarioBuilder;
use crate::units::Persons;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// An evacuation scenario as this library has it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MatsimScenario {
    /// Zones as neighbourhoods, closures as restricted zones, fire as hazard
    /// zones, police points as checkpoints, and the shelters.
    pub scenario: Scenario,
    /// Everything that is wrong or worth knowing, sorted.
    pub issues: Vec<Issue>,
    /// The streets.
    pub streets: StreetNetwork,
    /// The edge of each link, by the link's id.
    pub links: BTreeMap<String, EdgeId>,
    /// When each neighbourhood is ordered to leave, sorted by neighbourhood.
    /// One that gets no order that counts is not in it.
    pub orders: Vec<(NeighbourhoodId, Timestamp)>,
    /// The agents, if a population was given.
    pub population: Option<Population>,
}

/// Where the number of persons in each zone comes from, without agents.
#[derive(Clone, Debug)]
pub(super) enum Counts {
    Same(Persons),
    Table { path: PathBuf, zone: String, persons: String },
}

#[derive(Clone, Debug)]
pub(super) enum Fire {
    Grid { crs: Crs, property: String },
    Raster { unit_s: f64 },
}

/// Reads the files of one evacuation scenario.
///
/// Only the network must be there. Times of day in the files are those of the
/// clocks of one time zone on one day.
///
/// ```no_run
/// use safepassage::io::matsim::{Crs, MatsimReader};
/// use safepassage::model::{Place, Shelter};
/// use safepassage::units::Persons;
///
/// let zone_54 = Crs::epsg(32754)?;
/// let read = MatsimReader::new(jiff::civil::date(2022, 1, 12), "Australia/Melbourne")
///     .network("surf-coast-shire-network.xml.gz", &zone_54)
///     .zones("zones.geojson.gz", "IDName")
///     .orders("messages.json")
///     .closures("traffic-mgt-points.json")
///     .persons_per_zone(Persons(100))
///     .shelter(Shelter::new("geelong", Place::new(144.36, -38.15)?).with_capacity(Persons(20_000)))
///     .read()?;
/// println!("{} zones are told to leave", read.orders.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct MatsimReader {
    pub(super) date: Date,
    pub(super) time_zone: String,
    pub(super) network: Option<(PathBuf, Crs)>,
    pub(super) zones: Option<(PathBuf, String)>,
    pub(super) population: Option<(PathBuf, Crs)>,
    pub(super) persons_per_agent: u64,
    pub(super) counts: Option<Counts>,
    pub(super) orders: Option<PathBuf>,
    pub(super) order: OrderKind,
    pub(super) closures: Vec<PathBuf>,
    pub(super) points: Vec<(PathBuf, CheckpointStatus)>,
    pub(super) fires: Vec<(PathBuf, Fire, String)>,
    pub(super) shelters: Vec<Shelter>,
    pub(super) shelters_of_population: bool,
    pub(super) beside: Option<Scenario>,
}

impl MatsimReader {
    /// A reader of a scenario that plays on `date` by the clocks of `time_zone`,
    /// an IANA name.
    pub fn new(date: Date, time_zone: impl Into<String>) -> Self {
        Self {
            date,
            time_zone: time_zone.into(),
            network: None,
            zones: None,
            population: None,
            persons_per_agent: 1,
            counts: None,
            orders: None,
            order: OrderKind::default(),
            closures: Vec::new(),
            points: Vec::new(),
            fires: Vec::new(),
            shelters: Vec::new(),
            shelters_of_population: false,
            beside: None,
        }
    }

    /// The road network (XML, plain or gzip).
    pub fn network(mut self, path: impl Into<PathBuf>, crs: &Crs) -> Self {
        self.network = Some((path.into(), crs.clone()));
        self
    }

    /// The zones (GeoJSON in longitude and latitude), whose id stands in the
    /// property `id`.
    pub fn zones(mut self, path: impl Into<PathBuf>, id: impl Into<String>) -> Self {
        self.zones = Some((path.into(), id.into()));
        self
    }

    /// The agents (XML, plain or gzip): a zone has as many persons as agents
    /// live in it. Goes before the other ways to say how many they are.
    pub fn population(mut self, path: impl Into<PathBuf>, crs: &Crs) -> Self {
        self.population = Some((path.into(), crs.clone()));
        self
    }

    /// How many persons an agent stands for, where agents are a sample or a
    /// vehicle with several in it. Default: 1.
    pub const fn persons_per_agent(mut self, persons: u64) -> Self {
        self.persons_per_agent = persons;
        self
    }

    /// So many persons in every zone.
    pub fn persons_per_zone(mut self, persons: Persons) -> Self {
        self.counts = Some(Counts::Same(persons));
        self
    }

    /// The persons of each zone from a table (CSV) with these two columns.
    pub fn persons_table(
        mut self,
        path: impl Into<PathBuf>,
        zone: impl Into<String>,
        persons: impl Into<String>,
    ) -> Self {
        let (path, zone, persons) = (path.into(), zone.into(), persons.into());
        self.counts = Some(Counts::Table { path, zone, persons });
        self
    }

    /// The staged orders (JSON).
    pub fn orders(mut self, path: impl Into<PathBuf>) -> Self {
        self.orders = Some(path.into());
        self
    }

    /// The least order on which people leave. Default: `EVACUATE_NOW`.
    pub const fn order_that_counts(mut self, order: OrderKind) -> Self {
        self.order = order;
        self
    }

    /// Adds timed closures of links (JSON).
    pub fn closures(mut self, path: impl Into<PathBuf>) -> Self {
        self.closures.push(path.into());
        self
    }

    /// Adds police points (CSV: `ID`, `Description`, `LinkId`) as checkpoints of
    /// this status, which the file does not say; an open one is always open.
    pub fn checkpoints(mut self, path: impl Into<PathBuf>, status: CheckpointStatus) -> Self {
        self.points.push((path.into(), status));
        self
    }

    /// Adds a fire as cells (GeoJSON in the coordinates of `crs`) whose
    /// `property` counts hours from `start`, a time of day such as `1200`.
    pub fn fire_grid(
        mut self,
        path: impl Into<PathBuf>,
        crs: &Crs,
        property: impl Into<String>,
        start: impl Into<String>,
    ) -> Self {
        let fire = Fire::Grid { crs: crs.clone(), property: property.into() };
        self.fires.push((path.into(), fire, start.into()));
        self
    }

    /// Adds a fire as a raster (lines of longitude, latitude, time) whose times
    /// count from `start` in units of `unit_s` seconds.
    pub fn fire_raster(
        mut self,
        path: impl Into<PathBuf>,
        unit_s: f64,
        start: impl Into<String>,
    ) -> Self {
        self.fires.push((path.into(), Fire::Raster { unit_s }, start.into()));
        self
    }

    /// Adds a place to go to. The files name none but in the agents' own wishes.
    pub fn shelter(mut self, shelter: Shelter) -> Self {
        self.shelters.push(shelter);
        self
    }

    /// Takes each place where an agent would go as a shelter of unknown
    /// capacity: `destination-` and its number, by name and place.
    pub const fn shelters_of_population(mut self) -> Self {
        self.shelters_of_population = true;
        self
    }

    /// Adds all records of a scenario, such as shelters and checkpoints of one's
    /// own. They go before records of the same identifier in the files.
    pub fn beside(mut self, scenario: Scenario) -> Self {
        self.beside = Some(scenario);
        self
    }

    /// Reads everything.
    ///
    /// Takes memory in proportion to nodes, links, agents and burnt cells.
    ///
    /// # Errors
    ///
    /// [`MatsimError`] naming file, line, record, what was expected and found.
    /// What concerns one record of many is an issue instead.
    pub fn read(self) -> Result<MatsimScenario, MatsimError> {
        let clock = Clock::new(self.date, &self.time_zone)?;
        let Some((path, crs)) = &self.network else {
            let (expected, found) = ("the path of a network".into(), "none".into());
            return Err(MatsimError::Setting { what: "network", expected, found });
        };
        let mut builder = ScenarioBuilder::new();
        let mut issues = Vec::new();
        let about = self.beside.as_ref().map(|beside| beside.about().clone());
        if let Some(beside) = &self.beside {
            builder.all_of(beside, &RecordRef::file("(record given)"));
        }
        let mut disruptions = Vec::new();
        for path in &self.closures {
            let at = text::record_of(path);
            let body = text::read(path, &at)?;
            disruptions.extend(closures::read(&body, &at, &clock, &mut issues)?);
        }
        let closing: Vec<_> = disruptions.iter().map(|disruption| &disruption.links).collect();
        let mut streets = network::load(Source::File(path), crs, &closing)?;
        issues.append(&mut streets.issues);
        parts::close(&mut builder, &disruptions, &streets, &mut issues);
        self.add_points(&mut builder, &streets, &mut issues)?;
        self.add_fires(&mut builder, &clock, &mut issues)?;
        let population = match &self.population {
            Some((path, crs)) => Some(Population::read(path, crs)?),
            None => None,
        };
        if let Some(population) = &population {
            issues.extend(population.issues.iter().cloned());
        }
        self.add_shelters(&mut builder, population.as_ref());
        let mut orders = Vec::new();
        if let Some((path, id)) = &self.zones {
            let zones = zones::read(path, id)?;
            let persons = self.persons(&zones, population.as_ref(), &mut issues)?;
            orders = self.told(&zones, &clock, &mut issues)?;
            issues.extend(zones.issues);
            for ((zone, at), estimate) in zones.all.into_iter().zip(persons) {
                let zone = match estimate {
                    Some(estimate) => zone.with_population(estimate),
                    None => zone,
                };
                builder.neighbourhood(zone, at);
            }
        }
        let time_zone = Some(clock.zone_name().to_owned());
        builder.about(About { time_zone, ..about.unwrap_or_default() });
        for issue in issues {
            builder.issue(issue);
        }
        let (scenario, issues) = builder.build();
        let LinkNetwork { network, links, .. } = streets;
        Ok(MatsimScenario { scenario, issues, streets: network, links, orders, population })
    }
}
