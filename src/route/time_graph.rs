//! A graph whose arcs and nodes may be used only at certain ticks.
//!
//! Floor 5. Imports `route::{interval, layer, roads}`.
//!
//! The one thing the searches know. Three sheets lie on each other: the streets
//! of a mode ([`Roads`]), which are shared and never change; what holds there for
//! everybody, closures and checkpoints; and the doors of a request. A sheet is
//! made without touching those below it. Zones and checkpoints have become
//! banned *entry* ticks of arcs, ticks at which nobody may be at a node, and
//! gates; see `route::conditions` for how.

use super::interval::{Tick, Ticks};
use super::layer::{Draft, Layer, OwnArc};
use super::roads::Roads;
use std::sync::Arc;

/// A place in the graph: a node of the network, or one of a sheet's own.
pub(crate) type NodeIndex = u32;
/// A way from one node to another, one direction: an edge of the network, or
/// one of a sheet's own.
pub(crate) type ArcIndex = u32;

/// When one may be at a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Ticks at which nobody may be there, not even in passing.
    pub(crate) absent: Ticks,
    /// Ticks at which nobody may stand there. Ticks in `absent` need not be repeated.
    pub(crate) no_standing: Ticks,
    /// The checkpoint that everyone who comes through must pass.
    pub(crate) gate: Option<Gate>,
}

/// A checkpoint: `delay` ticks of standing while it is open.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    pub(crate) open: Ticks,
    pub(crate) delay: Tick,
}

static NEVER: Ticks = Ticks::none();
static FREE: Node = Node { absent: Ticks::none(), no_standing: Ticks::none(), gate: None };

/// A graph in time. Arcs out of a node come in index order.
#[derive(Clone, Debug)]
pub(crate) struct TimeGraph {
    roads: Arc<Roads>,
    /// For everybody.
    common: Arc<Layer>,
    /// For one request.
    doors: Arc<Layer>,
    /// Time and every arc run backwards.
    backward: bool,
}

impl TimeGraph {
    /// Streets, with what holds there for everybody.
    pub(crate) fn new(roads: Arc<Roads>, common: Arc<Layer>) -> Self {
        let doors = Draft::above(common.end_node(), common.end_arc()).finish();
        Self { roads, common, doors: Arc::new(doors), backward: false }
    }

    /// The same with a request's own doors; they are numbered after all else.
    #[must_use]
    pub(crate) fn with_doors(&self, doors: Layer) -> Self {
        Self { doors: Arc::new(doors), ..self.clone() }
    }

    pub(crate) fn node_count(&self) -> usize {
        self.doors.end_node()
    }

    pub(crate) fn arc_count(&self) -> usize {
        self.doors.end_arc()
    }

    /// Whether time and every arc run backwards.
    pub(crate) const fn is_backward(&self) -> bool {
        self.backward
    }

    /// Whether a node is one of the network.
    pub(crate) fn is_street_node(&self, node: NodeIndex) -> bool {
        (node as usize) < self.roads.node_count()
    }

    /// An arc that is not an edge of the network.
    fn own(&self, arc: ArcIndex) -> Option<&OwnArc> {
        if (arc as usize) < self.roads.arc_count() {
            return None;
        }
        self.common.arc(arc).or_else(|| self.doors.arc(arc))
    }

    /// The sheet that knows an arc.
    fn sheet_of_arc(&self, arc: ArcIndex) -> &Layer {
        if arc < self.doors.first_arc { &self.common } else { &self.doors }
    }

    /// The node that an arc starts from.
    pub(crate) fn from(&self, arc: ArcIndex) -> NodeIndex {
        self.end(arc, self.backward)
    }

    /// The node that an arc leads to.
    pub(crate) fn to(&self, arc: ArcIndex) -> NodeIndex {
        self.end(arc, !self.backward)
    }

    fn end(&self, arc: ArcIndex, head: bool) -> NodeIndex {
        match (self.own(arc), head) {
            (Some(own), true) => own.to,
            (Some(own), false) => own.from,
            (None, true) => self.roads.heads()[arc as usize],
            (None, false) => self.roads.tails()[arc as usize],
        }
    }

    /// Ticks an arc takes.
    pub(crate) fn duration(&self, arc: ArcIndex) -> Tick {
        match self.own(arc) {
            Some(own) => own.duration,
            None => Tick::from(self.roads.durations()[arc as usize]),
        }
    }

