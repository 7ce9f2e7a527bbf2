//! Sheets of XLSX workbooks to rows, through `calamine`.
//!
//! A workbook is a packed folder of XML, so a small file can hold a large one.
//! Every part is unpacked once to be counted before anything is read; rows keep
//! only the cells that are not empty, and the text they hold is counted too.

use super::error::TableError;
use super::rows::{Kept, SheetRow, letter};
use super::rules;
use crate::io::read::ReadError;
use crate::record::RecordRef;
use crate::scenario::Issue;
use calamine::{
    CellErrorType, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};
use jiff::Unit;
use jiff::civil::{DateTime, Time};
use std::io::{Cursor, Read};

/// A workbook whose size has been looked at.
pub(super) struct Workbook {
    book: Xlsx<Cursor<Vec<u8>>>,
    at: RecordRef,
    most_bytes: u64,
}

impl Workbook {
    /// Opens a workbook whose parts unpack to at most `most_bytes` together.
    pub(super) fn open(
        bytes: Vec<u8>,
        at: &RecordRef,
        most_bytes: u64,
    ) -> Result<Self, TableError> {
        let bytes = unpacked_size_is_fine(bytes, at, most_bytes)?;
        let book = Xlsx::new(Cursor::new(bytes)).map_err(|error| not_a_workbook(at, &error))?;
        Ok(Self { book, at: at.clone(), most_bytes })
    }

    /// The names of the sheets that are shown, in order.
    pub(super) fn shown(&self) -> Vec<String> {
        let sheets = self.book.sheets_metadata().iter();
        let shown = sheets.filter(|sheet| {
            sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
        });
        shown.map(|sheet| sheet.name.clone()).collect()
    }

    /// The names of all sheets, in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    /// The rows of a sheet that have cells, the first `most_rows` of them.
    pub(super) fn rows(
        &mut self,
        sheet: &str,
        most_rows: usize,
    ) -> Result<Vec<SheetRow>, TableError> {
        let at = self.at.clone().sheet(sheet);
        let mut reader =
            self.book.worksheet_cells_reader(sheet).map_err(|error| not_a_workbook(&at, &error))?;
        let mut rows: Vec<SheetRow> = Vec::new();
        let mut held = 0_u64;
        loop {
            let cell = match reader.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => return Ok(rows),
                Err(error) => {
                    let row = rows.last().map_or(1, |row| row.number);
                    return Err(not_a_workbook(&at.row(row), &error));
                }
            };
            let (row, column) = cell.get_position();
            let number = u64::from(row) + 1;
            let Some(kept) = keep(cell.get_value()) else { continue };
            held += size_of::<(u32, Kept)>() as u64
                + if let Kept::Text(text) = &kept { text.len() as u64 } else { 0 };
            if held > self.most_bytes {
                let (limit, found) = (self.most_bytes, "more once its cells are laid out".into());
                return Err(ReadError::TooLarge { at: at.row(number), limit, found }.into());
            }
            let full = rows.len() == most_rows;
            match rows.last_mut() {
                Some(last) if last.number == number => {
                    if last.cells.last().is_some_and(|before| before.0 >= column) {
                        let expected = "cells in the order of their columns";
                        let found = format!("{} out of order", letter(column as usize));
                        return Err(TableError::not_a_table(at.row(number), expected, found));
                    }
                    last.cells.push((column, kept));
                }
                Some(last) if last.number > number => {
                    let found = format!("row {number} after row {}", last.number);
                    return Err(TableError::not_a_table(at, "rows in order", found));
                }
                _ if full => return Ok(rows),
                _ => rows.push(SheetRow { number, cells: vec![(column, kept)] }),
            }
        }
    }

    /// Says where cells are merged below the row `last_header`; with `fill`,
    /// gives each of them the value of the first.
    pub(super) fn merged(
        &mut self,
        sheet: &str,
        last_header: u64,
        fill: bool,
        rows: &mut [SheetRow],
        issues: &mut Vec<Issue>,
    ) {
        let Ok(regions) = self.book.merge_cells_by_sheet_name(sheet) else { return };
        let mut among_data = regions.iter().filter(|region| {
            u64::from(region.end.0) + 1 > last_header.max(u64::from(region.start.0) + 1)
        });
        if fill {
            for region in among_data {
                fill_region(rows, region.start, region.end);
            }
            return;
        }
        let Some(first) = among_data.next() else { return };
        let more = among_data.count();
        let place = |at: (u32, u32)| format!("{}{}", letter(at.1 as usize), at.0 + 1);
        let others = match more {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let text = format!(
            "expected a value in each cell, found {} to {} merged{others}",
            place(first.start),
            place(first.end)
        );
        let at = self.at.clone().sheet(sheet).row(u64::from(first.start.0) + 1);
        let hint = "the cells after the first are taken to be empty; ask for merged cells to be filled if each row means the same value";
        issues.push(rules::CELLS_MERGED.issue(at, text).hint(hint));
    }
}

