//! What can be wrong with a file of OpenStreetMap data.
//!
//! Floor 7.

use crate::network::NetworkError;
use crate::record::RecordRef;
use std::fmt;

/// A file that cannot be read as OpenStreetMap data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OsmError {
    /// The file cannot be opened or read.
    #[error("{record}: cannot be read")]
    Read {
        /// Which file.
        record: RecordRef,
        /// What the system said.
        source: std::io::Error,
    },
    /// The content is not what the format asks for.
    #[error("{record}, {place}: expected {expected}, found {found}")]
    Malformed {
        /// Which file.
        record: RecordRef,
        /// Where in it.
        place: OsmPlace,
        /// What should have stood there.
        expected: &'static str,
        /// What did.
        found: String,
    },
    /// The streets make no network.
    #[error("{record}: the streets make no network")]
    Network {
        /// Which file.
        record: RecordRef,
        /// Why not.
        source: NetworkError,
    },
}

/// A place in a file of OpenStreetMap data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OsmPlace {
    /// A byte of the file, the first being 0.
    Byte(u64),
    /// A blob of a PBF file, the first being 1, and the byte at which it starts.
    Blob {
        /// Its number.
        number: u64,
        /// Its first byte.
        byte: u64,
    },
    /// A byte of the XML text, the first being 0, after unpacking.
    XmlByte(u64),
}

impl fmt::Display for OsmPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Blob { number, byte } => write!(f, "blob {number} at byte {byte}"),
            Self::XmlByte(byte) => write!(f, "byte {byte} of the text"),
        }
    }
}

/// What is wrong, before it is known where.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) expected: &'static str,
    pub(super) found: String,
    /// Set when reading itself failed.
    pub(super) cause: Option<std::io::Error>,
}

impl Problem {
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike are given")]
    pub(super) fn new(expected: &'static str, found: impl ToString) -> Self {
        Self { expected, found: found.to_string(), cause: None }
    }

    pub(super) fn at(self, record: &RecordRef, place: OsmPlace) -> OsmError {
        let record = record.clone();
        match self.cause {
            Some(source) => OsmError::Read { record, source },
            None => {
                OsmError::Malformed { record, place, expected: self.expected, found: self.found }
            }
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self { expected: "", found: String::new(), cause: Some(error) }
    }
}
