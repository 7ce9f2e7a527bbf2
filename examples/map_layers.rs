//! Write the embedded place as map layers, for an audience.
//!
//! ```text
//! cargo run --release --example map_layers [public|partner|internal] [folder]
//! ```

use jiff::Timestamp;
use jiff::tz::TimeZone;
use safepassage::io::read::ScenarioReader;
use safepassage::io::write::{GeoJsonSeqWriter, GeoJsonWriter, LayerWriter, MapSheet};
use safepassage::layer::{ScenarioView, ToLayers};
use safepassage::place;
use safepassage::publish::Audience;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let audience = match arguments.next().unwrap_or_else(|| "public".into()).to_str() {
        Some("public") => Audience::public(),
        Some("partner") => Audience::partner(),
        Some("internal") => Audience::internal(),
        _ => return Err("expected public, partner or internal".into()),
    };
    let folder = arguments.next().map_or_else(|| "target/map-layers".into(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;

    let scenario = place::northern_aleppo()?.scenario;
    println!("{}\n{}\n", scenario.about().title, scenario.about().note);
    let at: Timestamp = "2026-01-08T12:00:00+03:00".parse()?;
    let at = at.to_zoned(TimeZone::get("Asia/Damascus")?);

    // Each feature in its state at noon. Nothing is written but what an audience may see.
    let mut layers = Vec::new();
    for layer in ScenarioView::new(&scenario).at(at.timestamp()).to_layers()? {
        let release = audience.release(&layer);
        println!("{}", release.report);
        layers.push(release.layer);
    }

    println!();
    for written in GeoJsonWriter::new().write_folder(&layers, &folder)? {
        if let Some(path) = written.path {
            println!(
                "{:>4} features, {:>7} bytes  {}",
                written.features,
                written.bytes,
                path.display()
            );
        }
    }
    if let Some(streets) = layers.iter().find(|layer| layer.layer().name() == "streets") {
        let path = folder.join("streets.geojsons");
        let written = GeoJsonSeqWriter::new().write_file(streets, &path)?;
        println!(
            "{:>4} features, {:>7} bytes  {}",
            written.features,
            written.bytes,
            path.display()
        );
    }
    let sheet = MapSheet::new("Northern Aleppo, 8 January 2026")
        .subtitle("Announced corridors, zones and shelters, as reported")
        .as_of(at)
        .note("Schematic drawing, not surveyed. Do not navigate by it.")
        .note("Shelters, hazard zones and most incidents are invented for the example.")
        .source("Public statements of 7 to 10 January 2026, as reported")
        .layers(layers);
    let written = sheet.write_file(&folder.join("map.svg"))?;
    println!("   a map, {:>7} bytes  {}", written.bytes, folder.join("map.svg").display());

    // What was written can be read again.
    let again = ScenarioReader::new().file(folder.join("shelters.geojson")).read()?;
    println!("\nread back: {} shelters", again.scenario.shelters().len());
    Ok(())
}
