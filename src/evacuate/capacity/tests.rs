use super::*;
use crate::model::TravelModes;
use crate::network::NetworkBuilder;
use crate::network::StreetNetwork;
use crate::network::WayAttributes;
use crate::units::Metres;

fn street(class: StreetClass, width: Option<f64>) -> StreetNetwork {
    let mut builder = NetworkBuilder::new();
    let west = builder.add_point((37.150, 36.230).into()).unwrap();
    let east = builder.add_point((37.151, 36.230).into()).unwrap();
    let all = TravelModes::all();
    let way = WayAttributes {
        forward: all,
        backward: all,
        class,
        width: width.map(Metres),
        ..WayAttributes::default()
    };
    builder.add_way(&[west, east], way).unwrap();
    builder.build().unwrap()
}

fn passes(class: StreetClass, width: Option<f64>, mode: TravelMode) -> f64 {
    let network = street(class, width);
    let edge = network.edges().next().unwrap();
    CapacityTable::default().persons_per_hour(network.edge(edge), mode, 40.0)
}

#[test]
fn every_class_has_its_row() {
    for (number, row) in CLASSES.iter().enumerate() {
        assert_eq!(row.0 as usize, number);
    }
}

#[test]
fn width_and_class_say_how_many_pass() {
    // Half of 8.8 m less 0.4 m is 4 m; 0.8 persons a second and metre.
    let on_foot = passes(StreetClass::Residential, Some(8.8), TravelMode::Foot);
    assert!((on_foot - 0.8 * 4.0 * 3600.0).abs() < 1e-9);
    // All of a footway's 2 m less 0.4 m.
    let footway = passes(StreetClass::Footway, None, TravelMode::Foot);
    assert!((footway - 0.8 * 1.6 * 3600.0).abs() < 1e-9);
    let steps = passes(StreetClass::Steps, None, TravelMode::Foot);
    assert!((steps - 0.55 * 1.6 * 3600.0).abs() < 1e-9);
    // However narrow, one person gets through.
    let lane = passes(StreetClass::Path, Some(0.5), TravelMode::Foot);
    assert!((lane - 0.8 * 0.6 * 3600.0).abs() < 1e-9);
    assert_eq!(passes(StreetClass::Motorway, None, TravelMode::Vehicle), 2.0 * 1500.0 * 3.0);
    assert_eq!(passes(StreetClass::Residential, None, TravelMode::Convoy), 400.0 / 2.0 * 40.0);
    assert_eq!(passes(StreetClass::Ferry, None, TravelMode::Foot), 0.0);
}

#[test]
fn figures_that_are_none_are_told() {
    let table = CapacityTable { walking_flow: 0.0, ..CapacityTable::default() };
    assert_eq!(
        table.check().unwrap_err().to_string(),
        "capacities: property \"walking_flow\": expected a number above 0, found 0"
    );
    let mut table = CapacityTable::default();
    table.width_m.insert(StreetClass::Path, -1.0);
    assert_eq!(
        table.check().unwrap_err().to_string(),
        "capacities: property \"width_m\": expected a number above 0, found -1"
    );
}
