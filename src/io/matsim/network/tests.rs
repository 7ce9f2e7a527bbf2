use super::*;
use crate::model::TravelMode;
use crate::units::Lanes;
use crate::units::VehiclesPerHour;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

const NODES: &str = r#"<nodes>
    <node id="a" x="144.300" y="-38.3"/>
    <node id="b" x="144.301" y="-38.3"/>
    <node id="c" x="144.301" y="-38.301"></node>
  </nodes>"#;

const LINK: &str = r#"<link id="ab" from="a" to="b" length="100" freespeed="10" capacity="600" permlanes="1" modes="car"/>"#;

fn file(links: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE network SYSTEM \
         \"http://www.matsim.org/files/dtd/network_v2.dtd\">\n<network>\n  {NODES}\n  \
         <links capperiod=\"01:00:00\">\n{links}\n</links></network>"
    )
}

fn read(text: &str) -> Result<LinkNetwork, MatsimError> {
    LinkNetwork::read_bytes("net.xml", text.as_bytes(), &Crs::degrees())
}

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn a_link_is_one_directed_edge_with_what_it_states() {
    let read = read(&file(LINK)).unwrap();
    assert_eq!((read.network.node_count(), read.network.edge_count()), (2, 1));
    let edge = read.network.edge(read.links["ab"]);
    assert_eq!(edge.vehicles_per_hour(), Some(VehiclesPerHour(600.0)));
    assert_eq!(edge.lanes(), Some(Lanes(1.0)));
    assert_eq!(edge.modes(), [TravelMode::Vehicle].into_iter().collect());
    // The link is longer than its line of 87.4 m, and takes 10 s all the same.
    assert!((edge.length().0 - 87.46).abs() < 0.1, "{}", edge.length());
    assert!((edge.length().0 / edge.speed(TravelMode::Vehicle).0 - 10.0).abs() < 1e-9);
}

#[test]
fn a_link_shorter_than_its_line_keeps_its_speed() {
    let read = read(&file(&LINK.replace("length=\"100\"", "length=\"1\""))).unwrap();
    assert_eq!(
        read.network.edge(read.links["ab"]).speed(TravelMode::Vehicle),
        MetresPerSecond(10.0)
    );
}

#[test]
fn capacities_are_by_the_hour_whatever_their_period() {
    for (period, rate) in
        [("02:00:00", 300.0), ("00:30:00", 1200.0), ("0:30", 1200.0), ("7200", 300.0)]
    {
        let read = read(&file(LINK).replace("01:00:00", period)).unwrap();
        let edge = read.network.edge(read.links["ab"]);
        assert_eq!(edge.vehicles_per_hour(), Some(VehiclesPerHour(rate)), "{period}");
    }
    for period in ["00:00:00", "-1", "an hour", "", "1:2:3:4", "00:60:00"] {
        let error = refused(&file(LINK).replace("01:00:00", period));
        assert!(
            error.starts_with(
                "net.xml, line 9: attribute \"capperiod\" of <links>: expected a time"
            ),
            "{error}"
        );
    }
}

#[test]
fn two_links_that_mirror_each_other_share_a_stretch_and_others_do_not() {
    let back =
        LINK.replace("\"ab\"", "\"ba\"").replace("from=\"a\" to=\"b\"", "from=\"b\" to=\"a\"");
    let second = LINK.replace("\"ab\"", "\"second\"");
    let faster =
        back.replace("\"ba\"", "\"faster\"").replace("freespeed=\"10\"", "freespeed=\"20\"");
    let wider = back.replace("600", "1800").replace("permlanes=\"1\"", "permlanes=\"2\"");
    let read = read(&file(&format!("{LINK}{wider}{second}{faster}"))).unwrap();
    assert_eq!((read.network.edge_count(), read.network.stretch_count()), (4, 3));
    let edge = |id: &str| read.network.edge(read.links[id]);
    assert_eq!(edge("ab").twin(), Some(read.links["ba"]));
    assert_eq!(edge("ba").vehicles_per_hour(), Some(VehiclesPerHour(1800.0)));
    assert_eq!(edge("ba").lanes(), Some(Lanes(2.0)));
    assert_eq!((edge("second").twin(), edge("faster").twin()), (None, None));
    assert_eq!(edge("faster").origin(), WayOrigin::Street(3));
}

