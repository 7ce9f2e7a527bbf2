//! Tables of places to the records of a scenario, through the same readers and
//! rules as GeoJSON.

use super::bind::{Bound, FieldDef};
use super::cells::{SameNumbers, Values, Ways, say_days, strictly};
use super::error::TableError;
use super::layers::tag_of;
use super::mapping::TableMapping;
use super::notices::stem;
use super::number;
use super::rows::{Row, Table, Value};
use super::rules;
use super::when::{DayOnly, Edge};
use super::wkt;
use crate::id::Kind;
use crate::io::read::Field;
use crate::io::read::known_properties;
use crate::io::read::{Clock, Input, Intake, Loaded, NoShape, Parts, ReadMode, Shape, Tally};
use crate::scenario::About;
use crate::scenario::Issue;
use crate::scenario::ScenarioBuilder;
use crate::scenario::rules::RawShape;
use geo::Coord;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Reads tables of places, one record of a scenario a row: neighbourhoods,
/// zones, checkpoints, corridors and the rest.
///
/// The geometry stands in a column of well-known text, in one of latitude and
/// longitude, or in one of both. Columns are found by a [`TableMapping`], else by
/// HXL tags and by the names of the properties in `docs/FORMATS.md`. Every value
/// goes through the same readers, and every record through the same intake
/// rules, as those of GeoJSON.
///
/// ```
/// use safepassage::id::Kind;
/// use safepassage::io::table::{PlaceTable, TableMapping, TableReader};
///
/// let text = "id,lat,lon,capacity\nschool,0,36.82,400\n";
/// let table = TableReader::new().text("shelters.csv", text)?;
/// let loaded = PlaceTable::new(TableMapping::new().kind(Kind::Shelter)).read(&table)?;
/// let school = &loaded.scenario.shelters()[0];
/// // A latitude of 0 is a latitude.
/// assert_eq!(school.place().coord().y, 0.0);
/// # Ok::<(), safepassage::io::table::TableError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct PlaceTable {
    mapping: TableMapping,
    mode: ReadMode,
}

const LON: &str = "lon";
const LAT: &str = "lat";
const LAT_LON: &str = "lat_lon";
const WKT: &str = "wkt";

/// Properties that hold numbers.
const NUMBERS: [&str; 14] = [
    "population",
    "capacity",
    "occupancy",
    "bearing_deg",
    "delay_s",
    "queue_persons",
    "persons_per_hour",
    "width_m",
    "radius_m",
    "precision_m",
    "level",
    "max_speed",
    "vehicles_per_hour",
    "lanes",
];
/// Properties that hold true or false.
const FLAGS: [&str; 4] = ["vulnerable", "one_way", "bridge", "publish_after_end"];
/// Properties that hold instants.
const INSTANTS: [&str; 5] = ["start", "end", "said_at", "recorded_at", "publish_after"];
/// Properties whose loss would make something look more open, or let it be seen
/// earlier or more precisely than it may: a value that
/// cannot be read goes on as it is, so that the reader of records meets it.
const GUARDED: [&str; 12] = [
    "start",
    "end",
    "hours",
    "time_zone",
    "schedule",
    "opening_hours",
    "status",
    "direction",
    "modes",
    "publish_after",
    "publish_after_end",
    "precision_m",
];

impl PlaceTable {
    /// A lenient reader with a mapping.
    pub fn new(mapping: TableMapping) -> Self {
        Self { mapping, mode: ReadMode::Lenient }
    }

    /// What to do about an error in the data.
    pub const fn mode(mut self, mode: ReadMode) -> Self {
        self.mode = mode;
        self
    }

    /// Reads a table as a scenario of its own.
    ///
    /// # Errors
    ///
    /// As [`PlaceTable::add_to`].
    pub fn read(&self, table: &Table) -> Result<Loaded, TableError> {
        let mut builder = ScenarioBuilder::new();
        builder.about(About { time_zone: self.mapping.time_zone.clone(), ..About::default() });
        self.add_to(table, &mut builder)?;
        let (scenario, issues) = builder.build();
        if self.mode == ReadMode::Strict {
            strictly(&issues)?;
        }
        Ok(Loaded { scenario, issues })
    }

