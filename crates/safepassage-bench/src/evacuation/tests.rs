//! Instances read or refused, problems by seed, and the route planner.

use super::BadInstance;
use super::made;
use super::plan;
use super::read;
use safepassage::flow::FlowAnswer;
use safepassage::flow::FlowProblem;
use safepassage::flow::Method;
use safepassage::flow::Proof;
use safepassage::flow::check;

const THREE: &str = "3 2 1 1\n0 1 1 2\n1 2 2 3\n0 5\n2 9\n";

#[test]
fn an_instance_is_read() {
    let problem = read(THREE, 20).unwrap();
    assert_eq!((problem.nodes, problem.arcs.len(), problem.horizon), (3, 2, 20));
    assert_eq!(problem.arcs[1].delay, 2);
    assert_eq!(problem.profiles[problem.arcs[1].profile as usize].at(7), 3);
    assert_eq!((problem.sources[0].persons, problem.sinks[0].places), (5, 9));
}

#[test]
fn what_is_no_instance_is_refused_by_line() {
    let said = |text: &str| read(text, 20).unwrap_err().to_string();
    assert_eq!(
        said("3 2 1\n"),
        "line 1: expected the numbers of nodes, arcs, sources and sinks, found \"3 2 1\""
    );
    assert_eq!(said(&THREE.replace("2 9\n", "")), "expected a sink: node, places, found the end");
    assert_eq!(
        said(&THREE.replace("1 2 2 3", "1 2 -2 3")),
        "line 3: expected an arc: tail, head, steps, capacity, found \"1 2 -2 3\""
    );
    assert_eq!(said(&format!("{THREE}1 1")), "line 6: expected the end, found \"1 1\"");
    let elsewhere = read(&THREE.replace("0 5", "3 5"), 20);
    assert!(matches!(elsewhere, Err(BadInstance::Problem(_))), "{elsewhere:?}");
}

/// The planner's answer, with a bound that says nothing.
fn answer(problem: &FlowProblem) -> FlowAnswer {
    let found = plan(problem);
    let persons = problem.sources.iter().map(|source| source.persons).sum();
    FlowAnswer {
        method: Method::Fast,
        most_by: vec![persons; found.arrivals.len().max(1)],
        routes: found.routes,
        arrivals: found.arrivals,
        left: found.left,
        least_total: 0,
        proof: Proof::default(),
    }
}

#[test]
fn the_planner_sends_people_one_way_after_another() {
    let problem = read(THREE, 20).unwrap();
    let answer = answer(&problem);
    assert_eq!(answer.arrivals, [0, 0, 0, 2, 2, 1]);
    assert_eq!(check::check(&problem, &answer), []);
}

#[test]
fn what_the_planner_plans_keeps_every_law_where_waiting_is_allowed() {
    let mut arrived = 0;
    for number in 0..400 {
        let mut problem = made(3, number);
        problem.validate().unwrap();
        problem.waiting = (0..problem.nodes).collect();
        let answer = answer(&problem);
        assert_eq!(check::check(&problem, &answer), [], "problem {number}");
        arrived += answer.served();
    }
    assert!(arrived > 3_000, "{arrived}");
}
