//! Can a family in Ashrafieh still walk out by an announced corridor at 12:40
//! on 8 January 2026, until when, which report says otherwise, and what would
//! have to be known?
//!
//! ```text
//! cargo run --release --example contested_corridor
//! ```

use jiff::tz::TimeZone;
use safepassage::id::{CorridorId, FeatureRef, Kind};
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use safepassage::notice::{Language, Reading, Status, StatusPolicy, StatusQuery};
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::route::RoutePlanner;
use safepassage::time::TimeWindow;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let base = place::northern_aleppo()?.scenario;
    println!("{}\n{}\n", base.about().title, base.about().note);
    let (ledger, issues) = place::northern_aleppo_notices()?;
    println!("{} notices, {} issues", ledger.len(), issues.len());

    let network = StreetNetwork::from_streets(base.streets())?;
    let known = "2026-01-08T12:45:00+03:00".parse()?;
    let picture = OperationalPicture::new(base, network)
        .with_notices(ledger, StatusPolicy::cautious())
        .as_known_at(known);
    let evidence = picture.evidence().ok_or("a picture with notices")?;
    let zone = TimeZone::get("Asia/Damascus")?;

    let corridor = |id: &str| FeatureRef::new(Kind::SafeCorridor, id);
    println!("\nAs known at 12:45 on 8 January");
    let day = TimeWindow::new(
        "2026-01-07T12:00:00+03:00".parse()?,
        "2026-01-08T18:00:00+03:00".parse()?,
    )?;
    for id in ["al-awarid", "al-zuhour"] {
        println!("  {id}");
        for piece in evidence.timeline(&corridor(id), day, known, Reading::Cautious)? {
            let hour =
                |at: jiff::Timestamp| at.to_zoned(zone.clone()).strftime("%e %b %H:%M").to_string();
            println!(
                "    {} to {}: {}",
                hour(piece.window.start_or_min()).trim(),
                hour(piece.window.end_or_max()).trim(),
                piece.status
            );
        }
    }

    let query = StatusQuery::new(corridor("al-zuhour"), "2026-01-08T12:40:00+03:00".parse()?)
        .known_at(known);
    let report = evidence.status(&query)?;
    for language in [Language::English, Language::Arabic] {
        println!("\n{}", evidence.explain(&report, picture.scenario(), language, &zone));
    }

    println!("\nWays on foot from Ashrafieh, leaving at 10:20 or later");
    let window = TimeWindow::new(
        "2026-01-08T10:20:00+03:00".parse()?,
        "2026-01-08T18:00:00+03:00".parse()?,
    )?;
    // Shelters were told of two days later; these ways are worked out with all that is known.
    let afterwards = picture.as_known_at(jiff::Timestamp::MAX);
    for usable in [&[Status::Open][..], &[Status::Open, Status::OpenUnconfirmed]] {
        let picture = afterwards.using(usable);
        let words: Vec<&str> = usable.iter().map(|status| status.as_str()).collect();
        println!("  if what is {} is used:", words.join(" or "));
        for plan in RoutePlanner::new(&picture).plan_all(TravelMode::Foot, window)? {
            if plan.neighbourhood.as_str() != "ashrafieh" {
                continue;
            }
            match (plan.answer.way(), plan.answer.no_way()) {
                (Some(way), _) => println!(
                    "    to {} by {}, at the latest at {}",
                    way.destination,
                    way.corridors.iter().map(CorridorId::as_str).collect::<Vec<_>>().join(", "),
                    way.latest_departure.to_zoned(zone.clone()).strftime("%H:%M")
                ),
                (_, Some(reason)) => println!("    no way: {reason}"),
                _ => {}
            }
        }
    }
    println!("\nThis is what the notices amount to. It does not say that a way is free of danger.");
    Ok(())
}
