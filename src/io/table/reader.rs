//! Files to tables: which sheet, which rows are header, which are data.

use super::error::TableError;
use super::hxl::{HxlTag, ROWS_WITH_TAGS, tag_row};
use super::rows::{Column, Row, Rows, SheetRow, Source, Table, Value, letter};
use super::rules;
use super::text;
use super::xlsx::Workbook;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How a table is written down, where that is not to be told from the file.
///
/// Plain data: set the fields, or read it from JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TableForm {
    /// The name of the sheet. Otherwise the first shown that has HXL tags, else
    /// the first shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The encoding of text, such as `windows-1256`. Otherwise UTF-8, or what a
    /// byte order mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The sign between the cells of text. Otherwise that of `,` `;` tab `|`
    /// with which the first rows make a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The number of the last header row, if there are no HXL tags. Otherwise
    /// the first row that is at least half as full as the fullest of the first
    /// 25.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// Whether merged cells of a workbook all have the value of the first, down
    /// a column.
    #[serde(skip_serializing_if = "is_false")]
    pub fill_merged: bool,
}

// The signature that serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The most bytes of one file that are read unless told otherwise: 1 GiB.
const MOST_BYTES: u64 = 1 << 30;

/// Reads tables: CSV (also packed with gzip) and XLSX.
///
/// ```
/// use safepassage::io::table::TableReader;
///
/// let text = "Place,Lat\n#loc+name,#geo+lat\nKampala,0\n";
/// let table = TableReader::new().text("places.csv", text)?;
/// assert_eq!(table.tag_row(), Some(2));
/// assert_eq!(table.rows().count(), 1);
/// # Ok::<(), safepassage::io::table::TableError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TableReader {
    form: TableForm,
    most_bytes: u64,
}

impl Default for TableReader {
    fn default() -> Self {
        Self::new()
    }
}

impl TableReader {
    /// A reader that tells the form of a table from the file.
    pub fn new() -> Self {
        Self { form: TableForm::default(), most_bytes: MOST_BYTES }
    }

    /// A reader of tables of that form.
    pub fn of(form: TableForm) -> Self {
        Self { form, ..Self::new() }
    }

    /// The most bytes to take of one file, after unpacking; 1 GiB unless set. Of
    /// a workbook it bounds its parts together, and what its cells take up.
    pub const fn most_bytes(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Reads the table in a file. Linear in its bytes, which are held in memory.
    ///
    /// # Errors
    ///
    /// [`TableError`] if the file cannot be read, is too large, is text in an
    /// encoding that nobody declared, or is no table.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Table, TableError> {
        let path = path.as_ref();
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let bytes = crate::io::read::bytes(path, &RecordRef::file(&name), self.most_bytes)?;
        self.bytes(name, bytes)
    }

