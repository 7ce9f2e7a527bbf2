//! Bytes of a table to text, and which sign separates its cells.

use super::error::TableError;
use super::hxl::{ROWS_WITH_TAGS, tag_row};
use super::rows::{Cells, Rows, Source};
use super::rules;
use crate::io::read::ReadError;
use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text from bytes: by the declared encoding, else UTF-8, else what a byte order
/// mark says. Never by guess.
pub(super) fn decode(
    bytes: Vec<u8>,
    declared: Option<&str>,
    at: &RecordRef,
    issues: &mut Vec<Issue>,
) -> Result<String, TableError> {
    let marked = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => Some((UTF_8, 3)),
        [0xFF, 0xFE, ..] => Some((UTF_16LE, 2)),
        [0xFE, 0xFF, ..] => Some((UTF_16BE, 2)),
        _ => None,
    };
    let declared = match declared {
        None => None,
        Some(label) => Some(Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
            let expected = "the name of an encoding such as utf-8 or windows-1256";
            TableError::not_a_table(at.clone(), expected, format!("{:?}", cut(label)))
        })?),
    };
    let (encoding, mark) = match (marked, declared) {
        (Some((found, mark)), None) => (found, mark),
        (Some((found, mark)), Some(told)) if found == told => (found, mark),
        (_, Some(told)) => (told, 0),
        (None, None) => (UTF_8, 0),
    };
    if encoding != UTF_8 && declared.is_none() {
        let text = format!("expected UTF-8 text, found {} by its byte order mark", encoding.name());
        issues.push(rules::ENCODING_ASSUMED.issue(at.clone(), text));
    }
    if encoding == UTF_8 {
        let bytes = if mark > 0 { bytes.get(mark..).unwrap_or_default().to_vec() } else { bytes };
        return String::from_utf8(bytes)
            .map_err(|error| not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), at));
    }
    let rest = bytes.get(mark..).unwrap_or_default();
    match encoding.decode_without_bom_handling_and_without_replacement(rest) {
        Some(text) => Ok(text.into_owned()),
        None => Err(ReadError::WrongEncoding {
            at: at.clone(),
            found: format!("bytes that are none in {}", encoding.name()),
        }
        .into()),
    }
}

fn not_utf8(bytes: &[u8], from: usize, at: &RecordRef) -> TableError {
    let line = 1 + bytes.iter().take(from).filter(|byte| **byte == b'\n').count() as u64;
    let byte = bytes.get(from).copied().unwrap_or_default();
    let found = if bytes.iter().take(512).filter(|byte| **byte == 0).count() > 8 {
        "what may be UTF-16 without a byte order mark; declare the encoding".to_owned()
    } else {
        format!(
            "byte 0x{byte:02X} on line {line}, as in an old encoding; declare it, such as \
             windows-1256 (Arabic) or windows-1252 (Western Europe)"
        )
    };
    ReadError::WrongEncoding { at: at.clone(), found }.into()
}

/// Where the rows begin: some programs write `sep=;` on a line of its own first.
/// A spreadsheet does not show that line.
pub(super) fn separator_line(text: &str) -> Option<(u8, &str)> {
    let head = text.get(..4).filter(|head| head.eq_ignore_ascii_case("sep="))?;
    let rest = &text[head.len()..];
    let delimiter = *rest.as_bytes().first().filter(|byte| byte.is_ascii())?;
    let rest = &rest[1..];
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n']))?;
    Some((delimiter, rest))
}

/// The sign between cells: the one with which a row of HXL tags shows, the more
/// tags the better; else the one with which the greatest share of rows is of one
/// width.
pub(super) fn delimiter(text: &str) -> u8 {
    const SIGNS: [u8; 4] = [b',', b';', b'\t', b'|'];
    let mut best = (b',', (0, 0.0, 0));
    for sign in SIGNS {
        let mut widths = Vec::new();
        let mut tags = 0;
        for row in Rows::text(text, sign, 1).take(ROWS_WITH_TAGS) {
            let Cells::Text(record) = &row.cells else { continue };
            widths.push(record.len());
            if tags == 0
                && let Some(found) = tag_row(record.iter().map(Some))
            {
                tags = found.iter().flatten().filter(|tag| tag.is_ok()).count();
            }
        }
        let usual = |width: &usize| widths.iter().filter(|other| *other == width).count();
        let (rows, width) = widths
            .iter()
            .filter(|width| **width > 1)
            .map(|width| (usual(width), *width))
            .max()
            .unwrap_or_default();
        let share = rows as f64 / widths.len().max(1) as f64;
        if (tags, share, width) > best.1 {
            best = (sign, (tags, share, width));
        }
    }
    best.0
}

/// A text as a source of rows.
pub(super) fn source(text: String, declared: Option<u8>) -> Source {
    let (delimiter, text) = match separator_line(&text) {
        Some((sign, rest)) => (declared.unwrap_or(sign), rest.to_owned()),
        None => (declared.unwrap_or_else(|| delimiter(&text)), text),
    };
    Source::Csv { text, delimiter, first_row: 1 }
}
