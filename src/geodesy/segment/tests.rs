use super::*;
use proptest::prelude::*;

/// The least geodesic distance over a fine walk along the segment, narrowed twice.
fn brute(point: Coord, a: Coord, b: Coord) -> f64 {
    let mut width = b.x - a.x;
    if width > 180.0 {
        width -= 360.0;
    } else if width < -180.0 {
        width += 360.0;
    }
    let metres = |t: f64| {
        let at = Point::new(a.x + width * t, a.y + (b.y - a.y) * t);
        Geodesic.distance(Point::from(point), at)
    };
    let (mut low, mut high) = (0.0, 1.0);
    let mut best = f64::INFINITY;
    for _ in 0..6 {
        let step = (high - low) / 400.0;
        let (mut at, mut least) = (low, f64::INFINITY);
        for i in 0..=400 {
            let t = low + step * f64::from(i);
            let d = metres(t);
            if d < least {
                (at, least) = (t, d);
            }
        }
        best = f64::min(best, least);
        (low, high) = ((at - step).max(0.0), (at + step).min(1.0));
    }
    best
}

fn check(point: Coord, a: Coord, b: Coord) -> Result<(), TestCaseError> {
    let (t, at, metres) = nearest_on_segment(point, a, b);
    prop_assert!((0.0..=1.0).contains(&t));
    let there = Geodesic.distance(Point::from(point), Point::from(at));
    prop_assert!((there - metres.0).abs() < 1e-4, "{there} {metres:?}");
    let best = brute(point, a, b);
    prop_assert!((metres.0 - best).abs() < 1e-3, "{} against {best}", metres.0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn in_a_city(lon in -180.0..180.0, lat in -85.0..85.0, d in prop::array::uniform6(-0.2..0.2f64)) {
        let wrap = |x: f64| if x > 180.0 { x - 360.0 } else if x < -180.0 { x + 360.0 } else { x };
        let c = |i: usize| Coord { x: wrap(lon + d[i]), y: lat + d[i + 1] };
        check(c(0), c(2), c(4))?;
    }

    #[test]
    fn near_a_pole(lon in prop::array::uniform3(-180.0..180.0f64), lat in prop::array::uniform3(85.0..=90.0f64)) {
        check((lon[0], lat[0]).into(), (lon[1], lat[1]).into(), (lon[2], lat[2]).into())?;
    }

    #[test]
    fn across_a_continent(lon in prop::array::uniform3(-40.0..40.0f64), lat in prop::array::uniform3(-60.0..60.0f64)) {
        check((lon[0], lat[0]).into(), (lon[1], lat[1]).into(), (lon[2], lat[2]).into())?;
    }
}

#[test]
fn a_segment_of_no_length_is_its_end() {
    let (t, at, metres) =
        nearest_on_segment((37.0, 36.0).into(), (37.1, 36.1).into(), (37.1, 36.1).into());
    assert_eq!((t, at), (0.0, (37.1, 36.1).into()));
    assert!(
        (metres.0 - Geodesic.distance(Point::new(37.0, 36.0), Point::new(37.1, 36.1))).abs() < 1e-3
    );
}

#[test]
fn a_point_on_the_segment_is_at_no_distance() {
    let (_, _, metres) =
        nearest_on_segment((37.05, 36.05).into(), (37.0, 36.0).into(), (37.1, 36.1).into());
    assert!(metres.0 < 1e-6);
}
