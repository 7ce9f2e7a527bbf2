//! Where a ledger is kept between runs.
//!
//! Floor 2.

use super::intake::{self, Bearer};
use super::ledger::NoticeLedger;
use super::rules;
use super::statement::{Notice, NoticeId};
use crate::record::RecordRef;
use crate::scenario::Issue;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

#[cfg(test)]
mod tests;

/// Keeps the notices of a ledger, in the order in which they were appended.
///
/// A store only grows. What [`LedgerStore::append`] has returned `Ok` for is
/// there at the next [`LedgerStore::load`], as far as the store's kind of
/// storage lasts.
pub trait LedgerStore {
    /// Everything that is kept, and what is odd about it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if it cannot be read, is not what was written, or holds a
    /// notice that a ledger does not take. Then nothing is loaded.
    fn load(&mut self) -> Result<StoredLedger, StoreError>;

    /// Keeps more notices, by when they were learnt and then by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if one of them would not be taken back in by
    /// [`LedgerStore::load`], or they cannot be written. Then none is kept, as
    /// far as the store can tell.
    fn append(&mut self, notices: &[Notice]) -> Result<(), StoreError>;

    /// Adds notices to a ledger and to this store, which holds the same.
    /// Whatever order they come in among themselves; those that the ledger
    /// does not take are left out, with an error-level issue each.
    ///
    /// Written first, then added: the ledger is never ahead of the store.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if they cannot be written. The ledger is as before.
    fn add(
        &mut self,
        ledger: &mut NoticeLedger,
        notices: Vec<(Notice, RecordRef)>,
    ) -> Result<Added, StoreError> {
        let mut batch = notices;
        batch.sort_by(|(a, _), (b, _)| (a.known_at, &a.id).cmp(&(b.known_at, &b.id)));
        let mut issues = Vec::new();
        let mut fit: Vec<(Notice, RecordRef)> = Vec::with_capacity(batch.len());
        let mut within: HashMap<NoticeId, usize> = HashMap::with_capacity(batch.len());
        for (notice, at) in batch {
            let held = ledger.get(&notice.id).or_else(|| {
                within.get(&notice.id).and_then(|&place| fit.get(place)).map(|(one, _)| one)
            });
            let bearer = Bearer::of(held, &notice);
            if let Some(issue) = intake::refusal(&notice, bearer, ledger.last_known(), &at) {
                issues.push(issue);
            } else {
                within.insert(notice.id.clone(), fit.len());
                fit.push((notice, at));
            }
        }
        let (notices, places): (Vec<Notice>, Vec<RecordRef>) = fit.into_iter().unzip();
        self.append(&notices)?;
        let added = notices.iter().map(|notice| notice.id.clone()).collect();
        issues.extend(ledger.append_all_from(notices.into_iter().zip(places)));
        Ok(Added { added, issues })
    }
}

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StoredLedger {
    /// The notices.
    pub ledger: NoticeLedger,
    /// What is odd about them, or about how they were kept.
    pub issues: Vec<Issue>,
}

impl StoredLedger {
    /// A ledger and what is odd about it.
    pub fn new(ledger: NoticeLedger, issues: Vec<Issue>) -> Self {
        Self { ledger, issues }
    }
}

/// What came of adding notices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Added {
    /// The notices that were added, by when they were learnt and then by identifier.
    pub added: Vec<NoticeId>,
    /// Why others were not, and what is odd about those that were.
    pub issues: Vec<Issue>,
}

