use super::line::{self, HEADER};
use super::scan::scan;
use super::*;
use crate::id::FeatureRef;
use crate::id::Kind;
use crate::model::CheckpointStatus;
use crate::notice::Content;
use crate::notice::CorridorTerms;
use crate::notice::LedgerStore;
use crate::notice::Notice;
use crate::notice::NoticeId;
use crate::notice::NoticeLedger;
use crate::notice::NoticePlace;
use crate::notice::StoreError;
use crate::notice::StoredLedger;
use crate::notice::Timing;
use jiff::Timestamp;
use std::fs;
use std::path::PathBuf;

mod import;
mod random;
mod speed;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_780_000 + 60 * minute).unwrap()
}

fn notices() -> Vec<Notice> {
    let east = || NoticePlace::from(FeatureRef::new(Kind::SafeCorridor, "east"));
    let terms = CorridorTerms {
        who: Some("النساء والأطفال".to_owned()), ..Default::default()
    };
    vec![
        Notice::new("n1", "army", at(0), Content::Closure).about(east()),
        Notice::new("n2", "council", at(5), Content::CorridorOpening(terms))
            .about(east())
            .during(Timing::since(at(6)))
            .text("ar", "ممر إنساني \"مفتوح\"\nحتى إشعار آخر"),
        Notice::new("n3", "army", at(9), Content::Cancellation).cancelling("n1").known_at(at(12)),
    ]
}

fn later() -> Notice {
    let status = CheckpointStatus::Closed;
    Notice::new("n4", "army", at(20), Content::CheckpointStatus { status })
        .about(FeatureRef::new(Kind::Checkpoint, "gate"))
}

struct Desk {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notices.jsonl");
    Desk { _folder: folder, path }
}

fn written(notices: &[Notice]) -> Vec<u8> {
    let desk = desk();
    LedgerFile::new(&desk.path).append(notices).unwrap();
    fs::read(&desk.path).unwrap()
}

fn read(bytes: &[u8]) -> Result<StoredLedger, StoreError> {
    scan(&mut &bytes[..], "l.jsonl", "l.jsonl.torn").map(|(stored, _)| stored)
}

fn torn(stored: &StoredLedger) -> Option<&str> {
    let mut found = stored.issues.iter().filter(|issue| issue.code == "notice-line-torn");
    found.next().map(|issue| issue.text.as_str())
}

/// Where each line of a file ends.
fn ends(bytes: &[u8]) -> Vec<usize> {
    (1..=bytes.len()).filter(|end| bytes[end - 1] == b'\n').collect()
}

#[test]
fn no_file_is_an_empty_ledger_and_the_first_append_makes_it() {
    let desk = desk();
    let mut file = LedgerFile::new(&desk.path);
    assert!(file.load().unwrap().ledger.is_empty());
    assert_eq!(file.head(), None);
    assert!(!desk.path.exists());
    file.append(&notices()).unwrap();
    let mut again = LedgerFile::new(&desk.path);
    let stored = again.load().unwrap();
    assert_eq!(stored.ledger, NoticeLedger::of(notices()).0);
    assert_eq!(stored.issues.len(), 0);
    assert_eq!(again.head(), file.head());
    assert_eq!(again.head().unwrap().notices, 3);
    file.append(&[later()]).unwrap();
    assert_eq!(again.load().unwrap().ledger.len(), 4);
}

#[test]
fn the_format_is_as_described_word_for_word() {
    let notice = Notice::new("n1", "army", at(0), Content::Curfew);
    let text = String::from_utf8(written(&[notice])).unwrap();
    let expected = "{\"format\":\"safepassage-ledger\",\"version\":1}\n\
        {\"crc32\":\"CCCCCCCC\",\"notice\":{\"id\":\"n1\",\"issuer\":\"army\",\
        \"said_at\":\"2026-01-07T10:00:00Z\",\"known_at\":\"2026-01-07T10:00:00Z\",\
        \"content\":{\"kind\":\"curfew\"},\"time\":\"unstated\"}}\n";
    let digits = text.split('"').nth(9).unwrap();
    assert_eq!(text, expected.replace("CCCCCCCC", digits));
    // Bit by bit, not with the crate that the code uses.
    let payload = text.lines().nth(1).unwrap().split_once("\"notice\":").unwrap().1;
    let payload = payload.strip_suffix('}').unwrap();
    let first = crc32_bit_by_bit(HEADER.as_bytes());
    let chained = [&first.to_le_bytes()[..], payload.as_bytes()].concat();
    assert_eq!(digits, format!("{:08x}", crc32_bit_by_bit(&chained)));
}

