use super::*;
use proptest::prelude::*;

#[test]
fn the_curve_visits_every_cell_once_and_steps_to_a_neighbour() {
    // The first 4,096 places are the lower left 64 × 64 cells.
    let mut cells = vec![None; 4096];
    for x in 0..64_u16 {
        for y in 0..64_u16 {
            let slot = &mut cells[place(x, y) as usize];
            assert_eq!(slot.replace((x, y)), None);
        }
    }
    for pair in cells.windows(2) {
        let (Some((a, b)), Some((c, d))) = (pair[0], pair[1]) else { panic!("a gap") };
        assert_eq!(a.abs_diff(c) + b.abs_diff(d), 1);
    }
}

proptest! {
    #[test]
    fn the_order_is_a_stable_sort(keys in prop::collection::vec(prop::num::u32::ANY.prop_map(|k| k >> (k % 32)), 0..300)) {
        let mut expected: Vec<u32> = (0..keys.len() as u32).collect();
        expected.sort_by_key(|&i| keys[i as usize]);
        prop_assert_eq!(order_by(&keys), expected);
    }
}
