use super::*;
use crate::geodesy::area_of_all_m2;
use geo::{Densify, Euclidean, polygon};
use proptest::prelude::*;

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon {
    polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]
        .into()
}

#[test]
fn the_whole_earth_has_the_area_that_is_published() {
    // NGA STND.0036 (2014), table 3.6 gives 510 065 621.7 km² for WGS 84.
    let earth = area_of_straight_sides_m2(&rectangle(-180.0, -90.0, 180.0, 90.0));
    assert!((earth / 1e6 - 510_065_621.7).abs() < 0.1, "{earth}");
}

#[test]
fn a_hole_is_taken_out_whichever_way_it_winds() {
    let inner = rectangle(37.1, 36.1, 37.2, 36.2);
    let holed = geo::Polygon::new(
        rectangle(37.0, 36.0, 37.3, 36.3).0[0].exterior().clone(),
        vec![inner.0[0].exterior().clone()],
    );
    let sum = area_of_straight_sides_m2(&rectangle(37.0, 36.0, 37.3, 36.3))
        - area_of_straight_sides_m2(&inner);
    assert!((area_of_straight_sides_m2(&MultiPolygon(vec![holed])) - sum).abs() < 1e-3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// With many points on each side, a geodesic between two is as good as straight.
    #[test]
    fn densified_geodesic_area_is_the_same(
        west in -170.0..160.0_f64, south in -80.0..75.0_f64,
        wide in 0.01..0.2_f64, high in 0.01..0.2_f64, lean in -0.2..0.2_f64,
    ) {
        let (east, north) = (west + wide, south + high);
        let leaning: MultiPolygon = polygon![
            (x: west, y: south), (x: east, y: south + lean * high),
            (x: east + lean * wide, y: north), (x: west, y: north)
        ].into();
        let dense = Euclidean.densify(&leaning, 0.0002);
        let (straight, geodesic) = (area_of_straight_sides_m2(&leaning), area_of_all_m2(&dense));
        prop_assert!((straight - geodesic).abs() < 2e-8 * geodesic + 0.001, "{straight} {geodesic}");
    }

    /// Cut along a line of degrees, the pieces add up.
    #[test]
    fn pieces_add_up(west in -170.0..160.0_f64, south in -80.0..75.0_f64, cut in 0.1..0.9_f64) {
        let whole = area_of_straight_sides_m2(&rectangle(west, south, west + 2.0, south + 1.0));
        let at = south + cut;
        let below = area_of_straight_sides_m2(&rectangle(west, south, west + 2.0, at));
        let above = area_of_straight_sides_m2(&rectangle(west, at, west + 2.0, south + 1.0));
        prop_assert!((whole - below - above).abs() < 1e-12 * whole + 1e-3);
    }
}
