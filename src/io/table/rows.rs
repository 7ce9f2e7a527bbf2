//! A table as it stands: columns, rows, and where each cell is.

use super::hxl::HxlTag;
use super::hxl::TagPattern;
use super::rules;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use jiff::civil::{DateTime, Time};
use std::ops::Range;

/// One column: its header, its HXL tag if it has one, its letter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The header, or the nearest one above it where cells are merged; may be empty.
    pub header: String,
    /// The HXL tag.
    pub tag: Option<HxlTag>,
    /// The letter under which a spreadsheet shows it.
    pub letter: String,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Nothing, or only blanks.
    Empty,
    /// Text as it stands.
    Text(&'a str),
    /// A number of a workbook.
    Number(f64),
    /// True or false of a workbook.
    Flag(bool),
    /// A date and time of a workbook, on the local clock.
    Moment(DateTime),
    /// A time of day of a workbook.
    Clock(Time),
    /// An error of a workbook, such as `#REF!`.
    Fault(&'a str),
}

impl Value<'_> {
    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// It, for a message.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Empty => "nothing".into(),
            Self::Text(text) => format!("{:?}", cut(text.trim())),
            Self::Number(number) => format!("the number {number}"),
            Self::Flag(flag) => flag.to_string(),
            Self::Moment(at) => format!("the date {at}"),
            Self::Clock(time) => format!("the time {time}"),
            Self::Fault(word) => (*word).to_owned(),
        }
    }
}

/// What a cell of a workbook holds, kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kept {
    Text(String),
    Number(f64),
    Flag(bool),
    Moment(DateTime),
    Clock(Time),
    Fault(&'static str),
}

/// A row of a workbook: the cells that are not empty, by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SheetRow {
    pub(super) number: u64,
    pub(super) cells: Vec<(u32, Kept)>,
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub(super) number: u64,
    pub(super) cells: Cells<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Cells<'a> {
    Text(csv::StringRecord),
    Sheet(&'a [(u32, Kept)]),
}

impl Row<'_> {
    /// The number under which a spreadsheet shows it, the first being 1.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// What the cell in a column holds, the first column being 0. Empty beyond the last.
    pub fn value(&self, column: usize) -> Value<'_> {
        match &self.cells {
            Cells::Text(record) => match record.get(column) {
                Some(text) if !text.trim().is_empty() => Value::Text(text),
                _ => Value::Empty,
            },
            Cells::Sheet(cells) => {
                let found = cells.binary_search_by_key(&(column as u64), |cell| cell.0.into());
                match found.ok().and_then(|at| cells.get(at)).map(|cell| &cell.1) {
                    None => Value::Empty,
                    Some(Kept::Text(text)) if text.trim().is_empty() => Value::Empty,
                    Some(Kept::Text(text)) => Value::Text(text),
                    Some(Kept::Number(number)) => Value::Number(*number),
                    Some(Kept::Flag(flag)) => Value::Flag(*flag),
                    Some(Kept::Moment(at)) => Value::Moment(*at),
                    Some(Kept::Clock(time)) => Value::Clock(*time),
                    Some(Kept::Fault(word)) => Value::Fault(word),
                }
            }
        }
    }

    /// One more than the last column that has a cell, empty or not.
    pub(super) fn width(&self) -> usize {
        match &self.cells {
            Cells::Text(record) => record.len(),
            Cells::Sheet(cells) => cells.last().map_or(0, |cell| cell.0 as usize + 1),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        (0..self.width()).all(|column| self.value(column).is_empty())
    }
}

/// Rows as they stand in the file.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Csv { text: String, delimiter: u8, first_row: u64 },
    Sheet(Vec<SheetRow>),
}

/// A table as it stands in a file or sheet. Made by
/// [`TableReader`](super::TableReader).
///
/// Text is held once and taken apart row by row as it is read.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) at: RecordRef,
    pub(super) columns: Vec<Column>,
    pub(super) tag_row: Option<u64>,
    /// The last row that is header and not data; 0 if there is none.
    pub(super) last_header: u64,
    pub(super) source: Source,
    pub(super) issues: Vec<Issue>,
}

impl Table {
    /// The file, and the sheet of a workbook.
    pub const fn at(&self) -> &RecordRef {
        &self.at
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The number of the row of HXL tags, if there is one.
    pub const fn tag_row(&self) -> Option<u64> {
        self.tag_row
    }

    /// What was found while it was opened.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The first column whose tag a pattern means.
    pub fn tagged(&self, pattern: &TagPattern) -> Option<usize> {
        let meant = |column: &Column| column.tag.as_ref().is_some_and(|tag| pattern.matches(tag));
        self.columns.iter().position(meant)
    }

    /// The first column with a header: case and blanks around it do not matter.
    pub fn headed(&self, header: &str) -> Option<usize> {
        let wanted = header.trim().to_lowercase();
        self.columns.iter().position(|column| column.header.trim().to_lowercase() == wanted)
    }

    /// The rows of data that are not empty, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        Rows::of(&self.source).filter(|row| row.number > self.last_header && !row.is_empty())
    }

