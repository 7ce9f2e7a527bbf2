//! How far two names lie apart.
//!
//! Floor 2. An alignment of sounds (Needleman and Wunsch, 1970) with the costs of
//! `sound`; time and space are the product and the sum of the lengths.

use super::form::Core;
use super::sound::{self, Sound};
use super::vocabulary::Tag;
use crate::id::Kind;

/// Costs between two runs of sounds. Keeps its rows between calls.
#[derive(Debug)]
pub(super) struct Aligner {
    /// Rows for the sounds so far, one less, two less.
    rows: [Vec<u16>; 3],
    changes: &'static [u16],
}

impl Aligner {
    pub(super) fn new() -> Self {
        Self { rows: Default::default(), changes: sound::changes() }
    }

    /// What it costs to write `b` for `a`; anything above `most` may come out as
    /// [`u16::MAX`]. `across` says whether they are in different scripts.
    pub(super) fn cost(&mut self, a: &[Sound], b: &[Sound], across: bool, most: u16) -> u16 {
        let omit_right: Vec<u16> =
            b.iter().enumerate().map(|(at, one)| one.omission(across, before(b, at))).collect();
        let [row, above, higher] = &mut self.rows;
        let cell = |row: &[u16], at: usize| row.get(at).copied().unwrap_or(u16::MAX);
        above.clear();
        above.push(0);
        let mut sum = 0_u16;
        above.extend(omit_right.iter().map(|&omit| {
            sum = sum.saturating_add(omit);
            sum
        }));
        higher.clear();
        for (i, &left) in a.iter().enumerate() {
            let omit_left = left.omission(across, before(a, i));
            row.clear();
            let mut here = cell(above, 0).saturating_add(omit_left);
            row.push(here);
            let mut least = here;
            for (j, &right) in b.iter().enumerate() {
                let change = cell(above, j).saturating_add(left.change(right, self.changes));
                let omitted = cell(above, j + 1).saturating_add(omit_left);
                let added = here.saturating_add(cell(&omit_right, j));
                here = change.min(omitted).min(added);
                if let Some(cost) = before(b, j).and_then(|first| sound::split(left, first, right))
                {
                    here = here.min(cell(above, j - 1).saturating_add(cost));
                }
                if let Some(cost) = before(a, i).and_then(|first| sound::split(right, first, left))
                {
                    here = here.min(cell(higher, j).saturating_add(cost));
                }
                row.push(here);
                least = least.min(here);
            }
            // Two rows bound what a pair of sounds can reach.
            if least > most && above.iter().all(|&cost| cost > most) {
                return u16::MAX;
            }
            std::mem::swap(above, higher);
            std::mem::swap(row, above);
        }
        above.last().copied().unwrap_or(u16::MAX)
    }
}

fn before(sounds: &[Sound], at: usize) -> Option<Sound> {
    at.checked_sub(1).and_then(|before| sounds.get(before)).copied()
}

/// How the common words of two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same words.
    Same,
    /// One has a word more, and it only says what kind of thing the place is.
    Natural,
    /// One has a word more: perhaps the same place, perhaps another.
    Partial,
    /// Each has a word that the other lacks.
    Conflict,
}

/// Compares numbers and common words; `kind` is what the candidate is.
pub(super) fn agreement(query: &Core, name: &Core, kind: Option<Kind>) -> Agreement {
    let lacking = |of: &Core, there: &Core| -> Vec<Tag> {
        there.tags.iter().copied().filter(|tag| !of.tags.contains(tag)).collect()
    };
    let (extra, missing) = (lacking(name, query), lacking(query, name));
    if !extra.is_empty() && !missing.is_empty() {
        return Agreement::Conflict;
    }
    let odd = if extra.is_empty() { missing } else { extra };
    if odd.is_empty() {
        Agreement::Same
    } else if odd.iter().all(|tag| kind.is_some_and(|kind| natural(kind).contains(tag))) {
        Agreement::Natural
    } else {
        Agreement::Partial
    }
}

/// Words that say no more of a record than its kind does.
const fn natural(kind: Kind) -> &'static [Tag] {
    match kind {
        Kind::SafeCorridor => &[Tag::Street, Tag::Road, Tag::Corridor, Tag::Crossing],
        Kind::Checkpoint => &[Tag::Checkpoint, Tag::Crossing],
        Kind::Street => &[Tag::Street, Tag::Road],
        _ => &[],
    }
}
