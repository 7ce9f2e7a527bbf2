//! The structure without weights: order, shortcuts, and which arc is where.

use super::HierarchyError;
use super::NONE;
use super::order::{self, Progress};
use std::ops::{ControlFlow, Range};

/// A graph prepared for shortest ways, without weights.
///
/// Nodes are `0..node_count` and arcs `0..arc_count`, as the caller numbered
/// them. Parallel arcs, loops, several components and no node at all are fine.
///
/// Inside, nodes go by rank (the order of contraction). Shortcuts, "edges"
/// here, lie between a lower and a higher rank, sorted by both; an edge has a
/// weight up and a weight down in each [`Metric`](super::Metric).
#[derive(Clone, PartialEq, Eq)]
pub struct Hierarchy {
    pub(super) tails: Vec<u32>,
    pub(super) heads: Vec<u32>,
    /// Node by rank. Ranks are a postorder of the elimination tree.
    pub(super) order: Vec<u32>,
    /// Rank by node.
    pub(super) rank: Vec<u32>,
    /// The edges of rank `x` to higher ranks are `first[x]..first[x + 1]`.
    pub(super) first: Vec<u32>,
    /// The higher rank of an edge.
    pub(super) head: Vec<u32>,
    /// The lower rank of an edge.
    pub(super) tail: Vec<u32>,
    /// The edges whose higher rank is `x`, by lower rank:
    /// `down[down_first[x]..down_first[x + 1]]`.
    pub(super) down_first: Vec<u32>,
    pub(super) down: Vec<u32>,
    /// The lowest rank of the subtree of each rank; the subtree is `low[x]..=x`.
    pub(super) low: Vec<u32>,
    /// Arcs by the lower rank of their ends: `arcs[arc_first[x]..arc_first[x + 1]]`,
    /// each with its slot, sorted by slot and arc. A slot is twice the edge,
    /// plus one if the arc goes down. Loops are left out.
    pub(super) arc_first: Vec<u32>,
    pub(super) arcs: Vec<(u32, u32)>,
    pub(super) fingerprint: u64,
    pub(super) id: u64,
}

