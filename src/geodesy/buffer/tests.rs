use super::*;
use crate::geodesy::nearest_on_segment;
use geo::{Covers, LinesIter, polygon};
use proptest::prelude::*;

/// Samples around the shape: what is surely nearer is in, what is surely farther is out.
fn check(shape: &Geometry, by: f64, samples: &[(f64, f64)]) -> Result<(), TestCaseError> {
    let area = buffer(shape, Metres(by));
    let lines: Vec<(Coord, Coord)> = match shape {
        Geometry::Point(p) => vec![(p.0, p.0)],
        Geometry::LineString(line) => line.lines().map(|l| (l.start, l.end)).collect(),
        Geometry::Polygon(polygon) => polygon.lines_iter().map(|l| (l.start, l.end)).collect(),
        _ => unreachable!(),
    };
    for &(x, y) in samples {
        let x = if x > 180.0 { x - 360.0 } else { x };
        let at = coord! { x: x, y: y };
        let away = lines
            .iter()
            .map(|&(a, b)| nearest_on_segment(at, a, b).2.0)
            .fold(f64::INFINITY, f64::min);
        let inside = matches!(shape, Geometry::Polygon(p) if p.covers(&at));
        let covered = area.covers(&at);
        if inside || away < by * 0.999 {
            prop_assert!(covered, "{at:?} is {away} m away and left out");
        } else if away > by * 1.004 {
            prop_assert!(!covered, "{at:?} is {away} m away and in");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn around_a_line(
        lon in prop::sample::select(vec![37.1, 179.99, -0.01]), lat in -75.0..75.0f64,
        steps in prop::collection::vec((-0.02..0.02f64, -0.02..0.02f64), 1..12),
        by in 20.0..3000.0f64, samples in prop::collection::vec((-0.1..0.1f64, -0.1..0.1f64), 200),
    ) {
        let wrap = |x: f64| if x > 180.0 { x - 360.0 } else { x };
        let line: LineString = steps.iter().map(|s| (wrap(lon + s.0), lat + s.1)).collect();
        let samples: Vec<(f64, f64)> = samples.iter().map(|s| (lon + s.0, lat + s.1)).collect();
        let shape = if line.0.len() == 1 { Geometry::Point(line.0[0].into()) } else { Geometry::LineString(line) };
        check(&shape, by, &samples)?;
    }

    #[test]
    fn around_a_star(
        radii in prop::collection::vec(0.02..0.05f64, 5..60), by in 50.0..4000.0f64,
        samples in prop::collection::vec((-0.1..0.1f64, -0.1..0.1f64), 200),
    ) {
        let ring: LineString = (0..radii.len()).map(|i| {
            let angle = TAU * i as f64 / radii.len() as f64;
            (37.1 + radii[i] * angle.cos(), 36.2 + radii[i] * angle.sin())
        }).collect();
        let samples: Vec<(f64, f64)> = samples.iter().map(|s| (37.1 + s.0, 36.2 + s.1)).collect();
        check(&Geometry::Polygon(Polygon::new(ring, vec![])), by, &samples)?;
    }
}

#[test]
fn a_long_segment_keeps_true_metres_along_it() {
    let line = LineString::from(vec![(37.0, 30.0), (37.5, 40.0)]);
    let samples: Vec<(f64, f64)> = (0..400)
        .map(|i| {
            let t = f64::from(i) / 400.0;
            (37.0 + 0.5 * t + 0.1 * (f64::from(i * 37 % 101) / 100.0 - 0.5), 30.0 + 10.0 * t)
        })
        .collect();
    check(&Geometry::LineString(line), 2000.0, &samples).unwrap();
}

#[test]
fn empty_rings_and_missing_numbers_are_left_out() {
    let hole = LineString::new(vec![]);
    let outer = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
    let shape = Geometry::Polygon(Polygon::new(outer.exterior().clone(), vec![hole]));
    assert!(buffer(&shape, Metres(10.0)).covers(&coord! { x: 0.9, y: 0.1 }));
    let broken = Geometry::LineString(LineString::from(vec![(f64::NAN, 0.0), (1.0, 1.0)]));
    assert_eq!(buffer(&broken, Metres(10.0)).0.len(), 1);
    assert!(buffer(&Geometry::LineString(LineString::new(vec![])), Metres(10.0)).0.is_empty());
}

#[test]
fn the_result_is_cut_at_the_antimeridian() {
    let area = buffer(&Geometry::Point((180.0, 10.0).into()), Metres(1000.0));
    assert_eq!(area.0.len(), 2);
    assert!(area.coords_iter().all(|c| c.x.abs() <= 180.0 && c.x.abs() > 179.0));
}
