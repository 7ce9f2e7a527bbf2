//! Streets, closures and checkpoints as a graph in time.
//!
//! Floor 5.
//!
//! Every street that a mode may use becomes an arc, cut where a checkpoint
//! stands and where somebody steps onto the street. A closure of a stretch of
//! an arc becomes the ticks at which the arc may not be *entered*: whoever
//! enters at tick t is at offset d at t + d/v, so a stretch from d₀ to d₁ that
//! is shut in `[s, e)` bans entry in `[s − d₁/v, e − d₀/v)`. The whole passage
//! is checked, not its ends.

use super::interval::{Tick, Ticks};
use super::time_graph::{Arc, ArcIndex, Gate, Node, NodeIndex, TimeGraph};
use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::network::Barriers;
use crate::network::Closure;
use crate::network::Closures;
use crate::network::EdgeId;
use crate::network::EdgeSnap;
use crate::network::GatePlace;
use crate::network::Gates;
use crate::network::PlaceBan;
use crate::network::RoutePolicy;
use crate::network::StreetNetwork;
use crate::network::StretchId;
use crate::notice::StatusBasis;
use crate::planar::Along;
use crate::planar::Span;
use crate::planar::part;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How fast the way from a door to the street is walked, in every mode: 0.8 m/s,
/// a walking group with children and old people (see `docs/PLANNING.md`).
pub(crate) const ACCESS_SPEED_M_S: f64 = 0.8;

/// Nearer than this to a junction, a door opens on the junction itself.
const AT_END_M: f64 = 0.01;

/// What an arc stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ArcOf {
    /// Part of a street, from one offset in metres to another.
    Street(EdgeId, f64, f64),
    /// The straight way between a door and the street.
    Access(Coord, Coord),
}

/// What a graph is built from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) network: &'a StreetNetwork,
    pub(crate) mode: TravelMode,
    pub(crate) policy: &'a RoutePolicy,
    /// Bounded at both ends.
    pub(crate) horizon: TimeWindow,
    /// What of the notices the scenario rests on.
    pub(crate) basis: Option<&'a StatusBasis>,
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

/// A graph in time, and what its parts stand for.
#[derive(Debug)]
pub(crate) struct RouteGraph<'a> {
    pub(crate) ground: Ground<'a>,
    pub(crate) graph: TimeGraph,
    pub(crate) arcs: Vec<ArcOf>,
    pub(crate) places: Vec<Coord>,
    /// The checkpoint at a node.
    pub(crate) gates: BTreeMap<NodeIndex, CheckpointId>,
    /// The node of each door, or `None` if no street is near enough.
    pub(crate) doors: Vec<Option<NodeIndex>>,
    barriers: Barriers,
    closures: Closures,
    /// Doors that take people only at certain hours.
    hours: BTreeMap<NodeIndex, FeatureRef>,
    /// Nodes behind a checkpoint that lets nobody through in that direction.
    pub(crate) one_way: BTreeMap<NodeIndex, CheckpointId>,
}

impl<'a> RouteGraph<'a> {
    /// Builds the graph, as if what is in `lifted` did not exist.
    pub(crate) fn build(
        ground: Ground<'a>,
        doors: &[Door],
        lifted: &BTreeSet<FeatureRef>,
    ) -> Result<Self, RangeTooLong> {
        let mut barriers =
            Barriers::prepare(ground.scenario, ground.horizon, ground.mode, ground.policy)?;
        barriers.lift(lifted);
        let closures = Closures::find(ground.network, &barriers);
        let mut this = Self {
            ground,
            graph: TimeGraph::default(),
            arcs: Vec::new(),
            places: Vec::new(),
            gates: BTreeMap::new(),
            doors: Vec::new(),
            barriers,
            closures,
            hours: BTreeMap::new(),
            one_way: BTreeMap::new(),
        };
        for node in ground.network.nodes() {
            let bans = this.closures.at_node(node).to_vec();
            this.add_node(ground.network.node(node), &bans);
        }
        let mut cuts: BTreeMap<StretchId, Vec<(f64, NodeIndex)>> = BTreeMap::new();
        this.add_gates(lifted, &mut cuts)?;
        for door in doors {
            this.add_door(door, lifted, &mut cuts);
        }
        this.add_streets(&mut cuts);
        Ok(this)
    }

