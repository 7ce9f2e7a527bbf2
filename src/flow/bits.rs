//! Many small truths, close together.
//!
//! Floor 0.

/// Yes or no for each number.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// Adds answers for the next numbers.
    pub(super) fn extend(&mut self, answers: impl Iterator<Item = bool>) {
        for answer in answers {
            if self.len == 64 * self.words.len() {
                self.words.push(0);
            }
            self.len += 1;
            self.set(self.len - 1, answer);
        }
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.words[number / 64] >> (number % 64) & 1 != 0
    }

    pub(super) fn set(&mut self, number: usize, answer: bool) {
        let word = &mut self.words[number / 64];
        let bit = 1 << (number % 64);
        *word = if answer { *word | bit } else { *word & !bit };
    }

    /// No for every number.
    pub(super) fn clear(&mut self) {
        self.words.fill(0);
    }
}
