//! What is timed.

use crate::Failure;
use safepassage::flow::Change;
use safepassage::flow::FlowAnswer;
use safepassage::flow::FlowProblem;
use safepassage::flow::Method;
use safepassage::flow::Profile;
use safepassage::flow::Proof;
use safepassage::flow::Solve;
use safepassage::flow::Step;
use safepassage::flow::WhatIf;
use safepassage::flow::check;
use safepassage_bench::evacuation;
use safepassage_bench::measure::Times;
use safepassage_bench::measure::once;
use safepassage_bench::measure::peak_memory;
use safepassage_bench::measure::repeated;
use serde::Serialize;
use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::path::Path;

/// One line of output. Steps are counted as they pass: who arrives in step 97 has
/// travelled and waited 97 steps.
#[derive(Debug, Serialize)]
struct Line<'a> {
    program: &'a str,
    work: &'a str,
    seconds_least: f64,
    seconds_median: f64,
    rounds: usize,
    served: u64,
    /// The last step of arrival.
    clearance: Option<Step>,
    mean: f64,
    /// No plan is over earlier, nor has a smaller mean; nothing if nothing is shown.
    clearance_bound: Option<Step>,
    mean_bound: Option<f64>,
    seconds_checking: f64,
    peak_bytes: Option<u64>,
}

/// The same for questions of what would be if.
#[derive(Debug, Serialize)]
struct WhatIfLine<'a> {
    program: &'a str,
    work: &'a str,
    seconds_least: f64,
    seconds_median: f64,
    seconds_mean: f64,
    rounds: usize,
    served: u64,
    peak_bytes: Option<u64>,
}

/// How many busiest arcs are lost, and as many doubled.
const CHANGES: usize = 10;

pub(crate) fn measure(path: &Path, horizon: Step, rounds: usize) -> Result<(), Failure> {
    let file = |source| Failure::File { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(file)?;
    let instance = |source| Failure::Instance { path: path.to_owned(), source };
    let problem = evacuation::read(&text, horizon).map_err(instance)?;
    let (times, found) = repeated(rounds, || evacuation::plan(&problem));
    let persons = problem.sources.iter().map(|source| source.persons).sum();
    let answer = FlowAnswer {
        method: Method::Fast,
        most_by: vec![persons; found.arrivals.len().max(1)],
        routes: found.routes,
        arrivals: found.arrivals,
        left: found.left,
        least_total: 0,
        proof: Proof::default(),
    };
    // It lets people wait wherever they are.
    let waiting = FlowProblem { waiting: (0..problem.nodes).collect(), ..problem.clone() };
    tell("route planner (CCRP)", "fast", &waiting, &times, &answer, false)?;
    let works = [
        (Method::Quickest, "quickest clearance"),
        (Method::Exact, "least total arrival"),
        (Method::Fast, "fast"),
    ];
    for (method, work) in works {
        let (times, answer) = repeated(rounds, || solve(&problem, method));
        let answer = answer?;
        tell("safepassage", work, &problem, &times, &answer, true)?;
        if method == Method::Quickest {
            what_ifs(&problem, &answer, rounds)?;
        }
    }
    Ok(())
}

/// The busiest arcs of a plan, each lost and each doubled, a step before the plan
/// is over, so that there is something to gain.
fn what_ifs(problem: &FlowProblem, plan: &FlowAnswer, rounds: usize) -> Result<(), Failure> {
    let mut busy = vec![0_u64; problem.arcs.len()];
    for route in &plan.routes {
        let persons: u64 = route.departures.iter().map(|some| some.persons).sum();
        for one in &route.moves {
            busy[one.arc as usize] += persons;
        }
    }
    let mut order: Vec<u32> = (0..busy.len() as u32).collect();
    order.sort_by_key(|&arc| (Reverse(busy[arc as usize]), arc));
    order.truncate(CHANGES);
    let lost = order.iter().map(|&arc| (arc, Profile::Pieces(Vec::new())));
    let doubled = order.iter().map(|&arc| {
        let now = problem.profiles[problem.arcs[arc as usize].profile as usize].at(0);
        (arc, Profile::constant(2 * now))
    });
    let changes: Vec<Change> =
        lost.chain(doubled).map(|arc| Change { arcs: vec![arc], sinks: Vec::new() }).collect();
    let by = plan.last_arrival().unwrap_or(0);
    let start = || WhatIf::of(problem, &changes, by, 1, &mut |_| ControlFlow::Continue(()));
    let (times, first) = repeated(rounds, start);
    let first = first?;
    let line = |work, times: &Times, seconds_mean, served| WhatIfLine {
        program: "safepassage",
        work,
        seconds_least: times.least() / 1000.0,
        seconds_median: times.median() / 1000.0,
        seconds_mean,
        rounds: times.count(),
        served,
        peak_bytes: peak_memory(),
    };
    let mean = times.median() / 1000.0;
    println!("{}", serde_json::to_string(&line("first what-if", &times, mean, first.served()))?);
    let (mut each, mut served) = (Vec::new(), 0);
    for change in &changes {
        let (times, found) = repeated(rounds, || first.served_if(change));
        each.push(times.median());
        served += found?;
    }
    let mean = each.iter().sum::<f64>() / each.len().max(1) as f64 / 1000.0;
    let served = served / each.len().max(1) as u64;
    println!("{}", serde_json::to_string(&line("one what-if", &Times::new(each), mean, served))?);
    Ok(())
}

pub(crate) fn solve(problem: &FlowProblem, method: Method) -> Result<FlowAnswer, Failure> {
    let solve = Solve { method: Some(method) };
    Ok(solve.find(problem, &mut |_| ControlFlow::Continue(()))?)
}

fn tell(
    program: &str,
    work: &str,
    problem: &FlowProblem,
    times: &Times,
    answer: &FlowAnswer,
    shows: bool,
) -> Result<(), Failure> {
    let (checking, faults) = once(|| check::check(problem, answer));
    if let Some(first) = faults.first() {
        let (work, first) = (format!("{program}, {work}"), first.to_string());
        return Err(Failure::Faults { work, faults: faults.len(), first });
    }
    let served = answer.served();
    let mean = |total: u64| total as f64 / served.max(1) as f64;
    let line = Line {
        program,
        work,
        seconds_least: times.least() / 1000.0,
        seconds_median: times.median() / 1000.0,
        rounds: times.count(),
        served,
        clearance: answer.last_arrival(),
        mean: mean(answer.total()),
        clearance_bound: answer.least_last_arrival().filter(|_| shows),
        mean_bound: shows.then(|| mean(answer.least_total)),
        seconds_checking: checking / 1000.0,
        peak_bytes: peak_memory(),
    };
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}
