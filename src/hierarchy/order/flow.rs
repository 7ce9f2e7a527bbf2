//! The fewest edges between two ends of a piece, and the fewest nodes that
//! hold those edges.
//!
//! Cutting between the outer shares of a piece seen from several directions is
//! inertial flow: A. Schild and C. Sommer, "On balanced separators in road
//! networks", Symposium on Experimental Algorithms (2015).

use super::NONE;
use super::dissect::{Piece, Side};

/// A piece as a flow network: each edge carries one unit either way.
pub(super) struct Network<'a> {
    piece: &'a Piece,
    /// The same edge the other way.
    back: Vec<u32>,
    flow: Vec<i8>,
    role: Vec<Role>,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
}

/// What a node is to the flow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    Between,
    Sink,
}

/// Few edges that part a piece.
pub(super) struct Cut {
    pub(super) edges: usize,
    /// For each node whether it is on the side of the sources.
    near: Vec<bool>,
}

impl<'a> Network<'a> {
    pub(super) fn new(piece: &'a Piece) -> Self {
        // Lists are ascending, so that back edges come up in order.
        let mut next = piece.first.clone();
        let mut back = vec![0; piece.adjacent.len()];
        for x in 0..piece.len() {
            for edge in piece.first[x]..piece.first[x + 1] {
                let y = piece.adjacent[edge as usize] as usize;
                back[edge as usize] = next[y];
                next[y] += 1;
            }
        }
        let nodes = piece.len();
        Self {
            piece,
            back,
            flow: vec![0; piece.adjacent.len()],
            role: vec![Role::Between; nodes],
            level: vec![NONE; nodes],
            next,
            queue: Vec::with_capacity(nodes),
        }
    }

    /// A smallest cut between the two ends, if it has fewer edges than `below`;
    /// of those the one that parts more evenly. By E. A. Dinic's phases.
    pub(super) fn cut(
        &mut self,
        sources: &[(f32, u32)],
        sinks: &[(f32, u32)],
        below: usize,
    ) -> Option<Cut> {
        self.flow.fill(0);
        self.role.fill(Role::Between);
        for &(_, x) in sources {
            self.role[x as usize] = Role::Source;
        }
        for &(_, x) in sinks {
            self.role[x as usize] = Role::Sink;
        }
        let edge_of = |role: Role, this: &Self| -> Vec<u32> {
            let ends = if role == Role::Source { sources } else { sinks };
            let inner = |&y: &u32| this.role[y as usize] == role;
            let mut edge: Vec<u32> = ends.iter().map(|end| end.1).collect();
            edge.retain(|&x| !this.piece.neighbours(x).iter().all(inner));
            edge.sort_unstable();
            edge
        };
        let (starts, ends) = (edge_of(Role::Source, self), edge_of(Role::Sink, self));
        let mut edges = 0;
        while self.reach(&starts) {
            self.next.copy_from_slice(&self.piece.first);
            for &start in &starts {
                while self.push(start) {
                    edges += 1;
                }
            }
            if edges >= below {
                return None;
            }
        }
        let near: Vec<bool> = (0..self.piece.len())
            .map(|x| self.role[x] == Role::Source || self.level[x] != NONE)
            .collect();
        self.reach_back(&ends);
        let far: Vec<bool> = (0..self.piece.len())
            .map(|x| self.role[x] != Role::Sink && self.level[x] == NONE)
            .collect();
        let uneven =
            |near: &[bool]| near.iter().filter(|&&near| near).count().abs_diff(near.len() / 2);
        let near = if uneven(&near) <= uneven(&far) { near } else { far };
        Some(Cut { edges, near })
    }

    /// Levels by steps from the sources along edges with room; whether a sink
    /// was reached.
    fn reach(&mut self, starts: &[u32]) -> bool {
        self.level.fill(NONE);
        self.queue.clear();
        for &x in starts {
            self.level[x as usize] = 0;
            self.queue.push(x);
        }
        let (mut at, mut last) = (0, NONE);
        while let Some(&x) = self.queue.get(at) {
            at += 1;
            let level = self.level[x as usize];
            if level >= last {
                break;
            }
            for edge in self.piece.first[x as usize]..self.piece.first[x as usize + 1] {
                let y = self.piece.adjacent[edge as usize];
                let open = self.flow[edge as usize] < 1 && self.level[y as usize] == NONE;
                if !open || self.role[y as usize] == Role::Source {
                    continue;
                }
                self.level[y as usize] = level + 1;
                if self.role[y as usize] == Role::Sink {
                    last = level + 1;
                } else {
                    self.queue.push(y);
                }
            }
        }
        last != NONE
    }

