//! Exact distances to a set of targets, computed only where asked for.
//!
//! The potentials of B. Strasser and T. Zeitz, "A Fast and Tight Heuristic for
//! A* in Road Networks", Symposium on Experimental Algorithms (2021).

use super::Hierarchy;
use super::HierarchyError;
use super::INFINITE;
use super::Metric;
use super::NONE;

/// Which way distances are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From a node to the nearest target.
    To,
    /// From the nearest target to a node.
    From,
}

/// Scratch for distances to a set of targets; made once, aimed any number of
/// times, on any hierarchy and metric.
#[derive(Clone, Debug)]
pub struct Bounds {
    stamp: u32,
    marks: Vec<Mark>,
    stack: Vec<u32>,
}

/// What is known of a rank.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Under this stamp `distance` is that of the climb from the targets.
    reached: u32,
    /// Under this stamp `distance` is final.
    done: u32,
    distance: u32,
}

/// [`Bounds`] aimed at targets under one metric.
#[derive(Debug)]
pub struct Aim<'a> {
    bounds: &'a mut Bounds,
    hierarchy: &'a Hierarchy,
    /// Weights of the edges in the direction away from the node asked for.
    weights: &'a [u32],
}

impl Bounds {
    /// Scratch for this hierarchy; it grows if used on a larger one.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        let marks = vec![Mark { reached: 0, done: 0, distance: INFINITE }; hierarchy.node_count()];
        Self { stamp: 0, marks, stack: Vec::new() }
    }

    /// Aims at these targets, each a node and what is added for it. Costs the
    /// climb from the targets; nothing is cleared.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
    pub fn aim<'a>(
        &'a mut self,
        hierarchy: &'a Hierarchy,
        metric: &'a Metric,
        targets: &[(u32, u32)],
        direction: Direction,
    ) -> Result<Aim<'a>, HierarchyError> {
        metric.check(hierarchy)?;
        for &(node, _) in targets {
            hierarchy.rank_of(node)?;
        }
        let blank = Mark { reached: 0, done: 0, distance: INFINITE };
        self.marks.resize(hierarchy.node_count().max(self.marks.len()), blank);
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.marks.fill(blank);
            self.stamp = 1;
        }
        let (weights, climbing) = match direction {
            Direction::To => (&metric.up, &metric.down),
            Direction::From => (&metric.down, &metric.up),
        };
        self.stack.clear();
        for &(node, offset) in targets {
            let x = hierarchy.rank_of(node)?;
            self.stack.push(x);
            self.lower(x as usize, offset);
        }
        hierarchy.close_upwards(&mut self.stack);
        let ranks = std::mem::take(&mut self.stack);
        for &x in &ranks {
            let mark = self.marks[x as usize];
            if mark.reached != self.stamp {
                continue;
            }
            let ups = hierarchy.ups(x as usize);
            for (&y, &weight) in hierarchy.head[ups.clone()].iter().zip(&climbing[ups]) {
                self.lower(y as usize, mark.distance + weight);
            }
        }
        self.stack = ranks;
        Ok(Aim { bounds: self, hierarchy, weights })
    }

    /// Brings the distance of the climb at `x` down to `distance`.
    fn lower(&mut self, x: usize, distance: u32) {
        let mark = &mut self.marks[x];
        if distance >= INFINITE {
            return;
        }
        if mark.reached != self.stamp {
            (mark.reached, mark.distance) = (self.stamp, distance);
        } else if distance < mark.distance {
            mark.distance = distance;
        }
    }
}

impl Aim<'_> {
    /// The exact distance between a node and its nearest target; [`INFINITE`]
    /// if there is no way, or no such node.
    ///
    /// Costs the edges above the node that were not asked for since the aim.
    pub fn of(&mut self, node: u32) -> u32 {
        let Some(&rank) = self.hierarchy.rank.get(node as usize) else { return INFINITE };
        let Bounds { stamp, marks, stack } = &mut *self.bounds;
        stack.clear();
        let mut x = rank;
        while x != NONE && marks[x as usize].done != *stamp {
            stack.push(x);
            x = self.hierarchy.parent(x as usize);
        }
        while let Some(x) = stack.pop() {
            let mark = marks[x as usize];
            let mut distance = if mark.reached == *stamp { mark.distance } else { INFINITE };
            let ups = self.hierarchy.ups(x as usize);
            let edges = self.hierarchy.head[ups.clone()].iter().zip(&self.weights[ups]);
            for (&y, &weight) in edges {
                distance = distance.min(marks[y as usize].distance + weight);
            }
            marks[x as usize] = Mark { reached: *stamp, done: *stamp, distance };
        }
        marks[rank as usize].distance
    }
}
