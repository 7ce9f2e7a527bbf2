//! A value for a few of many numbers.
//!
//! Floor 5. Imports nothing of the crate.
//!
//! One bit a number says whether it has a value; a running count of bits says
//! which value. A zone closes a few thousand of a country's streets: to ask of
//! any street costs one bit, and nothing is hashed.

/// Values of some of the numbers `0..len`. Lookup in constant time; a bit and a
/// half of memory for each number, whether it has a value or not.
#[derive(Clone, Debug)]
pub(crate) struct Sparse<T> {
    bits: Vec<u64>,
    /// How many bits are set before each word.
    before: Vec<u32>,
    keys: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self { bits: Vec::new(), before: Vec::new(), keys: Vec::new(), values: Vec::new() }
    }
}

impl<T> Sparse<T> {
    /// From entries in ascending order of their numbers, each number once.
    pub(crate) fn of(entries: impl IntoIterator<Item = (u32, T)>) -> Self {
        let (keys, values): (Vec<u32>, Vec<T>) = entries.into_iter().unzip();
        let words = keys.last().map_or(0, |&last| last as usize / 64 + 1);
        let mut bits = vec![0_u64; words];
        for &key in &keys {
            bits[key as usize / 64] |= 1 << (key % 64);
        }
        let mut count = 0;
        let before = bits
            .iter()
            .map(|word| {
                let before = count;
                count += word.count_ones();
                before
            })
            .collect();
        Self { bits, before, keys, values }
    }

    /// The value of a number, if it has one.
    pub(crate) fn get(&self, key: u32) -> Option<&T> {
        let word = *self.bits.get(key as usize / 64)?;
        let bit = 1_u64 << (key % 64);
        if word & bit == 0 {
            return None;
        }
        let rank = self.before[key as usize / 64] + (word & (bit - 1)).count_ones();
        self.values.get(rank as usize)
    }

    /// Every number that has a value, in order, with its value.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &T)> + '_ {
        self.keys.iter().copied().zip(&self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::Sparse;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn finds_what_was_put_in(entries: BTreeMap<u16, u8>, asked: Vec<u16>) {
            let sparse = Sparse::of(entries.iter().map(|(&k, &v)| (u32::from(k), v)));
            for key in asked.into_iter().chain(entries.keys().copied()) {
                prop_assert_eq!(sparse.get(u32::from(key)), entries.get(&key));
            }
            let back: BTreeMap<u16, u8> = sparse.iter().map(|(k, &v)| (k as u16, v)).collect();
            prop_assert_eq!(back, entries);
        }
    }
}
