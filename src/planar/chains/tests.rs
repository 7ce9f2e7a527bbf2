use super::super::Outline;
use super::*;
use geo::{Covers, LineString, MultiPolygon, Point, Polygon};
use proptest::prelude::*;

/// Every side against the place, one by one, each polygon on its own.
fn slow(area: &MultiPolygon, at: Coord) -> bool {
    area.0.iter().any(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let mut inside = false;
        for side in rings.flat_map(LineString::lines) {
            let (a, b) = (side.start, side.end);
            let turn = RobustKernel::orient2d(a, b, at);
            let bounds = Bounds::of(a, b);
            if turn == Orientation::Collinear && bounds.meets(&Bounds { low: at, high: at }) {
                return true;
            }
            if (a.y > at.y) != (b.y > at.y) {
                inside ^= (b.y > a.y) == (turn == Orientation::CounterClockwise);
            }
        }
        inside
    })
}

fn ring(points: impl Iterator<Item = (f64, f64)>) -> LineString {
    let mut ring: LineString = points.collect();
    ring.close();
    ring
}

/// On a coarse grid, so that places lie on sides and at the height of corners.
fn grid(most: i32) -> impl Strategy<Value = (f64, f64)> {
    (0..=most, 0..=most).prop_map(|(x, y)| (f64::from(x), f64::from(y)))
}

fn polygon() -> impl Strategy<Value = Polygon> {
    let points = prop::collection::vec(grid(24), 3..70);
    let hole = prop::collection::vec(grid(24), 3..8);
    (points, prop::collection::vec(hole, 0..3)).prop_map(|(outer, holes)| {
        let holes = holes.into_iter().map(|hole| ring(hole.into_iter())).collect();
        Polygon::new(ring(outer.into_iter()), holes)
    })
}

proptest! {
    #[test]
    fn places_lie_where_each_side_says(
        polygons in prop::collection::vec(polygon(), 0..12),
        places in prop::collection::vec(grid(24), 1..40),
    ) {
        let area = MultiPolygon(polygons);
        let outline = Outline::of_area(&area);
        for at in places {
            let at = Coord::from(at);
            prop_assert_eq!(outline.covers(at), slow(&area, at), "{:?}", at);
        }
    }

    #[test]
    fn sides_near_a_box_are_those_of_a_full_scan(
        polygons in prop::collection::vec(polygon(), 0..6), a in grid(24), b in grid(24),
    ) {
        let area = MultiPolygon(polygons);
        let outline = Outline::of_area(&area);
        let window = Bounds::of(a.into(), b.into());
        let mut near = Vec::new();
        outline.chains.near(&window, |a, b| { near.push([a, b].map(|at| (at.x, at.y))); true });
        let every = outline.sides();
        let of_polygons: usize = area.0.iter().flat_map(|polygon| {
            std::iter::once(polygon.exterior()).chain(polygon.interiors())
        }).map(|ring| ring.0.len() - 1).sum();
        prop_assert_eq!(every.len(), of_polygons);
        let mut slow: Vec<_> = every.into_iter().filter(|(a, b)| Bounds::of(*a, *b).meets(&window))
            .map(|(a, b)| [a, b].map(|at| (at.x, at.y))).collect();
        near.sort_by(|a, b| a.partial_cmp(b).unwrap());
        slow.sort_by(|a, b| a.partial_cmp(b).unwrap());
        prop_assert_eq!(near, slow);
    }
}

#[test]
fn a_polygon_inside_another_of_the_same_area_is_no_hole() {
    let square = |low: f64, high: f64| {
        let ring = [(low, low), (high, low), (high, high), (low, high), (low, low)];
        Polygon::new(LineString::from(ring.to_vec()), Vec::new())
    };
    let area = MultiPolygon(vec![square(0.0, 10.0), square(4.0, 6.0)]);
    let outline = Outline::of_area(&area);
    for at in [(5.0, 5.0), (4.0, 5.0), (2.0, 2.0)] {
        assert!(outline.covers(at.into()) && area.covers(&Point::from(at)), "{at:?}");
    }
    assert!(!outline.covers((11.0, 5.0).into()));
}

/// Two combs of 50,000 teeth each: along and across the ray.
#[test]
fn a_comb_is_looked_into_where_the_place_is() {
    const TEETH: usize = 50_000;
    let tooth = |n: usize| 100.0 * n as f64 / TEETH as f64;
    let teeth = (0..TEETH).flat_map(|n| [(tooth(n), 0.0), (tooth(n), 10.0)]);
    let upright: Vec<(f64, f64)> = teeth.chain([(100.0, -1.0), (0.0, -1.0)]).collect();
    for flat in [false, true] {
        let turned = upright.iter().map(|&(x, y)| if flat { (y, x) } else { (x, y) });
        let area = MultiPolygon(vec![Polygon::new(ring(turned), Vec::new())]);
        let outline = Outline::of_area(&area);
        let mut inside = 0;
        for number in 0..2_000 {
            let (x, y) = (tooth(number * 25) + 3e-4, 5.0);
            let at = if flat { Coord { x: y, y: x } } else { Coord { x, y } };
            inside += u32::from(outline.covers(at));
            if number % 100 == 0 {
                assert_eq!(outline.covers(at), slow(&area, at));
            }
        }
        assert!(inside > 0);
    }
}
