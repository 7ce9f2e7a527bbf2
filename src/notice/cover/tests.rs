use super::*;
use proptest::prelude::*;

/// The least number of sets that hold all of `wanted`, by trying every choice.
fn brute(wanted: &BTreeSet<PartyNo>, sets: &[BTreeSet<PartyNo>]) -> Option<usize> {
    (0_u32..1 << sets.len())
        .filter(|choice| {
            let chosen = sets.iter().enumerate().filter(|(one, _)| choice >> one & 1 == 1);
            let held: BTreeSet<PartyNo> = chosen.flat_map(|(_, set)| set.clone()).collect();
            wanted.is_subset(&held)
        })
        .map(u32::count_ones)
        .min()
        .map(|least| least as usize)
}

proptest! {
    #[test]
    fn as_few_as_any_choice_and_they_hold_all(
        wanted in prop::collection::btree_set(0_u32..6, 0..6),
        sets in prop::collection::vec(prop::collection::btree_set(0_u32..8, 0..4), 0..8),
    ) {
        let found = fewest(&wanted, &sets);
        prop_assert_eq!(found.as_ref().map(Vec::len), brute(&wanted, &sets));
        if let Some(found) = found {
            let held: BTreeSet<PartyNo> = found.iter().flat_map(|one| sets[*one].clone()).collect();
            prop_assert!(wanted.is_subset(&held));
        }
    }

    #[test]
    fn beyond_the_exact_the_choice_still_holds_all(
        sets in prop::collection::vec(prop::collection::btree_set(0_u32..20, 0..6), 0..12),
    ) {
        let wanted: BTreeSet<PartyNo> = (0..18).collect();
        let all: BTreeSet<PartyNo> = sets.iter().flatten().copied().collect();
        let found = fewest(&wanted, &sets);
        prop_assert_eq!(found.is_some(), wanted.is_subset(&all));
        if let Some(found) = found {
            let held: BTreeSet<PartyNo> = found.iter().flat_map(|one| sets[*one].clone()).collect();
            prop_assert!(wanted.is_subset(&held));
        }
    }
}

#[test]
fn of_equals_the_first_is_taken() {
    let set = |parties: &[PartyNo]| parties.iter().copied().collect::<BTreeSet<_>>();
    let sets = [set(&[1]), set(&[1, 2]), set(&[1, 2]), set(&[2])];
    assert_eq!(fewest(&set(&[1, 2]), &sets), Some(vec![1]));
    assert_eq!(fewest(&set(&[]), &sets), Some(vec![]));
    assert_eq!(fewest(&set(&[3]), &sets), None);
}
