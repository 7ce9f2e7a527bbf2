use super::*;
use geo::{Contains, Covers, Intersects, Line, Point, polygon};
use proptest::prelude::*;

fn square_with_hole() -> MultiPolygon {
    MultiPolygon(vec![polygon!(
        exterior: [(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)],
        interiors: [[(x: 4., y: 4.), (x: 6., y: 4.), (x: 6., y: 6.), (x: 4., y: 6.)]],
    )])
}

fn shares(line: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let line: Vec<Coord> = line.iter().map(|&at| at.into()).collect();
    let spans = Outline::of_area(&square_with_hole()).spans(&line);
    spans.iter().map(|s| (s.from.segment as f64 + s.from.t, s.to.segment as f64 + s.to.t)).collect()
}

#[test]
fn a_line_through_the_hole_is_inside_twice() {
    assert_eq!(shares(&[(-5., 5.), (15., 5.)]), [(0.25, 0.45), (0.55, 0.75)]);
}

#[test]
fn a_line_on_the_boundary_is_inside() {
    assert_eq!(shares(&[(2., 10.), (8., 10.)]), [(0., 1.)]);
    assert_eq!(shares(&[(5., 12.), (5., 10.)]), [(1., 1.)]);
    assert_eq!(shares(&[(9., 11.), (11., 9.)]), [(0.5, 0.5)]);
    assert_eq!(shares(&[(4., 4.), (6., 4.)]), [(0., 1.)]);
}

#[test]
fn spans_join_across_the_points_of_a_line() {
    assert_eq!(shares(&[(-5., 1.), (5., 1.), (5., 2.), (15., 2.)]), [(0.5, 2.5)]);
}

fn small() -> impl Strategy<Value = Coord> {
    // A coarse grid, so that touching, overlapping and collinear cases are common.
    (-2_i32..13, -2_i32..13).prop_map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
}

proptest! {
    #[test]
    fn covers_agrees_with_geo(at in small()) {
        let area = square_with_hole();
        prop_assert_eq!(Outline::of_area(&area).covers(at), area.covers(&Point(at)));
    }

    #[test]
    fn every_sampled_place_of_a_segment_is_in_a_span_if_inside(p in small(), q in small()) {
        let area = square_with_hole();
        let outline = Outline::of_area(&area);
        let spans = outline.spans(&[p, q]);
        prop_assert_eq!(!spans.is_empty(), Line::new(p, q).intersects(&area));
        for step in 0..=240 {
            let t = f64::from(step) / 240.0;
            let at = Point(between(p, q, t));
            let spanned = spans.iter().any(|s| s.from.t <= t + 1e-9 && t <= s.to.t + 1e-9);
            if area.contains(&at) {
                prop_assert!(spanned, "{t}");
            } else if !area.covers(&at) {
                let strictly = spans.iter().any(|s| s.from.t + 1e-9 < t && t < s.to.t - 1e-9);
                prop_assert!(!strictly, "{t}");
            }
        }
    }

    #[test]
    fn lines_meet_where_geo_says_so(p in small(), q in small(), a in small(), b in small()) {
        let other = LineString(vec![a, b]);
        let met = !Outline::of_line(&other).spans(&[p, q]).is_empty();
        prop_assert_eq!(met, Line::new(p, q).intersects(&Line::new(a, b)));
    }
}

#[test]
fn collinear_lines_that_meet_end_to_end_touch() {
    let o = Coord { x: 37.0, y: 36.0 };
    let at = |x: f64, y: f64| o + Coord { x, y } * (1.0 / 1024.0);
    let outline = Outline::of_line(&LineString(vec![at(3.0, 9.0), at(5.0, 3.0)]));
    let spans = outline.spans(&[at(5.0, 3.0), at(6.0, 0.0)]);
    assert_eq!(spans.len(), 1);
    assert_eq!((spans[0].from.t, spans[0].to.t), (0.0, 0.0), "{spans:?}");
}
