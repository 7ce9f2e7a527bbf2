//! The doors that people come from and go to, on streets with their conditions.
//!
//! Floor 5.

use super::conditions::{Conditions, Stops, parts, state_at};
use super::interval::{Tick, Ticks};
use super::layer::{Draft, OwnArc};
use super::lines::position;
use super::roads::duration_ticks;
use super::ticks::{entry_bans, permitted};
use super::time_graph::{ArcIndex, NodeIndex, TimeGraph};
use crate::id::CheckpointId;
use crate::id::CorridorId;
use crate::id::FeatureRef;
use crate::network::EdgeId;
use crate::network::EdgeSnap;
use crate::network::NodeId;
use crate::planar::Span;
use crate::planar::part;
use crate::planar::running_m;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// How fast the way from a door to the street is walked, in every mode: 0.8 m/s,
/// a walking group with children and old people (see `docs/PLANNING.md`).
pub(crate) const ACCESS_SPEED_M_S: f64 = 0.8;

/// Nearer than this to a junction, a door opens on the junction itself.
const AT_END_M: f64 = 0.01;

/// What an arc stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ArcOf {
    /// Part of a street, from one offset in metres to another.
    Street(EdgeId, f64, f64),
    /// The straight way between a door and the street.
    Access(Coord, Coord),
}

/// A place off the streets that people come from or go to.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    pub(crate) at: Coord,
    /// What it is the door of.
    pub(crate) of: Option<FeatureRef>,
    /// People may come from it.
    pub(crate) leave: bool,
    /// When it takes people.
    pub(crate) takes: Takes,
}

/// When a door takes people.
#[derive(Clone, Debug)]
pub(crate) enum Takes {
    /// Never: people only come from it.
    Nobody,
    /// At all times.
    Always,
    /// In these windows.
    In(Vec<TimeWindow>),
}

/// A graph in time with doors, and what its parts stand for.
#[derive(Debug)]
pub(crate) struct RouteGraph<'a> {
    pub(crate) conditions: Arc<Conditions<'a>>,
    pub(crate) graph: TimeGraph,
    mirror: OnceLock<TimeGraph>,
    /// The node of each door, or `None` if no street is near enough.
    pub(crate) doors: Vec<Option<NodeIndex>>,
    /// What each of the doors' own arcs stands for.
    arcs: Vec<ArcOf>,
    /// Where each of the doors' own nodes is.
    places: Vec<Coord>,
    /// Doors that take people only at certain hours.
    hours: BTreeMap<NodeIndex, FeatureRef>,
}

impl<'a> RouteGraph<'a> {
    /// Puts doors on the streets; those in `lifted` take people at all hours.
    pub(crate) fn with_doors(
        conditions: Arc<Conditions<'a>>,
        doors: &[Door],
        lifted: &BTreeSet<FeatureRef>,
    ) -> Self {
        let below = &conditions.graph;
        let mut making = Making {
            conditions: &conditions,
            draft: Draft::above(below.node_count(), below.arc_count()),
            stops: Stops::new(),
            doors: Vec::with_capacity(doors.len()),
            arcs: Vec::new(),
            places: Vec::new(),
            hours: BTreeMap::new(),
        };
        for door in doors {
            let node = making.add_door(door, lifted);
            making.doors.push(node);
        }
        making.add_streets();
        let Making { draft, doors, arcs, places, hours, .. } = making;
        let graph = below.with_doors(draft.finish());
        let mirror = OnceLock::new();
        Self { conditions, graph, mirror, doors, arcs, places, hours }
    }

    /// The graph with time and streets running backwards.
    pub(crate) fn mirror(&self) -> &TimeGraph {
        self.mirror.get_or_init(|| self.graph.mirrored_over(self.conditions.mirror()))
    }

    /// Where a node is, in degrees.
    pub(crate) fn place(&self, node: NodeIndex) -> Coord {
        place(&self.conditions, &self.places, node)
    }

