//! Real extracts of OpenStreetMap, against figures counted by another reader.
//!
//! Needs `SAFEPASSAGE_DATA`, the path of the data folder.

#![cfg(feature = "osm")]

use geo::Intersects;
use safepassage::io::osm::{OsmLoaded, OsmReader};
use safepassage::model::TravelMode;
use safepassage::network::{NodeId, StreetNetwork};
use safepassage::units::Metres;
use std::collections::BTreeSet;
use std::collections::BinaryHeap;
use std::io::Read;
use std::path::PathBuf;

/// The data folder, or none (said aloud) where the variable is not set.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder
}

/// File, then nodes, ways, relations, drivable ways, oneway, restrictions,
/// barriers, vertices and edges of the drivable graph.
const EXTRACTS: [(&str, [u64; 9]); 12] = [
    ("porto.osm.pbf", [347_944, 51_458, 357, 43_363, 11_013, 357, 737, 63_794, 84_806]),
    ("testfeldnds-main-roads.osm.gz", [97_185, 20_077, 0, 20_077, 9_692, 0, 8, 18_658, 20_723]),
    ("columbus.osm.pbf", [110_560, 15_503, 111, 11_145, 1_915, 30, 34, 21_172, 30_285]),
    ("porto-alegre.osm.pbf", [43_264, 16_032, 23, 12_283, 4_696, 0, 442, 15_266, 21_171]),
    ("isle-of-man.osm.pbf", [221_860, 28_337, 320, 6_070, 436, 24, 501, 9_435, 10_934]),
    ("oslo-east.osm.pbf", [85_249, 14_893, 76, 6_266, 1_752, 76, 397, 8_457, 10_068]),
    ("portland.osm.pbf", [42_293, 7_188, 443, 4_479, 1_857, 443, 209, 6_458, 9_545]),
    ("liechtenstein.osm.pbf", [142_832, 15_247, 358, 2_388, 75, 3, 66, 3_483, 3_963]),
    ("liechtenstein-2013.osm.pbf", [65_733, 7_121, 113, 1_584, 34, 2, 52, 2_501, 2_959]),
    ("monaco.osm.pbf", [180_118, 27_377, 212, 1_764, 638, 27, 50, 2_351, 2_837]),
    ("andorra.osm.pbf", [69_644, 2_725, 74, 1_179, 282, 0, 7, 1_739, 2_058]),
    ("helsinki.osm.pbf", [24_260, 5_130, 620, 1_002, 471, 45, 196, 1_059, 1_182]),
];

fn counts(loaded: &OsmLoaded) -> [u64; 9] {
    let report = &loaded.report;
    [
        report.nodes,
        report.ways,
        report.relations,
        report.drivable_ways,
        report.oneway_ways,
        report.restrictions.seen,
        report.barriers,
        report.drivable_vertices,
        report.drivable_edges,
    ]
}