    /// Adds the records of a table, and the issues found, to a builder. Linear
    /// in its cells.
    ///
    /// # Errors
    ///
    /// [`TableError`] if there is no column for a geometry, or the mapping names
    /// a column or time zone that there is not. With [`ReadMode::Strict`] also for
    /// the first issue at error level; the builder is then empty.
    pub fn add_to(&self, table: &Table, builder: &mut ScenarioBuilder) -> Result<(), TableError> {
        let mut issues = table.issues().to_vec();
        let bound = self.bind(table, &mut issues)?;
        let ways = Ways::new(table, &self.mapping, DayOnly::Refused)?;
        let columns = table.columns().iter().enumerate();
        let columns = columns.map(|(at, column)| (source(table, at), column.letter.clone()));
        let mut intake = Intake {
            builder: std::mem::take(builder),
            mode: self.mode,
            clock: Clock { zone: ways.dates.zone.clone(), period: None },
            columns: columns.collect(),
        };
        let name = table.at().to_string();
        let kind = self.mapping.kind.or_else(|| stem(table).parse().ok());
        let input = Input { name: &name, stem: stem(table), kind, mapping: None, lines: false };
        let mut reading = Reading {
            table,
            bound: &bound,
            ways: &ways,
            tally: Tally::default(),
            same: SameNumbers::default(),
            days: 0,
            refused: None,
        };
        table.each(&mut issues, |row, issues| {
            if reading.refused.is_none()
                && let Err(error) = reading.row(row, &input, &mut intake, issues)
            {
                reading.refused = Some(error.into());
            }
        });
        let Reading { tally, same, days, refused, .. } = reading;
        if let Some(refused) = refused {
            return Err(refused);
        }
        say_days(table, days, &mut issues);
        same.issue(&mut issues);
        if self.mode == ReadMode::Strict {
            strictly(&issues)?;
        }
        intake.summary(table.at(), &tally)?;
        *builder = intake.builder;
        for issue in issues {
            builder.issue(issue);
        }
        Ok(())
    }

    fn bind(&self, table: &Table, issues: &mut Vec<Issue>) -> Result<Bound, TableError> {
        let mut bound = Bound::new(table, &self.mapping, FIELDS, issues)?;
        if self.mapping.columns.is_empty() || self.mapping.keep_others {
            let mut known: Vec<&str> = Kind::ALL.into_iter().flat_map(known_properties).collect();
            known.sort_unstable();
            known.dedup();
            for (at, column) in table.columns().iter().enumerate() {
                let header = column.header.trim().to_lowercase().replace([' ', '-'], "_");
                // A tag of someone else says that the column means something else.
                let tagged_as = |name: &str| {
                    column.tag.as_ref().is_none_or(|tag| tag_of(name).parse().as_ref() == Ok(tag))
                };
                if known.contains(&header.as_str()) && tagged_as(&header) {
                    bound.add(&header, at);
                }
                // Languages keep their case and signs.
                let name = column.header.trim();
                if name.starts_with("name_") && tagged_as(name) {
                    bound.add(name, at);
                }
                let language =
                    column.tag.as_ref().filter(|tag| tag.name() == "loc" && tag.has("name"));
                if let Some(language) = language.and_then(super::hxl::HxlTag::language) {
                    bound.add(&format!("name_{language}"), at);
                }
            }
        }
        let has = |field: &str| !bound.of(field).is_empty();
        let placed = has(WKT) || has(LAT_LON) || (has(LON) && has(LAT));
        if !placed {
            let wkt = FieldDef { name: WKT, tag: "#geo+bounds+wkt", patterns: &[], cascade: false };
            bound.needed(table, &self.mapping, &wkt)?;
        }
        let mut left = Vec::new();
        bound.unused(table, &mut left);
        // What a writer derives is not missed.
        let only_key = table.columns().iter().enumerate().all(|(at, column)| {
            bound.is_used(at) || matches!(column.header.as_str(), "key" | "state")
        });
        issues.extend(left.into_iter().filter(|_| !only_key));
        Ok(bound)
    }
}

const fn field(name: &'static str, patterns: &'static [&'static str]) -> (FieldDef, usize) {
    (FieldDef { name, tag: "", patterns, cascade: false }, 1)
}

/// What is found by tags; the rest is found by header.
const FIELDS: &[(FieldDef, usize)] = &[
    field("id", &["#meta+id", "#loc+code+id"]),
    field("kind", &["#loc+type"]),
    field("name", &["#loc+name-i_ar-i_en-i_fr-origin-dest", "#loc!", "#adm5+name", "#adm4+name"]),
    field("pcode", &["#loc+code+v_pcode", "#loc+code-id-origin-dest", "#adm5+code", "#adm4+code"]),
    field("population", &["#population!", "#population+num-incamp", "#population+ind"]),
    field("capacity", &["#capacity+num", "#capacity!"]),
    field("occupancy", &["#population+incamp"]),
    field("status", &["#status+name", "#status!"]),
    field("source", &["#meta+source"]),
    field("source_url", &["#meta+url"]),
    field("said_at", &["#date+said", "#date+reported"]),
    field("recorded_at", &["#date+recorded"]),
    field("start", &["#date+start"]),
    field("end", &["#date+end"]),
    field(WKT, &["#geo+wkt", "#geo+bounds"]),
    field(LON, &["#geo+lon", "#geo+lng"]),
    field(LAT, &["#geo+lat"]),
    field(LAT_LON, &["#geo+coord"]),
];

/// What a column is called in messages: its header, else its tag.
fn source(table: &Table, column: usize) -> String {
    table.at_cell(0, column).column_name().map(|(header, _)| header.to_owned()).unwrap_or_default()
}

struct Reading<'a> {
    table: &'a Table,
    bound: &'a Bound,
    ways: &'a Ways<'a>,
    tally: Tally,
    same: SameNumbers,
    days: u64,
    refused: Option<TableError>,
}