/// Why a ledger could not be loaded or added to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The system refused something.
    #[error("{at}: cannot {doing}")]
    Io {
        /// Where.
        at: RecordRef,
        /// What was being done, such as "read".
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not what was written there.
    #[error("{at}: expected {expected}, found {found}")]
    Damaged {
        /// Where.
        at: RecordRef,
        /// What should stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The file is something else.
    #[error("{at}: expected a notice ledger that begins {expected}, found {found}")]
    NotALedger {
        /// Where.
        at: RecordRef,
        /// How a ledger begins.
        expected: &'static str,
        /// How it begins.
        found: String,
    },
    /// Another version of the format wrote it.
    #[error("{at}: expected version {expected} of the ledger format, found {found}")]
    OtherVersion {
        /// Where.
        at: RecordRef,
        /// The version that can be read.
        expected: u32,
        /// The version that it has.
        found: String,
    },
    /// A notice is longer than a line may be.
    #[error("{at}: expected a notice of at most {limit} bytes, found {found}")]
    TooLong {
        /// Where.
        at: RecordRef,
        /// The most bytes.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// A ledger does not take the notice.
    #[error("{}: {}", .issue.at, .issue.text)]
    Refused {
        /// Where and why.
        issue: Box<Issue>,
    },
    /// The notice cannot be written so that the same is read back.
    #[error("{at}: expected a notice that JSON can hold, found {found}")]
    NotKept {
        /// Where.
        at: RecordRef,
        /// What became of it.
        found: String,
    },
    /// Somebody else changed it since it was loaded.
    #[error("{at}: expected what was loaded, {expected}, found {found}; load it again")]
    Changed {
        /// Where.
        at: RecordRef,
        /// What was there when it was loaded.
        expected: String,
        /// What is there now.
        found: String,
    },
}

impl StoreError {
    /// Where it is.
    pub fn at(&self) -> &RecordRef {
        match self {
            Self::Io { at, .. }
            | Self::Damaged { at, .. }
            | Self::NotALedger { at, .. }
            | Self::OtherVersion { at, .. }
            | Self::TooLong { at, .. }
            | Self::NotKept { at, .. }
            | Self::Changed { at, .. } => at,
            Self::Refused { issue } => &issue.at,
        }
    }

    /// The code of the data fault, as in `docs/ISSUES.md`; `None` if it is not
    /// the data's.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Damaged { .. } | Self::NotALedger { .. } => Some(rules::LINE_DAMAGED.code),
            Self::Refused { issue } => Some(issue.code),
            _ => None,
        }
    }
}

/// Refuses what a ledger would refuse, so that nothing is kept that cannot be
/// loaded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    ids: HashSet<NoticeId>,
    last_known: Option<Timestamp>,
}

impl Gate {
    /// Lets in what is already kept.
    pub(crate) fn of(ledger: &NoticeLedger) -> Self {
        Self {
            ids: ledger.notices().iter().map(|notice| notice.id.clone()).collect(),
            last_known: ledger.last_known(),
        }
    }

    /// The notices in the order in which they are to be kept.
    pub(crate) fn sorted<'a>(&self, notices: &'a [Notice]) -> Result<Vec<&'a Notice>, StoreError> {
        let mut sorted: Vec<&Notice> = notices.iter().collect();
        sorted.sort_by_key(|notice| (notice.known_at, &notice.id));
        let mut new: HashSet<&NoticeId> = HashSet::with_capacity(sorted.len());
        for notice in &sorted {
            let at = RecordRef::default().id(notice.id.as_str());
            let taken = self.ids.contains(&notice.id) || !new.insert(&notice.id);
            let bearer = if taken { Bearer::Another } else { Bearer::Nobody };
            if let Some(issue) = intake::refusal(notice, bearer, self.last_known, &at) {
                return Err(StoreError::Refused { issue: Box::new(issue) });
            }
        }
        Ok(sorted)
    }

    /// Remembers that these are kept.
    pub(crate) fn keep(&mut self, notices: &[&Notice]) {
        self.ids.extend(notices.iter().map(|notice| notice.id.clone()));
        self.last_known = notices.last().map(|notice| notice.known_at).or(self.last_known);
    }
}

/// A ledger kept in memory only: for tests, and for what need not last.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    notices: Vec<Notice>,
    gate: Gate,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl LedgerStore for MemoryStore {
    fn load(&mut self) -> Result<StoredLedger, StoreError> {
        let (ledger, issues) = NoticeLedger::of(self.notices.iter().cloned());
        Ok(StoredLedger { ledger, issues })
    }

    fn append(&mut self, notices: &[Notice]) -> Result<(), StoreError> {
        let sorted = self.gate.sorted(notices)?;
        self.gate.keep(&sorted);
        self.notices.extend(sorted.into_iter().cloned());
        Ok(())
    }
}