#[test]
fn every_extract_reads_and_counts_as_another_reader_counted() {
    let Some(data) = data() else { return };
    let mut wrong = Vec::new();
    for (file, expected) in EXTRACTS {
        let loaded = OsmReader::new().read(data.join("osm").join(file)).unwrap();
        let found = counts(&loaded);
        println!("{file}: {:?} {:?}", loaded.network, loaded.report);
        if found != expected {
            wrong.push(format!("{file}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nodes that `mode` reaches from `start` within `most_m`, with the distance to each.
fn reached(network: &StreetNetwork, mode: TravelMode, start: NodeId) -> Vec<Option<f64>> {
    let mut distance = vec![None; network.node_count()];
    let mut queue = BinaryHeap::from([(std::cmp::Reverse(0_u64), start)]);
    while let Some((std::cmp::Reverse(micrometres), node)) = queue.pop() {
        if distance[node.index()].is_some() {
            continue;
        }
        distance[node.index()] = Some(micrometres as f64 / 1e6);
        for edge in network.edges_from(node).map(|edge| network.edge(edge)) {
            if edge.modes().contains(mode) && distance[edge.head().index()].is_none() {
                let next = micrometres + (edge.length().0 * 1e6) as u64;
                queue.push((std::cmp::Reverse(next), edge.head()));
            }
        }
    }
    distance
}

#[test]
fn most_of_a_town_hangs_together_and_no_way_is_shorter_than_straight() {
    let Some(data) = data() else { return };
    let network = OsmReader::new().read(data.join("osm/monaco.osm.pbf")).unwrap().network;
    for (mode, least) in [(TravelMode::Foot, 0.9), (TravelMode::Vehicle, 0.85)] {
        let parts = network.components(mode);
        let largest = parts.largest().unwrap();
        let all = network.nodes().filter(|node| parts.of(*node).is_some()).count();
        let share = parts.size(largest) as f64 / all as f64;
        println!("{mode}: {share:.3} of {all} nodes in the largest of {} parts", parts.count());
        assert!(share > least, "{mode}: {share}");
        let start = network.nodes().find(|node| parts.of(*node) == Some(largest)).unwrap();
        let distance = reached(&network, mode, start);
        let members = network.nodes().filter(|node| parts.of(*node) == Some(largest));
        for node in members {
            let along = distance[node.index()].expect("all of a part is reached");
            let straight =
                safepassage::geodesy::distance(network.node(start), network.node(node)).0;
            assert!(along >= straight - 0.01, "{along} {straight}");
        }
    }
}

/// The slow way to the nearest edge: every segment of every stretch, sampled.
#[test]
fn the_nearest_edge_is_that_of_a_full_scan() {
    let Some(data) = data() else { return };
    let network = OsmReader::new().read(data.join("osm/helsinki.osm.pbf")).unwrap().network;
    let area = network.bounding_box().unwrap();
    for n in 0..60 {
        let share = f64::from(n) / 60.0;
        let here = geo::Coord {
            x: 24.9352 + share * (24.9534 - 24.9352),
            y: 60.1642 + (share * 7.0).fract() * (60.1791 - 60.1642),
        };
        let mut best = f64::INFINITY;
        for edge in
            network.edges().filter(|e| network.edge(*e).modes().contains(TravelMode::Vehicle))
        {
            let line: Vec<_> = network.edge_line(edge).collect();
            for pair in line.windows(2) {
                if pair[0].x.min(pair[1].x) > here.x + 0.02
                    || pair[0].x.max(pair[1].x) < here.x - 0.02
                {
                    continue;
                }
                // Ternary search: distance along a segment has one lowest point.
                let (mut low, mut high) = (0.0, 1.0);
                let at = |t: f64| pair[0] + (pair[1] - pair[0]) * t;
                for _ in 0..60 {
                    let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                    let far = |t| safepassage::geodesy::distance(here, at(t)).0;
                    if far(a) < far(b) { high = b } else { low = a }
                }
                best = best.min(safepassage::geodesy::distance(here, at(low)).0);
            }
        }
        let snap = network.nearest_edge(here, TravelMode::Vehicle, Metres(5_000.0)).unwrap();
        assert!((snap.distance.0 - best).abs() < 1e-3, "{here:?}: {} {best}", snap.distance.0);
        let none = network.nearest_edge(here, TravelMode::Vehicle, Metres(best - 0.01));
        assert_eq!(none, None);
    }
    assert!(area.width() > 0.0);
}

#[test]
fn edges_crossing_a_box_are_those_of_a_full_scan() {
    let Some(data) = data() else { return };
    let network = OsmReader::new().read(data.join("osm/helsinki.osm.pbf")).unwrap().network;
    for n in 0..40 {
        let low =
            geo::Coord { x: 24.93 + f64::from(n) * 5e-4, y: 60.164 + f64::from(n % 7) * 2e-3 };
        let size = 1e-4 * f64::from(1 + n % 5);
        let area = geo::Rect::new(low, low + geo::Coord { x: size, y: size });
        let slow: Vec<_> = network
            .edges()
            .filter(|edge| {
                let line: geo::LineString = network.edge_line(*edge).collect();
                line.intersects(&area)
            })
            .collect();
        assert_eq!(network.edges_crossing(area), slow);
    }
}

#[test]
fn malta_is_explained_against_the_peers_graph() {
    let Some(data) = data() else { return };
    let loaded = OsmReader::new().read(data.join("bench-malta/malta.osm.pbf")).unwrap();
    let report = &loaded.report;
    assert_eq!((report.nodes, report.ways), (540_026, 89_991));
    assert_eq!((report.barriers, report.restrictions.seen), (1_507, 363));
    let parts = loaded.network.components(TravelMode::Vehicle);
    let largest = parts.largest().unwrap();
    let inside = |node: NodeId| parts.of(node) == Some(largest);
    let arcs = loaded
        .network
        .edges()
        .map(|edge| loaded.network.edge(edge))
        .filter(|e| e.modes().contains(TravelMode::Vehicle) && inside(e.tail()) && inside(e.head()))
        .count();
    println!("malta: {:?} {report:?}", loaded.network);
    println!("largest vehicle part: {} nodes, {arcs} arcs", parts.size(largest));
    // The peers' graph is the largest part too: 26,517 nodes, 58,163 arcs. Ours has more, as
    // it is cut where footways meet roads and where barriers stand, and keeps service roads.
    assert!(parts.size(largest) >= 26_517 && arcs >= 58_163);
    let mut text = String::new();
    let packed = std::fs::File::open(data.join("bench-malta/nodes.csv.gz")).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    let key = |lon: f64, lat: f64| ((lon * 1e7).round() as i64, (lat * 1e7).round() as i64);
    let ours: BTreeSet<(i64, i64)> = loaded
        .network
        .nodes()
        .filter(|node| inside(*node))
        .map(|node| loaded.network.node(node))
        .map(|at| key(at.x, at.y))
        .collect();
    let (mut all, mut shared) = (0, 0);
    for line in text.lines().skip(1) {
        let mut fields = line.split(',').skip(1).map(|field| field.parse::<f64>().unwrap());
        let place = key(fields.next().unwrap(), fields.next().unwrap());
        all += 1;
        shared += usize::from(ours.contains(&place));
    }
    println!("{shared} of the {all} nodes of the peers' graph are in the largest vehicle part");
    assert_eq!(all, 26_517);
    assert!(shared * 100 > all * 98);
}

#[test]
fn reading_twice_gives_the_same_network() {
    let Some(data) = data() else { return };
    let file = data.join("osm/andorra.osm.pbf");
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |done: u64, all: u64| told.borrow_mut().push((done, all));
    let first = OsmReader::new().progress(&tell).read(&file).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let second = OsmReader::new().read_bytes("memory", &bytes).unwrap();
    assert!(first == second);
    let told = told.into_inner();
    assert!(told.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    assert_eq!(told.last(), Some(&(2 * bytes.len() as u64, 2 * bytes.len() as u64)));
}
