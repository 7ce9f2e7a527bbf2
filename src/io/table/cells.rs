//! The values of one row, by our fields.

use super::bind::Bound;
use super::error::TableError;
use super::mapping::TableMapping;
use super::number;
use super::rows::{Row, Table, Value};
use super::rules;
use super::when::{Dates, DayOnly, Edge, Instant};
use crate::io::read::Zone;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Rule;
use crate::scenario::rules::cut;
use crate::severity::Severity;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;

/// How a table writes its values.
pub(super) struct Ways<'m> {
    pub(super) mapping: &'m TableMapping,
    pub(super) dates: Dates,
}

impl<'m> Ways<'m> {
    pub(super) fn new(
        table: &Table,
        mapping: &'m TableMapping,
        day_only: DayOnly,
    ) -> Result<Self, TableError> {
        let zone = match &mapping.time_zone {
            None => None,
            Some(name) => Some(Zone::find(name.trim()).ok_or_else(|| {
                let expected = "the IANA name of a time zone such as \"Asia/Damascus\"";
                TableError::not_a_table(table.at().clone(), expected, format!("{:?}", cut(name)))
            })?),
        };
        let day_only = mapping.day_only.unwrap_or(day_only);
        let (order, serial) = (mapping.date_order, mapping.serial_dates);
        Ok(Self { mapping, dates: Dates { zone, order, serial, day_only } })
    }
}

/// The values of one row, by our fields.
pub(super) struct Values<'a> {
    table: &'a Table,
    row: &'a Row<'a>,
    bound: &'a Bound,
    ways: &'a Ways<'a>,
    pub(super) issues: Vec<Issue>,
    /// How many days were taken for instants.
    pub(super) days: u64,
}

impl<'a> Values<'a> {
    pub(super) fn new(
        table: &'a Table,
        row: &'a Row<'a>,
        bound: &'a Bound,
        ways: &'a Ways<'a>,
    ) -> Self {
        Self { table, row, bound, ways, issues: Vec::new(), days: 0 }
    }

    /// The name of the time zone that the mapping declares.
    pub(super) fn zone(&self) -> Option<String> {
        self.ways.dates.zone.as_ref().map(|zone| zone.name.clone())
    }

    /// Where the row is.
    pub(super) fn at(&self) -> RecordRef {
        self.table.at_row(self.row.number())
    }

    /// Where the cell of a field is: the row, if it has no column.
    pub(super) fn at_field(&self, field: &str) -> RecordRef {
        match self.raw(field) {
            Some((column, _)) => self.table.at_cell(self.row.number(), column),
            None => self.at(),
        }
    }

    /// The first column of a field that is not empty in this row.
    fn raw(&self, field: &str) -> Option<(usize, Value<'a>)> {
        let columns = self.bound.of(field).iter();
        columns
            .map(|column| (*column, self.row.value(*column)))
            .find(|(_, value)| !value.is_empty())
    }

    /// Whether something is given.
    pub(super) fn has(&self, field: &str) -> bool {
        self.raw(field).is_some() || self.ways.mapping.constants.contains_key(field)
    }

    /// Reports a problem with a field.
    pub(super) fn wrong(&mut self, rule: &Rule, field: &str, text: String, hint: &str) {
        let issue = rule.issue(self.at_field(field), text);
        self.issues.push(if hint.is_empty() { issue } else { issue.hint(hint) });
    }

    /// Reports a value that a field cannot hold.
    pub(super) fn unreadable(&mut self, field: &str, expected: &str, hint: &str) {
        let found = match self.raw(field) {
            Some((_, value)) => value.shown(),
            None => match self.ways.mapping.constants.get(field) {
                Some(text) => format!("the constant {:?}", cut(text)),
                None => "nothing".into(),
            },
        };
        let text = format!("expected {expected}, found {found}");
        self.wrong(&rules::CELL_UNREADABLE, field, text, hint);
    }

