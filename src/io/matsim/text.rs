//! Whole files of text, and JSON that is almost JSON.
//!
//! Floor 7.

use super::error::MatsimError;
use super::rules;
use crate::io::read::malformed_json;
use crate::io::read::text;
use crate::record::RecordRef;
use crate::scenario::Issue;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Most bytes of one file, after unpacking.
const MOST_BYTES: u64 = 1 << 30;

/// The last part of a path, for messages.
pub(super) fn record_of(path: &Path) -> RecordRef {
    let name = path.file_name();
    RecordRef::file(
        name.map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned()),
    )
}

/// The text of a file, unpacked if its name ends in `.gz`.
pub(super) fn read(path: &Path, at: &RecordRef) -> Result<String, MatsimError> {
    Ok(text::read(path, at, MOST_BYTES)?.text)
}

/// A JSON text as a value. Commas before a closing bracket, which no JSON has
/// and some writers leave, are passed over and reported.
pub(super) fn json<T: DeserializeOwned>(
    text: &str,
    at: &RecordRef,
    issues: &mut Vec<Issue>,
) -> Result<T, MatsimError> {
    let first = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let Some(mended) = without_last_commas(text) else {
        return Err(malformed_json(&first, at).into());
    };
    let value = serde_json::from_str(&mended)
        .map_err(|error| MatsimError::from(malformed_json(&error, at)))?;
    let found = "expected no comma before a closing bracket, found one";
    let line = first.line() as u64;
    issues.push(rules::LAST_COMMA.issue(at.clone().line(line), found).hint("passed over"));
    Ok(value)
}

/// The text with each comma that a closing bracket follows turned into a space;
/// none if there is no such comma.
fn without_last_commas(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let (mut in_text, mut escaped, mut comma, mut any) = (false, false, None, false);
    for at in 0..bytes.len() {
        let byte = bytes[at];
        if in_text {
            in_text = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                    any = true;
                }
            }
            b'"' => (in_text, escaped, comma) = (true, false, None),
            _ if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
    }
    if any { String::from_utf8(bytes).ok() } else { None }
}

#[cfg(test)]
mod tests;
