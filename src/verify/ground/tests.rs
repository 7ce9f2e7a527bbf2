use super::*;
use geo::{BooleanOps, Contains, Intersects, MultiLineString, Point, Polygon};
use proptest::prelude::*;

fn grid() -> impl Strategy<Value = Coord> {
    (0..=16, 0..=16).prop_map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) })
}

/// Rings about a centre never cross themselves.
fn star() -> impl Strategy<Value = Polygon> {
    let radii = prop::collection::vec(0.5..6.0_f64, 3..40);
    (2.0..14.0_f64, 2.0..14.0_f64, radii, any::<bool>()).prop_map(|(x, y, radii, hollow)| {
        let count = radii.len() as f64;
        let ring = |scale: f64| -> LineString {
            let at = |(n, r): (usize, &f64)| {
                let angle = std::f64::consts::TAU * n as f64 / count;
                (x + scale * r * angle.cos(), y + scale * r * angle.sin())
            };
            radii.iter().enumerate().map(at).collect()
        };
        Polygon::new(ring(1.0), if hollow { vec![ring(0.4)] } else { Vec::new() })
    })
}

fn all() -> Rect {
    Rect::new((-1.0, -1.0), (17.0, 17.0))
}

fn length(parts: &[(f64, f64)]) -> f64 {
    parts.iter().map(|(from, to)| to - from).sum()
}

proptest! {
    #[test]
    fn shares_are_those_that_geo_cuts(stars in prop::collection::vec(star(), 1..4), p in grid(), q in grid()) {
        // One area of stars over each other is not for cutting: one by one.
        for star in stars {
            let area = MultiPolygon(vec![star]);
            let near = Near::new(Shape::Area(&area), &all());
            prop_assert_eq!(near.covers(p), area.intersects(&Point(p)));
            if p == q {
                continue;
            }
            let shares = near.shares(p, q);
            let cut = area.clip(&MultiLineString(vec![LineString(vec![p, q])]), false);
            let whole = (q - p).x.hypot((q - p).y);
            let theirs: f64 = cut.0.iter().flat_map(LineString::lines)
                .map(|line| line.dx().hypot(line.dy()) / whole).sum();
            prop_assert!((length(&shares) - theirs).abs() < 1e-6, "{:?} {}", shares, theirs);
            // A smaller box about the walk leaves nothing out that matters.
            let within = around([p, q].iter()).unwrap();
            prop_assert_eq!(Near::new(Shape::Area(&area), &within).shares(p, q), shares);
        }
    }

    #[test]
    fn what_lies_in_any_polygon_counts(stars in prop::collection::vec(star(), 1..5), at in grid()) {
        let area = MultiPolygon(stars);
        let covered = Near::new(Shape::Area(&area), &all()).covers(at);
        prop_assert_eq!(covered, area.0.iter().any(|star| star.intersects(&Point(at))));
    }

    #[test]
    fn lines_are_met_where_geo_says(line in prop::collection::vec(grid(), 2..8), p in grid(), q in grid()) {
        let line = LineString(line);
        let near = Near::new(Shape::Line(&line), &all());
        prop_assert_eq!(near.covers(p), line.intersects(&Point(p)));
        let shares = near.shares(p, q);
        prop_assert_eq!(!shares.is_empty(), line.intersects(&Line::new(p, q)));
        prop_assert!(shares.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn walking_on_the_boundary_is_in_the_zone(a in grid(), wide in 1..9, high in 1..9) {
        let b = a + Coord { x: f64::from(wide), y: f64::from(high) };
        let area = MultiPolygon(vec![Rect::new(a, b).to_polygon()]);
        let near = Near::new(Shape::Area(&area), &all());
        prop_assert_eq!(near.shares(a, Coord { x: b.x, y: a.y }), vec![(0.0, 1.0)]);
        prop_assert_eq!(near.shares(a, b), vec![(0.0, 1.0)]);
        prop_assert!(area.contains(&Point((a + b) / 2.0)));
        let beside = Coord { x: a.x, y: b.y + 1.0 };
        prop_assert_eq!(near.shares(beside, Coord { x: b.x, y: b.y + 1.0 }), vec![]);
    }
}
