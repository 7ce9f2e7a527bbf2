//! Tables in and out: CSV with HXL tags or a mapping, XLSX in.
//!
//! Floor 7. Imports floors 0 to 6, and `io::read` and `io::write`.

mod bind;
mod cells;
mod error;
mod gazetteer;
mod guard;
mod hxl;
mod layers;
mod mapping;
mod notices;
mod number;
mod out;
mod places;
mod reader;
mod rows;
pub mod rules;
mod text;
mod when;
mod wkt;
mod xlsx;

pub use error::TableError;
pub use gazetteer::{GazetteerTable, LoadedEntries};
pub use hxl::{CORE_TAGS, HxlTag, ParseTagError, TagPattern};
pub use layers::HxlCsvWriter;
pub use mapping::{InvalidPair, TableMapping};
pub use notices::{CountTable, LoadedNotices, NoticeCsvWriter, NoticeTable};
pub use number::Decimal;
pub use places::PlaceTable;
pub use reader::{TableForm, TableReader};
pub use rows::{Column, Row, Table, Value};
pub use when::{DateOrder, DayOnly};
