use super::*;
use geo::{Contains, CoordsIter};
use proptest::prelude::*;

/// How far the corners lie beyond the circle, as a share of the radius.
fn beyond(centre: Coord, radius: f64) -> f64 {
    let drawn = circle(centre, Metres(radius)).unwrap();
    let far = drawn.coords_iter().map(|at| distance(centre, at).0).fold(0.0, f64::max);
    far / radius - 1.0
}

#[test]
fn what_is_no_circle_is_none() {
    let at = Coord { x: 37.0, y: 36.0 };
    for radius in [0.0, -1.0, f64::NAN, f64::INFINITY, 5_000_001.0] {
        assert_eq!(circle(at, Metres(radius)), None, "{radius}");
    }
    assert_eq!(circle(Coord { x: 37.0, y: 91.0 }, Metres(10.0)), None);
    assert_eq!(circle(Coord { x: 37.0, y: 89.99 }, Metres(2_000.0)), None);
    assert!(circle(Coord { x: 37.0, y: 89.9 }, Metres(2_000.0)).is_some());
}

#[test]
fn the_stated_error_holds() {
    for lat in [0.0, -35.4, 50.0, 79.0] {
        for radius in [1.0, 1_000.0, 25_000.0, 100_000.0, 500_000.0] {
            let share = beyond(Coord { x: 147.0, y: lat }, radius);
            assert!(share <= 0.001, "lat {lat}, {radius} m: {share}");
        }
    }
}

#[test]
fn a_circle_over_the_antimeridian_is_cut() {
    let drawn = circle(Coord { x: 179.9, y: -16.0 }, Metres(50_000.0)).unwrap();
    assert_eq!(drawn.0.len(), 2);
    assert!(drawn.coords_iter().all(|at| (-180.0..=180.0).contains(&at.x)));
}

proptest! {
    #[test]
    fn every_place_within_the_radius_is_inside(
        lon in -170.0..170.0, lat in -70.0..70.0, exponent in 0.0..5.7, bearing in 0.0..360.0,
        share in 0.0..1.0,
    ) {
        let centre = Coord { x: lon, y: lat };
        let radius = 10.0_f64.powf(exponent);
        let drawn = circle(centre, Metres(radius)).unwrap();
        let at = Geodesic.destination(Point::from(centre), bearing, radius * share);
        prop_assert!(drawn.contains(&at) || at.x().abs() > 179.0);
        let out = Geodesic.destination(Point::from(centre), bearing, radius * 1.01);
        prop_assert!(!drawn.contains(&out));
    }
}
