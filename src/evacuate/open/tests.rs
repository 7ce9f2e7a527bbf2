use super::*;
use proptest::prelude::*;

fn steps(ticks: &[(Tick, Tick)]) -> Ticks {
    Ticks::of(ticks.to_vec())
}

#[test]
fn a_step_is_open_only_if_all_of_it_is() {
    let mut open = OpenSteps::all(0, 60, 10);
    // One tick of the second step, and the third step whole but for one tick.
    open.forbid(&steps(&[(119, 120), (121, 180)]), 0, 0);
    assert_eq!(open.stretches(), [(0, 1), (3, 10)]);
    let mut open = OpenSteps::all(0, 60, 10);
    open.only(&steps(&[(60, 300)]), 30);
    // In the fifth step the last would still be at it at tick 330.
    assert_eq!(open.stretches(), [(1, 4)]);
}

#[test]
fn a_rate_is_kept_to_the_person() {
    // 100 an hour in steps of a minute: 5 in 3 steps.
    assert_eq!(in_steps(100.0, 60_000), (5, 3));
    let profile = profile(&[(0, 600)], in_steps(100.0, 60_000));
    assert_eq!((profile.within(0, 60), profile.within(0, 600)), (100, 1000));
    assert_eq!(in_steps(0.0, 60_000), (0, 1));
}

proptest! {
    #[test]
    fn nobody_is_there_when_it_is_shut(
        ticks in prop::collection::vec((-50_i64..300, 1_i64..40), 0..5),
        base in -70_i64..70, step in 1_i64..20, from in 0_i64..30, length in 0_i64..30,
    ) {
        let shut = Ticks::of(ticks.iter().map(|&(at, long)| (at, at + long)).collect());
        let mut open = OpenSteps::all(base, step, 12);
        open.forbid(&shut, from, from + length);
        let found = open.stretches();
        for k in 0..12_u32 {
            // Tick by tick, for everybody who enters in the step.
            let first = base + i64::from(k) * step;
            let meets = (first + from..first + from + length + step)
                .any(|at| shut.iter().any(|(s, e)| s <= at && at < e));
            let is_open = found.iter().any(|&(a, b)| a <= k && k < b);
            prop_assert_eq!(is_open, !meets, "step {}", k);
        }
    }
}
