//! One line of a ledger file.
//!
//! Floor 7.

use crc32fast::Hasher;

/// The version that is written and read.
pub(super) const VERSION: u32 = 1;

/// The first line, without its line feed.
pub(super) const HEADER: &str = r#"{"format":"safepassage-ledger","version":1}"#;

/// The most bytes of a line with its line feed: 16 MiB.
pub(super) const LONGEST: usize = 1 << 24;

const BEFORE: &[u8] = br#"{"crc32":""#;
const BETWEEN: &[u8] = br#"","notice":"#;
const AFTER: &[u8] = b"}";
const DIGITS: usize = 8;

/// The checksum that the first notice's goes on from.
pub(super) fn first_checksum() -> u32 {
    crc32fast::hash(HEADER.as_bytes())
}

/// The checksum of a line, from that of the line before it.
pub(super) fn checksum(before: u32, notice: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&before.to_le_bytes());
    hasher.update(notice);
    hasher.finalize()
}

/// Writes a line with its line feed; its checksum.
pub(super) fn write(before: u32, notice: &[u8], into: &mut Vec<u8>) -> u32 {
    let sum = checksum(before, notice);
    into.extend_from_slice(BEFORE);
    into.extend_from_slice(format!("{sum:08x}").as_bytes());
    into.extend_from_slice(BETWEEN);
    into.extend_from_slice(notice);
    into.extend_from_slice(AFTER);
    into.push(b'\n');
    sum
}

/// How many bytes a line has beside its notice.
pub(super) const fn overhead() -> usize {
    BEFORE.len() + DIGITS + BETWEEN.len() + AFTER.len() + 1
}

/// A line taken apart: the checksum it states, and the bytes of its notice.
/// `None` if it is none. The line feed is not part of it.
pub(super) fn split(line: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = line.strip_prefix(BEFORE)?.split_at_checked(DIGITS)?;
    let notice = rest.strip_prefix(BETWEEN)?.strip_suffix(AFTER)?;
    Some((hex(digits)?, notice))
}

/// Eight digits as they are written: small letters only.
fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |sum, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(sum << 4 | u32::from(value))
    })
}

/// Whether a line begins anywhere after the first byte. In a whole line none
/// does: a quotation mark within a notice's text has a backslash before it.
pub(super) fn holds_another(bytes: &[u8]) -> bool {
    let rest = bytes.get(1..).unwrap_or_default();
    rest.windows(BEFORE.len()).enumerate().any(|(place, window)| {
        window == BEFORE
            && rest.get(place + BEFORE.len()..).is_some_and(|after| {
                after.get(DIGITS..).is_some_and(|after| {
                    after.strip_prefix(BETWEEN).is_some_and(|after| after.first() == Some(&b'{'))
                })
            })
    })
}
