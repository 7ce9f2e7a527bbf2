use super::section::{HEADER, MAGIC};
use super::*;
use crate::model::TravelModes;
use crate::network::{NetworkBuilder, WayAttributes};

fn town() -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let points: Vec<_> = (0..6)
        .map(|n| {
            builder
                .add_point(
                    (37.0 + 0.001 * f64::from(n % 3), 36.0 + 0.001 * f64::from(n / 3)).into(),
                )
                .unwrap()
        })
        .collect();
    for way in [[0, 1, 2], [3, 4, 5], [0, 3, 4], [1, 4, 5]] {
        let all = WayAttributes {
            forward: TravelModes::all(),
            backward: TravelModes::walking(),
            names: vec![("ar".into(), "شارع".into())],
            ..WayAttributes::default()
        };
        builder.add_way(&way.map(|n: usize| points[n]), all).unwrap();
    }
    builder.build().unwrap()
}

fn hierarchy(network: &StreetNetwork) -> Hierarchy {
    let ends = network.edges().map(|edge| network.edge(edge));
    let (tails, heads): (Vec<u32>, Vec<u32>) =
        ends.map(|edge| (edge.tail().0, edge.head().0)).unzip();
    Hierarchy::prepare(network.node_count(), &tails, &heads, None).unwrap()
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.streets");
    let town = town();
    let over = hierarchy(&town);
    for given in [None, Some(&over)] {
        let written = write(&path, &town, given).unwrap();
        assert_eq!(written.bytes, std::fs::metadata(&path).unwrap().len());
        let (streets, read) = read(&path).unwrap();
        assert!(streets == town);
        assert_eq!(read.map(|read| read.id()), given.map(Hierarchy::id));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_byte_counts() {
    let town = town();
    let bytes = to_bytes(&town, Some(&hierarchy(&town))).unwrap();
    assert!(from_bytes(&bytes).is_ok());
    for at in 0..bytes.len() {
        for flip in [1, 0x80, 0xff] {
            let mut altered = bytes.clone();
            altered[at] ^= flip;
            let flaw = from_bytes(&altered).err().unwrap();
            assert!(!flaw.expected.is_empty() && !flaw.found.is_empty(), "{flaw:?}");
        }
    }
    for end in 0..bytes.len() {
        assert!(from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    assert!(from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err());
    assert!(from_bytes(&[bytes.as_slice(), bytes.as_slice()].concat()).is_err());
}

#[test]
fn the_message_says_where_and_what() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.streets");
    let bytes = to_bytes(&town(), None).unwrap();
    let message = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let text = read(&path).err().unwrap().to_string();
        text.strip_prefix(&format!("{}: ", path.display())).unwrap().to_owned()
    };
    assert_eq!(
        message(b"{\"type\": \"FeatureCollection\"}"),
        r#"header: first bytes: expected \x89SPREP\r\n, found {\"type\":"#
    );
    let mut newer = bytes.clone();
    newer[8] = 3;
    assert_eq!(message(&newer), "header: version: expected 2, found 3");
    let short = &bytes[..bytes.len() - 1];
    let length = bytes.len() - HEADER - 28;
    assert_eq!(
        message(short),
        format!("streets: length: expected {length} bytes, found {}", length - 1)
    );
    let mut absurd = bytes.clone();
    absurd[HEADER + 23] = 0x7f;
    assert!(
        message(&absurd).starts_with("streets: length: expected 91513"),
        "{}",
        message(&absurd)
    );
    let mut altered = bytes.clone();
    *altered.last_mut().unwrap() ^= 4;
    assert!(message(&altered).starts_with("streets: checksum: expected "));
    assert_eq!(message(&MAGIC), "header: length: expected 20 bytes, found 8");
    let missing = read(folder.path().join("none")).err().unwrap();
    assert!(missing.to_string().ends_with("none: cannot read"), "{missing}");
    assert!(write(folder.path(), &town(), None).is_err());
}

/// A right checksum over streets that cannot be.
#[test]
fn wrong_content_under_a_right_checksum_is_refused() {
    let mut streets = town().to_bytes();
    streets[4 + 7] = 0x7f;
    let bytes = join([(STREETS, streets.as_slice())].into_iter());
    let flaw = from_bytes(&bytes).err().unwrap();
    assert_eq!(
        (flaw.section, flaw.what, flaw.expected.as_str()),
        ("streets", "coordinates", "a place on earth")
    );
}

#[test]
fn a_hierarchy_of_other_streets_is_refused() {
    let town = town();
    let other = {
        let mut builder = NetworkBuilder::new();
        let a = builder.add_point((37.0, 36.0).into()).unwrap();
        let b = builder.add_point((37.1, 36.0).into()).unwrap();
        let way = WayAttributes { forward: TravelModes::all(), ..WayAttributes::default() };
        builder.add_way(&[a, b], way).unwrap();
        builder.build().unwrap()
    };
    let flaw = to_bytes(&town, Some(&hierarchy(&other))).err().unwrap();
    assert_eq!((flaw.section, flaw.what), ("hierarchy", "graph"));
    assert_eq!(flaw.found, "2 nodes and 1 arcs");
    let sections = [(STREETS, other.to_bytes()), (HIERARCHY, hierarchy(&town).to_bytes())];
    let bytes = join(sections.iter().map(|(name, body)| (*name, body.as_slice())));
    assert_eq!(from_bytes(&bytes).err().unwrap().what, "graph");
}
