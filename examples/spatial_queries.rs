//! Ask what is where, and when: the index of space and time on the embedded place.
//!
//! ```text
//! cargo run --release --example spatial_queries
//! ```

use jiff::Timestamp;
use jiff::tz::TimeZone;
use safepassage::id::FeatureRef;
use safepassage::id::Kind;
use safepassage::index::{Entry, Filter, Query, SpatialIndex};
use safepassage::model::Feature;
use safepassage::place;
use safepassage::scenario::Scenario;
use safepassage::time::TimeWindow;
use safepassage::units::Metres;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let scenario = place::northern_aleppo()?.scenario;
    println!("{}\n{}\n", scenario.about().title, scenario.about().note);

    // Anything placed and timed can be indexed. Streets are left to the network.
    let entries = Entry::of_scenario(&scenario);
    let mut index =
        SpatialIndex::build(entries.filter(|entry| entry.reference.kind() != Kind::Street))?;
    println!("{} records in the index\n", index.len());

    let home = (37.1469, 36.2273);
    let noon: Timestamp = "2026-01-08T12:00:00+03:00".parse()?;
    let evening: Timestamp = "2026-01-08T18:00:00+03:00".parse()?;

    println!("What holds at a home in Ashrafieh, by the clock:");
    for at in [noon, evening] {
        // A ban of unknown state would be listed too, as unknown.
        let bans = Query::covering(home)
            .kind(Kind::CurfewZone)
            .kind(Kind::RestrictedZone)
            .kind(Kind::HazardZone)
            .active_at(at)
            .include_unknown();
        let names: Vec<String> =
            index.find(&bans)?.iter().map(|hit| label(&scenario, &hit.reference)).collect();
        println!("  {}: {}", local(at), names.join("; "));
    }

    println!("\nThe three shelters nearest to it, of those open at noon on 8 January:");
    for hit in index.find(&Query::nearest(home, 3).kind(Kind::Shelter).active_at(noon))? {
        println!("  {:>6}  {}", hit.distance.to_string(), label(&scenario, &hit.reference));
    }

    println!("\nCheckpoints within 1 km, whatever their state at noon:");
    let near = Query::near(home, Metres(1000.0)).kind(Kind::Checkpoint).active_at(noon);
    for hit in index.find(&near.include_unknown())? {
        let gate = scenario.checkpoint(&hit.reference.id().into()).ok_or("no such checkpoint")?;
        let name = gate.label();
        println!("  {:>6}  {name}, reported {}", hit.distance.to_string(), gate.status());
    }

    println!("\nWhat the Al-Awarid corridor runs through at some time of 8 January:");
    let corridor = scenario.corridor(&"al-awarid".into()).ok_or("no such corridor")?;
    let day = TimeWindow::new(
        "2026-01-08T00:00:00+03:00".parse()?,
        "2026-01-09T00:00:00+03:00".parse()?,
    )?;
    let crossed = Query::crossing(corridor.path().line())
        .kind(Kind::CurfewZone)
        .kind(Kind::RestrictedZone)
        .active_any_time_in(day);
    for hit in index.find(&crossed)? {
        for stretch in &hit.crossed {
            let name = label(&scenario, &hit.reference);
            println!("  from {} to {} along it: {name}", stretch.from, stretch.to);
        }
    }

    println!("\nMany points at once, against everything in force at noon:");
    let points: Vec<geo::Coord> = (0..10_000)
        .map(|i| {
            let (column, row) = (f64::from(i % 100), f64::from(i / 100));
            geo::Coord { x: 37.125 + 0.0005 * column, y: 36.214 + 0.00037 * row }
        })
        .collect();
    let in_force = Filter::all().kind(Kind::CurfewZone).kind(Kind::HazardZone).active_at(noon);
    let covered = index.covering_many(&points, &in_force)?;
    let inside = (0..covered.points()).filter(|&point| !covered.of(point).is_empty()).count();
    println!("  {inside} of {} points of a grid lie in a curfew or hazard zone", covered.points());

    println!("\nA notice comes: a new hazard around the first shelter.");
    let shelter = scenario.shelter(&"mosque-1".into()).ok_or("no such shelter")?;
    let notice = Entry::new(
        FeatureRef::new(Kind::HazardZone, "notice-1"),
        geo::Point(shelter.place().coord()),
    )
    .radius(Metres(150.0));
    index.insert(notice)?;
    let hits = index.find(&Query::covering(shelter.place().coord()).kind(Kind::HazardZone))?;
    println!("  hazard zones at {}: {}", shelter.label(), hits.len());
    Ok(())
}

fn label(scenario: &Scenario, reference: &FeatureRef) -> String {
    scenario.feature(reference).map_or_else(|| reference.to_string(), Feature::label)
}

/// An instant on the clocks of Damascus.
fn local(at: Timestamp) -> String {
    let zone = TimeZone::get("Asia/Damascus").unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%-d %B, %H:%M").to_string()
}
