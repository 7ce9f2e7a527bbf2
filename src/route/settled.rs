//! The ticks already offered at each state of a search.
//!
//! Floor 5. Imports `route::interval`.

use super::interval::Ticks;

/// A set of ticks for each of many states, empty until touched. Clearing takes
/// constant time: a state's slot counts only if the slot names the state back
/// (P. Briggs, L. Torczon, "An efficient representation for sparse sets", ACM
/// LOPLAS 2, 1993).
#[derive(Debug, Default)]
pub(crate) struct Settled {
    slots: Vec<u32>,
    pool: Vec<(u32, Ticks)>,
    used: usize,
}

impl Settled {
    /// Forgets everything, and makes room for so many states.
    pub(crate) fn clear(&mut self, states: usize) {
        self.used = 0;
        if self.slots.len() < states {
            self.slots.resize(states, 0);
        }
    }

    fn slot(&self, state: usize) -> Option<usize> {
        let slot = self.slots[state] as usize;
        (slot < self.used && self.pool[slot].0 as usize == state).then_some(slot)
    }

    /// The ticks of a state, to be added to.
    pub(crate) fn ticks(&mut self, state: usize) -> &mut Ticks {
        let slot = self.slot(state).unwrap_or_else(|| {
            let slot = self.used;
            self.used += 1;
            match self.pool.get_mut(slot) {
                Some(free) => {
                    free.0 = state as u32;
                    free.1.clear();
                }
                None => self.pool.push((state as u32, Ticks::none())),
            }
            self.slots[state] = slot as u32;
            slot
        });
        &mut self.pool[slot].1
    }
}
