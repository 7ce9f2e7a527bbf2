//! Bytes of a document to text.
//!
//! Floor 7.
//!
//! UTF-8 and UTF-16, which every reader of XML must know, and the two old
//! encodings that real alerts still come in: ISO 8859-1 and Windows-1252.
//! Anything else is refused; nothing is guessed.

use crate::io::read::ReadError;
use crate::record::RecordRef;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text, and what it was converted from, if it was.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) converted: Option<String>,
}

/// Reads a whole file of at most `limit` bytes.
pub(super) fn read_file(path: &Path, at: &RecordRef, limit: u64) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io { at: at.clone(), source };
    let file = File::open(path).map_err(io)?;
    let about = file.metadata().map_err(io)?;
    if !about.is_file() {
        return Err(ReadError::NotAFile { at: at.clone() });
    }
    if about.len() > limit {
        let found = about.len().to_string();
        return Err(ReadError::TooLarge { at: at.clone(), limit, found });
    }
    read_all(file, at, limit)
}

/// Reads at most `limit` bytes.
pub(super) fn read_all(input: impl Read, at: &RecordRef, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let room = limit.saturating_add(1);
    input
        .take(room)
        .read_to_end(&mut bytes)
        .map_err(|source| ReadError::Io { at: at.clone(), source })?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { at: at.clone(), limit, found: "more".into() });
    }
    Ok(bytes)
}

/// The text of a document: by its byte order mark, then by the encoding that
/// it names, then as UTF-8.
pub(super) fn decode(bytes: Vec<u8>, at: &RecordRef) -> Result<Text, ReadError> {
    let wrong = |found: String| ReadError::WrongEncoding { at: at.clone(), found };
    let utf16 = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => Some((rest, false)),
        [0xFE, 0xFF, rest @ ..] => Some((rest, true)),
        [b'<', 0, ..] => Some((bytes.as_slice(), false)),
        [0, b'<', ..] => Some((bytes.as_slice(), true)),
        [0x1F, 0x8B, ..] => return Err(wrong("gzip data".to_owned())),
        _ => None,
    };
    if let Some((units, big)) = utf16 {
        let units = units.chunks(2).map(|pair| match *pair {
            [a, b] if big => u16::from_be_bytes([a, b]),
            [a, b] => u16::from_le_bytes([a, b]),
            _ => 0xD800, // half a unit at the end is no character
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        let text = text.map_err(|_| wrong("UTF-16 with units that are no characters".into()))?;
        return Ok(Text { text, converted: Some("UTF-16".into()) });
    }
    let named = declared(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = match text.strip_prefix('\u{FEFF}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            let fits = named.as_deref().is_none_or(|name| {
                ["utf-8", "utf8"].contains(&name)
                    || (text.is_ascii() && !name.starts_with("utf-16"))
            });
            let converted = (!fits).then(|| {
                format!("UTF-8, although it names {:?}", named.as_deref().unwrap_or_default())
            });
            Ok(Text { text, converted })
        }
        Err(error) => {
            let named = named.unwrap_or_else(|| "utf-8".to_owned());
            if ["iso-8859-1", "latin1", "windows-1252", "cp1252"].contains(&named.as_str()) {
                let text = error.as_bytes().iter().map(|byte| windows_1252(*byte)).collect();
                return Ok(Text { text, converted: Some(named) });
            }
            let from = error.utf8_error().valid_up_to();
            let before = error.as_bytes().get(..from).unwrap_or_default();
            let line = 1 + before.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
            let byte = error.as_bytes().get(from).copied().unwrap_or_default();
            let found =
                format!("byte 0x{byte:02X} on line {line} in a document that says it is {named}");
            Err(wrong(found))
        }
    }
}

/// The encoding that the XML declaration names, in small letters.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..bytes.len().min(256))?;
    let start: String = start.iter().map(|byte| char::from(*byte)).collect();
    let start = start.trim_start_matches("\u{EF}\u{BB}\u{BF}").trim_start();
    let declaration = start.strip_prefix("<?xml")?.split("?>").next()?;
    let rest = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    Some(rest.get(1..)?.split(quote).next()?.trim().to_ascii_lowercase())
}

/// The character of a byte of Windows-1252, of which ISO 8859-1 is a part but
/// for control characters that no document uses.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{FFFD}'),
        _ => char::from(byte),
    }
}