fn fill_region(rows: &mut [SheetRow], start: (u32, u32), end: (u32, u32)) {
    let number = u64::from(start.0) + 1;
    let first = rows.binary_search_by_key(&number, |row| row.number).ok();
    let Some(value) = first.and_then(|row| {
        let cells = &rows.get(row)?.cells;
        let at = cells.binary_search_by_key(&start.1, |cell| cell.0).ok()?;
        cells.get(at).map(|cell| cell.1.clone())
    }) else {
        return;
    };
    let begin = rows.partition_point(|row| row.number < number);
    for row in rows.iter_mut().skip(begin).take_while(|row| row.number <= u64::from(end.0) + 1) {
        // Down, not across: one value beside itself says nothing more.
        if let Err(place) = row.cells.binary_search_by_key(&start.1, |cell| cell.0) {
            row.cells.insert(place, (start.1, value.clone()));
        }
    }
}

/// Unpacks every part once, counting.
fn unpacked_size_is_fine(
    bytes: Vec<u8>,
    at: &RecordRef,
    most_bytes: u64,
) -> Result<Vec<u8>, TableError> {
    let not_packed = |found: String| TableError::not_a_table(at.clone(), "an XLSX workbook", found);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| not_packed(format!("a packed file that cannot be unpacked ({error})")))?;
    let mut room = most_bytes;
    for part in 0..archive.len() {
        let mut part = archive
            .by_index(part)
            .map_err(|error| not_packed(format!("a part that cannot be unpacked ({error})")))?;
        let name = part.name().map_or_else(|_| String::new(), std::borrow::Cow::into_owned);
        let size =
            std::io::copy(&mut part.by_ref().take(room.saturating_add(1)), &mut std::io::sink())
                .map_err(|error| not_packed(format!("a damaged part {name:?} ({error})")))?;
        let Some(left) = room.checked_sub(size) else {
            let found = "more once it is unpacked".into();
            return Err(ReadError::TooLarge { at: at.clone(), limit: most_bytes, found }.into());
        };
        room = left;
    }
    Ok(archive.into_inner().into_inner())
}

fn not_a_workbook(at: &RecordRef, error: &XlsxError) -> TableError {
    let found = match error {
        XlsxError::Password => "one that a password protects".to_owned(),
        XlsxError::FileNotFound(part) => format!("a packed file without {part:?}"),
        other => format!("one that cannot be read ({other})"),
    };
    TableError::not_a_table(at.clone(), "an XLSX workbook", found)
}

fn keep(value: &DataRef<'_>) -> Option<Kept> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::SharedString(text) => Kept::Text((*text).to_owned()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Kept::Text(text.clone())
        }
        DataRef::Float(number) => Kept::Number(*number),
        DataRef::Int(number) => Kept::Number(*number as f64),
        DataRef::Bool(flag) => Kept::Flag(*flag),
        DataRef::DateTime(at) => moment(*at),
        DataRef::Error(error) => Kept::Fault(match error {
            CellErrorType::Div0 => "#DIV/0!",
            CellErrorType::NA => "#N/A",
            CellErrorType::Name => "#NAME?",
            CellErrorType::Null => "#NULL!",
            CellErrorType::Num => "#NUM!",
            CellErrorType::Ref => "#REF!",
            CellErrorType::Value => "#VALUE!",
            CellErrorType::GettingData => "#GETTING_DATA",
        }),
    })
}

/// A serial number with a date's format. Below one day it is a time of day.
fn moment(at: ExcelDateTime) -> Kept {
    let serial = at.as_f64();
    let plain = Kept::Number(serial);
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let time = Time::new(hour as i8, minute as i8, second as i8, i32::from(milli) * 1_000_000);
    let Ok(time) = time else { return plain };
    if (0.0..1.0).contains(&serial) {
        return Kept::Clock(time);
    }
    if at.is_duration() || serial < 0.0 {
        return plain;
    }
    let date = jiff::civil::Date::new(year as i16, month as i8, day as i8);
    let Ok(date) = date else { return plain };
    // Serial numbers are rounded; a workbook shows no less than a second.
    DateTime::from_parts(date, time).round(Unit::Second).map_or(plain, Kept::Moment)
}

/// The date and time of a serial number of the 1900 calendar.
pub(super) fn of_serial(serial: f64) -> Option<DateTime> {
    let kind = calamine::ExcelDateTimeType::DateTime;
    match moment(ExcelDateTime::new(serial, kind, false)) {
        Kept::Moment(at) if serial < 2_958_466.0 => Some(at),
        _ => None,
    }
}
