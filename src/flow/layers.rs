//! A problem laid out bucket by bucket, with the flow in it.
//!
//! Floor 0.
//!
//! Only places that matter are laid out: a node from the first bucket in which
//! anybody can be there, and buckets only as far as they are asked for. Bucket
//! after bucket is added at the end; nothing moves.

use super::Step;
use super::bits::Bits;
use super::ground::{Ground, NONE};
use std::sync::Arc;

/// A place that nobody has labelled.
pub(super) const UNSET: u32 = u32::MAX;

/// Where a bucket's places and arcs begin, and how many nodes it has: the first
/// so many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    pub(super) places: u32,
    pub(super) arcs: u32,
    pub(super) nodes: u32,
}

/// An arc in one bucket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// How many more may enter.
    pub(super) free: u32,
    /// How many have entered.
    pub(super) flow: u32,
}

/// The places of a problem and the flow among them.
#[derive(Clone, Debug)]
pub(super) struct Layers<'p> {
    pub(super) ground: Arc<Ground<'p>>,
    pub(super) laid: Vec<Bucket>,
    /// By arc and bucket of its tail.
    pub(super) cells: Vec<Cell>,
    /// By twice the number of each cell whether more may enter, and next to it
    /// whether anybody has: what a search reads.
    pub(super) passes: Bits,
    /// The label or price of each place.
    pub(super) labels: Vec<u32>,
    /// The places that the search at hand has reached.
    pub(super) seen: Bits,
    /// How near each place that is reached is to an end of the search at hand.
    pub(super) near: Vec<u32>,
    /// The neighbour that the search at hand stands at, by place that is reached.
    pub(super) next: Vec<u32>,
    /// Of each source.
    pub(super) source_label: Vec<u32>,
    /// The price of each sink.
    pub(super) price: Vec<u32>,
    /// Who is still at each source.
    pub(super) supply: Vec<u32>,
    /// How many left each source in each bucket, from its first.
    pub(super) departed: Vec<Vec<u32>>,
    /// How many entered each sink in each bucket.
    pub(super) entered: Vec<Vec<u32>>,
    /// The room left in each sink; less than nothing where too many came.
    pub(super) room: Vec<i64>,
    /// How many arrive in all.
    pub(super) arrived: u64,
}

impl<'p> Layers<'p> {
    /// No bucket yet, and nobody moved.
    pub(super) fn new(ground: Ground<'p>) -> Self {
        Self::on(Arc::new(ground))
    }

    /// Likewise, on what others are laid out on, too.
    pub(super) fn on(ground: Arc<Ground<'p>>) -> Self {
        let sources = ground.sources.len();
        let sinks = ground.sinks.len();
        let room = ground.problem.sinks.iter();
        Self {
            laid: Vec::new(),
            cells: Vec::new(),
            passes: Bits::default(),
            labels: Vec::new(),
            seen: Bits::default(),
            near: Vec::new(),
            next: Vec::new(),
            source_label: vec![UNSET; sources],
            price: vec![0; sinks],
            supply: ground.sources.iter().map(|source| source.persons).collect(),
            departed: vec![Vec::new(); sources],
            entered: vec![Vec::new(); sinks],
            room: room.map(|sink| i64::try_from(sink.places).unwrap_or(i64::MAX)).collect(),
            arrived: 0,
            ground,
        }
    }

    /// How many buckets are laid out.
    pub(super) fn buckets(&self) -> Step {
        self.laid.len() as Step
    }

    /// How many nodes are in a bucket: the first so many.
    pub(super) fn nodes_in(&self, bucket: Step) -> u32 {
        self.laid[bucket as usize].nodes
    }

    /// The number of a place that is laid out.
    pub(super) fn place(&self, bucket: Step, node: u32) -> usize {
        (self.laid[bucket as usize].places + node) as usize
    }

    /// The number of an arc out of a bucket.
    pub(super) fn arc(&self, bucket: Step, arc: u32) -> usize {
        (self.laid[bucket as usize].arcs + arc) as usize
    }

    /// Lays out so many buckets, as far as there are, for searches in which labels do
    /// not matter.
    pub(super) fn lay_out(&mut self, buckets: Step) {
        while self.buckets() < buckets.min(self.ground.buckets) {
            self.add_bucket(0);
        }
    }

    /// How many are still at each source.
    pub(super) fn left(&self) -> Vec<u64> {
        self.supply.iter().map(|&left| u64::from(left)).collect()
    }

    /// Lays out the next bucket; its places get `label`.
    pub(super) fn add_bucket(&mut self, label: u32) {
        let bucket = self.buckets();
        let nodes = self.ground.first.partition_point(|&first| first <= bucket);
        let (places, arcs) = (self.labels.len() as u32, self.cells.len() as u32);
        self.laid.push(Bucket { places, arcs, nodes: nodes as u32 });
        let length = self.labels.len() + nodes;
        self.labels.resize(length, label);
        self.near.resize(length, 0);
        self.next.resize(length, 0);
        self.seen.extend(std::iter::repeat_n(false, nodes));
        let arcs_here = self.ground.arcs.partition_point(|arc| (arc.tail as usize) < nodes);
        let leaving = &self.ground.arcs[..arcs_here];
        let capacity = |arc| self.ground.capacity(arc, bucket);
        self.cells.extend(leaving.iter().map(|arc| Cell { free: capacity(arc), flow: 0 }));
        let added = &self.cells[self.cells.len() - arcs_here..];
        self.passes.extend(added.iter().flat_map(|cell| [cell.free > 0, false]));
        for (source, departed) in self.ground.sources.iter().zip(&mut self.departed) {
            if source.node != NONE && source.from <= bucket {
                departed.push(0);
            }
        }
        for entered in &mut self.entered {
            entered.push(0);
        }
    }

    /// Whether more may enter an arc out of a bucket.
    pub(super) fn is_open(&self, bucket: Step, arc: u32) -> bool {
        self.passes.has(2 * self.arc(bucket, arc))
    }

    /// Whether anybody has entered an arc out of a bucket.
    pub(super) fn is_used(&self, bucket: Step, arc: u32) -> bool {
        self.passes.has(2 * self.arc(bucket, arc) + 1)
    }

    /// Sends people along an arc out of a bucket.
    pub(super) fn send(&mut self, bucket: Step, arc: u32, persons: u32) {
        let Cell { free, flow } = self.cells[self.arc(bucket, arc)];
        let free = if free == NONE { NONE } else { free - persons };
        self.set(bucket, arc, Cell { free, flow: flow + persons });
    }

    /// Takes people back from an arc out of a bucket.
    pub(super) fn take_back(&mut self, bucket: Step, arc: u32, persons: u32) {
        let Cell { free, flow } = self.cells[self.arc(bucket, arc)];
        let free = if free == NONE { NONE } else { free + persons };
        self.set(bucket, arc, Cell { free, flow: flow - persons });
    }

    /// Says how many entered an arc out of a bucket, and how many more may.
    pub(super) fn set(&mut self, bucket: Step, arc: u32, cell: Cell) {
        let at = self.arc(bucket, arc);
        self.cells[at] = cell;
        self.passes.set(2 * at, cell.free > 0);
        self.passes.set(2 * at + 1, cell.flow > 0);
    }
}