impl Reading<'_> {
    fn row(
        &mut self,
        row: &Row<'_>,
        input: &Input<'_>,
        intake: &mut Intake,
        issues: &mut Vec<Issue>,
    ) -> Result<(), crate::io::read::ReadError> {
        let mut values = Values::new(self.table, row, self.bound, self.ways);
        let geometry = self.geometry(&mut values);
        let names: Vec<String> = self
            .bound
            .names()
            .chain(self.ways.mapping.constants.keys().map(String::as_str))
            .filter(|name| ![WKT, LON, LAT, LAT_LON].contains(name))
            .map(str::to_owned)
            .collect();
        let mut properties = BTreeMap::new();
        for name in names {
            if let Some(value) = property(&mut values, &name, self.ways) {
                let source = self
                    .bound
                    .of(&name)
                    .first()
                    .map_or_else(|| name.clone(), |at| source(self.table, *at));
                properties.insert(name.clone(), Field { name, source, value });
            }
        }
        self.days += values.days;
        issues.append(&mut values.issues);
        let at = self.table.at_row(row.number());
        let Ok(geometry) = geometry else { return Ok(()) };
        let parts = Parts {
            id: None,
            geometry,
            properties: properties.into_values().collect(),
            repeated: Vec::new(),
        };
        intake.record(input, at, row.number(), parts, &mut self.tally)
    }

    /// The geometry of a row, `Ok(None)` if it has none. An error has been
    /// reported, and the row is left out.
    fn geometry(&mut self, values: &mut Values<'_>) -> Result<Option<Result<Shape, NoShape>>, ()> {
        const LEFT_OUT: &str = "the record is left out";
        if values.has(WKT) {
            let Some(text) = values.text(WKT) else { return Err(()) };
            return match wkt::read(&text) {
                Err(NoShape::Unreadable(text)) => {
                    values.wrong(&rules::WKT_UNREADABLE, WKT, text, LEFT_OUT);
                    Err(())
                }
                shape => Ok(Some(shape)),
            };
        }
        let position = values.position([LON, LAT, LAT_LON], LEFT_OUT)?;
        Ok(position.map(|(x, y)| {
            self.same.add(x, y, &values.at());
            let raw = RawShape::Point(Coord { x, y });
            Ok(Shape { raw, type_name: "Point", has_altitude: false, collected: false })
        }))
    }
}

/// A property as the readers of records want it. What is not what it should be
/// stays text, so that they say so.
fn property(values: &mut Values<'_>, name: &str, ways: &Ways<'_>) -> Option<Json> {
    let guarded = GUARDED.contains(&name);
    let faults = values.issues.len();
    let Some(value) = values.value(name) else {
        // A fault: reported, and for some not the same as nothing.
        return (guarded && values.issues.len() > faults).then(|| Json::from("#"));
    };
    let as_text = |values: &mut Values<'_>| values.text(name).map(Json::from);
    if NUMBERS.contains(&name) {
        return match number::number(value, ways.mapping.decimal) {
            Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some(Json::from(number as i64))
            }
            Some(number) => Some(Json::from(number)),
            None => as_text(values),
        };
    }
    if FLAGS.contains(&name) {
        let lower = values.text(name)?.to_lowercase();
        return match lower.as_str() {
            "true" | "yes" | "y" | "1" | "نعم" => Some(Json::from(true)),
            "false" | "no" | "n" | "0" | "لا" => Some(Json::from(false)),
            _ => as_text(values),
        };
    }
    if INSTANTS.contains(&name) {
        let edge = if name == "end" { Edge::End } else { Edge::Start };
        if let Ok(instant) = ways.dates.instant(value, edge) {
            values.days += u64::from(instant.day_only);
            return Some(Json::from(instant.at.to_string()));
        }
    }
    if name == "population_as_of"
        && let (Value::Moment(_) | Value::Text(_), Ok(day)) = (value, ways.dates.day(value))
    {
        return Some(Json::from(day.to_string()));
    }
    as_text(values)
}
