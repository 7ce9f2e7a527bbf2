//! Rows of cells to CSV with a row of HXL tags.

use super::guard::guarded;
use crate::io::write::WriteError;
use crate::io::write::Written;
use std::io::Write;

/// One cell on its way out.
pub(super) enum Cell {
    Empty,
    /// Text, which may look like a formula.
    Text(String),
    /// A number, time or geometry: written as it is.
    Plain(String),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn plain(value: impl std::fmt::Display) -> Self {
        Self::Plain(value.to_string())
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) | Self::Plain(text) => text.is_empty(),
        }
    }
}

/// How CSV is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    pub(super) byte_order_mark: bool,
}

/// Writes headers, tags and rows; lines end in CRLF (RFC 4180).
pub(super) fn write(
    form: Form,
    columns: &[(String, String)],
    rows: impl Iterator<Item = Result<Vec<Cell>, WriteError>>,
    out: &mut dyn Write,
) -> Result<Written, WriteError> {
    let mut counted = Counted { out, bytes: 0 };
    if form.byte_order_mark {
        counted.write_all("\u{FEFF}".as_bytes()).map_err(WriteError::io)?;
    }
    let mut features = 0;
    {
        let mut lines = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(&mut counted);
        lines.write_record(columns.iter().map(|(header, _)| header)).map_err(failed)?;
        lines.write_record(columns.iter().map(|(_, tag)| tag)).map_err(failed)?;
        for row in rows {
            for cell in &row? {
                match cell {
                    Cell::Empty => lines.write_field(""),
                    Cell::Text(text) => lines.write_field(guarded(text).as_bytes()),
                    Cell::Plain(text) => lines.write_field(text),
                }
                .map_err(failed)?;
            }
            lines.write_record(None::<&[u8]>).map_err(failed)?;
            features += 1;
        }
        lines.flush().map_err(WriteError::io)?;
    }
    Ok(Written { features, bytes: counted.bytes, ..Written::default() })
}

fn failed(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::io(error),
        _ => WriteError::io(std::io::Error::other("rows of different widths")),
    }
}

struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// A list in one cell: entries joined by `; `, or JSON where an entry would not
/// survive that.
pub(super) fn list<'a>(entries: impl IntoIterator<Item = &'a str>) -> Cell {
    let entries: Vec<&str> = entries.into_iter().collect();
    let plain = |entry: &&str| {
        !entry.is_empty()
            && !entry.contains(';')
            && !entry.starts_with('[')
            && entry.trim() == *entry
    };
    if entries.is_empty() {
        Cell::Empty
    } else if entries.iter().all(plain) {
        Cell::Text(entries.join("; "))
    } else {
        Cell::Text(serde_json::Value::from(entries).to_string())
    }
}
