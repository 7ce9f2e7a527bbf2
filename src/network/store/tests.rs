use super::*;
use crate::network::{NetworkBuilder, TurnRule, WayAttributes};
use crate::units::{Lanes, VehiclesPerHour};

/// A crossroads with a bollard, names, a ban on turning, and ways of every kind.
fn crossroads() -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let mut point = |x: f64, y: f64| builder.add_point((37.0 + x, 36.0 + y).into()).unwrap();
    let [west, bend, middle, east, south] = [
        point(-0.002, 0.0),
        point(-0.001, 0.0001),
        point(0.0, 0.0),
        point(0.002, 0.0),
        point(0.0, -0.002),
    ];
    let main = WayAttributes {
        class: StreetClass::Primary,
        names: vec![(String::new(), "شارع النيل".into()), ("en".into(), "Nile Street".into())],
        forward: TravelModes::all(),
        backward: TravelModes::all(),
        width: Some(Metres(12.0)),
        max_speed: MetresPerSecond::new(13.9).ok(),
        surface: Some("asphalt".into()),
        vehicles_per_hour: [VehiclesPerHour::new(1800.5).ok(), None],
        lanes: [Lanes::new(1.5).ok(), Lanes::new(2.0).ok()],
        origin: WayOrigin::Osm(-7),
        layer: -1,
        tunnel: true,
        ..WayAttributes::default()
    };
    let side = WayAttributes {
        class: StreetClass::Ferry,
        forward: TravelModes::all(),
        backward: TravelModes::walking(),
        duration_s: Some(600.0),
        ferry: true,
        link: true,
        bridge: true,
        origin: WayOrigin::Street(3),
        ..WayAttributes::default()
    };
    let main = builder.add_way(&[west, bend, middle, east], main).unwrap();
    let side = builder.add_way(&[south, middle], side).unwrap();
    builder.add_barrier(bend, TravelModes::motorised()).unwrap();
    builder.add_turn_rule(TurnRule::No, side, middle, main, TravelModes::motorised()).unwrap();
    builder.speeds(SpeedTable::families()).build().unwrap()
}

#[test]
fn what_is_written_is_read() {
    let network = crossroads();
    assert!(network.banned_turn_count() > 0 && network.barriers.len() == 1);
    let bytes = network.to_bytes();
    let again = StreetNetwork::from_bytes(&bytes).unwrap();
    assert_eq!(again, network);
    assert_eq!(again.to_bytes(), bytes);
    assert_eq!((&again.first_out, &again.first_in), (&network.first_out, &network.first_in));
    assert_eq!(again.edges_in, network.edges_in);
    let at = (37.0005, 36.0001).into();
    for mode in MODES {
        let near = network.nearest_edges(at, mode, Metres(1e4), 5);
        assert_eq!(again.nearest_edges(at, mode, Metres(1e4), 5), near);
    }
    let empty = NetworkBuilder::new().build().unwrap();
    assert_eq!(StreetNetwork::from_bytes(&empty.to_bytes()).unwrap(), empty);
}

/// Whatever is read, every question about it is answered.
fn ask(network: &StreetNetwork) {
    for edge in network.edges() {
        let of = network.edge(edge);
        let _ = (of.names().count(), of.surface(), of.twin(), of.line().count());
        for mode in MODES {
            let _ = of.speed(mode);
            for next in network.edges_from(of.head()) {
                let _ = network.turn_allowed(edge, next, mode);
            }
        }
    }
    for node in network.nodes() {
        let _ = (network.edges_into(node).count(), network.barrier(node));
    }
    let _ = network.nearest_edge((37.0, 36.0).into(), TravelMode::Foot, Metres(1e7));
    let _ = network.components(TravelMode::Vehicle).count();
    let _ = network.edges_crossing(geo::Rect::new((-180.0, -90.0), (180.0, 90.0)));
}

#[test]
fn altered_bytes_are_refused_or_are_a_sound_network() {
    let bytes = crossroads().to_bytes();
    let mut refused = 0;
    for at in 0..bytes.len() {
        for flip in [1, 0x10, 0x80, 0xff] {
            let mut altered = bytes.clone();
            altered[at] ^= flip;
            match StreetNetwork::from_bytes(&altered) {
                Ok(network) => ask(&network),
                Err(fault) => {
                    refused += 1;
                    assert!(!fault.expected.is_empty() && !fault.found.is_empty());
                }
            }
        }
    }
    assert!(refused > bytes.len());
    for end in 0..bytes.len() {
        assert!(StreetNetwork::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    let more = [bytes.as_slice(), &[0]].concat();
    let fault = StreetNetwork::from_bytes(&more).err().unwrap();
    assert_eq!((fault.what, fault.found.as_str()), ("end", "1"));
}

#[test]
fn a_length_beyond_the_bytes_takes_no_memory() {
    let fault = StreetNetwork::from_bytes(&u32::MAX.to_le_bytes()).err().unwrap();
    assert_eq!(fault.what, "nodes");
    assert_eq!(fault.found, "4294967295");
}

#[test]
fn classes_and_modes_are_all_there() {
    for (number, class) in CLASSES.into_iter().enumerate() {
        assert_eq!(class as usize, number);
    }
    for bits in 0..16 {
        assert_eq!(modes_to_bits(modes_of_bits(bits)), bits);
    }
    let mut out = Out::default();
    out.way(&crossroads().ways[0]);
    assert_eq!(out.0.len(), WAY_BYTES);
}
