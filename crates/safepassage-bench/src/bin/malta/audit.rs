//! Ways that anybody gave, held against the zones.

use super::Problem;
use super::data::{DEPARTURE, Folder, scenario, window};
use geo::Coord;
use jiff::SignedDuration;
use safepassage::geodesy::distance;
use safepassage::model::TravelMode;
use safepassage::network::{Barriers, RoutePolicy};
use safepassage::verify::{Certificate, check};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::BufRead;

/// Parts of a way inside a zone shorter than this are where coordinates are rounded. Metres.
const ROUNDED_M: f64 = 1.0;

/// A way that begins or ends further from where it was asked for goes elsewhere. Metres.
const ELSEWHERE_M: f64 = 100.0;

/// One way, as a line of input.
#[derive(Deserialize)]
struct Given {
    /// How long it takes, in seconds.
    seconds: f64,
    /// In degrees, `[lon, lat]` each.
    line: Vec<[f64; 2]>,
    /// The two places that were asked for, in degrees.
    ends: Option<[[f64; 2]; 2]>,
    /// What is done when; without it the line is taken at an even pace.
    certificate: Option<Certificate>,
}

/// Reads ways from standard input, prints one JSON object: how many there are,
/// how many our checker refuses and by which rules, how many run more than a
/// metre inside a zone and how far, how many begin or end elsewhere than asked.
///
/// The zones are in force at all times.
pub(super) fn audit(folder: &Folder, zones: &str) -> Result<(), Problem> {
    let scenario = scenario(&folder.zones(zones)?, false);
    let policy = RoutePolicy::cautious();
    let barriers = Barriers::prepare(&scenario, window(), TravelMode::Vehicle, &policy);
    let barriers =
        barriers.map_err(|_| Problem::Data { file: "window".into(), expected: "a day" })?;
    let (mut ways, mut refused) = (0_usize, 0_usize);
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut inside_m = Vec::new();
    let mut elsewhere = 0_usize;
    for line in std::io::stdin().lock().lines() {
        let given: Given = serde_json::from_str(&line?)?;
        ways += 1;
        let certificate = match given.certificate {
            Some(certificate) => certificate,
            None => certificate_of(&given.line, given.seconds, &policy)?,
        };
        let mut codes: Vec<&str> =
            check(&certificate, &scenario).iter().map(|violation| violation.code).collect();
        codes.sort_unstable();
        codes.dedup();
        refused += usize::from(!codes.is_empty());
        for code in codes {
            *rules.entry(code).or_default() += 1;
        }
        let line: Vec<Coord> = given.line.iter().map(|&at| Coord::from(at)).collect();
        let metres = covered(&barriers, &line);
        if metres > ROUNDED_M {
            inside_m.push(metres);
        }
        let reached = given.line.first().into_iter().chain(given.line.last());
        let mut gaps = given.ends.iter().flatten().zip(reached);
        elsewhere += usize::from(gaps.any(|(&asked, &reached)| {
            distance(Coord::from(asked), Coord::from(reached)).0 > ELSEWHERE_M
        }));
    }
    inside_m.sort_by(f64::total_cmp);
    let found = json!({
        "ways": ways,
        "refused": refused,
        "rules": rules,
        "inside": inside_m.len(),
        "median_m": inside_m.get(inside_m.len() / 2),
        "most_m": inside_m.last(),
        "elsewhere": elsewhere,
    });
    println!("{found}");
    Ok(())
}

/// Metres of a line inside zones, each zone for itself.
fn covered(barriers: &Barriers, line: &[Coord]) -> f64 {
    barriers.on_line(line).iter().map(|shut| shut.to_m - shut.from_m).sum()
}

/// A way at an even pace from the start of the window on.
fn certificate_of(
    line: &[[f64; 2]],
    seconds: f64,
    policy: &RoutePolicy,
) -> Result<Certificate, Problem> {
    let enter = DEPARTURE;
    let exit = enter + SignedDuration::from_millis((seconds * 1000.0).ceil() as i64);
    Ok(serde_json::from_value(json!({
        "mode": TravelMode::Vehicle,
        "policy": policy,
        "window": window(),
        "acts": [{ "act": "move", "line": line, "enter": enter, "exit": exit }],
    }))?)
}
