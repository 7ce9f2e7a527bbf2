//! The fewest statements that carry the word of every party.
//!
//! Floor 2. Imports nothing of the crate.

use super::parties::PartyNo;
use std::collections::BTreeSet;

/// Up to this many parties the answer is exact.
const EXACT: usize = 16;

/// The fewest of `sets` that together hold all of `wanted`, as places in
/// `sets`; earlier ones are preferred. `None` if all together do not.
///
/// Exact up to 16 parties, in O(sets · 2^parties); the greedy choice beyond.
/// There are as many subsets as parties allow, so few sets matter: of those
/// that hold the same parties only the first is looked at.
pub(super) fn fewest(wanted: &BTreeSet<PartyNo>, sets: &[BTreeSet<PartyNo>]) -> Option<Vec<usize>> {
    let parties: Vec<PartyNo> = wanted.iter().copied().collect();
    if parties.len() > EXACT {
        return greedy(wanted, sets);
    }
    let full = (1_usize << parties.len()) - 1;
    let mut first_of = vec![None; full + 1];
    for (place, set) in sets.iter().enumerate() {
        let bits = parties
            .iter()
            .enumerate()
            .filter(|(_, party)| set.contains(party))
            .fold(0, |bits, (bit, _)| bits | 1 << bit);
        if let Some(slot @ None) = first_of.get_mut(bits) {
            *slot = Some(place);
        }
    }
    let kinds: Vec<(usize, usize)> =
        first_of.iter().enumerate().filter_map(|(bits, place)| Some((bits, (*place)?))).collect();
    // For each set of parties, the last step of the shortest way to hold them.
    let mut reached: Vec<Option<(usize, usize, usize)>> = vec![None; full + 1];
    reached[0] = Some((0, 0, usize::MAX));
    for held in 0..=full {
        let Some((steps, _, _)) = reached.get(held).copied().flatten() else { continue };
        for &(bits, place) in &kinds {
            let next = held | bits;
            if next == held {
                continue;
            }
            let better =
                reached.get(next).copied().flatten().is_none_or(|(known, _, _)| steps + 1 < known);
            if better && let Some(slot) = reached.get_mut(next) {
                *slot = Some((steps + 1, held, place));
            }
        }
    }
    let mut chosen = Vec::new();
    let mut held = full;
    while held != 0 {
        let (_, before, place) = reached.get(held).copied().flatten()?;
        chosen.push(place);
        held = before;
    }
    chosen.sort_unstable();
    Some(chosen)
}

fn greedy(wanted: &BTreeSet<PartyNo>, sets: &[BTreeSet<PartyNo>]) -> Option<Vec<usize>> {
    let mut left = wanted.clone();
    let mut chosen = Vec::new();
    while !left.is_empty() {
        let gain = |set: &BTreeSet<PartyNo>| set.intersection(&left).count();
        let best = (0..sets.len()).rev().max_by_key(|&one| sets.get(one).map_or(0, gain))?;
        let set = sets.get(best).filter(|set| gain(set) > 0)?;
        left.retain(|party| !set.contains(party));
        chosen.push(best);
    }
    chosen.sort_unstable();
    Some(chosen)
}

#[cfg(test)]
mod tests;
