//! Notice ledgers on disk, and notices from files.
//!
//! Floor 7. Imports floors 0 and 2, and its neighbours in `io`.
//!
//! # The format
//!
//! UTF-8 text in lines that each end in a line feed. The first line is
//!
//! ```json
//! {"format":"safepassage-ledger","version":1}
//! ```
//!
//! and every further line one notice, with a checksum before it:
//!
//! ```json
//! {"crc32":"1c291ca3","notice":{"id":"n1","issuer":"army", …}}
//! ```
//!
//! The checksum is the CRC-32 (ISO-HDLC, as in gzip and PNG) of the checksum
//! of the line before it, as four bytes with the least first, followed by the
//! bytes of the notice as they stand there; the checksum before the first
//! notice is the CRC-32 of the first line without its line feed. So a line
//! that was changed, removed, put in or moved is seen. It guards against
//! accidents, not against somebody who writes new checksums.
//!
//! What it cannot see is a ledger that was cut at the end of a line: that is a
//! whole, shorter ledger. Who needs to know keeps [`LedgerHead`] elsewhere.

mod file;
mod line;
mod notices;
mod scan;

pub use file::{LedgerFile, LedgerHead};
pub use notices::{ReadNotices, notices_of, read_notices};

#[cfg(test)]
mod tests;
