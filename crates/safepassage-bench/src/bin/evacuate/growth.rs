//! How the fast method grows with people, nodes and steps.

use crate::Failure;
use crate::city::{Options, Row};
use safepassage_bench::picture::fitted;
use serde_json::json;
use std::process::Command;

/// What one series changes.
const SERIES: [&str; 3] = ["persons", "nodes", "steps"];

/// Solves made cities, each in a process of its own, prints their rows, and for
/// each series the exponents of seconds and of bytes.
pub(crate) fn measure(options: &Options) -> Result<(), Failure> {
    for series in SERIES {
        let mut rows = Vec::new();
        for size in 0..4 {
            let row = solved(&arguments(series, size, options))?;
            println!("{}", serde_json::to_string(&row)?);
            rows.push(row);
        }
        let across = |row: &Row| match series {
            "persons" => row.persons as f64,
            "nodes" => f64::from(row.nodes),
            _ => f64::from(row.clearance.unwrap_or(1)),
        };
        let exponent = |up: &dyn Fn(&Row) -> f64| {
            let points: Vec<_> = rows.iter().map(|row| (across(row), up(row))).collect();
            fitted(&points).map(|line| (line.0 * 100.0).round() / 100.0)
        };
        let seconds = exponent(&|row| row.cpu_seconds.unwrap_or(row.seconds));
        let bytes = exponent(&|row| row.peak_bytes.unwrap_or(1) as f64);
        println!("{}", json!({ "series": series, "seconds": seconds, "bytes": bytes }));
    }
    Ok(())
}

/// Persons, nodes or seconds of a step: four sizes, each three times (for steps,
/// half) the one before. With the nodes, the people, their places and the shelters
/// grow alike, five people a node; else there are a tenth as many nodes as asked
/// for at most.
fn arguments(series: &str, size: u32, options: &Options) -> Vec<String> {
    let (most, middle) = (options.most, options.most / 10);
    let (mut nodes, mut persons, mut step) = (middle, middle * 5, 60);
    match series {
        "persons" => persons = middle * 3_usize.pow(size),
        "nodes" => {
            nodes = most / 3_usize.pow(3 - size);
            persons = nodes * 5;
        }
        _ => step = 120 >> size,
    }
    let words = [
        ("--persons", persons as u64),
        ("--step", step),
        ("--seed", options.seed),
        ("--rounds", 1),
    ];
    let options = words.map(|(name, value)| [name.to_owned(), value.to_string()]);
    let first = ["made".to_owned(), nodes.to_string()];
    first.into_iter().chain(options.into_iter().flatten()).collect()
}

fn solved(arguments: &[String]) -> Result<Row, Failure> {
    let file = |source| Failure::File { path: "evacuate".into(), source };
    let mut command = Command::new(std::env::current_exe().map_err(file)?);
    let done = command.args(arguments).output().map_err(file)?;
    let line = String::from_utf8_lossy(&done.stdout);
    serde_json::from_str(&line).map_err(|_| Failure::Child {
        command: arguments.join(" "),
        found: String::from_utf8_lossy(&done.stderr).into_owned(),
    })
}