fn crc32_bit_by_bit(bytes: &[u8]) -> u32 {
    let mut register = u32::MAX;
    for byte in bytes {
        register ^= u32::from(*byte);
        for _ in 0..8 {
            register = if register & 1 == 1 { register >> 1 ^ 0xEDB8_8320 } else { register >> 1 };
        }
    }
    !register
}

#[test]
fn cut_at_every_byte_the_whole_lines_are_kept_and_the_rest_is_told() {
    let bytes = written(&notices());
    let ends = ends(&bytes);
    let (whole, _) = NoticeLedger::of(notices());
    for cut in 0..=bytes.len() {
        let stored = read(&bytes[..cut]).unwrap();
        let lines = ends.iter().filter(|end| **end <= cut).count();
        let notices = lines.saturating_sub(1);
        assert_eq!(stored.ledger.notices(), &whole.notices()[..notices], "cut at {cut}");
        let left = cut - ends[..lines].last().copied().unwrap_or(0);
        let expected = (left > 0)
            .then(|| format!("expected a whole line, found {left} bytes of one cut short"));
        assert_eq!(torn(&stored).map(str::to_owned), expected, "cut at {cut}");
        let issue = stored.issues.iter().find(|issue| issue.code == "notice-line-torn");
        assert_eq!(issue.and_then(|issue| issue.at.line_number()), {
            expected.map(|_| lines as u64 + 1)
        });
    }
}

#[test]
fn after_every_cut_of_the_last_lines_an_append_loses_no_byte() {
    let bytes = written(&notices());
    let ends = ends(&bytes);
    let from = [0, 1, HEADER.len(), ends[0], ends[1]];
    for cut in
        from.into_iter().chain((ends[1] + 1..=bytes.len()).step_by(5)).chain([bytes.len() - 1])
    {
        let desk = desk();
        fs::write(&desk.path, &bytes[..cut]).unwrap();
        let mut file = LedgerFile::new(&desk.path);
        let kept = file.load().unwrap().ledger;
        let good = ends.iter().rfind(|end| **end <= cut).copied().unwrap_or(0);
        file.append(&[later()]).unwrap();
        let aside = fs::read(file.torn_path()).unwrap_or_default();
        let expected = if cut == good { Vec::new() } else { [&bytes[good..cut], b"\n"].concat() };
        assert_eq!(aside, expected, "cut at {cut}");
        let stored = LedgerFile::new(&desk.path).load().unwrap();
        assert_eq!(torn(&stored), None);
        let (expected, _) = NoticeLedger::of(kept.notices().iter().cloned().chain([later()]));
        assert_eq!(stored.ledger, expected, "cut at {cut}");
    }
}

#[test]
fn torn_bytes_are_put_after_those_put_aside_before() {
    let desk = desk();
    let mut file = LedgerFile::new(&desk.path);
    file.append(&notices()[..1]).unwrap();
    for (id, part) in [("a", "{\"crc"), ("b", "\0\0\0\0")] {
        let mut bytes = fs::read(&desk.path).unwrap();
        bytes.extend_from_slice(part.as_bytes());
        fs::write(&desk.path, bytes).unwrap();
        file.load().unwrap();
        file.append(&[Notice { id: id.into(), ..later() }]).unwrap();
    }
    assert_eq!(fs::read(file.torn_path()).unwrap(), b"{\"crc\n\0\0\0\0\n");
    assert_eq!(file.load().unwrap().ledger.len(), 3);
}

