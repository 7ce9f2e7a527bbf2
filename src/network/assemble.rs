//! From points and ways to nodes, stretches and edges.
//!
//! Floor 3.
//!
//! Ways are cut at every point that two ways share, that a way meets twice or
//! ends at, or that a barrier stands on. A stretch whose end is barred to some of
//! its modes is made twice along one line: for the modes that pass the barrier,
//! and for those that stop at it.

use super::StreetNetwork;
use super::builder::NetworkBuilder;
use super::builder::PointId;
use super::builder::TurnBan;
use super::builder::TurnRule;
use super::crossing::StretchTree;
use super::edge::EdgeId;
use super::edge::EdgeRecord;
use super::edge::NodeId;
use super::edge::Stretch;
use super::edge::StretchId;
use super::error::NetworkError;
use super::error::to_u32;
use super::snap::SegmentTree;
use super::turn::Turns;
use crate::geodesy;
use crate::model::TravelMode;
use crate::model::TravelModes;
use crate::units::MetresPerSecond;
use geo::Coord;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch before edges are numbered.
struct Piece {
    stretch: Stretch,
    ends: [NodeId; 2],
    forward: TravelModes,
    backward: TravelModes,
}

struct Plan {
    /// The node of each point that has one.
    node_of: Vec<Option<NodeId>>,
    /// The point of each node, barrier ends included.
    nodes: Vec<PointId>,
    /// Modes stopped at a point.
    stops: BTreeMap<PointId, TravelModes>,
}

pub(super) fn assemble(mut input: NetworkBuilder) -> Result<StreetNetwork, NetworkError> {
    let mut plan = plan_nodes(&input)?;
    let mut shape = Vec::with_capacity(input.refs.len() + input.refs.len() / 4);
    let mut pieces = Vec::new();
    let mut start = 0;
    for way in 0..input.ways.len() {
        let end = input.ways[way].end as usize;
        let first = pieces.len();
        cut_way(&input, &mut plan, way, start..end, &mut shape, &mut pieces)?;
        set_timetable(&mut input, way, &pieces[first..]);
        start = end;
    }
    shape.shrink_to_fit();
    let nodes: Vec<Coord> = plan.nodes.iter().map(|p| input.points[p.0 as usize]).collect();
    let (stretches, edges, first_out) = number_edges(pieces, nodes.len())?;
    let (first_in, edges_in) = turn_around(&edges, nodes.len());
    let mut network = StreetNetwork {
        boxes: StretchTree::new(&stretches, &edges, &shape),
        segments: SegmentTree::new(&stretches, &edges, &shape),
        nodes,
        first_out,
        edges,
        first_in,
        edges_in,
        stretches,
        shape,
        ways: input.ways.iter().map(|way| way.record).collect(),
        names: input.names.finish(),
        turns: Turns::default(),
        speeds: input.speeds,
        barriers: Vec::new(),
    };
    network.turns = turns(&network, &plan, &input.bans);
    network.barriers = plan
        .stops
        .iter()
        .filter_map(|(point, modes)| Some((plan.node_of[point.0 as usize]?, *modes)))
        .collect();
    Ok(network)
}

fn plan_nodes(input: &NetworkBuilder) -> Result<Plan, NetworkError> {
    let mut visits = vec![0_u8; input.points.len()];
    let mut ends = vec![0_u8; input.points.len()];
    let add = |counts: &mut [u8], point: PointId| {
        let count = &mut counts[point.0 as usize];
        *count = count.saturating_add(1);
    };
    let mut start = 0;
    for way in &input.ways {
        let refs = &input.refs[start..way.end as usize];
        start = way.end as usize;
        if refs.len() < 2 || way.forward.union(way.backward).is_empty() {
            continue;
        }
        for point in refs {
            add(&mut visits, *point);
        }
        add(&mut ends, refs[0]);
        add(&mut ends, refs[refs.len() - 1]);
    }
    let mut stops = BTreeMap::<PointId, TravelModes>::new();
    for (point, modes) in &input.barriers {
        let at = point.0 as usize;
        // At the end of a single way there is nothing to pass through to.
        let stretch_ends = (2 * u16::from(visits[at])).saturating_sub(u16::from(ends[at]));
        if stretch_ends > 1 && !modes.is_empty() {
            let stopped = stops.entry(*point).or_default();
            *stopped = stopped.union(*modes);
        }
    }
    let is_node =
        |at: usize| visits[at] > 1 || ends[at] > 0 || stops.contains_key(&PointId(at as u32));
    let mut node_of = vec![None; input.points.len()];
    let mut nodes = Vec::new();
    for point in (0..input.points.len()).filter(|point| visits[*point] > 0 && is_node(*point)) {
        node_of[point] = Some(NodeId(to_u32(nodes.len(), "nodes")?));
        nodes.push(PointId(to_u32(point, "points")?));
    }
    Ok(Plan { node_of, nodes, stops })
}

