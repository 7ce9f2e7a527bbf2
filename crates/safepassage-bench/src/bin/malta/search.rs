//! Searches on the peers' own arcs.

use super::data::{Drive, Folder, scenario};
use super::{Problem, Wishes, ZONES, tell};
use safepassage::hierarchy::{Hierarchy, INFINITE, Metric, Query, matrix};
use safepassage::model::TravelModes;
use safepassage::network::{Footprints, NetworkBuilder, StreetNetwork, WayAttributes, WayOrigin};
use safepassage_bench::measure::repeated;
use serde_json::json;
use std::collections::BTreeMap;

/// Sources and targets of the matrix.
const MATRIX: usize = 500;

/// Queries that a slow peer answers.
const FEW: usize = 20;

/// The arcs as straight streets, a way for each pair of nodes that is joined,
/// and the arcs of each way.
fn straight(drive: &Drive) -> Result<(StreetNetwork, Vec<Vec<u32>>), Problem> {
    let mut pairs: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (arc, (&tail, &head)) in drive.tails.iter().zip(&drive.heads).enumerate() {
        pairs.entry((tail.min(head), tail.max(head))).or_default().push(arc as u32);
    }
    let mut builder = NetworkBuilder::new();
    let points =
        drive.places.iter().map(|&at| builder.add_point(at)).collect::<Result<Vec<_>, _>>()?;
    let mut arcs = Vec::with_capacity(pairs.len());
    for ((one, other), of) in pairs {
        let way = WayAttributes {
            forward: TravelModes::all(),
            backward: TravelModes::all(),
            origin: WayOrigin::Street(arcs.len() as u32),
            ..WayAttributes::default()
        };
        builder.add_way(&[points[one as usize], points[other as usize]], way)?;
        arcs.push(of);
    }
    Ok((builder.build()?, arcs))
}

/// The arcs whose straight line meets a zone.
fn shut(drive: &Drive, folder: &Folder) -> Result<Vec<u32>, Problem> {
    let (network, arcs) = straight(drive)?;
    let footprints = Footprints::of(&network, &scenario(&folder.zones(ZONES)?, false), None);
    let spans = footprints.iter().flat_map(|(_, footprint)| footprint.spans());
    let mut shut = Vec::new();
    for &(stretch, _, _) in spans {
        for edge in network.edges_along(stretch).take(1) {
            if let WayOrigin::Street(way) = network.edge(edge).origin() {
                shut.extend(arcs[way as usize].iter().copied());
            }
        }
    }
    shut.sort_unstable();
    shut.dedup();
    Ok(shut)
}

/// Customising, distances, paths and a matrix with thirty zones in force.
pub(super) fn search(folder: &Folder, wishes: &Wishes) -> Result<(), Problem> {
    let drive = folder.drive()?;
    let queries = folder.queries()?;
    let places: Vec<(f64, f64)> = drive.places.iter().map(|at| (at.x, at.y)).collect();
    let shut = shut(&drive, folder)?;
    let (times, hierarchy) =
        repeated(1, || Hierarchy::prepare(places.len(), &drive.tails, &drive.heads, Some(&places)));
    let hierarchy = hierarchy?;
    tell("arcs prepared", 1, &times, json!({ "arcs": drive.tails.len() }))?;

    let mut millis = drive.millis.clone();
    for &arc in &shut {
        millis[arc as usize] = INFINITE;
    }
    let (times, metric) = repeated(wishes.rounds * 3, || Metric::customise(&hierarchy, &millis));
    let metric = metric?;
    tell("arcs customised", 1, &times, json!({ "closed": shut.len() }))?;

    let mut query = Query::new(&hierarchy);
    let (times, sum) = repeated(wishes.rounds, || -> Result<_, Problem> {
        let (mut reached, mut sum) = (0_u64, 0_u64);
        for &(from, to) in &queries {
            if let Some(distance) = query.distance(&hierarchy, &metric, from, to)? {
                (reached, sum) = (reached + 1, sum + u64::from(distance));
            }
        }
        Ok(json!({ "reached": reached, "ms": sum }))
    });
    tell("route with zones, distance alone", queries.len(), &times, sum?)?;
    let (times, sums) = repeated(wishes.rounds, || -> Result<_, Problem> {
        let (mut reached, mut sum, mut first) = (0_u64, 0_u64, (0, 0));
        for (number, &(from, to)) in queries.iter().enumerate() {
            if number == FEW {
                first = (reached, sum);
            }
            if let Some(path) = query.path(&hierarchy, &metric, from, to)? {
                // Summed arc by arc: the path is checked with its distance.
                let along = path.arcs.iter().map(|&arc| u64::from(millis[arc as usize]));
                (reached, sum) = (reached + 1, sum + along.sum::<u64>());
            }
        }
        let (first_reached, first_ms) = first;
        Ok(
            json!({ "reached": reached, "ms": sum, "first_20_reached": first_reached, "first_20_ms": first_ms }),
        )
    });
    tell("route with zones, graph search", queries.len(), &times, sums?)?;

    let sources: Vec<u32> = queries.iter().take(MATRIX).map(|query| query.0).collect();
    let targets: Vec<u32> = queries.iter().take(MATRIX).map(|query| query.1).collect();
    let (times, all) = repeated(wishes.rounds, || matrix(&hierarchy, &metric, &sources, &targets));
    let reached = all?.into_iter().filter(|&weight| weight < INFINITE).map(u64::from);
    let (count, sum) = reached.fold((0_u64, 0_u64), |(n, sum), weight| (n + 1, sum + weight));
    let name = format!("matrix {MATRIX} by {MATRIX} with zones");
    tell(&name, 1, &times, json!({ "reached": count, "ms": sum }))
}
