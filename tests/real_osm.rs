//! Real extracts of OpenStreetMap, against figures counted by another reader.
//!
//! Needs SAFEPASSAGE_DATA, the path of the data folder.

#![cfg(feature = "osm")]

use safepassage::io::osm::{OsmLoaded, OsmReader};
use safepassage::model::TravelMode;
use safepassage::network::{NodeId, StreetNetwork};
use safepassage::units::Metres;
use std::collections::BinaryHeap;
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