    /// Reads a table from text as if it stood in a file of that name.
    ///
    /// # Errors
    ///
    /// As [`TableReader::open`].
    pub fn text(
        &self,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<Table, TableError> {
        let mut text = text.into();
        let at = RecordRef::file(name);
        if text.starts_with('\u{FEFF}') {
            text.remove(0);
        }
        self.of_text(at, text, Vec::new())
    }

    /// Reads a table from the bytes of a file of that name.
    ///
    /// # Errors
    ///
    /// As [`TableReader::open`].
    pub fn bytes(&self, name: impl Into<String>, bytes: Vec<u8>) -> Result<Table, TableError> {
        let at = RecordRef::file(name);
        let other = |found: &str| {
            Err(TableError::not_a_table(at.clone(), "CSV text or an XLSX workbook", found))
        };
        match bytes.as_slice() {
            [b'P', b'K', 3, 4, ..] => self.of_workbook(&at, bytes),
            [0xD0, 0xCF, 0x11, 0xE0, ..] => other(
                "a workbook of the old form (.xls) or one that a password protects; save it as .xlsx",
            ),
            [b'%', b'P', b'D', b'F', ..] => other("a PDF"),
            [0x1F, 0x8B, ..] => other("gzip data; its name should end in .gz"),
            _ => {
                let mut issues = Vec::new();
                let text = text::decode(bytes, self.form.encoding.as_deref(), &at, &mut issues)?;
                self.of_text(at, text, issues)
            }
        }
    }

    fn of_text(
        &self,
        at: RecordRef,
        text: String,
        issues: Vec<Issue>,
    ) -> Result<Table, TableError> {
        let start = text.trim_start();
        if start.starts_with(['{', '<']) || (start.starts_with('[') && start.ends_with(']')) {
            let found = "JSON, XML or a web page";
            return Err(TableError::not_a_table(at, "CSV text or an XLSX workbook", found));
        }
        let declared = match self.form.delimiter {
            None => None,
            Some(sign) => Some(u8::try_from(sign).ok().filter(u8::is_ascii).ok_or_else(|| {
                let expected = "one ASCII sign between cells";
                TableError::not_a_table(at.clone(), expected, format!("{sign:?}"))
            })?),
        };
        let source = text::source(text, declared);
        let header = self.header(&source);
        let mut table =
            Table { at, columns: Vec::new(), tag_row: None, last_header: 0, source, issues };
        header.ok_or_else(|| nothing(&table.at))?.put_in(&mut table);
        Ok(table)
    }

    fn of_workbook(&self, at: &RecordRef, bytes: Vec<u8>) -> Result<Table, TableError> {
        let mut book = Workbook::open(bytes, at, self.most_bytes)?;
        let mut issues = Vec::new();
        let sheet = self.sheet(&mut book, at, &mut issues)?;
        let mut rows = book.rows(&sheet, usize::MAX)?;
        let at = at.clone().sheet(&sheet);
        let header = Source::Sheet(rows.clone_first());
        let header = self.header(&header).ok_or_else(|| nothing(&at))?;
        book.merged(&sheet, header.last_row, self.form.fill_merged, &mut rows, &mut issues);
        let source = Source::Sheet(rows);
        let mut table =
            Table { at, columns: Vec::new(), tag_row: None, last_header: 0, source, issues };
        header.put_in(&mut table);
        Ok(table)
    }

    /// The sheet to read, and what is said of the others.
    fn sheet(
        &self,
        book: &mut Workbook,
        at: &RecordRef,
        issues: &mut Vec<Issue>,
    ) -> Result<String, TableError> {
        if let Some(name) = &self.form.sheet {
            let names = book.names();
            let wanted = name.trim().to_lowercase();
            return names
                .iter()
                .find(|one| one.trim().to_lowercase() == wanted)
                .cloned()
                .ok_or_else(|| {
                    let expected = format!("a sheet {name:?}");
                    TableError::not_a_table(at.clone(), expected, listed(&names))
                });
        }
        let shown = book.shown();
        let mut tagged = Vec::new();
        let mut filled = Vec::new();
        for name in &shown {
            let rows = book.rows(name, ROWS_WITH_TAGS)?;
            if rows.is_empty() {
                continue;
            }
            filled.push(name.clone());
            let source = Source::Sheet(rows);
            if find_tags(&source).is_some() {
                tagged.push(name.clone());
            }
        }
        let candidates = if tagged.is_empty() { &filled } else { &tagged };
        let Some(chosen) = candidates.first() else { return Err(nothing(at)) };
        if filled.len() > 1 {
            let others: Vec<_> = filled.iter().filter(|name| *name != chosen).cloned().collect();
            let text = format!("expected the name of a sheet, found none; {chosen:?} was read");
            let issue = rules::SHEET_CHOSEN.issue(at.clone(), text);
            issues.push(issue.hint(format!("not read: {}", listed(&others))));
        }
        Ok(chosen.clone())
    }

    /// Finds the rows of headers. None if there is no row at all.
    fn header(&self, source: &Source) -> Option<Header> {
        if let Some((number, tags)) = find_tags(source) {
            return Some(Header::above(source, number, Some(tags)));
        }
        if let Some(number) = self.form.header_row {
            return Some(Header::above(source, number, None));
        }
        let filled = |row: &Row<'_>| {
            (0..row.width()).filter(|column| !row.value(*column).is_empty()).count()
        };
        let first = || Rows::of(source).take_while(|row| row.number <= ROWS_WITH_TAGS as u64);
        let fullest = first().map(|row| filled(&row)).max().filter(|count| *count > 0);
        let Some(fullest) = fullest else {
            // A table that begins far down.
            let row = Rows::of(source).find(|row| !row.is_empty())?;
            return Some(Header::above(source, row.number, None));
        };
        let row = first().find(|row| filled(row) * 2 >= fullest && filled(row) > 0)?;
        Some(Header::above(source, row.number, None))
    }
}

