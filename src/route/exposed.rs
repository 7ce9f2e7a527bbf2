//! Ways through zones: what being inside costs.
//!
//! Floor 5.
//!
//! Zones that the policy lets a way lead through where there is no other are
//! taken out of what bans and counted instead. The *exposure* of a way is the
//! integral over its time of the severity of every zone in force that it is in,
//! in severity-seconds (see `ExposureWeights`), and of the decaying risk of
//! recent incidents near by. Offsets are rounded outwards, so that it is never
//! less than it would be without rounding.

use super::conditions::{Conditions, Ground, WhatIf};
use super::cost::{Exposure, OnArc, Sheet, Span, Zone};
use super::desk::Desk;
use super::doors::{ACCESS_SPEED_M_S, ArcOf, RouteGraph};
use super::error::PlanError;
use super::incidents::Incidents;
use super::interval::{Tick, Ticks};
use super::sparse::Sparse;
use super::ticks::forbidden;
use super::time_graph::{ArcIndex, NodeIndex};
use crate::id::FeatureRef;
use crate::id::HazardZoneId;
use crate::id::Kind;
use crate::model::HazardSeverity;
use crate::model::HazardZone;
use crate::network::Ban;
use crate::network::Barriers;
use crate::network::Closure;
use crate::network::Closures;
use crate::network::RoutePolicy;
use crate::planar::running_m;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A graph in which zones cost instead of banning.
pub(super) struct Exposed<'a> {
    pub(super) graph: RouteGraph<'a>,
    pub(super) cost: Exposure,
    /// What each zone of the cost is part of.
    pub(super) causes: Vec<FeatureRef>,
}

impl<'a> Exposed<'a> {
    pub(super) fn of(desk: &Desk<'a>) -> Result<Self, PlanError> {
        let ground = desk.ground();
        let soft = soft(ground);
        let conditions = Conditions::find(ground.clone(), &WhatIf::without(&soft))?;
        let graph = desk.with_conditions(Arc::new(conditions));
        // Every zone as a wall: lesser hazards cost too.
        let policy = (*ground.policy).clone().wall_from(HazardSeverity::Minor);
        let footprints = ground.streets.footprints(ground.scenario);
        let Ground { scenario, mode, horizon, .. } = *ground;
        let barriers = Barriers::prepare_over(&footprints, scenario, horizon, mode, &policy)?;
        let closures = Closures::of(ground.network(), &footprints, &barriers);
        let mut making = Making {
            ground,
            soft: &soft,
            barriers: &barriers,
            zones: BTreeMap::new(),
            list: Vec::new(),
            causes: Vec::new(),
        };
        let incidents = Incidents::of(ground);
        let common = making.common(&graph, &closures, &incidents);
        let doors = making.doors(&graph, &closures, &incidents);
        let Making { list, causes, .. } = making;
        let cost = Exposure::new(list.into(), Arc::new(common), Arc::new(doors), false)?;
        Ok(Self { graph, cost, causes })
    }
}

/// What a way may lead through where there is no other.
fn soft(ground: &Ground<'_>) -> BTreeSet<FeatureRef> {
    let never =
        |kind: Kind| kind == Kind::Checkpoint || ground.policy.never_through.contains(&kind);
    ground.everything().into_iter().filter(|feature| !never(feature.kind())).collect()
}

struct Making<'m> {
    ground: &'m Ground<'m>,
    soft: &'m BTreeSet<FeatureRef>,
    barriers: &'m Barriers,
    /// The number of each zone; where a corridor lifts part of a ban the rest is
    /// a zone of its own.
    zones: BTreeMap<*const Ban, u32>,
    list: Vec<Zone>,
    causes: Vec<FeatureRef>,
}

