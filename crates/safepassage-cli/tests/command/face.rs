//! Help, completions, colours, pipes.

use super::{Folder, SHELTER, command, run, run_words};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Stdio;

const COMMANDS: [&str; 14] = [
    "check",
    "ask",
    "audit",
    "plan",
    "reach",
    "matrix",
    "criticality",
    "evacuate",
    "assign",
    "layers",
    "release",
    "map",
    "prepare",
    "completions",
];

#[test]
fn every_command_explains_itself() {
    let help = run(&["--help"]).exits(0).out;
    for name in COMMANDS {
        assert!(help.contains(&format!("\n  {name} ")), "{name}: {help}");
        let own = run(&[name, "--help"]).exits(0).out;
        assert!(own.contains("Example"), "{own}");
        for line in own.lines().filter(|line| line.trim_start().starts_with("safepassage ")) {
            assert!(line.trim_start().starts_with(&format!("safepassage {name} ")), "{line}");
        }
    }
    assert!(run(&["--version"]).exits(0).out.starts_with("safepassage "));
    run::<&str>(&[]).exits(2);
}

#[test]
fn shells_are_completed() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]).exits(0).out;
        assert!(script.contains("audience"), "{shell}");
    }
}

#[test]
fn colours_are_for_terminals_only() {
    let args = ["audit", "--example"];
    assert!(!run(&args).out.contains('\u{1b}'));
    let forced = command().args(args).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(String::from_utf8(forced.stdout).unwrap().contains('\u{1b}'));
    let forbidden = command().args(args).env("NO_COLOR", "1").output().unwrap();
    assert!(!String::from_utf8(forbidden.stdout).unwrap().contains('\u{1b}'));
}

#[test]
fn names_in_the_data_do_not_reach_the_terminal_as_commands() {
    let sly = SHELTER.replace("School", "\\u001b[2J\\u202egone");
    let folder = Folder::new().with("shelters.geojson", &sly);
    let text = run(&["ask", &folder.path(), "--nearest", "37.14,36.21"]).exits(0).out;
    assert!(
        text.contains("gone") && !text.contains('\u{1b}') && !text.contains('\u{202e}'),
        "{text}"
    );
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let mut child = command()
        .args(["check", "--example", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
}

#[test]
fn nothing_printed_calls_a_way_safe() {
    let window = "--from 2026-01-08T10:00 --to 2026-01-08T13:00";
    let banned = "--from 2026-01-08T14:00 --to 2026-01-08T18:00";
    for words in [
        format!("plan --example --steps {window}"),
        format!("plan --example --choices {banned}"),
        format!("reach --example --to-shelters {window}"),
        "matrix --example --at 2026-01-08T10:30".to_owned(),
        format!("criticality --example {window}"),
        format!("audit --example {window}"),
        format!("evacuate --example --what-ifs {window}"),
        "assign --example --at 2026-01-08T10:30".to_owned(),
    ] {
        let run = run_words(&words);
        let text = run.out.to_lowercase().replace("safe-corridor", "").replace("safepassage", "");
        assert!(!text.contains("safe"), "{text}");
    }
}

/// Adds the names of all members, but not those of counts by name and of GeoJSON.
fn members(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                names.insert(name.clone());
                if !["records", "geometry", "osm", "dropped"].contains(&name.as_str()) {
                    members(value, names);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                members(item, names);
            }
        }
        _ => {}
    }
}

#[test]
fn every_member_of_the_json_is_documented() {
    let window = "--from 2026-01-08T10:00 --to 2026-01-08T13:00 --format json";
    let folder = Folder::new();
    let runs = [
        "check --example --format json".to_owned(),
        format!(
            "check {} --format json",
            super::root().join("tests/broken/ring-unclosed").display()
        ),
        "check no/such/folder --format json".to_owned(),
        "plan --example --neighbourhood nowhere --format json".to_owned(),
        format!("ask --example --nearest 37.15,36.23 {window}"),
        "ask --example --crossing 37.12,36.232\u{a0}37.18,36.232 --format json".to_owned(),
        format!("audit --example {window}"),
        format!("plan --example --steps {window}"),
        "notices list --example --format json".to_owned(),
        "notices status --example --at 2026-01-08T12:40 --format json".to_owned(),
        "notices explain --example --at 2026-01-08T12:40 --format json".to_owned(),
        "notices impact --example --at 2026-01-08T14:00 --notice army-8-curfew --format json"
            .to_owned(),
        "notices resolve --example --name Achrafieh --name الزهور --name Nowhere --format json"
            .to_owned(),
        format!("plan --example --by-notices {window}"),
        format!("plan --example --alternatives 2 --profile {window}"),
        "plan --example --choices --steps --from 2026-01-08T14:00 --to 2026-01-08T18:00 --format json"
            .to_owned(),
        format!("reach --example --to-shelters --lines {window}"),
        format!("reach --example --start 37.134,36.24 --by-notices {window}"),
        "matrix --example --at 2026-01-08T10:30 --format json".to_owned(),
        format!("criticality --example {window}"),
        format!("evacuate --example --what-ifs --samples 3 --persons ashrafieh=10..20..30 {window}"),
        format!(
            "evacuate --example --start-from assembly-points --by-notices --audience internal \
             --chart {} {window}",
            folder.file("chart.svg")
        ),
        "assign --example --family-size 5 --at 2026-01-08T10:30 --format json".to_owned(),
        format!(
            "layers --example --audience public --at 2026-01-08T10:00 --out {} --format json",
            folder.path()
        ),
        format!(
            "release {}/shelters.geojson --audience internal --out {} --format json",
            super::place(),
            folder.file("released")
        ),
    ];
    let mut names = BTreeSet::new();
    for words in runs {
        members(&run_words(&words).json(), &mut names);
    }
    assert!(names.len() > 60, "{names:?}");
    let read = |name| std::fs::read_to_string(super::root().join(name)).unwrap();
    let docs = ["CLI", "IMPACT", "NOTICES", "EVACUATION"];
    let text = docs.map(|name| read(format!("docs/{name}.md"))).concat();
    let told: BTreeSet<&str> =
        text.split(|one: char| !(one.is_alphanumeric() || "_-".contains(one))).collect();
    let untold: Vec<&String> = names.iter().filter(|name| !told.contains(name.as_str())).collect();
    assert!(untold.is_empty(), "docs/CLI.md says nothing of {untold:?}");
}