    /// Ticks at which an arc may not be entered.
    pub(crate) fn banned(&self, arc: ArcIndex) -> &Ticks {
        self.sheet_of_arc(arc).banned(arc).unwrap_or(&NEVER)
    }

    /// When one may be at a node.
    pub(crate) fn node(&self, node: NodeIndex) -> &Node {
        let sheet = if node < self.doors.first_node { &self.common } else { &self.doors };
        sheet.state(node).unwrap_or(&FREE)
    }

    /// The arcs out of a node that may be used at some tick or are shut by
    /// something, in order; not those that are closed to the mode.
    pub(crate) fn out(&self, node: NodeIndex) -> impl Iterator<Item = ArcIndex> + '_ {
        let (forward, backward) = match (self.is_street_node(node), self.backward) {
            (false, _) => (0..0, &[][..]),
            (true, false) => (self.roads.out(node), &[][..]),
            (true, true) => (0..0, self.roads.leading_to(node)),
        };
        let usable = |&arc: &ArcIndex| self.roads.is_open(arc) && !self.common.is_cut(arc);
        let edges = forward.chain(backward.iter().copied()).filter(usable);
        let common =
            if self.backward { self.common.leading_to(node) } else { self.common.out(node) };
        let doors = if self.backward { self.doors.leading_to(node) } else { self.doors.out(node) };
        edges.chain(common.iter().copied()).chain(doors.iter().copied())
    }

    /// Whether some arcs may not follow each other.
    pub(crate) fn has_turns(&self) -> bool {
        self.roads.has_turns()
    }

    /// Whether it may matter that one came by an arc, and not by another one.
    pub(crate) fn restricts(&self, arc: ArcIndex) -> bool {
        if self.backward {
            let first = self.own(arc).map_or(Some(arc), |own| own.begins);
            return first.is_some_and(|first| self.roads.has_turns_before(first));
        }
        let last = self.own(arc).map_or(Some(arc), |own| own.ends);
        last.is_some_and(|last| self.roads.has_turns_after(last))
    }

    /// Whether one arc may follow another, at whose end it begins.
    pub(crate) fn turn_allowed(&self, from: ArcIndex, to: ArcIndex) -> bool {
        let (from, to) = if self.backward { (to, from) } else { (from, to) };
        let last = self.own(from).map_or(Some(from), |own| own.ends);
        let first = self.own(to).map_or(Some(to), |own| own.begins);
        match (last, first) {
            (Some(last), Some(first)) => self.roads.turn_allowed(last, first),
            _ => true,
        }
    }

    /// The same graph with time and every arc running backwards, so that a
    /// search for the earliest arrival in it is one for the latest departure.
    /// O(what is shut); the streets are shared.
    pub(crate) fn mirrored(&self) -> Self {
        let common = Arc::new(self.common.mirrored(|arc| self.duration(arc)));
        self.with_mirrored(common)
    }

    /// The same, where what holds for everybody was mirrored before, in `below`.
    pub(crate) fn mirrored_over(&self, below: &Self) -> Self {
        self.with_mirrored(Arc::clone(&below.common))
    }

    fn with_mirrored(&self, common: Arc<Layer>) -> Self {
        let doors = Arc::new(self.doors.mirrored(|arc| self.duration(arc)));
        Self { roads: Arc::clone(&self.roads), common, doors, backward: !self.backward }
    }
}

impl Gate {
    /// The earliest tick, `from` or later and before `before`, at which passing
    /// can begin so that the gate is open for all of it.
    pub(crate) fn earliest_start(&self, from: Tick, before: Tick) -> Option<Tick> {
        self.open.ending_after(from).find_map(|(opens, closes)| {
            let start = from.max(opens);
            let last = if self.delay == 0 { closes - 1 } else { closes - self.delay };
            (start <= last && start < before).then_some(start)
        })
    }

    pub(super) fn mirrored(&self) -> Self {
        // Passing with no delay is one tick, which mirrors as ticks do; a delay
        // is a stretch of time, whose two ends change places.
        let open = self.open.mirrored();
        let open = if self.delay == 0 { open } else { open.shifted(-1) };
        Self { open, delay: self.delay }
    }
}
