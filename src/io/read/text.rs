//! Bytes of a file to text.
//!
//! Floor 7.

use super::ReadError;
use crate::record::RecordRef;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The text of a file, and whether a byte order mark was taken off it.
pub(in crate::io) struct Text {
    pub(in crate::io) text: String,
    pub(in crate::io) had_mark: bool,
}

/// Reads a whole file of at most `limit` bytes (after unpacking, if its name
/// ends in `.gz`). The size is looked at before anything is read.
pub(in crate::io) fn read(path: &Path, at: &RecordRef, limit: u64) -> Result<Text, ReadError> {
    decode(bytes(path, at, limit)?, at)
}

/// The bytes of a whole file, as [`read`] takes them.
pub(in crate::io) fn bytes(path: &Path, at: &RecordRef, limit: u64) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io { at: at.clone(), source };
    let file = File::open(path).map_err(io)?;
    let about = file.metadata().map_err(io)?;
    if !about.is_file() {
        return Err(ReadError::NotAFile { at: at.clone() });
    }
    let too_large = |found: String| ReadError::TooLarge { at: at.clone(), limit, found };
    if about.len() > limit {
        return Err(too_large(about.len().to_string()));
    }
    let packed = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    let mut bytes = Vec::new();
    let room = limit.saturating_add(1);
    if packed {
        unpack(file, room, &mut bytes).map_err(io)?;
    } else {
        bytes.reserve(usize::try_from(about.len()).unwrap_or(0));
        file.take(room).read_to_end(&mut bytes).map_err(io)?;
    }
    if bytes.len() as u64 > limit {
        return Err(too_large("more".into()));
    }
    Ok(bytes)
}

#[cfg(any(feature = "osm", feature = "tables", feature = "matsim"))]
fn unpack(file: File, room: u64, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    flate2::read::MultiGzDecoder::new(std::io::BufReader::new(file)).take(room).read_to_end(bytes)
}

#[cfg(not(any(feature = "osm", feature = "tables", feature = "matsim")))]
fn unpack(_: File, _: u64, _: &mut Vec<u8>) -> std::io::Result<usize> {
    Err(std::io::Error::new(
        std::io::ErrorKind::Unsupported,
        "gzip is unpacked only with the feature \"osm\", \"tables\" or \"matsim\"",
    ))
}

/// Checks that the bytes are UTF-8 and takes a byte order mark off.
pub(super) fn decode(bytes: Vec<u8>, at: &RecordRef) -> Result<Text, ReadError> {
    let wrong = |found: &str| ReadError::WrongEncoding { at: at.clone(), found: found.to_owned() };
    match bytes.as_slice() {
        [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => return Err(wrong("UTF-16, little end first")),
        [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => return Err(wrong("UTF-16, big end first")),
        [0x1F, 0x8B, ..] => return Err(wrong("gzip data; its name should end in .gz")),
        _ => {}
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let from = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes[..from].iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
        let byte = bytes.get(from).copied().unwrap_or_default();
        wrong(&format!("byte 0x{byte:02X} on line {line}, as in Latin-1 or another old encoding"))
    })?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => Text { text: rest.to_owned(), had_mark: true },
        None => Text { text, had_mark: false },
    })
}
