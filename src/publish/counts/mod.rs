//! Counts of people: which may be published, and what those published give away.

mod log;
mod simplex;
mod suppress;
mod system;
mod table;

pub use log::{HiddenCount, LoggedCount, LoggedRelease, ReleaseLog};
pub use suppress::{ContradictsLog, SuppressedCounts, Suppression};
pub use table::{CountTable, InvalidCounts};

#[cfg(test)]
mod tests;
