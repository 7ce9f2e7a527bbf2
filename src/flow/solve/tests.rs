use super::*;
use crate::flow::Method;
use crate::flow::check::check;
use crate::flow::oracle;

fn cases(default: u64) -> u64 {
    std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

fn find(problem: &FlowProblem, method: Method) -> FlowAnswer {
    Solve { method: Some(method) }.find(problem, &mut |_| ControlFlow::Continue(())).unwrap()
}

#[test]
fn the_exact_method_finds_what_the_oracle_finds_and_proves_it() {
    for seed in 0..cases(400) {
        let problem = oracle::random(seed);
        let answer = find(&problem, Method::Exact);
        let faults = check(&problem, &answer);
        assert!(faults.is_empty(), "seed {seed}: {faults:?}\n{problem:?}\n{answer:?}");
        let best = oracle::best(&problem);
        let mut served = best.served.clone();
        for (_, persons) in &mut served {
            *persons = 0;
        }
        for (source, left) in problem.sources.iter().zip(&answer.left) {
            let class = served.iter_mut().find(|(class, _)| *class == source.class).unwrap();
            class.1 += source.persons - left;
        }
        assert_eq!(served, best.served, "seed {seed}: {problem:?}\n{answer:?}");
        assert_eq!(answer.total(), best.total, "seed {seed}: {problem:?}\n{answer:?}");
        for step in 0..problem.horizon {
            let last = answer.most_by.last().copied().unwrap_or(0);
            let most = answer.most_by.get(step as usize).copied().unwrap_or(last);
            assert!(most >= oracle::most_by(&problem, step), "seed {seed}, step {step}");
        }
    }
}

#[test]
fn the_fast_method_keeps_every_rule_and_never_claims_more_than_is_so() {
    for seed in 0..cases(400) {
        let problem = oracle::random(seed);
        let answer = find(&problem, Method::Fast);
        let faults = check(&problem, &answer);
        assert!(faults.is_empty(), "seed {seed}: {faults:?}\n{problem:?}\n{answer:?}");
        for step in 0..problem.horizon {
            let last = answer.most_by.last().copied().unwrap_or(0);
            let most = answer.most_by.get(step as usize).copied().unwrap_or(last);
            assert!(most >= oracle::most_by(&problem, step), "seed {seed}, step {step}");
        }
    }
}

#[test]
fn solving_stops_when_told() {
    let some_arrive = |problem: &FlowProblem| find(problem, Method::Exact).served() > 0;
    let problem = (0..100).map(oracle::random).find(some_arrive).unwrap();
    for method in [Method::Exact, Method::Fast] {
        let solve = Solve { method: Some(method) };
        let found = solve.find(&problem, &mut |_| ControlFlow::Break(()));
        assert!(matches!(found, Err(FlowError::Stopped { .. })), "{method:?}");
    }
}
