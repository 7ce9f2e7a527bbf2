use super::*;
use geo::Covers;
use geo::{LineString, polygon};
use proptest::prelude::*;

proptest! {
    /// On a small grid of whole numbers, points fall on edges and corners all the time.
    #[test]
    fn equals_geo_on_a_grid(
        shell in prop::collection::vec((0_i8..9, 0_i8..9), 3..9),
        px in 0_i8..18, py in 0_i8..18,
    ) {
        let ring: Vec<(f64, f64)> = shell.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
        let polygon = Polygon::new(LineString::from(ring), vec![]);
        prop_assume!(geo::Validation::is_valid(&polygon));
        let point = Coord { x: f64::from(px) / 2.0, y: f64::from(py) / 2.0 };
        prop_assert_eq!(PreparedArea::new(&polygon).covers(point), polygon.covers(&point));
    }

    #[test]
    fn a_star_with_a_hole_equals_geo(
        radii in prop::collection::vec(0.3..1.0f64, 5..200), points in prop::collection::vec((-1.1..1.1f64, -1.1..1.1f64), 50),
    ) {
        let ring = |scale: f64| -> LineString {
            (0..radii.len())
                .map(|i| {
                    let angle = std::f64::consts::TAU * i as f64 / radii.len() as f64;
                    (37.0 + scale * radii[i] * angle.cos(), 36.0 + scale * radii[i] * angle.sin())
                })
                .collect()
        };
        let polygon = Polygon::new(ring(1.0), vec![ring(0.5)]);
        let area = PreparedArea::new(&polygon);
        for (x, y) in points {
            let point = Coord { x: 37.0 + x, y: 36.0 + y };
            prop_assert_eq!(area.covers(point), polygon.covers(&point));
        }
        for corner in ring(1.0).coords().chain(ring(0.5).coords()) {
            prop_assert!(area.covers(*corner));
        }
    }
}

#[test]
fn a_ring_that_jumps_the_antimeridian_crosses_it() {
    let area = PreparedArea::new(
        &polygon![(x: 179.0, y: 0.0), (x: -179.0, y: 0.0), (x: -179.0, y: 1.0), (x: 179.0, y: 1.0)],
    );
    for (lon, inside) in [
        (179.5, true),
        (-179.5, true),
        (180.0, true),
        (-180.0, true),
        (179.0, true),
        (-179.0, true),
        (178.9, false),
        (0.0, false),
        (-178.9, false),
    ] {
        assert_eq!(area.covers(Coord { x: lon, y: 0.5 }), inside, "{lon}");
    }
}

#[test]
fn areas_that_end_at_the_antimeridian_hold_it_under_both_names() {
    let west = PreparedArea::new(
        &polygon![(x: 179.0, y: 0.0), (x: 180.0, y: 0.0), (x: 180.0, y: 1.0), (x: 179.0, y: 1.0)],
    );
    let east = PreparedArea::new(
        &polygon![(x: -180.0, y: 0.0), (x: -179.0, y: 0.0), (x: -179.0, y: 1.0), (x: -180.0, y: 1.0)],
    );
    for lon in [180.0, -180.0] {
        assert!(west.covers(Coord { x: lon, y: 0.5 }) && east.covers(Coord { x: lon, y: 0.5 }));
    }
    assert!(!west.covers(Coord { x: -179.5, y: 0.5 }) && !east.covers(Coord { x: 179.5, y: 0.5 }));
}

/// Rings that cross themselves, so that any number of sides lie about a place.
#[test]
fn however_many_sides_lie_about_a_place_it_is_counted_right() {
    let mut state = 1_u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for corners in 20..80 {
        let mut ring: Vec<geo::Coord> =
            (0..corners).map(|_| geo::Coord { x: 36.0 + next(), y: 36.0 + next() }).collect();
        ring.push(ring[0]);
        let area =
            PreparedArea::new(&geo::Polygon::new(geo::LineString::new(ring.clone()), vec![]));
        for _ in 0..200 {
            let at = geo::Coord { x: 36.0 + next(), y: 36.0 + next() };
            let east = ring.windows(2).filter(|side| {
                let (a, b) = (side[0], side[1]);
                (a.y > at.y) != (b.y > at.y)
                    && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x
            });
            assert_eq!(area.covers_as_is(at), east.count() % 2 == 1, "{at:?} in {ring:?}");
        }
    }
}
