//! Why a file of an evacuation scenario cannot be read.
//!
//! Floor 7.

use crate::io::read::ReadError;
use crate::network::NetworkError;
use crate::record::RecordRef;
use crate::scenario::rules::cut;

/// Why a file of an evacuation scenario cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MatsimError {
    /// The file cannot be opened, read or unpacked.
    #[error("{at}: cannot read")]
    Read {
        /// Which file.
        at: RecordRef,
        /// What the system said.
        source: std::io::Error,
    },
    /// The content is not what the format asks for.
    #[error("{at}: {what}: expected {expected}, found {found}")]
    Malformed {
        /// Which file, line and record.
        at: RecordRef,
        /// The part of it: an attribute, an element, a member.
        what: String,
        /// What should have stood there.
        expected: String,
        /// What did.
        found: String,
    },
    /// A file of text, JSON or GeoJSON cannot be read.
    #[error(transparent)]
    Text(#[from] ReadError),
    /// The links make no network.
    #[error("{at}: the links make no network")]
    Network {
        /// Which file.
        at: RecordRef,
        /// Why not.
        source: NetworkError,
    },
    /// A setting that cannot be followed.
    #[error("{what}: expected {expected}, found {found}")]
    Setting {
        /// Which setting.
        what: &'static str,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
}

impl MatsimError {
    pub(super) fn malformed(at: &RecordRef, fault: Fault) -> Self {
        let Fault { line, id, what, expected, found } = fault;
        let mut at = at.clone();
        if let Some(line) = line {
            at = at.line(line);
        }
        if let Some(id) = id {
            at = at.id(id);
        }
        Self::Malformed { at, what, expected, found }
    }
}

/// What is wrong, before it is known in which file.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) line: Option<u64>,
    pub(super) id: Option<String>,
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) found: String,
}

impl Fault {
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike are given")]
    pub(super) fn new(
        what: impl Into<String>,
        expected: impl Into<String>,
        found: impl ToString,
    ) -> Self {
        let found = cut(&found.to_string());
        Self { line: None, id: None, what: what.into(), expected: expected.into(), found }
    }

    pub(super) fn of(mut self, id: &str) -> Self {
        self.id = Some(cut(id));
        self
    }

    pub(super) fn on(mut self, line: u64) -> Self {
        self.line.get_or_insert(line);
        self
    }
}
