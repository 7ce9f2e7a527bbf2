//! Tables of place names and codes to entries of a gazetteer.

use super::bind::{Bound, FieldDef};
use super::cells::{Values, Ways};
use super::error::TableError;
use super::mapping::TableMapping;
use super::notices::stem;
use super::rows::Table;
use super::rules;
use super::when::DayOnly;
use crate::gazetteer::Entry;
use crate::gazetteer::PlaceKey;
use crate::model::Place;
use crate::record::RecordRef;
use crate::scenario::Issue;
use std::collections::BTreeMap;

/// Entries of a gazetteer from a table, each with where it first stood.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LoadedEntries {
    /// The entries in the order of their rows.
    pub entries: Vec<(Entry, RecordRef)>,
    /// Everything that is wrong or worth knowing.
    pub issues: Vec<Issue>,
}

/// Reads tables of place names, such as the lists of place codes of the common
/// operational datasets.
///
/// Two forms are taken: one unit a row (`#adm+name`, `#adm+code`,
/// `#adm+code+parent`; `#loc+name`, `#loc+code`), and one column for each level
/// (`#adm1+name`, `#adm1+code`, `#adm2+name` …), where each row gives a unit of each
/// level and the level above is its parent. A unit in several rows is one entry
/// with all its names.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct GazetteerTable {
    mapping: TableMapping,
}

const fn field(name: &'static str, patterns: &'static [&'static str]) -> (FieldDef, usize) {
    (FieldDef { name, tag: "#adm+code", patterns, cascade: false }, 1)
}

const FIELDS: &[(FieldDef, usize)] = &[
    field("name", &["#adm+name-i_ar", "#loc+name-i_ar", "#loc!"]),
    field("name_ar", &["#adm+name+i_ar", "#loc+name+i_ar", "#adm+name+ar", "#loc+name+ar"]),
    field("pcode", &["#adm+code-parent", "#loc+code"]),
    field("parent", &["#adm+code+parent", "#loc+code+parent"]),
    field("level", &["#geo+admin_level", "#adm+level"]),
    field("lon", &["#geo+lon"]),
    field("lat", &["#geo+lat"]),
    field("lat_lon", &["#geo+coord"]),
    field("adm0_code", &["#country+code-origin-dest"]),
    field("adm1_name", &["#adm1+name-i_ar-origin-dest", "#adm1!"]),
    field("adm1_name_ar", &["#adm1+name+i_ar-origin-dest"]),
    field("adm1_code", &["#adm1+code-origin-dest"]),
    field("adm2_name", &["#adm2+name-i_ar-origin-dest", "#adm2!"]),
    field("adm2_name_ar", &["#adm2+name+i_ar-origin-dest"]),
    field("adm2_code", &["#adm2+code-origin-dest"]),
    field("adm3_name", &["#adm3+name-i_ar-origin-dest", "#adm3!"]),
    field("adm3_name_ar", &["#adm3+name+i_ar-origin-dest"]),
    field("adm3_code", &["#adm3+code-origin-dest"]),
    field("adm4_name", &["#adm4+name-i_ar-origin-dest", "#adm4!"]),
    field("adm4_name_ar", &["#adm4+name+i_ar-origin-dest"]),
    field("adm4_code", &["#adm4+code-origin-dest"]),
];

impl GazetteerTable {
    /// A reader with a mapping; an empty one if tags or headers tell.
    pub fn new(mapping: TableMapping) -> Self {
        Self { mapping }
    }

    /// Reads the entries of a table. O(n log n) in its rows.
    ///
    /// # Errors
    ///
    /// [`TableError`] if there is no column for a code or a name, or the mapping
    /// names a column that there is not.
    pub fn read(&self, table: &Table) -> Result<LoadedEntries, TableError> {
        let mut issues = table.issues().to_vec();
        let bound = Bound::new(table, &self.mapping, FIELDS, &mut issues)?;
        let named = |name: &str| name == "pcode" || name == "name" || name.starts_with("adm");
        if !bound.names().any(named) {
            let (code, _) = FIELDS[2];
            bound.needed(table, &self.mapping, &code)?;
        }
        bound.unused(table, &mut issues);
        let ways = Ways::new(table, &self.mapping, DayOnly::Refused)?;
        let mut held = Held::default();
        table.each(&mut issues, |row, issues| {
            let mut values = Values::new(table, row, &bound, &ways);
            let at = table.at_row(row.number());
            let own = own(&mut values, stem(table), row.number());
            if let Some(entry) = own {
                held.add(entry, &at);
            }
            for entry in of_levels(&mut values) {
                held.add(entry, &at);
            }
            issues.append(&mut values.issues);
        });
        Ok(LoadedEntries { entries: held.entries, issues })
    }
}

#[derive(Default)]
struct Held {
    entries: Vec<(Entry, RecordRef)>,
    places: BTreeMap<PlaceKey, usize>,
}

impl Held {
    /// Adds an entry, or its names to the one that is there.
    fn add(&mut self, entry: Entry, at: &RecordRef) {
        let there = self.places.get(&entry.place).copied();
        let Some((held, _)) = there.and_then(|place| self.entries.get_mut(place)) else {
            self.places.insert(entry.place.clone(), self.entries.len());
            let id = entry.place.id().to_owned();
            self.entries.push((entry, at.clone().id(id)));
            return;
        };
        for name in entry.names {
            if !held.names.contains(&name) {
                held.names.push(name);
            }
        }
        held.parent = held.parent.take().or(entry.parent);
        held.level = held.level.or(entry.level);
        held.at = held.at.or(entry.at);
    }
}

/// The unit that the row is about.
fn own(values: &mut Values<'_>, stem: &str, row: u64) -> Option<Entry> {
    let code = values.text("pcode");
    let (name, arabic) = (values.text("name"), values.text("name_ar"));
    let mut entry = match code {
        Some(code) => Entry::with_code(code),
        None if name.is_some() || arabic.is_some() => {
            Entry::new(PlaceKey::unit(format!("{stem}-{row}")))
        }
        None => return None,
    };
    if let Some(name) = name {
        entry = entry.name(name);
    }
    if let Some(name) = arabic {
        entry = entry.name_in("ar", name);
    }
    if let Some(parent) = values.text("parent") {
        entry = entry.parent(PlaceKey::unit(parent));
    }
    if let Ok(Some(level)) =
        values.count("level", "a whole number of the level", "taken as not stated")
    {
        entry.level = u8::try_from(level).ok();
    }
    if let Ok(Some((lon, lat))) = values.position(["lon", "lat", "lat_lon"], "it has no point") {
        match Place::new(lon, lat) {
            Ok(place) => entry = entry.at(place),
            Err(error) => {
                values.wrong(&rules::CELL_UNREADABLE, "lat", error.to_string(), "it has no point");
            }
        }
    }
    Some(entry)
}

/// The units of a row that has a column for each level.
fn of_levels(values: &mut Values<'_>) -> Vec<Entry> {
    let mut parent = values.text("adm0_code");
    let mut entries = Vec::new();
    for level in 1..=4_u8 {
        let Some(code) = values.text(&format!("adm{level}_code")) else { continue };
        let mut entry = Entry::with_code(code.as_str()).level(level);
        if let Some(name) = values.text(&format!("adm{level}_name")) {
            entry = entry.name(name);
        }
        if let Some(name) = values.text(&format!("adm{level}_name_ar")) {
            entry = entry.name_in("ar", name);
        }
        if let Some(parent) = parent.replace(code) {
            entry = entry.parent(PlaceKey::unit(parent));
        }
        entries.push(entry);
    }
    entries
}
