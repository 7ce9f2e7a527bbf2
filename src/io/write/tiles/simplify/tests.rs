use super::*;
use proptest::prelude::*;

fn points(most: usize) -> impl Strategy<Value = Vec<Vertex>> {
    let vertex = (0..2000, 0..2000).prop_map(|(x, y)| Vertex { x, y, weight: f32::NAN });
    proptest::collection::vec(vertex, 1..most)
}

/// The positions that Douglas and Peucker keep between two, as in the paper: by recursion,
/// anew for each tolerance.
fn textbook(points: &[Vertex], from: usize, to: usize, tolerance: f64, kept: &mut Vec<usize>) {
    let middle = usize::midpoint(from, to);
    let mut farthest: Option<(f64, usize)> = None;
    for at in from + 1..to {
        let far = distance(points[at], points[from], points[to]);
        let more = farthest.is_none_or(|(most, position)| {
            far > most || (far == most && at.abs_diff(middle) < position.abs_diff(middle))
        });
        if more {
            farthest = Some((far, at));
        }
    }
    let Some((far, at)) = farthest else { return };
    if far > tolerance {
        textbook(points, from, at, tolerance, kept);
        kept.push(at);
        textbook(points, at, to, tolerance, kept);
    }
}

fn distance(at: Vertex, a: Vertex, b: Vertex) -> f64 {
    square_distance_by_search(at, a, b).sqrt()
}

/// The least of the squared distances to the segment, which has one lowest place.
fn square_distance_by_search(at: Vertex, a: Vertex, b: Vertex) -> f64 {
    let far = |share: f64| {
        let x = f64::from(a.x) + share * (f64::from(b.x) - f64::from(a.x)) - f64::from(at.x);
        let y = f64::from(a.y) + share * (f64::from(b.y) - f64::from(a.y)) - f64::from(at.y);
        x * x + y * y
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let third = (high - low) / 3.0;
        if far(low + third) <= far(high - third) {
            high -= third;
        } else {
            low += third;
        }
    }
    [far(0.0), far(1.0), far(f64::midpoint(low, high))].into_iter().fold(f64::INFINITY, f64::min)
}

/// Each position left out lies within the tolerance of the stretch that replaces it.
fn hold(points: &[Vertex], tolerance: f32) -> Result<(), TestCaseError> {
    let kept: Vec<usize> = (0..points.len()).filter(|at| points[*at].weight > tolerance).collect();
    prop_assert_eq!((kept.first(), kept.last()), (Some(&0), Some(&(points.len() - 1))));
    for pair in kept.windows(2) {
        for at in pair[0]..pair[1] {
            let far = distance(points[at], points[pair[0]], points[pair[1]]);
            prop_assert!(far <= f64::from(tolerance) + 1e-3, "moved by {far}, not {tolerance}");
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_line_moves_no_more_than_the_tolerance(mut points in points(60), tolerance in 0.0_f32..900.0) {
        weigh_line(&mut points);
        hold(&points, tolerance)?;
    }

    #[test]
    fn a_ring_moves_no_more_than_the_tolerance(mut points in points(60), tolerance in 0.0_f32..900.0) {
        weigh_ring(&mut points);
        prop_assert!(points.iter().all(|at| !at.weight.is_nan()), "all are weighed");
        // Round to where it began.
        points.push(points[0]);
        hold(&points, tolerance)?;
    }

    /// One weight for each position says what the algorithm keeps at every tolerance.
    #[test]
    fn weights_are_those_of_the_textbook(mut points in points(40), tolerance in 0.5_f32..900.0) {
        weigh_line(&mut points);
        // What lies at the tolerance itself may fall either way.
        prop_assume!(points.iter().all(|at| (at.weight - tolerance).abs() > 1e-2));
        let last = points.len() - 1;
        let mut wanted = vec![0];
        textbook(&points, 0, last, f64::from(tolerance), &mut wanted);
        if last > 0 {
            wanted.push(last);
        }
        let kept: Vec<usize> = (0..=last).filter(|at| points[*at].weight > tolerance).collect();
        prop_assert_eq!(kept, wanted);
    }
}
