//! People inside a zone in force: why there is no way, what the way of least
//! exposure breaks, what else could be chosen, until when leaving works, and on
//! what it all depends.
//!
//! ```text
//! cargo run --release --example corridor_choices
//! ```

use safepassage::id::NeighbourhoodId;
use safepassage::model::TravelMode;
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::route::{Element, RouteAnswer, RoutePlan, RoutePlanner, RouteRequest, Watch};
use safepassage::time::TimeWindow;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let picture = OperationalPicture::prepare(place::northern_aleppo()?.scenario)?;
    let planner = RoutePlanner::new(&picture);
    // In Ashrafieh, on the afternoon of 8 January: the announced hours are over
    // and a curfew is in force all around.
    let afternoon = window("2026-01-08T14:00:00+03:00/2026-01-08T18:00:00+03:00")?;
    let ashrafieh = picture.scenario().neighbourhood(&NeighbourhoodId::from("ashrafieh"));
    let ashrafieh = ashrafieh.ok_or("expected Ashrafieh")?;
    let request = RouteRequest {
        from: planner.starts(ashrafieh),
        to: planner.shelters(afternoon)?,
        mode: TravelMode::Foot,
        window: afternoon,
    };

    println!("Leaving at 14:00");
    match planner.find(&request)? {
        RouteAnswer::Way(way) => println!("  a way, arriving {}", way.arrival),
        RouteAnswer::NoWay(none) => {
            println!("  no way: {none}");
            println!("  no fewer closures would do: {}", none.smallest);
            if let Some(way) = &none.least_exposed {
                println!("  the way of least exposure breaks closures:");
                show(way);
            }
        }
    }

    println!("\nChoices between arriving early and being exposed little");
    for choice in planner.choices(&request)? {
        println!(
            "  {} min, exposure {:.0} severity-seconds, to {}",
            minutes(&choice.plan),
            choice.exposure_s,
            choice.plan.destination
        );
    }

    // Before the curfew, while the corridor is announced as open.
    let morning = window("2026-01-08T10:00:00+03:00/2026-01-08T14:00:00+03:00")?;
    let early = RouteRequest { to: planner.shelters(morning)?, window: morning, ..request };
    println!("\nLeaving between 10:00 and 14:00");
    for piece in planner.profile(&early)? {
        println!(
            "  leave {} to {}, arrive {} to {}",
            piece.leave_first, piece.leave_last, piece.arrive_first, piece.arrive_last
        );
    }
    for (number, other) in planner.alternatives(&early, 3, 0.5)?.iter().enumerate() {
        println!(
            "  way {}: {} min, {} on streets of ways before it",
            number + 1,
            minutes(&other.plan),
            other.shared
        );
    }

    println!("\nIf it closes between 10:00 and 14:00");
    for one in planner.criticality(TravelMode::Foot, morning, Watch::default())? {
        let what = match &one.element {
            Element::Record(record) => record.to_string(),
            Element::Bridge { way, .. } => format!("bridge {way}"),
            other => format!("{other:?}"),
        };
        println!(
            "  {what}: {} persons cut off, {} delayed by {} person-minutes",
            one.cut_off, one.delayed, one.person_minutes
        );
    }
    Ok(())
}

fn window(text: &str) -> Result<TimeWindow, Box<dyn Error>> {
    let (start, end) = text.split_once('/').ok_or("expected two instants")?;
    Ok(TimeWindow::new(start.parse()?, end.parse()?)?)
}

fn minutes(way: &RoutePlan) -> i64 {
    way.arrival.duration_since(way.departure).as_secs() / 60
}

fn show(way: &RoutePlan) {
    for zone in &way.exposure {
        println!(
            "    {}: {:.0} s inside, exposure {:.0} severity-seconds",
            zone.zone, zone.inside_s, zone.exposure_s
        );
    }
    println!("    {} min to {}", minutes(way), way.destination);
}
