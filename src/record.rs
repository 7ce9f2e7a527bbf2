//! Where in the input something stood.
//!
//! Floor 0. Imports nothing of the crate.
//!
//! Not a geographic place: [`RecordRef`] names a file, a feature or line in it and
//! the record's identifier, so that every message can point at the record.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A file, and perhaps one record in it.
///
/// Prints as `zones.geojson, feature 3 (id "salaheddine")`, or of a table as
/// `notices.xlsx, sheet "Data", row 17, column "said_at" (F)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Flat", into = "Flat")]
pub struct RecordRef {
    file: String,
    /// Boxed: errors carry this, and few stand in a table.
    cell: Option<Box<CellRef>>,
    feature: Option<u64>,
    line: Option<u64>,
    id: Option<String>,
}

/// Where in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct CellRef {
    sheet: Option<String>,
    row: Option<u64>,
    column: Option<String>,
    letter: Option<String>,
}

/// A [`RecordRef`] as it stands in JSON.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Flat {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl From<Flat> for RecordRef {
    fn from(flat: Flat) -> Self {
        let Flat { file, sheet, row, column, letter, feature, line, id } = flat;
        let cell = CellRef { sheet, row, column, letter };
        let cell = (cell != CellRef::default()).then(|| Box::new(cell));
        Self { file, cell, feature, line, id }
    }
}

impl From<RecordRef> for Flat {
    fn from(at: RecordRef) -> Self {
        let CellRef { sheet, row, column, letter } = at.cell.map(|cell| *cell).unwrap_or_default();
        let RecordRef { file, feature, line, id, .. } = at;
        Self { file, sheet, row, column, letter, feature, line, id }
    }
}

impl RecordRef {
    /// Points at a whole file, named as the user named it.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: name.into(), ..Self::default() }
    }

    /// Points at the feature numbered `number`, the first being 1.
    #[must_use]
    pub fn feature(mut self, number: u64) -> Self {
        self.feature = Some(number);
        self
    }

    /// Points at the line numbered `number`, the first being 1.
    #[must_use]
    pub fn line(mut self, number: u64) -> Self {
        self.line = Some(number);
        self
    }

    /// Points at a sheet of a workbook.
    #[must_use]
    pub fn sheet(mut self, name: impl Into<String>) -> Self {
        self.cell_mut().sheet = Some(name.into());
        self
    }

    /// Points at the row that a spreadsheet shows under this number, the first being 1.
    #[must_use]
    pub fn row(mut self, number: u64) -> Self {
        self.cell_mut().row = Some(number);
        self
    }

    /// Points at the column with this header and this letter.
    #[must_use]
    pub fn column(mut self, header: impl Into<String>, letter: impl Into<String>) -> Self {
        let cell = self.cell_mut();
        cell.column = Some(header.into());
        cell.letter = Some(letter.into());
        self
    }

    /// Adds the identifier that the record itself states.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The file's name.
    pub fn file_name(&self) -> &str {
        &self.file
    }

    /// The number of the feature in the file, the first being 1.
    pub const fn feature_number(&self) -> Option<u64> {
        self.feature
    }

    /// The number of the line in the file, the first being 1.
    pub const fn line_number(&self) -> Option<u64> {
        self.line
    }

    fn cell_mut(&mut self) -> &mut CellRef {
        self.cell.get_or_insert_default()
    }

    /// The name of the sheet.
    pub fn sheet_name(&self) -> Option<&str> {
        self.cell.as_ref()?.sheet.as_deref()
    }

    /// The number of the row as a spreadsheet shows it, the first being 1.
    pub fn row_number(&self) -> Option<u64> {
        self.cell.as_ref()?.row
    }

    /// The header of the column, which may be empty, and its letter.
    pub fn column_name(&self) -> Option<(&str, &str)> {
        let cell = self.cell.as_ref()?;
        cell.column.as_deref().zip(cell.letter.as_deref())
    }

    /// The identifier that the record states.
    pub fn record_id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "(in memory)" } else { &self.file })?;
        if let Some(sheet) = self.sheet_name() {
            write!(f, ", sheet {sheet:?}")?;
        }
        if let Some(row) = self.row_number() {
            write!(f, ", row {row}")?;
        }
        match self.column_name() {
            Some(("", letter)) => write!(f, ", column {letter}")?,
            Some((header, letter)) => write!(f, ", column {header:?} ({letter})")?,
            None => {}
        }
        if let Some(number) = self.feature {
            write!(f, ", feature {number}")?;
        }
        if let Some(number) = self.line {
            write!(f, ", line {number}")?;
        }
        if let Some(id) = &self.id {
            write!(f, " (id {id:?})")?;
        }
        Ok(())
    }
}
