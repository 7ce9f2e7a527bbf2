//! Time and memory of preparing, customising and asking, by size.
//!
//! ```text
//! scale [--sizes N,N…] [--graphs FILE,FILE…] [--seed N] [--csv FILE] [--picture FILE]
//! scale --draw CSV --picture FILE
//! ```
//!
//! Each size is measured in a process of its own, one after the other, so that
//! the most memory it held is its own. Rows go to standard output and, with
//! `--csv`, to a file.

mod one;
mod rows;

use rows::Row;
use std::process::{Command, ExitCode, Stdio};

/// What to measure and where to write.
struct Wishes {
    sizes: Vec<usize>,
    graphs: Vec<String>,
    seed: u64,
    csv: Option<String>,
    picture: Option<String>,
    draw: Option<String>,
    one: bool,
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
    if wishes.one {
        return one::measure(&wishes.sizes, &wishes.graphs, wishes.seed);
    }
    let rows = match &wishes.draw {
        Some(csv) => rows::read(&std::fs::read_to_string(csv)?)?,
        None => measured(&wishes)?,
    };
    if let Some(csv) = &wishes.csv {
        std::fs::write(csv, rows::table(&rows))?;
    }
    for (work, exponent) in rows::exponents(&rows) {
        eprintln!("{work}: grows as n^{exponent:.2}");
    }
    if let Some(picture) = &wishes.picture {
        std::fs::write(picture, rows::picture(&rows))?;
    }
    Ok(())
}

/// Measures every size and graph, each in its own process.
fn measured(wishes: &Wishes) -> Result<Vec<Row>, Problem> {
    let this = std::env::current_exe()?;
    let sizes = wishes.sizes.iter().map(|size| ["--sizes".to_owned(), size.to_string()]);
    let graphs = wishes.graphs.iter().map(|file| ["--graphs".to_owned(), file.clone()]);
    let mut rows = Vec::new();
    print!("{}", rows::table(&[]));
    for what in sizes.chain(graphs) {
        let mut command = Command::new(&this);
        command.arg("--one").args(&what).args(["--seed", &wishes.seed.to_string()]);
        let done = command.stderr(Stdio::inherit()).output()?;
        if !done.status.success() {
            return Err(Problem::One(what[1].clone()));
        }
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        print!("{text}");
        rows.extend(rows::read(&text)?);
    }
    Ok(rows)
}

fn wishes(mut words: impl Iterator<Item = String>) -> Result<Wishes, Problem> {
    let mut wishes = Wishes {
        sizes: Vec::new(),
        graphs: Vec::new(),
        seed: 7,
        csv: None,
        picture: None,
        draw: None,
        one: false,
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| Problem::Usage(word.clone()));
        match word.as_str() {
            "--one" => wishes.one = true,
            "--sizes" => {
                let sizes = value()?;
                let sizes = sizes.split(',').map(str::parse::<usize>);
                wishes.sizes = sizes.collect::<Result<_, _>>().map_err(|_| Problem::Usage(word))?;
            }
            "--graphs" => wishes.graphs = value()?.split(',').map(str::to_owned).collect(),
            "--seed" => wishes.seed = value()?.parse().map_err(|_| Problem::Usage(word))?,
            "--csv" => wishes.csv = Some(value()?),
            "--picture" => wishes.picture = Some(value()?),
            "--draw" => wishes.draw = Some(value()?),
            _ => return Err(Problem::Usage(word)),
        }
    }
    if wishes.sizes.is_empty() && wishes.graphs.is_empty() {
        wishes.sizes = vec![10_000, 30_000, 100_000, 300_000, 1_000_000];
    }
    Ok(wishes)
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error(
        "expected `scale [--sizes N,N] [--graphs FILE,FILE] [--seed N] [--csv FILE] [--picture FILE] [--draw CSV]`, found {0:?}"
    )]
    Usage(String),
    #[error("the run of {0} failed")]
    One(String),
    #[error("expected a row of `graph,nodes,arcs,work,unit,least,median,rounds`, found {0:?}")]
    Row(String),
    #[error(transparent)]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Graph(#[from] safepassage_bench::graphs::GraphError),
    #[error(transparent)]
    Hierarchy(#[from] safepassage::hierarchy::HierarchyError),
    #[error(transparent)]
    Network(#[from] safepassage::network::NetworkError),
}
