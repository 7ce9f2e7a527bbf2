//! Notices from plain JSON.

use super::*;

const ONE: &str = r#"{"id":"a","issuer":"army","said_at":"2026-01-08T13:00:00+03:00","known_at":"2026-01-08T10:05:00Z","content":{"kind":"closure"}}"#;

fn texts(found: &ReadNotices) -> Vec<String> {
    found.issues.iter().map(ToString::to_string).collect()
}

fn places(found: &ReadNotices) -> Vec<(&str, u64)> {
    found
        .notices
        .iter()
        .map(|(notice, at)| (notice.id.as_str(), at.line_number().unwrap_or_default()))
        .collect()
}

#[test]
fn lines_arrays_and_single_objects_are_read_with_their_line_numbers() {
    let two = ONE.replace("\"a\"", "\"b\"");
    let lines = notices_of(&format!("\u{FEFF}{ONE}\r\n\n{two}"), "n.jsonl", None);
    assert_eq!((places(&lines), lines.issues.len()), (vec![("a", 1), ("b", 3)], 0));
    let array = notices_of(&format!("[\n {ONE},\n\n {two}\n]\n"), "n.json", None);
    assert_eq!((places(&array), array.issues.len()), (vec![("a", 2), ("b", 4)], 0));
    let wide = ONE.replace(',', ",\n  ");
    let single = notices_of(&wide, "n.json", None);
    assert_eq!((places(&single), single.issues.len()), (vec![("a", 1)], 0));
    assert_eq!(lines.notices[0].0, array.notices[0].0);
    assert_eq!(single.notices[0].0, array.notices[0].0);
    assert_eq!(notices_of(" \n", "n.json", None), ReadNotices::default());
}

#[test]
fn what_does_not_say_when_it_was_learnt_was_learnt_now() {
    let without = ONE.replace(r#""known_at":"2026-01-08T10:05:00Z","#, "");
    let found = notices_of(&without, "n.jsonl", Some(at(9999)));
    assert_eq!(found.notices[0].0.known_at, at(9999));
    assert_eq!(
        notices_of(ONE, "n.jsonl", Some(at(9999))).notices[0].0.known_at.to_string(),
        "2026-01-08T10:05:00Z"
    );
    let missing = notices_of(&without, "n.jsonl", None);
    assert_eq!(
        texts(&missing),
        [
            "error[missing-property]: n.jsonl, line 1 (id \"a\"): property \"known_at\": expected an \
          instant with its offset such as \"2026-01-08T13:00:00+03:00\", found none (the notice is \
          left out)"
        ]
    );
}

#[test]
fn every_fault_names_line_and_property_and_the_others_are_read() {
    let bad = ONE
        .replace("\"issuer\":\"army\",", "\"isuer\":\"army\",")
        .replace("+03:00", "")
        .replace("closure", "clossure");
    let text =
        format!("{bad}\n{ONE}\n{{\"id\":\n7\n{}", ONE.replace("\"id\"", "\"id\":\"q\",\"id\""));
    let found = notices_of(&text, "n.jsonl", None);
    assert_eq!(places(&found), [("a", 2)]);
    let texts = texts(&found);
    let begins = [
        "error[missing-property]: n.jsonl, line 1 (id \"a\"): property \"issuer\": expected the name of who said it, found none",
        "error[bad-property]: n.jsonl, line 1 (id \"a\"): property \"said_at\": expected an instant",
        "error[bad-property]: n.jsonl, line 1 (id \"a\"): property \"content\": expected an object with a \"kind\" such as \"closure\", found {\"kind\":\"clossure\"} (unknown variant `clossure`",
        "error[bad-property]: n.jsonl, line 1 (id \"a\"): property \"isuer\": expected one of id, issuer,",
        "error[malformed-json]: n.jsonl, line 3: column",
        "error[bad-property]: n.jsonl, line 4: expected a notice as an object, found 7",
        "error[bad-property]: n.jsonl, line 5 (id \"a\"): expected a notice, found duplicate field `id`",
    ];
    assert_eq!(texts.len(), begins.len(), "{texts:#?}");
    for (text, begin) in texts.iter().zip(begins) {
        assert!(text.starts_with(begin), "expected {begin}\nfound {text}");
    }
}

#[test]
fn an_array_that_breaks_off_is_read_up_to_there() {
    let found = notices_of(&format!("[\n{ONE},\n{{\"id\""), "n.json", None);
    assert_eq!(places(&found), [("a", 2)]);
    assert_eq!(found.issues[0].code, "malformed-json");
    assert_eq!(found.issues[0].at.line_number(), Some(3));
}

#[test]
fn a_ledger_is_read_as_one() {
    let bytes = written(&notices());
    let text = String::from_utf8(bytes).unwrap();
    let found = notices_of(&text, "l.jsonl", None);
    assert_eq!((found.notices.len(), found.issues.len()), (3, 0));
    let damaged = notices_of(&text.replacen("army", "navy", 1), "l.jsonl", None);
    assert_eq!((damaged.notices.len(), damaged.issues[0].code), (0, "notice-line-damaged"));
}

#[test]
fn files_are_opened_and_errors_name_them() {
    let desk = desk();
    assert_eq!(read_notices(&desk.path, None).unwrap_err().code(), "unreadable-file");
    fs::write(&desk.path, ONE).unwrap();
    assert_eq!(read_notices(&desk.path, None).unwrap().notices.len(), 1);
    fs::write(&desk.path, b"{\"id\":\"\xff\"}").unwrap();
    assert_eq!(read_notices(&desk.path, None).unwrap_err().code(), "wrong-encoding");
}
