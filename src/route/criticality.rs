//! Which checkpoint, corridor and bridge most people depend on.
//!
//! Floor 5.
//!
//! Each is closed in turn, and those whose way used it are planned anew. Closing
//! what no way uses changes no arrival, so that is not tried.

use super::conditions::WhatIf;
use super::control::Progress;
use super::desk::Desk;
use super::error::PlanError;
use super::plan::{RouteAnswer, RoutePlan};
use super::planner::{RoutePlanner, RouteRequest, Watch};
use crate::id::FeatureRef;
use crate::id::NeighbourhoodId;
use crate::model::Feature;
use crate::model::TravelMode;
use crate::network::Edge;
use crate::network::EdgeId;
use crate::network::StreetNetwork;
use crate::network::StretchId;
use crate::network::WayOrigin;
use crate::time::TimeWindow;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that people depend on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Element {
    /// A checkpoint or a corridor.
    Record(FeatureRef),
    /// A bridge.
    Bridge {
        /// The name of the street on it, if it has one.
        name: Option<String>,
        /// The way that it is, in the data of the streets.
        way: String,
        /// Where it begins, in degrees, `[lon, lat]`.
        at: [f64; 2],
        /// The numbers of its edges in the network.
        edges: Vec<u32>,
    },
}

/// What closing an element does to one neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Effect {
    /// The neighbourhood.
    pub neighbourhood: NeighbourhoodId,
    /// How many people live there, if that is known.
    pub persons: Option<u64>,
    /// How many seconds later they arrive; none if they are cut off.
    pub delay_s: Option<i64>,
}

/// How many people depend on an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Critical {
    /// The element.
    pub element: Element,
    /// How many people have no way in the window if it closes.
    pub cut_off: u64,
    /// How many arrive later.
    pub delayed: u64,
    /// By how much later, summed over those people, in person-minutes, rounded up.
    pub person_minutes: u64,
    /// Every neighbourhood that is cut off or delayed, in order; those whose
    /// population is unknown are not in the sums.
    pub effects: Vec<Effect>,
}

impl RoutePlanner<'_> {
    /// Ranks every checkpoint, corridor and bridge by the people who are cut off
    /// if it closes, then by how much those are delayed who are not. What
    /// concerns nobody is left out.
    ///
    /// Costs a plan for every neighbourhood, and for each element a search for
    /// every neighbourhood whose way used it (for corridors that lift a ban: for
    /// every neighbourhood that had a way).
    ///
    /// # Errors
    ///
    /// As [`find`](Self::find).
    pub fn criticality(
        &self,
        mode: TravelMode,
        window: TimeWindow,
        watch: Watch<'_>,
    ) -> Result<Vec<Critical>, PlanError> {
        let areas = self.picture().scenario().neighbourhoods();
        let to = self.shelters(window)?;
        let requests: Vec<RouteRequest> = areas
            .iter()
            .map(|area| RouteRequest { from: self.starts(area), to: to.clone(), mode, window })
            .collect();
        let answers = self.plan_many(&requests, Watch::default());
        let answers = answers.into_iter().collect::<Result<Vec<_>, _>>()?;
        let ways: Vec<Option<&RoutePlan>> = answers.iter().map(RouteAnswer::way).collect();
        let elements = self.elements(&ways);
        let mut ranked = Vec::new();
        for (number, (element, used_by)) in elements.iter().enumerate() {
            let conditions = self.conditions_if(mode, window, &what_if(element))?;
            // Only arrivals are asked for, so that nothing is gone round.
            let both = (conditions.clone(), conditions);
            let mut critical = Critical {
                element: element.clone(),
                cut_off: 0,
                delayed: 0,
                person_minutes: 0,
                effects: Vec::new(),
            };
            for &index in used_by {
                let (Some(before), request) = (ways[index], &requests[index]) else { continue };
                let desk = Desk::new(both.clone(), &request.from, &to, false, self.cancel());
                let ends = desk.ends(&desk.graph, 0..request.from.len(), window);
                let after = self.pool().with(|scratch| {
                    desk.earliest(&desk.graph, &ends, &mut scratch.search, &mut scratch.bounds)
                })?;
                let delay_ms = after.map(|way| way.arrival - before.arrival.as_millisecond());
                if delay_ms != Some(0) {
                    let persons = areas[index].population().map(|estimate| estimate.persons.0);
                    critical.add(areas[index].id(), persons, delay_ms);
                }
            }
            if !critical.effects.is_empty() {
                ranked.push(critical);
            }
            if let Some(tell) = watch.tell {
                tell(Progress { done: number + 1, of: elements.len() });
            }
        }
        // Stable: what is alike stays in the order of checkpoints, corridors, bridges.
        ranked.sort_by_key(|one| std::cmp::Reverse((one.cut_off, one.person_minutes)));
        Ok(ranked)
    }

    /// What the ways depend on, and which ways, by number.
    fn elements(&self, ways: &[Option<&RoutePlan>]) -> Vec<(Element, BTreeSet<usize>)> {
        let network = self.picture().network();
        let mut gates: BTreeMap<FeatureRef, BTreeSet<usize>> = BTreeMap::new();
        let mut bridges: BTreeMap<Bridge, BTreeSet<usize>> = BTreeMap::new();
        for (number, way) in ways.iter().enumerate() {
            let Some(way) = way else { continue };
            for gate in way.stops.iter().filter_map(|stop| stop.checkpoint.as_ref()) {
                gates.entry(gate.to_ref()).or_default().insert(number);
            }
            for edge in way.legs.iter().filter_map(|leg| leg.edge) {
                let edge = network.edge(EdgeId(edge));
                if edge.is_bridge() {
                    bridges.entry(bridge_of(edge)).or_default().insert(number);
                }
            }
        }
        let with_way: BTreeSet<usize> = (0..ways.len()).filter(|&at| ways[at].is_some()).collect();
        let corridors = self.picture().scenario().corridors().iter();
        let lifting = corridors.filter(|corridor| !corridor.exempt_from().is_empty());
        let corridors = lifting.map(|corridor| (corridor.reference(), with_way.clone()));
        let records = gates.into_iter().chain(corridors);
        let mut elements: Vec<_> =
            records.map(|(record, used_by)| (Element::Record(record), used_by)).collect();
        if !bridges.is_empty() {
            elements.extend(bridges_of(network, &bridges));
        }
        elements
    }
}

