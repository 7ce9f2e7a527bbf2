//! An evacuation from end to end: who leaves when, by which way, to which
//! shelter; what holds people up; who stays behind and why. Layers for a map,
//! a chart and a table of the schedule.
//!
//! ```text
//! cargo run --release --features osm,chart,tables --example evacuate_city
//! cargo run --release --features osm,chart,tables --example evacuate_city -- city.osm.pbf [folder to write to]
//! ```
//!
//! Without an argument it plans for the embedded place (northern Aleppo, 8
//! January 2026), whose streets are drawn and whose figures are made, as if each
//! of its shelters had room for 3,000 more. With an OpenStreetMap extract it
//! takes the real streets and invents the rest:
//!
//! | | what | where |
//! |---|---|---|
//! | neighbourhoods | six, 3,000 people each (2,000 to 4,500), all within 250 m of a junction | the extract's junctions in three strips from west to east with as many in each, each strip in two from south to north; the middle one of each |
//! | shelters | four with 5,000 places each | the junctions that have 97 of 100 to their east, north, west or south |
//! | ways of travelling | four fifths on foot, a fifth in cars | |
//! | hours | three from 07:00 UTC on 8 January 2026 | |
//!
//! Nobody lives there as it says, and no shelter stands there: it shows what a
//! plan is, not what to do in that city.

use geo::Coord;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use safepassage::evacuate::{
    Estimate, EvacuationPlan, EvacuationPlanner, EvacuationRequest, GroupRequest, StartFrom,
};
use safepassage::geodesy::circle;
use safepassage::io::osm::OsmReader;
use safepassage::io::table::HxlCsvWriter;
use safepassage::io::write::{ClearanceChart, GeoJsonWriter, LayerWriter, MapSheet};
use safepassage::layer::{EvacuationView, ScenarioView, ToLayers};
use safepassage::model::{Area, Neighbourhood, Particulars, Place, Shelter, TravelMode};
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::place;
use safepassage::publish::{Audience, ReleasedLayer};
use safepassage::record::RecordRef;
use safepassage::scenario::{About, ScenarioBuilder};
use safepassage::time::TimeWindow;
use safepassage::units::{Metres, Persons};
use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let extract = arguments.next().filter(|path| !path.as_os_str().is_empty());
    let out = arguments.next().unwrap_or_else(|| "target/evacuate-city".into());

    // 1. Where, and what is asked.
    let (picture, request) = match &extract {
        None => embedded()?,
        Some(extract) => invented(extract)?,
    };
    let about = picture.scenario().about();
    println!("{}\n{}\n", about.title, about.note);

    // 2. The plan.
    let plan = EvacuationPlanner::new(&picture).plan(&request)?;
    let view = EvacuationView::new(&plan, &picture);
    report(&plan, &view.time_zone());

    // 3. For those who plan: layers, a map, a chart, a table. Where people will
    //    be and when is for nobody else: for the public nearly all of it is held back.
    write(&picture, &plan, &out)?;
    println!("\nNothing here says that a way is free of danger: it reports what sources state.");
    Ok(())
}

/// Northern Aleppo around the hours in which corridors were announced.
fn embedded() -> Result<(OperationalPicture, EvacuationRequest), Box<dyn Error>> {
    let picture = OperationalPicture::prepare(place::northern_aleppo()?.scenario)?;
    let window = "2026-01-08T09:30:00+03:00/2026-01-08T14:00:00+03:00".parse()?;
    let mut request = EvacuationRequest::new(window)
        .start_from(StartFrom::AssemblyPoints)
        .checkpoint_rate("al-zuhour-crossing", Estimate::range(1200.0, 1800.0, 2100.0))
        .samples(40, 8);
    for one in picture.scenario().shelters() {
        request = request.shelter(one.id().clone(), Some(3000));
    }
    for one in picture.scenario().neighbourhoods() {
        let Some(said) = one.population() else { continue };
        let people = said.persons.0 as f64;
        let people = Estimate::range(people * 0.8, people, people * 1.1);
        request = request.group(GroupRequest::new(one.id().clone()).persons(people));
    }
    Ok((picture, request))
}

