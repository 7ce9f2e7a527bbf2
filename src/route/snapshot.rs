//! Streets as they are in one epoch, and how long it takes between many places.
//!
//! Floor 5.
//!
//! An *epoch* is the time between two changes of any schedule: in it nothing
//! opens or shuts, and a hierarchy answers in microseconds. A [`Snapshot`] may
//! also be taken of a longer window; then what is shut at some time in it counts
//! as shut for all of it, and a checkpoint as open only if it is for all of it.

use super::conditions::{Conditions, parts, state_at};
use super::control::CancelToken;
use super::error::PlanError;
use super::interval::Tick;
use super::planner::RoutePlanner;
use super::roads::duration_ticks;
use super::streets::ModeStreets;
use super::ticks::{forbidden, instant, permitted};
use super::time_graph::NodeIndex;
use crate::hierarchy;
use crate::hierarchy::INFINITE;
use crate::hierarchy::Metric;
use crate::hierarchy::Query;
use crate::model::TravelMode;
use crate::network::Edge;
use crate::network::EdgeId;
use crate::network::NodeId;
use crate::time::TimeWindow;
use geo::Coord;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Streets as they are in one epoch, for one mode.
#[derive(Debug)]
pub struct Snapshot<'a> {
    conditions: Arc<Conditions<'a>>,
    metric: Arc<Metric>,
    cancel: Option<CancelToken>,
}

/// Why no time can be given between two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Unreached {
    /// No street for the mode is near the start.
    NoStreetNearStart,
    /// No street for the mode is near the end.
    NoStreetNearEnd,
    /// Nobody may be at the start.
    StartShut,
    /// Nobody may be at the end.
    EndShut,
    /// No street leads there, whatever is open.
    NotConnected,
    /// Streets lead there; closures or checkpoints shut all of them.
    CutOff,
}

/// How long it takes between two places, or why it cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// So many milliseconds.
    Milliseconds(u32),
    /// There is no way.
    NoWay(Unreached),
}

/// Times from some places to others: a row for each start, a column for each end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Matrix {
    /// When it holds.
    pub window: TimeWindow,
    /// How many columns there are.
    pub columns: usize,
    /// Row by row.
    pub cells: Vec<Cell>,
}

impl Matrix {
    /// One cell; `None` outside the matrix.
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        let inside = column < self.columns;
        inside.then(|| self.cells.get(row * self.columns + column).copied()).flatten()
    }
}

/// A place on a street.
#[derive(Clone, Copy, Debug)]
struct Foot {
    edge: EdgeId,
    offset_m: f64,
    /// From the place to the street.
    access: Tick,
    shut: bool,
}

