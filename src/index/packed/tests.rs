use super::*;
use proptest::prelude::*;

fn boxes() -> impl Strategy<Value = Vec<Bounds<2>>> {
    let side = (-50.0..50.0f64, 0.0..9.0f64);
    let one = (side.clone(), side).prop_map(|((x, w), (y, h))| {
        // Whole numbers, so that sides often touch.
        let (x, y, w, h) = (x.round(), y.round(), w.round(), h.round());
        Bounds { min: [x, y], max: [x + w, y + h] }
    });
    prop::collection::vec(one, 0..400)
}

proptest! {
    #[test]
    fn a_search_equals_a_scan(boxes in boxes(), window in boxes()) {
        let tree = PackedTree::build(&boxes);
        for window in window.iter().take(5) {
            let mut found = Vec::new();
            tree.search(window, |number| found.push(number));
            found.sort_unstable();
            let expected: Vec<u32> = (0..boxes.len() as u32)
                .filter(|&i| boxes[i as usize].intersects(window))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_nearest_equals_a_scan(boxes in boxes(), x in -80.0..80.0f64, y in -80.0..80.0f64) {
        let tree = PackedTree::build(&boxes);
        let distance_2 = |b: &Bounds<2>| {
            let along = |axis: usize, v: f64| (b.min[axis] - v).max(v - b.max[axis]).max(0.0).powi(2);
            along(0, x) + along(1, y)
        };
        let mut best = f64::INFINITY;
        tree.nearest([x, y], f64::INFINITY, |number, d| {
            assert!((distance_2(&boxes[number as usize]) - d).abs() < 1e-9);
            best = best.min(d);
            best
        });
        let expected = boxes.iter().map(distance_2).fold(f64::INFINITY, f64::min);
        prop_assert!(best == expected || (best - expected).abs() < 1e-9);
    }
}