    fn add_node(&mut self, at: Coord, bans: &[PlaceBan]) -> NodeIndex {
        let ticks = |may_pass: bool| {
            let bans = bans.iter().filter(|ban| ban.may_pass == may_pass);
            Ticks::of(bans.flat_map(|ban| &ban.ban.windows).map(forbidden_ticks).collect())
        };
        self.places.push(at);
        self.graph.add_node(Node { absent: ticks(false), no_standing: ticks(true), gate: None })
    }

    fn add_place(&mut self, at: Coord) -> NodeIndex {
        let bans = self.barriers.at_place(at);
        self.add_node(at, &bans)
    }

    fn add_gates(
        &mut self,
        lifted: &BTreeSet<FeatureRef>,
        cuts: &mut BTreeMap<StretchId, Vec<(f64, NodeIndex)>>,
    ) -> Result<(), RangeTooLong> {
        let Ground { scenario, network, mode, policy, horizon, .. } = self.ground;
        let placed = Gates::place(network, scenario.checkpoints(), mode, policy.checkpoint_reach);
        for (id, place) in placed.placed {
            let Some(checkpoint) = scenario.checkpoint(&id) else { continue };
            if lifted.contains(&id.to_ref()) {
                continue;
            }
            let node = match place {
                GatePlace::Node(node) => node.0,
                GatePlace::Stretch(stretch, offset_m) => {
                    let node = self.add_place(along(network.stretch_line(stretch), offset_m));
                    cuts.entry(stretch).or_default().push((offset_m, node));
                    node
                }
            };
            let open = open_windows(checkpoint, horizon, policy)?;
            let open = Ticks::of(open.iter().map(permitted_ticks).collect());
            let delay = Tick::from(checkpoint.delay_s()) * 1000;
            let gate = &mut self.graph.nodes[node as usize].gate;
            // Two checkpoints at one junction: passing means passing both, at the worse of each.
            let gate = match gate.take() {
                Some(other) => {
                    let shut = Ticks::of(vec![(Tick::MIN / 4, Tick::MAX / 4)]).minus(&open);
                    Gate { open: other.open.minus(&shut), delay: delay + other.delay }
                }
                None => Gate { open, delay },
            };
            self.graph.nodes[node as usize].gate = Some(gate);
            self.gates.insert(node, id);
        }
        Ok(())
    }

