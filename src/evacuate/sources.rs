//! Where the people of a group start.
//!
//! Floor 5.

use super::case::{Case, Group};
use super::clocks::NEVER;
use super::layer::Layer;
use super::request::StartFrom;
use crate::model::TravelMode;
use crate::network::NodeId;
use crate::network::StreetNetwork;
use crate::planar::Outline;
use crate::route::Door;
use crate::route::NodeIndex;
use crate::route::Takes;
use crate::scenario::Scenario;
use geo::Coord;
use geo::InteriorPoint;

/// The people of a group and mode start at so many places at most.
const MOST_STARTS: usize = 24;

/// Where a group may start in a mode.
#[derive(Clone, Debug)]
pub(super) enum Starts {
    /// At some of these junctions.
    Junctions(Vec<NodeIndex>),
    /// At these doors, by their numbers.
    Doors(Vec<usize>),
}

/// Junctions from west to east.
#[derive(Debug)]
pub(super) struct Junctions<'n> {
    network: &'n StreetNetwork,
    by_lon: Vec<NodeId>,
}

impl<'n> Junctions<'n> {
    pub(super) fn of(network: &'n StreetNetwork) -> Self {
        let mut by_lon: Vec<NodeId> = network.nodes().collect();
        by_lon.sort_by(|&a, &b| network.node(a).x.total_cmp(&network.node(b).x).then(a.cmp(&b)));
        Self { network, by_lon }
    }

    /// Those in an area from which a street open to a mode leads on, by number.
    fn inside(&self, outline: &Outline, mode: TravelMode) -> Vec<NodeIndex> {
        let (low, high) = outline.bounds();
        let network = self.network;
        let from = self.by_lon.partition_point(|&node| network.node(node).x < low.x);
        let until = self.by_lon.partition_point(|&node| network.node(node).x <= high.x);
        let mut inside: Vec<NodeIndex> = self.by_lon[from..until.max(from)]
            .iter()
            .filter(|&&node| {
                let at = network.node(node);
                let open = |edge| network.edge(edge).modes().contains(mode);
                (low.y..=high.y).contains(&at.y)
                    && network.edges_from(node).any(open)
                    && outline.covers(at)
            })
            .map(|node| node.0)
            .collect();
        inside.sort_unstable();
        inside
    }
}

impl Starts {
    /// Where a group may start in a mode; doors are added to `doors`.
    pub(super) fn of(
        case: &Case<'_>,
        group: &Group,
        mode: TravelMode,
        (scenario, junctions): (&Scenario, &Junctions<'_>),
        doors: &mut Vec<Door>,
    ) -> Self {
        let Some(area) = scenario.neighbourhood(&group.neighbourhood) else {
            return Self::Doors(Vec::new());
        };
        let outline = Outline::of_area(area.area().polygons());
        let mut open = |places: Vec<Coord>| {
            let first = doors.len();
            let door = |at| Door { at, of: None, leave: true, takes: Takes::Nobody };
            doors.extend(places.into_iter().map(door));
            Self::Doors((first..doors.len()).collect())
        };
        if case.request.start_from == StartFrom::AssemblyPoints {
            let points = scenario.assembly_points();
            let own = points.iter().filter(|at| at.neighbourhood() == Some(area.id()));
            let mut places: Vec<Coord> = own.map(|point| point.place().coord()).collect();
            if places.is_empty() {
                let all = points.iter().map(|point| point.place().coord());
                places.extend(all.filter(|&at| outline.covers(at)));
            }
            if !places.is_empty() {
                return open(places);
            }
        }
        let inside = junctions.inside(&outline, mode);
        if inside.is_empty() {
            let within = area.area().polygons().interior_point();
            return open(within.map(Coord::from).into_iter().collect());
        }
        Self::Junctions(inside)
    }

    /// The nodes at which as many people start at each: those from which a
    /// shelter could be reached if nothing were shut, if there are any.
    pub(super) fn choose(&self, layer: &Layer<'_>, mode: TravelMode) -> Vec<NodeIndex> {
        let nodes: Vec<NodeIndex> = match self {
            Self::Junctions(nodes) => nodes.clone(),
            Self::Doors(doors) => {
                doors.iter().filter_map(|&door| layer.graph.doors.get(door).copied()?).collect()
            }
        };
        let free = |&node: &NodeIndex| layer.free[layer.leave[node as usize] as usize];
        let connected: Vec<NodeIndex> =
            nodes.iter().copied().filter(|node| free(node) < NEVER).collect();
        let nodes = if connected.is_empty() { nodes } else { connected };
        if mode == TravelMode::Convoy {
            // A convoy waits at one place: that nearest to a shelter.
            return nodes.into_iter().min_by_key(|node| (free(node), *node)).into_iter().collect();
        }
        let count = nodes.len().min(MOST_STARTS);
        (0..count).map(|number| nodes[number * nodes.len() / count]).collect()
    }
}
