//! One graph, measured from beginning to end.

use super::Problem;
use super::rows::Row;
use safepassage::hierarchy::{Hierarchy, INFINITE, Metric, Query, matrix};
use safepassage_bench::country::Country;
use safepassage_bench::graphs;
use safepassage_bench::measure::{Times, memory, once, peak_memory, repeated};
use safepassage_bench::random::Random;
use std::path::Path;

/// Arcs that one zone closes: a zone of 300 m in Malta closes 142 on average.
const ARCS_OF_A_ZONE: usize = 142;
const MEGABYTE: f64 = 1e6;

/// A graph of whatever origin.
struct Ground {
    name: String,
    nodes: usize,
    tails: Vec<u32>,
    heads: Vec<u32>,
    millis: Vec<u32>,
    places: Option<Vec<(f64, f64)>>,
}

/// Measures one size or one file and prints its rows.
pub(super) fn measure(sizes: &[usize], files: &[String], seed: u64) -> Result<(), Problem> {
    for &size in sizes {
        let (time, country) = once(|| Country::generate(size, seed));
        let ground = Ground {
            name: "made".into(),
            nodes: country.node_count(),
            places: Some(country.places.iter().map(|at| (at.x, at.y)).collect()),
            tails: country.tails,
            heads: country.heads,
            millis: country.millis,
        };
        tell(&ground, "making the streets", "ms", &Times::new(vec![time]));
        all(&ground, seed)?;
    }
    for file in files {
        let path = Path::new(file);
        let graph = graphs::read(path, seed)?;
        let name =
            path.file_name().map_or(file.clone(), |name| name.to_string_lossy().into_owned());
        let ground = Ground {
            name,
            nodes: graph.nodes,
            tails: graph.tails,
            heads: graph.heads,
            millis: graph.weights,
            places: None,
        };
        all(&ground, seed)?;
    }
    Ok(())
}

fn tell(ground: &Ground, work: &str, unit: &str, times: &Times) {
    let row = Row {
        graph: ground.name.clone(),
        nodes: ground.nodes,
        arcs: ground.tails.len(),
        work: work.into(),
        unit: unit.into(),
        least: times.least(),
        median: times.median(),
        rounds: times.count(),
    };
    print!("{}", row.line());
}

/// Prepares, customises, changes and asks.
fn all(ground: &Ground, seed: u64) -> Result<(), Problem> {
    let mut random = Random::new(seed, 4_000_000_000);
    let before = memory().unwrap_or_default();
    let (time, hierarchy) = once(|| {
        let places = ground.places.as_deref();
        Hierarchy::prepare(ground.nodes, &ground.tails, &ground.heads, places)
    });
    let hierarchy = hierarchy?;
    tell(ground, "preparing", "ms", &Times::new(vec![time]));
    let (times, metric) = repeated(5, || Metric::customise(&hierarchy, &ground.millis));
    let mut metric = metric?;
    tell(ground, "customising", "ms", &times);
    let held = memory().unwrap_or_default().saturating_sub(before);
    tell(ground, "hierarchy and metric", "MB", &Times::new(vec![held as f64 / MEGABYTE]));
    zones(ground, &hierarchy, &mut metric, &mut random)?;
    questions(ground, &hierarchy, &metric, &mut random)?;
    if let Some(peak) = peak_memory() {
        tell(ground, "most memory", "MB", &Times::new(vec![peak as f64 / MEGABYTE]));
    }
    Ok(())
}

/// Closes and opens again what a zone covers.
fn zones(
    ground: &Ground,
    hierarchy: &Hierarchy,
    metric: &mut Metric,
    random: &mut Random,
) -> Result<(), Problem> {
    let out = arcs_by_tail(ground);
    let mut rounds = Vec::new();
    for _ in 0..20 {
        let arcs = ball(ground, &out, random.below(ground.nodes) as u32);
        let shut: Vec<(u32, u32)> = arcs.iter().map(|&arc| (arc, INFINITE)).collect();
        let open: Vec<(u32, u32)> =
            arcs.iter().map(|&arc| (arc, ground.millis[arc as usize])).collect();
        for change in [shut, open] {
            let (time, done) = once(|| metric.update(hierarchy, &change));
            done?;
            rounds.push(time);
        }
    }
    tell(ground, "changing one zone", "ms", &Times::new(rounds));
    Ok(())
}

/// Distances, paths and a matrix between random nodes.
fn questions(
    ground: &Ground,
    hierarchy: &Hierarchy,
    metric: &Metric,
    random: &mut Random,
) -> Result<(), Problem> {
    let mut node = || random.below(ground.nodes) as u32;
    let mut query = Query::new(hierarchy);
    let pairs: Vec<(u32, u32)> = (0..1000).map(|_| (node(), node())).collect();
    let (mut distances, mut paths) = (Vec::new(), Vec::new());
    for &(from, to) in &pairs {
        let (time, distance) = once(|| query.distance(hierarchy, metric, from, to));
        let distance = distance?;
        distances.push(time);
        let (time, path) = once(|| query.path(hierarchy, metric, from, to));
        paths.push(time);
        debug_assert_eq!(path?.map(|path| path.weight), distance);
    }
    tell(ground, "distance", "ms", &Times::new(distances));
    tell(ground, "path", "ms", &Times::new(paths));
    let from: Vec<u32> = (0..100).map(|_| node()).collect();
    let to: Vec<u32> = (0..100).map(|_| node()).collect();
    let (times, all) = repeated(3, || matrix(hierarchy, metric, &from, &to));
    all?;
    tell(ground, "matrix of 100 by 100", "ms", &times);
    Ok(())
}

/// The arcs out of each node.
fn arcs_by_tail(ground: &Ground) -> Vec<Vec<u32>> {
    let mut out = vec![Vec::new(); ground.nodes];
    for (arc, &tail) in ground.tails.iter().enumerate() {
        out[tail as usize].push(arc as u32);
    }
    out
}

/// The arcs nearest to a node, by steps, as many as a zone closes.
fn ball(ground: &Ground, out: &[Vec<u32>], middle: u32) -> Vec<u32> {
    let mut seen = std::collections::BTreeSet::from([middle]);
    let mut open = std::collections::VecDeque::from([middle]);
    let mut arcs = Vec::new();
    while let Some(node) = open.pop_front() {
        for &arc in &out[node as usize] {
            arcs.push(arc);
            let head = ground.heads[arc as usize];
            if seen.insert(head) {
                open.push_back(head);
            }
        }
        if arcs.len() >= ARCS_OF_A_ZONE {
            break;
        }
    }
    arcs
}
