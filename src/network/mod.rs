//! Streets one can travel: nodes, and edges between them by travel mode.
//!
//! Floor 3. Imports the model, geodesy and units.
//!
//! One idea: a [`StreetNetwork`] is *structure*, fixed once built. A *stretch*
//! is a piece of way between two nodes; up to two directed *edges* run along it.
//! Who may travel is a set of modes on each edge, and barriers are built into
//! the edges: up to a bollard runs one edge for those on foot, which goes on,
//! and one for vehicles, which ends there. So a search looks at an edge's modes,
//! at [`StreetNetwork::turn_allowed`] for vehicles and convoys, and at nothing else.

mod assemble;
mod barriers;
mod builder;
mod closures;
mod components;
mod crossing;
mod edge;
mod error;
pub(crate) mod exemption;
mod footprint;
mod footprints;
mod gates;
mod junctions;
mod names;
mod noding;
mod policy;
mod snap;
mod speed;
mod store;
mod turn;
mod way;

pub(crate) use barriers::covered_m;
pub use barriers::{Ban, Barriers, Closure, PlaceBan};
pub use builder::{NetworkBuilder, PointId, TurnRule, WayId};
pub use closures::Closures;
pub use components::{ComponentId, Components};
pub use edge::{Edge, EdgeId, NodeId, StretchId};
pub use error::NetworkError;
pub use footprint::Footprint;
pub use footprints::Footprints;
pub use gates::{GatePlace, Gates};
pub use noding::JOIN_WITHIN;
pub use policy::{ExposureWeights, IncidentDecay, RoutePolicy};
pub use snap::EdgeSnap;
pub use speed::SpeedTable;
pub use way::{WayAttributes, WayOrigin};

use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::units::MetresPerSecond;
use crossing::StretchTree;
use edge::{EdgeRecord, Stretch};
use geo::{Coord, Rect};
use names::Names;
use snap::SegmentTree;
use turn::Turns;
use way::WayRecord;

/// A street network: immutable, `Send + Sync`, the same for the same input.
///
/// Nodes, edges and stretches are numbered from 0 without gaps; the edges out
/// of a node are numbered in a row. Methods that take an id expect one of this
/// network and panic on a number beyond the last, as slices do.
///
/// ```
/// use safepassage::model::{TravelMode, TravelModes};
/// use safepassage::network::{NetworkBuilder, WayAttributes};
/// let mut builder = NetworkBuilder::new();
/// let west = builder.add_point((37.150, 36.230).into())?;
/// let east = builder.add_point((37.151, 36.230).into())?;
/// let street = WayAttributes {
///     forward: TravelModes::all(),
///     backward: TravelModes::walking(),
///     ..WayAttributes::default()
/// };
/// builder.add_way(&[west, east], street)?;
/// let network = builder.build()?;
/// assert_eq!((network.node_count(), network.edge_count()), (2, 2));
/// let here = network
///     .nearest_edge((37.1505, 36.2301).into(), TravelMode::Foot, safepassage::units::Metres(50.0))
///     .ok_or("no street near")?;
/// assert!((here.distance.0 - 11.1).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct StreetNetwork {
    nodes: Vec<Coord>,
    /// Edges out of node `n` are `first_out[n]..first_out[n + 1]`.
    first_out: Vec<u32>,
    edges: Vec<EdgeRecord>,
    first_in: Vec<u32>,
    edges_in: Vec<EdgeId>,
    stretches: Vec<Stretch>,
    shape: Vec<Coord>,
    ways: Vec<WayRecord>,
    names: Names,
    turns: Turns,
    speeds: SpeedTable,
    /// Modes that a node stops, sorted by node; most nodes stop none.
    barriers: Vec<(NodeId, TravelModes)>,
    segments: SegmentTree,
    boxes: StretchTree,
}

impl StreetNetwork {
    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many directed edges there are.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// How many stretches there are.
    pub fn stretch_count(&self) -> usize {
        self.stretches.len()
    }

