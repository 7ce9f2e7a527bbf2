//! The main job, from end to end: read a place, audit its announced corridors,
//! plan how each neighbourhood gets to a shelter, write the layers for a map.
//!
//! ```text
//! cargo run --release --example plan_corridors [folder to write to]
//! ```

use jiff::Timestamp;
use jiff::tz::TimeZone;
use safepassage::audit::Auditor;
use safepassage::id::FeatureRef;
use safepassage::io::write::{GeoJsonWriter, LayerWriter, MapSheet};
use safepassage::layer::{AuditView, Layer, PlanView, ScenarioView, ToLayers};
use safepassage::model::Feature;
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::publish::Audience;
use safepassage::route::{NoWay, RouteAnswer, RoutePlan, RoutePlanner};
use safepassage::time::TimeWindow;
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out =
        std::env::args_os().nth(1).map_or_else(|| "target/northern-aleppo".into(), PathBuf::from);

    // 1. Read.
    let loaded = place::northern_aleppo()?;
    for issue in &loaded.issues {
        println!("{issue}");
    }
    let network = StreetNetwork::from_streets(loaded.scenario.streets())?;
    let picture = OperationalPicture::new(loaded.scenario, network);
    let scenario = picture.scenario();
    println!("{}\n{}\n", scenario.about().title, scenario.about().note);
    println!(
        "{} neighbourhoods, {} announced corridors, {} checkpoints, {} shelters, {} street edges\n",
        scenario.neighbourhoods().len(),
        scenario.corridors().len(),
        scenario.checkpoints().len(),
        scenario.shelters().len(),
        picture.network().edge_count(),
    );

    // 2. Audit what was announced for 8 January.
    let day = window("2026-01-08T06:00:00+03:00", "2026-01-08T18:00:00+03:00")?;
    let auditor = Auditor::new(&picture);
    println!("Audit of 8 January, 06:00 to 18:00");
    let audits = auditor.audit_all(day)?;
    for audit in &audits {
        println!("  {}", audit.label);
        for finding in &audit.findings {
            println!("    {finding}");
        }
        if audit.findings.is_empty() {
            println!("    no finding; {} checks ran", audit.checks.len());
        }
    }
    let unserved = auditor.neighbourhoods_without_corridor(day)?;
    for finding in &unserved {
        println!("  {finding}");
    }

    // 3. Plan, for people on foot who can leave at four different times.
    let mut plans = Vec::new();
    for leave in ["10:20", "12:40", "13:05", "14:00"] {
        println!("\nOn foot, from {leave} on 8 January");
        let window = window(&format!("2026-01-08T{leave}:00+03:00"), "2026-01-08T18:00:00+03:00")?;
        let from_then = RoutePlanner::new(&picture).plan_all(TravelMode::Foot, window)?;
        for plan in &from_then {
            let name = label(&picture, &plan.neighbourhood.to_ref());
            match &plan.answer {
                RouteAnswer::Way(way) => println!("  {name}: {}", in_words(&picture, way)),
                RouteAnswer::NoWay(none) => println!("  {name}: {}", why(&picture, none)),
            }
        }
        if plans.is_empty() {
            plans = from_then;
        }
    }

    // 4. Write the layers for a map: the records as they stand when the first
    //    people leave, the findings, and the ways of those people.
    let at: Timestamp = "2026-01-08T10:20:00+03:00".parse()?;
    let mut layers = ScenarioView::new(scenario).at(at).to_layers()?;
    let findings = AuditView { scenario, audits: &audits, neighbourhoods: &unserved };
    layers.extend(findings.to_layers()?);
    layers.extend(PlanView::new(&plans, scenario).to_layers()?);
    write(&layers, &picture, at, &out)?;
    println!("\nNothing here says that a way is free of danger: it reports what sources state.");
    Ok(())
}

/// Writes layers and a sheet for those who plan. Where people will be and when
/// is for nobody else: to a public audience the plan's layers would be empty.
fn write(
    layers: &[Layer],
    picture: &OperationalPicture,
    at: Timestamp,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    println!("\nLayers for those who plan, as of {}", day_and_clock(at));
    let mut released = Vec::new();
    for layer in layers {
        let release = Audience::internal().release(layer);
        println!("  {}", release.report);
        released.push(release.layer);
    }
    std::fs::create_dir_all(out)?;
    let files = GeoJsonWriter::new().write_folder(&released, out)?;
    let about = picture.scenario().about();
    let sheet = MapSheet::new(about.title.as_str())
        .subtitle("Announced corridors, findings, and ways on foot from 10:20")
        .as_of(at.to_zoned(damascus()))
        .note("Schematic drawing, not surveyed. Do not navigate by it.")
        .layers(released)
        .write_file(&out.join("map.svg"))?;
    println!(
        "{} GeoJSON files and a map of {} bytes written to {}",
        files.len(),
        sheet.bytes,
        out.display()
    );
    Ok(())
}

/// A way in a sentence.
fn in_words(picture: &OperationalPicture, way: &RoutePlan) -> String {
    let by: Vec<String> =
        way.corridors.iter().map(|corridor| label(picture, &corridor.to_ref())).collect();
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" by the corridor {}", by.join(" and "))
    };
    format!(
        "leave {}, arrive {} at {} after {}{by}; last departure that still gets through {}",
        clock(way.departure),
        clock(way.arrival),
        label(picture, &way.destination),
        way.length,
        clock(way.latest_departure),
    )
}

/// Why there is no way, in a sentence.
fn why(picture: &OperationalPicture, none: &NoWay) -> String {
    let causes: Vec<String> = none.closed_by.iter().map(|cause| label(picture, cause)).collect();
    let mut text = format!("no way ({})", none.reason.as_str());
    if !causes.is_empty() {
        text = format!("{text}, closed by {}", causes.join(", and "));
    }
    match none.cut_off_since {
        Some(since) => format!("{text}; the last to get through left on {}", day_and_clock(since)),
        None => text,
    }
}

fn label(picture: &OperationalPicture, reference: &FeatureRef) -> String {
    picture.scenario().feature(reference).map_or_else(|| reference.to_string(), Feature::label)
}

fn window(start: &str, end: &str) -> Result<TimeWindow, Box<dyn Error>> {
    Ok(TimeWindow::new(start.parse()?, end.parse()?)?)
}

/// An instant on the clocks of Damascus.
fn clock(at: Timestamp) -> String {
    at.to_zoned(damascus()).strftime("%H:%M:%S").to_string()
}

fn day_and_clock(at: Timestamp) -> String {
    at.to_zoned(damascus()).strftime("%-d %B at %H:%M:%S").to_string()
}

fn damascus() -> TimeZone {
    TimeZone::get("Asia/Damascus").unwrap_or(TimeZone::UTC)
}