    /// The value of a field, the constant if the row gives none. A fault of the
    /// workbook is reported and none.
    pub(super) fn value(&mut self, field: &str) -> Option<Value<'a>> {
        match self.raw(field) {
            Some((_, Value::Fault(word))) => {
                let text = format!("expected a value, found the error {word}");
                self.wrong(&rules::CELL_FAULT, field, text, "taken as not stated");
                None
            }
            Some((_, value)) => Some(value),
            None => {
                let constant: Option<&'a String> = self.ways.mapping.constants.get(field);
                constant.map(|text| Value::Text(text))
            }
        }
    }

    /// Text as it stands, without what a writer put before signs that begin a formula.
    pub(super) fn whole_text(&mut self, field: &str) -> Option<String> {
        Some(match self.value(field)? {
            Value::Text(text) => super::guard::unguarded(text).to_owned(),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                format!("{number:.0}")
            }
            Value::Number(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Moment(at) => at.to_string(),
            Value::Clock(time) => time.strftime("%H:%M").to_string(),
            Value::Empty | Value::Fault(_) => return None,
        })
    }

    /// Text without blanks around it; our word for it, if the mapping has one.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        let text = self.whole_text(field)?;
        let text = text.trim();
        let words = self.ways.mapping.words.get(field);
        let word = words.and_then(|words| {
            let lower = text.to_lowercase();
            words.iter().find(|(theirs, _)| theirs.trim().to_lowercase() == lower)
        });
        Some(word.map_or_else(|| text.to_owned(), |(_, ours)| ours.clone()))
    }

    /// One of some words: the error is that it is there and none of them.
    pub(super) fn word<T: DeserializeOwned>(
        &mut self,
        field: &str,
        expected: &str,
        hint: &str,
    ) -> Result<Option<T>, ()> {
        let Some(text) = self.text(field) else { return self.absent(field) };
        let word = text.to_ascii_lowercase().replace([' ', '_'], "-");
        if let Ok(word) = serde_json::from_value(word.into()) {
            return Ok(Some(word));
        }
        self.unreadable(field, expected, hint);
        Err(())
    }

    /// Nothing, if there is nothing; an error if there is a fault.
    fn absent<T>(&self, field: &str) -> Result<Option<T>, ()> {
        if self.raw(field).is_some() { Err(()) } else { Ok(None) }
    }

    /// True or false.
    pub(super) fn flag(&mut self, field: &str) -> Option<bool> {
        let flag = match self.value(field)? {
            Value::Flag(flag) => Some(flag),
            _ => match self.text(field)?.to_lowercase().as_str() {
                "true" | "yes" | "y" | "1" | "نعم" => Some(true),
                "false" | "no" | "n" | "0" | "لا" => Some(false),
                _ => None,
            },
        };
        if flag.is_none() {
            self.unreadable(field, "true, false, yes or no", "taken as not stated");
        }
        flag
    }

    /// A whole number.
    pub(super) fn count(
        &mut self,
        field: &str,
        expected: &str,
        hint: &str,
    ) -> Result<Option<u64>, ()> {
        let Some(value) = self.value(field) else { return self.absent(field) };
        if let Some(count) = number::count(value, self.ways.mapping.decimal) {
            return Ok(Some(count));
        }
        self.unreadable(field, expected, hint);
        Err(())
    }

    /// A number.
    pub(super) fn number(
        &mut self,
        field: &str,
        expected: &str,
        hint: &str,
    ) -> Result<Option<f64>, ()> {
        let Some(value) = self.value(field) else { return self.absent(field) };
        if let Some(number) = number::number(value, self.ways.mapping.decimal) {
            return Ok(Some(number));
        }
        self.unreadable(field, expected, hint);
        Err(())
    }

    /// A list: entries with `;` between, or a JSON array.
    pub(super) fn list(&mut self, field: &str) -> Vec<String> {
        let Some(text) = self.text(field) else { return Vec::new() };
        if text.starts_with('[')
            && let Ok(entries) = serde_json::from_str(&text)
        {
            return entries;
        }
        let entries = text.split(';').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(str::to_owned).collect()
    }

    /// An instant.
    pub(super) fn instant(
        &mut self,
        field: &str,
        edge: Edge,
        hint: &str,
    ) -> Result<Option<Timestamp>, ()> {
        let Some(value) = self.value(field) else { return self.absent(field) };
        match self.ways.dates.instant(value, edge) {
            Ok(Instant { at, day_only }) => {
                self.days += u64::from(day_only);
                Ok(Some(at))
            }
            Err(no) => {
                let rule = if no.rule == rules::LOCAL_TIME.code {
                    rules::LOCAL_TIME
                } else {
                    rules::CELL_UNREADABLE
                };
                let text = format!("expected {}, found {}", no.expected, value.shown());
                self.wrong(&rule, field, text, hint);
                Err(())
            }
        }
    }

    /// A day.
    pub(super) fn day(&mut self, field: &str, hint: &str) -> Result<Option<Date>, ()> {
        let Some(value) = self.value(field) else { return self.absent(field) };
        self.ways.dates.day(value).map(Some).map_err(|expected| {
            let text = format!("expected {expected}, found {}", value.shown());
            self.wrong(&rules::CELL_UNREADABLE, field, text, hint);
        })
    }

    /// Longitude and latitude, from one column each or from one of both. `None`
    /// if neither is given.
    pub(super) fn position(
        &mut self,
        names: [&str; 3],
        hint: &str,
    ) -> Result<Option<(f64, f64)>, ()> {
        let [lon, lat, both] = names;
        if let Some(value) = self.value(both) {
            let pair = match value {
                Value::Text(text) => number::pair(text),
                _ => None,
            };
            if pair.is_none() {
                self.unreadable(both, "latitude and longitude such as \"36.21, 37.13\"", hint);
            }
            return pair.map(Some).ok_or(());
        }
        let (x, y) = (self.value(lon), self.value(lat));
        if x.is_none() && y.is_none() {
            return if self.raw(lon).is_some() || self.raw(lat).is_some() {
                Err(())
            } else {
                Ok(None)
            };
        }
        let x = x.and_then(|value| number::degrees(value, ['E', 'W']));
        let y = y.and_then(|value| number::degrees(value, ['N', 'S']));
        if x.is_none() {
            self.unreadable(lon, "a longitude in degrees", hint);
        }
        if y.is_none() {
            self.unreadable(lat, "a latitude in degrees", hint);
        }
        x.zip(y).map(Some).ok_or(())
    }
}

