//! Nested dissection: cut a piece in two along few nodes, which come last, and
//! do the same with both sides.

use super::NONE;
use super::Teller;
use super::flow::{Cut, Network};
use super::places;
use super::small;

/// Part of the graph, with its own numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// The nodes of the whole graph.
    pub(super) ids: Vec<u32>,
    pub(super) first: Vec<u32>,
    /// Neighbours, ascending.
    pub(super) adjacent: Vec<u32>,
    /// Where nodes lie; empty if that is not known.
    pub(super) plane: Vec<[f32; 2]>,
}

/// Where a node is when a piece is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    One,
    Other,
    Cut,
}

/// Directions in which a piece is looked at, as weights of its two axes.
const DIRECTIONS: [[f32; 2]; 4] = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, -1.0]];

impl Piece {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn neighbours(&self, x: u32) -> &[u32] {
        &self.adjacent[self.first[x as usize] as usize..self.first[x as usize + 1] as usize]
    }

    /// Its connected components.
    pub(super) fn components(&self) -> Vec<Piece> {
        self.parts(|_| true)
    }

    /// The connected components of the nodes that are kept, by lowest node.
    fn parts(&self, keep: impl Fn(u32) -> bool) -> Vec<Piece> {
        let mut part = vec![NONE; self.len()];
        let mut sizes: Vec<usize> = Vec::new();
        let mut stack = Vec::new();
        for start in 0..self.len() as u32 {
            if !keep(start) || part[start as usize] != NONE {
                continue;
            }
            let number = sizes.len() as u32;
            let mut size = 0;
            part[start as usize] = number;
            stack.push(start);
            while let Some(x) = stack.pop() {
                size += 1;
                for &y in self.neighbours(x) {
                    if part[y as usize] == NONE && keep(y) {
                        part[y as usize] = number;
                        stack.push(y);
                    }
                }
            }
            sizes.push(size);
        }
        let mut local = vec![NONE; self.len()];
        let mut pieces: Vec<Piece> = sizes.iter().map(|&size| Piece::with_capacity(size)).collect();
        for x in 0..self.len() {
            if part[x] != NONE {
                let piece = &mut pieces[part[x] as usize];
                local[x] = piece.len() as u32;
                piece.ids.push(self.ids[x]);
                piece.plane.extend(self.plane.get(x));
            }
        }
        for x in 0..self.len() {
            if part[x] != NONE {
                let piece = &mut pieces[part[x] as usize];
                let kept =
                    self.neighbours(x as u32).iter().filter(|&&y| part[y as usize] == part[x]);
                piece.adjacent.extend(kept.map(|&y| local[y as usize]));
                piece.first.push(piece.adjacent.len() as u32);
            }
        }
        pieces
    }

    fn with_capacity(nodes: usize) -> Self {
        let mut first = Vec::with_capacity(nodes + 1);
        first.push(0);
        Self {
            ids: Vec::with_capacity(nodes),
            first,
            adjacent: Vec::with_capacity(3 * nodes),
            plane: Vec::new(),
        }
    }

    /// Cuts the piece, connected and larger than [`small::SMALL`].
    fn cut(&self) -> Vec<Side> {
        let spread;
        let plane = if self.plane.is_empty() {
            spread = places::spread(self);
            &spread
        } else {
            &self.plane
        };
        let mut network = Network::new(self);
        let mut best: Option<Cut> = None;
        let share = (self.len() as f64 * SHARE) as usize;
        let mut along: Vec<(f32, u32)> = Vec::with_capacity(self.len());
        for [east, north] in DIRECTIONS {
            along.clear();
            along.extend((0..self.len()).map(|x| {
                let [lon, lat] = plane[x];
                (lon * east + lat * north, x as u32)
            }));
            let order = |a: &(f32, u32), b: &(f32, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            along.select_nth_unstable_by(share, order);
            let (ends, rest) = along.split_at_mut(share);
            let middle = rest.len() - share;
            rest.select_nth_unstable_by(middle, order);
            let below = best.as_ref().map_or(usize::MAX, |cut| cut.edges);
            if let Some(cut) = network.cut(ends, &rest[middle..], below) {
                best = Some(cut);
            }
        }
        best.map_or_else(Vec::new, |cut| network.separator(&cut))
    }
}

/// The share of nodes at either end between which the cut is sought.
const SHARE: f64 = 0.25;

/// Orders these pieces into `out`, one after the other.
pub(super) fn order_all(mut pieces: Vec<Piece>, out: &mut [u32], teller: &Teller<'_>) {
    let nodes: usize = pieces.iter().map(Piece::len).sum();
    if pieces.len() > 1 && nodes >= FORK {
        // Two heaps of about the same number of nodes, in their order.
        let mut before = 0;
        let at = pieces.iter().position(|piece| {
            before += piece.len();
            2 * before >= nodes
        });
        let at = at.map_or(1, |at| (at + 1).clamp(1, pieces.len() - 1));
        let rest = pieces.split_off(at);
        let here = pieces.iter().map(Piece::len).sum();
        let (left, right) = out.split_at_mut(here);
        fork(|| order_all(pieces, left, teller), || order_all(rest, right, teller));
        return;
    }
    let mut out = out;
    for piece in pieces {
        let (mine, others) = out.split_at_mut(piece.len());
        order_one(piece, mine, teller);
        out = others;
    }
}

/// Orders one connected piece.
fn order_one(piece: Piece, out: &mut [u32], teller: &Teller<'_>) {
    if piece.len() <= small::SMALL {
        small::order(&piece, out);
        teller.add(piece.len());
        return;
    }
    if piece.len() >= TELL && !teller.tell() {
        return;
    }
    let sides = piece.cut();
    let on_cut = |x: usize| sides.get(x).is_none_or(|&side| side == Side::Cut);
    let parts = piece.parts(|x| !on_cut(x as usize));
    let rest: usize = parts.iter().map(Piece::len).sum();
    let last = (0..piece.len()).filter(|&x| on_cut(x)).map(|x| piece.ids[x]);
    for (place, node) in out[rest..].iter_mut().zip(last) {
        *place = node;
    }
    teller.add(piece.len() - rest);
    drop(piece);
    order_all(parts, &mut out[..rest], teller);
}

/// Pieces of fewer nodes are not worth another thread.
const FORK: usize = 4096;

/// Pieces of fewer nodes are not worth telling.
const TELL: usize = 1024;

#[cfg(feature = "parallel")]
fn fork(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    rayon::join(one, other);
}

#[cfg(not(feature = "parallel"))]
fn fork(one: impl FnOnce(), other: impl FnOnce()) {
    one();
    other();
}
