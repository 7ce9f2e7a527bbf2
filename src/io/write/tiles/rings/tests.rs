use super::*;
use proptest::prelude::*;

/// Where sides cross, the place is rounded to the grid.
const ROUNDED: f64 = 3.0;

fn ring(size: i32) -> impl Strategy<Value = Ring> {
    let points = proptest::collection::vec((0..size, 0..size).prop_map(|(x, y)| [x, y]), 1..9);
    (points, any::<bool>()).prop_map(|(points, hole)| Ring { points, hole })
}

fn sides(ring: &[Local]) -> Vec<(Local, Local)> {
    (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()])).collect()
}

/// How often a ring winds round a place, clockwise on a map.
fn turns(ring: &[Local], [x, y]: [f64; 2]) -> i32 {
    let mut sum = 0.0;
    for (a, b) in sides(ring) {
        let way = |at: Local| (f64::from(at[1]) - y).atan2(f64::from(at[0]) - x);
        let mut turn = way(b) - way(a);
        if turn > std::f64::consts::PI {
            turn -= std::f64::consts::TAU;
        } else if turn < -std::f64::consts::PI {
            turn += std::f64::consts::TAU;
        }
        sum += turn;
    }
    (sum / std::f64::consts::TAU).round() as i32
}

fn distance([x, y]: [f64; 2], (a, b): (Local, Local)) -> f64 {
    let [ax, ay, bx, by] = [a[0], a[1], b[0], b[1]].map(f64::from);
    let long = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    let share = if long > 0.0 {
        (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - ax - share * (bx - ax)).hypot(y - ay - share * (by - ay))
}

/// Whether two sides go through each other, other than at an end.
fn cross_each_other((a, b): (Local, Local), (c, d): (Local, Local)) -> bool {
    let right = |p: Local, q: Local, r: Local| {
        let [px, py, qx, qy, rx, ry] = [p[0], p[1], q[0], q[1], r[0], r[1]].map(i64::from);
        ((qx - px) * (ry - py) - (qy - py) * (rx - px)).signum()
    };
    right(a, b, c) * right(a, b, d) < 0 && right(c, d, a) * right(c, d, b) < 0
}

/// Twice the area by the trapezium rule.
fn doubled(ring: &[Local]) -> i64 {
    sides(ring)
        .into_iter()
        .map(|(a, b)| (i64::from(a[0]) - i64::from(b[0])) * (i64::from(a[1]) + i64::from(b[1])))
        .sum()
}

/// What every client takes: rings that go through nothing, exteriors clockwise, holes the
/// other way and in the exterior before them.
fn hold_valid(found: &[Vec<Local>]) -> Result<(), TestCaseError> {
    let all: Vec<(Local, Local)> = found.iter().flat_map(|ring| sides(ring)).collect();
    for (at, side) in all.iter().enumerate() {
        prop_assert_ne!(side.0, side.1);
        for other in &all[at + 1..] {
            prop_assert!(!cross_each_other(*side, *other), "{side:?} goes through {other:?}");
        }
    }
    let mut exterior: Option<&Vec<Local>> = None;
    for ring in found {
        prop_assert!(ring.len() >= 3);
        let area = doubled(ring);
        prop_assert_ne!(area, 0);
        if area > 0 {
            exterior = Some(ring);
            continue;
        }
        let Some(exterior) = exterior else {
            return Err(TestCaseError::fail(format!("a hole before any exterior: {found:?}")));
        };
        let in_it = |at: &Local| {
            let place = [f64::from(at[0]), f64::from(at[1])];
            let on_side = sides(exterior).iter().any(|side| distance(place, *side) < ROUNDED);
            on_side || turns(exterior, place) != 0
        };
        prop_assert!(ring.iter().all(in_it), "a hole outside of its exterior: {found:?}");
    }
    Ok(())
}

/// What is filled: where exteriors wind round more often than holes.
fn wanted(rings: &[Ring], place: [f64; 2]) -> bool {
    let mut outer = false;
    let mut sum = 0;
    for ring in rings {
        let way = doubled(&ring.points).signum() as i32;
        if ring.hole && !outer {
            continue;
        }
        if !ring.hole {
            outer = way != 0;
        }
        sum += turns(&ring.points, place) * way * if ring.hole { -1 } else { 1 };
    }
    sum > 0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// On a small grid nearly everything touches something.
    #[test]
    fn whatever_comes_rings_are_valid(rings in proptest::collection::vec(ring(9), 0..5)) {
        hold_valid(&valid(rings))?;
    }

    #[test]
    fn what_is_filled_stays_filled(
        rings in proptest::collection::vec(ring(4000), 1..5),
        places in proptest::collection::vec((0.0..4000.0, 0.0..4000.0), 40),
    ) {
        let found = valid(rings.clone());
        hold_valid(&found)?;
        let all: Vec<(Local, Local)> = rings.iter().flat_map(|ring| sides(&ring.points)).collect();
        for (x, y) in places {
            if all.iter().any(|side| distance([x, y], *side) < ROUNDED) {
                continue;
            }
            let filled: i32 = found.iter().map(|ring| turns(ring, [x, y])).sum();
            prop_assert_eq!(filled > 0, wanted(&rings, [x, y]), "at {}, {} in {:?}", x, y, found);
        }
    }
}