impl Making<'_> {
    /// The number of a ban as a zone; `None` if it is not one to be led through.
    fn zone(&mut self, ban: &Arc<Ban>) -> Option<u32> {
        if !self.soft.contains(&ban.cause) {
            return None;
        }
        if let Some(&known) = self.zones.get(&Arc::as_ptr(ban)) {
            return Some(known);
        }
        let number = self.list.len() as u32;
        let active = Ticks::of(ban.windows.iter().map(forbidden).collect());
        let weight = weight(self.ground, &ban.cause, &self.ground.policy);
        self.list.push(Zone { weight, active });
        self.causes.push(ban.cause.clone());
        self.zones.insert(Arc::as_ptr(ban), number);
        Some(number)
    }

    fn spans(&mut self, shut: &[Closure], from_m: f64, to_m: f64, speed_m_s: f64) -> Vec<Span> {
        let ticks = |offset_m: f64| (offset_m - from_m) / speed_m_s * 1000.0;
        let mut spans = Vec::new();
        for shut in shut.iter().filter(|shut| shut.from_m <= to_m && shut.to_m >= from_m) {
            if let Some(zone) = self.zone(&shut.ban) {
                spans.push(Span {
                    zone,
                    enter: ticks(shut.from_m.max(from_m)).floor() as Tick,
                    leave: ticks(shut.to_m.min(to_m)).ceil() as Tick,
                });
            }
        }
        spans
    }

    /// For everybody: streets, and the own arcs and nodes of checkpoints.
    fn common(
        &mut self,
        graph: &RouteGraph<'_>,
        closures: &Closures,
        incidents: &Incidents,
    ) -> Sheet {
        let network = self.ground.network();
        let mode = self.ground.mode;
        let roads = &self.ground.streets.of(mode).roads;
        let mut arcs: BTreeMap<ArcIndex, OnArc> = BTreeMap::new();
        for (id, shut) in closures.edges().filter(|(id, _)| roads.is_open(id.0)) {
            let edge = network.edge(id);
            let spans = self.spans(shut, 0.0, edge.length().0, edge.speed(mode).0);
            if !spans.is_empty() {
                arcs.entry(id.0).or_default().spans = spans;
            }
        }
        for (id, cost) in incidents.on_edges(self.ground) {
            arcs.entry(id.0).or_default().always = cost;
        }
        let first_own = network.edge_count() as ArcIndex;
        for arc in first_own..graph.conditions.graph.arc_count() as ArcIndex {
            self.own_arc(graph, closures, incidents, arc, &mut arcs);
        }
        let mut nodes: BTreeMap<NodeIndex, Vec<u32>> = BTreeMap::new();
        for (node, bans) in closures.nodes() {
            let zones: Vec<u32> = bans.iter().filter_map(|ban| self.zone(&ban.ban)).collect();
            if !zones.is_empty() {
                nodes.insert(node.0, zones);
            }
        }
        let first_own = network.node_count() as NodeIndex;
        for node in first_own..graph.conditions.graph.node_count() as NodeIndex {
            self.own_node(graph, node, &mut nodes);
        }
        Sheet { arcs: Sparse::of(arcs), nodes: Sparse::of(nodes) }
    }

    /// For one request: its doors.
    fn doors(
        &mut self,
        graph: &RouteGraph<'_>,
        closures: &Closures,
        incidents: &Incidents,
    ) -> Sheet {
        let below = &graph.conditions.graph;
        let mut arcs = BTreeMap::new();
        for arc in below.arc_count()..graph.graph.arc_count() {
            self.own_arc(graph, closures, incidents, arc as ArcIndex, &mut arcs);
        }
        let mut nodes = BTreeMap::new();
        for node in below.node_count()..graph.graph.node_count() {
            self.own_node(graph, node as NodeIndex, &mut nodes);
        }
        Sheet { arcs: Sparse::of(arcs), nodes: Sparse::of(nodes) }
    }

    fn own_arc(
        &mut self,
        graph: &RouteGraph<'_>,
        closures: &Closures,
        incidents: &Incidents,
        arc: ArcIndex,
        arcs: &mut BTreeMap<ArcIndex, OnArc>,
    ) {
        let line = graph.line(arc);
        let (spans, speed_m_s) = match graph.arc(arc) {
            ArcOf::Street(id, from_m, to_m) => {
                let speed = self.ground.network().edge(id).speed(self.ground.mode).0;
                (self.spans(closures.on_edge(id), from_m, to_m, speed), speed)
            }
            ArcOf::Access(..) => {
                let length_m = running_m(&line)[1];
                let shut = self.barriers.on_line(&line);
                (self.spans(&shut, 0.0, length_m, ACCESS_SPEED_M_S), ACCESS_SPEED_M_S)
            }
        };
        let always = incidents.along(&line, speed_m_s);
        if !spans.is_empty() || always > 0 {
            arcs.insert(arc, OnArc { spans, always });
        }
    }

    fn own_node(
        &mut self,
        graph: &RouteGraph<'_>,
        node: NodeIndex,
        nodes: &mut BTreeMap<NodeIndex, Vec<u32>>,
    ) {
        let bans = self.barriers.at_place(graph.place(node));
        let zones: Vec<u32> = bans.iter().filter_map(|ban| self.zone(&ban.ban)).collect();
        if !zones.is_empty() {
            nodes.insert(node, zones);
        }
    }
}

/// What a second in a zone counts.
fn weight(ground: &Ground<'_>, zone: &FeatureRef, policy: &RoutePolicy) -> u32 {
    let weights = &policy.exposure;
    let weight = match zone.kind() {
        Kind::CurfewZone => weights.curfew,
        Kind::RestrictedZone => weights.restricted,
        _ => {
            let zone = ground.scenario.hazard_zone(&HazardZoneId::from(zone.id()));
            let severity = zone.map_or(HazardSeverity::Extreme, HazardZone::severity);
            weights.hazard[severity as usize]
        }
    };
    weight.min(MOST_WEIGHT)
}

/// No weight is greater than this.
pub(super) const MOST_WEIGHT: u32 = 100;
