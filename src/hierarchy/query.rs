//! One shortest way: both ends climb the elimination tree.

use super::Hierarchy;
use super::HierarchyError;
use super::INFINITE;
use super::Metric;
use super::NONE;
use super::unpack::Step;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Scratch for shortest ways; made once, used for any number of questions, on
/// any hierarchy and metric.
#[derive(Clone, Debug)]
pub struct Query {
    forward: Climb,
    backward: Climb,
    stack: Vec<Step>,
}

/// A shortest way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its weight, with the offsets of its ends.
    pub weight: u32,
    /// The source that it begins at.
    pub from: u32,
    /// The target that it ends at.
    pub to: u32,
    /// Its arcs in the order of travel; none where source and target are one.
    pub arcs: Vec<u32>,
}

/// What one end knows of the ranks above it.
#[derive(Clone, Debug, Default)]
struct Climb {
    /// By rank; [`INFINITE`] except during a question.
    distance: Vec<u32>,
    /// By rank, the edge by which it was reached; [`NONE`] at an end itself.
    by: Vec<u32>,
    /// The ranks above the ends, ascending.
    ranks: Vec<u32>,
}

impl Climb {
    /// Sets the ends and lists the ranks above them.
    fn start(&mut self, hierarchy: &Hierarchy, ends: &[(u32, u32)]) -> Result<(), HierarchyError> {
        self.distance.resize(hierarchy.node_count(), INFINITE);
        self.by.resize(hierarchy.node_count(), NONE);
        self.ranks.clear();
        for &(node, _) in ends {
            hierarchy.rank_of(node)?;
        }
        for &(node, offset) in ends {
            let x = hierarchy.rank_of(node)? as usize;
            if offset < self.distance[x] {
                self.distance[x] = offset;
                self.by[x] = NONE;
                self.ranks.push(x as u32);
            }
        }
        if let [x] = self.ranks[..] {
            let mut x = hierarchy.parent(x as usize);
            while x != NONE {
                self.ranks.push(x);
                x = hierarchy.parent(x as usize);
            }
        } else {
            hierarchy.close_upwards(&mut self.ranks);
        }
        Ok(())
    }

    /// Carries the distance of `x` to the ranks above it.
    #[inline]
    fn relax<const TRACK: bool>(&mut self, hierarchy: &Hierarchy, weights: &[u32], x: usize) {
        let distance = self.distance[x];
        let ups = hierarchy.ups(x);
        for (edge, (&y, &weight)) in
            ups.clone().zip(hierarchy.head[ups.clone()].iter().zip(&weights[ups]))
        {
            let y = y as usize;
            if distance + weight < self.distance[y] {
                self.distance[y] = distance + weight;
                if TRACK {
                    self.by[y] = edge as u32;
                }
            }
        }
    }

    fn clear(&mut self) {
        for &x in &self.ranks {
            self.distance[x as usize] = INFINITE;
        }
    }
}

impl Hierarchy {
    /// Adds all ranks above these, and sorts them.
    pub(super) fn close_upwards(&self, ranks: &mut Vec<u32>) {
        let mut climbing: BTreeSet<u32> = ranks.drain(..).collect();
        while let Some(x) = climbing.pop_first() {
            ranks.push(x);
            let parent = self.parent(x as usize);
            if parent != NONE {
                climbing.insert(parent);
            }
        }
    }
}

impl Query {
    /// Scratch for this hierarchy; it grows if used on a larger one.
    pub fn new(hierarchy: &Hierarchy) -> Self {
        let climb = || Climb {
            distance: vec![INFINITE; hierarchy.node_count()],
            by: vec![NONE; hierarchy.node_count()],
            ranks: Vec::new(),
        };
        Self { forward: climb(), backward: climb(), stack: Vec::new() }
    }

    /// The weight of a shortest way between two nodes; `None` if there is none.
    ///
    /// Time grows with the edges above the two nodes.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
    pub fn distance(
        &mut self,
        hierarchy: &Hierarchy,
        metric: &Metric,
        from: u32,
        to: u32,
    ) -> Result<Option<u32>, HierarchyError> {
        self.distance_any(hierarchy, metric, &[(from, 0)], &[(to, 0)])
    }

