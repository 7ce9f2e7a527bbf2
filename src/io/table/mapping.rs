//! How the columns of a foreign table map to our fields.

use super::number::Decimal;
use super::reader::TableForm;
use super::when::{DateOrder, DayOnly};
use crate::id::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the columns of a foreign table map to our fields, and how it writes
/// numbers and times.
///
/// Plain data: build it with the setters, read it from JSON, or take pairs
/// `header=field`. A column is named by its header or by an HXL tag pattern.
/// Once a column is mapped, columns that are not mapped are not read, unless
/// [`keep_others`](Self::keep_others) says so. Without any mapped column, columns are
/// found by their HXL tags and by our own headers: `docs/TABLES.md` lists both.
///
/// ```
/// use safepassage::io::table::TableMapping;
///
/// let mapping = TableMapping::new()
///     .pair("Who said it=issuer")?
///     .column("said_at", "#date+reported")
///     .constant("kind", "closure")
///     .time_zone("Asia/Damascus");
/// let json = r##"{
///     "columns": {"issuer": "Who said it", "said_at": "#date+reported"},
///     "constants": {"kind": "closure"}, "time_zone": "Asia/Damascus"
/// }"##;
/// assert_eq!(serde_json::from_str::<TableMapping>(json)?, mapping);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableMapping {
    /// Our field, and the column that it is read from.
    pub(super) columns: BTreeMap<String, String>,
    /// Our field, and its value in every row that does not give one.
    pub(super) constants: BTreeMap<String, String>,
    /// Our field, and our word for each of the table's words.
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
    pub(super) kind: Option<Kind>,
    pub(super) time_zone: Option<String>,
    pub(super) date_order: Option<DateOrder>,
    pub(super) serial_dates: bool,
    pub(super) day_only: Option<DayOnly>,
    pub(super) decimal: Decimal,
    pub(super) keep_others: bool,
    pub(super) form: TableForm,
}

impl TableMapping {
    /// A mapping that maps nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads our field `ours` from the column with that header or HXL tag pattern.
    #[must_use]
    pub fn column(mut self, ours: impl Into<String>, theirs: impl Into<String>) -> Self {
        self.columns.insert(ours.into(), theirs.into());
        self
    }

    /// Reads a pair `header=field`, as from a command line. The header may hold `=`.
    ///
    /// # Errors
    ///
    /// [`InvalidPair`] if there is no `=` or nothing on one side of the last one.
    pub fn pair(self, pair: &str) -> Result<Self, InvalidPair> {
        match pair.rsplit_once('=').map(|(theirs, ours)| (theirs.trim(), ours.trim())) {
            Some((theirs, ours)) if !theirs.is_empty() && !ours.is_empty() => {
                Ok(self.column(ours, theirs))
            }
            _ => Err(InvalidPair { found: crate::scenario::rules::cut(pair) }),
        }
    }

    /// Gives our field `ours` the same value in every row that does not give one.
    #[must_use]
    pub fn constant(mut self, ours: impl Into<String>, value: impl Into<String>) -> Self {
        self.constants.insert(ours.into(), value.into());
        self
    }

    /// In our field `ours`, reads the table's word `theirs` as `word`. Case does
    /// not matter.
    #[must_use]
    pub fn word(mut self, ours: &str, theirs: &str, word: impl Into<String>) -> Self {
        let words = self.words.entry(ours.to_owned()).or_default();
        words.insert(theirs.to_owned(), word.into());
        self
    }

    /// The kind of every record in a table of places, unless a column says it.
    #[must_use]
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The IANA name of the time zone of times without an offset.
    #[must_use]
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }

    /// The order of day and month in dates such as `8/1/2026`.
    #[must_use]
    pub const fn date_order(mut self, order: DateOrder) -> Self {
        self.date_order = Some(order);
        self
    }

    /// Takes numbers in columns of time for serial dates of a spreadsheet (1900 calendar).
    #[must_use]
    pub const fn serial_dates(mut self) -> Self {
        self.serial_dates = true;
        self
    }

    /// What a day without an hour means where an instant is needed.
    #[must_use]
    pub const fn day_only(mut self, meaning: DayOnly) -> Self {
        self.day_only = Some(meaning);
        self
    }

    /// What stands before the fraction of a number.
    #[must_use]
    pub const fn decimal(mut self, decimal: Decimal) -> Self {
        self.decimal = decimal;
        self
    }

    /// Also reads columns that are not mapped, by their tags and our own headers.
    #[must_use]
    pub const fn keep_others(mut self) -> Self {
        self.keep_others = true;
        self
    }

    /// How the table is written down.
    #[must_use]
    pub fn form(mut self, form: TableForm) -> Self {
        self.form = form;
        self
    }

    /// How the table is written down; for [`TableReader::of`](super::TableReader::of).
    pub const fn table_form(&self) -> &TableForm {
        &self.form
    }
}

/// Text that is no pair of header and field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected header=field, found {found:?}")]
#[non_exhaustive]
pub struct InvalidPair {
    /// What stood there, cut to 80 characters.
    pub found: String,
}
