//! Made problems and our answers, for another solver to find anew.

use crate::Failure;
use crate::works::solve;
use safepassage::flow::FlowAnswer;
use safepassage::flow::FlowProblem;
use safepassage::flow::Method;
use safepassage::flow::check;
use safepassage_bench::evacuation::made;
use serde_json::Value;
use serde_json::json;

/// Prints `count` problems of a seed, a line each, with the answer of each method.
pub(crate) fn random(seed: u64, count: u64) -> Result<(), Failure> {
    for number in 0..count {
        let problem = made(seed, number);
        let mut answers = serde_json::Map::new();
        for (method, name) in [(Method::Exact, "exact"), (Method::Fast, "fast")] {
            let answer = solve(&problem, method)?;
            answers.insert(name.to_owned(), in_numbers(&problem, &answer));
        }
        let line = json!({ "number": number, "problem": written(&problem), "answers": answers });
        println!("{line}");
    }
    Ok(())
}

/// The problem, with every capacity of every step in full.
fn written(problem: &FlowProblem) -> Value {
    let steps = 0..problem.horizon;
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let arcs: Vec<Value> = (problem.arcs.iter())
        .map(|arc| {
            let profile = &problem.profiles[arc.profile as usize];
            // More than there are people is as good as unlimited.
            let free: Vec<u64> = steps.clone().map(|step| profile.at(step).min(persons)).collect();
            json!([arc.tail, arc.head, arc.delay, free])
        })
        .collect();
    let sources: Vec<Value> = (problem.sources.iter())
        .map(|source| json!([source.node, source.persons, source.from, source.class]))
        .collect();
    let sinks: Vec<Value> =
        problem.sinks.iter().map(|sink| json!([sink.node, sink.places])).collect();
    json!({
        "nodes": problem.nodes, "horizon": problem.horizon, "waiting": problem.waiting,
        "arcs": arcs, "sources": sources, "sinks": sinks,
    })
}

fn in_numbers(problem: &FlowProblem, answer: &FlowAnswer) -> Value {
    let faults: Vec<String> =
        check::check(problem, answer).iter().map(ToString::to_string).collect();
    json!({
        "left": answer.left, "total": answer.total(), "arrivals": answer.arrivals,
        "most_by": answer.most_by, "least_total": answer.least_total, "faults": faults,
    })
}