fn cut_way(
    input: &NetworkBuilder,
    plan: &mut Plan,
    way: usize,
    range: Range<usize>,
    shape: &mut Vec<Coord>,
    pieces: &mut Vec<Piece>,
) -> Result<(), NetworkError> {
    let refs = &input.refs[range];
    let attributes = &input.ways[way];
    let modes = attributes.forward.union(attributes.backward);
    if refs.len() < 2 || modes.is_empty() {
        return Ok(());
    }
    let mut from = 0;
    for to in 1..refs.len() {
        if plan.node_of[refs[to].0 as usize].is_none() {
            continue;
        }
        let start = shape.len();
        shape.extend(refs[from..=to].iter().map(|point| input.points[point.0 as usize]));
        let stretch = Stretch {
            shape_start: to_u32(start, "shape points")?,
            shape_end: to_u32(shape.len(), "shape points")?,
            way: to_u32(way, "ways")?,
            forward: None,
            backward: None,
            length: geodesy::length(&shape[start..]),
        };
        let mut ends = PieceEnds::new([refs[from], refs[to]]);
        for barred in [[false, false], [true, false], [false, true], [true, true]] {
            let group = modes.iter().filter(|mode| barred == ends.barred(plan, *mode)).collect();
            let group: TravelModes = group;
            if group.is_empty() {
                continue;
            }
            pieces.push(Piece {
                stretch,
                ends: ends.nodes(plan, barred)?,
                forward: attributes.forward.intersection(group),
                backward: attributes.backward.intersection(group),
            });
        }
        from = to;
    }
    Ok(())
}

/// The two ends of a stretch, and the nodes made for those whom a barrier stops there.
struct PieceEnds {
    points: [PointId; 2],
    stopped: [Option<NodeId>; 2],
}

impl PieceEnds {
    const fn new(points: [PointId; 2]) -> Self {
        Self { points, stopped: [None; 2] }
    }

    fn barred(&self, plan: &Plan, mode: TravelMode) -> [bool; 2] {
        self.points.map(|point| plan.stops.get(&point).is_some_and(|modes| modes.contains(mode)))
    }

    fn nodes(&mut self, plan: &mut Plan, barred: [bool; 2]) -> Result<[NodeId; 2], NetworkError> {
        let mut nodes = [NodeId(0); 2];
        for side in 0..2 {
            let point = self.points[side];
            nodes[side] = match (barred[side], self.stopped[side], plan.node_of[point.0 as usize]) {
                (false, _, Some(node)) | (true, Some(node), _) => node,
                _ => {
                    let node = NodeId(to_u32(plan.nodes.len(), "nodes")?);
                    plan.nodes.push(point);
                    self.stopped[side] = Some(node);
                    node
                }
            };
        }
        Ok(nodes)
    }
}

/// A way with a duration is travelled at its length over its duration.
fn set_timetable(input: &mut NetworkBuilder, way: usize, pieces: &[Piece]) {
    let way = &mut input.ways[way];
    let Some(duration_s) = way.duration_s else { return };
    let mut lines = pieces.iter().map(|piece| (piece.stretch.shape_start, piece.stretch.length.0));
    let mut last = None;
    let mut length_m = 0.0;
    for (line, metres) in &mut lines {
        if last != Some(line) {
            length_m += metres;
        }
        last = Some(line);
    }
    way.record.timetable_speed = MetresPerSecond::new(length_m / duration_s).ok();
}

