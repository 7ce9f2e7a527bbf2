//! What is known of each state of a search.
//!
//! Floor 5. Imports `route::interval`.

use super::super::interval::Tick;
use super::envelope::Envelope;

/// What is known of a state.
#[derive(Debug, Default)]
pub(super) struct Known {
    state: u32,
    /// Ticks at least to a goal; none if no goal can be reached.
    pub(super) left: Option<Tick>,
    /// The least known cost of being ready to leave at each tick.
    pub(super) envelope: Envelope,
}

/// Many states, of which few are touched. Clearing takes constant time, as in
/// `route::settled`: a slot counts only if it names its state back.
#[derive(Debug, Default)]
pub(super) struct States {
    slots: Vec<u32>,
    pool: Vec<Known>,
    used: usize,
}

impl States {
    /// Forgets everything, and makes room for so many states.
    pub(super) fn clear(&mut self, states: usize) {
        self.used = 0;
        if self.slots.len() < states {
            self.slots.resize(states, 0);
        }
    }

    /// What is known of a state, if it was touched.
    pub(super) fn get(&self, state: u32) -> Option<&Known> {
        let slot = self.slots[state as usize] as usize;
        self.pool[..self.used].get(slot).filter(|known| known.state == state)
    }

    /// What is known of a state, to be added to; `left` is asked at the first touch.
    pub(super) fn touch(&mut self, state: u32, left: impl FnOnce() -> Option<Tick>) -> &mut Known {
        let mut slot = self.slots[state as usize] as usize;
        if slot >= self.used || self.pool[slot].state != state {
            slot = self.used;
            self.used += 1;
            if slot == self.pool.len() {
                self.pool.push(Known::default());
            }
            let free = &mut self.pool[slot];
            (free.state, free.left) = (state, left());
            free.envelope.clear();
            self.slots[state as usize] = slot as u32;
        }
        &mut self.pool[slot]
    }
}
