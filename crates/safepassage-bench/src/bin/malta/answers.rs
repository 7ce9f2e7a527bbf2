//! Whole answers: geometry, names, reasons, checked.

use super::data::{Folder, scenario, window};
use super::{Problem, Wishes, ZONES, tell};
use geo::Coord;
use safepassage::id::{FeatureRef, Kind};
use safepassage::model::TravelMode;
use safepassage::network::StreetNetwork;
use safepassage::picture::OperationalPicture;
use safepassage::route::{Destination, PreparedStreets, RouteAnswer, RoutePlanner, RouteRequest};
use safepassage_bench::measure::{Times, once};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

fn request(from: Coord, to: Coord) -> RouteRequest {
    let feature = FeatureRef::new(Kind::Shelter, "there");
    RouteRequest {
        from: vec![from],
        to: vec![Destination { feature, at: to, open: None }],
        mode: TravelMode::Vehicle,
        window: window(),
    }
}

fn ends(at: Option<&Coord>) -> Option<[f64; 2]> {
    at.map(|at| [at.x, at.y])
}

/// Ways with zones always in force, then with zones in force at times.
pub(super) fn answers(
    folder: &Folder,
    network: &StreetNetwork,
    wishes: &Wishes,
) -> Result<(), Problem> {
    let drive = folder.drive()?;
    let place = |node: u32| drive.places[node as usize];
    let queries = folder.queries()?;
    let requests: Vec<RouteRequest> = queries
        .iter()
        .take(wishes.answers)
        .map(|&(from, to)| request(place(from), place(to)))
        .collect();
    let zones = folder.zones(ZONES)?;
    let works = [
        (false, "route with zones, with geometry, names and checks", "ours.jsonl"),
        (true, "earliest arrival with timed zones", "ours-timed.jsonl"),
    ];
    for (timed, work, file) in works {
        let picture = OperationalPicture::new(scenario(&zones, timed), network.clone());
        let streets = Arc::new(PreparedStreets::prepare(picture.shared_network())?);
        let planner = RoutePlanner::on(&picture, streets)?;
        let mut out = std::io::BufWriter::new(std::fs::File::create(wishes.out.join(file))?);
        // What the first question prepares, every later one finds.
        let (first, _) = once(|| requests.first().map(|request| planner.find(request)));
        let mut times = Vec::new();
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for request in &requests {
            let (time, answer) = once(|| planner.find(request));
            times.push(time);
            let word = match answer? {
                RouteAnswer::Way(plan) => {
                    let line = plan.legs.iter().flat_map(|leg| &leg.line).collect::<Vec<_>>();
                    let seconds = plan.arrival.duration_since(plan.departure).as_secs_f64();
                    let line = json!({
                        "seconds": seconds,
                        "line": line,
                        "ends": [ends(request.from.first()), ends(request.to.first().map(|to| &to.at))],
                        "certificate": plan.certificate,
                    });
                    writeln!(out, "{line}")?;
                    "way".to_owned()
                }
                RouteAnswer::NoWay(no) => no.reason.as_str().to_owned(),
            };
            *reasons.entry(word).or_default() += 1;
        }
        out.flush()?;
        let times = Times::new(times);
        let sums = json!({ "answers": reasons, "first_ms": first, "p99_ms": times.share(0.99) });
        tell(work, 1, &times, sums)?;
    }
    Ok(())
}
