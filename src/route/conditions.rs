//! What holds on the streets for everybody: closures and checkpoints.
//!
//! Floor 5.
//!
//! Of one scenario, for one mode, policy and window; made once and shared by
//! every question about them. Streets on which a checkpoint stands are replaced
//! by their parts.

use super::interval::{Tick, Ticks};
use super::layer::{Draft, OwnArc};
use super::roads::{Roads, duration_ticks};
use super::streets::PreparedStreets;
use super::ticks::{entry_bans, permitted, place_bans};
use super::time_graph::{ArcIndex, Gate, Node, NodeIndex, TimeGraph};
use crate::hierarchy::INFINITE;
use crate::hierarchy::Metric;
use crate::id::CheckpointId;
use crate::id::FeatureRef;
use crate::model::Checkpoint;
use crate::model::CheckpointStatus;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::network::Barriers;
use crate::network::Closure;
use crate::network::Closures;
use crate::network::Edge;
use crate::network::EdgeId;
use crate::network::GatePlace;
use crate::network::Gates;
use crate::network::RoutePolicy;
use crate::network::StreetNetwork;
use crate::network::StretchId;
use crate::notice::StatusBasis;
use crate::planar::running_m;
use crate::scenario::Scenario;
use crate::time::RangeTooLong;
use crate::time::TimeWindow;
use geo::Coord;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What a question is about.
#[derive(Clone, Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) streets: Arc<PreparedStreets>,
    pub(crate) mode: TravelMode,
    pub(crate) policy: Arc<RoutePolicy>,
    /// Bounded at both ends.
    pub(crate) horizon: TimeWindow,
    /// What of the notices the scenario rests on.
    pub(crate) basis: Option<&'a StatusBasis>,
}

impl Ground<'_> {
    pub(crate) fn network(&self) -> &StreetNetwork {
        self.streets.network()
    }

    /// Everything that may be lifted, checkpoints too.
    pub(crate) fn everything(&self) -> BTreeSet<FeatureRef> {
        let scenario = self.scenario;
        let zones = scenario.curfew_zones().iter().map(Feature::reference);
        let zones = zones.chain(scenario.restricted_zones().iter().map(Feature::reference));
        let zones = zones.chain(scenario.hazard_zones().iter().map(Feature::reference));
        let zones = zones.chain(scenario.front_lines().iter().map(Feature::reference));
        zones.chain(scenario.checkpoints().iter().map(Feature::reference)).collect()
    }
}

/// What is to be imagined otherwise than it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct WhatIf {
    /// As if these did not exist.
    pub(crate) lifted: BTreeSet<FeatureRef>,
    /// As if these checkpoints let nobody through and these corridors were never open.
    pub(crate) shut: BTreeSet<FeatureRef>,
    /// As if these streets were gone.
    pub(crate) shut_edges: BTreeSet<EdgeId>,
}

impl WhatIf {
    /// As if what is in `lifted` did not exist.
    pub(crate) fn without(lifted: &BTreeSet<FeatureRef>) -> Self {
        Self { lifted: lifted.clone(), ..Self::default() }
    }
}

/// Nodes along a stretch, by metres from where it is drawn.
pub(crate) type Stops = BTreeMap<StretchId, Vec<(f64, NodeIndex)>>;

/// Closures and checkpoints on the streets.
#[derive(Debug)]
pub(crate) struct Conditions<'a> {
    pub(crate) ground: Ground<'a>,
    pub(crate) graph: TimeGraph,
    mirror: OnceLock<TimeGraph>,
    pub(crate) barriers: Barriers,
    pub(crate) closures: Closures,
    /// The checkpoints at a node.
    pub(crate) gates: BTreeMap<NodeIndex, Vec<CheckpointId>>,
    /// Checkpoints that stand in the middle of a street.
    pub(crate) stops: Stops,
    /// The part of an edge that each own arc is, in metres.
    pub(crate) parts: Vec<(EdgeId, f64, f64)>,
    /// Where each own node is.
    pub(crate) places: Vec<Coord>,
    /// The weights of a bound that goes round what is shut throughout, once made.
    around: Option<Arc<Metric>>,
}

