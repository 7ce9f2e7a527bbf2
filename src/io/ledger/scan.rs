//! A ledger file from its first line to its last.
//!
//! Floor 7.

use super::line::{self, HEADER, LONGEST, VERSION};
use crate::notice::Notice;
use crate::notice::NoticeLedger;
use crate::notice::StoreError;
use crate::notice::StoredLedger;
use crate::notice::rules;
use crate::record::RecordRef;
use crate::scenario::Issue;
use jiff::Timestamp;
use std::io::{BufRead, Read};

/// How a ledger file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// Bytes up to the end of the last whole line.
    pub(super) whole: u64,
    /// Where the last whole line begins.
    pub(super) last: u64,
    /// How many notices.
    pub(super) notices: u64,
    /// The checksum of the last whole line.
    pub(super) checksum: u32,
    /// Bytes of a line that was cut short.
    pub(super) torn: u64,
}

impl Tail {
    /// Of a file without anything in it.
    pub(super) fn empty() -> Self {
        Self { whole: 0, last: 0, notices: 0, checksum: line::first_checksum(), torn: 0 }
    }

    /// Adds a whole line.
    pub(super) fn add(&mut self, bytes: u64) {
        self.last = self.whole;
        self.whole += bytes;
    }
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    LineFeed,
    /// The file ended first.
    File,
    /// It is longer than a line may be.
    TooLong,
}

/// Reads a whole ledger. `torn` names where the next append puts a torn line.
pub(super) fn scan(
    input: &mut impl BufRead,
    file: &str,
    torn: &str,
) -> Result<(StoredLedger, Tail), StoreError> {
    let mut scan = Scan { file, at: RecordRef::file(file), tail: Tail::empty(), number: 0 };
    let mut building = Building::default();
    let mut bytes = Vec::new();
    if !scan.header(input, &mut bytes)? {
        return scan.finish(building, torn);
    }
    loop {
        let end = scan.next(input, &mut bytes)?;
        if bytes.is_empty() && end == End::File {
            break;
        }
        scan.number += 1;
        let whole = match end {
            End::LineFeed => scan.whole(&bytes),
            End::File => Err(scan.damaged("a line that ends in a line feed", &bytes)),
            End::TooLong => {
                let expected = format!("a line of at most {LONGEST} bytes");
                let found = format!("more: {}", start_of(&bytes));
                Err(StoreError::Damaged { at: scan.here(), expected, found })
            }
        };
        match whole {
            Ok((checksum, notice)) => {
                let notice = scan.notice(notice)?;
                let at = scan.at.clone().line(scan.number).id(notice.id.as_str());
                building.take(notice, at)?;
                scan.tail.add(bytes.len() as u64);
                scan.tail.checksum = checksum;
                scan.tail.notices += 1;
            }
            Err(damage) => {
                // Only the last line can be torn; one that holds the beginning
                // of another was whole once.
                let length = bytes.len() as u64 + scan.rest(input, end)?;
                let last = scan.is_last(input)?;
                if !last || line::holds_another(&bytes) {
                    return Err(damage);
                }
                scan.tail.torn = length;
                break;
            }
        }
    }
    scan.finish(building, torn)
}

struct Scan<'a> {
    file: &'a str,
    at: RecordRef,
    tail: Tail,
    number: u64,
}

