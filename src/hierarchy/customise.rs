//! Weights on every edge: basic customisation over lower triangles.

use super::Hierarchy;
use super::HierarchyError;
use super::INFINITE;

/// Weights of the edges of one hierarchy.
///
/// A metric is finished when made; one that changes is cloned first, so that
/// readers keep the old one.
#[derive(Clone, PartialEq, Eq)]
pub struct Metric {
    /// [`Hierarchy::id`].
    pub(super) hierarchy: u64,
    /// The weights of the arcs, at most [`INFINITE`].
    pub(super) arcs: Vec<u32>,
    /// The weight of each edge from its lower end to its higher one.
    pub(super) up: Vec<u32>,
    /// The weight of each edge from its higher end to its lower one.
    pub(super) down: Vec<u32>,
}

impl std::fmt::Debug for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metric")
            .field("hierarchy", &self.hierarchy)
            .field("arcs", &self.arcs.len())
            .field("shortcuts", &self.up.len())
            .finish_non_exhaustive()
    }
}

impl Metric {
    /// Puts these weights, one an arc, on the hierarchy. Weights of
    /// [`INFINITE`] and more close an arc.
    ///
    /// Time grows with the number of triangles of the hierarchy. With the
    /// feature `parallel` large hierarchies are customised on all cores.
    ///
    /// # Errors
    ///
    /// [`HierarchyError::Length`] unless there is one weight for each arc.
    pub fn customise(hierarchy: &Hierarchy, weights: &[u32]) -> Result<Self, HierarchyError> {
        if weights.len() != hierarchy.arc_count() {
            let (expected, found) = (hierarchy.arc_count(), weights.len());
            return Err(HierarchyError::Length { what: "weights of arcs", expected, found });
        }
        let mut metric = Self {
            hierarchy: hierarchy.id,
            arcs: weights.iter().map(|&weight| weight.min(INFINITE)).collect(),
            up: vec![INFINITE; hierarchy.shortcut_count()],
            down: vec![INFINITE; hierarchy.shortcut_count()],
        };
        metric.refresh(hierarchy);
        Ok(metric)
    }

    /// Computes all edges anew from the weights of the arcs.
    pub(super) fn refresh(&mut self, hierarchy: &Hierarchy) {
        let Self { arcs, up, down, .. } = self;
        let part = Part { hierarchy, arcs, low: 0, end: hierarchy.node_count(), up, down };
        part.customise(&mut vec![0; hierarchy.node_count()]);
    }

    /// Fails unless the metric was made on this hierarchy.
    pub(super) fn check(&self, hierarchy: &Hierarchy) -> Result<(), HierarchyError> {
        if self.hierarchy == hierarchy.id && self.up.len() == hierarchy.shortcut_count() {
            return Ok(());
        }
        Err(HierarchyError::Mismatch { hierarchy: hierarchy.id, metric: self.hierarchy })
    }

    /// The weight of an arc, at most [`INFINITE`]; `None` if there is no such arc.
    pub fn weight(&self, arc: u32) -> Option<u32> {
        self.arcs.get(arc as usize).copied()
    }

    /// The weights of all arcs, each at most [`INFINITE`].
    pub fn weights(&self) -> &[u32] {
        &self.arcs
    }

    /// The [`Hierarchy::id`] that this metric was made on.
    pub fn hierarchy_id(&self) -> u64 {
        self.hierarchy
    }

    /// The weights of each edge, up and down, in the order of their ranks.
    pub fn shortcut_weights(&self) -> (&[u32], &[u32]) {
        (&self.up, &self.down)
    }

    /// The memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + 4 * (self.arcs.capacity() + self.up.capacity() + self.down.capacity())
    }
}

/// The ranks `low..end`, which are whole subtrees, and the weights of their edges.
struct Part<'a> {
    hierarchy: &'a Hierarchy,
    arcs: &'a [u32],
    low: usize,
    end: usize,
    up: &'a mut [u32],
    down: &'a mut [u32],
}

