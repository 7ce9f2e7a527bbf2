//! What proofs show: as much as there is to show, and never more.

use super::ten_and_four;
use crate::flow::Cut;
use crate::flow::FlowProblem;
use crate::flow::Labels;
use crate::flow::Potentials;
use crate::flow::Step;
use crate::flow::check::Fault;
use crate::flow::check::check;
use crate::flow::check::cuts;
use crate::flow::check::labels;
use crate::flow::check::reach::Reach;
use crate::flow::oracle;

/// For each node the shortest way to any sink, and as long as the longest where
/// there is none: clocks by which no arc leads back.
fn to_sinks(problem: &FlowProblem) -> Vec<Step> {
    let mut way = vec![Step::MAX; problem.nodes as usize];
    problem.sinks.iter().for_each(|sink| way[sink.node as usize] = 0);
    for _ in 0..problem.nodes {
        for arc in &problem.arcs {
            let next = way[arc.head as usize].saturating_add(arc.delay);
            way[arc.tail as usize] = way[arc.tail as usize].min(next);
        }
    }
    way.iter().map(|&way| way.min(20)).collect()
}

/// What labels show, for each step.
fn shown(problem: &FlowProblem, labels: &Labels) -> Vec<u64> {
    let mut faults = Vec::new();
    let bounds = labels::bounds(problem, &Reach::find(problem), labels, &mut faults);
    assert_eq!(faults, []);
    bounds.unwrap_or_default()
}

fn most_with_room(problem: &FlowProblem, step: Step) -> u64 {
    oracle::Network::until(problem, step, true).send()
}

/// Labels read off the smallest cuts show the most that can arrive, to the person.
#[test]
fn labels_of_single_steps_show_the_most_that_can_arrive() {
    let mut some = 0;
    for seed in 0..400 {
        let problem = oracle::random(seed);
        let (labels, _) = oracle::labels(&problem, 1, &vec![0; problem.nodes as usize]);
        let shown = shown(&problem, &labels);
        for (step, &shown) in (0..problem.horizon).zip(&shown) {
            let most = most_with_room(&problem, step);
            assert_eq!(most, shown, "seed {seed}, step {step}");
            some += most;
        }
    }
    assert!(some > 2_000, "{some}");
}

/// The same with clocks that run ahead and steps taken together: what is shown
/// is what the coarser network lets through, and no less than what can arrive.
#[test]
fn labels_of_buckets_show_no_less_than_can_arrive() {
    let (mut tight, mut loose) = (0, 0);
    for seed in 0..300 {
        let problem = oracle::random(seed);
        let ahead = to_sinks(&problem);
        for width in [1, 2, 3] {
            let (labels, most) = oracle::labels(&problem, width, &ahead);
            for (step, &shown) in (0..problem.horizon).zip(&shown(&problem, &labels)) {
                let least = most_with_room(&problem, step);
                let at_most = most[(step / width) as usize];
                assert!(shown >= least, "seed {seed}, width {width}, step {step}");
                // The checker also knows when a node can first be reached.
                assert!(shown <= at_most, "seed {seed}, width {width}, step {step}");
                tight += usize::from(shown == least);
                loose += usize::from(shown > least);
            }
        }
    }
    assert!(tight > 1_000 && loose > 100, "{tight} {loose}");
}

/// Whatever labels say: what they show is never less than what can arrive.
#[test]
fn no_labels_show_too_much() {
    let mut bounded = 0;
    for seed in 0..1_500u64 {
        let problem = oracle::random(seed % 500);
        let mut state = seed;
        let mut below = |end: u64| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (state >> 33) % end
        };
        let width = 1 + below(3) as Step;
        let ahead =
            if below(2) == 0 { to_sinks(&problem) } else { vec![0; problem.nodes as usize] };
        // Good ones, of which some are changed, or any.
        let (mut labels, _) = oracle::labels(&problem, width, &ahead);
        let changes = below(6);
        for (first, list) in &mut labels.of {
            for _ in 0..changes {
                let length = list.len() as u64;
                if length > 0 {
                    list[below(length) as usize] = below(u64::from(problem.horizon) + 2) as Step;
                }
            }
            if below(5) == 0 {
                *first = below(4) as Step;
                list.truncate(below(10) as usize);
            }
        }
        for (step, &shown) in (0..problem.horizon).zip(&shown(&problem, &labels)) {
            let least = most_with_room(&problem, step);
            assert!(shown >= least, "seed {seed}, step {step}: {shown} below {least}");
            bounded += usize::from(shown < 1_000 && changes > 0);
        }
    }
    assert!(bounded > 1_000, "{bounded}");
}

