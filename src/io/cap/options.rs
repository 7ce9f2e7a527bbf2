//! How alerts become notices.
//!
//! Floor 7.

use super::alert::Info;
use super::meaning::Meaning;
use super::word::Status;
use crate::notice::NoticeLedger;
use std::collections::{BTreeMap, BTreeSet};

/// How alerts become notices.
///
/// ```
/// use safepassage::io::cap::{Meaning, NoticeOptions};
///
/// // Of this source, the code "warning-A7" of its own list closes an area.
/// let options = NoticeOptions::new().code("example:events", "warning-A7", Meaning::Closure);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct NoticeOptions<'a> {
    pub(super) statuses: BTreeSet<Status>,
    pub(super) trusted: BTreeSet<String>,
    pub(super) ledger: Option<&'a NoticeLedger>,
    pub(super) known_when_sent: bool,
    codes: BTreeMap<(String, String), Meaning>,
    events: BTreeMap<String, Meaning>,
}

impl Default for NoticeOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> NoticeOptions<'a> {
    /// Only alerts that are meant (`Actual`); the table of `docs/CAP.md`; nobody
    /// is trusted with the parameters of this library.
    pub fn new() -> Self {
        Self {
            statuses: BTreeSet::from([Status::Actual]),
            trusted: BTreeSet::new(),
            ledger: None,
            known_when_sent: false,
            codes: BTreeMap::new(),
            events: BTreeMap::new(),
        }
    }

    /// Makes notices of alerts of this status too, such as exercises.
    pub fn status(mut self, status: Status) -> Self {
        self.statuses.insert(status);
        self
    }

    /// Believes the parameters of this library in alerts of that sender, so that
    /// what this library wrote is read as it was. They may then say whatever a
    /// notice may say, openings too: name only those whose channel is guarded.
    pub fn trusting(mut self, sender: impl Into<String>) -> Self {
        self.trusted.insert(sender.into());
        self
    }

    /// Looks in that ledger for earlier notices that alerts refer to. Without
    /// it, a reference to an alert outside of those given reaches only the first
    /// of the notices that were made of it.
    pub const fn ledger(mut self, ledger: &'a NoticeLedger) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// Takes each alert as learnt when it was sent: for alerts out of an
    /// archive, which did come in one by one.
    pub const fn known_when_sent(mut self) -> Self {
        self.known_when_sent = true;
        self
    }

    /// What an event code means. Goes before the table.
    pub fn code(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        meaning: Meaning,
    ) -> Self {
        self.codes.insert((name.into(), value.into()), meaning);
        self
    }

    /// What an event means, by its words, upper or lower case. Goes before the
    /// table, and after event codes.
    pub fn event(mut self, event: &str, meaning: Meaning) -> Self {
        self.events.insert(event.trim().to_lowercase(), meaning);
        self
    }

    pub(super) fn meaning_of(&self, info: &Info) -> Option<Meaning> {
        let code = info
            .event_codes
            .iter()
            .find_map(|code| self.codes.get(&(code.name.clone(), code.value.clone())));
        code.or_else(|| self.events.get(&info.event.to_lowercase())).copied()
    }
}