    /// Every node, in order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// Every edge, in order.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = EdgeId> + use<> {
        (0..self.edges.len() as u32).map(EdgeId)
    }

    /// The node that each edge leaves and the one it leads to, by edge.
    pub(crate) fn arcs(&self) -> (Vec<u32>, Vec<u32>) {
        self.edges.iter().map(|edge| (edge.tail.0, edge.head.0)).unzip()
    }

    /// Where a node is, in degrees.
    pub fn node(&self, node: NodeId) -> Coord {
        self.nodes[node.index()]
    }

    /// The edges that start at `node`, in order. Constant time.
    pub fn edges_from(&self, node: NodeId) -> impl ExactSizeIterator<Item = EdgeId> + use<> {
        (self.first_out[node.index()]..self.first_out[node.index() + 1]).map(EdgeId)
    }

    /// The edges that end at `node`, in order. Constant time.
    pub fn edges_into(&self, node: NodeId) -> impl ExactSizeIterator<Item = EdgeId> + '_ {
        let range = self.first_in[node.index()] as usize..self.first_in[node.index() + 1] as usize;
        self.edges_in[range].iter().copied()
    }

    /// How many edges start at `node`.
    pub fn node_degree(&self, node: NodeId) -> usize {
        self.edges_from(node).len()
    }

    /// One edge.
    pub fn edge(&self, edge: EdgeId) -> Edge<'_> {
        let record = &self.edges[edge.index()];
        let stretch = &self.stretches[record.stretch.index()];
        let way = &self.ways[stretch.way as usize];
        Edge { network: self, id: edge, record, stretch, way }
    }

    /// The edges along a stretch: the way it is drawn, then the other way.
    pub fn edges_along(&self, stretch: StretchId) -> impl Iterator<Item = EdgeId> + use<> {
        let Stretch { forward, backward, .. } = self.stretches[stretch.index()];
        forward.into_iter().chain(backward)
    }

    /// The line of a stretch as drawn, in degrees, both ends included.
    pub fn stretch_line(&self, stretch: StretchId) -> &[Coord] {
        let stretch = &self.stretches[stretch.index()];
        &self.shape[stretch.shape_start as usize..stretch.shape_end as usize]
    }

    /// The line of an edge in the direction of travel, in degrees, both ends included.
    pub fn edge_line(
        &self,
        edge: EdgeId,
    ) -> impl DoubleEndedIterator<Item = Coord> + ExactSizeIterator + use<'_> {
        let record = &self.edges[edge.index()];
        let line = self.stretch_line(record.stretch);
        let last = line.len().saturating_sub(1);
        (0..line.len()).map(move |at| if record.forward { line[at] } else { line[last - at] })
    }

    /// How fast `mode` travels `edge`, by the speed table.
    pub fn speed(&self, edge: EdgeId, mode: TravelMode) -> MetresPerSecond {
        self.edge(edge).speed(mode)
    }

    /// The speed table in use.
    pub const fn speeds(&self) -> &SpeedTable {
        &self.speeds
    }

    /// The same streets with other speeds.
    #[must_use]
    pub fn with_speeds(mut self, speeds: SpeedTable) -> Self {
        self.speeds = speeds;
        self
    }

    /// Whether somebody who came along `from` may go on along `to`.
    ///
    /// Never where `to` does not start where `from` ends, or is closed to
    /// `mode`. On foot and in a wheelchair everything else is allowed. Vehicles
    /// and convoys obey turn restrictions, and turn round only at dead ends.
    pub fn turn_allowed(&self, from: EdgeId, to: EdgeId, mode: TravelMode) -> bool {
        let (came, next) = (&self.edges[from.index()], &self.edges[to.index()]);
        if came.head != next.tail || !next.modes.contains(mode) {
            return false;
        }
        if !turn::heeds_turns(mode) {
            return true;
        }
        let turns_round = came.stretch == next.stretch && came.forward != next.forward;
        !(turns_round && self.goes_on(from, mode) || self.turns.bans(came.head, from, to, mode))
    }

    /// Whether `mode` can leave the end of `from` by another stretch.
    fn goes_on(&self, from: EdgeId, mode: TravelMode) -> bool {
        let EdgeRecord { head, stretch, .. } = self.edges[from.index()];
        self.edges_from(head).any(|edge| {
            let next = &self.edges[edge.index()];
            next.stretch != stretch && next.modes.contains(mode)
        })
    }

    /// How many pairs of edges are closed to turning.
    pub fn banned_turn_count(&self) -> usize {
        self.turns.len()
    }

    /// Whether `mode` can pass through a node as mapped. Where it cannot, no
    /// edge for `mode` meets the node: each ends beside it, at a node of its own
    /// on the same spot. So a search need not ask; a message may.
    pub fn passable(&self, node: NodeId, mode: TravelMode) -> bool {
        self.barrier(node).is_none_or(|stopped| !stopped.contains(mode))
    }

    /// The modes that a barrier at `node` stops, if there is a barrier that stops any.
    pub fn barrier(&self, node: NodeId) -> Option<TravelModes> {
        let at = self.barriers.binary_search_by_key(&node, |(of, _)| *of).ok()?;
        Some(self.barriers[at].1)
    }

    /// The smallest box of degrees around all streets; none where there is no street.
    pub fn bounding_box(&self) -> Option<Rect> {
        let first = *self.shape.first()?;
        let (mut low, mut high) = (first, first);
        for at in &self.shape {
            low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
            high = Coord { x: high.x.max(at.x), y: high.y.max(at.y) };
        }
        Some(Rect::new(low, high))
    }

    /// Memory held, in bytes, without the allocator's own.
    pub fn memory_bytes(&self) -> usize {
        fn of<T>(list: &Vec<T>) -> usize {
            list.capacity() * size_of::<T>()
        }
        size_of::<Self>()
            + of(&self.nodes)
            + of(&self.first_out)
            + of(&self.edges)
            + of(&self.first_in)
            + of(&self.edges_in)
            + of(&self.stretches)
            + of(&self.shape)
            + of(&self.ways)
            + of(&self.barriers)
            + self.names.memory_bytes()
            + self.turns.memory_bytes()
            + self.segments.memory_bytes()
            + self.boxes.memory_bytes()
    }
}

/// Two networks are equal when every node, edge, shape, attribute, turn and
/// speed is.
impl PartialEq for StreetNetwork {
    fn eq(&self, other: &Self) -> bool {
        self.nodes == other.nodes
            && self.edges == other.edges
            && self.stretches == other.stretches
            && self.shape == other.shape
            && self.ways == other.ways
            && self.names == other.names
            && self.turns == other.turns
            && self.speeds == other.speeds
            && self.barriers == other.barriers
    }
}

impl std::fmt::Debug for StreetNetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StreetNetwork")
            .field("nodes", &self.nodes.len())
            .field("edges", &self.edges.len())
            .field("stretches", &self.stretches.len())
            .field("shape_points", &self.shape.len())
            .field("banned_turns", &self.turns.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
