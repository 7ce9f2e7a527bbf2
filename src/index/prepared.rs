//! A polygon made ready for many point tests.
//!
//! Floor 3.
//!
//! The edges are filed in horizontal bands, so that a test looks only at those
//! that pass the height of the point, and of these only at those that reach as
//! far east. Where a point lies on the line of an edge is decided by an exact
//! predicate (Shewchuk's, from the crate `robust` under `geo`), so that the
//! answer is right to the last bit.

use super::wrap;
use geo::kernels::RobustKernel;
use geo::{Coord, Kernel, Orientation, Polygon};

#[cfg(test)]
mod tests;

/// An area made ready for many point tests; its boundary belongs to it.
///
/// Straight edges in degrees (RFC 7946). A ring that jumps over the antimeridian
/// (a step in longitude of more than 180° and less than 360°) is read as
/// crossing it. Memory: at most four times that of the polygon.
#[derive(Clone, Debug)]
pub struct PreparedArea {
    low: Coord,
    high: Coord,
    bands_per_degree: f64,
    /// Where each band starts in `edges`, and the end.
    starts: Vec<u32>,
    /// For each band the edges that reach into it, the one that reaches furthest east first.
    edges: Vec<Edge>,
}

/// An edge, from its lower end to its upper.
#[derive(Clone, Copy, Debug)]
struct Edge {
    low: Coord,
    high: Coord,
}

/// Edges looked at exactly in one test, before they are counted one by one.
const NOTED: usize = 16;

/// How a ray to the east from a point meets an edge.
enum Pass {
    /// The point is on the edge.
    On,
    /// The ray crosses it; its upper end does not count.
    East,
    Not,
}

impl Edge {
    #[inline]
    fn east(&self) -> f64 {
        if self.low.x > self.high.x { self.low.x } else { self.high.x }
    }

    fn pass(&self, point: Coord) -> Pass {
        let Self { low, high } = *self;
        if point.y < low.y || high.y < point.y || self.east() < point.x {
            return Pass::Not;
        }
        let crosses = if point.y < high.y { Pass::East } else { Pass::Not };
        if point.x < low.x && point.x < high.x {
            return crosses;
        }
        match RobustKernel::orient2d(low, high, point) {
            // On the line of the edge and within its box: on the edge.
            Orientation::Collinear => Pass::On,
            Orientation::CounterClockwise => crosses,
            Orientation::Clockwise => Pass::Not,
        }
    }
}

impl PreparedArea {
    /// Prepares a polygon. O(n log n).
    pub fn new(polygon: &Polygon) -> Self {
        Self::of_rings(&wrap::rings(polygon))
    }

    /// Prepares closed rings that already run past 180° where they cross the
    /// antimeridian. What an even number of them surrounds is outside.
    pub(crate) fn of_rings(rings: &[Vec<Coord>]) -> Self {
        let edges: Vec<Edge> = rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .map(|pair| {
                let (low, high) =
                    if pair[0].y <= pair[1].y { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                Edge { low, high }
            })
            .collect();
        let mut low = Coord { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        let mut climb = 0.0;
        for edge in &edges {
            low = Coord { x: low.x.min(edge.low.x).min(edge.high.x), y: low.y.min(edge.low.y) };
            high = Coord { x: high.x.max(edge.east()), y: high.y.max(edge.high.y) };
            climb += edge.high.y - edge.low.y;
        }
        // Bands as high as the average edge: an edge then reaches into three at most on average.
        let height = high.y - low.y;
        let count = (height * edges.len() as f64 / climb).clamp(1.0, edges.len().max(1) as f64);
        let count = if count.is_finite() { count as usize } else { 1 };
        let bands_per_degree = if height > 0.0 { count as f64 / height } else { 0.0 };
        let mut area =
            Self { low, high, bands_per_degree, starts: vec![0; count + 1], edges: Vec::new() };
        area.file(&edges, count);
        area
    }

    #[allow(clippy::needless_range_loop)] // bands index several arrays
    fn file(&mut self, edges: &[Edge], count: usize) {
        for edge in edges {
            for band in self.band(edge.low.y)..=self.band(edge.high.y) {
                self.starts[band + 1] += 1;
            }
        }
        for band in 0..count {
            self.starts[band + 1] += self.starts[band];
        }
        let mut next = self.starts.clone();
        let nowhere = Edge { low: self.low, high: self.low };
        self.edges = vec![nowhere; self.starts[count] as usize];
        for edge in edges {
            for band in self.band(edge.low.y)..=self.band(edge.high.y) {
                self.edges[next[band] as usize] = *edge;
                next[band] += 1;
            }
        }
        for band in 0..count {
            let range = self.starts[band] as usize..self.starts[band + 1] as usize;
            self.edges[range].sort_by(|a, b| b.east().total_cmp(&a.east()));
        }
    }

    /// The band of a latitude. Never falls as the latitude rises, so an edge is
    /// in the band of every point at its heights.
    fn band(&self, lat: f64) -> usize {
        let band = ((lat - self.low.y) * self.bands_per_degree) as usize;
        band.min(self.starts.len() - 2)
    }

    /// The lower left and upper right corner. The area runs past 180° if it
    /// crosses the antimeridian.
    pub(crate) fn corners(&self) -> (Coord, Coord) {
        (self.low, self.high)
    }

    /// Whether `point`, in degrees, lies in the area or on its boundary.
    /// O(edges at the height of the point and east of it).
    pub fn covers(&self, point: Coord) -> bool {
        self.covers_as_is(point)
            || self.high.x >= 180.0 && self.covers_as_is(Coord { x: point.x + 360.0, y: point.y })
            || self.low.x <= -180.0 && self.covers_as_is(Coord { x: point.x - 360.0, y: point.y })
    }

    /// [`PreparedArea::covers`] for a longitude that already runs past 180°
    /// where the area does.
    #[allow(clippy::needless_bitwise_bool)] // so that edges count without a branch
    pub(crate) fn covers_as_is(&self, point: Coord) -> bool {
        let within = self.low.x <= point.x
            && point.x <= self.high.x
            && self.low.y <= point.y
            && point.y <= self.high.y;
        if !within {
            return false;
        }
        let band = self.band(point.y);
        let edges = &self.edges[self.starts[band] as usize..self.starts[band + 1] as usize];
        // Edges wholly to the east count without a branch. Those whose box holds
        // the point are noted and looked at exactly: there are few.
        let mut inside = false;
        let mut noted = [0_u32; NOTED];
        let mut count = 0;
        for (number, edge) in (0..).zip(edges) {
            let Edge { low, high } = *edge;
            if edge.east() < point.x {
                break;
            }
            let east = (point.x < low.x) & (point.x < high.x);
            inside ^= east & (low.y <= point.y) & (point.y < high.y);
            noted[count % NOTED] = number;
            count += usize::from(!east & (low.y <= point.y) & (point.y <= high.y));
        }
        // If all places are taken the first was written over since.
        if count < NOTED {
            for &number in &noted[..count] {
                match edges[number as usize].pass(point) {
                    Pass::On => return true,
                    Pass::East => inside = !inside,
                    Pass::Not => {}
                }
            }
            return inside;
        }
        // Very many edges about one place: one by one.
        inside = false;
        for edge in edges {
            match edge.pass(point) {
                Pass::On => return true,
                Pass::East => inside = !inside,
                Pass::Not => {}
            }
        }
        inside
    }
}
