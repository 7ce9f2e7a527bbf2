//! Real street graphs, where the data is.

use super::graphs::Graph;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The folder named by `SAFEPASSAGE_DATA`.
pub(crate) fn data() -> Option<PathBuf> {
    let data = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if data.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    data
}

fn text(path: &Path) -> String {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    text
}

/// Streets of Malta by car, in milliseconds, with places.
pub(crate) fn malta(data: &Path) -> Graph {
    let place = |line: &str| {
        let fields: Vec<f64> =
            line.split(',').map(|field| field.parse().expect("a number")).collect();
        (fields[1], fields[2])
    };
    let places: Vec<(f64, f64)> =
        text(&data.join("bench-malta/nodes.csv.gz")).lines().skip(1).map(place).collect();
    let mut graph = Graph::new(places.len(), &[]);
    for line in text(&data.join("bench-malta/arcs.csv.gz")).lines().skip(1) {
        let fields: Vec<f64> =
            line.split(',').map(|field| field.parse().expect("a number")).collect();
        graph.add(fields[0] as u32, fields[1] as u32, (fields[3] * 1000.0).round() as u32);
    }
    graph.places = Some(places);
    graph
}

/// Streets without places: `a FROM TO WEIGHT`, a line each.
pub(crate) fn arcs(data: &Path, name: &str) -> Graph {
    let text = text(&data.join("road-graphs/bremen").join(name));
    let arcs: Vec<(u32, u32, u32)> = text
        .lines()
        .filter_map(|line| line.strip_prefix("a "))
        .map(|line| {
            let fields: Vec<u32> =
                line.split(' ').map(|field| field.parse().expect("a number")).collect();
            (fields[0], fields[1], fields[2])
        })
        .collect();
    let nodes = arcs.iter().map(|arc| arc.0.max(arc.1) + 1).max().unwrap_or(0);
    Graph::new(nodes as usize, &arcs)
}