#[test]
fn a_link_that_closes_alone_is_drawn_beside_its_line() {
    let back =
        LINK.replace("\"ab\"", "\"ba\"").replace("from=\"a\" to=\"b\"", "from=\"b\" to=\"a\"");
    let text = file(&format!("{LINK}{back}"));
    let both = |ids: &[&str]| {
        let ids: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        load(Source::Bytes("net.xml", text.as_bytes()), &Crs::degrees(), &[&ids]).unwrap()
    };
    assert_eq!(both(&["ab", "ba"]).network.stretch_count(), 1);
    let apart = both(&["ab"]);
    assert_eq!(apart.network.stretch_count(), 2);
    let line: Vec<Coord> = apart.network.edge_line(apart.links["ab"]).collect();
    assert_eq!(line.len(), 3);
    // From west to east, left is north.
    let off = geodesy::distance(line[1], (line[0] + line[2]) / 2.0).0;
    assert!((off - APART_M).abs() < 0.01 && line[1].y > line[0].y, "{off}");
    let edge = apart.network.edge(apart.links["ab"]);
    assert!((edge.length().0 / edge.speed(TravelMode::Vehicle).0 - 10.0).abs() < 1e-9);
}

#[test]
fn modes_that_are_not_known_make_no_edge_and_are_told() {
    let train = LINK.replace("\"ab\"", "\"rail\"").replace("\"car\"", "\"train,pt\"");
    let round = LINK.replace("\"ab\"", "\"round\"").replace("to=\"b\"", "to=\"a\"");
    let stuck =
        LINK.replace("\"ab\"", "\"stuck\"").replace("freespeed=\"10\"", "freespeed=\"0.0\"");
    let mixed = LINK.replace("\"car\"", "\"car,truck,bike,walk\"");
    let read = read(&file(&format!("{mixed}{train}{round}{stuck}"))).unwrap();
    assert_eq!((read.link_count, read.links.len(), read.network.edge_count()), (4, 1, 1));
    let modes = read.network.edge(read.links["ab"]).modes();
    let expected = [TravelMode::Foot, TravelMode::Vehicle, TravelMode::Convoy];
    assert_eq!(modes, expected.into_iter().collect());
    let issues: Vec<String> = read.issues.iter().map(ToString::to_string).collect();
    assert_eq!(issues.len(), 2, "{issues:?}");
    assert_eq!(
        issues[0],
        "warning[matsim-link-left-out]: net.xml: expected links that lead somewhere, found 1 from a \
         node to itself (they make no edge)"
    );
}

#[test]
fn figures_that_cannot_be_name_the_link_and_the_attribute() {
    let cases = [
        (
            "length=\"100\"",
            "length=\"0\"",
            "\"length\": expected a finite number above zero, found \"0\"",
        ),
        (
            "capacity=\"600\"",
            "capacity=\"-600\"",
            "\"capacity\": expected a finite number, 0 or more, found \"-600\"",
        ),
        (
            "capacity=\"600\"",
            "capacity=\"NaN\"",
            "\"capacity\": expected a finite number, 0 or more, found \"NaN\"",
        ),
        (
            "freespeed=\"10\"",
            "freespeed=\"Infinity\"",
            "\"freespeed\": expected a finite number, 0 or more, found \"Infinity\"",
        ),
        ("permlanes=\"1\"", "", "\"permlanes\": expected a finite number, 0 or more, found none"),
        ("to=\"b\"", "to=\"z\"", "\"to\": expected the id of a node in the file, found \"z\""),
        ("from=\"a\"", "", "\"from\": expected the id of a node in the file, found none"),
    ];
    for (right, wrong, says) in cases {
        let error = refused(&file(&LINK.replace(right, wrong)));
        assert_eq!(error, format!("net.xml, line 10 (id \"ab\"): attribute {says}"));
    }
    let error = refused(&file(LINK).replace("x=\"144.301\"", "x=\"nan\""));
    assert_eq!(
        error,
        "net.xml, line 6 (id \"b\"): attribute \"x\": expected a finite number, found \"nan\""
    );
    let error = refused(&file(LINK).replace("x=\"144.301\"", "x=\"1144.301\""));
    assert!(
        error.contains("expected a place on earth in EPSG:4326, found (1144.301, -38.3)"),
        "{error}"
    );
}

