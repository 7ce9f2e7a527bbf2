use super::*;
use crate::flow::Piece;
use crate::flow::oracle;
use crate::flow::oracle::cases;

/// A problem after a change.
fn changed(problem: &FlowProblem, change: &Change) -> FlowProblem {
    let mut problem = problem.clone();
    for (arc, profile) in &change.arcs {
        problem.arcs[*arc as usize].profile = problem.profiles.len() as u32;
        problem.profiles.push(profile.clone());
    }
    for &(sink, places) in &change.sinks {
        problem.sinks[sink as usize].places = places;
    }
    problem
}

/// Changes of all sorts by seed: shut, opened, wider and narrower for a time, more
/// and less room, several at once.
fn changes(problem: &FlowProblem, seed: u64) -> Vec<Change> {
    let arc = |number: u64| (number % problem.arcs.len() as u64) as u32;
    let sink = |number: u64| (number % problem.sinks.len() as u64) as u32;
    let shut = Profile::Pieces(Vec::new());
    let piece = |from, persons| Piece { from, until: from + 5, persons, per: 1 };
    let some = Profile::Pieces(vec![piece(seed as u32 % 4, seed % 5)]);
    let all = [
        Change { arcs: vec![(arc(seed), shut.clone())], sinks: vec![] },
        Change { arcs: vec![(arc(seed + 1), Profile::Unlimited)], sinks: vec![] },
        Change { arcs: vec![(arc(seed + 2), some.clone())], sinks: vec![] },
        Change { arcs: vec![], sinks: vec![(sink(seed), seed % 40)] },
        Change {
            arcs: vec![(arc(seed), some), (arc(seed + 1), shut)],
            sinks: vec![(sink(seed), 0)],
        },
    ];
    let twice = |change: &&Change| change.arcs.len() < 2 || change.arcs[0].0 != change.arcs[1].0;
    all.iter().filter(twice).cloned().collect()
}

fn all_served(problem: &FlowProblem, by: Step) -> u64 {
    let problem = FlowProblem { horizon: by.min(problem.horizon), ..problem.clone() };
    oracle::best(&problem).served.iter().map(|&(_, persons)| persons).sum()
}

#[test]
fn a_change_brings_what_the_oracle_finds_for_the_changed_problem() {
    let (mut more, mut fewer) = (0, 0);
    for seed in 0..cases(400) {
        let problem = oracle::random(seed);
        let changes = changes(&problem, seed);
        let by = problem.horizon.saturating_sub(seed as u32 % 3);
        let what_if =
            WhatIf::of(&problem, &changes, by, 1, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(what_if.served(), all_served(&problem, by), "seed {seed}: {problem:?}");
        for change in &changes {
            let expected = all_served(&changed(&problem, change), by);
            let found = what_if.served_if(change).unwrap();
            assert_eq!(found, expected, "seed {seed}: {change:?}\n{problem:?}");
            more += u32::from(found > what_if.served());
            fewer += u32::from(found < what_if.served());
        }
    }
    assert!(more > 20 && fewer > 20, "{more} gained, {fewer} lost");
}

#[test]
fn in_wide_buckets_no_fewer_arrive_after_a_change_than_can() {
    for seed in 0..cases(400) {
        let problem = oracle::random(seed);
        let changes = changes(&problem, seed);
        let width = 2 + seed as u32 % 3;
        let horizon = problem.horizon;
        let what_if =
            WhatIf::of(&problem, &changes, horizon, width, &mut |_| ControlFlow::Continue(()))
                .unwrap();
        for change in &changes {
            let exact = all_served(&changed(&problem, change), horizon);
            assert!(what_if.served_if(change).unwrap() >= exact, "seed {seed}: {change:?}");
        }
    }
}

#[test]
fn a_change_of_what_is_not_there_is_refused() {
    let problem = oracle::random(1);
    let none = Change { arcs: vec![(1000, Profile::Unlimited)], sinks: vec![] };
    let error =
        WhatIf::of(&problem, &[none], 1, 1, &mut |_| ControlFlow::Continue(())).unwrap_err();
    assert!(error.to_string().starts_with("change #0: expected an arc below"), "{error}");
    let what_if = WhatIf::of(&problem, &[], 1, 1, &mut |_| ControlFlow::Continue(())).unwrap();
    let none = Change { arcs: vec![], sinks: vec![(9, 1)] };
    assert!(what_if.served_if(&none).is_err());
}