    /// The weight of a shortest way from any of the sources to any of the
    /// targets, each a node and what is added for beginning or ending there.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
    pub fn distance_any(
        &mut self,
        hierarchy: &Hierarchy,
        metric: &Metric,
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
    ) -> Result<Option<u32>, HierarchyError> {
        let meeting = self.search::<false>(hierarchy, metric, sources, targets)?;
        self.forward.clear();
        self.backward.clear();
        Ok(meeting.map(|(weight, _)| weight))
    }

    /// A shortest way between two nodes, as arcs; `None` if there is none. Of
    /// several shortest ways it is always the same.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
    pub fn path(
        &mut self,
        hierarchy: &Hierarchy,
        metric: &Metric,
        from: u32,
        to: u32,
    ) -> Result<Option<Path>, HierarchyError> {
        self.path_any(hierarchy, metric, &[(from, 0)], &[(to, 0)])
    }

    /// A shortest way from any of the sources to any of the targets, as
    /// [`distance_any`](Self::distance_any).
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Mismatch`] or [`HierarchyError::NoSuchNode`].
    pub fn path_any(
        &mut self,
        hierarchy: &Hierarchy,
        metric: &Metric,
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
    ) -> Result<Option<Path>, HierarchyError> {
        let meeting = self.search::<true>(hierarchy, metric, sources, targets)?;
        self.forward.clear();
        self.backward.clear();
        Ok(meeting.map(|(weight, middle)| self.trace(hierarchy, metric, weight, middle)))
    }

    /// The least weight and the rank where both ends meet.
    fn search<const TRACK: bool>(
        &mut self,
        hierarchy: &Hierarchy,
        metric: &Metric,
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
    ) -> Result<Option<(u32, u32)>, HierarchyError> {
        metric.check(hierarchy)?;
        let Self { forward, backward, .. } = self;
        forward.start(hierarchy, sources)?;
        if let Err(error) = backward.start(hierarchy, targets) {
            forward.clear();
            return Err(error);
        }
        let (mut best, mut middle) = (INFINITE, NONE);
        let (mut f, mut b) = (0, 0);
        loop {
            let x = forward.ranks.get(f).copied().unwrap_or(NONE);
            let y = backward.ranks.get(b).copied().unwrap_or(NONE);
            match x.cmp(&y) {
                Ordering::Less => {
                    if forward.distance[x as usize] < best {
                        forward.relax::<TRACK>(hierarchy, &metric.up, x as usize);
                    }
                    f += 1;
                }
                Ordering::Greater => {
                    if backward.distance[y as usize] < best {
                        backward.relax::<TRACK>(hierarchy, &metric.down, y as usize);
                    }
                    b += 1;
                }
                Ordering::Equal if x == NONE => break,
                Ordering::Equal => {
                    let (there, back) =
                        (forward.distance[x as usize], backward.distance[x as usize]);
                    if there < best && back < best && there + back < best {
                        (best, middle) = (there + back, x);
                    }
                    if there < best {
                        forward.relax::<TRACK>(hierarchy, &metric.up, x as usize);
                    }
                    if back < best {
                        backward.relax::<TRACK>(hierarchy, &metric.down, x as usize);
                    }
                    f += 1;
                    b += 1;
                }
            }
        }
        Ok((middle != NONE).then_some((best, middle)))
    }

    /// The way through the meeting rank.
    fn trace(&mut self, hierarchy: &Hierarchy, metric: &Metric, weight: u32, middle: u32) -> Path {
        let Self { forward, backward, stack } = self;
        let mut steps = Vec::new();
        let mut x = middle;
        while forward.by[x as usize] != NONE {
            let edge = forward.by[x as usize];
            steps.push(edge);
            x = hierarchy.tail[edge as usize];
        }
        let from = hierarchy.order[x as usize];
        let mut arcs = Vec::new();
        for &edge in steps.iter().rev() {
            metric.unpack(hierarchy, Step { edge, up: true }, stack, &mut arcs);
        }
        x = middle;
        while backward.by[x as usize] != NONE {
            let edge = backward.by[x as usize];
            metric.unpack(hierarchy, Step { edge, up: false }, stack, &mut arcs);
            x = hierarchy.tail[edge as usize];
        }
        Path { weight, from, to: hierarchy.order[x as usize], arcs }
    }
}
