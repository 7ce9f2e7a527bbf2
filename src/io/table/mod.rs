//! Tables in and out: CSV with HXL tags or a mapping, XLSX in.
//!
//! Floor 7. Imports floors 0 to 6, and `io::read` and `io::write`.

mod cells;
mod error;
mod guard;
mod hxl;
mod mapping;
mod notices;
mod number;
mod reader;
pub mod rules;
mod table;
mod text;
mod when;
mod wkt;
mod xlsx;

pub use error::TableError;
pub use hxl::{CORE_TAGS, HxlTag, ParseTagError, TagPattern};
pub use mapping::{InvalidPair, TableMapping};
pub use notices::{CountTable, LoadedNotices, NoticeTable};
pub use number::Decimal;
pub use reader::{TableForm, TableReader};
pub use when::{DateOrder, DayOnly};
pub use table::{Column, Row, Table, Value};
