//! Every rule is explained, is broken by some input, and is not broken by clean input.

use safepassage::io::read::{ReadMode, ScenarioReader};
use safepassage::notice;
use safepassage::scenario::rules::{RULES, Rule};
use safepassage::severity::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The rules of every part of the library that `docs/ISSUES.md` explains.
fn every_rule() -> Vec<&'static Rule> {
    // Those of notices are broken in `tests/notices_broken.rs`.
    RULES.iter().chain(notice::rules::RULES).chain(of_features()).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The folders of `tests/broken`, by name.
fn folders() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(root().join("tests/broken")).unwrap().map(|entry| entry.unwrap());
    entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .collect()
}

/// The code and whole text of every issue or error of a folder.
fn found(path: &Path) -> Vec<(String, String)> {
    match ScenarioReader::new().folder(path).read() {
        Ok(loaded) => {
            loaded.issues.iter().map(|one| (one.code.to_owned(), one.to_string())).collect()
        }
        Err(error) => vec![(error.code().to_owned(), format!("cannot read: {error}"))],
    }
}

/// The rules of readers that stand behind a feature.
fn of_features() -> Vec<&'static Rule> {
    #[allow(unused_mut)] // without any feature
    let mut rules = Vec::new();
    #[cfg(feature = "cap")]
    rules.extend(safepassage::io::cap::rules::RULES);
    #[cfg(feature = "matsim")]
    rules.extend(safepassage::io::matsim::rules::RULES);
    #[cfg(feature = "tables")]
    rules.extend(safepassage::io::table::rules::RULES);
    rules
}

/// What the codes of readers begin with that this build has not.
const WITHOUT_FEATURE: &[&str] = &[
    #[cfg(not(feature = "cap"))]
    "cap-",
    #[cfg(not(feature = "matsim"))]
    "matsim-",
    #[cfg(not(feature = "tables"))]
    "table-",
];

#[test]
fn every_code_has_a_section_in_the_catalogue_and_no_section_lacks_a_code() {
    let catalogue = fs::read_to_string(root().join("docs/ISSUES.md")).unwrap();
    let sections: BTreeMap<&str, &str> = catalogue
        .split("\n### ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(title, body)| (title.trim().trim_matches('`'), body))
        .collect();
    let rules = every_rule();
    for rule in &rules {
        let section = sections
            .get(rule.code)
            .unwrap_or_else(|| panic!("{} is not in docs/ISSUES.md", rule.code));
        let severity = format!("*{}*", rule.severity);
        assert!(section.contains(&severity), "{}: expected {severity} in its section", rule.code);
        assert!(
            section.contains(rule.about),
            "{}: expected {:?} in its section",
            rule.code,
            rule.about
        );
    }
    for code in sections.keys() {
        let known = rules.iter().any(|rule| rule.code == *code);
        let off = WITHOUT_FEATURE.iter().any(|prefix| code.starts_with(prefix));
        assert!(known || off, "docs/ISSUES.md has a section for no rule: {code}");
    }
    let codes: BTreeSet<&str> = rules.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), rules.len(), "two rules have the same code");
}

/// Codes whose input has to be made by code: `tests/read_broken.rs` has it.
const MADE_ELSEWHERE: [&str; 3] = ["unreadable-file", "wrong-encoding", "foreign-id-repeated"];

#[test]
fn every_code_is_broken_by_the_folder_of_its_name() {
    let folders = folders();
    for rule in RULES.iter().filter(|rule| !MADE_ELSEWHERE.contains(&rule.code)) {
        let folder =
            folders.get(rule.code).unwrap_or_else(|| panic!("no input breaks {}", rule.code));
        let found = found(folder);
        assert!(found.iter().any(|(code, _)| code == rule.code), "{}: found {found:#?}", rule.code);
    }
}

#[test]
fn every_folder_breaks_the_rule_that_its_name_begins_with() {
    for (name, path) in folders() {
        let rule = RULES
            .iter()
            .filter(|rule| name.starts_with(rule.code))
            .max_by_key(|rule| rule.code.len());
        let codes: Vec<_> = found(&path).into_iter().map(|(code, _)| code).collect();
        match rule {
            Some(rule) => assert!(codes.iter().any(|code| code == rule.code), "{name}: {codes:?}"),
            None => assert_eq!((name.as_str(), codes), ("clean", Vec::new())),
        }
    }
}

#[test]
fn every_text_is_as_expected_word_for_word() {
    let mut all = String::new();
    for (name, path) in folders() {
        writeln!(all, "{name}").unwrap();
        for (_, text) in found(&path) {
            // Whether opening hours are read depends on how the crate was built.
            let text = match text.split_once("property \"opening_hours\": ") {
                Some((before, _)) => format!("{before}property \"opening_hours\": …"),
                None => text,
            };
            writeln!(all, "  {text}").unwrap();
        }
    }
    let golden = root().join("tests/broken/expected.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &all).unwrap();
    }
    let expected = fs::read_to_string(golden).unwrap();
    for (line, (found, expected)) in all.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", line + 1);
    }
    assert_eq!(all.lines().count(), expected.lines().count());
}

#[test]
fn strict_refuses_every_folder_with_an_error_and_no_other() {
    for (name, path) in folders() {
        let lenient = ScenarioReader::new().folder(&path).read();
        let strict = ScenarioReader::new().mode(ReadMode::Strict).folder(&path).read();
        match lenient {
            Err(_) => assert!(strict.is_err(), "{name}"),
            Ok(loaded) => {
                let errors: Vec<_> = loaded.errors().map(|issue| issue.code).collect();
                match strict {
                    Ok(again) => {
                        assert_eq!(errors, Vec::<&str>::new(), "{name}");
                        assert_eq!(again.issues, loaded.issues, "{name}");
                    }
                    Err(error) => assert!(errors.contains(&error.code()), "{name}: {error}"),
                }
            }
        }
    }
}

#[test]
fn severities_of_issues_are_those_of_their_rules() {
    for path in folders().into_values() {
        let Ok(loaded) = ScenarioReader::new().folder(path).read() else { continue };
        for issue in loaded.issues {
            let rule = RULES.iter().find(|rule| rule.code == issue.code).unwrap();
            assert_eq!(issue.severity, rule.severity, "{issue}");
            assert_ne!(issue.at.file_name(), "", "{issue}");
        }
    }
    assert!(RULES.iter().any(|rule| rule.severity == Severity::Warning));
}
