//! What was found in a file, and what was left out.
//!
//! Floor 7.

use geo::Coord;
use serde::Serialize;

/// Counts of what was read from a file of OpenStreetMap data, what became of
/// it, and what was not applied.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OsmReport {
    /// Nodes seen.
    pub nodes: u64,
    /// Ways seen.
    pub ways: u64,
    /// Relations seen.
    pub relations: u64,
    /// Ways in the network: open to one of the modes asked for, two nodes or more.
    pub kept_ways: u64,
    /// Ways with a `highway` value from motorway to residential, their links,
    /// living street, service or road, whatever their access.
    pub drivable_ways: u64,
    /// Nodes of the graph of drivable ways, cut where they share nodes and end.
    pub drivable_vertices: u64,
    /// Undirected edges of that graph.
    pub drivable_edges: u64,
    /// Drivable ways with `oneway` yes, 1, true, -1 or reverse.
    pub oneway_ways: u64,
    /// Nodes with a `barrier` tag.
    pub barriers: u64,
    /// Nodes on ways of the network that stop at least one mode.
    pub barriers_applied: u64,
    /// Mentions of nodes that the file does not hold, as at the edge of an extract.
    pub absent_nodes: u64,
    /// Ways of the network cut at such a node.
    pub cut_ways: u64,
    /// Nodes whose coordinates are no place on earth; treated as absent.
    pub nodes_off_earth: u64,
    /// Ferry lines in the network.
    pub ferries: u64,
    /// Ways of the network with a tag that holds under a condition; not applied.
    pub conditional_ways: u64,
    /// Turn restrictions.
    pub restrictions: RestrictionReport,
    /// Checkpoints mapped as nodes, by identifier.
    pub checkpoints: Vec<OsmCheckpoint>,
    /// Ways mapped as checkpoints; not placed.
    pub checkpoint_ways: u64,
}

/// What became of the turn restrictions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RestrictionReport {
    /// Relations of type restriction.
    pub seen: u64,
    /// Applied to vehicles, convoys or both.
    pub applied: u64,
    /// Skipped: they run over a way, not a node.
    pub via_way: u64,
    /// Skipped: they hold under a condition (hours, days, weight).
    pub conditional: u64,
    /// Skipped: they bind other traffic only, such as bicycles.
    pub other_traffic: u64,
    /// Skipped: a member is missing, double, or no way of the network.
    pub incomplete: u64,
    /// Skipped: neither `no_…` nor `only_…`.
    pub unknown_rule: u64,
}

/// A checkpoint mapped in OpenStreetMap: `barrier=checkpoint` or `military=checkpoint`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OsmCheckpoint {
    /// The node's identifier.
    pub node: i64,
    /// Where it is, in degrees.
    #[serde(serialize_with = "as_pair")]
    pub at: Coord,
    /// Whether it stands on a way of the network.
    pub on_way: bool,
    /// Its tags.
    pub tags: Vec<(String, String)>,
}

fn as_pair<S: serde::Serializer>(at: &Coord, serializer: S) -> Result<S::Ok, S::Error> {
    [at.x, at.y].serialize(serializer)
}