/// Real streets with made neighbourhoods and shelters.
fn invented(extract: &Path) -> Result<(OperationalPicture, EvacuationRequest), Box<dyn Error>> {
    let network = OsmReader::new().read(extract)?.network;
    let window: TimeWindow = "2026-01-08T07:00:00Z/2026-01-08T10:00:00Z".parse()?;
    let title = extract.file_name().unwrap_or_default().to_string_lossy();
    let mut made = ScenarioBuilder::new();
    made.about(About {
        title: format!("Streets of {title}, people and shelters invented"),
        note: "Nobody lives there as it says, and no shelter stands there.".to_owned(),
        ..About::default()
    });
    let mut request = EvacuationRequest::new(window);
    for (number, centre) in middles(&network).into_iter().enumerate() {
        let id = format!("neighbourhood-{}", number + 1);
        let area = circle(centre, Metres(250.0)).ok_or("expected a circle off the poles")?;
        let name = Particulars::named(format!("Neighbourhood {}", number + 1).as_str());
        let one = Neighbourhood::new(id.as_str(), Area::new(area)?).with(name);
        made.neighbourhood(one, RecordRef::file("invented"));
        let group = GroupRequest::new(id.as_str())
            .persons(Estimate::range(2000.0, 3000.0, 4500.0))
            .modes([(TravelMode::Foot, 0.8), (TravelMode::Vehicle, 0.2)]);
        request = request.group(group);
    }
    for (name, at) in ["West", "South", "East", "North"].into_iter().zip(edges(&network)) {
        let shelter = Shelter::new(name.to_lowercase().as_str(), Place::new(at.x, at.y)?)
            .with_capacity(Persons(5000))
            .with_occupancy(Persons(0))
            .with(Particulars::named(name));
        made.shelter(shelter, RecordRef::file("invented"));
    }
    Ok((OperationalPicture::new(made.build().0, network), request))
}

/// The junctions, sorted by a coordinate.
fn sorted(network: &StreetNetwork, by: fn(&Coord) -> f64) -> Vec<Coord> {
    let mut junctions: Vec<Coord> = network.nodes().map(|node| network.node(node)).collect();
    junctions.sort_by(|a, b| by(a).total_cmp(&by(b)));
    junctions
}

/// Six junctions with about as many round each.
fn middles(network: &StreetNetwork) -> Vec<Coord> {
    let junctions = sorted(network, |at| at.x);
    let strips = junctions.chunks(junctions.len().div_ceil(3).max(1));
    strips
        .flat_map(|strip| {
            let mut strip = strip.to_vec();
            strip.sort_by(|a, b| a.y.total_cmp(&b.y));
            let half = strip.len().div_ceil(2).max(1);
            strip.chunks(half).map(|part| part[part.len() / 2]).collect::<Vec<_>>()
        })
        .collect()
}

/// Junctions near the western, southern, eastern and northern edge.
fn edges(network: &StreetNetwork) -> [Coord; 4] {
    let (by_lon, by_lat) = (sorted(network, |at| at.x), sorted(network, |at| at.y));
    let low = by_lon.len() * 3 / 100;
    let high = by_lon.len() - 1 - low;
    [by_lon[low], by_lat[low], by_lon[high], by_lat[high]]
}

