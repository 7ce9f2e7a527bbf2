//! Room that questions use again.
//!
//! Floor 5.

use super::front::Front;
use super::search::Search;
use crate::hierarchy::Bounds;
use std::sync::{Mutex, PoisonError};

/// Room for one question at a time.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) search: Search,
    /// A search that notes what stood in its way.
    pub(crate) noting: Search,
    pub(crate) bounds: Option<Bounds>,
    pub(crate) front: Front,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            search: Search::default(),
            noting: Search::that_notes(),
            bounds: None,
            front: Front::default(),
        }
    }
}

/// Scratches that are not in use. As many are made as questions are asked at once.
#[derive(Debug, Default)]
pub(crate) struct Pool(Mutex<Vec<Scratch>>);

impl Pool {
    /// Does something with a scratch.
    pub(crate) fn with<T>(&self, ask: impl FnOnce(&mut Scratch) -> T) -> T {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = free().pop().unwrap_or_default();
        let answer = ask(&mut scratch);
        free().push(scratch);
        answer
    }
}
