//! Which files make a scenario, as a file of JSON says it.
//!
//! Floor 7.

use super::crs::Crs;
use super::error::MatsimError;
use super::orders::OrderKind;
use super::reader::MatsimReader;
use crate::model::CheckpointStatus;
use crate::model::Particulars;
use crate::model::Place;
use crate::model::Shelter;
use crate::units::Persons;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Which files make a scenario, and how they are to be read: what
/// [`MatsimReader`] is told, as data. `docs/MATSIM.md` has the table.
///
/// ```
/// use safepassage::io::matsim::MatsimSettings;
/// let settings: MatsimSettings = serde_json::from_str(r#"{
///     "date": "2022-01-12", "time_zone": "Australia/Melbourne", "crs": "EPSG:32754",
///     "network": "network.xml.gz",
///     "zones": {"file": "zones.geojson.gz", "id": "IDName"},
///     "persons_per_zone": 100,
///     "shelters": [{"id": "geelong", "at": [144.36, -38.15], "places": 20000}]
/// }"#)?;
/// let reader = settings.reader("surf-coast".as_ref())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatsimSettings {
    /// The day on which times of day are.
    pub date: Date,
    /// The IANA name of their time zone.
    pub time_zone: String,
    /// The coordinate reference system of network, population and fire grids:
    /// `EPSG:32754`, or a PROJ.4 string.
    pub crs: String,
    /// The folder of the files, from that of the settings. Default: that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// The road network.
    pub network: PathBuf,
    /// The zones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zones: Option<ZoneFile>,
    /// The agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<PathBuf>,
    /// How many persons an agent stands for. Default: 1.
    #[serde(default = "one")]
    pub persons_per_agent: u64,
    /// So many persons in every zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_per_zone: Option<u64>,
    /// A table of the persons of each zone; goes before the number for every zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons_table: Option<PersonsTable>,
    /// The staged orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<PathBuf>,
    /// The least order on which people leave. Default: `EVACUATE_NOW`.
    #[serde(default)]
    pub order_that_counts: OrderKind,
    /// Timed closures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<PathBuf>,
    /// Police points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checkpoints: Vec<PointFile>,
    /// Fires as cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fire_grids: Vec<FireGrid>,
    /// Fires as rasters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fire_rasters: Vec<FireRaster>,
    /// Where people may go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shelters: Vec<ShelterAt>,
    /// Whether each place where an agent would go is a shelter. Default: no.
    #[serde(default)]
    pub shelters_of_population: bool,
}

const fn one() -> u64 {
    1
}

/// A file of zones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneFile {
    /// The file.
    pub file: PathBuf,
    /// The property in which a zone's id stands.
    pub id: String,
}

/// A table of the persons of each zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonsTable {
    /// The file.
    pub file: PathBuf,
    /// The column of the zone's id.
    pub zone: String,
    /// The column of its persons.
    pub persons: String,
}

/// A file of police points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointFile {
    /// The file.
    pub file: PathBuf,
    /// What is reported of them. Default: unknown, so that nobody passes.
    #[serde(default)]
    pub status: CheckpointStatus,
}

/// A fire as cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FireGrid {
    /// The file.
    pub file: PathBuf,
    /// The property that counts the hours.
    pub property: String,
    /// The time of day from which they count, such as `1200`.
    pub start: String,
}

/// A fire as a raster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FireRaster {
    /// The file.
    pub file: PathBuf,
    /// Seconds in a unit of its times.
    pub unit_s: f64,
    /// The time of day from which they count.
    pub start: String,
}

/// A place where people may go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShelterAt {
    /// Its identifier.
    pub id: String,
    /// What it is called. Default: its identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Longitude and latitude in degrees.
    pub at: [f64; 2],
    /// How many people it takes; not counted on if that is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u64>,
}

impl ShelterAt {
    /// The record.
    ///
    /// # Errors
    ///
    /// [`MatsimError::Setting`] if the place is none.
    pub fn shelter(&self) -> Result<Shelter, MatsimError> {
        let place = Place::new(self.at[0], self.at[1]).map_err(|_| MatsimError::Setting {
            what: "shelters",
            expected: "a longitude from -180 to 180 and a latitude from -90 to 90".into(),
            found: format!("{}, {} at {:?}", self.at[0], self.at[1], self.id),
        })?;
        let mut shelter = Shelter::new(self.id.as_str(), place);
        if let Some(name) = &self.name {
            shelter = shelter.with(Particulars::named(name.as_str()));
        }
        Ok(match self.places {
            Some(places) => shelter.with_capacity(Persons(places)).with_occupancy(Persons(0)),
            None => shelter,
        })
    }
}

impl MatsimSettings {
    /// The reader that these settings ask for, of files in `folder`.
    ///
    /// # Errors
    ///
    /// [`MatsimError::Setting`] if one cannot be followed.
    pub fn reader(&self, folder: &Path) -> Result<MatsimReader, MatsimError> {
        let folder = match &self.folder {
            Some(below) => folder.join(below),
            None => folder.to_owned(),
        };
        let crs: Crs = self.crs.parse()?;
        let mut reader = MatsimReader::new(self.date, self.time_zone.as_str())
            .network(folder.join(&self.network), &crs)
            .persons_per_agent(self.persons_per_agent)
            .order_that_counts(self.order_that_counts);
        if let Some(zones) = &self.zones {
            reader = reader.zones(folder.join(&zones.file), zones.id.as_str());
        }
        if let Some(file) = &self.population {
            reader = reader.population(folder.join(file), &crs);
        }
        if let Some(persons) = self.persons_per_zone {
            reader = reader.persons_per_zone(Persons(persons));
        }
        if let Some(table) = &self.persons_table {
            let (zone, persons) = (table.zone.as_str(), table.persons.as_str());
            reader = reader.persons_table(folder.join(&table.file), zone, persons);
        }
        if let Some(file) = &self.orders {
            reader = reader.orders(folder.join(file));
        }
        for file in &self.closures {
            reader = reader.closures(folder.join(file));
        }
        for points in &self.checkpoints {
            reader = reader.checkpoints(folder.join(&points.file), points.status);
        }
        for fire in &self.fire_grids {
            let (property, start) = (fire.property.as_str(), fire.start.as_str());
            reader = reader.fire_grid(folder.join(&fire.file), &crs, property, start);
        }
        for fire in &self.fire_rasters {
            reader = reader.fire_raster(folder.join(&fire.file), fire.unit_s, fire.start.as_str());
        }
        for shelter in &self.shelters {
            reader = reader.shelter(shelter.shelter()?);
        }
        if self.shelters_of_population {
            reader = reader.shelters_of_population();
        }
        Ok(reader)
    }
}
