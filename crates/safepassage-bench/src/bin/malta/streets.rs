//! From the extract to streets, from zones to streets, from a changed zone to a route.

use super::data::{Folder, scenario};
use super::{Problem, Wishes, ZONES, tell};
use safepassage::hierarchy::{Hierarchy, INFINITE, Metric, Query};
use safepassage::io::osm::OsmReader;
use safepassage::model::TravelMode;
use safepassage::network::{Footprint, Footprints, StreetNetwork};
use safepassage_bench::measure::{Times, once, repeated};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

const SETS: [&str; 5] = ["1x500m", "10x300m", "30x300m", "200x60m", "8x2000m"];

/// The extract to streets, and to streets that answer for vehicles.
pub(super) fn read(folder: &Folder, wishes: &Wishes) -> Result<StreetNetwork, Problem> {
    let rounds = (wishes.rounds / 2).max(1);
    let reader = OsmReader::new();
    let (times, loaded) = repeated(rounds, || reader.read(folder.extract()));
    let network = loaded?.network;
    let sums = json!({ "nodes": network.node_count(), "edges": network.edge_count() });
    tell("extract to streets", 1, &times, sums.clone())?;
    let (times, ready) = repeated(rounds, || -> Result<_, Problem> {
        let network = reader.read(folder.extract())?.network;
        let graph = Graph::of(&network)?;
        Ok((graph.metric(&[])?, graph))
    });
    drop(ready?);
    tell("extract to ready network", 1, &times, sums)?;
    Ok(network)
}

/// Streets as a graph for vehicles.
struct Graph {
    hierarchy: Hierarchy,
    tails: Vec<u32>,
    heads: Vec<u32>,
    millis: Vec<u32>,
}

impl Graph {
    fn of(network: &StreetNetwork) -> Result<Self, Problem> {
        let edges = || network.edges().map(|edge| network.edge(edge));
        let tails: Vec<u32> = edges().map(|edge| edge.tail().0).collect();
        let heads: Vec<u32> = edges().map(|edge| edge.head().0).collect();
        let places: Vec<(f64, f64)> =
            network.nodes().map(|node| network.node(node)).map(|at| (at.x, at.y)).collect();
        let millis = edges().map(|edge| {
            if !edge.modes().contains(TravelMode::Vehicle) {
                return INFINITE;
            }
            let seconds = edge.length().0 / edge.speed(TravelMode::Vehicle).0;
            (seconds * 1000.0).round() as u32
        });
        let millis = millis.collect();
        let hierarchy = Hierarchy::prepare(places.len(), &tails, &heads, Some(&places))?;
        Ok(Self { hierarchy, tails, heads, millis })
    }

    /// A metric with some edges closed.
    fn metric(&self, shut: &[u32]) -> Result<Metric, Problem> {
        let mut millis = self.millis.clone();
        for &edge in shut {
            millis[edge as usize] = INFINITE;
        }
        Ok(Metric::customise(&self.hierarchy, &millis)?)
    }
}

