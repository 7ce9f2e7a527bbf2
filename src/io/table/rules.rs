//! What can be wrong with a table: the codes of its issues.
//!
//! Floor 7. Each has a section in `docs/ISSUES.md`; a test holds them together.

use crate::scenario::rules::Rule;
use crate::severity::Severity;

/// Every rule about tables, by code.
pub const RULES: &[Rule] = &[
    CELL_FAULT,
    CELL_UNREADABLE,
    CELLS_MERGED,
    COLUMN_MISSING,
    COLUMN_REPEATED,
    COLUMNS_UNUSED,
    DAY_ONLY,
    ENCODING_ASSUMED,
    LOCAL_TIME,
    LON_EQUALS_LAT,
    PLACE_WITHOUT_EXTENT,
    QUOTE_UNCLOSED,
    ROW_RAGGED,
    SHEET_CHOSEN,
    TAG_MALFORMED,
    UNREADABLE,
    WKT_UNREADABLE,
];

/// A cell of a workbook holds an error.
pub(crate) const CELL_FAULT: Rule = Rule::door(
    "table-cell-fault",
    Severity::Error,
    "a cell of a workbook holds an error such as #REF! instead of a value",
);

/// A cell does not hold what its column should.
pub(crate) const CELL_UNREADABLE: Rule = Rule::door(
    "table-cell-unreadable",
    Severity::Error,
    "a cell does not hold what its column should",
);

/// Cells of data are merged.
pub(crate) const CELLS_MERGED: Rule = Rule::door(
    "table-cells-merged",
    Severity::Warning,
    "cells among the data are merged; only the first of them has the value",
);

/// A column that is needed is not there.
pub(crate) const COLUMN_MISSING: Rule =
    Rule::door("table-column-missing", Severity::Error, "a table lacks a column that is needed");

/// Two columns say the same.
pub(crate) const COLUMN_REPEATED: Rule = Rule::door(
    "table-column-repeated",
    Severity::Warning,
    "two columns of a table stand for the same thing; the first was read",
);

/// Columns that nothing reads.
pub(crate) const COLUMNS_UNUSED: Rule =
    Rule::door("table-columns-unused", Severity::Info, "columns of a table were not read");

/// A day where an instant is needed.
pub(crate) const DAY_ONLY: Rule = Rule::door(
    "table-day-only",
    Severity::Info,
    "a table gives days where instants are meant; each was taken as the whole day",
);

/// The encoding was told by the file's first bytes.
pub(crate) const ENCODING_ASSUMED: Rule = Rule::door(
    "table-encoding-assumed",
    Severity::Info,
    "a table is not UTF-8; its encoding was told by its byte order mark",
);

/// A local time that is no instant.
pub(crate) const LOCAL_TIME: Rule = Rule::door(
    "table-local-time",
    Severity::Error,
    "a table gives a local time that is not one instant",
);

/// Longitude and latitude are the same.
pub(crate) const LON_EQUALS_LAT: Rule = Rule::door(
    "table-lon-equals-lat",
    Severity::Warning,
    "longitude and latitude are the same number in a row, as if one column had been copied",
);

/// A place that is a point or a line.
pub(crate) const PLACE_WITHOUT_EXTENT: Rule = Rule::door(
    "table-place-without-extent",
    Severity::Warning,
    "a notice gives a point or line for its place; an area is needed",
);

/// A quotation mark that nothing closes.
pub(crate) const QUOTE_UNCLOSED: Rule = Rule::door(
    "table-quote-unclosed",
    Severity::Error,
    "a quotation mark in a table is never closed; the rest of the file is inside it",
);

/// More cells than columns.
pub(crate) const ROW_RAGGED: Rule = Rule::door(
    "table-row-ragged",
    Severity::Error,
    "a row has more cells than the table has columns; it was left out",
);

/// Which of several sheets was read.
pub(crate) const SHEET_CHOSEN: Rule =
    Rule::door("table-sheet-chosen", Severity::Info, "a workbook has several sheets; one was read");

/// A cell of the tag row that is no tag.
pub(crate) const TAG_MALFORMED: Rule = Rule::door(
    "table-tag-malformed",
    Severity::Warning,
    "a cell in the row of HXL tags is not a tag; its column is taken to have none",
);

/// Not a table.
pub(crate) const UNREADABLE: Rule =
    Rule::door("table-unreadable", Severity::Error, "a file is not a table that can be read");

/// Well-known text that is none.
pub(crate) const WKT_UNREADABLE: Rule = Rule::door(
    "table-wkt-unreadable",
    Severity::Error,
    "a cell does not hold well-known text of a geometry in WGS 84",
);
