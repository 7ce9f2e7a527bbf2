//! What announced areas cover as time goes on: a line of CSV for each moment.
//!
//! ```text
//! cargo run --release --example impact_over_time
//! cargo run --release --example impact_over_time -- series FOLDER
//! cargo run --release --example impact_over_time -- blocks FILE KEY DATE STATUS IN_FORCE
//! ```
//!
//! Without arguments: the bans of the embedded place. `series`: a folder of
//! GeoJSON files (also gzipped), each the state on the day that its name ends
//! with. `blocks`: one GeoJSON file of orders, each feature a block with
//! properties `KEY` (which block), `DATE` and `STATUS`; of each block the latest order
//! decides, and it is in force if its status is `IN_FORCE`.

use flate2::read::GzDecoder;
use geo::{Geometry, MultiPolygon};
use geojson::{FeatureCollection, JsonObject};
use safepassage::impact::{Covered, PersonsRange, Surveyor};
use safepassage::model::{Area, Feature};
use safepassage::place;
use safepassage::scenario::Scenario;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::Path;

/// A moment: what it is called, the areas named at it, those in force from it on.
struct Moment {
    when: String,
    named: Vec<Covered>,
    in_force: Vec<Covered>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => {
            let scenario = place::northern_aleppo()?.scenario;
            let moments = bans(&scenario);
            table(&Surveyor::new(&scenario), moments.into_iter().map(Ok))
        }
        ["series", folder] => {
            let mut files: Vec<_> = fs::read_dir(folder)?
                .map(|entry| Ok(entry?.path()))
                .collect::<Result<_, std::io::Error>>()?;
            files.sort();
            table(&Surveyor::new(&Scenario::default()), files.iter().map(|file| day(file)))
        }
        ["blocks", file, key, date, status, in_force] => {
            let moments = orders(features(Path::new(file))?, [key, date, status], in_force)?;
            table(&Surveyor::new(&Scenario::default()), moments.into_iter().map(Ok))
        }
        _ => {
            Err("expected nothing, or series FOLDER, or blocks FILE KEY DATE STATUS IN_FORCE"
                .into())
        }
    }
}

/// Prints the moments, each held against the one before.
fn table(
    surveyor: &Surveyor,
    moments: impl Iterator<Item = Result<Moment, Box<dyn Error>>>,
) -> Result<(), Box<dyn Error>> {
    println!(
        "when,areas,named_km2,in_force_km2,sum_km2,gained_km2,lost_km2,net_km2,\
         persons_low,persons_best,persons_high"
    );
    let mut before = surveyor.survey(&[])?;
    for moment in moments {
        let Moment { when, named, in_force } = moment?;
        let after = surveyor.survey(&in_force)?;
        let change = surveyor.difference(&before, &after);
        let named_km2 = surveyor.impact(&named)?.area_km2;
        let impact = after.impact();
        let persons = match impact.persons {
            Some(PersonsRange { low, best, high }) => format!("{},{},{}", low.0, best.0, high.0),
            None => ",,".to_owned(),
        };
        println!(
            "{when},{},{named_km2:.9},{:.9},{:.9},{:.9},{:.9},{:.9},{persons}",
            impact.each.len(),
            impact.area_km2,
            impact.sum_km2,
            change.gained.area_km2,
            change.lost.area_km2,
            change.net_km2,
        );
        before = after;
    }
    Ok(())
}

/// The curfews and closed zones of a scenario, at every instant at which one
/// begins or ends.
fn bans(scenario: &Scenario) -> Vec<Moment> {
    let curfews = scenario.curfew_zones().iter().map(|zone| (zone as &dyn Feature, zone.area()));
    let closed = scenario.restricted_zones().iter().map(|zone| (zone as &dyn Feature, zone.area()));
    let zones: Vec<_> = curfews.chain(closed).collect();
    let Some(period) = scenario.about().period else { return Vec::new() };
    let mut moments = Vec::new();
    let mut next = period.start();
    while let Some(at) = next.filter(|at| period.contains(*at)) {
        let covered = |begins_now: bool| {
            let holds = zones.iter().filter(|(zone, _)| {
                let schedule = zone.schedule();
                let just_before = at - jiff::SignedDuration::from_secs(1);
                let before = schedule.active_at(just_before).forbids();
                schedule.active_at(at).forbids() && !(begins_now && before)
            });
            holds.map(|(zone, area)| Covered::new(zone.label(), (*area).clone())).collect()
        };
        moments.push(Moment {
            when: at.to_string(),
            named: covered(true),
            in_force: covered(false),
        });
        next = zones.iter().filter_map(|(zone, _)| zone.schedule().next_change(at)).min();
    }
    moments
}

/// One file of a series: the state on the day in its name.
fn day(file: &Path) -> Result<Moment, Box<dyn Error>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let digits: Vec<char> = name.chars().filter(char::is_ascii_digit).collect();
    let when: String = digits[digits.len().saturating_sub(8)..].iter().collect();
    let mut in_force = Vec::new();
    for (number, (area, _)) in features(file)?.into_iter().enumerate() {
        in_force.push(Covered::new(format!("{when}/{number}"), area));
    }
    Ok(Moment { when, named: in_force.clone(), in_force })
}

/// Orders about blocks: of each block the latest decides. If two of one instant
/// disagree, the block is in force.
fn orders(
    features: Vec<(Area, JsonObject)>,
    [key, date, status]: [&str; 3],
    in_force: &str,
) -> Result<Vec<Moment>, Box<dyn Error>> {
    let text = |properties: &JsonObject, name: &str| match properties.get(name) {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    let mut by_date: BTreeMap<i64, BTreeMap<String, Vec<(bool, Area)>>> = BTreeMap::new();
    let mut undated = 0;
    for (area, properties) in features {
        let Some(when) = text(&properties, date) else {
            undated += 1;
            continue;
        };
        let block =
            text(&properties, key).ok_or("expected every dated feature to name its block")?;
        let held = text(&properties, status).as_deref() == Some(in_force);
        by_date.entry(when.parse()?).or_default().entry(block).or_default().push((held, area));
    }
    if undated > 0 {
        eprintln!("{undated} features without a date are left out");
    }
    let mut latest: BTreeMap<String, Vec<Covered>> = BTreeMap::new();
    let mut moments = Vec::new();
    for (when, blocks) in by_date {
        let mut named = Vec::new();
        for (block, orders) in blocks {
            let held = orders.into_iter().filter(|(held, _)| *held);
            let areas: Vec<Covered> =
                held.map(|(_, area)| Covered::new(block.clone(), area)).collect();
            named.extend(areas.iter().cloned());
            latest.insert(block, areas);
        }
        let in_force = latest.values().flatten().cloned().collect();
        moments.push(Moment { when: when.to_string(), named, in_force });
    }
    Ok(moments)
}

/// The areas of a GeoJSON file and their properties.
fn features(file: &Path) -> Result<Vec<(Area, JsonObject)>, Box<dyn Error>> {
    let mut text = String::new();
    let opened = fs::File::open(file)?;
    if file.extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(opened).read_to_string(&mut text)?;
    } else {
        let mut opened = opened;
        opened.read_to_string(&mut text)?;
    }
    let collection: FeatureCollection = text.parse()?;
    let mut read = Vec::with_capacity(collection.features.len());
    for feature in collection.features {
        let Some(geometry) = feature.geometry else { continue };
        let polygons: MultiPolygon = match Geometry::try_from(geometry)? {
            Geometry::Polygon(polygon) => polygon.into(),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => continue,
        };
        read.push((Area::new(polygons)?, feature.properties.unwrap_or_default()));
    }
    Ok(read)
}
