//! The streets of one travel mode as places and links, before time is cut in steps.
//!
//! Floor 5.
//!
//! A junction is one place. A checkpoint is two, before and behind it, with a
//! link between them. Where vehicles that come by one street may not go on by
//! another, that street's end is a place of its own, and so is the start of each
//! street that leads on from there.

use super::case::Case;
use super::clocks::{NEVER, Way, backward};
use super::gates::rate_of;
use crate::id::CheckpointId;
use crate::model::TravelMode;
use crate::network::EdgeId;
use crate::route::ArcIndex;
use crate::route::ArcOf;
use crate::route::Conditions;
use crate::route::Door;
use crate::route::NodeIndex;
use crate::route::RouteGraph;
use crate::route::Tick;
use crate::route::Ticks;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The streets of one mode.
#[derive(Debug)]
pub(super) struct Layer<'a> {
    pub(super) mode: TravelMode,
    pub(super) graph: RouteGraph<'a>,
    /// The node in the graph that each place belongs to.
    pub(super) places: Vec<NodeIndex>,
    pub(super) links: Vec<Link>,
    /// Where one is who starts at a node.
    pub(super) leave: Vec<u32>,
    /// Ticks to the nearest shelter by links that are open at some time.
    pub(super) ahead: Vec<Tick>,
    /// The same whatever is shut.
    pub(super) free: Vec<Tick>,
    /// The place of each shelter's door, for shelters with room near a street.
    pub(super) doors: Vec<Option<u32>>,
}

/// A way from one place to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) tail: u32,
    pub(super) head: u32,
    /// Ticks it takes without waits.
    pub(super) duration: Tick,
    pub(super) of: LinkOf,
    /// Whether it is open at some time in the window.
    pub(super) open: bool,
}

/// What a link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkOf {
    /// A street, or part of one, or the way between a door and a street.
    Arc(ArcIndex),
    /// The checkpoints at a node.
    Gate(NodeIndex),
    /// Going on from one street to another.
    Turn,
}

impl Way for Link {
    fn ends(&self) -> (u32, u32) {
        (self.tail, self.head)
    }

    fn takes(&self) -> Tick {
        self.duration
    }
}

impl<'a> Layer<'a> {
    /// The streets under some conditions. The first doors are those of the
    /// case's shelters, in order; further ones are those of starts.
    pub(super) fn of(case: &Case<'_>, conditions: Arc<Conditions<'a>>, doors: &[Door]) -> Self {
        let mode = conditions.ground.mode;
        let graph = RouteGraph::with_doors(conditions, doors, &std::collections::BTreeSet::new());
        let mut making = Making {
            case,
            first: case.first,
            until: case.first + Tick::from(case.steps) * case.step,
            replaced: replaced(&graph),
            graph: &graph,
            places: Vec::new(),
            enter: Vec::new(),
            leave: Vec::new(),
            begins: BTreeMap::new(),
            ends: BTreeMap::new(),
            links: Vec::new(),
        };
        making.nodes();
        making.arcs();
        let Making { places, leave, links, .. } = making;
        let shelters = case.shelters.iter().zip(&graph.doors);
        let doors: Vec<Option<u32>> = shelters
            .map(|(shelter, door)| door.filter(|_| shelter.places > 0))
            .map(|door| door.map(|node| leave[node as usize]))
            .collect();
        let goals: Vec<u32> = doors.iter().flatten().copied().collect();
        let open: Vec<Link> = links.iter().filter(|link| link.open).copied().collect();
        let ahead = backward(places.len(), &open, &goals);
        let free = if open.len() == links.len() {
            ahead.clone()
        } else {
            backward(places.len(), &links, &goals)
        };
        Self { mode, graph, places, links, leave, ahead, free, doors }
    }

    /// Lets the clocks run ahead as if some links were open.
    pub(super) fn run_ahead(&mut self, open: &[Link]) {
        let goals: Vec<u32> = self.doors.iter().flatten().copied().collect();
        self.ahead = backward(self.places.len(), open, &goals);
    }

    /// Whether it has the same links between the same places, open or not.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let alike = |(one, other): (&Link, &Link)| {
            (one.tail, one.head, one.duration, one.of)
                == (other.tail, other.head, other.duration, other.of)
        };
        self.links.len() == other.links.len() && self.links.iter().zip(&other.links).all(alike)
    }

    /// Whether a shelter can be reached from a place at some time.
    pub(super) fn leads_on(&self, place: u32) -> bool {
        self.ahead[place as usize] < NEVER
    }

    /// The checkpoints at a node.
    pub(super) fn checkpoints(&self, node: NodeIndex) -> &[CheckpointId] {
        self.graph.gates_at(node)
    }
}

/// Parts of streets in whose stead there are smaller parts with doors.
fn replaced(graph: &RouteGraph<'_>) -> BTreeMap<EdgeId, Vec<(f64, f64)>> {
    let below = graph.conditions.graph.arc_count() as ArcIndex;
    let mut parts: BTreeMap<EdgeId, Vec<(f64, f64)>> = BTreeMap::new();
    for arc in below..graph.graph.arc_count() as ArcIndex {
        if let ArcOf::Street(edge, from_m, to_m) = graph.arc(arc) {
            parts.entry(edge).or_default().push((from_m, to_m));
        }
    }
    parts
}

