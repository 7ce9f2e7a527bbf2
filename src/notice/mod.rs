//! Statements as they reach us, and what may be believed of them.
//!
//! Floor 2. Imports floors 0 and 1, and `scenario`.
//!
//! A [`Notice`] is one statement by one issuer, of a place, for a time, said at
//! one instant and learnt at another. A [`NoticeLedger`] keeps them, append-only,
//! on two clocks: when a thing holds (*valid at*) and when we had learnt of it
//! (*as known at*).

mod answer;
mod apply;
mod bans;
mod claims;
mod completeness;
mod content;
mod control;
mod cover;
mod decide;
mod evidence;
mod explain;
mod intake;
mod ledger;
mod lineage;
mod parties;
mod policy;
mod rating;
mod records;
pub mod rules;
mod statement;
mod status;
mod store;
mod timeline;
mod timing;

pub use answer::{StatusPiece, UnknownSubject};
pub use apply::StatusBasis;
pub use bans::Ban;

pub use completeness::{Completeness, CorridorItem, ItemState, Stated, completeness};
pub use content::{
    CONTENT_KINDS, Content, CorridorTerms, DisplacementCount, Measure, Qualifier, ReturnRule,
    Stance,
};
pub use evidence::Evidence;
pub use explain::{Language, UnknownLanguage};
pub use ledger::{NoticeLedger, Refused};
pub use lineage::Witness;
pub use policy::{Authority, Bar, StatusPolicy};
pub use rating::{Credibility, ParseRatingError, Rating, Reliability};
pub use records::statements_of;
pub use statement::{Lineage, Notice, NoticeId, NoticePlace};
pub use status::{
    ByReading, Missing, Status, StatusQuery, StatusReport, StatusRule, UnknownStatus,
};
pub(crate) use store::Gate;
pub use store::{Added, LedgerStore, MemoryStore, StoreError, StoredLedger};
pub use timing::{DayHours, InvalidHours, Reading, Recurrence, Timing, UnknownReading};
