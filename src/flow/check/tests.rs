//! Answers that hold, and every way in which one may not.

mod broken;
mod proofs;

use super::Fault;
use super::check;
use crate::flow::Departure;
use crate::flow::FlowAnswer;
use crate::flow::FlowArc;
use crate::flow::FlowProblem;
use crate::flow::FlowSink;
use crate::flow::FlowSource;
use crate::flow::Profile;
use crate::flow::oracle;

/// Ten people at node 0 go by node 1, three a step, to a sink at node 2; four at
/// node 3 have no way out; a sink at node 0 has two places.
///
/// They can wait at node 1, where two a step go on until step 4 and three after.
fn ten_and_four() -> FlowProblem {
    let arc = |tail, head, delay, profile| FlowArc { tail, head, delay, profile };
    FlowProblem {
        nodes: 4,
        arcs: vec![arc(0, 1, 1, 0), arc(1, 2, 2, 1), arc(3, 0, 1, 2)],
        profiles: vec![Profile::constant(3), Profile::constant(2), Profile::Pieces(Vec::new())],
        waiting: vec![1],
        sources: vec![
            FlowSource { node: 0, persons: 10, from: 1, class: 0 },
            FlowSource { node: 3, persons: 4, from: 0, class: 0 },
        ],
        sinks: vec![FlowSink { node: 2, places: 20 }, FlowSink { node: 0, places: 2 }],
        horizon: 12,
    }
}

/// What is found when something in the answer is changed.
fn with(change: impl FnOnce(&mut FlowProblem, &mut FlowAnswer)) -> Vec<Fault> {
    let mut problem = ten_and_four();
    let mut answer = oracle::answer(&problem);
    assert_eq!(check(&problem, &answer), [], "before anything is changed");
    change(&mut problem, &mut answer);
    check(&problem, &answer)
}

#[test]
fn an_exact_answer_holds() {
    let problem = ten_and_four();
    let answer = oracle::answer(&problem);
    assert_eq!(check(&problem, &answer), []);
    assert_eq!(answer.left, [0, 4]);
    // Two stay where they are, at step 1; the others arrive two a step from step 4.
    assert_eq!(answer.arrivals, [0, 2, 0, 0, 2, 2, 2, 2]);
    assert_eq!(answer.most_by[..9], [0, 2, 2, 2, 4, 6, 8, 10, 10]);
    assert_eq!(answer.least_total, 46);
}

#[test]
fn answers_of_random_problems_hold() {
    let mut served = 0;
    for seed in 0..600 {
        let problem = oracle::random(seed);
        let answer = oracle::answer(&problem);
        assert_eq!(check(&problem, &answer), [], "seed {seed}");
        served += usize::from(answer.served() > 0);
    }
    assert!(served > 150, "{served}");
}

#[test]
fn nobody_and_nothing_hold() {
    let none = FlowAnswer {
        method: crate::flow::Method::Exact,
        routes: Vec::new(),
        arrivals: Vec::new(),
        left: Vec::new(),
        most_by: Vec::new(),
        least_total: 0,
        proof: crate::flow::Proof::default(),
    };
    assert_eq!(check(&FlowProblem::default(), &none), []);
    // With people, sinks and time it takes a proof that nobody can arrive.
    let mut problem = ten_and_four();
    let mut answer = none.clone();
    answer.left = vec![10, 4];
    assert_eq!(check(&problem, &answer), [Fault::MostBy { step: 0, expected: 14, found: 0 }]);
    problem.horizon = 0;
    assert_eq!(check(&problem, &answer), []);
}

/// Numbers that no sum can hold are faults, not panics.
#[test]
fn enormous_numbers_are_found() {
    let faults = with(|_, answer| {
        answer.routes[0].departures = vec![
            Departure { step: 1, persons: u64::MAX },
            Departure { step: u32::MAX, persons: u64::MAX },
        ];
        answer.routes[0].moves.iter_mut().for_each(|step| step.after = u32::MAX);
        answer.arrivals = vec![u64::MAX; 3];
        answer.left = vec![u64::MAX; 2];
        answer.most_by = vec![u64::MAX; 40];
        answer.least_total = u64::MAX;
    });
    assert!(faults.iter().any(|fault| matches!(fault, Fault::Persons { .. })), "{faults:?}");
}
