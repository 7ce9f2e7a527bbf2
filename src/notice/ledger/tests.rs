use super::super::content::Content;
use super::super::rules;
use super::super::timing::Timing;
use super::*;
use crate::id::FeatureRef;
use crate::id::Kind;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn closure(id: &str, said: i64) -> Notice {
    Notice::new(id, "army", at(said), Content::Closure)
        .about(FeatureRef::new(Kind::SafeCorridor, "east"))
        .during(Timing::since(at(said)))
}

fn codes(issues: &[Issue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.code).collect()
}

#[test]
fn the_known_clock_only_goes_forward() {
    let mut ledger = NoticeLedger::new();
    ledger.append(closure("a", 10)).unwrap();
    let refused = ledger.append(closure("b", 5)).unwrap_err();
    assert_eq!(refused.issue.code, rules::KNOWN_OUT_OF_ORDER.code);
    assert_eq!(ledger.len(), 1);
    ledger.append(closure("b", 5).known_at(at(10))).unwrap();
    assert_eq!(ledger.len(), 2);
}

#[test]
fn what_was_known_is_a_prefix_and_arrival_within_an_instant_does_not_matter() {
    let notices = [closure("c", 3), closure("a", 1), closure("b", 1), closure("d", 7)];
    let (ledger, issues) = NoticeLedger::of(notices.clone());
    assert!(issues.is_empty());
    let (turned, _) = NoticeLedger::of(notices.into_iter().rev());
    assert_eq!(ledger, turned);
    let known = |minute| ledger.as_known_at(at(minute)).len();
    assert_eq!([known(0), known(1), known(3), known(6), known(7)], [0, 2, 3, 3, 4]);
}

#[test]
fn the_same_notice_again_is_kept_once_and_a_different_one_is_refused() {
    let mut ledger = NoticeLedger::new();
    ledger.append(closure("a", 1)).unwrap();
    assert_eq!(codes(&ledger.append(closure("a", 1)).unwrap()), [rules::REPEATED.code]);
    let refused = ledger.append(closure("a", 2)).unwrap_err();
    assert_eq!(refused.issue.code, rules::DUPLICATE_ID.code);
    assert_eq!(ledger.len(), 1);
}

#[test]
fn a_notice_known_before_it_was_said_is_refused_and_a_zone_offset_is_recognised() {
    let mut ledger = NoticeLedger::new();
    let early = |minutes: i64| closure("a", 600).known_at(at(600 - minutes));
    let code = |result: Result<Vec<Issue>, Refused>| result.unwrap_err().issue.code;
    assert_eq!(code(ledger.append(early(180))), rules::CLOCK_IN_WRONG_ZONE.code);
    assert_eq!(code(ledger.append(early(183))), rules::CLOCK_IN_WRONG_ZONE.code);
    assert_eq!(code(ledger.append(early(135))), rules::KNOWN_BEFORE_SAID.code);
    assert_eq!(code(ledger.append(early(2))), rules::KNOWN_BEFORE_SAID.code);
    assert!(ledger.is_empty());
}

#[test]
fn a_reference_to_nothing_is_told_unless_it_comes_in_the_same_batch() {
    let cancel = Notice::new("z", "army", at(9), Content::Cancellation).cancelling("a");
    let mut ledger = NoticeLedger::new();
    assert_eq!(codes(&ledger.append(cancel.clone()).unwrap()), [rules::REFERENCE_UNKNOWN.code]);
    let late = closure("a", 1).known_at(at(9));
    let (_, issues) = NoticeLedger::of([cancel, late]);
    assert_eq!(codes(&issues), [""; 0]);
}

#[test]
fn circles_and_updates_of_later_notices_are_told() {
    let first = closure("a", 1).updating("b");
    let second = closure("b", 2).updating("a");
    let (ledger, issues) = NoticeLedger::of([first, second]);
    assert_eq!(ledger.len(), 2);
    assert_eq!(codes(&issues), [rules::UPDATE_CYCLE.code]);
    let itself = closure("c", 3).updating("c");
    let (_, issues) = NoticeLedger::of([itself]);
    assert_eq!(codes(&issues), [rules::UPDATE_CYCLE.code]);
    let (_, issues) =
        NoticeLedger::of([closure("a", 5), closure("b", 3).known_at(at(6)).updating("a")]);
    assert_eq!(codes(&issues), [rules::UPDATES_LATER.code]);
}
