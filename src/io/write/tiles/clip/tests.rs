use super::super::shape::EXTENT;
use super::*;
use proptest::prelude::*;

/// Cuts are rounded to whole units, once for each side of the box.
const ROUNDED: f64 = 4.0;
const REACH: i32 = 40 * EXTENT;

fn vertex() -> impl Strategy<Value = Vertex> {
    (-REACH..REACH, -REACH..REACH).prop_map(|(x, y)| Vertex { x, y, weight: 0.0 })
}

fn frame() -> impl Strategy<Value = Frame> {
    (-REACH..REACH, -REACH..REACH, 100..REACH, 100..REACH).prop_map(|(west, north, wide, high)| {
        Frame { west, north, east: west + wide, south: north + high }
    })
}

fn path(points: Vec<Vertex>, hole: bool) -> Path {
    Path { points, hole }
}

/// Sides of a ring, or of a line.
fn sides(path: &Path, closed: bool) -> Vec<(Vertex, Vertex)> {
    let mut found: Vec<_> = path.points.windows(2).map(|pair| (pair[0], pair[1])).collect();
    if closed && let [first, .., last] = path.points[..] {
        found.push((last, first));
    }
    found
}

fn distance((x, y): (f64, f64), (a, b): (Vertex, Vertex)) -> f64 {
    let (ax, ay) = (f64::from(a.x), f64::from(a.y));
    let (dx, dy) = (f64::from(b.x) - ax, f64::from(b.y) - ay);
    let long = dx.mul_add(dx, dy * dy);
    let share =
        if long > 0.0 { (((x - ax) * dx + (y - ay) * dy) / long).clamp(0.0, 1.0) } else { 0.0 };
    (x - ax - share * dx).hypot(y - ay - share * dy)
}