impl<'a> RoutePlanner<'a> {
    /// The epochs of a window: in none of them anything opens or shuts.
    ///
    /// # Errors
    ///
    /// As [`RoutePlanner::find`].
    pub fn epochs(
        &self,
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Vec<TimeWindow>, PlanError> {
        let conditions = self.conditions(mode, window)?;
        let (first, until) = permitted(&window);
        let mut changes = vec![first, until];
        let bans = conditions.closures.edges().flat_map(|(_, shut)| shut).map(|shut| &shut.ban);
        let places = conditions.closures.nodes().flat_map(|(_, bans)| bans).map(|ban| &ban.ban);
        let mut last = None;
        for ban in bans.chain(places) {
            // What one zone shuts shares one ban.
            if last.replace(Arc::as_ptr(ban)) != Some(Arc::as_ptr(ban)) {
                changes.extend(ban.windows.iter().map(forbidden).flat_map(|(s, e)| [s, e]));
            }
        }
        for &node in conditions.gates.keys() {
            let open = conditions.graph.node(node).gate.as_ref().map(|gate| gate.open.iter());
            changes.extend(open.into_iter().flatten().flat_map(|(s, e)| [s, e]));
        }
        changes.retain(|change| (first..=until).contains(change));
        changes.sort_unstable();
        changes.dedup();
        let pairs = changes.windows(2);
        Ok(pairs
            .filter_map(|pair| TimeWindow::new(instant(pair[0]), instant(pair[1])).ok())
            .collect())
    }

    /// The streets as they are in a window, which is best an epoch. Needs prepared
    /// streets; the metric is kept, and made from the last one if little differs.
    ///
    /// # Errors
    ///
    /// [`PlanError::NotPrepared`] without a hierarchy; else as [`RoutePlanner::find`].
    pub fn snapshot(
        &self,
        mode: TravelMode,
        window: TimeWindow,
    ) -> Result<Snapshot<'a>, PlanError> {
        let conditions = self.conditions(mode, window)?;
        let streets = &conditions.ground.streets;
        let ModeStreets { roads, free } = streets.of(mode);
        let free = free.as_ref().ok_or(PlanError::NotPrepared)?;
        let mut weights = free.weights().to_vec();
        let mut weigh = |edge: EdgeId| {
            let weight = weight(&conditions, edge).unwrap_or(Tick::from(INFINITE));
            weights[edge.index()] = u32::try_from(weight).unwrap_or(INFINITE).min(INFINITE);
        };
        let network = conditions.ground.network();
        let shut = conditions.closures.edges().map(|(edge, _)| edge);
        let split = conditions.stops.keys().flat_map(|&stretch| network.edges_along(stretch));
        let street_nodes =
            conditions.gates.keys().filter(|&&node| conditions.graph.is_street_node(node));
        let beside = street_nodes.flat_map(|&node| {
            network.edges_into(NodeId(node)).chain(network.edges_from(NodeId(node)))
        });
        for edge in shut.chain(split).chain(beside) {
            if roads.is_open(edge.0) {
                weigh(edge);
            }
        }
        let metric = streets.metric(&weights, free)?.ok_or(PlanError::NotPrepared)?;
        Ok(Snapshot { conditions, metric, cancel: self.cancel().cloned() })
    }
}

