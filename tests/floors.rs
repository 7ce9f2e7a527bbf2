//! The house has floors: a module may import only from floors below its own,
//! and from those neighbours that the table names. This reads the source and
//! says, file and line, who reaches up.

use std::fs;
use std::path::{Path, PathBuf};

/// A module of the crate's root.
struct Room {
    name: &'static str,
    floor: u8,
    /// Modules of the same floor that it may import.
    neighbours: &'static [&'static str],
}

const fn room(name: &'static str, floor: u8, neighbours: &'static [&'static str]) -> Room {
    Room { name, floor, neighbours }
}

/// Of the second module the first may name only these things. The checker of
/// plans must be able to disagree with the network and with the search.
const ONLY: &[(&str, &str, &[&str])] = &[("verify", "network", &["RoutePolicy"])];

/// The same table stands in ARCHITECTURE.md; a test below compares them.
const HOUSE: &[Room] = &[
    room("units", 0, &[]),
    room("id", 0, &[]),
    room("record", 0, &[]),
    room("severity", 0, &[]),
    room("time", 0, &[]),
    room("geodesy", 0, &["units"]),
    room("planar", 0, &["geodesy"]),
    room("hierarchy", 0, &[]),
    room("flow", 0, &[]),
    room("model", 1, &[]),
    room("scenario", 2, &[]),
    room("notice", 2, &["scenario"]),
    room("gazetteer", 2, &["scenario", "notice"]),
    room("index", 3, &[]),
    room("network", 3, &[]),
    room("impact", 3, &[]),
    room("picture", 4, &[]),
    room("verify", 4, &[]),
    room("route", 5, &[]),
    room("audit", 5, &["route"]),
    room("evacuate", 5, &["route"]),
    room("layer", 6, &[]),
    room("publish", 6, &["layer"]),
    room("io", 7, &[]),
    room("place", 8, &[]),
];

#[derive(Debug, PartialEq)]
struct Breach {
    file: PathBuf,
    line: usize,
    what: String,
}

#[test]
fn every_module_imports_only_from_below() {
    let breaches = breaches_in(&root().join("src"));
    let listed: Vec<String> =
        breaches.iter().map(|b| format!("{}:{}: {}", b.file.display(), b.line, b.what)).collect();
    assert!(listed.is_empty(), "\n{}", listed.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    for name in modules(&root().join("src")) {
        assert!(find(&name).is_some(), "src/{name} has no floor in the table of tests/floors.rs");
    }
}

#[test]
fn the_table_in_architecture_is_this_one() {
    let text =
        fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there");
    for name in modules(&root().join("src")) {
        let floor = find(&name).map(|room| room.floor).unwrap_or_default();
        let row = format!("| {floor} | `{name}` |");
        assert!(text.contains(&row), "ARCHITECTURE.md has no row that begins {row:?}");
    }
}

#[test]
fn a_planted_breach_is_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let src = folder.path();
    let write = |name: &str, text: &str| {
        let path = src.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("lib.rs", "use crate::io::anything;\n");
    write(
        "geodesy/mod.rs",
        "//! crate::io in a comment is no import.\n\nuse crate::units::Metres;\n",
    );
    write("geodesy/frame.rs", "use crate::units::Metres;\n\nuse crate::io::write::Anything;\n");
    write("model/zone.rs", "fn f() -> crate::scenario::Scenario { todo!() }\n");
    write("model/tests.rs", "use crate::io::write::Anything;\n");
    write("index/mod.rs", "use crate::{id::Kind, units::Metres};\n");
    write(
        "network/deep/file.rs",
        "use super::super::super::index::Hit;\nuse super::super::Edge;\n",
    );
    write("verify/mod.rs", "use crate::network::RoutePolicy;\nuse crate::network::Closures;\n");
    let found: Vec<(String, usize, String)> = breaches_in(src)
        .into_iter()
        .map(|b| (b.file.to_string_lossy().replace('\\', "/"), b.line, b.what))
        .collect();
    let expected = [
        ("geodesy/frame.rs", 3, "geodesy (floor 0) may not import io (floor 7)"),
        ("index/mod.rs", 1, "one crate:: path per use line, please: no groups"),
        ("model/zone.rs", 1, "model (floor 1) may not import scenario (floor 2)"),
        ("network/deep/file.rs", 1, "super:: reaches the root: write crate:: instead"),
        ("verify/mod.rs", 2, "verify may import only RoutePolicy of network, not Closures"),
    ];
    let expected = expected.map(|(file, line, what)| (file.to_owned(), line, what.to_owned()));
    assert_eq!(found, expected);
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn find(name: &str) -> Option<&'static Room> {
    HOUSE.iter().find(|room| room.name == name)
}

/// The modules of the root: folders and files beside lib.rs, sorted.
fn modules(src: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(src)
        .expect("the source is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs"))
        .map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned())
        .filter(|name| name != "lib")
        .collect();
    names.sort();
    names.dedup();
    names
}

fn breaches_in(src: &Path) -> Vec<Breach> {
    let mut files = Vec::new();
    list(src, &mut files);
    files.sort();
    let mut breaches = Vec::new();
    for path in files {
        let file = path.strip_prefix(src).expect("a file below src").to_owned();
        let text = fs::read_to_string(&path).expect("source is UTF-8");
        let parts: Vec<String> =
            file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let name = parts[0].strip_suffix(".rs").unwrap_or(&parts[0]);
        // The root speaks of everything; tests may too.
        if name == "lib" || parts.iter().any(|part| part == "tests.rs" || part == "tests") {
            continue;
        }
        let depth = parts.len() - usize::from(parts.last().is_some_and(|last| last == "mod.rs"));
        for (at, line) in text.lines().enumerate() {
            for what in wrong_with(line, name, depth) {
                breaches.push(Breach { file: file.clone(), line: at + 1, what });
            }
        }
    }
    breaches
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// What is wrong with one line of a file of the module `name`, so many modules deep.
fn wrong_with(line: &str, name: &str, depth: usize) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let mut wrong = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if rest.starts_with('{') || rest.starts_with('*') {
            wrong.push("one crate:: path per use line, please: no groups".to_owned());
            continue;
        }
        let mut words = rest.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let other = words.next().unwrap_or_default();
        let thing = words.find(|word| !word.is_empty()).unwrap_or_default();
        wrong.extend(not_allowed(name, other, thing));
    }
    let supers = code.split("super::").count() - 1;
    if supers >= depth && code.contains(&"super::".repeat(depth)) {
        wrong.push("super:: reaches the root: write crate:: instead".to_owned());
    }
    wrong
}

fn not_allowed(name: &str, other: &str, thing: &str) -> Option<String> {
    let (room, target) = (find(name)?, find(other)?);
    if let Some((.., things)) = ONLY.iter().find(|(from, to, _)| (*from, *to) == (name, other)) {
        let allowed = things.join(" and ");
        return (!things.contains(&thing))
            .then(|| format!("{name} may import only {allowed} of {other}, not {thing}"));
    }
    if name == other || target.floor < room.floor || room.neighbours.contains(&other) {
        return None;
    }
    let (floor, above) = (room.floor, target.floor);
    Some(format!("{name} (floor {floor}) may not import {other} (floor {above})"))
}
