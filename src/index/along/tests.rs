use super::*;
use geo::{Intersects, Line};
use proptest::prelude::*;

fn c(x: f64, y: f64) -> Coord {
    Coord { x, y }
}

#[test]
fn segments_meet_in_a_point_or_run_along_each_other() {
    assert_eq!(meet(c(0., 0.), c(4., 0.), c(1., -1.), c(1., 1.)), Some((0.25, 0.25)));
    assert_eq!(meet(c(0., 0.), c(4., 0.), c(1., 0.), c(9., 0.)), Some((0.25, 1.0)));
    assert_eq!(meet(c(0., 0.), c(4., 0.), c(4., 0.), c(9., 3.)), Some((1.0, 1.0)));
    assert_eq!(meet(c(0., 0.), c(4., 0.), c(2., 0.), c(2., 0.)), Some((0.5, 0.5)));
    assert_eq!(meet(c(0., 0.), c(4., 0.), c(5., 0.), c(9., 0.)), None);
    assert_eq!(meet(c(2., 1.), c(2., 1.), c(0., 0.), c(4., 2.)), Some((0.0, 0.0)));
}

proptest! {
    #[test]
    fn meets_when_geo_says_so(v in prop::array::uniform8(0_i8..6)) {
        let v = v.map(f64::from);
        let (a, b) = (c(v[0], v[1]), c(v[2], v[3]));
        let (d, e) = (c(v[4], v[5]), c(v[6], v[7]));
        let met = meet(a, b, d, e);
        prop_assert_eq!(met.is_some(), Line::new(a, b).intersects(&Line::new(d, e)));
        if let Some((from, to)) = met {
            for t in [from, to] {
                let at = a + (b - a) * t;
                let (t, _, away) = crate::geodesy::nearest_on_segment(at, d, e);
                prop_assert!(away.0 < 1.0, "{t} {away:?}");
            }
        }
    }
}

#[test]
fn a_stretch_is_measured_along_the_line() {
    let track = Track::new(vec![c(37.0, 36.0), c(37.0, 36.1), c(37.1, 36.1)]);
    let inside = |at: Coord| at.y > 36.05 && at.x < 37.05;
    let found = track.stretches(&[(0.5, 0.5), (1.5, 1.5)], inside);
    assert_eq!(found.len(), 1);
    let first = distance(c(37.0, 36.0), c(37.0, 36.05)).0;
    let second = distance(c(37.0, 36.1), c(37.05, 36.1)).0;
    assert!((found[0].from.0 - first).abs() < 1e-3);
    assert!(
        (found[0].length().0 - (distance(c(37.0, 36.05), c(37.0, 36.1)).0 + second)).abs() < 1e-3
    );
    assert_eq!(found[0].start, c(37.0, 36.05));
    assert_eq!(found[0].end, c(37.05, 36.1));
}