#[test]
fn no_flipped_bit_makes_another_ledger() {
    let bytes = written(&notices());
    let (whole, _) = NoticeLedger::of(notices());
    let last = ends(&bytes)[2];
    let (mut told, mut refused) = (0, 0);
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << bit;
            match read(&changed) {
                Err(error) => {
                    refused += 1;
                    assert!(error.at().line_number().is_some(), "{error}");
                }
                Ok(stored) => {
                    told += 1;
                    assert!(torn(&stored).is_some(), "byte {place} bit {bit}");
                    assert!(place >= last, "byte {place} bit {bit}: an earlier line was changed");
                    assert_eq!(stored.ledger.notices(), &whole.notices()[..2]);
                }
            }
        }
    }
    assert!(told > 500 && refused > 2000, "{told} {refused}");
}

#[test]
fn damage_before_the_last_line_is_an_error_with_line_and_checksums() {
    let bytes = written(&notices());
    let text = String::from_utf8(bytes).unwrap();
    let changed = text.replacen("army", "navy", 1);
    let error = read(changed.as_bytes()).unwrap_err();
    let stated = text.split('"').nth(9).unwrap();
    let StoreError::Damaged { at, expected, found } = &error else { panic!("{error}") };
    assert_eq!((at.file_name(), at.line_number()), ("l.jsonl", Some(2)));
    assert_eq!(expected, &format!("checksum {stated}"));
    assert!(found.len() == 8 && found != stated, "{found}");
    assert_eq!(error.code(), Some("notice-line-damaged"));
}

#[test]
fn a_line_taken_out_put_in_or_moved_is_seen() {
    let text = String::from_utf8(written(&[notices(), vec![later()]].concat())).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let orders: [&[usize]; 6] =
        [&[0, 2, 3, 4], &[0, 1, 3, 4], &[0, 2, 1, 3, 4], &[0, 1, 1, 2, 3], &[1, 2, 3], &[0, 0, 1]];
    for order in orders {
        let text: String = order.iter().map(|line| format!("{}\n", lines[*line])).collect();
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), Some("notice-line-damaged"), "{order:?}: {error}");
    }
    // Only the last line but one is missing: the last looks torn, and is told.
    let text: String = [0, 1, 2, 4].map(|line| format!("{}\n", lines[line])).concat();
    let stored = read(text.as_bytes()).unwrap();
    assert_eq!((stored.ledger.len(), torn(&stored).is_some()), (2, true));
}

#[test]
fn two_lines_run_together_are_damage_and_no_torn_line() {
    let bytes = written(&notices());
    let mut joined = bytes.clone();
    joined[ends(&bytes)[2] - 1] = b' ';
    assert!(matches!(read(&joined), Err(StoreError::Damaged { .. })));
    // Words that look like a line, within a notice, are none.
    let words = r#"{"crc32":"00000000","notice":{"#;
    let quoted = later().text("en", words);
    let bytes = written(&[quoted]);
    assert!(torn(&read(&bytes[..bytes.len() - 1]).unwrap()).is_some());
}

#[test]
fn other_versions_and_other_files_are_refused_by_name() {
    let two = HEADER.replace(":1", ":2");
    let error = read(format!("{two}\n").as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "l.jsonl, line 1: expected version 1 of the ledger format, found 2"
    );
    for other in
        ["[]\n", "{\"id\":\"n1\"}\n", "\n", "PK\u{3}\u{4}", "{\"format\":\"x\",\"version\":1}\n"]
    {
        assert!(matches!(read(other.as_bytes()), Err(StoreError::NotALedger { .. })), "{other:?}");
    }
}

