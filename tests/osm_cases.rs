//! Small drawn OpenStreetMap files, one question each.

#![cfg(feature = "osm")]

use safepassage::io::osm::{OsmLoaded, OsmReader};
use safepassage::model::TravelMode::{self, Convoy, Foot, Vehicle, Wheelchair};
use safepassage::network::{EdgeId, NodeId, StreetNetwork};
use std::fmt::Write as _;

/// Nodes 1, 2, 3 … about 100 m apart: 1 to 5 from west to east, 6 north of 3, 7 south of 3.
const PLACES: [(f64, f64); 7] = [
    (37.150, 36.230),
    (37.151, 36.230),
    (37.152, 36.230),
    (37.153, 36.230),
    (37.154, 36.230),
    (37.152, 36.231),
    (37.152, 36.229),
];

/// A file of ways `(nodes, tags)`, with tags on nodes and other XML besides.
fn draw(nodes: &[(usize, &str)], ways: &[(&[i64], &str)], other: &str) -> String {
    let tags = |list: &str| {
        list.split_whitespace().fold(String::new(), |mut text, pair| {
            let (key, value) = pair.split_once('=').unwrap();
            write!(text, r#"<tag k="{key}" v="{value}"/>"#).unwrap();
            text
        })
    };
    let mut text = String::from(r#"<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">"#);
    for (number, (lon, lat)) in PLACES.iter().enumerate() {
        let own = nodes.iter().find(|(of, _)| *of == number + 1).map_or("", |(_, list)| list);
        let id = number + 1;
        write!(text, r#"<node id="{id}" lat="{lat}" lon="{lon}">{}</node>"#, tags(own)).unwrap();
    }
    for (number, (refs, list)) in ways.iter().enumerate() {
        let refs: String = refs.iter().map(|id| format!(r#"<nd ref="{id}"/>"#)).collect();
        let id = number + 100;
        write!(text, r#"<way id="{id}">{refs}{}</way>"#, tags(list)).unwrap();
    }
    text + other + "</osm>"
}

fn load(text: &str) -> OsmLoaded {
    OsmReader::new().read_bytes("drawn.osm", text.as_bytes()).unwrap()
}

/// The node of the network nearest to a drawn node that `mode` can start from.
fn at(network: &StreetNetwork, place: usize) -> Vec<NodeId> {
    let (lon, lat) = PLACES[place - 1];
    network.nodes().filter(|node| network.node(*node) == (lon, lat).into()).collect()
}

/// Whether `mode` gets from one drawn node to another, turns minded.
fn gets(network: &StreetNetwork, mode: TravelMode, from: usize, to: usize) -> bool {
    let open = |edge: &EdgeId| network.edge(*edge).modes().contains(mode);
    let goals = at(network, to);
    let mut stack: Vec<EdgeId> =
        at(network, from).iter().flat_map(|node| network.edges_from(*node)).filter(open).collect();
    let mut seen = vec![false; network.edge_count()];
    while let Some(edge) = stack.pop() {
        if std::mem::replace(&mut seen[edge.index()], true) {
            continue;
        }
        let head = network.edge(edge).head();
        if goals.contains(&head) {
            return true;
        }
        stack.extend(
            network.edges_from(head).filter(|next| network.turn_allowed(edge, *next, mode)),
        );
    }
    false
}

/// Which modes get from node 1 to node 5 along one way with these tags.
fn along(tags: &str) -> [bool; 4] {
    let loaded = load(&draw(&[], &[(&[1, 2, 3, 4, 5], tags)], ""));
    TravelMode::ALL.map(|mode| gets(&loaded.network, mode, 1, 5))
}

/// Which modes get back.
fn back(tags: &str) -> [bool; 4] {
    let loaded = load(&draw(&[], &[(&[1, 2, 3, 4, 5], tags)], ""));
    TravelMode::ALL.map(|mode| gets(&loaded.network, mode, 5, 1))
}

/// Which modes get past a node with these tags on a residential street.
fn past(tags: &str) -> [bool; 4] {
    let ways: &[(&[i64], &str)] = &[(&[1, 2, 3, 4, 5], "highway=residential")];
    let loaded = load(&draw(&[(3, tags)], ways, ""));
    TravelMode::ALL.map(|mode| gets(&loaded.network, mode, 1, 5))
}

const ALL: [bool; 4] = [true; 4];
const NOBODY: [bool; 4] = [false; 4];
const WALKING: [bool; 4] = [true, true, false, false];
const MOTOR: [bool; 4] = [false, false, true, true];
const FOOT: [bool; 4] = [true, false, false, false];

#[test]
fn classes_of_way() {
    for (tags, expected) in [
        ("highway=residential", ALL),
        ("highway=trunk", ALL),
        ("highway=trunk motorroad=yes", MOTOR),
        ("highway=motorway", MOTOR),
        ("highway=motorway_link", MOTOR),
        ("highway=motorway foot=yes", [true, true, true, true]),
        ("highway=footway", WALKING),
        ("highway=pedestrian", WALKING),
        ("highway=pedestrian motor_vehicle=yes", ALL),
        ("highway=path", FOOT),
        ("highway=path surface=asphalt", WALKING),
        ("highway=track", FOOT),
        ("highway=track tracktype=grade1 motor_vehicle=yes", ALL),
        ("highway=steps", FOOT),
        ("highway=steps ramp:wheelchair=yes", WALKING),
        ("highway=residential smoothness=horrible", [true, false, true, true]),
        ("highway=construction", NOBODY),
        ("highway=proposed", NOBODY),
        ("building=yes", NOBODY),
        ("highway=service area=yes", WALKING),
        ("highway=residential maxheight=3.2", [true, true, true, false]),
        ("highway=residential maxweight=3.5", [true, true, true, false]),
    ] {
        assert_eq!(along(tags), expected, "{tags}");
    }
}

#[test]
fn access_goes_from_the_particular_to_the_general() {
    for (tags, expected) in [
        ("highway=residential access=no", NOBODY),
        ("highway=residential access=private", NOBODY),
        ("highway=residential access=destination", ALL),
        ("highway=residential access=no foot=yes", WALKING),
        ("highway=residential motor_vehicle=no", WALKING),
        ("highway=residential vehicle=no motorcar=yes", [true, true, true, false]),
        ("highway=residential hgv=no", [true, true, true, false]),
        ("highway=residential foot=no", MOTOR),
        ("highway=residential wheelchair=no", [true, false, true, true]),
        ("highway=residential access=no bus=yes", NOBODY),
        ("highway=residential access=whatever", ALL),
    ] {
        assert_eq!(along(tags), expected, "{tags}");
    }
}

#[test]
fn oneway_binds_wheels_not_feet() {
    for (tags, there, and_back) in [
        ("highway=residential oneway=yes", ALL, WALKING),
        ("highway=residential oneway=1", ALL, WALKING),
        ("highway=residential oneway=-1", WALKING, ALL),
        ("highway=residential oneway=no", ALL, ALL),
        ("highway=residential oneway=reversible", WALKING, WALKING),
        ("highway=motorway", MOTOR, NOBODY),
        ("highway=motorway oneway=no", MOTOR, MOTOR),
        ("highway=tertiary junction=roundabout", ALL, WALKING),
        ("highway=residential oneway=yes oneway:foot=yes", ALL, NOBODY),
        ("highway=footway oneway=yes", WALKING, WALKING),
        ("highway=residential motor_vehicle:backward=no", ALL, WALKING),
    ] {
        assert_eq!(along(tags), there, "{tags}, there");
        assert_eq!(back(tags), and_back, "{tags}, back");
    }
}

#[test]
fn barriers_on_nodes() {
    for (tags, expected) in [
        ("barrier=gate", ALL),
        ("barrier=lift_gate", ALL),
        ("barrier=gate access=private", NOBODY),
        ("barrier=gate access=no foot=yes", WALKING),
        ("barrier=gate locked=yes", NOBODY),
        ("barrier=bollard", WALKING),
        ("barrier=bollard bollard=rising", ALL),
        ("barrier=bollard motor_vehicle=yes", ALL),
        ("barrier=block", WALKING),
        ("barrier=stile", FOOT),
        ("barrier=wall", NOBODY),
        ("barrier=kerb kerb=raised", [true, false, true, true]),
        ("barrier=kerb kerb=lowered", ALL),
        ("barrier=checkpoint", ALL),
        ("military=checkpoint", ALL),
        ("highway=crossing", ALL),
        ("highway=crossing kerb=raised", [true, false, true, true]),
    ] {
        assert_eq!(past(tags), expected, "{tags}");
    }
}

#[test]
fn a_checkpoint_is_passed_and_reported() {
    let ways: &[(&[i64], &str)] = &[(&[1, 2, 3], "highway=primary")];
    let loaded = load(&draw(
        &[(2, "barrier=checkpoint name=Castello"), (6, "military=checkpoint")],
        ways,
        "",
    ));
    let [on_road, aside] = &loaded.report.checkpoints[..] else { panic!("two checkpoints") };
    assert_eq!((on_road.node, on_road.on_way, on_road.at), (2, true, PLACES[1].into()));
    assert_eq!(on_road.tags[1], ("name".to_owned(), "Castello".to_owned()));
    assert_eq!((aside.node, aside.on_way), (6, false));
    assert!(gets(&loaded.network, Convoy, 1, 3));
}

#[test]
fn a_bridge_crosses_without_a_junction() {
    let ways: &[(&[i64], &str)] =
        &[(&[2, 4], "highway=primary"), (&[6, 7], "highway=residential bridge=yes layer=1")];
    let loaded = load(&draw(&[], ways, ""));
    assert!(!gets(&loaded.network, Foot, 2, 6));
    let edge =
        loaded.network.edge(loaded.network.edges_from(at(&loaded.network, 6)[0]).next().unwrap());
    assert!(edge.is_bridge());
    assert_eq!(edge.layer(), 1);
}

#[test]
fn a_ferry_takes_walkers_and_named_vehicles_at_its_own_speed() {
    assert_eq!(along("route=ferry"), WALKING);
    assert_eq!(along("route=ferry motor_vehicle=yes"), ALL);
    let ways: &[(&[i64], &str)] = &[(&[1, 3, 5], "route=ferry duration=00:10")];
    let loaded = load(&draw(&[], ways, ""));
    let edge = EdgeId(0);
    let seconds = loaded.network.edge(edge).length().0 / loaded.network.speed(edge, Foot).0;
    assert!((seconds - 600.0).abs() < 1e-6, "{seconds}");
    assert_eq!(loaded.report.ferries, 1);
}

fn restricted(tags: &str) -> OsmLoaded {
    // West arm 100, east arm 101, north arm 102, south arm 103; all meet at 3.
    let ways: &[(&[i64], &str)] = &[
        (&[1, 2, 3], "highway=primary"),
        (&[3, 4, 5], "highway=primary"),
        (&[3, 6], "highway=residential"),
        (&[3, 7], "highway=residential"),
    ];
    let relation = format!(
        r#"<relation id="9"><member type="way" ref="100" role="from"/><member type="node" ref="3" role="via"/><member type="way" ref="102" role="to"/><tag k="type" v="restriction"/>{tags}</relation>"#
    );
    load(&draw(&[], ways, &relation))
}

#[test]
fn no_left_turn_binds_vehicles() {
    let loaded = restricted(r#"<tag k="restriction" v="no_left_turn"/>"#);
    assert_eq!(loaded.report.restrictions.applied, 1);
    for (mode, left) in [(Foot, true), (Wheelchair, true), (Vehicle, false), (Convoy, false)] {
        // Turning round at the dead end of the south arm still leads there.
        let (from, to) = (arm(&loaded.network, 1, 3), arm(&loaded.network, 3, 6));
        assert_eq!(loaded.network.turn_allowed(from, to, mode), left, "{mode}");
        let straight = arm(&loaded.network, 3, 5);
        assert!(loaded.network.turn_allowed(from, straight, mode));
    }
}

fn arm(network: &StreetNetwork, from: usize, to: usize) -> EdgeId {
    let head = at(network, to)[0];
    network
        .edges_from(at(network, from)[0])
        .find(|edge| network.edge(*edge).head() == head)
        .unwrap()
}

#[test]
fn only_turns_close_the_others() {
    let loaded = restricted(r#"<tag k="restriction" v="only_left_turn"/>"#);
    let from = arm(&loaded.network, 1, 3);
    assert!(loaded.network.turn_allowed(from, arm(&loaded.network, 3, 6), Vehicle));
    assert!(!loaded.network.turn_allowed(from, arm(&loaded.network, 3, 5), Vehicle));
    assert!(!loaded.network.turn_allowed(from, arm(&loaded.network, 3, 7), Convoy));
    assert!(loaded.network.turn_allowed(from, arm(&loaded.network, 3, 7), Foot));
}

#[test]
fn exceptions_conditions_and_other_traffic() {
    let left = |tags: &str| {
        let loaded = restricted(tags);
        let (from, to) = (arm(&loaded.network, 1, 3), arm(&loaded.network, 3, 6));
        let open = [Vehicle, Convoy].map(|mode| loaded.network.turn_allowed(from, to, mode));
        (open, loaded.report.restrictions)
    };
    let rule = r#"<tag k="restriction" v="no_left_turn"/>"#;
    let (open, _) = left(&format!(r#"{rule}<tag k="except" v="bus"/>"#));
    assert_eq!(open, [false, false]);
    let (open, _) = left(&format!(r#"{rule}<tag k="except" v="bus;motorcar"/>"#));
    assert_eq!(open, [true, false]);
    let (open, report) = left(r#"<tag k="restriction:hgv" v="no_left_turn"/>"#);
    assert_eq!((open, report.applied), ([true, false], 1));
    let (open, report) =
        left(r#"<tag k="restriction:conditional" v="no_left_turn @ (06:00-09:00)"/>"#);
    assert_eq!((open, report.conditional), ([true, true], 1));
    let (open, report) = left(r#"<tag k="restriction:bicycle" v="no_left_turn"/>"#);
    assert_eq!((open, report.other_traffic), ([true, true], 1));
    let (open, report) = left(r#"<tag k="restriction" v="give_way"/>"#);
    assert_eq!((open, report.unknown_rule), ([true, true], 1));
}

/// Lanes as drawn and the other way, of the one way from 1 to 2.
fn lanes(tags: &str) -> [Option<f64>; 2] {
    let ways: &[(&[i64], &str)] = &[(&[1, 2], tags)];
    let network = load(&draw(&[], ways, "")).network;
    let along = |forward| {
        network
            .edges()
            .map(|edge| network.edge(edge))
            .find(|edge| edge.is_forward() == forward)
            .and_then(|edge| edge.lanes())
            .map(|lanes| lanes.0)
    };
    [along(true), along(false)]
}

#[test]
fn lanes_are_those_of_each_direction() {
    let cases = [
        ("lanes=4", [Some(2.0), Some(2.0)]),
        ("lanes=1", [Some(0.5), Some(0.5)]),
        ("lanes=2 oneway=yes", [Some(2.0), None]),
        ("lanes=2 oneway=-1", [None, Some(2.0)]),
        ("lanes=3 lanes:forward=2 lanes:backward=1", [Some(2.0), Some(1.0)]),
        ("lanes=3 lanes:backward=1", [Some(2.0), Some(1.0)]),
        ("lanes=1 lanes:forward=1", [Some(1.0), None]),
        ("lanes:forward=2", [Some(2.0), None]),
        ("lanes=4;2", [Some(1.0), Some(1.0)]),
        ("lanes=-2", [None, None]),
        ("lanes=NaN", [None, None]),
        ("lanes=two", [None, None]),
        ("lanes=1e9", [None, None]),
        ("", [None, None]),
    ];
    for (tags, expected) in cases {
        assert_eq!(lanes(&format!("highway=primary {tags}")), expected, "{tags}");
    }
}

#[test]
fn names_widths_and_speeds() {
    let ways: &[(&[i64], &str)] = &[(
        &[1, 2],
        "highway=primary name=شارع name:en=Street name:ar=شارع name:left=West ref=M5 width=7.5 maxspeed=30 surface=asphalt",
    )];
    let loaded = load(&draw(&[], ways, ""));
    let edge = loaded.network.edge(EdgeId(0));
    assert_eq!(edge.name(""), Some("شارع"));
    assert_eq!(edge.name("en"), Some("Street"));
    assert_eq!(edge.name("left"), None);
    assert_eq!(edge.width().map(|width| width.0), Some(7.5));
    assert_eq!(edge.surface(), Some("asphalt"));
    assert!((edge.speed(Vehicle).0 - 30.0 / 3.6).abs() < 1e-12);
    assert!((edge.speed(Foot).0 - 1.2).abs() < 1e-12);
}

#[test]
fn a_way_over_absent_nodes_is_cut() {
    let ways: &[(&[i64], &str)] = &[(&[1, 2, 99, 4, 5], "highway=residential")];
    let loaded = load(&draw(&[], ways, ""));
    assert_eq!((loaded.report.absent_nodes, loaded.report.cut_ways), (1, 1));
    assert_eq!(loaded.network.stretch_count(), 2);
    assert!(!gets(&loaded.network, Foot, 1, 5));
    assert!(gets(&loaded.network, Foot, 4, 5));
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let ways: &[(&[i64], &str)] = &[(&[1, 2, 3], "highway=primary"), (&[3, 6], "highway=service")];
    let text = draw(&[(2, "barrier=bollard")], ways, "");
    let (head, rest) = text.split_at(text.find("<node").unwrap());
    let (nodes, ways) = rest.split_at(rest.find("<way").unwrap());
    let turned = format!("{head}{}{nodes}</osm>", ways.trim_end_matches("</osm>"));
    assert_eq!(load(&text), load(&turned));
}

#[test]
fn deleted_elements_are_left_out() {
    let text = draw(&[], &[(&[1, 2], "highway=service")], "")
        .replace(r#"<way id="100">"#, r#"<way id="100" action="delete">"#);
    assert_eq!(load(&text).network.edge_count(), 0);
}
