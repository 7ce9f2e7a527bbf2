//! The main job on a city of your own: streets from an OpenStreetMap extract,
//! everything else from a scenario folder.
//!
//! ```text
//! cargo run --release --features osm --example real_city -- city.osm.pbf scenario/ [from to]
//! ```
//!
//! `from` and `to` are instants such as `2026-01-08T10:20:00+03:00`; without
//! them the period of the scenario is taken.

use safepassage::audit::Auditor;
use safepassage::io::osm::OsmReader;
use safepassage::io::read::ScenarioReader;
use safepassage::model::TravelMode;
use safepassage::picture::OperationalPicture;
use safepassage::route::{RouteAnswer, RoutePlanner};
use safepassage::severity::Severity;
use safepassage::time::TimeWindow;
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (extract, folder, times) = match arguments.as_slice() {
        [extract, folder] => (extract, folder, None),
        [extract, folder, from, to] => (extract, folder, Some((from, to))),
        _ => return Err("expected an OpenStreetMap extract and a scenario folder".into()),
    };

    let clock = Instant::now();
    let streets = OsmReader::new().read(extract)?;
    println!(
        "streets: {} nodes, {} edges from {} ways ({} drivable)",
        streets.network.node_count(),
        streets.network.edge_count(),
        streets.report.kept_ways,
        streets.report.drivable_ways,
    );
    // What took how long is no part of the result, so it goes to the side.
    eprintln!("read in {:.2} s", clock.elapsed().as_secs_f64());

    let loaded = ScenarioReader::new().folder(folder).read()?;
    let errors = loaded.errors().count();
    println!(
        "scenario: {} ({} issues, {errors} errors)",
        loaded.scenario.about().title,
        loaded.issues.len()
    );
    for issue in loaded.issues.iter().filter(|issue| issue.severity >= Severity::Warning) {
        println!("  {issue}");
    }
    let window = match times {
        Some((from, to)) => TimeWindow::new(from.parse()?, to.parse()?)?,
        None => loaded.scenario.about().period.ok_or("expected a period, or from and to")?,
    };
    let picture = OperationalPicture::new(loaded.scenario, streets.network);

    let clock = Instant::now();
    println!("\naudit over {window}");
    for audit in Auditor::new(&picture).audit_all(window)? {
        print!("{audit}");
    }
    eprintln!("audited in {:.2} s", clock.elapsed().as_secs_f64());

    let clock = Instant::now();
    println!("\nplans on foot in {window}");
    for plan in RoutePlanner::new(&picture).plan_all(TravelMode::Foot, window)? {
        match &plan.answer {
            RouteAnswer::Way(way) => println!(
                "  {}: leave {}, arrive {} at {} after {}; last departure {}",
                plan.neighbourhood,
                way.departure,
                way.arrival,
                way.destination,
                way.length,
                way.latest_departure,
            ),
            RouteAnswer::NoWay(none) => println!("  {}: no way: {none}", plan.neighbourhood),
        }
    }
    eprintln!("planned in {:.2} s", clock.elapsed().as_secs_f64());
    Ok(())
}