#[test]
fn a_whole_line_that_is_no_notice_is_an_error_even_at_the_end() {
    let mut bytes = format!("{HEADER}\n").into_bytes();
    line::write(line::first_checksum(), br#"{"id":"n1"}"#, &mut bytes);
    let error = read(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("l.jsonl, line 2: expected a notice, found"), "{error}");
}

#[test]
fn a_notice_that_a_ledger_refuses_names_its_line() {
    let write = |notices: &[Notice]| {
        let mut bytes = format!("{HEADER}\n").into_bytes();
        let mut sum = line::first_checksum();
        for notice in notices {
            sum = line::write(sum, &serde_json::to_vec(notice).unwrap(), &mut bytes);
        }
        bytes
    };
    let all = notices();
    let backwards = write(&[all[1].clone(), all[0].clone()]);
    let error = read(&backwards).unwrap_err();
    assert_eq!(error.code(), Some("notice-known-out-of-order"));
    assert_eq!(error.at().line_number(), Some(3));
    let changed = Notice { issuer: "navy".into(), ..all[0].clone() };
    let error = read(&write(&[all[0].clone(), changed])).unwrap_err();
    assert_eq!((error.code(), error.at().line_number()), (Some("notice-duplicate-id"), Some(3)));
}

#[test]
fn what_another_process_appended_is_not_overwritten() {
    let desk = desk();
    let mut first = LedgerFile::new(&desk.path);
    first.append(&notices()[..1]).unwrap();
    let mut second = LedgerFile::new(&desk.path);
    second.append(&notices()[1..2]).unwrap();
    let error = first.append(&[later()]).unwrap_err();
    assert!(matches!(error, StoreError::Changed { .. }), "{error}");
    assert!(error.to_string().ends_with("; load it again"), "{error}");
    assert_eq!(first.load().unwrap().ledger.len(), 2);
    first.append(&[later()]).unwrap();
    // Changed to another of the same length.
    let bytes = fs::read(&desk.path).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replace(&format!("{:08x}", first.head().unwrap().checksum), "00000000");
    fs::write(&desk.path, &other).unwrap();
    let next = Notice { id: "n5".into(), ..later() };
    assert!(matches!(first.append(std::slice::from_ref(&next)), Err(StoreError::Changed { .. })));
    assert_eq!(fs::read_to_string(&desk.path).unwrap(), other);
    // Gone, or made by another at the same time.
    fs::remove_file(&desk.path).unwrap();
    assert!(matches!(first.append(std::slice::from_ref(&next)), Err(StoreError::Changed { .. })));
    let mut third = LedgerFile::new(&desk.path);
    third.load().unwrap();
    fs::write(&desk.path, "precious").unwrap();
    assert!(matches!(third.append(&[next]), Err(StoreError::Changed { .. })));
    assert_eq!(fs::read_to_string(&desk.path).unwrap(), "precious");
}

#[test]
fn nothing_is_written_that_could_not_be_loaded() {
    let desk = desk();
    let mut file = LedgerFile::new(&desk.path);
    file.append(&notices()).unwrap();
    let before = fs::read(&desk.path).unwrap();
    let refused = |notice: Notice| LedgerFile::new(&desk.path).append(&[notice]).unwrap_err();
    assert_eq!(refused(notices()[0].clone()).code(), Some("notice-duplicate-id"));
    let early = Notice { id: "e".into(), ..notices()[0].clone() };
    assert_eq!(refused(early).code(), Some("notice-known-out-of-order"));
    assert_eq!(
        refused(Notice { issuer: " ".into(), ..later() }).code(),
        Some("notice-issuer-missing")
    );
    let long = later().text("en", "x".repeat(line::LONGEST));
    assert!(matches!(refused(long), StoreError::TooLong { .. }));
    assert_eq!(fs::read(&desk.path).unwrap(), before);
}

#[test]
fn a_line_without_end_is_not_read_into_memory() {
    let head = written(&notices());
    let endless = vec![b'x'; line::LONGEST + 7];
    let stored = read(&[&head[..], &endless].concat()).unwrap();
    let text = format!("expected a whole line, found {} bytes of one cut short", endless.len());
    assert_eq!(torn(&stored), Some(text.as_str()));
    let more = [&head[..], &endless, b"\n{}\n"].concat();
    assert!(matches!(read(&more), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_folder_in_its_place_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(LedgerFile::new(folder.path()).load(), Err(StoreError::Io { .. })));
    let missing = folder.path().join("no/such/folder.jsonl");
    assert!(matches!(LedgerFile::new(missing).append(&[later()]), Err(StoreError::Io { .. })));
    assert_eq!(NoticeId::from("n4"), later().id);
}
