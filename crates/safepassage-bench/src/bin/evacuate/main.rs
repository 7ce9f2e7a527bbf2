//! Our side of the comparison of evacuation plans: one JSON line for each work.
//!
//! ```text
//! evacuate FILE [--horizon STEPS] [--rounds N]
//! evacuate random SEED COUNT
//! evacuate malta FOLDER [OPTIONS]
//! evacuate osm FILE [OPTIONS]
//! evacuate made NODES [OPTIONS]
//! evacuate tntp NET TRIPS [OPTIONS]
//! evacuate growth [--most NODES] [--seed N]
//! ```
//!
//! `FILE` holds an instance (see `safepassage_bench::evacuation::read`). Each
//! answer is held against the instance by `flow::check`. `random` prints made
//! problems with our answers, for a solver of linear programs to find anew.
//!
//! The others are whole cities: the drive graph of `bench-malta`, an extract of
//! OpenStreetMap, a made country, or a network and trips of the TNTP format, with
//! `--persons N`, `--sources N`, `--shelters N`, `--seed N`, `--step SECONDS`,
//! `--horizon STEPS` and `--method fast|quickest|exact`. `growth` has made ones of
//! several sizes solved, each in a process of its own, and fits exponents. One
//! thread.

mod city;
mod growth;
mod problem;
mod works;

use safepassage::flow::FlowError;
use safepassage::io::osm::OsmError;
use safepassage_bench::evacuation::BadInstance;
use safepassage_bench::evacuation::BadTntp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "expected FILE, random SEED COUNT, malta FOLDER, osm FILE, made NODES, tntp NET TRIPS or \
         growth, and their options, found {0:?}"
    )]
    Usage(Vec<String>),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    Instance { path: PathBuf, source: BadInstance },
    #[error("{path}: {source}")]
    Tntp { path: PathBuf, source: BadTntp },
    #[error("{path}: {source}")]
    Osm { path: PathBuf, source: OsmError },
    #[error("{path}: expected rows of tail, head, metres, seconds and vehicles an hour")]
    Rows { path: PathBuf },
    #[error("{command}: expected a line of output, found {found:?}")]
    Child { command: String, found: String },
    #[error(transparent)]
    Flow(#[from] FlowError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("{work}: expected an answer that holds, found {faults} faults, the first: {first}")]
    Faults { work: String, faults: usize, first: String },
}

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    match run(&given) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(given: &[String]) -> Result<(), Failure> {
    let usage = || Failure::Usage(given.to_vec());
    let number = |text: &String| text.parse::<u64>().map_err(|_| usage());
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    match words[..] {
        ["random", ..] => match given {
            [_, seed, count] => problem::random(number(seed)?, number(count)?),
            _ => Err(usage()),
        },
        ["malta", folder, ..] => city::malta(&PathBuf::from(folder), &options(given, 2)?),
        ["osm", file, ..] => city::osm(&PathBuf::from(file), &options(given, 2)?),
        ["made", nodes, ..] => {
            let nodes = nodes.parse().map_err(|_| usage())?;
            city::made(nodes, &options(given, 2)?)
        }
        ["tntp", net, trips, ..] => {
            city::tntp(&PathBuf::from(net), &PathBuf::from(trips), &options(given, 3)?)
        }
        ["growth", ..] => growth::measure(&options(given, 1)?),
        [file, ..] => {
            let options = options(given, 1)?;
            works::measure(&PathBuf::from(file), options.horizon.unwrap_or(1_000), options.rounds)
        }
        [] => Err(usage()),
    }
}

fn options(given: &[String], from: usize) -> Result<city::Options, Failure> {
    let found = city::Options::read(given.get(from..).unwrap_or_default());
    found.ok_or_else(|| Failure::Usage(given.to_vec()))
}
