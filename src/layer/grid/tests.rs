use super::{Cell, Grid, Shape, clean_ring, twice_area};
use crate::layer::LayerGeometry;
use geo::{LineString, MultiPolygon, Point, Polygon, line_string, polygon};
use proptest::prelude::*;

fn areas(decimals: u8, area: &LayerGeometry) -> Vec<Vec<Vec<Cell>>> {
    match Grid::new(decimals).publishable(area).shape {
        Some(Shape::Areas(areas)) => areas,
        other => panic!("expected areas, found {other:?}"),
    }
}

#[test]
fn numbers_are_exactly_what_their_text_reads_as() {
    let grid = Grid::new(7);
    for text in ["37.1234567", "-0.0000001", "179.9999999", "-180", "36.2"] {
        let number: f64 = text.parse().unwrap();
        let cell = grid.cell((number, 0.0).into());
        assert_eq!(grid.degrees(cell).x.to_bits(), number.to_bits(), "{text}");
    }
}

#[test]
fn rings_are_turned_the_right_way() {
    // Exterior clockwise and hole anticlockwise: both the wrong way round.
    let square = polygon!(
        exterior: [(x: 0., y: 0.), (x: 0., y: 4.), (x: 4., y: 4.), (x: 4., y: 0.)],
        interiors: [[(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.), (x: 1., y: 2.)]],
    );
    let found = areas(0, &square.into());
    assert_eq!(twice_area(&found[0][0]), 32);
    assert_eq!(twice_area(&found[0][1]), -2);
}

#[test]
fn repeated_positions_and_spikes_go() {
    let cells = |list: &[(i64, i64)]| list.to_vec();
    let ring = clean_ring(cells(&[(0, 0), (4, 0), (4, 0), (4, 4), (9, 9), (4, 4), (0, 4), (0, 0)]));
    assert_eq!(ring, Some((cells(&[(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]), 32)));
    // A spike on the seam.
    let ring = clean_ring(cells(&[(-3, -3), (0, 0), (4, 0), (4, 4), (0, 0), (-3, -3)]));
    assert_eq!(ring, Some((cells(&[(0, 0), (4, 0), (4, 4), (0, 0)]), 16)));
    assert_eq!(clean_ring(cells(&[(0, 0), (4, 0), (8, 0), (0, 0)])), None);
    assert_eq!(clean_ring(cells(&[(0, 0), (1, 0), (0, 0)])), None);
}

#[test]
fn what_falls_together_is_counted() {
    let tiny = polygon![(x: 1.01, y: 1.0), (x: 1.02, y: 1.0), (x: 1.02, y: 1.01)];
    let snapped = Grid::new(1).publishable(&tiny.clone().into());
    assert_eq!((snapped.shape, snapped.lost), (None, 1));
    let big = polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.)];
    let both = MultiPolygon(vec![tiny, big]);
    let snapped = Grid::new(1).publishable(&both.into());
    assert_eq!(snapped.lost, 1);
    assert!(matches!(snapped.shape, Some(Shape::Areas(kept)) if kept.len() == 1));
}

#[test]
fn lines_are_cut_at_the_antimeridian() {
    let line = line_string![(x: 170., y: 10.), (x: -170., y: 20.), (x: -160., y: 20.)];
    let Some(Shape::Lines(parts)) = Grid::new(0).publishable(&line.into()).shape else { panic!() };
    assert_eq!(parts, [vec![(170, 10), (180, 15)], vec![(-180, 15), (-170, 20), (-160, 20)]]);
    // There and back, with a vertex on the antimeridian itself.
    let line =
        line_string![(x: 179., y: 0.), (x: 180., y: 1.), (x: -179., y: 2.), (x: 179., y: 4.)];
    let Some(Shape::Lines(parts)) = Grid::new(0).publishable(&line.into()).shape else { panic!() };
    assert_eq!(
        parts,
        [vec![(179, 0), (180, 1)], vec![(-180, 1), (-179, 2), (-180, 3)], vec![(180, 3), (179, 4)]]
    );
    // Along it: not cut, nor moved.
    let line = line_string![(x: -180., y: 0.), (x: -180., y: 1.)];
    let Some(Shape::Lines(parts)) = Grid::new(0).publishable(&line.into()).shape else { panic!() };
    assert_eq!(parts, [vec![(-180, 0), (-180, 1)]]);
}