/// The first rows of a sheet, to look for headers in.
trait CloneFirst {
    fn clone_first(&self) -> Vec<SheetRow>;
}

impl CloneFirst for Vec<SheetRow> {
    fn clone_first(&self) -> Self {
        self.iter().take(ROWS_WITH_TAGS + 1).cloned().collect()
    }
}

fn nothing(at: &RecordRef) -> TableError {
    TableError::not_a_table(at.clone(), "a table with at least one row", "none")
}

fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().take(20).map(|name| format!("{:?}", cut(name))).collect();
    names.join(", ")
}

type Tags = Vec<Option<Result<HxlTag, super::hxl::ParseTagError>>>;

/// The row of tags among the first 25, and the tags.
fn find_tags(source: &Source) -> Option<(u64, Tags)> {
    let first = Rows::of(source).take_while(|row| row.number <= ROWS_WITH_TAGS as u64);
    first.into_iter().find_map(|row| {
        let cells = (0..row.width()).map(|column| match row.value(column) {
            Value::Empty => None,
            Value::Text(text) => Some(text),
            _ => Some("other"),
        });
        Some((row.number, tag_row(cells)?))
    })
}

/// What the rows of headers say.
struct Header {
    headers: Vec<String>,
    tags: Option<Tags>,
    last_row: u64,
}

impl Header {
    /// The headers down to a row: of each column the lowest cell that is not
    /// empty, so that a cell merged over several columns serves only those that
    /// have none of their own.
    fn above(source: &Source, last: u64, tags: Option<Tags>) -> Self {
        let above = if tags.is_some() { last.saturating_sub(1) } else { last };
        let mut headers: Vec<String> = Vec::new();
        let mut width = tags.as_ref().map_or(0, Vec::len);
        for row in Rows::of(source).take_while(|row| row.number <= last) {
            width = width.max(row.width());
            headers.resize(width, String::new());
            if row.number > above {
                continue;
            }
            for (column, header) in headers.iter_mut().enumerate() {
                match row.value(column) {
                    Value::Empty => {}
                    Value::Text(text) => {
                        *header = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    }
                    Value::Number(number) => *header = number.to_string(),
                    other => *header = other.shown(),
                }
            }
        }
        headers.resize(width, String::new());
        Self { headers, tags, last_row: last }
    }

    fn put_in(self, table: &mut Table) {
        let mut tags = self.tags.map(Vec::into_iter);
        table.tag_row = tags.is_some().then_some(self.last_row);
        table.last_header = self.last_row;
        for (number, header) in self.headers.into_iter().enumerate() {
            let tag = match tags.as_mut().and_then(Iterator::next).flatten() {
                None => None,
                Some(Ok(tag)) => Some(tag),
                Some(Err(error)) => {
                    let at =
                        table.at.clone().row(self.last_row).column(cut(&header), letter(number));
                    table.issues.push(rules::TAG_MALFORMED.issue(at, error.to_string()));
                    None
                }
            };
            table.columns.push(Column { header, tag, letter: letter(number) });
        }
    }
}