type Numbered = (Vec<Stretch>, Vec<EdgeRecord>, Vec<u32>);

fn number_edges(pieces: Vec<Piece>, node_count: usize) -> Result<Numbered, NetworkError> {
    let mut edges = Vec::with_capacity(pieces.len() * 2);
    let mut stretches = Vec::with_capacity(pieces.len());
    for (number, piece) in pieces.into_iter().enumerate() {
        let stretch = StretchId(to_u32(number, "stretches")?);
        stretches.push(piece.stretch);
        let [first, last] = piece.ends;
        for (tail, head, forward, modes) in
            [(first, last, true, piece.forward), (last, first, false, piece.backward)]
        {
            if !modes.is_empty() {
                edges.push(EdgeRecord { tail, head, stretch, forward, modes });
            }
        }
    }
    to_u32(edges.len(), "edges")?;
    edges.sort_by_key(|edge| (edge.tail, edge.stretch, !edge.forward));
    for (number, edge) in edges.iter().enumerate() {
        let id = Some(EdgeId(number as u32));
        let stretch = &mut stretches[edge.stretch.index()];
        if edge.forward {
            stretch.forward = id;
        } else {
            stretch.backward = id;
        }
    }
    edges.shrink_to_fit();
    let first_out = firsts(edges.iter().map(|edge| edge.tail), node_count);
    Ok((stretches, edges, first_out))
}

/// Where the run of each node starts in a list sorted by node, and where the last ends.
pub(super) fn firsts(nodes: impl Iterator<Item = NodeId>, node_count: usize) -> Vec<u32> {
    let mut firsts = vec![0_u32; node_count + 1];
    for node in nodes {
        firsts[node.index() + 1] += 1;
    }
    for at in 1..firsts.len() {
        firsts[at] += firsts[at - 1];
    }
    firsts
}

pub(super) fn turn_around(edges: &[EdgeRecord], node_count: usize) -> (Vec<u32>, Vec<EdgeId>) {
    let first_in = firsts(edges.iter().map(|edge| edge.head), node_count);
    let mut next = first_in.clone();
    let mut edges_in = vec![EdgeId(0); edges.len()];
    for (number, edge) in edges.iter().enumerate() {
        let slot = &mut next[edge.head.index()];
        edges_in[*slot as usize] = EdgeId(number as u32);
        *slot += 1;
    }
    (first_in, edges_in)
}

/// Turn restrictions as pairs of edges. Where a way runs through the point, each
/// of its edges there is meant, save that `no` from a way into itself means
/// turning round.
fn turns(network: &StreetNetwork, plan: &Plan, bans: &[TurnBan]) -> Turns {
    if bans.is_empty() {
        return Turns::default();
    }
    let mut at_point = BTreeMap::<PointId, Vec<NodeId>>::new();
    for ban in bans {
        at_point.entry(ban.via).or_default();
    }
    for (number, point) in plan.nodes.iter().enumerate() {
        if let Some(nodes) = at_point.get_mut(point) {
            nodes.push(NodeId(number as u32));
        }
    }
    let way_of = |edge: EdgeId| network.edge(edge).stretch.way;
    let mut banned = Vec::new();
    for ban in bans {
        let nodes = at_point.get(&ban.via).map_or(&[][..], Vec::as_slice);
        for node in nodes {
            let to_is_here = network.edges_from(*node).any(|edge| way_of(edge) == ban.to.0);
            if !to_is_here {
                continue;
            }
            for from in network.edges_into(*node).filter(|edge| way_of(*edge) == ban.from.0) {
                for to in network.edges_from(*node) {
                    let into = way_of(to) == ban.to.0;
                    let round = network.edge(from).twin() == Some(to);
                    let same = ban.from == ban.to;
                    let forbidden = match ban.rule {
                        TurnRule::No => into && (!same || round),
                        TurnRule::Only => !(into || round),
                    };
                    if forbidden {
                        banned.push((from, to, ban.modes));
                    }
                }
            }
        }
    }
    Turns::new(banned, network.node_count(), |edge| network.edge(edge).head())
}
