//! What a scenario folder holds.
//!
//! Floor 7.

use super::ReadError;
use super::geojson::{malformed, what_of};
use super::mapping::Mapping;
use super::reader::{From, Step};
use crate::record::RecordRef;
use crate::scenario::About;
use crate::scenario::Issue;
use crate::scenario::rules::cut;
use crate::scenario::rules::unknown_file;
use crate::scenario::rules::unknown_property;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The file in which a scenario says what it is.
pub(super) const ABOUT: &str = "scenario.json";
/// The file that says how foreign files of the folder are to be read.
const MAPPINGS: &str = "mappings.json";
/// The most bytes of a `mappings.json`.
const MOST_MAPPING_BYTES: u64 = 1 << 20;

/// Endings of files that hold one feature a line, or text sequences.
const LINES: [&str; 5] = ["geojsonl", "geojsons", "geojsonseq", "ndjson", "jsonl"];
/// Endings of files that are read.
const READ: [&str; 2] = ["geojson", "json"];
/// Notices that come with a scenario; they are read by themselves.
const NOTICES: [&str; 2] = ["notices.json", "notices.jsonl"];

/// Endings of files that explain a folder to people.
const FOR_PEOPLE: [&str; 4] = ["md", "txt", "pdf", "html"];

/// Lists the files of a folder, in the order of their names.
pub(super) fn list(
    path: &Path,
    steps: &mut Vec<Step<'_>>,
    issues: &mut Vec<Issue>,
) -> Result<(), ReadError> {
    let io = |source| ReadError::Io { at: RecordRef::file(path.display().to_string()), source };
    let mut names = BTreeMap::new();
    for entry in fs::read_dir(path).map_err(io)? {
        let entry = entry.map_err(io)?;
        names.insert(entry.file_name().to_string_lossy().into_owned(), entry.path());
    }
    let mut mappings = match names.remove(MAPPINGS) {
        Some(file) => read_mappings(&file)?,
        None => BTreeMap::new(),
    };
    for (name, path) in names {
        let (_, ending) = stem_and_ending(&name);
        let ending = ending.to_ascii_lowercase();
        let hidden = name.starts_with('.') || name.ends_with('~');
        if hidden
            || NOTICES.contains(&name.as_str())
            || FOR_PEOPLE.contains(&ending.as_str())
            || name.starts_with("LICENSE")
        {
            continue;
        }
        if path.is_dir() || !(READ.contains(&ending.as_str()) || one_a_line(&ending)) {
            let found = if path.is_dir() { "a folder" } else { "a file of another kind" };
            let text = format!("expected GeoJSON files in a scenario folder, found {found}");
            let issue = unknown_file::RULE.issue(RecordRef::file(&name), text);
            issues.push(issue.hint("not read"));
            continue;
        }
        let mapping = mappings.remove(&name);
        steps.push(Step { name, from: From::Listed(path), kind: None, mapping });
    }
    for name in mappings.into_keys() {
        let text = format!("expected the names of files in the folder, found {name:?}");
        let issue = unknown_file::RULE.issue(RecordRef::file(MAPPINGS), text);
        issues.push(issue.hint("not used"));
    }
    Ok(())
}

/// The name without its endings, and the ending that says the format:
/// `zones.geojson.gz` is `zones` and `geojson`.
pub(super) fn stem_and_ending(name: &str) -> (&str, &str) {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    plain.rsplit_once('.').unwrap_or((plain, ""))
}

/// Whether files with that ending hold one feature a line, or text sequences.
pub(super) fn one_a_line(ending: &str) -> bool {
    LINES.contains(&ending.to_ascii_lowercase().as_str())
}

/// Reads what a scenario says of itself.
pub(super) fn about(text: &str, at: &RecordRef) -> Result<(About, Vec<Issue>), ReadError> {
    const MEMBERS: [&str; 4] = ["title", "note", "time_zone", "period"];
    let expected = "an object with title, note, time_zone and period";
    let about = parse(text, at, expected)?;
    let all: serde_json::Map<String, serde_json::Value> = parse(text, at, expected)?;
    let unknown = all.keys().filter(|name| !MEMBERS.contains(&name.as_str()));
    let issues = unknown.map(|name| {
        let text = format!("member {:?}: expected title, note, time_zone or period", cut(name));
        let issue = unknown_property::RULE.issue(at.clone(), text);
        match unknown_property::suggestion(name, &MEMBERS) {
            Some(meant) => issue.hint(format!("do you mean {meant:?}? it is left out")),
            None => issue.hint("it is left out"),
        }
    });
    Ok((about, issues.collect()))
}

fn read_mappings(path: &Path) -> Result<BTreeMap<String, Mapping>, ReadError> {
    let at = RecordRef::file(MAPPINGS);
    let text = super::text::read(path, &at, MOST_MAPPING_BYTES)?;
    parse(&text.text, &at, "an object of file names and mappings")
}

fn parse<T: serde::de::DeserializeOwned>(
    text: &str,
    at: &RecordRef,
    expected: &'static str,
) -> Result<T, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        if error.is_data() {
            ReadError::NotGeoJson { at: at.clone(), expected, found: what_of(&error) }
        } else {
            malformed(&error, at)
        }
    })
}
