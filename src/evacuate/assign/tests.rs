use super::*;
use proptest::prelude::*;

fn group(size: u64, families: u64) -> FamilyGroup {
    FamilyGroup { neighbourhood: "a".into(), at: [0.0, 0.0], size, families }
}

fn shelters(places: &[u64]) -> Vec<(ShelterId, u64)> {
    places.iter().zip(0..).map(|(&places, n)| (format!("s{n}").into(), places)).collect()
}

#[test]
fn the_nearest_shelter_goes_to_whom_it_saves_most() {
    // Both are nearest to s0, which has one place; the second would walk 9 s more elsewhere.
    let times = [Some(1000), Some(2000), Some(1000), Some(10_000)];
    let found = Assignment::of(&[group(1, 1), group(1, 1)], &shelters(&[1, 1]), &times).unwrap();
    let who: Vec<_> = found.assigned.iter().map(|one| (one.group, one.shelter.as_str())).collect();
    assert_eq!(who, [(0, "s1"), (1, "s0")]);
    assert_eq!((found.walk_s, found.walk_at_least_s), (3.0, 3.0));
    assert_eq!(found.gap_percent(), Some(0.0));
}

#[test]
fn a_family_is_not_divided() {
    // Five places for families of three: one family, two places stay empty.
    let found = Assignment::of(&[group(3, 2)], &shelters(&[5]), &[Some(1000)]).unwrap();
    assert_eq!((found.persons, found.persons_at_most, found.left.as_slice()), (3, 3, &[1][..]));
    // Beside them single people, who take the two.
    let families = [group(3, 2), group(1, 4)];
    let found = Assignment::of(&families, &shelters(&[5]), &[Some(1000), Some(1000)]).unwrap();
    assert_eq!((found.persons, found.persons_at_most), (5, 5));
}

#[test]
fn nonsense_is_told() {
    let told = |result: Result<Assignment, AssignmentError>| result.unwrap_err().to_string();
    assert_eq!(
        told(Assignment::of(&[group(0, 2)], &shelters(&[5]), &[Some(1)])),
        "group #0: expected families of 1 person or more, found 0"
    );
    assert_eq!(
        told(Assignment::of(&[group(1, 2)], &shelters(&[5]), &[])),
        "expected a time for each of 1 pairs of group and shelter, found 0"
    );
}

/// The best of all ways to seat single people, by trying all.
fn best(supplies: &[u64], places: &[u64], times: &[Option<u32>]) -> (u64, u64) {
    fn go(people: &[usize], places: &mut [u64], times: &[Option<u32>]) -> (u64, u64) {
        let Some((&row, rest)) = people.split_first() else { return (0, 0) };
        let mut best = go(rest, places, times);
        for column in 0..places.len() {
            let (Some(time), 1..) = (times[row * places.len() + column], places[column]) else {
                continue;
            };
            places[column] -= 1;
            let (count, cost) = go(rest, places, times);
            places[column] += 1;
            let found = (count + 1, cost + u64::from(time));
            if found.0 > best.0 || (found.0 == best.0 && found.1 < best.1) {
                best = found;
            }
        }
        best
    }
    let people: Vec<usize> =
        supplies.iter().enumerate().flat_map(|(row, &n)| vec![row; n as usize]).collect();
    go(&people, &mut places.to_vec(), times)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn single_people_are_seated_as_by_trying_all(
        supplies in prop::collection::vec(0_u64..3, 3),
        places in prop::collection::vec(0_u64..3, 3),
        times in prop::collection::vec(prop::option::weighted(0.8, 0_u32..9), 9),
    ) {
        let families: Vec<_> = supplies.iter().map(|&n| group(1, n)).collect();
        let found = Assignment::of(&families, &shelters(&places), &times).unwrap();
        let (count, cost) = best(&supplies, &places, &times);
        prop_assert_eq!(found.persons, count);
        prop_assert!((found.walk_s * 1000.0 - cost as f64).abs() < 1e-6);
    }

    #[test]
    fn families_keep_together_and_places_are_kept(
        sizes in prop::collection::vec((1_u64..5, 0_u64..4), 3),
        places in prop::collection::vec(0_u64..9, 3),
        times in prop::collection::vec(prop::option::weighted(0.8, 0_u32..9), 9),
    ) {
        let families: Vec<_> = sizes.iter().map(|&(size, n)| group(size, n)).collect();
        let found = Assignment::of(&families, &shelters(&places), &times).unwrap();
        let mut taken = vec![0; 3];
        let mut went = vec![0; 3];
        for one in &found.assigned {
            let column: usize = one.shelter.as_str()[1..].parse().unwrap();
            prop_assert!(times[one.group * 3 + column].is_some());
            prop_assert_eq!(one.persons, one.families * families[one.group].size);
            taken[column] += one.persons;
            went[one.group] += one.families;
        }
        for (column, taken) in taken.into_iter().enumerate() {
            prop_assert!(taken <= places[column]);
        }
        for (group, went) in went.into_iter().enumerate() {
            prop_assert_eq!(went + found.left[group], families[group].families);
        }
        prop_assert!(found.persons <= found.persons_at_most);
        if found.persons == found.persons_at_most {
            prop_assert!(found.walk_s >= found.walk_at_least_s - 1e-9);
        }
    }
}
