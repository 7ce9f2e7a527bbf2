//! Real evacuation scenarios of Australian shires, against figures of their own
//! notes and figures counted by other means.
//!
//! Needs `SAFEPASSAGE_DATA`, the path of the data folder.

#![cfg(feature = "matsim")]

use geo::Area;
use jiff::Timestamp;
use jiff::civil::date;
use safepassage::geodesy;
use safepassage::io::matsim::{Crs, LinkNetwork, MatsimReader, OrderKind};
use safepassage::model::{CheckpointStatus, Feature, TravelMode};
use safepassage::network::{Barriers, Closures, EdgeId, RoutePolicy};
use safepassage::scenario::Scenario;
use safepassage::severity::Severity;
use safepassage::time::TimeWindow;
use safepassage::units::Persons;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folder of these scenarios, or none (said aloud) where the variable is not set.
fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("SAFEPASSAGE_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SAFEPASSAGE_DATA is not set");
    }
    folder.map(|folder| folder.join("evac-ees"))
}

/// File, EPSG code, nodes, links, all capacities in vehicles an hour, and the
/// corners of the box around all nodes as PROJ places them.
type Known = (&'static str, u32, usize, usize, f64, Option<[f64; 4]>);

const NETWORKS: [Known; 5] = [
    (
        "surf-coast/surf-coast-shire-network-2021-epsg32754.xml.gz",
        32754,
        5_187,
        10_145,
        14_820_380.0,
        Some([143.379_566_5, -38.784_289_0, 144.860_788_9, -37.481_644_3]),
    ),
    ("surf-coast/surf_coast_shire_network_2020.xml.gz", 32754, 5_343, 10_563, 15_007_500.0, None),
    (
        "lithgow/lithgow_surrounds_network_epsg7855.xml.gz",
        7855,
        26_331,
        51_178,
        78_269_750.0,
        Some([148.344_234_7, -34.855_855_7, 152.552_240_1, -31.736_491_2]),
    ),
    (
        "yarra/yarra_cardinia_bawbaw_shires_network.xml.gz",
        32755,
        39_312,
        78_216,
        95_585_850.0,
        Some([145.138_117_1, -38.671_274_8, 150.576_673_0, -34.593_344_3]),
    ),
    (
        "mount-alexander/mount_alexander_shire_network_2018.xml.gz",
        28355,
        22_259,
        43_828,
        67_753_300.0,
        Some([140.659_379_0, -37.955_228_1, 149.342_840_0, -33.859_087_1]),
    ),
];

#[test]
fn networks_have_the_nodes_links_and_places_of_their_notes() {
    let Some(data) = data() else { return };
    for (file, code, nodes, links, capacity, corners) in NETWORKS {
        let read = LinkNetwork::read(data.join(file), &Crs::epsg(code).unwrap()).unwrap();
        let network = &read.network;
        assert_eq!((read.node_count, read.link_count), (nodes, links), "{file}");
        // Two links of one have a speed of 0, and a node that no other link meets.
        let (stuck, lonely) = if code == 7855 { (2, 1) } else { (0, 0) };
        assert_eq!(read.issues.len(), usize::from(stuck > 0), "{file}: {:#?}", read.issues);
        assert_eq!(network.node_count(), nodes - lonely, "{file}");
        let links = links - stuck;
        assert_eq!((network.edge_count(), read.links.len()), (links, links), "{file}");
        let edges: BTreeSet<_> = read.links.values().collect();
        assert_eq!(edges.len(), links, "{file}: an edge for each link");
        let mut passing = 0.0;
        for edge in network.edges().map(|edge| network.edge(edge)) {
            passing += edge.vehicles_per_hour().unwrap().0;
            assert!(edge.lanes().unwrap().0 >= 0.5, "{file}");
            let (speed, limit) = (edge.speed(TravelMode::Vehicle), edge.max_speed().unwrap());
            assert_eq!(speed, limit, "{file}: the link's own speed rules");
        }
        assert_eq!(passing, capacity, "{file}");
        // Most links have an opposite.
        assert!(network.stretch_count() < links * 7 / 10, "{file}: {}", network.stretch_count());
        if let Some([west, south, east, north]) = corners {
            let found = network.bounding_box().unwrap();
            let sides = [found.min().x, found.min().y, found.max().x, found.max().y];
            for (found, expected) in sides.into_iter().zip([west, south, east, north]) {
                assert!((found - expected).abs() < 1e-7, "{file}: {found} {expected}");
            }
        }
    }
}

#[test]
fn links_take_the_time_that_they_state() {
    let Some(data) = data() else { return };
    let (file, code, ..) = NETWORKS[0];
    let read = LinkNetwork::read(data.join(file), &Crs::epsg(code).unwrap()).unwrap();
    // Three links of the file, with the seconds of length by freespeed.
    for (link, seconds) in [
        ("1-2-3-4-5-6", 25.285_517_434_636_073 / 16.666_666_666_666_668),
        ("10018", 169.687_255_073_415_3 / 13.888_888_888_888_89),
        ("10008-10010-10012-9967-9969-9971-9973-9975", 774.497_673_785_064_2 / 13.0),
    ] {
        let edge = read.network.edge(read.links[link]);
        let takes = edge.length().0 / edge.speed(TravelMode::Vehicle).0;
        assert!((takes / seconds - 1.0).abs() < 0.002, "{link}: {takes} {seconds}");
    }
    assert_eq!(read.network.edge(read.links["10018"]).twin(), Some(read.links["10019"]));
}

/// Agents, agents in no zone, zones with agents, and the fullest zone: as another
/// library of geometry counts them (shapely 2, homes placed by PROJ).
#[test]
fn agents_are_counted_where_they_live() {
    let Some(data) = data() else { return };
    let cases = [
        (
            "lithgow/lithgow_surrounds_network_epsg7855.xml.gz",
            "lithgow/lithgow_surrounds_population_epsg7855.xml.gz",
            7855,
            ("lithgow/lithgow_surrounds_zones_epsg4326.geojson.gz", "SA1_CODE21", 82),
            (0, 77, "12401144915", 310),
        ),
        (
            "surf-coast/surf-coast-shire-network-2021-epsg32754.xml.gz",
            "surf-coast/anglesea-plans-10k.xml.gz",
            32754,
            ("surf-coast/zones-epsg4326.geojson.gz", "IDName", 186),
            (3_094, 131, "1-Geelong", 3_205),
        ),
    ];
    for (network, plans, code, (zones, id, zone_count), (outside, inhabited, fullest, most)) in
        cases
    {
        let crs = Crs::epsg(code).unwrap();
        let read = MatsimReader::new(date(2022, 1, 12), "Australia/Melbourne")
            .network(data.join(network), &crs)
            .zones(data.join(zones), id)
            .population(data.join(plans), &crs)
            .shelters_of_population()
            .read()
            .unwrap();
        let all = read.scenario.neighbourhoods();
        assert_eq!(all.len(), zone_count, "{zones}");
        let persons: Vec<u64> = all.iter().map(|one| one.population().unwrap().persons.0).collect();
        let population = read.population.unwrap();
        assert_eq!((population.agents, population.homes.len()), (10_000, 10_000), "{plans}");
        assert_eq!(persons.iter().sum::<u64>(), 10_000 - outside, "{zones}");
        assert_eq!(persons.iter().filter(|count| **count > 0).count(), inhabited, "{zones}");
        let full = all.iter().find(|one| one.id().as_str() == fullest).unwrap();
        assert_eq!(full.population().unwrap().persons, Persons(most), "{zones}");
        let told = read.issues.iter().filter(|issue| issue.code == "matsim-agents-outside").count();
        assert_eq!(told, usize::from(outside > 0), "{zones}");
        assert_eq!(read.scenario.shelters().len(), population.destinations.len(), "{plans}");
        assert!(!population.destinations.is_empty(), "{plans}");
        // The ring of one zone touches itself, which is no crossing; nothing else is wrong.
        let errors = read.issues.iter().filter(|issue| issue.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{zones}: {:#?}", read.issues);
    }
}

fn surf_coast(data: &Path) -> MatsimReader {
    let folder = data.join("surf-coast");
    MatsimReader::new(date(2022, 1, 12), "Australia/Melbourne")
        .network(
            folder.join("surf-coast-shire-network-2021-epsg32754.xml.gz"),
            &Crs::epsg(32754).unwrap(),
        )
        .zones(folder.join("zones-epsg4326.geojson.gz"), "IDName")
}

#[test]
fn orders_come_to_the_zones_that_they_name() {
    let Some(data) = data() else { return };
    let at = |hhmm: &str| format!("2022-01-12T{hhmm}:00+11:00").parse::<Timestamp>().unwrap();
    // File, and features told at each time: three ids are of two features, and one of the
    // second message of the last was told before.
    let cases: [(&str, &[(&str, usize)]); 4] = [
        ("messages.s2.json", &[("12:15", 186)]),
        ("messages.s5.json", &[("12:15", 85)]),
        ("messages.s6.json", &[("12:15", 48), ("14:15", 15)]),
        ("messages.s7.json", &[("12:15", 48), ("13:15", 20), ("14:15", 15)]),
    ];
    for (file, expected) in cases {
        let read = surf_coast(&data).orders(data.join("surf-coast").join(file)).read().unwrap();
        let mut told = BTreeMap::<Timestamp, usize>::new();
        for (zone, when) in &read.orders {
            assert!(read.scenario.neighbourhood(zone).is_some());
            *told.entry(*when).or_default() += 1;
        }
        let expected: BTreeMap<_, _> = expected.iter().map(|(when, n)| (at(when), *n)).collect();
        println!("{file}: {told:?}");
        assert_eq!(told, expected, "{file}");
        assert!(read.issues.iter().all(|issue| issue.code != "matsim-unknown-zone"), "{file}");
    }
    // Orders for zones of another division: each is told, none is lost silently.
    let other = data.join("surf-coast/anglesea-messages.json");
    let read =
        surf_coast(&data).orders(&other).order_that_counts(OrderKind::Advice).read().unwrap();
    assert_eq!(read.orders, []);
    let count = |code: &str| read.issues.iter().filter(|issue| issue.code == code).count();
    assert_eq!((count("matsim-unknown-zone"), count("matsim-last-comma")), (47, 1));
}

/// Every link that is named is shut in its hours and no other link is, ever.
#[test]
fn closures_shut_their_links_and_no_others() {
    let Some(data) = data() else { return };
    // File, disruptions, links named, and edges that share no stretch because of them.
    for (file, disruptions) in [
        ("traffic-mgt-points.s1.json", 5),
        ("traffic-mgt-points.s3.json", 6),
        ("traffic-mgt-points.s4.json", 6),
        ("traffic-mgt-points.s6.json", 6),
    ] {
        let path = data.join("surf-coast").join(file);
        let read = surf_coast(&data).closures(&path).read().unwrap();
        assert_eq!(read.scenario.restricted_zones().len(), disruptions, "{file}");
        let raw: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let mut expected = BTreeMap::<EdgeId, BTreeSet<String>>::new();
        let mut unknown = 0;
        for (number, disruption) in (1..).zip(raw["disruptions"].as_array().unwrap()) {
            for link in disruption["impactedLinks"].as_array().unwrap() {
                match read.links.get(link.as_str().unwrap()) {
                    Some(edge) => {
                        let shut_by = expected.entry(*edge).or_default();
                        shut_by.insert(format!("closure-{number:02}"));
                    }
                    None => unknown += 1,
                }
            }
        }
        let count = |code: &str| read.issues.iter().filter(|issue| issue.code == code).count();
        println!(
            "{file}: {} edges shut, {unknown} links unknown, {} wider, {} slowed",
            expected.len(),
            count("matsim-closure-wider"),
            count("matsim-slowed-as-closed")
        );
        assert_eq!(count("matsim-unknown-link"), unknown, "{file}");
        let day = TimeWindow::new(
            "2022-01-12T00:00:00+11:00".parse().unwrap(),
            "2022-01-13T00:00:00+11:00".parse().unwrap(),
        )
        .unwrap();
        let policy = RoutePolicy::cautious();
        let barriers =
            Barriers::prepare(&read.scenario, day, TravelMode::Vehicle, &policy).unwrap();
        let closures = Closures::find(&read.streets, &barriers);
        let mut shut = BTreeMap::<EdgeId, BTreeSet<String>>::new();
        for (edge, by) in closures.edges() {
            let causes = by.iter().map(|closure| closure.ban.cause.id().to_owned());
            shut.entry(edge).or_default().extend(causes);
        }
        assert_eq!(count("matsim-closure-wider"), 0, "{file}: {:#?}", read.issues);
        assert_eq!(shut, expected, "{file}");
    }
}

#[test]
fn police_points_stand_on_their_links() {
    let Some(data) = data() else { return };
    for (file, points) in [("traffic-mgt-points.csv", 12), ("traffic-mgt-points-vicpol.csv", 7)] {
        let path = data.join("surf-coast").join(file);
        let read = surf_coast(&data).checkpoints(&path, CheckpointStatus::Closed).read().unwrap();
        let unknown = read.issues.iter().filter(|one| one.code == "matsim-unknown-link").count();
        assert_eq!(read.scenario.checkpoints().len() + unknown, points, "{file}");
        assert_eq!(unknown, 0, "{file}: {:#?}", read.issues);
    }
}

/// A fire's cells, the square metres that each hour should cover, and when.
#[test]
fn fires_grow_by_the_hour_and_cover_what_their_cells_cover() {
    let Some(data) = data() else { return };
    let anglesea = "anglesea-evac_test_ffdi104_phx5_2016data_minsup_fh2017_grid_epsg32754.json.gz";
    let read = surf_coast(&data)
        .fire_grid(
            data.join("surf-coast").join(anglesea),
            &Crs::epsg(32754).unwrap(),
            "HOUR_BURNT",
            "1200",
        )
        .read()
        .unwrap();
    // Cells that begin to burn in each hour, each a square of 180.07 m.
    let cells = [41, 129, 325, 895, 781, 603, 867, 940, 603, 315];
    grows(&read.scenario, &cells, 180.07 * 180.07);
    assert!(read.issues.iter().all(|issue| issue.code != "matsim-cell-unreadable"));
    let mount = data.join("mount-alexander");
    let crs = Crs::epsg(28355).unwrap();
    let read = MatsimReader::new(date(2018, 11, 9), "Australia/Melbourne")
        .network(mount.join("mount_alexander_shire_network_2018.xml.gz"), &crs)
        .zones(mount.join("mas_sa1s_epsg4326.json.gz"), "SA1_MAIN16")
        .orders(mount.join("messages.json"))
        .fire_grid(
            mount.join("20181109_mountalex_evac_ffdi75d_grid.shp.json.gz"),
            &crs,
            "HOUR_BURNT",
            "1200",
        )
        .read()
        .unwrap();
    assert_eq!((read.scenario.neighbourhoods().len(), read.orders.len()), (53, 53));
    grows(&read.scenario, &[47, 39, 27, 18, 14, 27, 37, 16, 4], 180.11 * 180.11);
}

fn grows(scenario: &Scenario, cells: &[u32], each_m2: f64) {
    let zones = scenario.hazard_zones();
    assert_eq!(zones.len(), cells.len());
    for ((hour, zone), cells) in (0..).zip(zones).zip(cells) {
        let ground = geodesy::area_of_all_m2(zone.area().polygons());
        let share = ground / (f64::from(*cells) * each_m2);
        assert!((share - 1.0).abs() < 0.005, "hour {hour}: {share}");
        let starts = zone.schedule().windows()[0].start().unwrap();
        let zoned = starts.in_tz("Australia/Melbourne").unwrap();
        assert_eq!((zoned.hour(), zone.schedule().windows()[0].end()), (12 + hour, None));
    }
}

#[test]
fn a_raster_is_a_fire_too() {
    let Some(data) = data() else { return };
    let folder = data.join("lithgow");
    let crs = Crs::epsg(7855).unwrap();
    let read = MatsimReader::new(date(2013, 10, 17), "Australia/Sydney")
        .network(folder.join("lithgow_surrounds_network_epsg7855.xml.gz"), &crs)
        .zones(folder.join("lithgow_surrounds_zones_epsg4326.geojson.gz"), "SA1_CODE21")
        .orders(folder.join("messages.json"))
        .fire_raster(
            folder.join("timeseries_180m_lithgow_20131017_1159_EPSG4326.csv.gz"),
            1.0,
            "1159",
        )
        .read()
        .unwrap();
    assert_eq!(read.orders.len(), 82);
    assert!(
        read.issues.iter().all(|issue| issue.severity != Severity::Error),
        "{:#?}",
        read.issues
    );
    let zones = read.scenario.hazard_zones();
    assert_eq!(zones.len(), 10);
    // 4858 of 78336 cells burn, each 0.0016731° wide and high.
    let degrees: f64 = zones.iter().map(|zone| zone.area().polygons().unsigned_area()).sum();
    let expected = 4858.0 * 0.001_673_129_561_5_f64.powi(2);
    assert!((degrees / expected - 1.0).abs() < 1e-6, "{degrees} {expected}");
}
