//! Streets written, read and compared: the embedded place, and real extracts.

use safepassage::hierarchy::Hierarchy;
use safepassage::io::prepared;
use safepassage::network::StreetNetwork;

fn there_and_back(network: &StreetNetwork, with_hierarchy: bool) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("some.streets");
    let ends = network.edges().map(|edge| network.edge(edge));
    let (tails, heads): (Vec<u32>, Vec<u32>) =
        ends.map(|edge| (edge.tail().0, edge.head().0)).unzip();
    let places: Vec<(f64, f64)> = network.nodes().map(|node| network.node(node).x_y()).collect();
    let hierarchy = with_hierarchy.then(|| {
        Hierarchy::prepare(network.node_count(), &tails, &heads, Some(&places)).expect("a graph")
    });
    prepared::write(&path, network, hierarchy.as_ref()).expect("the file is written");
    let (streets, over) = prepared::read(&path).expect("the file is read");
    assert!(streets == *network);
    assert_eq!(over.map(|over| over.id()), hierarchy.map(|hierarchy| hierarchy.id()));
}

#[test]
fn the_embedded_place_comes_back() {
    let place = safepassage::place::northern_aleppo().expect("the embedded place");
    let streets = StreetNetwork::from_streets(place.scenario.streets()).expect("streets");
    there_and_back(&streets, true);
}

#[cfg(feature = "osm")]
#[test]
fn real_cities_come_back() {
    use safepassage::io::osm::OsmReader;

    let Some(data) = std::env::var_os("SAFEPASSAGE_DATA").map(std::path::PathBuf::from) else {
        println!("skipped: SAFEPASSAGE_DATA is not set");
        return;
    };
    for (file, with_hierarchy) in
        [("bench-malta/malta.osm.pbf", true), ("osm/porto.osm.pbf", false)]
    {
        let network = OsmReader::new().read(data.join(file)).expect("the extract reads").network;
        there_and_back(&network, with_hierarchy);
    }
}
