use super::super::content::Content;
use super::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn notice(id: &str, said: i64) -> Notice {
    Notice::new(id, "army", at(said), Content::Curfew)
}

fn from(line: u64, notice: Notice) -> (Notice, RecordRef) {
    (notice, RecordRef::file("new.jsonl").line(line))
}

#[test]
fn what_is_added_is_in_ledger_and_store_alike_and_what_is_refused_in_neither() {
    let mut store = MemoryStore::new();
    let mut ledger = NoticeLedger::new();
    let first = store
        .add(
            &mut ledger,
            vec![from(1, notice("b", 7)), from(2, notice("a", 5)), from(3, notice("a", 5))],
        )
        .unwrap();
    assert_eq!(first.added, [NoticeId::from("a"), NoticeId::from("b")]);
    let codes: Vec<_> = first.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, ["notice-repeated", "notice-place-missing", "notice-place-missing"]);
    let second = store
        .add(
            &mut ledger,
            vec![
                from(1, notice("early", 6)),
                from(2, notice("a", 9)),
                from(3, notice("", 9)),
                from(4, notice("c", 9)),
            ],
        )
        .unwrap();
    assert_eq!(second.added, [NoticeId::from("c")]);
    let errors: Vec<_> = second
        .issues
        .iter()
        .filter(|issue| issue.severity == crate::severity::Severity::Error)
        .map(|issue| (issue.code, issue.at.line_number()))
        .collect();
    assert_eq!(
        errors,
        [
            ("notice-known-out-of-order", Some(1)),
            ("notice-issuer-missing", Some(3)),
            ("notice-duplicate-id", Some(2)),
        ]
    );
    assert_eq!(store.load().unwrap().ledger, ledger);
}

#[test]
fn a_store_keeps_nothing_that_it_could_not_load() {
    let mut store = MemoryStore::new();
    store.append(&[notice("a", 5)]).unwrap();
    let code = |result: Result<(), StoreError>| result.unwrap_err().code();
    assert_eq!(code(store.append(&[notice("a", 5)])), Some("notice-duplicate-id"));
    assert_eq!(code(store.append(&[notice("b", 4)])), Some("notice-known-out-of-order"));
    assert_eq!(code(store.append(&[notice("", 6)])), Some("notice-issuer-missing"));
    assert_eq!(
        code(store.append(&[notice("c", 6), notice("d", 7), notice("c", 8)])),
        Some("notice-duplicate-id")
    );
    assert_eq!(store.load().unwrap().ledger.len(), 1);
}