#[test]
fn areas_are_cut_at_the_antimeridian() {
    // A "C" open to the west, holes on both sides and on the line.
    let c = polygon!(
        exterior: [
            (x: 176., y: 0.), (x: -176., y: 0.), (x: -176., y: 9.), (x: 176., y: 9.),
            (x: 176., y: 6.), (x: -178., y: 6.), (x: -178., y: 3.), (x: 176., y: 3.),
        ],
        interiors: [
            [(x: 177., y: 1.), (x: 178., y: 1.), (x: 178., y: 2.)],
            [(x: 179., y: 7.), (x: -179., y: 7.), (x: -179., y: 8.), (x: 179., y: 8.)],
            [(x: -177., y: 4.), (x: -176.5, y: 4.), (x: -176.5, y: 5.)],
        ],
    );
    let found = areas(1, &c.into());
    let half = |west: bool| {
        found.iter().filter(move |rings| (rings[0][0].0 > 0) == west).collect::<Vec<_>>()
    };
    // West of the line are the two arms, east of it the back of the C.
    assert_eq!((half(true).len(), half(false).len()), (2, 1));
    assert_eq!(half(true).iter().map(|rings| rings.len()).sum::<usize>(), 3);
    assert_eq!(half(false)[0].len(), 2);
    let total: i128 = found.iter().flatten().map(|ring| twice_area(ring)).sum();
    // 8 × 9 less the bay 6 × 3, less the holes 0.5, 2 and 0.25; in tenths of a degree, twice.
    assert_eq!(total, 2 * (7200 - 1800 - 50 - 200 - 25));
    for ring in found.iter().flatten() {
        assert!(ring.iter().all(|cell| cell.0.abs() <= 1800));
    }
}

#[test]
fn a_ring_round_a_pole_is_closed_along_it() {
    let cap = polygon![(x: 0., y: 80.), (x: 90., y: 80.), (x: 180., y: 80.), (x: -90., y: 80.)];
    let found = areas(0, &cap.into());
    let total: i128 = found.iter().flatten().map(|ring| twice_area(ring)).sum();
    assert_eq!(total, 2 * 360 * 10);
    assert!(found.iter().flatten().flatten().all(|cell| cell.0.abs() <= 180 && cell.1 <= 90));
}

#[test]
fn the_whole_world_stays_whole() {
    let world =
        polygon![(x: -180., y: -90.), (x: 180., y: -90.), (x: 180., y: 90.), (x: -180., y: 90.)];
    let found = areas(0, &world.into());
    assert_eq!(found.len(), 1);
    assert_eq!(twice_area(&found[0][0]), 2 * 360 * 180);
}

#[test]
fn points_come_into_range() {
    let at = |lon: f64| Grid::new(0).publishable(&Point::new(lon, 0.).into()).shape;
    assert_eq!(at(190.), Some(Shape::Point((-170, 0))));
    assert_eq!(at(-540.), Some(Shape::Point((-180, 0))));
    assert_eq!(at(180.), Some(Shape::Point((180, 0))));
}

/// A star-shaped polygon around (`lon`, 0), so that it never crosses itself.
fn star(lon: f64, radii: &[f64]) -> Polygon {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let ring = radii.iter().enumerate().map(|(corner, radius)| {
        let (sin, cos) = (corner as f64 * step).sin_cos();
        geo::Coord { x: lon + radius * cos, y: radius * sin }
    });
    Polygon::new(LineString::new(ring.collect()), Vec::new())
}

