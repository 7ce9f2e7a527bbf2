use super::*;
use geo::{Geometry, LineString, Polygon};
use proptest::prelude::*;

fn star(at: (f64, f64), radius: f64, corners: usize, seed: u64) -> Geometry {
    let ring: LineString = (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * i as f64 / corners as f64;
            let wobble = ((seed + 1) * (i as u64 + 7) * 2_654_435_761 % 1000) as f64 / 1000.0;
            let r = radius * (0.6 + 0.4 * wobble);
            (at.0 + r * angle.cos(), at.1 + r * angle.sin())
        })
        .collect();
    Geometry::Polygon(Polygon::new(ring, vec![]))
}

/// Centre, radius and corners.
type Star = ((f64, f64), f64, usize);

fn shapes(stars: &[Star]) -> Shapes {
    let mut shapes = Shapes::default();
    for (number, &(at, radius, corners)) in (0..).zip(stars) {
        shapes.add(number, &star(at, radius, corners, u64::from(number)));
    }
    shapes
}

/// Whether an area holds a point, if the cover is sure.
fn said(shapes: &Shapes, part: Part<'_>, at: Coord) -> Option<bool> {
    match part {
        Part::Whole => Some(true),
        Part::Edges(nearby) => nearby.covers(&shapes.coords, at),
        Part::Unknown => None,
    }
}

fn check(shapes: &Shapes, cover: &ZoneCover, at: Coord) {
    let mut found = Vec::new();
    cover.visit(at, |area, part| {
        let exact = shapes.areas[area as usize].prepared.covers_as_is(at);
        let said = said(shapes, part, at);
        assert!(said.is_none_or(|said| said == exact), "{at:?}, {area}: {part:?}");
        if exact {
            found.push(area);
        }
    });
    found.sort_unstable();
    let expected: Vec<u32> = (0..shapes.areas.len() as u32)
        .filter(|&a| shapes.areas[a as usize].prepared.covers_as_is(at))
        .collect();
    assert_eq!(found, expected, "{at:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_visit_equals_a_scan(
        stars in prop::collection::vec(((-30.0..30.0f64, -30.0..30.0f64), 0.001..20.0f64, 3_usize..60), 0..40),
        points in prop::collection::vec((-40.0..40.0f64, -40.0..40.0f64), 100),
    ) {
        let shapes = shapes(&stars);
        let cover = ZoneCover::build(&shapes);
        for &(x, y) in &points {
            check(&shapes, &cover, Coord { x, y });
        }
        for coord in shapes.coords.iter().take(100) {
            check(&shapes, &cover, *coord);
        }
    }
}

#[test]
fn continents_and_house_blocks_share_a_cover_of_bounded_size() {
    let mut stars: Vec<Star> =
        (0..200).map(|i| ((20.0 + 0.01 * f64::from(i), 10.0), 40.0, 200)).collect();
    stars.extend((0..2000).map(|i| {
        ((37.0 + 0.001 * f64::from(i % 50), 36.0 + 0.001 * f64::from(i / 50)), 0.0004, 12)
    }));
    let shapes = shapes(&stars);
    let cover = ZoneCover::build(&shapes);
    let edges = shapes.area_edges().count();
    // A cell being cut may pass a bound by its own sixteen.
    assert!(cover.nodes.len() <= 65 + 64 * stars.len() + edges / 4);
    let entry = 2 + 2 * MAX_RUNS;
    assert!(cover.lists.len() <= entry * (1024 * stars.len() + 4 * edges) + 32 * stars.len());
    for i in 0..500 {
        check(
            &shapes,
            &cover,
            Coord { x: 37.0 + 0.0001 * f64::from(i), y: 36.0 + 0.00007 * f64::from(i) },
        );
        check(
            &shapes,
            &cover,
            Coord { x: -30.0 + 0.2 * f64::from(i), y: -35.0 + 0.17 * f64::from(i) },
        );
    }
    // Hardly ever is a whole area asked in the town: the small zones there are cut finely.
    let mut unsure = 0;
    for i in 0..1000 {
        let at = Coord { x: 37.0 + 0.000_05 * f64::from(i), y: 36.013_1 };
        cover.visit(at, |_, part| unsure += usize::from(said(&shapes, part, at).is_none()));
    }
    assert!(unsure < 20, "{unsure}");
}

#[test]
fn no_areas_and_areas_of_no_size_are_no_trouble() {
    let none = Shapes::default();
    ZoneCover::build(&none).visit(Coord { x: 0.0, y: 0.0 }, |_, _| panic!("nothing is there"));
    let mut flat = Shapes::default();
    flat.add(0, &Geometry::Polygon(Polygon::new(LineString::from(vec![(1.0, 1.0); 4]), vec![])));
    let cover = ZoneCover::build(&flat);
    check(&flat, &cover, Coord { x: 1.0, y: 1.0 });
    check(&flat, &cover, Coord { x: 1.0, y: 1.1 });
}
