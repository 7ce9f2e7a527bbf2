use super::super::PreparedArea;
use super::*;
use geo::{Line, LineString, Polygon, line_intersection::line_intersection};
use proptest::prelude::*;

fn ring(corners: &[(f64, f64)]) -> Vec<Coord> {
    let mut ring: Vec<Coord> = corners.iter().map(|&(x, y)| Coord { x, y }).collect();
    ring.push(ring[0]);
    ring
}

/// Checks the walk from `point` to `reference` with all edges against a plain
/// test of the area, and that edges away from the walk make no difference.
fn check(ring: &[Coord], point: Coord, reference: Coord) -> Option<bool> {
    let area = PreparedArea::new(&Polygon::new(LineString::new(ring.to_vec()), vec![]));
    let edges = || ring.windows(2).map(|pair| Line::new(pair[0], pair[1]));
    if edges().any(|edge| line_intersection(edge, Line::new(reference, reference)).is_some()) {
        return None;
    }
    let inside = area.covers_as_is(reference);
    let all = [0, ring.len() as u32 - 1];
    let said = Nearby { reference, inside, runs: &all }.covers(ring, point);
    if let Some(said) = said {
        assert_eq!(said, area.covers_as_is(point), "{point:?} from {reference:?} in {ring:?}");
    }
    let corner = Coord { x: reference.x, y: point.y };
    let legs = [Line::new(point, corner), Line::new(corner, reference)];
    let mut near = Vec::new();
    for (number, edge) in (0_u32..).zip(edges()) {
        if legs.iter().any(|&leg| line_intersection(edge, leg).is_some()) {
            near.extend([number, 1]);
        }
    }
    let fewer = Nearby { reference, inside, runs: &near }.covers(ring, point);
    if let (Some(said), Some(fewer)) = (said, fewer) {
        assert_eq!(said, fewer, "{point:?} from {reference:?} in {ring:?}");
    }
    said
}

proptest! {
    /// Whole numbers, so that the walk meets corners and edges all the time.
    #[test]
    fn never_wrong_on_a_grid(
        corners in prop::collection::vec((0_i8..9, 0_i8..9), 3..12),
        point in (0_i8..18, 0_i8..18), reference in (0_i8..18, 0_i8..18),
    ) {
        let corners: Vec<_> = corners.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
        let half = |(x, y): (i8, i8)| Coord { x: f64::from(x) / 2.0, y: f64::from(y) / 2.0 };
        check(&ring(&corners), half(point), half(reference));
    }

    #[test]
    fn right_and_sure_anywhere(
        corners in prop::collection::vec((36.0..37.0f64, 36.0..37.0f64), 3..40),
        points in prop::collection::vec((36.0..37.0f64, 36.0..37.0f64), 2..20),
    ) {
        let ring = ring(&corners);
        for pair in points.windows(2) {
            let [(x, y), (u, v)] = [pair[0], pair[1]];
            let said = check(&ring, Coord { x, y }, Coord { x: u, y: v });
            prop_assert!(said.is_some());
        }
    }
}

#[test]
fn a_point_on_the_boundary_is_never_sure() {
    let square = ring(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)]);
    let reference = Coord { x: 1.0, y: 1.5 };
    for (x, y) in [(0.0, 0.0), (1.0, 0.0), (3.0, 1.0), (3.0, 3.0), (2.5, 3.0), (0.0, 0.5)] {
        assert_eq!(check(&square, Coord { x, y }, reference), None, "{x} {y}");
    }
    assert_eq!(check(&square, Coord { x: 2.0, y: 1.0 }, reference), Some(true));
    assert_eq!(check(&square, Coord { x: 4.0, y: 1.0 }, reference), Some(false));
}