/// The edges for vehicles that anything in `footprints` covers, in part or whole.
fn shut(network: &StreetNetwork, footprints: &Footprints) -> Vec<u32> {
    let prints = footprints.iter().map(|(_, footprint)| &**footprint);
    let mut edges: Vec<u32> = prints.flat_map(|print| closed_by(network, print)).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// Each set of zones to the edges it closes; the streets are written out, so
/// that others can do the same.
pub(super) fn zones(
    folder: &Folder,
    network: &StreetNetwork,
    wishes: &Wishes,
) -> Result<(), Problem> {
    for set in SETS {
        let scenario = scenario(&folder.zones(set)?, false);
        let (times, edges) = repeated(wishes.rounds * 3, || {
            shut(network, &Footprints::of(network, &scenario, None))
        });
        let sum: u64 = edges.iter().map(|&edge| u64::from(edge) + 1).sum();
        let sums = json!({ "edges": edges.len(), "sum": sum });
        tell(&format!("zones to closed edges, {set}"), 1, &times, sums)?;
    }
    Ok(())
}

/// Zones that change, to the first route that keeps to them.
pub(super) fn change(
    folder: &Folder,
    network: &StreetNetwork,
    wishes: &Wishes,
) -> Result<(), Problem> {
    let graph = Graph::of(network)?;
    write(&wishes.out, network, &graph)?;
    let zones = folder.zones(ZONES)?;
    let first = scenario(&zones, false);
    let all_shut = shut(network, &Footprints::of(network, &first, None));
    let [from, to] = ends(network, &graph, &all_shut)?;
    let mut query = Query::new(&graph.hierarchy);
    let (times, way) = repeated(wishes.rounds * 3, || -> Result<_, Problem> {
        let metric = graph.metric(&shut(network, &Footprints::of(network, &first, None)))?;
        Ok(query.path(&graph.hierarchy, &metric, from, to)?)
    });
    let millis = way?.map(|way| way.weight);
    let sums = json!({ "from": from, "to": to, "ms": millis });
    tell("all zones change, to the first route", 1, &times, sums)?;

    // One zone of 300 m goes, and comes again.
    let fewer = scenario(&zones[..zones.len().saturating_sub(1)], false);
    let mut footprints = Footprints::of(network, &first, None);
    let mut cover = Cover::new(network, &footprints);
    let mut metric = graph.metric(&all_shut)?;
    let (mut rounds, mut sums) = (Vec::new(), Vec::new());
    for round in 0..wishes.rounds * 6 {
        let next = if round % 2 == 0 { &fewer } else { &first };
        let (time, way) = once(|| -> Result<_, Problem> {
            let now = Footprints::of(network, next, Some(&footprints));
            let changed = cover.change(network, &footprints, &now).into_iter();
            let changed = changed.map(|(edge, shut)| {
                (edge, if shut { INFINITE } else { graph.millis[edge as usize] })
            });
            metric.update(&graph.hierarchy, &changed.collect::<Vec<_>>())?;
            footprints = now;
            Ok(query.path(&graph.hierarchy, &metric, from, to)?)
        });
        rounds.push(time);
        sums.push(way?.map(|way| way.weight));
    }
    let sums = json!({ "without": sums.first(), "with": sums.last() });
    tell("one zone of 300 m changes, to the first route", 1, &Times::new(rounds), sums)
}

/// How many zones cover each edge.
struct Cover(Vec<u32>);

impl Cover {
    fn new(network: &StreetNetwork, footprints: &Footprints) -> Self {
        let mut cover = Self(vec![0; network.edge_count()]);
        cover.change(network, &Footprints::default(), footprints);
        cover
    }

    /// The edges for vehicles that are closed now and were not (`true`), or the
    /// other way round. Only zones that differ are looked at.
    fn change(
        &mut self,
        network: &StreetNetwork,
        before: &Footprints,
        now: &Footprints,
    ) -> Vec<(u32, bool)> {
        let gone = lacking(before, now).flat_map(|footprint| closed_by(network, footprint));
        let come = lacking(now, before).flat_map(|footprint| closed_by(network, footprint));
        let gone: Vec<u32> = gone.collect();
        let come: Vec<u32> = come.collect();
        let mut touched: Vec<(u32, bool)> =
            gone.iter().chain(&come).map(|&edge| (edge, self.0[edge as usize] > 0)).collect();
        for edge in gone {
            self.0[edge as usize] -= 1;
        }
        for edge in come {
            self.0[edge as usize] += 1;
        }
        touched.sort_unstable();
        touched.dedup();
        let now = touched.into_iter().map(|(edge, was)| (edge, was, self.0[edge as usize] > 0));
        now.filter(|(_, was, is)| was != is).map(|(edge, _, is)| (edge, is)).collect()
    }
}

/// The footprints of the one that are not, the very same, in the other.
fn lacking<'a>(of: &'a Footprints, other: &'a Footprints) -> impl Iterator<Item = &'a Footprint> {
    of.iter()
        .filter(|&(zone, print)| !other.get(zone).is_some_and(|same| Arc::ptr_eq(same, print)))
        .map(|(_, print)| &**print)
}

/// The edges for vehicles that a zone covers, in part or whole, each once.
fn closed_by<'a>(
    network: &'a StreetNetwork,
    footprint: &'a Footprint,
) -> impl Iterator<Item = u32> + 'a {
    let mut stretches = footprint.spans().iter().map(|span| span.0).collect::<Vec<_>>();
    stretches.dedup();
    stretches
        .into_iter()
        .flat_map(|stretch| network.edges_along(stretch))
        .filter(|&edge| network.edge(edge).modes().contains(TravelMode::Vehicle))
        .map(|edge| edge.0)
}