impl<'a> Conditions<'a> {
    /// Finds what holds on the streets, but for what is to be imagined otherwise.
    pub(crate) fn find(ground: Ground<'a>, what_if: &WhatIf) -> Result<Self, RangeTooLong> {
        let Ground { scenario, mode, horizon, .. } = ground;
        let footprints = ground.streets.footprints(scenario);
        let mut barriers =
            Barriers::prepare_over(&footprints, scenario, horizon, mode, &ground.policy)?;
        barriers.lift(&what_if.lifted);
        barriers.close_corridors(&what_if.shut);
        let closures = Closures::of(ground.network(), &footprints, &barriers);
        let roads = Arc::clone(&ground.streets.of(mode).roads);
        let mut making = Making {
            draft: Draft::above(roads.node_count(), roads.arc_count()),
            roads: &roads,
            ground: &ground,
            what_if,
            barriers: &barriers,
            closures: &closures,
            gates: BTreeMap::new(),
            stops: Stops::new(),
            parts: Vec::new(),
            places: Vec::new(),
        };
        making.nodes();
        making.gates()?;
        making.edges();
        let Making { draft, gates, stops, parts, places, .. } = making;
        let graph = TimeGraph::new(Arc::clone(&roads), Arc::new(draft.finish()));
        let mirror = OnceLock::new();
        let around = None;
        Ok(Self { ground, graph, mirror, barriers, closures, gates, stops, parts, places, around })
    }

    /// The same, made ready for many questions: bounds will go round the streets
    /// that are shut throughout. Takes a change of the metric.
    pub(crate) fn made_ready(mut self) -> Self {
        let streets = Arc::clone(&self.ground.streets);
        let Some(free) = streets.of(self.ground.mode).free.as_ref() else { return self };
        let shut = self.shut_throughout();
        if !shut.is_empty() {
            let mut weights = free.weights().to_vec();
            for arc in shut {
                weights[arc as usize] = INFINITE;
            }
            // Without it answers are the same.
            self.around = streets.metric(&weights, free).ok().flatten();
        }
        self
    }

    /// The weights of a lower bound of any way under these conditions.
    pub(crate) fn bound(&self) -> Option<&Metric> {
        let free = || self.ground.streets.of(self.ground.mode).free.as_ref();
        self.around.as_ref().or_else(free).map(Arc::as_ref)
    }

    /// Edges that nobody gets through from end to end within the horizon, nor in
    /// parts with waits between them: one closure alone is there all the time.
    fn shut_throughout(&self) -> Vec<ArcIndex> {
        let network = self.ground.network();
        let (first, until) = permitted(&self.ground.horizon);
        let throughout = |edge: Edge<'_>, shut: &Closure| {
            let (length_m, speed) = (edge.length().0, edge.speed(self.ground.mode).0);
            let banned = entry_bans(std::slice::from_ref(shut), 0.0, length_m, speed);
            // Parts of a street are rounded each on its own.
            let last = until - duration_ticks(length_m, speed) + 3;
            banned.iter().any(|(start, end)| start <= first && end >= last)
        };
        let edges = self.closures.edges().filter(|(id, shut)| {
            let edge = network.edge(*id);
            edge.modes().contains(self.ground.mode)
                && !self.stops.contains_key(&edge.stretch())
                && shut.iter().any(|shut| throughout(edge, shut))
        });
        edges.map(|(id, _)| id.0).collect()
    }

    /// The graph with time and streets running backwards.
    pub(crate) fn mirror(&self) -> &TimeGraph {
        self.mirror.get_or_init(|| self.graph.mirrored())
    }

    /// Whether every checkpoint at a node lets people go on along an edge.
    pub(crate) fn lets_pass(&self, node: NodeIndex, edge: Edge<'_>, from_m: f64) -> bool {
        lets_pass(&self.gates, self.ground.scenario, node, edge, from_m)
    }
}

