//! Every code about notices is found in some input, and in no clean one.

use jiff::{SignedDuration, Timestamp};
use safepassage::id::{FeatureRef, Kind};
use safepassage::io::ledger::LedgerFile;
use safepassage::notice::rules::RULES;
use safepassage::notice::{
    Content, CorridorTerms, Evidence, LedgerStore, Notice, NoticeLedger, NoticePlace, StatusPolicy,
    Timing,
};
use safepassage::scenario::{Issue, Scenario};
use safepassage::severity::Severity;
use std::collections::BTreeMap;
use std::fs;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn east() -> FeatureRef {
    FeatureRef::new(Kind::SafeCorridor, "east")
}

fn closure(id: &str, said: i64) -> Notice {
    Notice::new(id, "army", at(said), Content::Closure)
        .about(east())
        .during(Timing::since(at(said)))
}

fn opening(id: &str, said: i64) -> Notice {
    Notice::new(id, "army", at(said), Content::CorridorOpening(CorridorTerms::default()))
        .about(east())
}

/// What a ledger says of notices.
fn of(notices: impl IntoIterator<Item = Notice>) -> Vec<Issue> {
    NoticeLedger::of(notices).1
}

/// What a ledger says of a notice that comes after another.
fn after(first: Notice, second: Notice) -> Vec<Issue> {
    let mut ledger = NoticeLedger::new();
    assert_eq!(ledger.append(first).unwrap(), Vec::new());
    match ledger.append(second) {
        Ok(issues) => issues,
        Err(refused) => vec![*refused.issue],
    }
}

/// What a ledger file says whose text was changed.
fn from_file(change: impl Fn(String) -> String) -> Vec<(&'static str, Severity)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notices.jsonl");
    LedgerFile::new(&path).append(&[closure("a", 1), closure("b", 2)]).unwrap();
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
    match LedgerFile::new(&path).load() {
        Ok(stored) => stored.issues.iter().map(|issue| (issue.code, issue.severity)).collect(),
        Err(error) => error.code().into_iter().map(|code| (code, Severity::Error)).collect(),
    }
}

fn broken() -> BTreeMap<&'static str, Vec<(&'static str, Severity)>> {
    let early = |minutes: i64| closure("a", 600).known_at(at(600 - minutes));
    let unplaced = Evidence::gather(
        &Scenario::default(),
        NoticeLedger::of([closure("a", 1)]).0,
        StatusPolicy::default(),
    );
    let found = [
        ("notice-clock-in-wrong-zone", of([early(180)])),
        ("notice-duplicate-id", after(closure("a", 1), closure("a", 2))),
        ("notice-issuer-missing", of([Notice { issuer: "  ".into(), ..closure("a", 1) }])),
        ("notice-known-before-said", of([early(2)])),
        ("notice-known-out-of-order", after(closure("a", 5), closure("b", 4))),
        ("notice-place-missing", of([Notice { places: Vec::new(), ..closure("a", 1) }])),
        ("notice-place-unknown", unplaced.issues().to_vec()),
        ("notice-place-unresolved", of([closure("a", 1).about(NoticePlace::named("al-Zuhur"))])),
        ("notice-reference-unknown", of([closure("a", 1).updating("z")])),
        ("notice-repeated", after(closure("a", 1), closure("a", 1))),
        ("notice-time-missing", of([opening("a", 1)])),
        ("notice-update-cycle", of([closure("a", 1).cancelling("a")])),
        (
            "notice-updates-later-notice",
            of([closure("a", 5), closure("b", 4).known_at(at(6)).updating("a")]),
        ),
    ];
    let mut all: BTreeMap<_, Vec<_>> = found
        .into_iter()
        .map(|(code, issues)| {
            (code, issues.iter().map(|issue| (issue.code, issue.severity)).collect())
        })
        .collect();
    all.insert("notice-line-damaged", from_file(|text| text.replacen("closure", "curfew", 1)));
    all.insert("notice-line-torn", from_file(|text| text[..text.len() - 9].to_owned()));
    all
}

#[test]
fn every_code_is_found_alone_with_its_severity() {
    let broken = broken();
    for rule in RULES {
        let found = broken.get(rule.code).unwrap_or_else(|| panic!("nothing breaks {}", rule.code));
        assert_eq!(*found, [(rule.code, rule.severity)], "{}", rule.code);
    }
    assert_eq!(broken.len(), RULES.len());
}

#[test]
fn nothing_is_found_in_clean_notices() {
    let half_day = SignedDuration::from_hours(12);
    let until = at(1).checked_add(half_day).unwrap();
    let notices = [
        closure("a", 1),
        opening("b", 2).during(Timing::since(at(3))),
        closure("c", 3).updating("b").known_at(until),
        Notice::new("d", "council", at(4), Content::Pause).known_at(until),
    ];
    assert_eq!(of(notices), Vec::new());
    assert_eq!(from_file(|text| text), Vec::new());
}