impl Critical {
    fn add(&mut self, area: &NeighbourhoodId, persons: Option<u64>, delay_ms: Option<i64>) {
        let known = persons.unwrap_or(0);
        match delay_ms {
            None => self.cut_off = self.cut_off.saturating_add(known),
            Some(delay_ms) => {
                self.delayed = self.delayed.saturating_add(known);
                let whole = u128::from(known) * u128::from(delay_ms.unsigned_abs());
                let minutes = u64::try_from(whole.div_ceil(60_000)).unwrap_or(u64::MAX);
                self.person_minutes = self.person_minutes.saturating_add(minutes);
            }
        }
        self.effects.push(Effect {
            neighbourhood: area.clone(),
            persons,
            delay_s: delay_ms.map(|ms| (ms + 999).div_euclid(1000)),
        });
    }
}

fn what_if(element: &Element) -> WhatIf {
    match element {
        Element::Record(record) => {
            WhatIf { shut: BTreeSet::from([record.clone()]), ..WhatIf::default() }
        }
        Element::Bridge { edges, .. } => WhatIf {
            shut_edges: edges.iter().map(|&edge| EdgeId(edge)).collect(),
            ..WhatIf::default()
        },
    }
}

/// A bridge is a way of the data, or a stretch where it is not known of which.
type Bridge = (WayOrigin, Option<StretchId>);

fn bridge_of(edge: Edge<'_>) -> Bridge {
    let origin = edge.origin();
    (origin, (origin == WayOrigin::Unknown).then(|| edge.stretch()))
}

/// The bridges among the ways of a network that are used.
fn bridges_of(
    network: &StreetNetwork,
    used: &BTreeMap<Bridge, BTreeSet<usize>>,
) -> Vec<(Element, BTreeSet<usize>)> {
    let mut edges: BTreeMap<Bridge, Vec<u32>> = BTreeMap::new();
    for id in network.edges() {
        let edge = network.edge(id);
        if edge.is_bridge() && used.contains_key(&bridge_of(edge)) {
            edges.entry(bridge_of(edge)).or_default().push(id.0);
        }
    }
    let element = |(which, edges): (Bridge, Vec<u32>)| {
        let first = network.edge(EdgeId(edges[0]));
        let at = network.node(first.tail());
        let bridge = Element::Bridge {
            name: first.name("").map(str::to_owned),
            way: which.0.to_string(),
            at: [at.x, at.y],
            edges,
        };
        (bridge, used.get(&which).cloned().unwrap_or_default())
    };
    edges.into_iter().map(element).collect()
}
