use super::*;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::Method;
use crate::flow::Piece;
use crate::flow::Profile;
use crate::flow::Solve;
use crate::flow::oracle;
use crate::flow::oracle::cases;
use crate::flow::soonest;

/// The plan and the bounds without any help from buckets.
fn paced(problem: &FlowProblem) -> FlowAnswer {
    let go_on = &mut |_| ControlFlow::Continue(());
    let ground = Arc::new(Ground::of(problem, 1));
    let bounds = soonest::bounds(&ground, go_on).unwrap();
    let (routes, left) = find(&ground, &bounds, go_on).unwrap().finish();
    let arrivals = routes::arrivals(problem, &routes);
    bounds.answer(Method::Fast, routes, arrivals, left)
}

#[test]
fn plans_keep_every_rule_and_bounds_hold_whatever_capacities_do() {
    let mut served = 0;
    for seed in 0..cases(400) {
        let problem = oracle::random(seed);
        let answer = paced(&problem);
        oracle::hold(seed, &problem, &answer);
        served += answer.served();
    }
    assert!(served > 0);
}

/// Where capacities stay as they are and time is enough, as many get out as can, and
/// the bound is most often the truth.
#[test]
fn where_capacities_stay_everybody_who_can_gets_out_and_bounds_are_close() {
    let (mut tried, mut all, mut close, mut quickest) = (0, 0, 0, 0);
    for seed in 0..cases(400) {
        let mut problem = oracle::random(seed);
        problem.horizon = 60;
        for profile in &mut problem.profiles {
            if let Profile::Pieces(pieces) = profile {
                let first = pieces.first().copied();
                let persons = first.map_or(0, |piece| piece.persons);
                let per = first.map_or(1, |piece| piece.per);
                *pieces = vec![Piece { from: 0, until: Step::MAX, persons, per }];
            }
        }
        let answer = paced(&problem);
        oracle::hold(seed, &problem, &answer);
        let best = oracle::best(&problem).served.iter().map(|&(_, served)| served).sum::<u64>();
        if best == 0 {
            continue;
        }
        tried += 1;
        if answer.served() < best {
            continue;
        }
        all += 1;
        let solve = Solve { method: Some(Method::Quickest) };
        let truth = solve.find(&problem, &mut |_| ControlFlow::Continue(())).unwrap();
        oracle::hold(seed, &problem, &truth);
        if truth.left.iter().all(|&left| left == 0) {
            assert_eq!(truth.least_last_arrival(), truth.last_arrival(), "seed {seed}");
        }
        let (soonest, truth) = (answer.least_last_arrival(), truth.last_arrival());
        assert!(soonest <= truth, "seed {seed}");
        close += u32::from(soonest == truth);
        quickest += u32::from(answer.last_arrival() == truth);
    }
    assert!(all * 100 >= tried * 99, "{all} of {tried} plans bring everybody out who can");
    assert!(close * 10 > all * 7, "{close} bounds of {all} are the truth");
    assert!(quickest * 10 > all * 9, "{quickest} plans of {all} are the quickest");
}