impl Snapshot<'_> {
    /// When it holds.
    pub fn window(&self) -> TimeWindow {
        self.conditions.ground.horizon
    }

    /// The weights, for queries of one's own; an arc is an edge of the network.
    pub const fn metric(&self) -> &Arc<Metric> {
        &self.metric
    }

    /// How long it takes from each place to each other, in degrees both.
    ///
    /// Turn restrictions are not kept, so that for vehicles this may be less
    /// than it takes; for those on foot it is exact.
    ///
    /// # Errors
    ///
    /// [`PlanError`] if there are more than 2³⁰ pairs, or if it is stopped.
    pub fn matrix(&self, from: &[Coord], to: &[Coord]) -> Result<Matrix, PlanError> {
        let ground = &self.conditions.ground;
        let streets = &ground.streets;
        let (Some(hierarchy), Some(free)) =
            (streets.hierarchy(), streets.of(ground.mode).free.as_deref())
        else {
            return Err(PlanError::NotPrepared);
        };
        let starts: Vec<Option<Foot>> = from.iter().map(|&at| self.foot(at)).collect();
        let ends: Vec<Option<Foot>> = to.iter().map(|&at| self.foot(at)).collect();
        let exits = |foot: &Option<Foot>| foot.map(|foot| self.exits(foot, false));
        let entries = |foot: &Option<Foot>| foot.map(|foot| self.exits(foot, true));
        let exits: Vec<_> = starts.iter().map(exits).collect();
        let entries: Vec<_> = ends.iter().map(entries).collect();
        let (sources, targets) = (nodes(&exits), nodes(&entries));
        let now = hierarchy::matrix(hierarchy, &self.metric, &sources, &targets)?;
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(super::control::Cancelled.into());
        }
        // Only asked for if somebody is cut off.
        let mut ever: Option<Vec<u32>> = None;
        let mut cells = Vec::with_capacity(from.len() * to.len());
        for (start, exits) in starts.iter().zip(&exits) {
            for (end, entries) in ends.iter().zip(&entries) {
                let cell = match (start, end) {
                    (None, _) => Cell::NoWay(Unreached::NoStreetNearStart),
                    (_, None) => Cell::NoWay(Unreached::NoStreetNearEnd),
                    (Some(start), _) if start.shut => Cell::NoWay(Unreached::StartShut),
                    (_, Some(end)) if end.shut => Cell::NoWay(Unreached::EndShut),
                    (Some(start), Some(end)) => {
                        let (exits, entries) =
                            (exits.as_deref().unwrap_or(&[]), entries.as_deref().unwrap_or(&[]));
                        let over =
                            |matrix: &[u32]| least(matrix, (&sources, &targets), exits, entries);
                        let direct = self.direct(*start, *end);
                        let found = over(&now).into_iter().chain(direct).min();
                        match found.map(|ticks| u32::try_from(ticks).unwrap_or(INFINITE)) {
                            Some(ticks) if ticks < INFINITE => Cell::Milliseconds(ticks),
                            _ => {
                                if ever.is_none() {
                                    ever = Some(hierarchy::matrix(
                                        hierarchy, free, &sources, &targets,
                                    )?);
                                }
                                let connected = self.ends_of(start.edge, end.edge)
                                    || ever.as_deref().is_some_and(|ever| over(ever).is_some());
                                Cell::NoWay(if connected {
                                    Unreached::CutOff
                                } else {
                                    Unreached::NotConnected
                                })
                            }
                        }
                    }
                };
                cells.push(cell);
            }
        }
        Ok(Matrix { window: self.window(), columns: to.len(), cells })
    }

    /// The weight of a quickest way between two nodes and its edges, for those
    /// who know where they are; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`PlanError::Hierarchy`] if there is no such node.
    pub fn way(
        &self,
        query: &mut Query,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<(SignedDuration, Vec<EdgeId>)>, PlanError> {
        let streets = &self.conditions.ground.streets;
        let hierarchy = streets.hierarchy().ok_or(PlanError::NotPrepared)?;
        let path = query.path(hierarchy, &self.metric, from.0, to.0)?;
        Ok(path.map(|path| {
            let edges = path.arcs.into_iter().map(EdgeId).collect();
            (SignedDuration::from_millis(i64::from(path.weight)), edges)
        }))
    }

    fn foot(&self, at: Coord) -> Option<Foot> {
        let ground = &self.conditions.ground;
        let network = ground.network();
        let snap = network.nearest_edge(at, ground.mode, ground.policy.street_reach)?;
        let barriers = &self.conditions.barriers;
        let shut = [at, snap.point].iter().any(|&at| {
            let state = state_at(barriers, at);
            !state.absent.is_empty() || !state.no_standing.is_empty()
        });
        let shut = shut || !barriers.on_line(&[at, snap.point]).is_empty();
        Some(Foot {
            edge: snap.edge,
            offset_m: snap.offset_m,
            access: duration_ticks(snap.distance.0, super::doors::ACCESS_SPEED_M_S),
            shut,
        })
    }

    /// The nodes that a place opens on, each with the ticks to it, or from it.
    fn exits(&self, foot: Foot, coming: bool) -> Vec<(NodeIndex, Tick)> {
        let network = self.conditions.ground.network();
        let edge = network.edge(foot.edge);
        let length_m = edge.length().0;
        let both = [(edge.id(), foot.offset_m)]
            .into_iter()
            .chain(edge.twin().map(|twin| (twin, length_m - foot.offset_m)));
        both.filter_map(|(id, offset_m)| {
            let edge = network.edge(id);
            let (from_m, to_m, node) = if coming {
                (0.0, offset_m, edge.tail())
            } else {
                (offset_m, length_m, edge.head())
            };
            let ticks = along(&self.conditions, edge, from_m, to_m, !coming)?;
            Some((node.0, ticks + foot.access))
        })
        .collect()
    }

    /// The way between two places along the street they are both on.
    fn direct(&self, start: Foot, end: Foot) -> Option<Tick> {
        let network = self.conditions.ground.network();
        if start.edge != end.edge {
            return None;
        }
        let edge = network.edge(start.edge);
        let length_m = edge.length().0;
        let (edge, from_m, to_m) = if start.offset_m <= end.offset_m {
            (edge, start.offset_m, end.offset_m)
        } else {
            let twin = network.edge(edge.twin()?);
            (twin, length_m - start.offset_m, length_m - end.offset_m)
        };
        let ticks = along(&self.conditions, edge, from_m, to_m, false)?;
        Some(ticks + start.access + end.access)
    }

    fn ends_of(&self, one: EdgeId, other: EdgeId) -> bool {
        let network = self.conditions.ground.network();
        network.edge(one).stretch() == network.edge(other).stretch()
            && network.edge(one).twin().is_some()
    }
}