    fn add_door(
        &mut self,
        door: &Door,
        lifted: &BTreeSet<FeatureRef>,
        cuts: &mut BTreeMap<StretchId, Vec<(f64, NodeIndex)>>,
    ) {
        let Ground { network, mode, policy, .. } = self.ground;
        let Some(snap) = network.nearest_edge(door.at, mode, policy.street_reach) else {
            self.doors.push(None);
            return;
        };
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
            cuts.entry(edge.stretch()).or_default().push((offset_m, street));
            street
        };
        let node = self.add_place(door.at);
        let kept = door.of.as_ref().filter(|of| !lifted.contains(of));
        if let (Some(of), Takes::In(windows)) = (kept, &door.takes) {
            self.hours.insert(node, of.clone());
            let open = Ticks::of(windows.iter().map(permitted_ticks).collect());
            let mut absent: Vec<_> = open.gaps(Tick::MIN / 4, Tick::MAX / 4).collect();
            absent.extend(self.graph.node(node).absent.iter());
            self.graph.nodes[node as usize].absent = Ticks::of(absent);
        }
        if door.leave {
            self.add_access(node, street);
        }
        if !matches!(door.takes, Takes::Nobody) {
            self.add_access(street, node);
        }
        self.doors.push(Some(node));
    }

    fn add_access(&mut self, from: NodeIndex, to: NodeIndex) {
        let line = [self.places[from as usize], self.places[to as usize]];
        let length_m = running_m(&line)[1];
        let shut = self.barriers.on_line(&line);
        let banned = entry_bans(&shut, 0.0, length_m, ACCESS_SPEED_M_S);
        let duration = duration_ticks(length_m, ACCESS_SPEED_M_S);
        self.graph.add_arc(Arc { from, to, duration, banned });
        self.arcs.push(ArcOf::Access(line[0], line[1]));
    }

    fn add_streets(&mut self, cuts: &mut BTreeMap<StretchId, Vec<(f64, NodeIndex)>>) {
        let Ground { scenario, network, mode, .. } = self.ground;
        for at in cuts.values_mut() {
            at.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        let mut first_arc = BTreeMap::new();
        let mut last_arc = vec![ArcIndex::MAX; network.edge_count()];
        for id in network.edges() {
            let edge = network.edge(id);
            if !edge.modes().contains(mode) {
                continue;
            }
            let length_m = edge.length().0;
            let speed = edge.speed(mode).0;
            let mut stops = vec![(0.0, edge.tail().0)];
            let on_way = cuts.get(&edge.stretch()).map_or(&[][..], Vec::as_slice);
            if edge.is_forward() {
                stops.extend(on_way.iter().copied());
            } else {
                stops.extend(
                    on_way.iter().rev().map(|&(offset_m, node)| (length_m - offset_m, node)),
                );
            }
            stops.push((length_m, edge.head().0));
            for pair in stops.windows(2) {
                let ((from_m, from), (to_m, to)) = (pair[0], pair[1].max_offset(pair[0].0));
                if let Some(id) = self.gates.get(&from)
                    && let Some(checkpoint) = scenario.checkpoint(id)
                    && !checkpoint.passage().allows(bearing_deg(edge.line(), from_m))
                {
                    self.one_way.insert(from, id.clone());
                    continue;
                }
                let shut = self.closures.on_edge(edge.id());
                let banned = entry_bans(shut, from_m, to_m, speed);
                let duration = duration_ticks(to_m - from_m, speed);
                let arc = self.graph.add_arc(Arc { from, to, duration, banned });
                self.arcs.push(ArcOf::Street(edge.id(), from_m, to_m));
                if from == edge.tail().0 {
                    first_arc.entry(edge.id()).or_insert(arc);
                }
                last_arc[edge.id().0 as usize] = arc;
            }
        }
        let mut banned = Vec::new();
        for (&edge, &arc) in &first_arc {
            for before in network.edges_into(network.edge(edge).tail()) {
                let last = last_arc[before.0 as usize];
                if last != ArcIndex::MAX && !network.turn_allowed(before, edge, mode) {
                    banned.push((last, arc));
                }
            }
        }
        self.graph.ban_turns(banned);
    }

    /// The line of an arc in degrees, in the direction of travel.
    pub(crate) fn line(&self, arc: ArcIndex) -> Vec<Coord> {
        match self.arcs[arc as usize] {
            ArcOf::Access(from, to) => vec![from, to],
            ArcOf::Street(edge, from_m, to_m) => {
                let line: Vec<_> = self.ground.network.edge_line(edge).collect();
                let ends_m = running_m(&line);
                let span = Span { from: position(&ends_m, from_m), to: position(&ends_m, to_m) };
                let mut points = part(&line, span);
                let ends = self.graph.arc(arc);
                // The ends are the nodes themselves, so that one arc begins where the other ended.
                let (first, last) =
                    (self.places[ends.from as usize], self.places[ends.to as usize]);
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
        let mut causes: BTreeSet<FeatureRef> = match self.arcs[arc as usize] {
            ArcOf::Street(edge, from_m, to_m) => self
                .closures
                .on_edge(edge)
                .iter()
                .filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m)
                .map(|shut| shut.ban.cause.clone())
                .collect(),
            ArcOf::Access(from, to) => {
                self.barriers.on_line(&[from, to]).into_iter().map(|shut| shut.ban.cause.clone()).collect()
            }
        };
        causes.extend(self.causes_at(self.graph.arc(arc).to));
        causes
    }

    /// Everything that bans being at a node at some tick, a checkpoint included.
    pub(crate) fn causes_at(&self, node: NodeIndex) -> BTreeSet<FeatureRef> {
        let place = self.places[node as usize];
        let mut causes: BTreeSet<FeatureRef> =
            self.barriers.at_place(place).into_iter().map(|ban| ban.ban.cause.clone()).collect();
        causes.extend(self.gates.get(&node).map(CheckpointId::to_ref));
        causes.extend(self.hours.get(&node).cloned());
        causes
    }

    /// The announced corridors that an arc runs along and that are open while it
    /// is travelled.
    pub(crate) fn corridors_along(
        &self,
        arc: ArcIndex,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<crate::id::CorridorId> {
        let line = self.line(arc);
        let ends_m = running_m(&line);
        let length_m = ends_m.last().copied().unwrap_or_default();
        self.barriers
            .corridors()
            .iter()
            .filter(|strip| {
                let covered: f64 = crate::network::covered_m(strip, &line, &ends_m)
                    .iter()
                    .map(|(a, b)| b - a)
                    .sum();
                covered > 0.5 * length_m
                    && strip.open.iter().any(|w| w.contains(from) && to <= w.end_or_max())
            })
            .map(|strip| strip.id.clone())
            .collect()
    }
}

trait MaxOffset {
    fn max_offset(self, least: f64) -> Self;
}

impl MaxOffset for (f64, NodeIndex) {
    /// Offsets never run backwards, whatever rounding says.
    fn max_offset(self, least: f64) -> Self {
        (self.0.max(least), self.1)
    }
}

/// The ticks at which part of an edge may not be entered at its start.
fn entry_bans(shut: &[Closure], from_m: f64, to_m: f64, speed_m_s: f64) -> Ticks {
    let inside = shut.iter().filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m);
    Ticks::of(
        inside
            .flat_map(|shut| shut.ban.windows.iter().map(move |window| (shut, window)))
            .map(|(shut, window)| {
                let (start, end) = forbidden_ticks(window);
                let to_begin = (shut.from_m.max(from_m) - from_m) / speed_m_s * 1000.0;
                let to_end = (shut.to_m.min(to_m) - from_m) / speed_m_s * 1000.0;
                // A millisecond early: durations are rounded up to whole ticks.
                (start - to_end.ceil() as Tick - 1, end - to_begin.floor() as Tick)
            })
            .collect(),
    )
}

/// When a checkpoint may be passed under a policy.
fn open_windows(
    checkpoint: &Checkpoint,
    horizon: TimeWindow,
    policy: &RoutePolicy,
) -> Result<Vec<TimeWindow>, RangeTooLong> {
    let hours = checkpoint.particulars().schedule.as_ref();
    match (checkpoint.status(), hours) {
        (CheckpointStatus::Closed, _) => Ok(Vec::new()),
        (_, None) if policy.pass_unknown_checkpoints => Ok(vec![horizon]),
        (_, Some(hours)) if policy.pass_unknown_checkpoints => hours.forbidding_in(horizon),
        (CheckpointStatus::Open, Some(hours)) => hours.permitting_in(horizon),
        _ => Ok(Vec::new()),
    }
}

/// The ticks of a window that forbids: rounded outwards.
fn forbidden_ticks(window: &TimeWindow) -> (Tick, Tick) {
    (floor_tick(window.start_or_min()), ceil_tick(window.end_or_max()))
}

/// The ticks of a window that permits: rounded inwards.
pub(crate) fn permitted_ticks(window: &TimeWindow) -> (Tick, Tick) {
    (ceil_tick(window.start_or_min()), floor_tick(window.end_or_max()))
}

fn floor_tick(at: Timestamp) -> Tick {
    at.as_nanosecond().div_euclid(1_000_000) as Tick
}

fn ceil_tick(at: Timestamp) -> Tick {
    -((-at.as_nanosecond()).div_euclid(1_000_000)) as Tick
}

/// The instant of a tick.
pub(crate) fn instant(tick: Tick) -> Timestamp {
    Timestamp::from_millisecond(tick).unwrap_or(if tick < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn duration_ticks(length_m: f64, speed_m_s: f64) -> Tick {
    (length_m / speed_m_s * 1000.0).ceil() as Tick
}

/// The position so many metres along a line.
fn position(ends_m: &[f64], offset_m: f64) -> Along {
    let segment = ends_m.partition_point(|&end| end <= offset_m).clamp(1, ends_m.len() - 1) - 1;
    let length = ends_m[segment + 1] - ends_m[segment];
    let t = if length > 0.0 { (offset_m - ends_m[segment]) / length } else { 1.0 };
    Along { segment, t: t.clamp(0.0, 1.0) }
}

fn along(line: &[Coord], offset_m: f64) -> Coord {
    position(&running_m(line), offset_m).coord(line)
}

/// The bearing of a line where it is `offset_m` from its start, in degrees.
fn bearing_deg(line: impl Iterator<Item = Coord>, offset_m: f64) -> f64 {
    let line: Vec<Coord> = line.collect();
    let segment = position(&running_m(&line), offset_m).segment;
    let frame = crate::geodesy::LocalFrame::around(line[segment]);
    let way = frame.to_metres(line[segment + 1]);
    way.x.atan2(way.y).to_degrees().rem_euclid(360.0)
}
