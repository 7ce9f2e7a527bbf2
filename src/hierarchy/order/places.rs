//! Where nodes lie on a plane, for cutting straight through them.

use super::HierarchyError;
use super::NONE;
use super::dissect::Piece;

/// Places in degrees as points on a plane, the world cut open where no place
/// is: good enough to see which nodes lie on which side.
pub(super) fn flatten(
    nodes: usize,
    places: &[(f64, f64)],
) -> Result<Vec<[f32; 2]>, HierarchyError> {
    if places.len() != nodes {
        let (expected, found) = (nodes, places.len());
        return Err(HierarchyError::Length { what: "places of nodes", expected, found });
    }
    if let Some(node) = places.iter().position(|(lon, lat)| !(lon.is_finite() && lat.is_finite())) {
        let (lon, lat) = places[node];
        return Err(HierarchyError::Place { node, lon, lat });
    }
    let open = widest_gap(places);
    let middle = places.iter().map(|place| place.1).sum::<f64>() / nodes.max(1) as f64;
    let narrow = middle.to_radians().cos().abs();
    let flat =
        |&(lon, lat): &(f64, f64)| [((lon - open).rem_euclid(360.0) * narrow) as f32, lat as f32];
    Ok(places.iter().map(flat).collect())
}

/// The longitude at the end of the widest strip without a place. By strips of
/// one degree, so that a country is never cut and no sorting is needed.
fn widest_gap(places: &[(f64, f64)]) -> f64 {
    let mut used = [false; 360];
    for (lon, _) in places {
        used[(lon.rem_euclid(360.0) as usize).min(359)] = true;
    }
    let Some(start) = used.iter().position(|&used| used) else { return 0.0 };
    let (mut widest, mut open, mut gap) = (0, start, 0);
    for at in (start + 1..=start + 360).map(|at| at % 360) {
        if used[at] {
            if gap > widest {
                (widest, open) = (gap, at);
            }
            gap = 0;
        } else {
            gap += 1;
        }
    }
    open as f64
}

/// A plane for a connected piece without places: how much nearer a node is to
/// one end than to the other, for two pairs of far-apart ends.
pub(super) fn spread(piece: &Piece) -> Vec<[f32; 2]> {
    let a = distances(piece, farthest(&distances(piece, 0)));
    let b = distances(piece, farthest(&a));
    let nearer: Vec<u32> = a.iter().zip(&b).map(|(a, b)| *a.min(b)).collect();
    let c = distances(piece, farthest(&nearer));
    let d = distances(piece, farthest(&c));
    let difference = |p: &[u32], q: &[u32], x: usize| p[x] as f32 - q[x] as f32;
    (0..piece.len()).map(|x| [difference(&a, &b, x), difference(&c, &d, x)]).collect()
}

fn farthest(distances: &[u32]) -> u32 {
    let far = distances.iter().max().copied().unwrap_or(0);
    distances.iter().position(|&d| d == far).unwrap_or(0) as u32
}

/// Steps from a node; the piece is connected.
fn distances(piece: &Piece, from: u32) -> Vec<u32> {
    let mut steps = vec![NONE; piece.len()];
    let mut queue = Vec::with_capacity(piece.len());
    steps[from as usize] = 0;
    queue.push(from);
    let mut at = 0;
    while let Some(&x) = queue.get(at) {
        at += 1;
        for &y in piece.neighbours(x) {
            if steps[y as usize] == NONE {
                steps[y as usize] = steps[x as usize] + 1;
                queue.push(y);
            }
        }
    }
    steps
}