    /// Where a row is.
    pub fn at_row(&self, row: u64) -> RecordRef {
        self.at.clone().row(row)
    }

    /// Where a cell is, the first column being 0.
    pub fn at_cell(&self, row: u64, column: usize) -> RecordRef {
        let header = self.columns.get(column).map_or("", |column| column.header.as_str());
        let header = match self.columns.get(column).and_then(|column| column.tag.as_ref()) {
            Some(tag) if header.is_empty() => tag.to_string(),
            _ => cut(header.trim()),
        };
        self.at_row(row).column(header, letter(column))
    }

    /// Gives every row of data that has no more cells than there are columns,
    /// and says what is wrong with the others.
    pub(super) fn each(
        &self,
        issues: &mut Vec<Issue>,
        mut take: impl FnMut(&Row<'_>, &mut Vec<Issue>),
    ) {
        let mut rows = Rows::of(&self.source);
        while let Some(row) = rows.next() {
            if row.number <= self.last_header || row.is_empty() {
                continue;
            }
            if let Some(lines) = rows.unclosed(&row) {
                let text = format!(
                    "expected a quotation mark that closes the cell, found the end of the file {lines} lines on"
                );
                let issue = rules::QUOTE_UNCLOSED.issue(self.at_row(row.number), text);
                issues.push(issue.hint("the row and all after it are left out"));
            } else if matches!(row.cells, Cells::Text(_)) && row.width() > self.columns.len() {
                let text =
                    format!("expected at most {} cells, found {}", self.columns.len(), row.width());
                let issue = rules::ROW_RAGGED.issue(self.at_row(row.number), text);
                issues.push(issue.hint(
                    "is there a separator in text without quotation marks? the row is left out",
                ));
            } else {
                take(&row, issues);
            }
        }
    }
}

/// The letter under which a spreadsheet shows a column, the first being 0.
pub(super) fn letter(column: usize) -> String {
    let (mut left, mut letters) = (column + 1, Vec::new());
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// All rows of a source, headers and empty ones too.
pub(super) enum Rows<'a> {
    Csv { text: &'a str, reader: Box<csv::Reader<&'a [u8]>>, next: u64, from: usize, to: usize },
    Sheet(std::slice::Iter<'a, SheetRow>),
}

impl<'a> Rows<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        match source {
            Source::Sheet(rows) => Self::Sheet(rows.iter()),
            Source::Csv { text, delimiter, first_row } => Self::text(text, *delimiter, *first_row),
        }
    }

    pub(super) fn text(text: &'a str, delimiter: u8, next: u64) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Self::Csv { text, reader: Box::new(reader), next, from: 0, to: 0 }
    }

    /// How many lines a cell of the row just given takes in that no quotation
    /// mark closes.
    fn unclosed(&self, row: &Row<'_>) -> Option<usize> {
        let Self::Csv { text, to, .. } = self else { return None };
        let Cells::Text(record) = &row.cells else { return None };
        // Only the last cell of a file can be open.
        let inside = record.iter().next_back().filter(|_| *to >= text.len())?;
        let Self::Csv { from, .. } = self else { return None };
        let marks = text.get(*from..)?.bytes().filter(|byte| *byte == b'"').count();
        let lines = inside.matches('\n').count();
        (marks % 2 == 1 && lines > 0).then_some(lines)
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        match self {
            Self::Sheet(rows) => {
                let row = rows.next()?;
                Some(Row { number: row.number, cells: Cells::Sheet(&row.cells) })
            }
            Self::Csv { text, reader, next, from, to } => {
                let mut record = csv::StringRecord::new();
                // The text is UTF-8 and rows may be of any length: nothing can fail.
                if !matches!(reader.read_record(&mut record), Ok(true)) {
                    return None;
                }
                *from = *to;
                *to = usize::try_from(reader.position().byte()).unwrap_or(text.len());
                // A spreadsheet shows empty lines as rows; the reader of CSV passes over them.
                let number = *next + empty_lines(text.as_bytes(), *from..*to);
                *next = number + 1;
                Some(Row { number, cells: Cells::Text(record) })
            }
        }
    }
}

/// The empty lines at the beginning of a part of a text.
fn empty_lines(text: &[u8], part: Range<usize>) -> u64 {
    let mut count = 0;
    let mut last = part.start.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(0);
    for byte in text.get(part).unwrap_or_default() {
        match byte {
            b'\n' if last == b'\r' => {}
            b'\r' | b'\n' => count += 1,
            _ => break,
        }
        last = *byte;
    }
    count
}
