use super::*;
use proptest::prelude::*;

fn at() -> impl Strategy<Value = Coord> {
    (-50_i32..50, -50_i32..50).prop_map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
}

proptest! {
    #[test]
    fn the_share_is_what_sampling_finds(p in at(), q in at(), a in at(), b in at(), reach in 1.0..30.0_f64) {
        let share = share_within(p, q, a, b, reach);
        for step in 0..=100 {
            let t = f64::from(step) / 100.0;
            let distance = to_segment_m(p + (q - p) * t, a, b);
            let inside = share.is_some_and(|(from, to)| from <= t && t <= to);
            if distance < reach - 1e-5 {
                prop_assert!(inside, "{t} is {distance} m away");
            } else if distance > reach + 1e-5 {
                prop_assert!(!inside, "{t} is {distance} m away");
            }
        }
    }
}
