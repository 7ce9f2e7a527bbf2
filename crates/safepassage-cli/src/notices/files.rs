//! Notices from files of every kind that can be read.

use crate::clock::Clock;
use crate::error::CliError;
use crate::input::{SourceArgs, json_file};
use crate::progress;
use jiff::Timestamp;
use safepassage::gazetteer::Gazetteer;
use safepassage::io::cap::{CapReader, NoticeOptions, alerts_to_notices};
use safepassage::io::ledger::{LedgerFile, read_notices};
use safepassage::io::table::{
    GazetteerTable, LoadedEntries, NoticeTable, TableMapping, TableReader,
};
use safepassage::notice::{LedgerStore, Notice, NoticeLedger};
use safepassage::place;
use safepassage::record::RecordRef;
use safepassage::scenario::{Issue, Scenario};
use std::path::{Path, PathBuf};

/// The names under which a scenario folder keeps notices.
const BESIDE: [&str; 2] = ["notices.json", "notices.jsonl"];

/// The endings of files that are read as tables.
pub(super) const TABLES: [&str; 6] = ["csv", "tsv", "tab", "hxl", "xlsx", "xlsm"];

/// Notices, each with where it stood, and what is wrong with others.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) ledger: NoticeLedger,
    pub(crate) issues: Vec<Issue>,
}

/// Notices as they stand in one file.
#[derive(Debug, Default)]
pub(super) struct InFile {
    pub(super) notices: Vec<(Notice, RecordRef)>,
    pub(super) issues: Vec<Issue>,
}

/// How to read what a file leaves open.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    /// When the notices were learnt that do not say so.
    pub(super) learnt_at: Option<Timestamp>,
    /// The zone of times without an offset.
    pub(super) time_zone: Option<&'a str>,
    /// How the columns of tables are to be read.
    pub(super) mapping: Option<TableMapping>,
    /// What alerts may refer to.
    pub(super) ledger: Option<&'a NoticeLedger>,
}

/// The files of notices in a scenario's folders.
pub(super) fn beside(source: &SourceArgs) -> Vec<PathBuf> {
    let folders = source.folders();
    let files = folders.iter().flat_map(|folder| BESIDE.map(|name| folder.join(name)));
    files.filter(|file| file.is_file()).collect()
}

/// Loads the notices of files, or those that come with the scenario, and finds
/// the records that their places mean.
pub(super) fn load(
    files: &[PathBuf],
    source: &SourceArgs,
    clock: &Clock,
    scenario: &Scenario,
) -> Result<Loaded, CliError> {
    let mut found = InFile::default();
    if files.is_empty() && source.is_example() {
        let read = safepassage::io::ledger::notices_of(
            place::NORTHERN_ALEPPO_NOTICES,
            "notices.json",
            None,
        );
        found = InFile { notices: read.notices, issues: read.issues };
    } else {
        let beside = if files.is_empty() { beside(source) } else { Vec::new() };
        let files = files.iter().chain(&beside);
        if files.clone().next().is_none() {
            return Err(CliError::Missing {
                expected: "notices: --notices FILE, or notices.json in the scenario's folder",
                hint: "--example has notices of its own",
            });
        }
        let reading = Reading { time_zone: clock.name(), ..Reading::default() };
        for file in files {
            let mut one = read(file, &reading)?;
            found.notices.append(&mut one.notices);
            found.issues.append(&mut one.issues);
        }
    }
    settle(&mut found, scenario);
    let mut ledger = NoticeLedger::new();
    let issues = ledger.append_all_from(found.notices);
    found.issues.extend(issues);
    Ok(Loaded { ledger, issues: found.issues })
}

/// Finds the records that the places of notices mean.
pub(super) fn settle(found: &mut InFile, scenario: &Scenario) {
    let open = |notice: &Notice| notice.places.iter().any(|place| !place.is_placed());
    if !found.notices.iter().any(|(notice, _)| open(notice)) {
        return;
    }
    let gazetteer = Gazetteer::of_scenario(scenario);
    for (notice, at) in &mut found.notices {
        found.issues.extend(gazetteer.settle(notice, at));
    }
}

/// Reads one file by the ending of its name.
pub(super) fn read(path: &Path, reading: &Reading<'_>) -> Result<InFile, CliError> {
    let read = || match ending(path).as_deref() {
        Some("xml" | "cap" | "atom") => alerts(path, reading),
        Some(ending) if TABLES.contains(&ending) => table(path, reading),
        _ => json(path, reading),
    };
    progress::during("reading notices", read)
}

/// The ending of a file's name, in small letters.
pub(super) fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase())
}

/// Reads the places of a table.
pub(super) fn gazetteer(path: &Path) -> Result<LoadedEntries, CliError> {
    let table = TableReader::new().open(path)?;
    Ok(GazetteerTable::new(TableMapping::new()).read(&table)?)
}

fn json(path: &Path, reading: &Reading<'_>) -> Result<InFile, CliError> {
    if is_ledger(path) {
        let stored = LedgerFile::new(path).load()?;
        let at =
            |notice: &Notice| RecordRef::file(path.display().to_string()).id(notice.id.as_str());
        let notices = stored.ledger.notices().iter().map(|notice| (notice.clone(), at(notice)));
        return Ok(InFile { notices: notices.collect(), issues: stored.issues });
    }
    let read = read_notices(path, reading.learnt_at)?;
    Ok(InFile { notices: read.notices, issues: read.issues })
}

/// Whether a file begins as a ledger does.
fn is_ledger(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 64];
    let Ok(read) = std::fs::File::open(path).and_then(|mut file| file.read(&mut head)) else {
        return false;
    };
    String::from_utf8_lossy(&head[..read]).starts_with(r#"{"format":"safepassage-ledger""#)
}

fn alerts(path: &Path, reading: &Reading<'_>) -> Result<InFile, CliError> {
    let loaded = CapReader::new().from_path(path)?;
    let mut options = NoticeOptions::new();
    if reading.learnt_at.is_none() {
        options = options.known_when_sent();
    }
    if let Some(ledger) = reading.ledger {
        options = options.ledger(ledger);
    }
    let known_at = reading.learnt_at.unwrap_or(Timestamp::MAX);
    let (notices, mut issues) = alerts_to_notices(&loaded.alerts, known_at, &options);
    let at = |notice: &Notice| RecordRef::file(path.display().to_string()).id(notice.id.as_str());
    let notices =
        notices.into_iter().map(|notice| (at(&notice), notice)).map(|(at, one)| (one, at));
    let mut all = loaded.issues;
    all.append(&mut issues);
    Ok(InFile { notices: notices.collect(), issues: all })
}

fn table(path: &Path, reading: &Reading<'_>) -> Result<InFile, CliError> {
    let mut mapping = reading.mapping.clone().unwrap_or_default();
    if let Some(zone) = reading.time_zone {
        mapping = mapping.time_zone(zone);
    }
    let table = TableReader::new().open(path)?;
    let loaded = NoticeTable::new(mapping).read(&table)?;
    Ok(InFile { notices: loaded.notices, issues: loaded.issues })
}

/// Reads how the columns of tables are to be read.
pub(super) fn mapping(path: &Path) -> Result<TableMapping, CliError> {
    json_file(path, "a mapping of columns such as {\"columns\": {\"issuer\": \"Party\"}}")
}
