//! The log of releases on disk: what was published of counts of people.
//!
//! Floor 7.
//!
//! UTF-8 text. The first line is `{"format":"safepassage-releases","version":1}`,
//! each further line one [`LoggedRelease`] as JSON. It holds published counts and
//! the names of hidden cells, never a hidden count; keep it where the audience
//! does not see which cells there are.

use crate::io::read::ReadError;
use crate::io::write::WriteError;
use crate::io::write::Written;
use crate::io::write::atomic::Pending;
use crate::publish::LoggedRelease;
use crate::publish::ReleaseLog;
use crate::record::RecordRef;
use std::fs;
use std::path::Path;

const HEAD: &str = "{\"format\":\"safepassage-releases\",\"version\":1}";

/// Reads a log; one that is not there is empty.
///
/// # Errors
///
/// [`ReadError`] naming file and line if it is there and cannot be read.
pub fn read(path: &Path) -> Result<ReleaseLog, ReadError> {
    let at = RecordRef::file(path.to_string_lossy());
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ReleaseLog::new()),
        Err(source) => return Err(ReadError::Io { at, source }),
    };
    let text = String::from_utf8(bytes).map_err(|error| ReadError::WrongEncoding {
        at: at.clone(),
        found: format!("other bytes from {} on", error.utf8_error().valid_up_to()),
    })?;
    let mut lines = text.lines().enumerate();
    match lines.next() {
        Some((_, HEAD)) => {}
        found => {
            return Err(ReadError::NotGeoJson {
                at,
                expected: "a log of releases, its first line saying safepassage-releases, version 1",
                found: found.map_or("an empty file", |_| "another first line").to_owned(),
            });
        }
    }
    let mut log = ReleaseLog::new();
    for (number, line) in lines {
        let release: LoggedRelease =
            serde_json::from_str(line).map_err(|error| ReadError::MalformedJson {
                at: at.clone(),
                line: number + 1,
                column: error.column(),
                found: error.to_string(),
            })?;
        log.push(release);
    }
    Ok(log)
}

/// Writes a log, whole or not at all.
///
/// # Errors
///
/// [`WriteError`] naming the file.
pub fn write(log: &ReleaseLog, path: &Path) -> Result<Written, WriteError> {
    let (pending, written) = Pending::fill(path, |out| {
        let mut text = format!("{HEAD}\n");
        for release in log.releases() {
            let line = serde_json::to_string(release)
                .map_err(|error| WriteError::format("log of releases", &error))?;
            text.push_str(&line);
            text.push('\n');
        }
        out.write_all(text.as_bytes()).map_err(WriteError::io)?;
        Ok(Written { bytes: text.len() as u64, ..Written::default() })
    })?;
    pending.keep()?;
    Ok(written)
}