proptest! {
    #[test]
    fn a_cut_keeps_the_area(lon in 170.0..190.0, radii in prop::collection::vec(0.5..20.0, 3..24)) {
        let whole = star(lon, &radii);
        let before = star(0.0, &radii);
        let grid = Grid::new(7);
        let pieces = areas(7, &whole.into());
        let reference = areas(7, &before.into());
        let sum = |areas: &[Vec<Vec<Cell>>]| -> i128 {
            areas.iter().flatten().map(|ring| twice_area(ring)).sum()
        };
        let scale = (grid.scale() as f64).powi(2);
        let (found, expected) = (sum(&pieces) as f64 / scale, sum(&reference) as f64 / scale);
        // Each position moves by half a step at most.
        prop_assert!((found - expected).abs() < 1e-4, "{found} {expected}");
        for ring in pieces.iter().flatten() {
            prop_assert!(twice_area(ring) > 0);
            prop_assert!(ring.iter().all(|cell| cell.0.abs() <= 1_800_000_000));
        }
        // Pieces are left as they are the second time.
        let shape = Shape::Areas(pieces);
        let again = grid.publishable(&grid.to_geometry(&shape)).shape;
        prop_assert_eq!(again, Some(shape));
    }
}

/// Word for word what is said of it: positions looked at until nothing changes.
fn cleaned_slowly(cells: &[Cell]) -> Option<Vec<Cell>> {
    let mut ring: Vec<Cell> = Vec::new();
    for cell in cells {
        if ring.last() == Some(cell) {
        } else if ring.len() >= 2 && ring[ring.len() - 2] == *cell {
            ring.pop();
        } else {
            ring.push(*cell);
        }
    }
    if ring.first() != ring.last() {
        ring.push(*ring.first()?);
    }
    while ring.len() >= 4 && ring[1] == ring[ring.len() - 2] {
        ring.pop();
        ring.remove(0);
    }
    (ring.len() >= 4 && doubled(&ring) != 0).then_some(ring)
}

/// Trapezoids from the origin, whatever the size.
fn doubled(ring: &[Cell]) -> i128 {
    let wide = |cell: Cell| (i128::from(cell.0), i128::from(cell.1));
    ring.windows(2)
        .map(|pair| {
            let ((ax, ay), (bx, by)) = (wide(pair[0]), wide(pair[1]));
            ax * by - bx * ay
        })
        .sum()
}

#[test]
fn what_is_no_place_is_no_panic() {
    let grid = Grid::new(12);
    for number in [f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 9.3e18] {
        let expected = (number * grid.scale() as f64).round() as i64;
        assert_eq!(grid.cell((number, 0.0).into()).0, expected, "{number}");
    }
}

proptest! {
    #[test]
    fn a_ring_is_cleaned_in_place(cells in prop::collection::vec((0_i64..3, 0_i64..3), 0..24)) {
        let expected = cleaned_slowly(&cells).map(|ring| {
            let area = doubled(&ring);
            (ring, area)
        });
        prop_assert_eq!(clean_ring(cells), expected);
    }

    #[test]
    fn areas_are_exact_near_and_far(
        mut ring in prop::collection::vec((-4_i64..4, -4_i64..4), 1..9),
        step in prop::sample::select(vec![1, (1 << 27) - 1, 1 << 28, 180_000_000_000_000 / 4]),
    ) {
        for cell in &mut ring {
            *cell = (cell.0 * step, cell.1 * step);
        }
        ring.push(ring[0]);
        prop_assert_eq!(twice_area(&ring), doubled(&ring));
    }

    #[test]
    fn cells_are_the_nearest(number in -400.0..400.0_f64, decimals in 0_u8..=12, half in -4000_i64..4000) {
        let grid = Grid::new(decimals);
        let scale = grid.scale() as f64;
        for degrees in [number, half as f64 / 2.0 / scale] {
            prop_assert_eq!(grid.cell((degrees, 0.0).into()).0, (degrees * scale).round() as i64);
        }
    }
}