    /// What an arc stands for.
    pub(crate) fn arc(&self, arc: ArcIndex) -> ArcOf {
        let below = &self.conditions.graph;
        let network = self.conditions.ground.network();
        if (arc as usize) < network.edge_count() {
            let edge = EdgeId(arc);
            return ArcOf::Street(edge, 0.0, network.edge(edge).length().0);
        }
        if let Some(own) = (arc as usize).checked_sub(below.arc_count()) {
            return self.arcs[own];
        }
        let (edge, from_m, to_m) = self.conditions.parts[arc as usize - network.edge_count()];
        ArcOf::Street(edge, from_m, to_m)
    }

    /// The line of an arc in degrees, in the direction of travel.
    pub(crate) fn line(&self, arc: ArcIndex) -> Vec<Coord> {
        match self.arc(arc) {
            ArcOf::Access(from, to) => vec![from, to],
            ArcOf::Street(edge, from_m, to_m) => {
                let network = self.conditions.ground.network();
                let line: Vec<_> = network.edge_line(edge).collect();
                if (arc as usize) < network.edge_count() {
                    return line;
                }
                let ends_m = running_m(&line);
                let span = Span { from: position(&ends_m, from_m), to: position(&ends_m, to_m) };
                let mut points = part(&line, span);
                // The ends are the nodes themselves, so that one arc begins where the other ended.
                let first = self.place(self.graph.from(arc));
                let last = self.place(self.graph.to(arc));
                match points.len() {
                    0 | 1 => points = vec![first, last],
                    count => {
                        points[0] = first;
                        points[count - 1] = last;
                    }
                }
                points
            }
        }
    }

