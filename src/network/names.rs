//! Each text kept once.
//!
//! Floor 3. Imports nothing of the crate.

use std::collections::BTreeMap;

/// Texts of ways, each stored once, found by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    text: String,
    /// Where text `n` ends; it starts where `n - 1` ends.
    ends: Vec<u32>,
    /// `(language, text)` of each way, one range a way.
    pairs: Vec<(u32, u32)>,
}

/// Which names belong to a way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct NameRange {
    start: u32,
    end: u32,
}

impl NameRange {
    pub(super) const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    pub(super) const fn ends(self) -> (u32, u32) {
        (self.start, self.end)
    }
}

impl Names {
    /// Texts, where each ends, and `(language, text)`; checked by who gives them.
    pub(super) fn from_parts(text: String, ends: Vec<u32>, pairs: Vec<(u32, u32)>) -> Self {
        Self { text, ends, pairs }
    }

    pub(super) fn parts(&self) -> (&str, &[u32], &[(u32, u32)]) {
        (&self.text, &self.ends, &self.pairs)
    }

    pub(super) fn text(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(at).copied().unwrap_or(0);
        self.text.get(start.unwrap_or(0) as usize..end as usize).unwrap_or("")
    }

    pub(super) fn of(&self, range: NameRange) -> impl Iterator<Item = (&str, &str)> {
        self.pairs[range.start as usize..range.end as usize]
            .iter()
            .map(|&(language, text)| (self.text(language), self.text(text)))
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.pairs.capacity() * 8
    }
}

/// Fills [`Names`]. Total length is limited to 4 GB, as numbers are `u32`;
/// what does not fit is left out.
#[derive(Debug, Default)]
pub(super) struct NamesBuilder {
    names: Names,
    numbers: BTreeMap<String, u32>,
}

impl NamesBuilder {
    pub(super) fn intern(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.ends.len()).ok()?;
        let end = u32::try_from(self.names.text.len() + text.len()).ok()?;
        self.names.text.push_str(text);
        self.names.ends.push(end);
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }

    /// Adds the names of one way, in the order given.
    pub(super) fn add(&mut self, pairs: &[(String, String)]) -> NameRange {
        let Ok(start) = u32::try_from(self.names.pairs.len()) else { return NameRange::default() };
        for (language, text) in pairs {
            if let (Some(language), Some(text)) = (self.intern(language), self.intern(text)) {
                self.names.pairs.push((language, text));
            }
        }
        match u32::try_from(self.names.pairs.len()) {
            Ok(end) => NameRange { start, end },
            Err(_) => NameRange::default(),
        }
    }

    pub(super) fn finish(mut self) -> Names {
        self.names.text.shrink_to_fit();
        self.names.ends.shrink_to_fit();
        self.names.pairs.shrink_to_fit();
        self.names
    }
}