impl Part<'_> {
    /// Sets the edges of all its ranks. `slot` is scratch, one word a rank.
    fn customise(mut self, slot: &mut [u32]) {
        #[cfg(feature = "parallel")]
        let from = self.fork(slot);
        #[cfg(not(feature = "parallel"))]
        let from = self.low;
        for x in from..self.end {
            self.pull(x, slot);
        }
    }

    /// Sets the edges of the subtrees below the topmost nodes in two threads, if
    /// that is worth it. Returns from which rank on is left to do.
    #[cfg(feature = "parallel")]
    fn fork(&mut self, slot: &mut [u32]) -> usize {
        let Hierarchy { first, low, .. } = self.hierarchy;
        let edges = |from: usize, to: usize| (first[to] - first[from]) as usize;
        if edges(self.low, self.end) < FORK {
            return self.low;
        }
        // A node below which everything lies is on top; what is left then is
        // several trees.
        let mut top = self.end;
        while top > self.low && low[top - 1] as usize == self.low {
            top -= 1;
        }
        let half = edges(self.low, top) / 2;
        let mut middle = top;
        while middle > self.low && edges(middle, top) < half {
            let next = low[middle - 1] as usize;
            if next == self.low && middle < top {
                break;
            }
            middle = next;
        }
        if middle == top || middle == self.low {
            return self.low;
        }
        let cut = edges(self.low, middle);
        let rest = edges(self.low, top);
        let (left_up, right_up) = self.up[..rest].split_at_mut(cut);
        let (left_down, right_down) = self.down[..rest].split_at_mut(cut);
        let (hierarchy, arcs) = (self.hierarchy, self.arcs);
        let left =
            Part { hierarchy, arcs, low: self.low, end: middle, up: left_up, down: left_down };
        let right = Part { hierarchy, arcs, low: middle, end: top, up: right_up, down: right_down };
        rayon::join(
            || left.customise(slot),
            || right.customise(&mut vec![0; hierarchy.node_count()]),
        );
        top
    }

    /// Sets the edges of rank `x` from its arcs and its lower triangles: from
    /// `x` down to `z` and up again to `y`, and the other way.
    fn pull(&mut self, x: usize, slot: &mut [u32]) {
        let hierarchy = self.hierarchy;
        let base = hierarchy.first[self.low] as usize;
        let ups = hierarchy.ups(x);
        for (at, &y) in hierarchy.head[ups.clone()].iter().enumerate() {
            slot[y as usize] = at as u32;
        }
        let (up, row_up) = self.up.split_at_mut(ups.start - base);
        let (down, row_down) = self.down.split_at_mut(ups.start - base);
        let (row_up, row_down) = (&mut row_up[..ups.len()], &mut row_down[..ups.len()]);
        row_up.fill(INFINITE);
        row_down.fill(INFINITE);
        for &(place, arc) in hierarchy.arcs_at(x) {
            let at = place as usize / 2 - ups.start;
            let row = if place % 2 == 0 { &mut *row_up } else { &mut *row_down };
            row[at] = row[at].min(self.arcs[arc as usize]);
        }
        for &edge in hierarchy.downs(x) {
            let z = hierarchy.tail[edge as usize] as usize;
            let (edge, end) = (edge as usize, hierarchy.first[z + 1] as usize);
            let (to_x, from_x) = (up[edge - base], down[edge - base]);
            let rest = edge + 1 - base..end - base;
            let weights = up[rest.clone()].iter().zip(&down[rest]);
            for (&y, (&to_y, &from_y)) in hierarchy.head[edge + 1..end].iter().zip(weights) {
                let at = slot[y as usize] as usize;
                row_up[at] = row_up[at].min(from_x + to_y);
                row_down[at] = row_down[at].min(from_y + to_x);
            }
        }
    }
}

/// Parts of fewer edges are not worth another thread.
#[cfg(feature = "parallel")]
const FORK: usize = 20_000;
