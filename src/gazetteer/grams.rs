//! Which names share consonants with a query, without looking at all of them.
//!
//! Floor 2. An inverted index on pairs of neighbouring consonant classes: one
//! wrong consonant spoils at most two pairs, so a name within `k` of them shares
//! at least `pairs - 2k`.

use super::sound::Sound;

const CLASSES: usize = 16;
/// Stands before the first and after the last consonant.
const EDGE: u8 = 0;

/// For each pair of classes the numbers of the cores that have it.
#[derive(Clone, Debug)]
pub(super) struct Grams {
    postings: Vec<Vec<u32>>,
    /// How many pairs each core has.
    pairs: Vec<u8>,
}

impl Default for Grams {
    fn default() -> Self {
        Self { postings: vec![Vec::new(); CLASSES * CLASSES], pairs: Vec::new() }
    }
}

impl Grams {
    /// Adds the next core.
    pub(super) fn push(&mut self, sounds: &[Sound]) {
        let core = u32::try_from(self.pairs.len()).unwrap_or(u32::MAX);
        let pairs = pairs(sounds);
        for &pair in &pairs {
            if let Some(posting) = self.postings.get_mut(pair) {
                posting.push(core);
            }
        }
        self.pairs.push(u8::try_from(pairs.len()).unwrap_or(u8::MAX));
    }

    /// Numbers of the cores that may lie within one mistake in a short name or
    /// two in a long one, those that share most first. At most `most`.
    pub(super) fn near(&self, sounds: &[Sound], most: usize) -> Vec<u32> {
        let wanted = pairs(sounds);
        let mut shared = vec![0_u8; self.pairs.len()];
        for posting in wanted.iter().filter_map(|&pair| self.postings.get(pair)) {
            for &core in posting {
                if let Some(count) = shared.get_mut(core as usize) {
                    *count = count.saturating_add(1);
                }
            }
        }
        let mut found: Vec<(u8, u32)> = Vec::new();
        for (core, (&count, &have)) in shared.iter().zip(&self.pairs).enumerate() {
            let longer = usize::from(have).max(wanted.len());
            let spoilt = if longer > 7 { 4 } else { 2 };
            if count > 0 && usize::from(count) + spoilt >= longer {
                let missing = u8::try_from(longer - usize::from(count)).unwrap_or(u8::MAX);
                found.push((missing, u32::try_from(core).unwrap_or(u32::MAX)));
            }
        }
        found.sort_unstable();
        found.truncate(most);
        found.into_iter().map(|(_, core)| core).collect()
    }
}

/// The distinct pairs of neighbouring classes, sorted.
fn pairs(sounds: &[Sound]) -> Vec<usize> {
    let mut pairs = Vec::new();
    let mut before = EDGE;
    for class in sounds.iter().filter_map(|sound| sound.class()).chain([EDGE]) {
        // A doubled consonant is one, whether written so or not.
        if class != before || class == EDGE {
            pairs.push(usize::from(before) * CLASSES + usize::from(class));
        }
        before = class;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