impl Scan<'_> {
    fn here(&self) -> RecordRef {
        self.at.clone().line(self.number)
    }

    fn fail(&self, source: std::io::Error) -> StoreError {
        StoreError::Io { at: self.at.clone(), doing: "read", source }
    }

    fn damaged(&self, expected: &str, found: &[u8]) -> StoreError {
        let found = start_of(found);
        StoreError::Damaged { at: self.here(), expected: expected.to_owned(), found }
    }

    /// The next line with its line feed, no more than may be.
    fn next(&self, input: &mut impl BufRead, bytes: &mut Vec<u8>) -> Result<End, StoreError> {
        bytes.clear();
        let mut some = input.take(LONGEST as u64);
        some.read_until(b'\n', bytes).map_err(|error| self.fail(error))?;
        Ok(match bytes.last() {
            Some(b'\n') => End::LineFeed,
            _ if bytes.len() == LONGEST => End::TooLong,
            _ => End::File,
        })
    }

    /// How many bytes are left of a line that is too long.
    fn rest(&self, input: &mut impl BufRead, end: End) -> Result<u64, StoreError> {
        let mut length = 0;
        if end != End::TooLong {
            return Ok(length);
        }
        loop {
            let some = input.fill_buf().map_err(|error| self.fail(error))?;
            let found = some.iter().position(|byte| *byte == b'\n');
            let used = found.map_or(some.len(), |place| place + 1);
            length += used as u64;
            let done = some.is_empty() || found.is_some();
            input.consume(used);
            if done {
                return Ok(length);
            }
        }
    }

    fn is_last(&self, input: &mut impl BufRead) -> Result<bool, StoreError> {
        input.fill_buf().map(<[u8]>::is_empty).map_err(|error| self.fail(error))
    }

    /// Whether the first line is there; not if it was cut short.
    fn header(
        &mut self,
        input: &mut impl BufRead,
        bytes: &mut Vec<u8>,
    ) -> Result<bool, StoreError> {
        self.number = 1;
        let end = self.next(input, bytes)?;
        let found = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        match end {
            End::LineFeed if found == HEADER.as_bytes() => {
                self.tail.add(bytes.len() as u64);
                Ok(true)
            }
            End::File if HEADER.as_bytes().starts_with(found) => {
                self.tail.torn = bytes.len() as u64;
                Ok(false)
            }
            _ => Err(self.foreign(found)),
        }
    }

    /// What it is instead of a ledger of this version.
    fn foreign(&self, found: &[u8]) -> StoreError {
        #[derive(serde::Deserialize)]
        struct Header {
            format: String,
            version: serde_json::Value,
        }
        match serde_json::from_slice::<Header>(found) {
            Ok(header) if header.format == "safepassage-ledger" && header.version != VERSION => {
                let found = header.version.to_string();
                StoreError::OtherVersion { at: self.here(), expected: VERSION, found }
            }
            _ => {
                StoreError::NotALedger { at: self.here(), expected: HEADER, found: start_of(found) }
            }
        }
    }

    /// The checksum of a whole line, and its notice's bytes.
    fn whole<'b>(&self, bytes: &'b [u8]) -> Result<(u32, &'b [u8]), StoreError> {
        let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let (stated, notice) = line::split(text).ok_or_else(|| {
            self.damaged(r#"{"crc32":"…","notice":{…}} with eight hexadecimal digits"#, text)
        })?;
        let found = line::checksum(self.tail.checksum, notice);
        if found == stated {
            return Ok((stated, notice));
        }
        Err(StoreError::Damaged {
            at: self.here(),
            expected: format!("checksum {stated:08x}"),
            found: format!("{found:08x}"),
        })
    }

    fn notice(&self, bytes: &[u8]) -> Result<Notice, StoreError> {
        serde_json::from_slice(bytes).map_err(|error| StoreError::Damaged {
            at: self.here(),
            expected: "a notice".to_owned(),
            found: error.to_string(),
        })
    }

    fn finish(self, building: Building, torn: &str) -> Result<(StoredLedger, Tail), StoreError> {
        let (ledger, mut issues) = building.finish()?;
        if self.tail.torn > 0 {
            let bytes = self.tail.torn;
            let text = format!("expected a whole line, found {bytes} bytes of one cut short");
            let hint = format!("the lines before it were kept; adding puts the bytes into {torn}");
            let at = RecordRef::file(self.file).line(self.number);
            issues.push(rules::LINE_TORN.issue(at, text).hint(hint));
        }
        Ok((StoredLedger::new(ledger, issues), self.tail))
    }
}

/// A ledger as it grows line by line.
#[derive(Default)]
struct Building {
    ledger: NoticeLedger,
    issues: Vec<Issue>,
    /// Notices learnt at the same instant, which may stand in any order.
    together: Vec<(Notice, RecordRef)>,
    known_at: Option<Timestamp>,
}

impl Building {
    fn take(&mut self, notice: Notice, at: RecordRef) -> Result<(), StoreError> {
        if self.known_at != Some(notice.known_at) {
            self.flush()?;
            self.known_at = Some(notice.known_at);
        }
        self.together.push((notice, at));
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        self.together.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        for (notice, at) in self.together.drain(..) {
            match self.ledger.append_from(notice, &at) {
                Ok(found) => self.issues.extend(found),
                Err(refused) => return Err(StoreError::Refused { issue: refused.issue }),
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(NoticeLedger, Vec<Issue>), StoreError> {
        self.flush()?;
        let ledger = self.ledger;
        self.issues.retain(|issue| !ledger.settles(issue));
        Ok((ledger, self.issues))
    }
}

/// The beginning of what stands there, for a message.
fn start_of(bytes: &[u8]) -> String {
    const LIMIT: usize = 80;
    let text = String::from_utf8_lossy(bytes.get(..4 * LIMIT).unwrap_or(bytes));
    match text.char_indices().nth(LIMIT) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
    }
}
