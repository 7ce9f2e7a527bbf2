use super::{first_on, part};
use geo::Coord;

fn line(points: &[(f64, f64)]) -> Vec<Coord> {
    points.iter().map(|&at| Coord::from(at)).collect()
}

#[test]
fn a_line_is_cut_where_it_is_said() {
    let bent = line(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 1.0), (1.0, 2.0)]);
    assert_eq!(part(&bent, 0.0, 1.0), bent);
    assert_eq!(part(&bent, 0.0, 0.5), line(&[(0.0, 0.0), (1.0, 0.0), (1.0, 0.5)]));
    assert_eq!(part(&bent, 0.5, 1.0), line(&[(1.0, 0.5), (1.0, 1.0), (1.0, 2.0)]));
    assert_eq!(part(&line(&[(0.0, 0.0), (4.0, 0.0)]), 0.25, 0.75), line(&[(1.0, 0.0), (3.0, 0.0)]));
    // Nothing would be left: the whole of it.
    assert_eq!(part(&bent, 0.5, 0.5), bent);
}

#[test]
fn the_first_point_that_lies_on_a_line_is_found() {
    let bent = line(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]);
    let off = [5.0, 5.0];
    let found = |points: &[[f64; 2]]| first_on(&bent, points.iter());
    assert_eq!(found(&[off]), None);
    assert_eq!(found(&[off, [1.0, 0.5], [0.0, 0.0]]), Some(0.75));
    assert_eq!(found(&[[0.0, 0.0], [1.0, 0.5]]), Some(0.0));
    assert_eq!(found(&[[1.0, 1.0 + 1e-6]]), None);
    assert_eq!(found(&[[1.0, 1.0]]), Some(1.0));
    assert_eq!(first_on(&bent[..1], [[0.0, 0.0]].iter()), None);
}
