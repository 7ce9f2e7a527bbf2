//! Notices and counts as tables.

mod content;
mod fields;
mod places;
mod read;
mod time;

pub use read::{CountTable, LoadedNotices, NoticeTable};
pub(super) use read::stem;
