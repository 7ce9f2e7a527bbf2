//! A point test with the edges of an area near the point alone.
//!
//! Floor 3. Imports nothing of the crate.
//!
//! Within a cell it is known whether one point, the reference, is inside. From
//! any other point of the cell one walks to it, first along the parallel and
//! then along the meridian, and turns the answer over at each edge crossed:
//! only edges that pass through the cell can be. Where rounding might decide,
//! there is no answer, and the whole area must be asked.

use geo::Coord;

#[cfg(test)]
mod tests;

/// Shewchuk's bound of the error of an orientation, for the sum of its products.
const ERROR: f64 = 3.330_669_073_875_471_6e-16;
/// Products below this may have lost bits to underflow.
const TINY: f64 = 1e-280;

/// Whether a reference point is inside an area, and the edges near it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nearby<'a> {
    pub(super) reference: Coord,
    pub(super) inside: bool,
    /// Pairs of a first edge, by number of its first vertex, and how many
    /// follow one another there.
    pub(super) runs: &'a [u32],
}

impl Nearby<'_> {
    /// Whether `point` is in the area, if that is sure. O(edges). A point on the
    /// boundary is never sure.
    // Without a branch, since no branch here could be foretold.
    #[allow(clippy::needless_bitwise_bool)]
    pub(super) fn covers(&self, coords: &[Coord], point: Coord) -> Option<bool> {
        let reference = self.reference;
        let mut inside = self.inside;
        let mut unsure = false;
        for run in self.runs.chunks_exact(2) {
            let (first, last) = (run[0] as usize, (run[0] + run[1]) as usize);
            let vertices = coords.get(first..=last)?;
            for edge in vertices.windows(2) {
                let (a, b) = (edge[0], edge[1]);
                // Half-open: a vertex counts for one of its two edges.
                let parallel = (a.y <= point.y) ^ (b.y <= point.y);
                let meridian = (a.x <= reference.x) ^ (b.x <= reference.x);
                let along = b - a;
                // Which side of the edge the point is on, the corner of the walk, and the reference.
                let up = along.x * (point.y - a.y);
                let to_point = along.y * (point.x - a.x);
                let to_corner = along.y * (reference.x - a.x);
                let up_reference = along.x * (reference.y - a.y);
                let of_point = up - to_point;
                let of_corner = up - to_corner;
                let of_reference = up_reference - to_corner;
                inside ^= parallel & ((of_point > 0.0) ^ (of_corner > 0.0));
                inside ^= meridian & ((of_corner > 0.0) ^ (of_reference > 0.0));
                let error = TINY
                    + ERROR * (up.abs() + to_point.abs() + to_corner.abs() + up_reference.abs());
                unsure |= (a.y == point.y) | (b.y == point.y);
                unsure |= parallel & ((of_point.abs() <= error) | (of_corner.abs() <= error));
                unsure |= meridian & ((of_corner.abs() <= error) | (of_reference.abs() <= error));
            }
        }
        (!unsure).then_some(inside)
    }
}
