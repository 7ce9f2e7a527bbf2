//! Counts of people that belong together.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

/// Counts of people and the cells that each sums, so that it can be said what
/// the published ones give away of the hidden ones.
///
/// A cell is the smallest thing that is counted, such as those who went from one
/// neighbourhood to one shelter, under a name of the user's own. A number is one
/// or more cells together. Cells that hold for different days must have
/// different names: two numbers of the same cells are one.
///
/// ```
/// use safepassage::publish::CountTable;
///
/// let mut table = CountTable::new();
/// table.cell("ashrafieh, men", 3)?;
/// table.cell("ashrafieh, women", 40)?;
/// table.total("ashrafieh", ["ashrafieh, men", "ashrafieh, women"], 43)?;
/// # Ok::<(), safepassage::publish::InvalidCounts>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountTable {
    numbers: BTreeMap<String, Number>,
}

/// One number of a [`CountTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) cells: BTreeSet<String>,
    pub(super) persons: u64,
}

/// Counts that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("count {key:?}: expected {expected}")]
#[non_exhaustive]
pub struct InvalidCounts {
    /// The number.
    pub key: String,
    /// What would have been right.
    pub expected: &'static str,
}

impl CountTable {
    /// No counts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number that is one cell of the same name.
    ///
    /// # Errors
    ///
    /// [`InvalidCounts`] if there is a number of that name.
    pub fn cell(&mut self, key: impl Into<String>, persons: u64) -> Result<(), InvalidCounts> {
        let key = key.into();
        self.total(key.clone(), [key], persons)
    }

    /// Adds a number that sums cells. The cells need not be numbers themselves.
    ///
    /// # Errors
    ///
    /// [`InvalidCounts`] if there is a number of that name, or it sums no cell.
    pub fn total<C: Into<String>>(
        &mut self,
        key: impl Into<String>,
        cells: impl IntoIterator<Item = C>,
        persons: u64,
    ) -> Result<(), InvalidCounts> {
        let key = key.into();
        let cells: BTreeSet<String> = cells.into_iter().map(Into::into).collect();
        if cells.is_empty() {
            return Err(InvalidCounts { key, expected: "at least one cell" });
        }
        match self.numbers.entry(key) {
            Entry::Vacant(place) => {
                place.insert(Number { cells, persons });
                Ok(())
            }
            Entry::Occupied(there) => Err(InvalidCounts {
                key: there.key().clone(),
                expected: "a name that no other number has",
            }),
        }
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no number.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    pub(super) const fn numbers(&self) -> &BTreeMap<String, Number> {
        &self.numbers
    }
}
