//! Which columns of a table hold which of our fields.

use super::error::TableError;
use super::mapping::TableMapping;
use super::rows::Table;
use super::rules;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use std::collections::{BTreeMap, BTreeSet};

/// One field of ours: its header, the tag it is written with, and the tag
/// patterns by which it is found in tables of others, the best first.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldDef {
    pub(super) name: &'static str,
    pub(super) tag: &'static str,
    pub(super) patterns: &'static [&'static str],
    /// Whether all columns found serve, the first that is not empty in a row;
    /// otherwise only the first column does.
    pub(super) cascade: bool,
}

/// Which columns of a table hold which of our fields.
#[derive(Debug, Default)]
pub(super) struct Bound {
    columns: BTreeMap<String, Vec<usize>>,
    used: BTreeSet<usize>,
}

impl Bound {
    /// Finds the columns of these fields, each up to `times` times: the second
    /// is called `field_2`.
    pub(super) fn new(
        table: &Table,
        mapping: &TableMapping,
        fields: &[(FieldDef, usize)],
        issues: &mut Vec<Issue>,
    ) -> Result<Self, TableError> {
        let mut bound = Self::default();
        for (ours, theirs) in &mapping.columns {
            let column = named(table, theirs)?;
            bound.take(ours, vec![column]);
        }
        if !mapping.columns.is_empty() && !mapping.keep_others {
            return Ok(bound);
        }
        for (field, times) in fields {
            bound.find(table, field, *times, issues);
        }
        Ok(bound)
    }

    fn take(&mut self, name: &str, columns: Vec<usize>) {
        self.used.extend(columns.iter().copied());
        self.columns.insert(name.to_owned(), columns);
    }

    fn find(&mut self, table: &Table, field: &FieldDef, times: usize, issues: &mut Vec<Issue>) {
        let mut found: Vec<usize> = Vec::new();
        for pattern in field.patterns.iter().filter_map(|text| text.parse().ok()) {
            let pattern: super::hxl::TagPattern = pattern;
            for (at, column) in table.columns().iter().enumerate() {
                let meant = column.tag.as_ref().is_some_and(|tag| pattern.matches(tag));
                if meant && !found.contains(&at) && !self.used.contains(&at) {
                    found.push(at);
                }
            }
        }
        if field.cascade {
            if !found.is_empty() && !self.columns.contains_key(field.name) {
                self.take(field.name, found);
            } else if found.is_empty() {
                self.by_header(table, field.name);
            }
            return;
        }
        // The same tag again is the field again; another tag is a lesser match.
        let tag = |at: &usize| table.columns().get(*at).and_then(|column| column.tag.as_ref());
        let first = found.first().and_then(tag);
        let again: Vec<usize> = found.iter().copied().filter(|at| tag(at) == first).collect();
        for number in 0..times.max(1) {
            let name = numbered(field.name, number);
            match again.get(number) {
                Some(column) if !self.columns.contains_key(&name) => {
                    self.take(&name, vec![*column]);
                }
                _ => self.by_header(table, &name),
            }
        }
        if times <= 1
            && let Some(second) = again.get(1)
        {
            self.used.insert(*second);
            let text = format!("expected one column of {:?}, found a second", field.name);
            let at = table.at_cell(table.last_header, *second);
            issues.push(rules::COLUMN_REPEATED.issue(at, text).hint("only the first is read"));
        }
    }

    fn by_header(&mut self, table: &Table, name: &str) {
        if self.columns.contains_key(name) {
            return;
        }
        let ours = |header: &str| header.trim().to_lowercase().replace([' ', '-'], "_") == name;
        let found = table.columns().iter().enumerate().position(|(at, column)| {
            column.tag.is_none() && !self.used.contains(&at) && ours(&column.header)
        });
        if let Some(column) = found {
            self.take(name, vec![column]);
        }
    }

    /// Takes a column for a field that was not known beforehand.
    pub(super) fn add(&mut self, name: &str, column: usize) {
        if !self.columns.contains_key(name) && !self.used.contains(&column) {
            self.take(name, vec![column]);
        }
    }

    /// The columns of a field, the best first.
    pub(super) fn of(&self, name: &str) -> &[usize] {
        self.columns.get(name).map_or(&[], Vec::as_slice)
    }

    /// The fields that have a column.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    pub(super) fn is_used(&self, column: usize) -> bool {
        self.used.contains(&column)
    }

    /// Says which columns are not read.
    pub(super) fn unused(&self, table: &Table, issues: &mut Vec<Issue>) {
        let unused: Vec<_> = table
            .columns()
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.is_used(*at))
            .filter_map(|(_, column)| match (&column.tag, column.header.as_str()) {
                (None, "") => None,
                (Some(tag), "") => Some(format!("{tag} ({})", column.letter)),
                (_, header) => Some(format!("{:?} ({})", cut(header), column.letter)),
            })
            .collect();
        if !unused.is_empty() {
            let more = unused.len().saturating_sub(20);
            let mut text = unused.iter().take(20).cloned().collect::<Vec<_>>().join(", ");
            if more > 0 {
                text.push_str(" and ");
                text.push_str(&more.to_string());
                text.push_str(" more");
            }
            issues.push(
                rules::COLUMNS_UNUSED.issue(
                    table.at().clone(),
                    format!("expected columns of ours, found also {text}"),
                ),
            );
        }
    }

    /// Complains if a field has neither column nor constant.
    pub(super) fn needed(
        &self,
        table: &Table,
        mapping: &TableMapping,
        field: &FieldDef,
    ) -> Result<(), TableError> {
        if self.columns.contains_key(field.name) || mapping.constants.contains_key(field.name) {
            return Ok(());
        }
        let headers: Vec<_> = table
            .columns()
            .iter()
            .take(20)
            .map(|column| {
                column
                    .tag
                    .as_ref()
                    .map_or_else(|| format!("{:?}", cut(&column.header)), ToString::to_string)
            })
            .collect();
        Err(TableError::NotATable {
            at: table.at().clone(),
            code: rules::COLUMN_MISSING.code,
            expected: format!(
                "a column {:?}, tagged {} or mapped to it, or a constant",
                field.name, field.tag
            ),
            found: format!("the columns {}", headers.join(", ")),
        })
    }
}

/// `field`, `field_2`, `field_3`.
pub(super) fn numbered(name: &str, number: usize) -> String {
    if number == 0 { name.to_owned() } else { format!("{name}_{}", number + 1) }
}

/// The column that a mapping names.
fn named(table: &Table, theirs: &str) -> Result<usize, TableError> {
    let tagged = || theirs.starts_with('#').then(|| theirs.parse().ok()).flatten();
    let found =
        table.headed(theirs).or_else(|| tagged().and_then(|pattern| table.tagged(&pattern)));
    found.ok_or_else(|| {
        let headers: Vec<_> = table
            .columns()
            .iter()
            .take(20)
            .map(|column| format!("{:?}", cut(&column.header)))
            .collect();
        TableError::NotATable {
            at: table.at().clone(),
            code: rules::COLUMN_MISSING.code,
            expected: format!("a column {theirs:?}, as the mapping names it"),
            found: headers.join(", "),
        }
    })
}
