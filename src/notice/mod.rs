//! Statements as they reach us, and what may be believed of them.
//!
//! Floor 2. Imports floors 0 and 1, and `scenario`.
//!
//! A [`Notice`] is one statement by one issuer, of a place, for a time, said at
//! one instant and learnt at another. A [`NoticeLedger`] keeps them, append-only,
//! on two clocks: when a thing holds (*valid at*) and when we had learnt of it
//! (*as known at*).

mod content;
mod intake;
mod ledger;
mod rating;
pub mod rules;
mod statement;
mod timing;

pub use content::{
    CONTENT_KINDS, Content, CorridorTerms, DisplacementCount, Measure, Qualifier, ReturnRule,
    Stance,
};
pub use ledger::{NoticeLedger, Refused};
pub use rating::{Credibility, ParseRatingError, Rating, Reliability};
pub use statement::{Lineage, Notice, NoticeId, NoticePlace};
pub use timing::{DayHours, InvalidHours, Reading, Recurrence, Timing, UnknownReading};
