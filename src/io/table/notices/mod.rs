//! Notices and counts as tables.

mod content;
mod fields;
mod places;
mod read;
mod time;
mod write;

pub(super) use read::stem;
pub use read::{CountTable, LoadedNotices, NoticeTable};
pub use write::NoticeCsvWriter;
