//! How far people come, and from where they still get there.
//!
//! Floor 5.
//!
//! Forwards: which streets can be reached from some places, and when first
//! (isochrones). Backwards: from which streets one can still be at a
//! destination in time, and when one must leave at the latest (catchments).

use super::desk::{Desk, Ends};
use super::error::PlanError;
use super::interval::Tick;
use super::planner::{Destination, RoutePlanner};
use super::search::NoBound;
use super::ticks::instant;
use super::time_graph::{NodeIndex, TimeGraph};
use crate::id::FeatureRef;
use crate::model::TravelMode;
use crate::network::EdgeId;
use crate::network::NodeId;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A street both of whose ends are reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReachedStreet {
    /// The number of the edge in the network.
    pub edge: u32,
    /// Forwards: when one can first be at both ends. Backwards: when one must
    /// leave the end that must be left first, at the latest.
    pub at: Timestamp,
    /// Backwards: the destination that is reached from there by whoever leaves
    /// at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<FeatureRef>,
    /// Its line, in degrees, `[lon, lat]` each.
    pub line: Vec<[f64; 2]>,
}

/// Streets that are reached, or from which something is reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reach {
    /// How people travel.
    pub mode: TravelMode,
    /// The window that was looked at.
    pub window: TimeWindow,
    /// By edge. Streets that lead in both directions come once.
    pub streets: Vec<ReachedStreet>,
    /// Places that no street is near, by their number in the question.
    pub off_street: Vec<usize>,
}

impl Reach {
    /// The streets whose time is within so long of the window's start.
    pub fn within(&self, long: jiff::SignedDuration) -> impl Iterator<Item = &ReachedStreet> + '_ {
        let start = self.window.start_or_min();
        self.streets.iter().filter(move |street| street.at.duration_since(start) <= long)
    }
}

impl RoutePlanner<'_> {
    /// Every street that can be reached from any of some places, and when first.
    ///
    /// Exact, as [`find`](Self::find) is: waits, closures and checkpoints count.
    /// O(E log E) for E edges, times the closures met.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn reach(
        &self,
        from: &[Coord],
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Reach, PlanError> {
        let desk = self.desk(from, &[], mode, window)?;
        let ends = desk.ends(&desk.graph, 0..from.len(), window);
        let times = self.times(&desk, &desk.graph.graph, &ends)?;
        let at = times.into_iter().map(|(node, (tick, _))| (node, (tick, None))).collect();
        Ok(streets(&desk, mode, window, &at, Tick::max))
    }

    /// Every street from which one can still be at one of some destinations by
    /// the window's end, and when one must leave at the latest.
    ///
    /// Exact, as [`find`](Self::find) is. O(E log E) for E edges, times the
    /// closures met.
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn catchment(
        &self,
        to: &[Destination],
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Reach, PlanError> {
        let desk = self.desk(&[], to, mode, window)?;
        let ends = desk.ends(&desk.graph, 0..0, window);
        let times = self.times(&desk, desk.graph.mirror(), &ends.mirrored())?;
        let of: BTreeMap<NodeIndex, &FeatureRef> = desk
            .graph
            .doors
            .iter()
            .zip(to)
            .filter_map(|(&door, to)| Some((door?, &to.feature)))
            .collect();
        let at = times
            .into_iter()
            .map(|(node, (tick, start))| (node, (-tick, of.get(&start).map(|&of| of.clone()))))
            .collect();
        Ok(streets(&desk, mode, window, &at, Tick::min))
    }

    /// The first tick at each node that is reached, and the start it is reached from.
    fn times(
        &self,
        desk: &Desk<'_>,
        graph: &TimeGraph,
        ends: &Ends,
    ) -> Result<BTreeMap<NodeIndex, (Tick, NodeIndex)>, PlanError> {
        let begins = ends.begins();
        let asked = desk.question(graph, &begins, ends);
        self.pool().with(|scratch| {
            scratch.search.earliest(&asked, &mut NoBound)?;
            let mut first: BTreeMap<NodeIndex, (Tick, NodeIndex)> = BTreeMap::new();
            for (node, tick, start) in scratch.search.reached() {
                let known = first.entry(node).or_insert((tick, start));
                *known = (*known).min((tick, start));
            }
            Ok(first)
        })
    }
}

/// The streets both of whose ends have a time.
fn streets(
    desk: &Desk<'_>,
    mode: TravelMode,
    window: TimeWindow,
    at: &BTreeMap<NodeIndex, (Tick, Option<FeatureRef>)>,
    worse: fn(Tick, Tick) -> Tick,
) -> Reach {
    let network = desk.ground().network();
    let mut found = Vec::new();
    for id in network.edges() {
        let edge = network.edge(id);
        let NodeId(tail) = edge.tail();
        let NodeId(head) = edge.head();
        // Of the two directions the first that is open.
        let twin_first = edge.twin().is_some_and(|EdgeId(twin)| {
            twin < id.0 && { network.edge(EdgeId(twin)).modes().contains(mode) }
        });
        let (Some(from), Some(to)) = (at.get(&tail), at.get(&head)) else { continue };
        if twin_first || !edge.modes().contains(mode) {
            continue;
        }
        let (tick, nearer) =
            (worse(from.0, to.0), if worse(from.0, to.0) == from.0 { from } else { to });
        found.push(ReachedStreet {
            edge: id.0,
            at: instant(tick),
            destination: nearer.1.clone(),
            line: edge.line().map(|at| [at.x, at.y]).collect(),
        });
    }
    let off_street = (0..).zip(&desk.graph.doors).filter(|(_, door)| door.is_none());
    Reach { mode, window, streets: found, off_street: off_street.map(|(at, _)| at).collect() }
}