/// Conditions, while they are put together.
struct Making<'m> {
    draft: Draft,
    roads: &'m Roads,
    ground: &'m Ground<'m>,
    what_if: &'m WhatIf,
    barriers: &'m Barriers,
    closures: &'m Closures,
    gates: BTreeMap<NodeIndex, Vec<CheckpointId>>,
    stops: Stops,
    parts: Vec<(EdgeId, f64, f64)>,
    places: Vec<Coord>,
}

impl Making<'_> {
    fn nodes(&mut self) {
        for (node, bans) in self.closures.nodes() {
            let state = self.draft.state(node.0);
            state.absent = place_bans(bans, false);
            state.no_standing = place_bans(bans, true);
        }
    }

    fn gates(&mut self) -> Result<(), RangeTooLong> {
        let Ground { scenario, mode, policy, horizon, .. } = self.ground;
        let (network, reach) = (self.ground.network(), policy.checkpoint_reach);
        let placed = Gates::place(network, scenario.checkpoints(), *mode, reach);
        for (id, place) in placed.placed {
            let Some(checkpoint) = scenario.checkpoint(&id) else { continue };
            if self.what_if.lifted.contains(&id.to_ref()) {
                continue;
            }
            let node = match place {
                GatePlace::Node(node) => node.0,
                GatePlace::Stretch(stretch, offset_m) => {
                    let at = along(network.stretch_line(stretch), offset_m);
                    self.places.push(at);
                    let node = self.draft.add_node(state_at(self.barriers, at));
                    self.stops.entry(stretch).or_default().push((offset_m, node));
                    node
                }
            };
            let open = if self.what_if.shut.contains(&id.to_ref()) {
                Vec::new()
            } else {
                open_windows(checkpoint, *horizon, policy)?
            };
            let open = Ticks::of(open.iter().map(permitted).collect());
            let delay = checkpoint.least_passing().as_secs() * 1000;
            let gate = &mut self.draft.state(node).gate;
            // Two checkpoints at one junction: passing means passing both, at the worse of each.
            *gate = Some(match gate.take() {
                Some(other) => {
                    let shut = Ticks::of(vec![(Tick::MIN / 4, Tick::MAX / 4)]).minus(&open);
                    Gate { open: other.open.minus(&shut), delay: delay + other.delay }
                }
                None => Gate { open, delay },
            });
            self.gates.entry(node).or_default().push(id);
        }
        for stops in self.stops.values_mut() {
            stops.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        Ok(())
    }

    fn edges(&mut self) {
        let network = self.ground.network();
        for (id, shut) in self.closures.edges() {
            let edge = network.edge(id);
            if self.roads.is_open(id.0) && !self.stops.contains_key(&edge.stretch()) {
                let speed = edge.speed(self.ground.mode).0;
                self.draft.ban(id.0, entry_bans(shut, 0.0, edge.length().0, speed));
            }
        }
        for edge in &self.what_if.shut_edges {
            self.draft.cut(edge.0);
        }
        // Streets that lead on from a checkpoint that lets nobody through in that direction.
        for &node in self.gates.keys().filter(|&&node| (node as usize) < self.roads.node_count()) {
            for edge in network.edges_from(crate::network::NodeId(node)) {
                if !lets_pass(&self.gates, self.ground.scenario, node, network.edge(edge), 0.0) {
                    self.draft.cut(edge.0);
                }
            }
        }
        for (&stretch, stops) in &self.stops {
            for id in network.edges_along(stretch).filter(|id| self.roads.is_open(id.0)) {
                self.draft.cut(id.0);
                if self.what_if.shut_edges.contains(&id) {
                    continue;
                }
                let edge = network.edge(id);
                for part in parts(edge, stops) {
                    if !lets_pass(&self.gates, self.ground.scenario, part.from, edge, part.from_m) {
                        continue;
                    }
                    let (arc, banned) = part.arc(edge, self.ground.mode, self.closures);
                    self.draft.add_arc(arc, banned);
                    self.parts.push((id, part.from_m, part.to_m));
                }
            }
        }
    }
}

