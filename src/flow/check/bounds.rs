//! Whether what is said about every other plan is shown.
//!
//! Floor 0.

use super::cuts;
use super::fault::Fault;
use super::labels;
use super::reach::Reach;
use super::travel::Travel;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::Method;
use crate::flow::Step;

pub(super) fn hold(
    problem: &FlowProblem,
    reach: &Reach,
    answer: &FlowAnswer,
    travel: &Travel,
    faults: &mut Vec<Fault>,
) {
    let before = faults.len();
    let shown = shown(problem, reach, answer, faults);
    // A proof that cannot be read shows nothing; it is enough to say why.
    if faults.len() == before {
        hold_most_by(answer, &shown, faults);
    }
    hold_least_total(answer, travel, &shown, faults);
    if answer.method == Method::Quickest {
        let most = answer.most_by.last().copied().unwrap_or(0);
        let everybody = answer.left.iter().all(|&left| left == 0);
        let last = |step: Option<Step>| step.map_or(0, |step| u64::from(step) + 1);
        let mut expected = vec![("persons who arrive", most, travel.served())];
        if everybody {
            let (least, found) = (answer.least_last_arrival(), answer.last_arrival());
            expected.push(("steps until all have arrived", last(least), last(found)));
        }
        for (what, expected, found) in expected {
            if expected != found {
                faults.push(Fault::NotExact { what, expected, found });
            }
        }
    }
    if answer.method == Method::Exact {
        let most = answer.most_by.last().copied().unwrap_or(0);
        for (what, expected, found) in [
            ("persons who arrive", most, travel.served()),
            ("sum of arrival steps", answer.least_total, travel.total()),
        ] {
            if expected != found {
                faults.push(Fault::NotExact { what, expected, found });
            }
        }
    }
}

/// How many can have arrived by the end of each step before the horizon, by all
/// that is shown. Never less later.
fn shown(
    problem: &FlowProblem,
    reach: &Reach,
    answer: &FlowAnswer,
    faults: &mut Vec<Fault>,
) -> Vec<u64> {
    let sum = |numbers: &mut dyn Iterator<Item = u64>| numbers.fold(0, u64::saturating_add);
    let persons = sum(&mut problem.sources.iter().map(|source| source.persons));
    let places = sum(&mut problem.sinks.iter().map(|sink| sink.places));
    let mut shown = vec![persons.min(places); problem.horizon as usize];
    if let Some(bounds) = labels::bounds(problem, reach, &answer.proof.labels, faults) {
        shown.iter_mut().zip(bounds).for_each(|(shown, bound)| *shown = bound.min(*shown));
    }
    for (number, cut) in answer.proof.cuts.iter().enumerate() {
        let value = cuts::value(problem, reach, number, cut, faults);
        let last = (problem.horizon as usize).checked_sub(1);
        if let (Some(value), Some(last)) = (value, last) {
            let by = &mut shown[last.min(cut.by as usize)];
            *by = value.min(*by);
        }
    }
    // Who has arrived by a step has arrived by every later one.
    for step in (1..shown.len()).rev() {
        shown[step - 1] = shown[step - 1].min(shown[step]);
    }
    shown
}

/// The last number holds for all later steps; none at all says that nobody arrives.
fn hold_most_by(answer: &FlowAnswer, shown: &[u64], faults: &mut Vec<Fault>) {
    let claimed = &answer.most_by;
    let (expected, found) = (answer.arrivals.len(), claimed.len());
    if found < expected {
        faults.push(Fault::Length { what: "most_by", expected, found });
    }
    let last = shown.last().copied().unwrap_or(0);
    for (step, &found) in claimed.iter().enumerate() {
        // The last of them speaks for every later step.
        let at = if step + 1 < claimed.len() { shown.get(step).copied() } else { None };
        let expected = at.unwrap_or(last);
        if found < expected {
            faults.push(Fault::MostBy { step, expected, found });
        }
    }
    if claimed.is_empty() && last > 0 {
        faults.push(Fault::MostBy { step: 0, expected: last, found: 0 });
    }
}

/// Whoever has not arrived by the end of a step arrives in a later one: the sum
/// of arrival steps is that of those still missing, over all steps. Prices, where
/// they hold, show that the answer's own sum is the least; where they do not,
/// that has been said.
fn hold_least_total(answer: &FlowAnswer, travel: &Travel, shown: &[u64], faults: &mut Vec<Fault>) {
    let served = travel.served();
    let missing = shown.iter().map(|&most| served.saturating_sub(most));
    let by_steps = missing.fold(0, u64::saturating_add);
    let expected = match answer.proof.potentials {
        Some(_) => by_steps.max(travel.total()),
        None => by_steps,
    };
    if answer.least_total > expected {
        faults.push(Fault::LeastTotal { expected, found: answer.least_total });
    }
}