impl std::fmt::Debug for Hierarchy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hierarchy")
            .field("nodes", &self.node_count())
            .field("arcs", &self.arc_count())
            .field("shortcuts", &self.shortcut_count())
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Hierarchy {
    /// Prepares the graph with these arcs. `places` are longitude and latitude
    /// in degrees by node; with them the order is found faster and is better.
    /// Longitudes may cross the antimeridian.
    ///
    /// On street networks of 10⁴ to 10⁶ nodes the time grows by about n^1.4 (see
    /// `docs/HIERARCHY.md`).
    ///
    /// # Errors
    ///
    /// Lists of different length, ends of arcs that are no node, places that
    /// are not finite, or more than 2³⁰ nodes, arcs or shortcuts.
    pub fn prepare(
        node_count: usize,
        tails: &[u32],
        heads: &[u32],
        places: Option<&[(f64, f64)]>,
    ) -> Result<Self, HierarchyError> {
        Self::prepare_telling(node_count, tails, heads, places, &|_| ControlFlow::Continue(()))
    }

    /// As [`prepare`](Self::prepare), and tells how far it is. `tell` may be
    /// called from several threads; when it answers `Break` the preparation
    /// stops.
    ///
    /// # Errors
    ///
    /// As [`prepare`](Self::prepare), and [`HierarchyError::Stopped`].
    pub fn prepare_telling(
        node_count: usize,
        tails: &[u32],
        heads: &[u32],
        places: Option<&[(f64, f64)]>,
        tell: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Result<Self, HierarchyError> {
        check_graph(node_count, tails, heads)?;
        let order = order::find(node_count, tails, heads, places, tell)?;
        Self::build(tails.to_vec(), heads.to_vec(), &order)
    }

    /// The hierarchy of a graph that was checked, contracted in this order or
    /// one that gives the same edges.
    pub(super) fn build(
        tails: Vec<u32>,
        heads: Vec<u32>,
        order: &[u32],
    ) -> Result<Self, HierarchyError> {
        let (order, parent) = postorder(&tails, &heads, order);
        let rank = inverse(&order);
        let below = lower_ends(&tails, &heads, &rank);
        let (first, head) = contract(&below, &parent)?;
        Ok(Self::index(tails, heads, order, first, head))
    }

    /// Everything that follows from graph, order and edges.
    pub(super) fn index(
        tails: Vec<u32>,
        heads: Vec<u32>,
        order: Vec<u32>,
        first: Vec<u32>,
        head: Vec<u32>,
    ) -> Self {
        let nodes = order.len();
        let rank = inverse(&order);
        let mut tail = vec![0; head.len()];
        for x in 0..nodes {
            tail[first[x] as usize..first[x + 1] as usize].fill(x as u32);
        }
        let (down_first, down) = group(nodes, &head);
        let mut low: Vec<u32> = (0..nodes as u32).collect();
        for x in 0..nodes {
            if first[x] < first[x + 1] {
                let parent = head[first[x] as usize] as usize;
                low[parent] = low[parent].min(low[x]);
            }
        }
        let fingerprint = fingerprint(nodes, &tails, &heads);
        let id = order.iter().fold(fingerprint, |hash, &node| mix(hash, node));
        let mut new = Self {
            tails,
            heads,
            order,
            rank,
            first,
            head,
            tail,
            down_first,
            down,
            low,
            arc_first: Vec::new(),
            arcs: Vec::new(),
            fingerprint,
            id,
        };
        new.place_arcs();
        new
    }

    fn place_arcs(&mut self) {
        let lower: Vec<u32> = (0..self.tails.len())
            .map(|arc| {
                let (a, b) =
                    (self.rank[self.tails[arc] as usize], self.rank[self.heads[arc] as usize]);
                if a == b { NONE } else { a.min(b) }
            })
            .collect();
        let (arc_first, arcs) = group(self.node_count(), &lower);
        let mut placed: Vec<(u32, u32)> =
            arcs.into_iter().map(|arc| (self.slot(arc as usize).unwrap_or(NONE), arc)).collect();
        for x in 0..self.node_count() {
            placed[arc_first[x] as usize..arc_first[x + 1] as usize].sort_unstable();
        }
        self.arc_first = arc_first;
        self.arcs = placed;
    }

    /// Where the weight of an arc goes: `None` for a loop.
    pub(super) fn slot(&self, arc: usize) -> Option<u32> {
        let (a, b) = (self.rank[self.tails[arc] as usize], self.rank[self.heads[arc] as usize]);
        let edge = self.edge(a.min(b), a.max(b))?;
        Some(2 * edge + u32::from(a > b))
    }

    /// The edge between two ranks.
    pub(super) fn edge(&self, low: u32, high: u32) -> Option<u32> {
        let ups = self.ups(low as usize);
        let at = self.head[ups.clone()].binary_search(&high).ok()?;
        Some((ups.start + at) as u32)
    }

    /// The edges from a rank to higher ranks.
    #[inline]
    pub(super) fn ups(&self, x: usize) -> Range<usize> {
        self.first[x] as usize..self.first[x + 1] as usize
    }

    /// The edges from lower ranks to a rank, by lower rank.
    #[inline]
    pub(super) fn downs(&self, x: usize) -> &[u32] {
        &self.down[self.down_first[x] as usize..self.down_first[x + 1] as usize]
    }

    /// The arcs whose lower end is `x`, with their slots.
    #[inline]
    pub(super) fn arcs_at(&self, x: usize) -> &[(u32, u32)] {
        &self.arcs[self.arc_first[x] as usize..self.arc_first[x + 1] as usize]
    }

    /// The next rank up the elimination tree, [`NONE`] at a root.
    #[inline]
    pub(super) fn parent(&self, x: usize) -> u32 {
        let ups = self.ups(x);
        if ups.is_empty() { NONE } else { self.head[ups.start] }
    }

    /// The rank of a node, if it is one.
    pub(super) fn rank_of(&self, node: u32) -> Result<u32, HierarchyError> {
        let nodes = self.node_count();
        self.rank.get(node as usize).copied().ok_or(HierarchyError::NoSuchNode { node, nodes })
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.order.len()
    }

    /// The number of arcs.
    pub fn arc_count(&self) -> usize {
        self.tails.len()
    }

    /// The number of edges that carry weights, those of arcs among them.
    pub fn shortcut_count(&self) -> usize {
        self.head.len()
    }

    /// The nodes in the order in which they are contracted.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The most nodes that lie above each other: what a query passes at worst.
    pub fn height(&self) -> usize {
        let mut depth = vec![1_u32; self.node_count()];
        for x in (0..self.node_count()).rev() {
            if let Some(&parent) = self.head[self.ups(x)].first() {
                depth[x] = depth[parent as usize] + 1;
            }
        }
        depth.into_iter().max().unwrap_or(0) as usize
    }

    /// What [`fingerprint`](Self::fingerprint) would say of this graph.
    pub fn fingerprint_of(node_count: usize, tails: &[u32], heads: &[u32]) -> u64 {
        fingerprint(node_count, tails, heads)
    }

    /// A hash of the node count and the ends of the arcs, in their order.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// A hash of the graph and the order. Hierarchies with the same `id` are
    /// the same, and share their metrics.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The memory held, in bytes.
    pub fn memory_bytes(&self) -> usize {
        let words = self.tails.capacity()
            + self.heads.capacity()
            + self.order.capacity()
            + self.rank.capacity()
            + self.first.capacity()
            + self.head.capacity()
            + self.tail.capacity()
            + self.down_first.capacity()
            + self.down.capacity()
            + self.low.capacity()
            + self.arc_first.capacity()
            + 2 * self.arcs.capacity();
        size_of::<Self>() + 4 * words
    }
}

/// As many nodes, arcs and edges as can be numbered with a bit to spare.
pub(super) const LIMIT: usize = 1 << 30;

/// Whether the ends of the arcs are nodes, and everything can be numbered.
pub(super) fn check_graph(
    nodes: usize,
    tails: &[u32],
    heads: &[u32],
) -> Result<(), HierarchyError> {
    for (what, found) in [("nodes", nodes), ("arcs", tails.len())] {
        if found > LIMIT {
            return Err(HierarchyError::TooLarge { what, limit: LIMIT, found });
        }
    }
    if tails.len() != heads.len() {
        let (expected, found) = (tails.len(), heads.len());
        return Err(HierarchyError::Length { what: "heads of arcs", expected, found });
    }
    match tails.iter().chain(heads).find(|&&node| node as usize >= nodes) {
        Some(&node) => Err(HierarchyError::NoSuchNode { node, nodes }),
        None => Ok(()),
    }
}

/// The elimination tree of this order, by J. W. H. Liu, "The role of elimination
/// trees in sparse factorization", SIAM J. Matrix Anal. Appl. 11 (1990), and the
/// postorder of it, which has the same edges. Returns order and parents by rank.
fn postorder(tails: &[u32], heads: &[u32], order: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let nodes = order.len();
    let below = lower_ends(tails, heads, &inverse(order));
    let mut parent = vec![NONE; nodes];
    let mut root: Vec<u32> = vec![NONE; nodes];
    for x in 0..nodes as u32 {
        for &(mut z) in below.of(x as usize) {
            while root[z as usize] != NONE && root[z as usize] != x {
                z = std::mem::replace(&mut root[z as usize], x);
            }
            if root[z as usize] == NONE {
                root[z as usize] = x;
                parent[z as usize] = x;
            }
        }
    }
    let mut size = vec![1_u32; nodes];
    for x in 0..nodes {
        if parent[x] != NONE {
            size[parent[x] as usize] += size[x];
        }
    }
    // Trees, and the children of a node, stand in the order they had.
    let mut next = vec![0_u32; nodes];
    let mut place = vec![0_u32; nodes];
    let mut start = 0;
    for x in 0..nodes {
        if parent[x] == NONE {
            next[x] = start;
            start += size[x];
        }
    }
    let (child_first, child) = group(nodes, &parent);
    for x in (0..nodes).rev() {
        let mut at = next[x];
        for &c in &child[child_first[x] as usize..child_first[x + 1] as usize] {
            next[c as usize] = at;
            at += size[c as usize];
        }
        place[x] = at;
    }
    let mut new_order = vec![0; nodes];
    let mut new_parent = vec![NONE; nodes];
    for x in 0..nodes {
        new_order[place[x] as usize] = order[x];
        if parent[x] != NONE {
            new_parent[place[x] as usize] = place[parent[x] as usize];
        }
    }
    (new_order, new_parent)
}

/// Numbers in groups, one group a node.
pub(super) struct Groups {
    first: Vec<u32>,
    items: Vec<u32>,
}

impl Groups {
    pub(super) fn of(&self, x: usize) -> &[u32] {
        &self.items[self.first[x] as usize..self.first[x + 1] as usize]
    }
}

/// For each rank the lower ranks that an arc joins it to.
fn lower_ends(tails: &[u32], heads: &[u32], rank: &[u32]) -> Groups {
    let ends = |arc: usize| {
        let (a, b) = (rank[tails[arc] as usize], rank[heads[arc] as usize]);
        (a.min(b), a.max(b))
    };
    let keys: Vec<u32> = (0..tails.len())
        .map(|arc| match ends(arc) {
            (low, high) if low == high => NONE,
            (_, high) => high,
        })
        .collect();
    let (first, mut items) = group(rank.len(), &keys);
    for item in &mut items {
        *item = ends(*item as usize).0;
    }
    Groups { first, items }
}

/// The positions of `keys` by key, ascending; those of [`NONE`] are left out.
pub(super) fn group(count: usize, keys: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; count + 1];
    for &key in keys.iter().filter(|&&key| key != NONE) {
        first[key as usize + 1] += 1;
    }
    for x in 0..count {
        first[x + 1] += first[x];
    }
    let mut next = first.clone();
    let mut items = vec![0; first[count] as usize];
    for (at, &key) in keys.iter().enumerate().filter(|&(_, &key)| key != NONE) {
        items[next[key as usize] as usize] = at as u32;
        next[key as usize] += 1;
    }
    (first, items)
}

