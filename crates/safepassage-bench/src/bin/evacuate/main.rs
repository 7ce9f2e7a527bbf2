//! Our side of the comparison of evacuation plans: one JSON line for each work.
//!
//! ```text
//! evacuate FILE [--horizon STEPS] [--rounds N]
//! evacuate random SEED COUNT
//! ```
//!
//! `FILE` holds an instance (see `safepassage_bench::evacuation::read`). Each
//! answer is held against the instance by `flow::check`. `random` prints made
//! problems with our answers, for a solver of linear programs to find anew. One
//! thread.

mod problem;
mod works;

use safepassage::flow::FlowError;
use safepassage_bench::evacuation::BadInstance;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("expected FILE [--horizon STEPS] [--rounds N] or random SEED COUNT, found {0:?}")]
    Usage(Vec<String>),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    Instance { path: PathBuf, source: BadInstance },
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
    match given {
        [random, seed, count] if random == "random" => {
            problem::random(number(seed)?, number(count)?)
        }
        [file, options @ ..] => {
            let (mut horizon, mut rounds) = (1_000, 3);
            for option in options.chunks(2) {
                match option {
                    [name, value] if name == "--horizon" => horizon = number(value)?,
                    [name, value] if name == "--rounds" => rounds = number(value)?,
                    _ => return Err(usage()),
                }
            }
            let horizon = u32::try_from(horizon).map_err(|_| usage())?;
            works::measure(&PathBuf::from(file), horizon, rounds.max(1) as usize)
        }
        [] => Err(usage()),
    }
}