/// Every node, once, in order.
fn nodes(of: &[Option<Vec<(NodeIndex, Tick)>>]) -> Vec<u32> {
    let mut nodes: Vec<u32> = of.iter().flatten().flatten().map(|&(node, _)| node).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn least(
    matrix: &[u32],
    (sources, targets): (&[u32], &[u32]),
    exits: &[(NodeIndex, Tick)],
    entries: &[(NodeIndex, Tick)],
) -> Option<Tick> {
    let mut least: Option<Tick> = None;
    for &(exit, before) in exits {
        for &(entry, after) in entries {
            let (Ok(row), Ok(column)) =
                (sources.binary_search(&exit), targets.binary_search(&entry))
            else {
                continue;
            };
            let between = matrix[row * targets.len() + column];
            if between < INFINITE {
                let over = before + Tick::from(between) + after;
                least = Some(least.map_or(over, |least| least.min(over)));
            }
        }
    }
    least
}

/// What an edge weighs: the ticks from its start to past any checkpoint at its end.
fn weight(conditions: &Conditions<'_>, edge: EdgeId) -> Option<Tick> {
    let edge = conditions.ground.network().edge(edge);
    along(conditions, edge, 0.0, edge.length().0, true)
}

/// The ticks along part of an edge in this window; `None` if it is shut. With
/// `past_end` a checkpoint at the edge's end is passed too.
fn along(
    conditions: &Conditions<'_>,
    edge: Edge<'_>,
    from_m: f64,
    to_m: f64,
    past_end: bool,
) -> Option<Tick> {
    let mode = conditions.ground.mode;
    if !edge.modes().contains(mode) {
        return None;
    }
    let shut = conditions.closures.on_edge(edge.id());
    if shut.iter().any(|shut| shut.from_m <= to_m && shut.to_m >= from_m) {
        return None;
    }
    let stops = conditions.stops.get(&edge.stretch()).map_or(&[][..], Vec::as_slice);
    let (first, until) = permitted(&conditions.ground.horizon);
    let mut ticks = 0;
    for part in parts(edge, stops) {
        let (begin, end) = (part.from_m.max(from_m), part.to_m.min(to_m));
        if begin > end {
            continue;
        }
        // Who starts on the street does not pass what is behind.
        let passes = part.from_m > from_m || from_m == 0.0;
        if passes && !conditions.lets_pass(part.from, edge, part.from_m) {
            return None;
        }
        ticks += duration_ticks(end - begin, edge.speed(mode).0);
        let at_end = part.to == edge.head().0;
        let passed = if at_end { past_end } else { part.to_m <= to_m };
        if let Some(gate) = conditions.graph.node(part.to).gate.as_ref().filter(|_| passed) {
            if gate.open.gaps(first, until).next().is_some() {
                return None;
            }
            ticks += gate.delay;
        }
    }
    Some(ticks)
}
