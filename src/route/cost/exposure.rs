//! Severity times time in zones.

use super::super::interval::{Tick, Ticks};
use super::super::search::{Start, Way};
use super::super::sparse::Sparse;
use super::super::time_graph::{ArcIndex, NodeIndex, TimeGraph};
use super::{Cost, Line, Overlap, Rate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The sum of the weights of all zones is no more than this. With questions of
/// no more than 2^40 ticks (34 years) time in zones then costs no more than 2^60.
const MOST_WEIGHT: u64 = 1 << 20;

/// An area in which each tick costs something at some ticks.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    /// The cost of a tick inside.
    pub(crate) weight: u32,
    /// When it counts.
    pub(crate) active: Ticks,
}

/// Part of an arc that lies in a zone: one is in it from `enter` to `leave`
/// ticks after one entered the arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) zone: u32,
    pub(crate) enter: Tick,
    pub(crate) leave: Tick,
}

/// What an arc costs.
#[derive(Clone, Debug, Default)]
pub(crate) struct OnArc {
    pub(crate) spans: Vec<Span>,
    /// What a use costs at all times.
    pub(crate) always: u32,
}

/// What arcs and nodes cost; those that are not named cost nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) arcs: Sparse<OnArc>,
    /// The zones that a node lies in.
    pub(crate) nodes: Sparse<Vec<u32>>,
}

/// What of an exposure is due to one zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inside {
    /// Weight times ticks.
    pub(crate) cost: i64,
    /// Ticks inside while the zone counts.
    pub(crate) ticks: Tick,
}

/// The zones' weights are too great to be added up exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected weights of zones of 2^20 in all, found {0}")]
pub(crate) struct ExposureError(u64);

/// Weight times milliseconds in zones while they count, on the way and waiting,
/// plus what arcs cost at all times. Ticks in several zones cost the sum.
#[derive(Debug)]
pub(crate) struct Exposure {
    zones: Arc<[Zone]>,
    /// For everybody.
    common: Arc<Sheet>,
    /// For one request: arcs and nodes that `common` says nothing of.
    doors: Arc<Sheet>,
    /// Whether to count being at the start from its first tick on, until one leaves.
    from_first_tick: bool,
    overlap: Overlap,
}

impl Exposure {
    /// `from_first_tick`: whether those who stay at the start are exposed there.
    pub(crate) fn new(
        zones: Arc<[Zone]>,
        common: Arc<Sheet>,
        doors: Arc<Sheet>,
        from_first_tick: bool,
    ) -> Result<Self, ExposureError> {
        let total = zones.iter().map(|zone| u64::from(zone.weight)).sum();
        if total > MOST_WEIGHT {
            return Err(ExposureError(total));
        }
        Ok(Self { zones, common, doors, from_first_tick, overlap: Overlap::default() })
    }

    fn on_arc(&self, arc: ArcIndex) -> Option<&OnArc> {
        self.common.arcs.get(arc).or_else(|| self.doors.arcs.get(arc))
    }

    fn zones_at(&self, node: NodeIndex) -> &[u32] {
        let zones = self.common.nodes.get(node).or_else(|| self.doors.nodes.get(node));
        zones.map_or(&[], Vec::as_slice)
    }

    /// What each zone costs on a way from a start; second, what arcs cost at all
    /// times. The sum of all is the cost of the way.
    pub(crate) fn of_way(
        &self,
        graph: &TimeGraph,
        way: &Way,
        start: &Start,
    ) -> (BTreeMap<u32, Inside>, i64) {
        let mut by_zone: BTreeMap<u32, Inside> = BTreeMap::new();
        let mut always = 0;
        let mut be_in = |zone: u32, from: Tick, to: Tick| {
            let Zone { weight, active } = &self.zones[zone as usize];
            let ticks: Tick = active.within(from, to).map(|(from, to)| to - from).sum();
            if ticks > 0 {
                let inside = by_zone.entry(zone).or_default();
                inside.ticks += ticks;
                inside.cost += ticks * Tick::from(*weight);
            }
        };
        let begun = way.departure.min(start.end - 1);
        let mut now = if self.from_first_tick { start.first } else { begun };
        let mut at = way.start;
        for step in &way.steps {
            for &zone in self.zones_at(at) {
                be_in(zone, now, step.enter);
            }
            if let Some(on_arc) = self.on_arc(step.arc) {
                for span in &on_arc.spans {
                    be_in(span.zone, step.enter + span.enter, step.enter + span.leave);
                }
                always += i64::from(on_arc.always);
            }
            (at, now) = (graph.to(step.arc), step.exit);
        }
        for &zone in self.zones_at(at) {
            be_in(zone, now, way.arrival);
        }
        (by_zone, always)
    }
}

impl Cost for Exposure {
    fn start(&mut self, start: &Start, out: &mut Vec<Line>) {
        if self.from_first_tick {
            // Somebody who sets out at t has been there from the first tick to t.
            let mut rates = Vec::new();
            self.standing(start.node, start.first, start.end, &mut rates);
            let mut cost = 0;
            for Rate { first, end, cost: rate } in Rate::each(&rates, start.first, start.end) {
                out.push(Line::new(first, end, cost, rate));
                cost += rate * (end - first);
            }
        } else {
            out.push(Line::new(start.first, start.end, 0, 0));
        }
    }

    fn arc(&mut self, arc: ArcIndex, first: Tick, end: Tick, out: &mut Vec<Line>) {
        let on_arc = self.common.arcs.get(arc).or_else(|| self.doors.arcs.get(arc));
        let Some(on_arc) = on_arc else {
            out.push(Line::new(first, end, 0, 0));
            return;
        };
        self.overlap.clear();
        for &Span { zone, enter, leave } in &on_arc.spans {
            let Zone { weight, active } = &self.zones[zone as usize];
            for window in active.within(first + enter, end - 1 + leave) {
                self.overlap.add((enter, leave), window, i64::from(*weight));
            }
        }
        self.overlap.lines(first, end, i64::from(on_arc.always), out);
    }

    fn standing(&mut self, node: NodeIndex, first: Tick, end: Tick, out: &mut Vec<Rate>) {
        let zones = self.zones_at(node);
        if zones.is_empty() || first >= end {
            return;
        }
        let mut changes: Vec<(Tick, i64)> = Vec::new();
        for &zone in zones {
            let Zone { weight, active } = &self.zones[zone as usize];
            for (from, to) in active.within(first, end) {
                changes.extend([(from, i64::from(*weight)), (to, -i64::from(*weight))]);
            }
        }
        changes.sort_unstable();
        let (mut at, mut rate) = (first, 0);
        for (tick, by) in changes {
            if tick > at && rate > 0 {
                out.push(Rate { first: at, end: tick, cost: rate });
            }
            (at, rate) = (tick, rate + by);
        }
    }
}
