use super::super::Entry;
use super::*;
use crate::id::Kind;
use geo::{Point, Rect};

/// Overlapping squares in a row, points between them, and places without order.
fn scene() -> (SpatialIndex, Vec<Coord>) {
    let squares = (0..60).map(|i| {
        let corner = Coord { x: 37.0 + 0.01 * f64::from(i), y: 36.0 };
        let square = Rect::new(corner, corner + Coord { x: 0.025, y: 0.5 });
        Entry::new(FeatureRef::new(Kind::CurfewZone, format!("{i:03}")), square.to_polygon())
    });
    let shelters = (0..60).map(|i| {
        let at = Point::new(37.005 + 0.01 * f64::from(i), 36.7);
        Entry::new(FeatureRef::new(Kind::Shelter, format!("{i:03}")), at)
    });
    let index = SpatialIndex::build(squares.chain(shelters)).unwrap();
    let points = (0..20_000_u32)
        .map(|i| {
            let (x, y) = (i * 7_919 % 20_011, i * 104_729 % 20_021);
            Coord { x: 36.9 + f64::from(x) * 4e-5, y: 35.9 + f64::from(y) * 4e-5 }
        })
        .collect();
    (index, points)
}

#[test]
fn points_are_answered_in_the_order_of_the_question() {
    let (index, points) = scene();
    let covered = index.covering_many(&points, &Filter::all()).unwrap();
    assert_eq!(covered.points(), points.len());
    assert!(covered.pairs() > 10_000, "{}", covered.pairs());
    for (number, &point) in points.iter().enumerate() {
        let mut alone = Vec::new();
        index.covering_into(point, &mut alone);
        assert_eq!(covered.of(number), alone, "{point:?}");
    }
    let nearest = index.nearest_many(&points[..1000], 2, &Filter::all()).unwrap();
    for (&point, found) in points.iter().zip(&nearest) {
        let alone = index.nearest(point, 2, |_| true);
        assert_eq!(*found, alone.iter().map(|&(n, m)| (n, Metres(m))).collect::<Neighbours>());
    }
}

/// With feature `parallel` the first is spread over threads, and the second never is.
#[test]
fn pieces_on_many_cores_equal_pieces_one_by_one() {
    let (index, points) = scene();
    let work = |piece: &[Coord]| index.covering_piece(piece, &|number| number % 3 != 0);
    for piece in [700, 8_192] {
        assert_eq!(in_pieces(&points, piece, work), in_pieces_one_by_one(&points, piece, work));
    }
}

#[test]
fn an_order_names_every_point_once() {
    let (_, points) = scene();
    let same_place = vec![Coord { x: 180.0, y: -90.0 }; 2_000];
    for points in [&points[..], &points[..FEW - 1], &points[..1], &[], &same_place[..]] {
        for mut order in [by_place(points), along_curve(points)] {
            order.sort_unstable();
            assert!(order.iter().copied().eq(0..points.len() as u32));
        }
    }
}