/// Whether a place lies in an odd number of rings.
fn inside(rings: &[Path], (x, y): (f64, f64)) -> bool {
    let crosses = |&(a, b): &(Vertex, Vertex)| {
        let (ax, ay, bx, by) = (f64::from(a.x), f64::from(a.y), f64::from(b.x), f64::from(b.y));
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    rings.iter().flat_map(|ring| sides(ring, true)).filter(crosses).count() % 2 == 1
}

fn in_box(frame: &Frame, (x, y): (f64, f64)) -> bool {
    f64::from(frame.west) <= x
        && x <= f64::from(frame.east)
        && f64::from(frame.north) <= y
        && y <= f64::from(frame.south)
}

/// A ring round a middle and a hole of half its size.
fn with_hole(middle: Vertex, radii: &[i32]) -> [Path; 2] {
    let ring = |by: f64| {
        let corner = |(at, radius): (usize, &i32)| {
            let turn = std::f64::consts::TAU * at as f64 / radii.len() as f64;
            let far = by * f64::from(*radius);
            Vertex {
                x: middle.x + (far * turn.cos()) as i32,
                y: middle.y + (far * turn.sin()) as i32,
                weight: 0.0,
            }
        };
        radii.iter().enumerate().map(corner).collect()
    };
    [path(ring(1.0), false), path(ring(0.5), true)]
}

fn hold_rings(given: &[Path], frame: &Frame, places: &[(f64, f64)]) -> Result<(), TestCaseError> {
    let cut = rings(given, frame);
    for at in cut.iter().flat_map(|ring| &ring.points) {
        prop_assert!(frame.holds(at.x, at.y), "{at:?} outside of {frame:?}");
    }
    let edges: Vec<_> = given.iter().flat_map(|ring| sides(ring, true)).collect();
    let corners = [(frame.west, frame.north), (frame.east, frame.south)];
    for &(x, y) in places {
        let beside_edge = edges.iter().any(|edge| distance((x, y), *edge) < ROUNDED);
        let beside_box = corners.iter().any(|corner| {
            (x - f64::from(corner.0)).abs() < ROUNDED || (y - f64::from(corner.1)).abs() < ROUNDED
        });
        if beside_edge || beside_box {
            continue;
        }
        let wanted = in_box(frame, (x, y)) && inside(given, (x, y));
        prop_assert_eq!(inside(&cut, (x, y)), wanted, "at {}, {}", x, y);
    }
    Ok(())
}

/// Places in a box, by shares of its sides, and some around it.
fn places(frame: &Frame, shares: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let across = |from: i32, to: i32, share: f64| {
        f64::from(from) + (share * 1.4 - 0.2) * (f64::from(to) - f64::from(from))
    };
    let place = |&(x, y): &(f64, f64)| {
        (across(frame.west, frame.east, x), across(frame.north, frame.south, y))
    };
    shares.iter().map(place).collect()
}

fn shares() -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((0.0..1.0, 0.0..1.0), 40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// A place lies in what is left of a ring if it lies in the ring and in the box,
    /// whatever way the ring runs and however often it crosses itself.
    #[test]
    fn a_ring_cut_is_the_ring_in_the_box(
        points in proptest::collection::vec(vertex(), 3..12),
        frame in frame(),
        shares in shares(),
    ) {
        hold_rings(&[path(points, false)], &frame, &places(&frame, &shares))?;
    }

    #[test]
    fn polygons_cut_keep_their_holes(
        polygons in proptest::collection::vec(
            (vertex(), proptest::collection::vec(500..REACH, 3..9)), 1..4),
        frame in frame(),
        shares in shares(),
    ) {
        let given: Vec<Path> =
            polygons.iter().flat_map(|(middle, radii)| with_hole(*middle, radii)).collect();
        hold_rings(&given, &frame, &places(&frame, &shares))?;
    }

    /// What is left of a line is as long as the line is in the box, lies on the line and
    /// in the box, and has each of the line's positions that does.
    #[test]
    fn a_line_cut_is_the_line_in_the_box(
        points in proptest::collection::vec(vertex(), 2..8),
        frame in frame(),
    ) {
        const STEPS: usize = 4000;
        let mut given = path(points, false);
        for end in [0, given.points.len() - 1] {
            given.points[end].weight = f32::INFINITY;
        }
        let cut = lines(std::slice::from_ref(&given), &frame);
        let edges = sides(&given, false);
        let mut wanted = 0.0;
        let mut stray = 0.0;
        for (a, b) in &edges {
            let (dx, dy) = (f64::from(b.x) - f64::from(a.x), f64::from(b.y) - f64::from(a.y));
            let in_it = (0..STEPS).filter(|step| {
                let share = (*step as f64 + 0.5) / STEPS as f64;
                in_box(&frame, (f64::from(a.x) + share * dx, f64::from(a.y) + share * dy))
            });
            let step = dx.hypot(dy) / STEPS as f64;
            wanted += in_it.count() as f64 * step;
            stray += 2.0 * step + ROUNDED;
        }
        let length = |(a, b): &(Vertex, Vertex)| {
            (f64::from(b.x) - f64::from(a.x)).hypot(f64::from(b.y) - f64::from(a.y))
        };
        let found: f64 = cut.iter().flat_map(|line| sides(line, false)).map(|edge| length(&edge)).sum();
        prop_assert!((found - wanted).abs() <= stray, "expected {wanted}, found {found}");
        for at in cut.iter().flat_map(|line| &line.points) {
            prop_assert!(frame.holds(at.x, at.y));
            let place = (f64::from(at.x), f64::from(at.y));
            let off = edges.iter().map(|edge| distance(place, *edge)).fold(f64::INFINITY, f64::min);
            prop_assert!(off <= ROUNDED, "{at:?} is {off} from the line");
        }
        for at in given.points.iter().filter(|at| frame.west < at.x && at.x < frame.east && frame.north < at.y && at.y < frame.south) {
            let kept = cut.iter().flat_map(|line| &line.points).any(|one| (one.x, one.y) == (at.x, at.y));
            prop_assert!(kept, "{at:?} is not in {cut:?}");
        }
        for line in &cut {
            let [first, .., last] = line.points[..] else { panic!("a line of one position") };
            prop_assert_eq!([first.weight, last.weight], [f32::INFINITY; 2], "cuts stay at every zoom");
        }
    }
}

/// Two boxes that share a side cut a line at the same place there, whichever way it runs:
/// all short lines, many of which are cut half way between two units.
#[test]
fn two_boxes_that_share_a_side_meet_there() {
    let from = Vertex::fixed(7, -93);
    for (wide, high) in (2..80).flat_map(|wide| (-80..80).map(move |high| (wide, high))) {
        let to = Vertex::fixed(from.x + wide, from.y + high);
        for at in from.x + 1..to.x {
            let box_of = |west, east| Frame { west, north: -500, east, south: 500 };
            let west = segment(from, to, &box_of(-500, at));
            let east = segment(to, from, &box_of(at, 500));
            assert_eq!(west.map(|cut| cut.1), east.map(|cut| cut.1), "{from:?} to {to:?} at {at}");
        }
    }
}
