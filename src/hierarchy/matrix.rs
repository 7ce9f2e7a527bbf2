//! Many distances at once: climb from each source, then sweep down the ranks
//! above the targets.
//!
//! D. Delling, A. Goldberg, A. Nowatzyk and R. Werneck, "PHAST" (2011), and
//! D. Delling, A. Goldberg and R. Werneck, "Faster batched shortest paths in
//! road networks" (2011).

use super::Hierarchy;
use super::HierarchyError;
use super::INFINITE;
use super::Metric;
use super::NONE;
use super::structure::LIMIT;

/// So many sources go down together.
const LANES: usize = 16;

/// The distances from each source to each target, by source and then target;
/// [`INFINITE`] where there is no way.
///
/// Time grows with the sources times the edges above the targets.
///
/// # Errors
///
/// [`HierarchyError::Mismatch`], [`HierarchyError::NoSuchNode`], or more than
/// 2³⁰ pairs.
pub fn matrix(
    hierarchy: &Hierarchy,
    metric: &Metric,
    sources: &[u32],
    targets: &[u32],
) -> Result<Vec<u32>, HierarchyError> {
    metric.check(hierarchy)?;
    let found = sources.len().saturating_mul(targets.len());
    if found > LIMIT {
        return Err(HierarchyError::TooLarge { what: "pairs of a matrix", limit: LIMIT, found });
    }
    let from = ranks(hierarchy, sources)?;
    let to = ranks(hierarchy, targets)?;
    let sweep = Sweep::new(hierarchy, &metric.down, &to);
    let mut rows = vec![INFINITE; found];
    let mut climb = vec![INFINITE; hierarchy.node_count()];
    let mut lanes = vec![[INFINITE; LANES]; sweep.first.len()];
    if targets.is_empty() {
        return Ok(rows);
    }
    for (batch, rows) in from.chunks(LANES).zip(rows.chunks_mut(LANES * targets.len())) {
        lanes.fill([INFINITE; LANES]);
        for (lane, &source) in batch.iter().enumerate() {
            climb[source as usize] = 0;
            let mut x = source;
            while x != NONE {
                let distance = std::mem::replace(&mut climb[x as usize], INFINITE);
                if let Some(local) = sweep.local(x) {
                    lanes[local][lane] = distance;
                }
                if distance < INFINITE {
                    raise(hierarchy, &metric.up, x as usize, distance, &mut climb);
                }
                x = hierarchy.parent(x as usize);
            }
        }
        sweep.run(&mut lanes);
        for (lane, row) in rows.chunks_mut(targets.len()).enumerate() {
            for (cell, &target) in row.iter_mut().zip(&to) {
                *cell = sweep.local(target).map_or(INFINITE, |local| lanes[local][lane]);
            }
        }
    }
    Ok(rows)
}

/// The distance to each node from the nearest of the sources, each a node and
/// what is added for beginning there; [`INFINITE`] where there is no way.
///
/// Time grows with the number of shortcuts.
///
/// # Errors
///
/// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
pub fn distances_from(
    hierarchy: &Hierarchy,
    metric: &Metric,
    sources: &[(u32, u32)],
) -> Result<Vec<u32>, HierarchyError> {
    one_to_all(hierarchy, metric, sources, &metric.up, &metric.down)
}

/// The distance from each node to the nearest of the targets, each a node and
/// what is added for ending there; [`INFINITE`] where there is no way.
///
/// Time grows with the number of shortcuts.
///
/// # Errors
///
/// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
pub fn distances_to(
    hierarchy: &Hierarchy,
    metric: &Metric,
    targets: &[(u32, u32)],
) -> Result<Vec<u32>, HierarchyError> {
    one_to_all(hierarchy, metric, targets, &metric.down, &metric.up)
}

fn one_to_all(
    hierarchy: &Hierarchy,
    metric: &Metric,
    ends: &[(u32, u32)],
    climbing: &[u32],
    falling: &[u32],
) -> Result<Vec<u32>, HierarchyError> {
    metric.check(hierarchy)?;
    let mut distance = vec![INFINITE; hierarchy.node_count()];
    let mut above = Vec::with_capacity(ends.len());
    for &(node, offset) in ends {
        let x = hierarchy.rank_of(node)?;
        above.push(x);
        let known = &mut distance[x as usize];
        *known = offset.min(*known);
    }
    hierarchy.close_upwards(&mut above);
    for &x in &above {
        let here = distance[x as usize];
        raise(hierarchy, climbing, x as usize, here, &mut distance);
    }
    for x in (0..hierarchy.node_count()).rev() {
        let ups = hierarchy.ups(x);
        let mut least = distance[x];
        for (&y, &weight) in hierarchy.head[ups.clone()].iter().zip(&falling[ups]) {
            least = least.min(distance[y as usize] + weight);
        }
        distance[x] = least;
    }
    Ok(hierarchy.rank.iter().map(|&x| distance[x as usize]).collect())
}

/// Carries the distance of `x` to the ranks above it.
#[inline]
fn raise(hierarchy: &Hierarchy, weights: &[u32], x: usize, distance: u32, all: &mut [u32]) {
    let ups = hierarchy.ups(x);
    for (&y, &weight) in hierarchy.head[ups.clone()].iter().zip(&weights[ups]) {
        let known = &mut all[y as usize];
        *known = (*known).min(distance + weight);
    }
}

fn ranks(hierarchy: &Hierarchy, nodes: &[u32]) -> Result<Vec<u32>, HierarchyError> {
    nodes.iter().map(|&node| hierarchy.rank_of(node)).collect()
}

/// The ranks above some targets from the top down, with their edges upwards.
struct Sweep {
    /// By rank the position in the sweep, or [`NONE`].
    position: Vec<u32>,
    /// Where the edges of each position end.
    first: Vec<u32>,
    /// Positions at the higher end, and weights downwards.
    edges: Vec<(u32, u32)>,
}

impl Sweep {
    fn new(hierarchy: &Hierarchy, weights: &[u32], targets: &[u32]) -> Self {
        let mut above = targets.to_vec();
        hierarchy.close_upwards(&mut above);
        let mut position = vec![NONE; hierarchy.node_count()];
        let mut first = Vec::with_capacity(above.len());
        let mut edges = Vec::new();
        for (at, &x) in above.iter().rev().enumerate() {
            position[x as usize] = at as u32;
            for edge in hierarchy.ups(x as usize) {
                if weights[edge] < INFINITE {
                    edges.push((position[hierarchy.head[edge] as usize], weights[edge]));
                }
            }
            first.push(edges.len() as u32);
        }
        Self { position, first, edges }
    }

    fn local(&self, rank: u32) -> Option<usize> {
        let at = self.position[rank as usize];
        (at != NONE).then_some(at as usize)
    }

    fn run(&self, lanes: &mut [[u32; LANES]]) {
        let mut start = 0;
        for (at, &end) in self.first.iter().enumerate() {
            let mut least = lanes[at];
            for &(higher, weight) in &self.edges[start..end as usize] {
                let from = &lanes[higher as usize];
                for (least, &from) in least.iter_mut().zip(from) {
                    *least = (*least).min(from + weight);
                }
            }
            lanes[at] = least;
            start = end as usize;
        }
    }
}