    /// Levels of the nodes from which a sink can be reached.
    fn reach_back(&mut self, ends: &[u32]) {
        self.level.fill(NONE);
        self.queue.clear();
        for &x in ends {
            self.level[x as usize] = 0;
            self.queue.push(x);
        }
        while let Some(x) = self.queue.pop() {
            for edge in self.piece.first[x as usize]..self.piece.first[x as usize + 1] {
                let y = self.piece.adjacent[edge as usize];
                let open = self.flow[edge as usize] > -1 && self.level[y as usize] == NONE;
                if open && self.role[y as usize] == Role::Between {
                    self.level[y as usize] = 0;
                    self.queue.push(y);
                }
            }
        }
    }

    /// Sends one unit from a source to a sink, each step one level on.
    fn push(&mut self, start: u32) -> bool {
        let path = &mut self.queue;
        path.clear();
        let mut x = start;
        loop {
            if self.role[x as usize] == Role::Sink {
                for &edge in path.iter() {
                    self.flow[edge as usize] += 1;
                    self.flow[self.back[edge as usize] as usize] -= 1;
                }
                return true;
            }
            let level = self.level[x as usize];
            let end = self.piece.first[x as usize + 1];
            let mut on = None;
            while self.next[x as usize] < end {
                let edge = self.next[x as usize];
                let y = self.piece.adjacent[edge as usize];
                if self.flow[edge as usize] < 1 && self.level[y as usize] == level + 1 {
                    on = Some((edge, y));
                    break;
                }
                self.next[x as usize] += 1;
            }
            if let Some((edge, y)) = on {
                path.push(edge);
                x = y;
            } else {
                let Some(edge) = path.pop() else { return false };
                x = self.piece.adjacent[self.back[edge as usize] as usize];
                self.next[x as usize] += 1;
            }
        }
    }

    /// The fewest nodes that hold all edges of a cut: D. Kőnig's theorem on the
    /// graph of its edges.
    pub(super) fn separator(&self, cut: &Cut) -> Vec<Side> {
        let across = |x: u32| {
            let near = cut.near[x as usize];
            let far = move |&&y: &&u32| near && !cut.near[y as usize];
            self.piece.neighbours(x).iter().filter(far).copied()
        };
        let left: Vec<u32> =
            (0..self.piece.len() as u32).filter(|&x| across(x).next().is_some()).collect();
        let mut mate = vec![NONE; self.piece.len()];
        // From where a node across was come to, in which search.
        let mut from = vec![NONE; self.piece.len()];
        let mut seen = vec![NONE; self.piece.len()];
        let mut queue = Vec::new();
        for &start in &left {
            queue.clear();
            queue.push(start);
            let (mut at, mut end) = (0, NONE);
            while at < queue.len() && end == NONE {
                let x = queue[at];
                at += 1;
                for y in across(x) {
                    if seen[y as usize] == start {
                        continue;
                    }
                    seen[y as usize] = start;
                    from[y as usize] = x;
                    if mate[y as usize] == NONE {
                        end = y;
                        break;
                    }
                    queue.push(mate[y as usize]);
                }
            }
            while end != NONE {
                let x = from[end as usize];
                mate[end as usize] = x;
                end = std::mem::replace(&mut mate[x as usize], end);
            }
        }
        // What alternating ways from free nodes reach: the cover is the nodes
        // on the left that are not reached and those on the right that are.
        let mut reached = vec![false; self.piece.len()];
        queue.clear();
        queue.extend(left.iter().filter(|&&x| mate[x as usize] == NONE));
        while let Some(x) = queue.pop() {
            reached[x as usize] = true;
            for y in across(x) {
                if !reached[y as usize] {
                    reached[y as usize] = true;
                    queue.push(mate[y as usize]);
                }
            }
        }
        let mut sides: Vec<Side> =
            cut.near.iter().map(|&near| if near { Side::One } else { Side::Other }).collect();
        for &x in &left {
            if !reached[x as usize] {
                sides[x as usize] = Side::Cut;
            }
            for y in across(x).filter(|&y| reached[y as usize]) {
                sides[y as usize] = Side::Cut;
            }
        }
        sides
    }
}