/// The plan in a few lines.
fn report(plan: &EvacuationPlan, zone: &TimeZone) {
    let clock = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let bounds = &plan.bounds;
    println!("{} of {} people arrive", bounds.moved, bounds.persons);
    println!("no plan brings more than {} there", bounds.moved_at_most);
    if let (Some(last), Some(least)) = (bounds.clearance, bounds.clearance_at_least) {
        println!("the last by {}; under no plan as many before {}", clock(last), clock(least));
    }
    if let Some(gap) = bounds.gap_percent {
        println!("mean arrival at most {gap:.1} % later than in any other plan");
    }
    let end = plan.band.as_ref().and_then(|band| band.points.last());
    if let (Some(band), Some(end)) = (&plan.band, end) {
        println!(
            "with {} other draws of people and rates: {} to {} arrive",
            band.samples, end.low, end.high
        );
    }
    println!("\nArrived by");
    let points = plan.curve().map_or(&[][..], |curve| &curve.points);
    for tenth in 1..=10 {
        let part = bounds.moved * tenth / 10;
        if let Some(by) = points.iter().find(|point| part > 0 && point.persons >= part) {
            println!("  {}  {:>7}", clock(by.at), by.persons);
        }
    }
    println!("\nWhat holds people up");
    // Those with the most people behind, in order of time.
    let mut behind: Vec<u64> = plan.bottlenecks.iter().map(|one| one.persons_behind).collect();
    behind.sort_unstable_by(|a, b| b.cmp(a));
    let least = behind.get(4).or(behind.last()).copied().unwrap_or(0);
    for one in plan.bottlenecks.iter().filter(|one| one.persons_behind >= least) {
        println!("  {}", one.text);
    }
    println!("\nWho stays behind");
    for group in &plan.groups {
        println!("  {}: {} of {} arrive", group.name, group.moved, group.persons);
        for left in &group.left {
            println!("    {}", left.text);
        }
    }
    for warning in &plan.warnings {
        println!("warning: {warning}");
    }
}

/// Writes everything for those who plan.
fn write(
    picture: &OperationalPicture,
    plan: &EvacuationPlan,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let view = EvacuationView::new(plan, picture);
    let us = Audience::internal();
    println!("\nLayers for those who plan");
    let mut released: Vec<ReleasedLayer> = Vec::new();
    for layer in view.to_layers()? {
        let public = Audience::public().release(&layer).report.kept;
        let release = us.release(&layer);
        println!("  {}; for the public {public}", release.report);
        released.push(release.layer);
    }
    std::fs::create_dir_all(out)?;
    GeoJsonWriter::new().write_folder(&released, out)?;

    let table = us.release(&view.schedule()?).layer;
    HxlCsvWriter::new().write_file(&table, &out.join("schedule.csv"))?;

    let title = picture.scenario().about().title.as_str();
    let bounds = &plan.bounds;
    let mut subtitle =
        format!("{} of {} people arrive", grouped(bounds.moved), grouped(bounds.persons));
    if let Some(last) = bounds.clearance {
        let last = last.to_zoned(view.time_zone()).strftime("%H:%M").to_string();
        subtitle = format!("{subtitle}, the last by {last}");
    }
    ClearanceChart::new(title, us.release(&view.clearance()?).layer)
        .subtitle(subtitle.as_str())
        .time_zone(view.time_zone())
        .each_shelter()
        .write_file(&out.join("clearance.svg"))?;

    // Records as they stand when half of them have arrived; flows of all hours.
    let points = plan.curve().map_or(&[][..], |curve| &curve.points);
    let half = points.iter().find(|point| point.persons * 2 >= bounds.moved);
    let at = half.map_or(plan.window.start_or_min(), |point| point.at);
    let mut sheet = MapSheet::new(title)
        .subtitle(format!("{subtitle}; streets by how many people take them in all"))
        .as_of(at.to_zoned(view.time_zone()))
        .note("Each street is as wide as people are many who take it, from first to last.");
    for layer in ScenarioView::new(picture.scenario()).at(at).to_layers()? {
        sheet = sheet.layer(us.release(&layer).layer);
    }
    sheet
        .layer(us.release(&view.flows()?).layer)
        .layer(us.release(&view.bottlenecks()?).layer)
        .write_file(&out.join("flows.svg"))?;
    println!("GeoJSON, schedule.csv, clearance.svg and flows.svg written to {}", out.display());
    Ok(())
}

/// A number with a comma after each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let part = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    let parts: Vec<String> = digits.as_bytes().rchunks(3).rev().map(part).collect();
    parts.join(",")
}
