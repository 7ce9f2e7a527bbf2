//! A file cut into features, each the bytes of one JSON object.
//!
//! Nothing is checked here but brackets and quotes: what is cut out is parsed
//! elsewhere, once, and what is wrong inside it is found there. No more is held
//! than one feature and what was read ahead, [`AHEAD`].

use super::ReadLayerError;
use crate::record::RecordRef;
use std::fmt;
use std::io::{ErrorKind, Read};
use std::ops::Range;

/// So much is read at a time, in bytes.
const AHEAD: usize = 1 << 18;

/// Text of which the end comes in as it is asked for.
pub(super) struct Source {
    pub(super) at: RecordRef,
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// Where what was not taken yet begins in the buffer, and where it ends.
    from: usize,
    to: usize,
    /// Bytes and line ends before the buffer's `from`.
    taken: u64,
    lines: u64,
    /// Bytes since the last line end before `from`.
    column: u64,
    limit: u64,
    ended: bool,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("at", &self.at)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}

/// A piece of JSON text that was cut out, and where it began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Lines before it, and bytes of its first line before it.
    pub(super) line: u64,
    pub(super) column: u64,
}

impl Piece<'_> {
    /// The error at a line and column of the piece, both from 1.
    pub(super) fn malformed(self, at: RecordRef, error: &serde_json::Error) -> ReadLayerError {
        let (line, column) = (error.line() as u64, error.column() as u64);
        ReadLayerError::MalformedJson {
            at,
            line: self.line + line.max(1),
            column: if line <= 1 { self.column + column } else { column },
            expected: "JSON",
            found: crate::io::read::geojson::what_of(error),
        }
    }
}

/// What a byte does to the search for a value's end.
const OTHER: u8 = 0;
const OPENS: u8 = 1;
const CLOSES: u8 = 2;
const QUOTE: u8 = 3;

const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    kinds[b'{' as usize] = OPENS;
    kinds[b'[' as usize] = OPENS;
    kinds[b'}' as usize] = CLOSES;
    kinds[b']' as usize] = CLOSES;
    kinds[b'"' as usize] = QUOTE;
    kinds
};

fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().map(|byte| usize::from(*byte == b'\n')).sum()
}

impl Source {
    pub(super) fn new(at: RecordRef, input: Box<dyn Read + Send>, limit: u64) -> Self {
        Self {
            at,
            input,
            buffer: Vec::new(),
            from: 0,
            to: 0,
            taken: 0,
            lines: 0,
            column: 0,
            limit,
            ended: false,
        }
    }