/// Part of an edge between two stops.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub(crate) from: NodeIndex,
    pub(crate) to: NodeIndex,
    pub(crate) from_m: f64,
    pub(crate) to_m: f64,
    first: bool,
    last: bool,
}

impl Part {
    /// The part as an arc, and the ticks at which it may not be entered.
    pub(crate) fn arc(
        &self,
        edge: Edge<'_>,
        mode: TravelMode,
        closures: &Closures,
    ) -> (OwnArc, Ticks) {
        let speed = edge.speed(mode).0;
        let of = |is: bool| is.then_some(edge.id().0 as ArcIndex);
        let arc = OwnArc {
            from: self.from,
            to: self.to,
            duration: duration_ticks(self.to_m - self.from_m, speed),
            begins: of(self.first),
            ends: of(self.last),
        };
        (arc, entry_bans(closures.on_edge(edge.id()), self.from_m, self.to_m, speed))
    }
}

/// The parts of an edge between stops on its stretch, in the direction of travel.
pub(crate) fn parts(edge: Edge<'_>, stops: &[(f64, NodeIndex)]) -> Vec<Part> {
    let length_m = edge.length().0;
    let mut on_way: Vec<(f64, NodeIndex)> = stops.to_vec();
    if !edge.is_forward() {
        on_way.reverse();
        for stop in &mut on_way {
            stop.0 = length_m - stop.0;
        }
    }
    on_way.insert(0, (0.0, edge.tail().0));
    on_way.push((length_m, edge.head().0));
    let last = on_way.len() - 2;
    let pairs = on_way.windows(2).enumerate();
    pairs
        .map(|(number, pair)| Part {
            from: pair[0].1,
            to: pair[1].1,
            from_m: pair[0].0,
            // Offsets never run backwards, whatever rounding says.
            to_m: pair[1].0.max(pair[0].0),
            first: number == 0,
            last: number == last,
        })
        .collect()
}

/// When one may be at a place.
pub(crate) fn state_at(barriers: &Barriers, at: Coord) -> Node {
    let bans = barriers.at_place(at);
    Node { absent: place_bans(&bans, false), no_standing: place_bans(&bans, true), gate: None }
}

fn lets_pass(
    gates: &BTreeMap<NodeIndex, Vec<CheckpointId>>,
    scenario: &Scenario,
    node: NodeIndex,
    edge: Edge<'_>,
    from_m: f64,
) -> bool {
    let Some(here) = gates.get(&node) else { return true };
    let bearing = bearing_deg(edge.line(), from_m);
    let mut here = here.iter().filter_map(|id| scenario.checkpoint(id));
    here.all(|checkpoint| checkpoint.passage().allows(bearing))
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
        // An open checkpoint of whose queue nobody can say how long it takes is unknown too.
        (CheckpointStatus::Open, Some(hours)) if checkpoint.passing().is_some() => {
            hours.permitting_in(horizon)
        }
        _ => Ok(Vec::new()),
    }
}

/// The place so many metres along a line.
pub(crate) fn along(line: &[Coord], offset_m: f64) -> Coord {
    super::lines::position(&running_m(line), offset_m).coord(line)
}

/// The bearing of a line where it is `offset_m` from its start, in degrees.
fn bearing_deg(line: impl Iterator<Item = Coord>, offset_m: f64) -> f64 {
    let line: Vec<Coord> = line.collect();
    let segment = super::lines::position(&running_m(&line), offset_m).segment;
    super::lines::bearing_deg(line[segment], line[segment + 1])
}