/// Rows whose longitude and latitude are one number: where one column was
/// copied into the other, most are.
#[derive(Debug, Default)]
pub(super) struct SameNumbers {
    placed: u64,
    same: u64,
    first: Option<RecordRef>,
}

impl SameNumbers {
    pub(super) fn add(&mut self, lon: f64, lat: f64, at: &RecordRef) {
        self.placed += 1;
        // (0, 0) is a place of its own.
        if lon == lat && lon != 0.0 {
            self.same += 1;
            self.first.get_or_insert_with(|| at.clone());
        }
    }

    pub(super) fn issue(self, issues: &mut Vec<Issue>) {
        let Some(first) = self.first else { return };
        let text = format!(
            "expected two different numbers, found longitude and latitude the same in {} of {} rows",
            self.same, self.placed
        );
        let issue = rules::LON_EQUALS_LAT.issue(first, text);
        issues.push(issue.hint("read as they stand; was one column copied into the other?"));
    }
}

/// Says how many days were taken for instants.
pub(super) fn say_days(table: &Table, days: u64, issues: &mut Vec<Issue>) {
    if days > 0 {
        let text = format!("expected dates with a time, found {days} without");
        let hint = "each is the whole day: from its beginning, to its end, said when it began, known when it was over";
        issues.push(rules::DAY_ONLY.issue(table.at().clone(), text).hint(hint));
    }
}

/// The first error, if the reader was told to be strict.
pub(super) fn strictly(issues: &[Issue]) -> Result<(), TableError> {
    let first = issues.iter().find(|issue| issue.severity == Severity::Error);
    first.map_or(Ok(()), |issue| Err(TableError::Refused { issue: Box::new(issue.clone()) }))
}
