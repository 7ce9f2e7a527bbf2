//! Our side of the comparison with other routers: one JSON line for each work.
//!
//! ```text
//! malta --data FOLDER --out FOLDER [--rounds N] [--answers N]
//! malta audit --data FOLDER --zones NAME < answers.jsonl
//! ```
//!
//! `FOLDER` holds `bench-malta`. What peers need to do the same work (streets
//! with their lines, in little-endian numbers) is written to `--out`, and so
//! are our own answers, for the audit. One thread.

mod answers;
mod audit;
mod data;
mod search;
mod streets;

use safepassage_bench::measure::Times;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;

/// The zones in force where a work names none.
const ZONES: &str = "30x300m";

/// What is asked of this run.
struct Wishes {
    data: PathBuf,
    out: PathBuf,
    /// Rounds of the works that take little time.
    rounds: usize,
    /// Queries answered with geometry.
    answers: usize,
    zones: String,
    audit: bool,
}

/// One line of output.
#[derive(Debug, Serialize)]
struct Line {
    work: String,
    median_ms: f64,
    least_ms: f64,
    /// Items done in a round; times are for one.
    n: usize,
    rounds: usize,
    /// Sums over all answers, by which two programs are held against each other.
    checksum: serde_json::Value,
}

/// Prints the line of a work that was timed by rounds of `n` items.
fn tell(work: &str, n: usize, times: &Times, checksum: serde_json::Value) -> Result<(), Problem> {
    let each = 1.0 / n.max(1) as f64;
    let line = Line {
        work: work.to_owned(),
        median_ms: times.median() * each,
        least_ms: times.least() * each,
        n,
        rounds: times.count(),
        checksum,
    };
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Problem> {
    let wishes = wishes(std::env::args().skip(1))?;
    let folder = data::Folder::new(wishes.data.join("bench-malta"));
    if wishes.audit {
        return audit::audit(&folder, &wishes.zones);
    }
    std::fs::create_dir_all(&wishes.out)?;
    let network = streets::read(&folder, &wishes)?;
    streets::zones(&folder, &network, &wishes)?;
    streets::change(&folder, &network, &wishes)?;
    search::search(&folder, &wishes)?;
    answers::answers(&folder, &network, &wishes)
}

fn wishes(mut words: impl Iterator<Item = String>) -> Result<Wishes, Problem> {
    let mut wishes = Wishes {
        data: PathBuf::new(),
        out: PathBuf::new(),
        rounds: 7,
        answers: 200,
        zones: ZONES.to_owned(),
        audit: false,
    };
    while let Some(word) = words.next() {
        if word == "audit" {
            wishes.audit = true;
            continue;
        }
        let value = words.next().ok_or_else(|| Problem::Usage(word.clone()))?;
        let number = || value.parse::<usize>().map_err(|_| Problem::Usage(word.clone()));
        match word.as_str() {
            "--data" => wishes.data = value.into(),
            "--out" => wishes.out = value.into(),
            "--rounds" => wishes.rounds = number()?.max(1),
            "--answers" => wishes.answers = number()?,
            "--zones" => wishes.zones = value,
            _ => return Err(Problem::Usage(word)),
        }
    }
    if wishes.data.as_os_str().is_empty() || (wishes.out.as_os_str().is_empty() && !wishes.audit) {
        return Err(Problem::Usage("--data and --out".into()));
    }
    Ok(wishes)
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error(
        "expected `malta --data FOLDER --out FOLDER [--rounds N] [--answers N]` or `malta audit --data FOLDER --zones NAME`, found {0:?}"
    )]
    Usage(String),
    #[error("{file}: expected {expected}")]
    Data { file: String, expected: &'static str },
    #[error("{file}: {source}")]
    File { file: String, source: std::io::Error },
    #[error(transparent)]
    Write(#[from] std::io::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Osm(#[from] safepassage::io::osm::OsmError),
    #[error(transparent)]
    Network(#[from] safepassage::network::NetworkError),
    #[error(transparent)]
    Hierarchy(#[from] safepassage::hierarchy::HierarchyError),
    #[error(transparent)]
    Plan(#[from] safepassage::route::PlanError),
}
