//! Parties under the names they go by.
//!
//! Floor 2. Imports nothing of the crate.

use std::collections::HashMap;

/// A party's number in one [`Parties`].
pub(super) type PartyNo = u32;

/// Numbers for parties. Names that differ only in case or spaces are one party,
/// and so are those that a policy lists together.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    shown: Vec<String>,
    numbers: HashMap<String, PartyNo>,
}

impl Parties {
    /// Parties of which some go by several names.
    pub(super) fn with_aliases(lists: &[Vec<String>]) -> Self {
        let mut parties = Self::default();
        for list in lists {
            let Some(first) = list.first() else { continue };
            let number = parties.number(first);
            for name in list {
                parties.numbers.entry(key(name)).or_insert(number);
            }
        }
        parties
    }

    /// The number of a party, new if it was not seen before.
    pub(super) fn number(&mut self, name: &str) -> PartyNo {
        let next = PartyNo::try_from(self.shown.len()).unwrap_or(PartyNo::MAX);
        let number = *self.numbers.entry(key(name)).or_insert(next);
        if number == next {
            self.shown.push(name.trim().to_owned());
        }
        number
    }

    /// The number of a party that was seen.
    pub(super) fn find(&self, name: &str) -> Option<PartyNo> {
        self.numbers.get(&key(name)).copied()
    }

    /// The name to show.
    pub(super) fn name(&self, number: PartyNo) -> &str {
        self.shown.get(number as usize).map_or("", String::as_str)
    }
}

fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

#[cfg(test)]
mod tests;
