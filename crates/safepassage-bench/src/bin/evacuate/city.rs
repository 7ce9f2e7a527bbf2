//! Whole cities.

use crate::Failure;
use crate::works::solve;
use safepassage::flow::FlowProblem;
use safepassage::flow::Method;
use safepassage::flow::Step;
use safepassage::flow::check;
use safepassage::io::osm::OsmReader;
use safepassage_bench::country::Country;
use safepassage_bench::evacuation::City;
use safepassage_bench::evacuation::Links;
use safepassage_bench::evacuation::Town;
use safepassage_bench::measure::cpu_seconds;
use safepassage_bench::measure::once;
use safepassage_bench::measure::peak_memory;
use safepassage_bench::measure::repeated;
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::Path;

/// What is asked for beside the city.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) persons: Option<u64>,
    pub(crate) sources: Option<usize>,
    pub(crate) shelters: Option<usize>,
    pub(crate) step_s: u32,
    pub(crate) horizon: Option<Step>,
    pub(crate) seed: u64,
    pub(crate) rounds: usize,
    pub(crate) most: usize,
    pub(crate) method: Method,
}

impl Options {
    /// Names and values by turns.
    pub(crate) fn read(given: &[String]) -> Option<Self> {
        let mut options = Self {
            persons: None,
            sources: None,
            shelters: None,
            step_s: 60,
            horizon: None,
            seed: 7,
            rounds: 3,
            most: 1_000_000,
            method: Method::Fast,
        };
        for option in given.chunks(2) {
            let [name, value] = option else { return None };
            match name.as_str() {
                "--persons" => options.persons = Some(value.parse().ok()?),
                "--sources" => options.sources = Some(value.parse().ok()?),
                "--shelters" => options.shelters = Some(value.parse().ok()?),
                "--step" => options.step_s = value.parse().ok().filter(|&step| step > 0)?,
                "--horizon" => options.horizon = Some(value.parse().ok()?),
                "--seed" => options.seed = value.parse().ok()?,
                "--rounds" => options.rounds = value.parse::<usize>().ok()?.max(1),
                "--most" => options.most = value.parse().ok()?,
                "--method" => {
                    options.method = match value.as_str() {
                        "fast" => Method::Fast,
                        "quickest" => Method::Quickest,
                        "exact" => Method::Exact,
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        Some(options)
    }

    /// Two days, if nothing else is asked for.
    fn horizon(&self) -> Step {
        self.horizon.unwrap_or(2 * 86_400 / self.step_s)
    }

    fn town(&self, sources: usize, shelters: usize) -> Town {
        Town {
            persons: self.persons.unwrap_or(500_000),
            sources: self.sources.unwrap_or(sources),
            shelters: self.shelters.unwrap_or(shelters),
            step_s: self.step_s,
            horizon: self.horizon(),
            seed: self.seed,
        }
    }
}

/// One line of output.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) city: String,
    pub(crate) method: String,
    pub(crate) nodes: u32,
    pub(crate) arcs: usize,
    pub(crate) sources: usize,
    pub(crate) shelters: usize,
    pub(crate) persons: u64,
    pub(crate) step_s: u32,
    pub(crate) seconds: f64,
    /// The same without the time that other programs had the processor.
    pub(crate) cpu_seconds: Option<f64>,
    pub(crate) served: u64,
    /// The last step of arrival, and the least that any plan can have.
    pub(crate) clearance: Option<Step>,
    pub(crate) clearance_bound: Option<Step>,
    pub(crate) mean: f64,
    pub(crate) mean_bound: f64,
    pub(crate) routes: usize,
    /// The most that the process held when the plan was there, and when it had
    /// been read or made and nothing solved.
    pub(crate) peak_bytes: Option<u64>,
    pub(crate) peak_bytes_before: Option<u64>,
    pub(crate) seconds_checking: f64,
}

pub(crate) fn malta(folder: &Path, options: &Options) -> Result<(), Failure> {
    let path = folder.join("arcs.csv.gz");
    let text = text(&path)?;
    let row = |line: &str| {
        let numbers: Result<Vec<f64>, _> = line.split(',').map(str::parse).collect();
        <[f64; 5]>::try_from(numbers.ok()?).ok()
    };
    let rows: Option<Vec<_>> = text.lines().skip(1).map(row).collect();
    let city = City::of_rows(rows.ok_or(Failure::Rows { path })?.into_iter());
    tell("malta", &city.evacuated(&options.town(300, 30)), options)
}

pub(crate) fn osm(path: &Path, options: &Options) -> Result<(), Failure> {
    let wrong = |source| Failure::Osm { path: path.to_owned(), source };
    let city = City::of_network(&OsmReader::new().read(path).map_err(wrong)?.network);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    tell(&name.unwrap_or_default(), &city.evacuated(&options.town(300, 30)), options)
}

pub(crate) fn made(nodes: usize, options: &Options) -> Result<(), Failure> {
    let city = City::of_country(&Country::generate(nodes, options.seed));
    let town = options.town((nodes / 100).max(10), (nodes / 1000).max(4));
    let problem = city.evacuated(&town);
    drop(city);
    tell("made", &problem, options)
}

pub(crate) fn tntp(net: &Path, trips: &Path, options: &Options) -> Result<(), Failure> {
    let wrong = |path: &Path| {
        let path = path.to_owned();
        |source| Failure::Tntp { path, source }
    };
    let links = Links::read(&text(net)?).map_err(wrong(net))?;
    let begun = links.trips(&text(trips)?).map_err(wrong(trips))?;
    let time = (options.step_s, options.horizon());
    let problem = links.evacuated(&begun, options.shelters.unwrap_or(4), options.seed, time);
    let name = net.file_name().map(|name| name.to_string_lossy().into_owned());
    tell(&name.unwrap_or_default(), &problem, options)
}

fn tell(city: &str, problem: &FlowProblem, options: &Options) -> Result<(), Failure> {
    let (before, start) = (peak_memory(), cpu_seconds());
    let (times, answer) = repeated(options.rounds, || solve(problem, options.method));
    let cpu = cpu_seconds().zip(start).map(|(end, start)| (end - start) / times.count() as f64);
    let (answer, peak_bytes) = (answer?, peak_memory());
    let (checking, faults) = once(|| check::check(problem, &answer));
    if let Some(first) = faults.first() {
        let (work, first) = (city.to_owned(), first.to_string());
        return Err(Failure::Faults { work, faults: faults.len(), first });
    }
    let served = answer.served();
    let mean = |total: u64| total as f64 / served.max(1) as f64;
    let row = Row {
        city: city.to_owned(),
        method: format!("{:?}", options.method).to_lowercase(),
        nodes: problem.nodes,
        arcs: problem.arcs.len(),
        sources: problem.sources.len(),
        shelters: problem.sinks.len(),
        persons: problem.sources.iter().map(|source| source.persons).sum(),
        step_s: options.step_s,
        seconds: times.median() / 1000.0,
        cpu_seconds: cpu,
        served,
        clearance: answer.last_arrival(),
        clearance_bound: answer.least_last_arrival(),
        mean: mean(answer.total()),
        mean_bound: mean(answer.least_total),
        routes: answer.routes.len(),
        peak_bytes,
        peak_bytes_before: before,
        seconds_checking: checking / 1000.0,
    };
    println!("{}", serde_json::to_string(&row)?);
    Ok(())
}

/// A file as text, unpacked if its name says so.
fn text(path: &Path) -> Result<String, Failure> {
    let file = |source| Failure::File { path: path.to_owned(), source };
    if path.extension().is_some_and(|ending| ending == "gz") {
        let input = std::fs::File::open(path).map_err(file)?;
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(input).read_to_string(&mut text).map_err(file)?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(file)
}
