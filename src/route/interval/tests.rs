use super::*;
use proptest::prelude::*;

fn bits(set: &Ticks) -> Vec<bool> {
    (-40..80).map(|at| set.containing(at).is_some()).collect()
}

fn sets() -> impl Strategy<Value = Vec<(Tick, Tick)>> {
    prop::collection::vec((0_i64..30, 0_i64..9).prop_map(|(s, len)| (s, s + len)), 0..6)
}

proptest! {
    #[test]
    fn a_set_holds_what_any_interval_holds(intervals in sets()) {
        let set = Ticks::of(intervals.clone());
        for at in -40..80 {
            let expected = intervals.iter().any(|&(s, e)| s <= at && at < e);
            prop_assert_eq!(set.containing(at).is_some(), expected);
        }
        for pair in set.iter().collect::<Vec<_>>().windows(2) {
            prop_assert!(pair[0].1 < pair[1].0);
        }
    }

    #[test]
    fn inserting_one_by_one_gives_the_same_set(intervals in sets()) {
        let mut set = Ticks::none();
        for &(s, e) in &intervals {
            set.insert(s, e);
        }
        prop_assert_eq!(set, Ticks::of(intervals));
    }

    #[test]
    fn within_and_gaps_part_a_window(intervals in sets(), start in 0_i64..30, len in 1_i64..20) {
        let set = Ticks::of(intervals);
        let mut parts: Vec<_> = set.within(start, start + len).chain(set.gaps(start, start + len)).collect();
        parts.sort_unstable();
        prop_assert_eq!(parts.first().unwrap().0, start);
        prop_assert_eq!(parts.last().unwrap().1, start + len);
        prop_assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));
        prop_assert!(set.within(start, start + len).all(|(s, _)| set.containing(s).is_some()));
        prop_assert!(set.gaps(start, start + len).all(|(s, _)| set.containing(s).is_none()));
    }

    #[test]
    fn minus_and_mirror_act_tick_by_tick(a in sets(), b in sets()) {
        let (a, b) = (Ticks::of(a), Ticks::of(b));
        let expected: Vec<bool> = bits(&a).iter().zip(bits(&b)).map(|(&x, y)| x && !y).collect();
        prop_assert_eq!(bits(&a.minus(&b)), expected);
        for at in -40..40 {
            prop_assert_eq!(a.mirrored().containing(-at).is_some(), a.containing(at).is_some());
        }
        prop_assert_eq!(a.mirrored().mirrored(), a);
    }
}