/// The edges: a rank is joined to those an arc joins it to, and to those that a
/// child in the elimination tree is joined to.
fn contract(below: &Groups, parent: &[u32]) -> Result<(Vec<u32>, Vec<u32>), HierarchyError> {
    let nodes = parent.len();
    let mut arc_first = vec![0_u32; nodes + 1];
    for &z in &below.items {
        arc_first[z as usize + 1] += 1;
    }
    for x in 0..nodes {
        arc_first[x + 1] += arc_first[x];
    }
    let mut above = vec![0; below.items.len()];
    let mut next = arc_first.clone();
    for x in 0..nodes {
        for &z in below.of(x) {
            above[next[z as usize] as usize] = x as u32;
            next[z as usize] += 1;
        }
    }
    let (child_first, child) = group(nodes, parent);
    let mut first = Vec::with_capacity(nodes + 1);
    let mut head: Vec<u32> = Vec::with_capacity(2 * below.items.len());
    let mut seen = vec![NONE; nodes];
    first.push(0_u32);
    for x in 0..nodes {
        let start = head.len();
        seen[x] = x as u32;
        for &y in &above[arc_first[x] as usize..arc_first[x + 1] as usize] {
            if seen[y as usize] != x as u32 {
                seen[y as usize] = x as u32;
                head.push(y);
            }
        }
        for &c in &child[child_first[x] as usize..child_first[x + 1] as usize] {
            for at in first[c as usize]..first[c as usize + 1] {
                let y = head[at as usize];
                if seen[y as usize] != x as u32 {
                    seen[y as usize] = x as u32;
                    head.push(y);
                }
            }
        }
        head[start..].sort_unstable();
        if head.len() > LIMIT {
            let found = head.len();
            return Err(HierarchyError::TooLarge { what: "shortcuts", limit: LIMIT, found });
        }
        first.push(head.len() as u32);
    }
    head.shrink_to_fit();
    Ok((first, head))
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut rank = vec![0; order.len()];
    for (at, &node) in order.iter().enumerate() {
        rank[node as usize] = at as u32;
    }
    rank
}

/// FNV-1a over 32-bit words, with a last shuffle of the high bits.
fn mix(hash: u64, word: u32) -> u64 {
    let hash = (hash ^ u64::from(word)).wrapping_mul(0x0000_0100_0000_01b3);
    hash ^ (hash >> 29)
}

fn fingerprint(nodes: usize, tails: &[u32], heads: &[u32]) -> u64 {
    let hash = mix(0xcbf2_9ce4_8422_2325, nodes as u32);
    tails.iter().zip(heads).fold(hash, |hash, (&tail, &head)| mix(mix(hash, tail), head))
}