/// Whatever a cut says: what it shows is never less than what can arrive.
#[test]
fn no_cut_shows_too_much() {
    let mut bounded = 0;
    for seed in 0..2_000u64 {
        let problem = oracle::random(seed % 500);
        if problem.horizon == 0 {
            continue;
        }
        let mut state = seed;
        let mut below = |end: u64| {
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            (state >> 33) % end
        };
        let by = below(u64::from(problem.horizon)) as Step;
        let mut cut = match below(2) {
            0 => oracle::answer(&problem).proof.cuts.swap_remove(by as usize),
            _ => Cut {
                by,
                inside: vec![vec![(0, by + 1)]; problem.nodes as usize],
                sinks: vec![true; problem.sinks.len()],
            },
        };
        for windows in &mut cut.inside {
            if below(3) == 0 {
                let from = below(u64::from(by) + 1) as Step;
                *windows = vec![(from, from + 1), (from + 2, from + 3 + below(9) as Step)];
            }
        }
        for sink in &mut cut.sinks {
            *sink ^= below(4) == 0;
        }
        let mut faults = Vec::new();
        let value = cuts::value(&problem, &Reach::find(&problem), 0, &cut, &mut faults);
        assert_eq!(faults, []);
        let (least, value) = (oracle::most_by(&problem, by), value.expect("it can be read"));
        assert!(value >= least, "seed {seed}, by {by}: {value} below {least}");
        bounded += usize::from(value < 1_000);
    }
    assert!(bounded > 500, "{bounded}");
}

/// No bound below what is true passes, whatever the proof: the oracle's own bounds
/// are the best there are.
#[test]
fn no_better_bound_passes() {
    for seed in 0..200 {
        let problem = oracle::random(seed);
        let answer = oracle::answer(&problem);
        let mut claimed = answer.clone();
        claimed.least_total += 1;
        assert!(!check(&problem, &claimed).is_empty(), "seed {seed}: total");
        for step in 0..answer.most_by.len() {
            let mut claimed = answer.clone();
            if let Some(less) = claimed.most_by[step].checked_sub(1) {
                claimed.most_by[step] = less;
                let found = check(&problem, &claimed);
                let is = found
                    .iter()
                    .any(|fault| matches!(fault, Fault::MostBy { step: at, .. } if *at == step));
                assert!(is, "seed {seed}, step {step}: {found:?}");
            }
        }
    }
}

/// A plan that is later than it need be has no prices, though it keep all else.
#[test]
fn no_prices_hold_for_a_later_plan() {
    let mut held = 0;
    for seed in 0..400 {
        let problem = oracle::random(seed);
        let best = oracle::answer(&problem);
        // The best plan of the problem in which everybody leaves two steps later.
        let mut later = problem.clone();
        later.sources.iter_mut().for_each(|source| source.from += 2);
        let mut worse = oracle::answer(&later);
        if worse.served() != best.served() || worse.total() == best.total() {
            continue;
        }
        worse.most_by.clone_from(&best.most_by);
        worse.proof.cuts.clone_from(&best.proof.cuts);
        for prices in [worse.proof.potentials.clone(), best.proof.potentials.clone()] {
            worse.proof.potentials = prices;
            assert!(!check(&problem, &worse).is_empty(), "seed {seed}");
            held += 1;
        }
    }
    assert!(held > 50, "{held}");
}

/// Prices need not be listed for steps before anybody can be there nor for those
/// after the last in which anybody is.
#[test]
fn prices_need_be_listed_only_where_people_are() {
    let mut shorter = 0;
    for seed in 0..400 {
        let problem = oracle::random(seed);
        let mut answer = oracle::answer(&problem);
        let reach = Reach::find(&problem);
        let end = answer.arrivals.len();
        if let Some(Potentials { of, .. }) = &mut answer.proof.potentials {
            for (node, (first, prices)) in of.iter_mut().enumerate() {
                let reached = reach.first(node as u32).unwrap_or(problem.horizon);
                prices.truncate(end);
                prices.drain(..prices.len().min(reached as usize));
                *first = reached;
                shorter += usize::from((prices.len() as u32) < problem.horizon);
            }
        }
        assert_eq!(check(&problem, &answer), [], "seed {seed}");
    }
    assert!(shorter > 500, "{shorter}");
}

/// The bound that steps alone give holds without prices, and not more.
#[test]
fn a_least_total_may_be_shown_by_steps_alone() {
    let problem = ten_and_four();
    let mut answer = oracle::answer(&problem);
    answer.proof.potentials = None;
    assert_eq!(check(&problem, &answer), []);
    answer.least_total += 1;
    let total = Fault::LeastTotal { expected: 46, found: 47 };
    assert!(check(&problem, &answer).contains(&total));
}