#[test]
fn ids_come_once() {
    let error = refused(&file(&format!("{LINK}\n{LINK}")));
    assert_eq!(
        error,
        "net.xml, line 11 (id \"ab\"): attribute \"id\" of <link>: expected an id that comes once, \
         found it again"
    );
    let error = refused(&file(LINK).replace("id=\"b\"", "id=\"a\""));
    assert!(error.starts_with("net.xml, line 6 (id \"a\"): attribute \"id\" of <node>"), "{error}");
}

#[test]
fn what_is_no_such_file_is_refused() {
    assert!(refused("").contains("the outermost element: expected <network>, found none"));
    assert!(refused("<osm/>").contains("the outermost element: expected <network>, found <osm>"));
    assert!(refused("{}").contains("net.xml, line 1"));
    let error = refused("<network><nodes></network>");
    assert!(error.contains("well-formed XML"), "{error}");
    let error = refused("<network><nodes>");
    assert!(error.ends_with("expected the end of each, found the end of the file"), "{error}");
    let missing = LinkNetwork::read("no-such-file.xml.gz", &Crs::degrees()).unwrap_err();
    assert_eq!(missing.to_string(), "no-such-file.xml.gz: cannot read");
}

#[test]
fn nothing_is_fetched_and_no_entity_expands() {
    let bomb = "<!DOCTYPE network [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<network/>";
    let error = refused(bomb);
    assert_eq!(
        error,
        "net.xml, line 1: the document type: expected one that declares nothing, found declarations"
    );
    let error = refused(&file(&LINK.replace("\"ab\"", "\"&lol;\"")));
    assert!(
        error.contains("attributes of <link>: expected text with entities of XML only"),
        "{error}"
    );
    let error = refused("<network>&lol;</network>");
    assert!(error.contains("an entity: expected one of the five of XML, found &lol;"), "{error}");
    let deep = "<network>".repeat(40);
    assert!(refused(&deep).contains("expected at most 32 levels"));
    let long = format!("<network a=\"{}\"/>", "x".repeat(2 << 20));
    assert!(refused(&long).contains("expected at most a megabyte"));
}

#[test]
fn gzip_is_told_by_content_and_its_damage_is_told() {
    let whole = packed(&file(LINK));
    let crs = Crs::degrees();
    let direct = read(&file(LINK)).unwrap();
    assert_eq!(LinkNetwork::read_bytes("net", &whole, &crs).unwrap(), direct);
    for end in 2..whole.len() {
        let error = LinkNetwork::read_bytes("net", &whole[..end], &crs).unwrap_err();
        assert!(error.to_string().starts_with("net"), "{error}");
    }
    // A text that packs a thousandfold.
    let bomb = packed(&format!("<network>{}</network>", " ".repeat(80 << 20)));
    assert!(bomb.len() < 200_000);
    let error = LinkNetwork::read_bytes("net", &bomb, &crs).unwrap_err().to_string();
    assert!(error.contains("unpack") || error.contains("megabyte"), "{error}");
    let element = format!("<a/>{}", " ".repeat(100_000));
    let spread = format!("<network>{}</network>", element.repeat(1_200));
    let error = LinkNetwork::read_bytes("net", &packed(&spread), &crs).unwrap_err().to_string();
    assert!(error.contains("far more bytes unpacked"), "{error}");
}

#[test]
fn a_file_that_states_another_reference_system_is_refused() {
    let stated = "<attributes><attribute name=\"coordinateReferenceSystem\" class=\"java.lang.String\">\
                  EPSG:32754</attribute></attributes>";
    let text = file(LINK).replace("<nodes>", &format!("{stated}<nodes>"));
    assert_eq!(
        refused(&text),
        "net.xml, line 4: coordinateReferenceSystem: expected EPSG:4326, as the reader was told, \
         found EPSG:32754"
    );
    assert!(read(&text.replace("EPSG:32754", "EPSG:4326")).is_ok());
    assert!(read(&text.replace("EPSG:32754", "Atlantis")).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is done to a file, it is read or refused.
    #[test]
    fn damage_never_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
        pack in any::<bool>(),
    ) {
        let text = file(LINK);
        let mut bytes = if pack { packed(&text) } else { text.into_bytes() };
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let crs = Crs::degrees();
        let _ = LinkNetwork::read_bytes("net", &bytes, &crs);
        bytes.truncate(cut.index(bytes.len()));
        let _ = LinkNetwork::read_bytes("net", &bytes, &crs);
    }
}