/// A layer, while it is put together.
struct Making<'m, 'a> {
    case: &'m Case<'m>,
    first: Tick,
    until: Tick,
    graph: &'m RouteGraph<'a>,
    replaced: BTreeMap<EdgeId, Vec<(f64, f64)>>,
    places: Vec<NodeIndex>,
    /// The place where one is who comes to a node, and who goes on from it.
    enter: Vec<u32>,
    leave: Vec<u32>,
    /// Places of their own of the starts and ends of some arcs.
    begins: BTreeMap<ArcIndex, u32>,
    ends: BTreeMap<ArcIndex, u32>,
    links: Vec<Link>,
}

impl Making<'_, '_> {
    fn place(&mut self, node: NodeIndex) -> u32 {
        self.places.push(node);
        self.places.len() as u32 - 1
    }

    fn turn(&mut self, tail: u32, head: u32) {
        self.links.push(Link { tail, head, duration: 0, of: LinkOf::Turn, open: true });
    }

    fn nodes(&mut self) {
        for node in 0..self.graph.graph.node_count() as NodeIndex {
            let enter = self.place(node);
            let leave = match self.graph.gates_at(node) {
                [] => enter,
                checkpoints => {
                    let scenario = self.graph.conditions.ground.scenario;
                    let here = checkpoints.iter().filter_map(|id| scenario.checkpoint(id));
                    let delay: Tick = here.map(|one| Tick::from(one.delay_s()) * 1000).sum();
                    let gate = self.graph.graph.node(node).gate.as_ref();
                    let within = |gate: &Ticks| gate.within(self.first, self.until).next();
                    // A rate of 0 is as good as shut.
                    let here = checkpoints.iter().filter_map(|id| scenario.checkpoint(id));
                    let mut rates = here.filter_map(|one| rate_of(self.case, one));
                    let open = gate.is_some_and(|gate| within(&gate.open).is_some())
                        && rates.all(|rate| rate.most() > 0.0);
                    let leave = self.place(node);
                    let of = LinkOf::Gate(node);
                    // A tick at least, so that no way round takes none.
                    let duration = delay.max(1);
                    self.links.push(Link { tail: enter, head: leave, duration, of, open });
                    leave
                }
            };
            self.enter.push(enter);
            self.leave.push(leave);
        }
    }

    fn arcs(&mut self) {
        let graph = &self.graph.graph;
        let nodes = 0..graph.node_count() as NodeIndex;
        let all = nodes.flat_map(|node| graph.out(node));
        let arcs: Vec<ArcIndex> = all.filter(|&arc| !self.is_replaced(arc)).collect();
        let mut refused = std::collections::BTreeSet::new();
        if graph.has_turns() {
            for &arc in arcs.iter().filter(|&&arc| graph.restricts(arc)) {
                self.restrict(arc, &mut refused);
            }
        }
        for arc in arcs.into_iter().filter(|arc| !refused.contains(arc)) {
            let (from, to) = (graph.from(arc), graph.to(arc));
            let tail = self.begins.get(&arc).copied().unwrap_or(self.leave[from as usize]);
            let head = self.ends.get(&arc).copied().unwrap_or(self.enter[to as usize]);
            let duration = graph.duration(arc).max(1);
            let free = |ticks: &Ticks| ticks.gaps(self.first, self.until).next().is_some();
            let open = free(graph.banned(arc))
                && free(&graph.node(from).absent)
                && free(&graph.node(to).absent)
                && self.lets_through(arc);
            self.links.push(Link { tail, head, duration, of: LinkOf::Arc(arc), open });
        }
    }

    /// Whether an arc has a capacity.
    fn lets_through(&self, arc: ArcIndex) -> bool {
        let ArcOf::Street(edge, ..) = self.graph.arc(arc) else { return true };
        let ground = &self.graph.conditions.ground;
        let table = &self.case.request.capacities;
        table.persons_per_hour(ground.network().edge(edge), ground.mode, 1.0) > 0.0
    }

    fn is_replaced(&self, arc: ArcIndex) -> bool {
        if arc as usize >= self.graph.conditions.graph.arc_count() {
            return false;
        }
        let ArcOf::Street(edge, from_m, to_m) = self.graph.arc(arc) else { return false };
        let parts = self.replaced.get(&edge);
        parts.is_some_and(|parts| parts.iter().any(|part| part.0 >= from_m && part.1 <= to_m))
    }

    /// Gives the end of an arc a place of its own, if some street may not follow
    /// it but the one straight back. (That one only leads to where one was.)
    fn restrict(&mut self, arc: ArcIndex, refused: &mut std::collections::BTreeSet<ArcIndex>) {
        let graph = &self.graph.graph;
        let (from, node) = (graph.from(arc), graph.to(arc));
        let next: Vec<ArcIndex> = graph.out(node).filter(|&n| !self.is_replaced(n)).collect();
        let refuses = |&next: &ArcIndex| !graph.turn_allowed(arc, next) && graph.to(next) != from;
        let banned: Vec<ArcIndex> = next.iter().copied().filter(|next| refuses(next)).collect();
        if banned.is_empty() {
            return;
        }
        if !self.graph.gates_at(node).is_empty() {
            // Behind a checkpoint nobody knows who came by which street.
            refused.extend(banned);
            return;
        }
        let end = self.place(node);
        self.ends.insert(arc, end);
        for next in next {
            let begin = if let Some(&begin) = self.begins.get(&next) {
                begin
            } else {
                let begin = self.place(node);
                self.begins.insert(next, begin);
                self.turn(self.leave[node as usize], begin);
                begin
            };
            if self.graph.graph.turn_allowed(arc, next) {
                self.turn(end, begin);
            }
        }
    }
}
