//! Why a scenario could not be read.
//!
//! Floor 7.

use crate::record::RecordRef;
use crate::scenario::Issue;
use crate::scenario::rules::Rule;
use crate::scenario::rules::malformed_json;
use crate::scenario::rules::not_geojson;
use crate::scenario::rules::unreadable_file;
use crate::scenario::rules::wrong_encoding;
use crate::scenario::rules::wrong_geometry;
use std::collections::BTreeMap;

/// Why a scenario could not be read.
///
/// Every variant says where (`at`) before it says what. With
/// [`ReadMode::Lenient`](super::ReadMode::Lenient) most of these become an
/// [`Issue`] and reading goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file could not be opened or read.
    #[error("{at}: cannot read")]
    Io {
        /// Where.
        at: RecordRef,
        /// What the system said.
        source: std::io::Error,
    },

    /// The path leads to something that is not a plain file.
    #[error("{at}: expected a plain file, found something else")]
    NotAFile {
        /// Where.
        at: RecordRef,
    },

    /// The file is larger than the reader was told to take.
    #[error("{at}: expected at most {limit} bytes, found {found}")]
    TooLarge {
        /// Where.
        at: RecordRef,
        /// The most bytes that the reader takes.
        limit: u64,
        /// How many there are, or `more`.
        found: String,
    },

    /// The file is not UTF-8 text.
    #[error("{at}: expected UTF-8 text, found {found}")]
    WrongEncoding {
        /// Where.
        at: RecordRef,
        /// What it looks like.
        found: String,
    },

    /// The file is not JSON.
    #[error("{at}: line {line}, column {column}: expected JSON, found {found}")]
    MalformedJson {
        /// Where.
        at: RecordRef,
        /// The line, the first being 1.
        line: usize,
        /// The column in bytes, the first being 1.
        column: usize,
        /// What the parser said.
        found: String,
    },

    /// The file is JSON of another sort.
    #[error("{at}: expected {expected}, found {found}")]
    NotGeoJson {
        /// Where.
        at: RecordRef,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },

    /// The geometry is of a kind this noun cannot have.
    #[error("{at}: a {noun} needs a {expected}, found a {found}")]
    WrongGeometry {
        /// Where.
        at: RecordRef,
        /// The kind of thing being read, such as "checkpoint".
        noun: &'static str,
        /// The geometry it must have.
        expected: &'static str,
        /// The geometry it has.
        found: String,
    },

    /// A property is missing or holds a value out of its range.
    #[error("{at}: property {name:?}: expected {expected}, found {found}")]
    BadProperty {
        /// Where.
        at: RecordRef,
        /// The code of the rule that it breaks.
        code: &'static str,
        /// The property's key.
        name: String,
        /// What would have been right, with its unit.
        expected: String,
        /// What stood there, as JSON, cut to 80 characters.
        found: String,
        /// What is done about it when reading goes on.
        hint: Option<&'static str>,
    },

    /// An intake rule found an error, and the reader was told to be strict.
    #[error("{at}: {text}")]
    Refused {
        /// Where.
        at: RecordRef,
        /// The code of the rule.
        code: &'static str,
        /// What was expected and what was found.
        text: String,
    },

    /// The folder has no file that could be read, or no source was given.
    #[error("{at}: expected at least one GeoJSON file, found none")]
    NothingToRead {
        /// Where.
        at: RecordRef,
    },
}

impl ReadError {
    /// Where it is.
    pub const fn at(&self) -> &RecordRef {
        match self {
            Self::Io { at, .. }
            | Self::NotAFile { at }
            | Self::TooLarge { at, .. }
            | Self::WrongEncoding { at, .. }
            | Self::MalformedJson { at, .. }
            | Self::NotGeoJson { at, .. }
            | Self::WrongGeometry { at, .. }
            | Self::BadProperty { at, .. }
            | Self::Refused { at, .. }
            | Self::NothingToRead { at } => at,
        }
    }

    /// The code of the rule that it breaks, as in `docs/ISSUES.md`.
    pub const fn code(&self) -> &'static str {
        const fn of(rule: &Rule) -> &'static str {
            rule.code
        }
        match self {
            Self::Io { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::NothingToRead { .. } => of(&unreadable_file::RULE),
            Self::WrongEncoding { .. } => of(&wrong_encoding::RULE),
            Self::MalformedJson { .. } => of(&malformed_json::RULE),
            Self::NotGeoJson { .. } => of(&not_geojson::RULE),
            Self::WrongGeometry { .. } => of(&wrong_geometry::RULE),
            Self::BadProperty { code, .. } | Self::Refused { code, .. } => code,
        }
    }

    /// The same, pointing at the column of the property, if it stands in one:
    /// `columns` are headers and letters.
    pub(super) fn in_column(mut self, columns: &BTreeMap<String, String>) -> Self {
        if let Self::BadProperty { at, name, .. } = &mut self
            && let Some(letter) = columns.get(name.as_str())
        {
            *at = at.clone().column(name.as_str(), letter.as_str());
        }
        self
    }

    /// The same as an issue, for a reader that goes on.
    pub(in crate::io) fn into_issue(self) -> Issue {
        let severity = crate::severity::Severity::Error;
        let code = self.code();
        let whole = self.to_string();
        let at = self.at().clone();
        let text = whole.strip_prefix(&format!("{at}: ")).unwrap_or(&whole).to_owned();
        let text = match &self {
            Self::Io { source, .. } => format!("{text}: {source}"),
            _ => text,
        };
        let issue = Issue::new(code, severity, at, text);
        match self {
            Self::WrongGeometry { .. } => issue.hint("the record is left out"),
            Self::BadProperty { hint: Some(hint), .. } => issue.hint(hint),
            _ => issue,
        }
    }
}

impl From<Issue> for ReadError {
    fn from(issue: Issue) -> Self {
        Self::Refused { at: issue.at, code: issue.code, text: issue.text }
    }
}