/// The two nodes for vehicles that lie furthest apart by longitude among those
/// that reach each other with the zones in force: the route crosses the country.
fn ends(network: &StreetNetwork, graph: &Graph, shut: &[u32]) -> Result<[u32; 2], Problem> {
    let metric = graph.metric(shut)?;
    let mut query = Query::new(&graph.hierarchy);
    let mut nodes: Vec<u32> = (0..graph.tails.len())
        .filter(|&edge| graph.millis[edge] != INFINITE)
        .map(|edge| graph.tails[edge])
        .collect();
    nodes.sort_unstable_by(|&a, &b| {
        let at = |node| network.node(safepassage::network::NodeId(node));
        at(a).x.total_cmp(&at(b).x).then(a.cmp(&b))
    });
    nodes.dedup();
    let count = nodes.len();
    for step in 0..count / 2 {
        let pair = [nodes[step], nodes[count - 1 - step]];
        if query.distance(&graph.hierarchy, &metric, pair[0], pair[1])?.is_some() {
            return Ok(pair);
        }
    }
    Err(Problem::Data { file: "malta.osm.pbf".into(), expected: "streets for vehicles" })
}

/// Writes nodes, edges and lines for peers: every edge for vehicles, and each
/// stretch that one runs along.
fn write(out: &Path, network: &StreetNetwork, graph: &Graph) -> Result<(), Problem> {
    let mut edges: Vec<u32> = Vec::new();
    let mut stretches = BTreeSet::new();
    for edge in network.edges() {
        let number = edge.index();
        if graph.millis[number] != INFINITE {
            let stretch = network.edge(edge).stretch();
            stretches.insert(stretch);
            edges.extend([
                edge.0,
                graph.tails[number],
                graph.heads[number],
                stretch.0,
                graph.millis[number],
            ]);
        }
    }
    let mut offsets: Vec<u32> = vec![0];
    let mut coords: Vec<f64> = Vec::new();
    for &stretch in &stretches {
        coords.extend(network.stretch_line(stretch).iter().flat_map(|at| [at.x, at.y]));
        offsets.push((coords.len() / 2) as u32);
    }
    let numbers: Vec<u32> = stretches.iter().map(|stretch| stretch.0).collect();
    let nodes = network.nodes().map(|node| network.node(node));
    let nodes: Vec<f64> = nodes.flat_map(|at| [at.x, at.y]).collect();
    for (name, bytes) in [
        ("edges.u32", words(&edges)),
        ("stretches.u32", words(&numbers)),
        ("line-ends.u32", words(&offsets)),
        ("lines.f64", floats(&coords)),
        ("nodes.f64", floats(&nodes)),
    ] {
        std::fs::write(out.join(name), bytes)?;
    }
    Ok(())
}

fn words(of: &[u32]) -> Vec<u8> {
    of.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn floats(of: &[f64]) -> Vec<u8> {
    of.iter().flat_map(|number| number.to_le_bytes()).collect()
}
