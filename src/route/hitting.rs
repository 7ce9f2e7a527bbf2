//! The smallest set that has something of each of some sets.
//!
//! Floor 5. Imports nothing of the crate.

use std::collections::BTreeSet;

/// Choices looked at before giving up.
const MOST_CHOICES: usize = 200_000;

/// The smallest set that has something of each of `sets`; of several the one
/// that comes first in order. `None` if one of `sets` is empty, or if there are
/// too many choices to look at.
///
/// Exact: tries every set of one, then of two, and so on. O(wᵏ) for a result of
/// k and sets of w.
pub(super) fn smallest_hitting_set<T: Ord + Clone>(sets: &[BTreeSet<T>]) -> Option<BTreeSet<T>> {
    let mut choices = 0;
    (0..=sets.len()).find_map(|size| {
        let mut chosen = Vec::new();
        hit(sets, size, &mut chosen, &mut choices).then(|| chosen.into_iter().cloned().collect())
    })
}

/// Whether `chosen` and `left` more things can hit every set.
fn hit<'a, T: Ord>(
    sets: &'a [BTreeSet<T>],
    left: usize,
    chosen: &mut Vec<&'a T>,
    choices: &mut usize,
) -> bool {
    // The smallest set that is not hit leaves the fewest choices.
    let missed = sets.iter().filter(|set| !chosen.iter().any(|one| set.contains(*one)));
    let Some(missed) = missed.min_by_key(|set| set.len()) else { return true };
    *choices += 1;
    if left == 0 || *choices > MOST_CHOICES {
        return false;
    }
    for one in missed {
        chosen.push(one);
        if hit(sets, left - 1, chosen, choices) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::smallest_hitting_set;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn no_smaller_set_hits_all(sets in prop::collection::vec(prop::collection::btree_set(0_u32..8, 1..5), 0..7)) {
            let found = smallest_hitting_set(&sets).unwrap();
            let hits = |chosen: &BTreeSet<u32>| sets.iter().all(|set| !set.is_disjoint(chosen));
            prop_assert!(hits(&found));
            // Every subset of 0..8, as bits.
            for bits in 0_u32..256 {
                let subset: BTreeSet<u32> = (0..8).filter(|bit| bits >> bit & 1 == 1).collect();
                prop_assert!(!hits(&subset) || subset.len() >= found.len());
            }
        }
    }

    #[test]
    fn an_empty_set_cannot_be_hit() {
        assert_eq!(smallest_hitting_set::<u32>(&[BTreeSet::new()]), None);
        assert_eq!(smallest_hitting_set::<u32>(&[]), Some(BTreeSet::new()));
    }
}