    /// Everything that bans an arc at some tick, or the node it leads to.
    pub(crate) fn causes(&self, arc: ArcIndex) -> BTreeSet<FeatureRef> {
        let mut causes: BTreeSet<FeatureRef> = match self.arc(arc) {
            ArcOf::Street(edge, from_m, to_m) => self
                .conditions
                .closures
                .on_edge(edge)
                .iter()
                .filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m)
                .map(|shut| shut.ban.cause.clone())
                .collect(),
            ArcOf::Access(from, to) => {
                let shut = self.conditions.barriers.on_line(&[from, to]);
                shut.into_iter().map(|shut| shut.ban.cause.clone()).collect()
            }
        };
        causes.extend(self.causes_at(self.graph.to(arc)));
        causes
    }

    /// Everything that bans being at a node at some tick, checkpoints included.
    pub(crate) fn causes_at(&self, node: NodeIndex) -> BTreeSet<FeatureRef> {
        let bans = self.conditions.barriers.at_place(self.place(node));
        let mut causes: BTreeSet<FeatureRef> =
            bans.into_iter().map(|ban| ban.ban.cause.clone()).collect();
        causes.extend(self.gates_at(node).iter().map(CheckpointId::to_ref));
        causes.extend(self.hours.get(&node).cloned());
        causes
    }

    /// The checkpoints at a node.
    pub(crate) fn gates_at(&self, node: NodeIndex) -> &[CheckpointId] {
        self.conditions.gates.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The announced corridors that a line runs along and that are open while it
    /// is travelled.
    pub(crate) fn corridors_along(
        &self,
        line: &[Coord],
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<CorridorId> {
        let strips = self.conditions.barriers.corridors();
        if strips.is_empty() {
            return Vec::new();
        }
        let ends_m = running_m(line);
        let length_m = ends_m.last().copied().unwrap_or_default();
        let open = strips
            .iter()
            .filter(|strip| strip.open.iter().any(|w| w.contains(from) && to <= w.end_or_max()));
        let along = open.filter(|strip| {
            let covered = crate::network::covered_m(strip, line, &ends_m);
            covered.iter().map(|(a, b)| b - a).sum::<f64>() > 0.5 * length_m
        });
        along.map(|strip| strip.id.clone()).collect()
    }
}

/// Where a node is, given where the doors' own nodes are.
fn place(conditions: &Conditions<'_>, own: &[Coord], node: NodeIndex) -> Coord {
    let network = conditions.ground.network();
    let index = node as usize;
    if index < network.node_count() {
        return network.node(NodeId(node));
    }
    match index.checked_sub(conditions.graph.node_count()) {
        Some(door) => own[door],
        None => conditions.places[index - network.node_count()],
    }
}

/// Doors, while they are put on the streets.
struct Making<'m, 'a> {
    conditions: &'m Conditions<'a>,
    draft: Draft,
    /// Where doors open onto a street.
    stops: Stops,
    doors: Vec<Option<NodeIndex>>,
    arcs: Vec<ArcOf>,
    places: Vec<Coord>,
    hours: BTreeMap<NodeIndex, FeatureRef>,
}

impl Making<'_, '_> {
    fn add_place(&mut self, at: Coord) -> NodeIndex {
        self.places.push(at);
        self.draft.add_node(state_at(&self.conditions.barriers, at))
    }

    fn add_door(&mut self, door: &Door, lifted: &BTreeSet<FeatureRef>) -> Option<NodeIndex> {
        let ground = &self.conditions.ground;
        let network = ground.network();
        let snap = network.nearest_edge(door.at, ground.mode, ground.policy.street_reach)?;
        let EdgeSnap { edge, offset_m, point, .. } = snap;
        let edge = network.edge(edge);
        let rest_m = edge.length().0 - offset_m;
        let street = if offset_m < AT_END_M {
            edge.tail().0
        } else if rest_m < AT_END_M {
            edge.head().0
        } else {
            let offset_m = if edge.is_forward() { offset_m } else { rest_m };
            let street = self.add_place(point);
            self.stops.entry(edge.stretch()).or_default().push((offset_m, street));
            street
        };
        let node = self.add_place(door.at);
        let kept = door.of.as_ref().filter(|of| !lifted.contains(of));
        if let (Some(of), Takes::In(windows)) = (kept, &door.takes) {
            self.hours.insert(node, of.clone());
            let open = Ticks::of(windows.iter().map(permitted).collect());
            let state = self.draft.state(node);
            let mut absent: Vec<_> = open.gaps(Tick::MIN / 4, Tick::MAX / 4).collect();
            absent.extend(state.absent.iter());
            state.absent = Ticks::of(absent);
        }
        if door.leave {
            self.add_access(node, street);
        }
        if !matches!(door.takes, Takes::Nobody) {
            self.add_access(street, node);
        }
        Some(node)
    }

    fn add_access(&mut self, from: NodeIndex, to: NodeIndex) {
        let line = [from, to].map(|node| place(self.conditions, &self.places, node));
        let length_m = running_m(&line)[1];
        let shut = self.conditions.barriers.on_line(&line);
        let banned = entry_bans(&shut, 0.0, length_m, ACCESS_SPEED_M_S);
        let duration = duration_ticks(length_m, ACCESS_SPEED_M_S);
        self.draft.add_arc(OwnArc { from, to, duration, begins: None, ends: None }, banned);
        self.arcs.push(ArcOf::Access(line[0], line[1]));
    }

    /// Ways between each door's place on a street and what is next to it. The
    /// street itself stays: who goes by needs no door.
    fn add_streets(&mut self) {
        let ground = &self.conditions.ground;
        let network = ground.network();
        let own = self.conditions.graph.node_count() as NodeIndex;
        for (&stretch, doors) in &self.stops {
            let mut stops = self.conditions.stops.get(&stretch).cloned().unwrap_or_default();
            stops.extend(doors);
            stops.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for id in network.edges_along(stretch) {
                let edge = network.edge(id);
                if !edge.modes().contains(ground.mode) {
                    continue;
                }
                let parts = parts(edge, &stops);
                for part in parts.into_iter().filter(|part| part.from.max(part.to) >= own) {
                    if self.conditions.lets_pass(part.from, edge, part.from_m) {
                        let (arc, banned) = part.arc(edge, ground.mode, &self.conditions.closures);
                        self.draft.add_arc(arc, banned);
                        self.arcs.push(ArcOf::Street(id, part.from_m, part.to_m));
                    }
                }
            }
        }
    }
}
