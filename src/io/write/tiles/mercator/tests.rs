use super::*;
use proptest::prelude::*;

/// Another form of the same projection: `asinh tan φ`.
fn exactly(at: Coord) -> (f64, f64) {
    let world = f64::from(WORLD);
    let north = at.y.to_radians().tan().asinh();
    ((at.x + 180.0) / 360.0 * world, world / 2.0 - north / TAU * world)
}

fn distance((x, y): (f64, f64), a: (i32, i32), b: (i32, i32)) -> f64 {
    let [ax, ay, bx, by] = [a.0, a.1, b.0, b.1].map(f64::from);
    let long = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    let share = if long > 0.0 {
        (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - ax - share * (bx - ax)).hypot(y - ay - share * (by - ay))
}

fn degree() -> impl Strategy<Value = Coord> {
    (-180.0..180.0, -85.0..85.0).prop_map(|(x, y)| Coord { x, y })
}

proptest! {
    #[test]
    fn points_are_where_they_are(at in degree()) {
        let (x, y) = point(at).unwrap();
        let (ex, ey) = exactly(at);
        prop_assert!((f64::from(x) - ex).abs() <= 0.51 && (f64::from(y) - ey).abs() <= 0.51);
        let (lon, lat) = degrees(x, y);
        // A unit is 360° / 2³⁰ at the equator.
        prop_assert!((lon - at.x).abs() < 4e-7 && (lat - at.y).abs() < 4e-7);
    }

    /// A side that is straight in degrees is nowhere farther than the tolerance from
    /// the path drawn for it.
    #[test]
    fn long_sides_follow_their_curve(a in degree(), b in degree(), zoom in 4_u8..15) {
        let allowed = tolerance(zoom);
        let found = path(&[a, b], allowed);
        prop_assert!(found.len() >= 2);
        for share in (0..=40).map(|step| f64::from(step) / 40.0) {
            let at = Coord { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
            let far = found
                .windows(2)
                .map(|pair| distance(exactly(at), pair[0], pair[1]))
                .fold(f64::INFINITY, f64::min);
            // Positions are rounded, and there are at most so many pieces.
            prop_assert!(far <= allowed + 1.0 || found.len() > 4000, "{far} of {allowed}");
        }
    }
}

#[test]
fn the_square_ends_where_it_is_as_high_as_wide() {
    let at = |y| point(Coord { x: 0.0, y });
    assert_eq!(at(85.0511).unwrap().1 / 1000, 0);
    assert_eq!(at(MAX_LATITUDE), Some((WORLD / 2, 0)));
    assert_eq!(at(-MAX_LATITUDE), Some((WORLD / 2, WORLD)));
    assert_eq!((at(85.0512), at(-90.0)), (None, None));
}
