//! Graphs to ask, and a plain Dijkstra to believe.

use safepassage::hierarchy::Hierarchy;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub(crate) const INF: u32 = i32::MAX as u32;

/// A small generator of numbers that are the same everywhere (xorshift).
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) % u64::from(end.max(1))) as u32
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    pub(crate) nodes: usize,
    pub(crate) tails: Vec<u32>,
    pub(crate) heads: Vec<u32>,
    pub(crate) weights: Vec<u32>,
    pub(crate) places: Option<Vec<(f64, f64)>>,
}

impl Graph {
    pub(crate) fn new(nodes: usize, arcs: &[(u32, u32, u32)]) -> Self {
        let mut graph = Self { nodes, tails: vec![], heads: vec![], weights: vec![], places: None };
        for &(tail, head, weight) in arcs {
            graph.add(tail, head, weight);
        }
        graph
    }

    pub(crate) fn add(&mut self, tail: u32, head: u32, weight: u32) {
        self.tails.push(tail);
        self.heads.push(head);
        self.weights.push(weight);
    }

    /// Blocks of streets, some missing, some one-way, some faster, with bends
    /// and dead ends.
    pub(crate) fn city(side: u32, seed: u64) -> Self {
        let mut seeded = Seeded(seed);
        let mut graph = Self::new((side * side) as usize, &[]);
        let mut places: Vec<(f64, f64)> = (0..side * side)
            .map(|x| {
                let shift = f64::from(seeded.below(100)) * 1e-5;
                (
                    14.0 + f64::from(x % side) * 2e-3 + shift,
                    36.0 + f64::from(x / side) * 2e-3 - shift,
                )
            })
            .collect();
        for x in 0..side * side {
            let mut ends = vec![];
            ends.extend((x % side + 1 < side).then_some((x + 1, (x / side).is_multiple_of(8))));
            ends.extend((x / side + 1 < side).then_some((x + side, (x % side).is_multiple_of(8))));
            for (y, fast) in ends {
                if !fast && seeded.below(5) == 0 {
                    continue;
                }
                let weight = (4000 + seeded.below(4000)) / if fast { 3 } else { 1 };
                let bend = graph.nodes as u32;
                let at = if seeded.below(3) == 0 {
                    graph.nodes += 1;
                    let ((a, b), (c, d)) = (places[x as usize], places[y as usize]);
                    places.push((a.midpoint(c), b.midpoint(d)));
                    bend
                } else {
                    y
                };
                let both = fast || seeded.below(8) > 0;
                for (a, b) in [(x, at), (at, y)].into_iter().filter(|(a, b)| a != b) {
                    graph.add(a, b, weight);
                    if both {
                        graph.add(b, a, weight);
                    }
                }
            }
        }
        graph.places = Some(places);
        graph
    }

    pub(crate) fn prepare(&self) -> Hierarchy {
        Hierarchy::prepare(self.nodes, &self.tails, &self.heads, self.places.as_deref())
            .expect("a graph")
    }

    /// All arcs the other way.
    pub(crate) fn turned(&self) -> Self {
        Self { tails: self.heads.clone(), heads: self.tails.clone(), ..self.clone() }
    }

    pub(crate) fn dijkstra(&self, ends: &[(u32, u32)]) -> Vec<u32> {
        let mut out = vec![Vec::new(); self.nodes];
        for (arc, &tail) in self.tails.iter().enumerate() {
            out[tail as usize].push((self.heads[arc], self.weights[arc]));
        }
        let mut distance = vec![INF; self.nodes];
        let mut heap: BinaryHeap<_> = ends.iter().map(|&(x, d)| Reverse((d, x))).collect();
        while let Some(Reverse((d, x))) = heap.pop() {
            if d >= distance[x as usize] {
                continue;
            }
            distance[x as usize] = d;
            for &(y, weight) in &out[x as usize] {
                heap.push(Reverse((d.saturating_add(weight), y)));
            }
        }
        distance
    }

    /// Where these arcs lead from a node and what they weigh, if they join up.
    pub(crate) fn walk(&self, from: u32, arcs: &[u32]) -> Option<(u32, u32)> {
        arcs.iter().try_fold((from, 0), |(at, sum), &arc| {
            let arc = arc as usize;
            (self.tails[arc] == at).then(|| (self.heads[arc], sum + self.weights[arc]))
        })
    }

    /// The graph, and its weights in the same order, for the crate `cch`.
    pub(crate) fn for_peer(&self) -> (cch::graph::Graph, Vec<u32>) {
        let mut arcs: Vec<usize> = (0..self.tails.len()).collect();
        arcs.sort_by_key(|&arc| self.tails[arc]);
        let mut first_out = vec![0; self.nodes + 1];
        for &tail in &self.tails {
            first_out[tail as usize + 1] += 1;
        }
        for x in 0..self.nodes {
            first_out[x + 1] += first_out[x];
        }
        let head = arcs.iter().map(|&arc| self.heads[arc]).collect();
        let weight: Vec<u32> = arcs.iter().map(|&arc| self.weights[arc].min(INF)).collect();
        (cch::graph::Graph { first_out, head, weight: weight.clone() }, weight)
    }
}