    /// Reads more behind what is there; false at the end of the file.
    fn fill(&mut self) -> Result<bool, ReadLayerError> {
        if self.ended {
            return Ok(false);
        }
        if self.from > 0 {
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        if self.buffer.len() < self.to + AHEAD {
            // At least twice as much, so that a long feature is not copied over and over.
            self.buffer.resize(2 * self.to + AHEAD, 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.to..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(read) => {
                    self.to += read;
                    if self.taken.saturating_add(self.to as u64) > self.limit {
                        let at = self.at.clone();
                        return Err(ReadLayerError::TooLarge { at, limit: self.limit });
                    }
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(source) => return Err(ReadLayerError::Io { at: self.at.clone(), source }),
            }
        }
    }

    /// The byte `ahead` of the cursor.
    fn byte(&mut self, ahead: usize) -> Result<Option<u8>, ReadLayerError> {
        while self.from + ahead >= self.to {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.buffer.get(self.from + ahead).copied())
    }

    /// How far ahead of the cursor the first byte stands that is no white space
    /// (and no record separator, if `separators`).
    pub(super) fn blank(
        &mut self,
        mut ahead: usize,
        separators: bool,
    ) -> Result<usize, ReadLayerError> {
        while let Some(byte) = self.byte(ahead)? {
            let blank =
                matches!(byte, b' ' | b'\n' | b'\r' | b'\t') || (separators && byte == 0x1E);
            if !blank {
                break;
            }
            ahead += 1;
        }
        Ok(ahead)
    }

    /// The byte so far ahead, after white space, with how far that is.
    pub(super) fn next_byte(
        &mut self,
        ahead: usize,
    ) -> Result<(usize, Option<u8>), ReadLayerError> {
        let ahead = self.blank(ahead, false)?;
        Ok((ahead, self.byte(ahead)?))
    }

    /// Moves the cursor on.
    pub(super) fn take(&mut self, bytes: usize) {
        let to = (self.from + bytes).min(self.to);
        let gone = &self.buffer[self.from..to];
        let ends = line_ends(gone);
        self.column = match gone.iter().rposition(|byte| *byte == b'\n').filter(|_| ends > 0) {
            Some(last) => (gone.len() - last - 1) as u64,
            None => self.column + gone.len() as u64,
        };
        self.lines += ends as u64;
        self.taken += gone.len() as u64;
        self.from = to;
    }

    /// What stands where, as an error: `expected` so far ahead of the cursor.
    pub(super) fn unexpected(&mut self, ahead: usize, expected: &'static str) -> ReadLayerError {
        let found = match self.byte(ahead) {
            Err(error) => return error,
            Ok(found) => found,
        };
        let before = self.from;
        let (lines, column, taken) = (self.lines, self.column, self.taken);
        self.take(ahead);
        let error = ReadLayerError::MalformedJson {
            at: self.at.clone(),
            line: self.lines + 1,
            column: self.column + 1,
            expected,
            found: match found {
                None => "the end of the text".into(),
                Some(byte) if byte.is_ascii_graphic() => format!("{:?}", char::from(byte)),
                Some(byte) => format!("byte 0x{byte:02X}"),
            },
        };
        (self.from, self.lines, self.column, self.taken) = (before, lines, column, taken);
        error
    }

    /// How far ahead the value ends that begins so far ahead: after its last byte.
    pub(super) fn value_end(&mut self, begin: usize) -> Result<usize, ReadLayerError> {
        let first = self.byte(begin)?;
        if !matches!(first, Some(b'{' | b'[' | b'"')) {
            return self.scalar_end(begin);
        }
        let (mut ahead, mut depth, mut quoted) = (begin, 0_usize, false);
        loop {
            let there = &self.buffer[self.from + ahead..self.to.max(self.from + ahead)];
            let mut bytes = there.iter().enumerate();
            let mut next = there.len();
            while let Some((place, byte)) = bytes.next() {
                if quoted {
                    match byte {
                        b'"' => quoted = false,
                        // What is escaped is passed over; it may lie beyond what is there.
                        b'\\' => {
                            if bytes.next().is_none() {
                                next = place + 2;
                            }
                            continue;
                        }
                        _ => continue,
                    }
                } else {
                    match KINDS[usize::from(*byte)] {
                        OTHER => continue,
                        OPENS => depth += 1,
                        CLOSES => depth = depth.saturating_sub(1),
                        _ => quoted = true,
                    }
                }
                if depth == 0 && !quoted {
                    return Ok(ahead + place + 1);
                }
            }
            ahead += next;
            while self.from + ahead >= self.to {
                if !self.fill()? {
                    let end = self.to - self.from;
                    return Err(self.unexpected(end, "the rest of a JSON value"));
                }
            }
        }
    }

    fn scalar_end(&mut self, mut ahead: usize) -> Result<usize, ReadLayerError> {
        let begin = ahead;
        while let Some(byte) = self.byte(ahead)? {
            if !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')) {
                break;
            }
            ahead += 1;
        }
        if ahead == begin { Err(self.unexpected(begin, "a JSON value")) } else { Ok(ahead) }
    }

    /// The text so far ahead of the cursor, which must be there. The cursor stays.
    pub(super) fn piece(&self, ahead: Range<usize>) -> Result<Piece<'_>, ReadLayerError> {
        let from = (self.from + ahead.start).min(self.to);
        let bytes = &self.buffer[from..(self.from + ahead.end).clamp(from, self.to)];
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let from = error.valid_up_to();
            ReadLayerError::WrongEncoding {
                at: self.at.clone(),
                byte: self.taken + (ahead.start + from) as u64,
                found: format!(
                    "0x{:02X}, as in Latin-1 or another old encoding",
                    bytes.get(from).copied().unwrap_or_default()
                ),
            }
        })?;
        let before = &self.buffer[self.from..from];
        let ends = line_ends(before);
        let column = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(last) => before.len() - last - 1,
            None => self.column as usize + before.len(),
        };
        Ok(Piece { text, line: self.lines + ends as u64, column: column as u64 })
    }

    /// Passes a byte order mark; refuses what is no text.
    pub(super) fn begin(&mut self) -> Result<(), ReadLayerError> {
        self.byte(3)?;
        let found = match &self.buffer[self.from..self.to] {
            [0xEF, 0xBB, 0xBF, ..] => {
                self.take(3);
                self.column = 0;
                return Ok(());
            }
            [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => "UTF-16, little end first",
            [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => "UTF-16, big end first",
            [0x1F, 0x8B, ..] => "gzip data; its name should end in .gz",
            _ => return Ok(()),
        };
        Err(ReadLayerError::WrongEncoding { at: self.at.clone(), byte: 0, found: found.to_owned() })
    }
}
