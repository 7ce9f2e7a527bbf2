//! A small place that comes with the crate, for examples and first steps.
//!
//! Top floor. Imports `io`.
//!
//! Northern Aleppo from 7 to 11 January 2026: three neighbourhoods, two
//! announced corridors, two curfews, checkpoints, shelters and streets. What was
//! announced and when follows public reports. The geometry is a schematic
//! drawing made for this project, not surveyed: do not navigate by it.
//!
//! ```
//! use safepassage::place;
//!
//! let loaded = place::northern_aleppo()?;
//! assert!(loaded.issues.is_empty());
//! let names: Vec<_> = loaded.scenario.neighbourhoods().iter().map(|one| one.id().as_str()).collect();
//! assert_eq!(names, ["ashrafieh", "bani-zeid", "sheikh-maqsoud"]);
//! # Ok::<(), safepassage::io::read::ReadError>(())
//! ```

use crate::io::read::Loaded;
use crate::io::read::ReadError;
use crate::io::read::ReadMode;
use crate::io::read::ScenarioReader;
use crate::notice::Notice;
use crate::notice::NoticeLedger;
use crate::scenario::Issue;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../places/northern-aleppo/", $name)))),*]
    };
}

/// The files of the place, by name, as they stand in `places/northern-aleppo`.
pub const NORTHERN_ALEPPO: &[(&str, &str)] = files![
    "scenario.json",
    "neighbourhoods.geojson",
    "curfew-zones.geojson",
    "restricted-zones.geojson",
    "hazard-zones.geojson",
    "areas-of-control.geojson",
    "checkpoints.geojson",
    "corridors.geojson",
    "shelters.geojson",
    "assembly-points.geojson",
    "incidents.geojson",
    "streets.geojson",
];

/// Reads northern Aleppo, January 2026.
///
/// # Errors
///
/// [`ReadError`] if a file does not read or breaks an intake rule at error
/// level. They are checked by a test, so that should not happen.
pub fn northern_aleppo() -> Result<Loaded, ReadError> {
    let reader = ScenarioReader::new().mode(ReadMode::Strict);
    NORTHERN_ALEPPO
        .iter()
        .fold(reader, |reader, (name, text)| reader.text(*name, *text, None))
        .read()
}

/// The notices of the place, as they stand in `places/northern-aleppo/notices.json`:
/// what was said from 7 to 11 January 2026, by whom, carried by which outlets.
pub const NORTHERN_ALEPPO_NOTICES: &str = include_str!("../places/northern-aleppo/notices.json");

/// The notices of northern Aleppo as a ledger, and the issues found in them:
/// the statements of both originators, their copies, and the counts.
///
/// Where a report gives no hour, the notice's text says which was taken.
///
/// # Errors
///
/// [`serde_json::Error`] if the text does not read. It is checked by a test, so
/// that should not happen.
pub fn northern_aleppo_notices() -> Result<(NoticeLedger, Vec<Issue>), serde_json::Error> {
    let notices: Vec<Notice> = serde_json::from_str(NORTHERN_ALEPPO_NOTICES)?;
    Ok(NoticeLedger::of(notices))
}

#[cfg(test)]
mod tests;
