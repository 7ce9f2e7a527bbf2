//! Who goes where and when, by the routes.
//!
//! Floor 0.

use super::fault::Fault;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::FlowRoute;

/// What the routes come to.
#[derive(Debug)]
pub(super) struct Travel {
    /// How many arrive, step by step, up to the last in which anybody does.
    pub(super) arrivals: Vec<u64>,
    /// How many come to each sink.
    pub(super) came: Vec<u64>,
    /// For each route how long it takes; nothing if it is none.
    pub(super) takes: Vec<Option<u64>>,
}

impl Travel {
    pub(super) fn served(&self) -> u64 {
        self.arrivals.iter().fold(0, |sum, &persons| sum.saturating_add(persons))
    }

    pub(super) fn total(&self) -> u64 {
        let steps = self.arrivals.iter().zip(0u64..);
        steps.fold(0, |sum, (&persons, step)| sum.saturating_add(persons.saturating_mul(step)))
    }
}

/// Follows every route, and holds what it does against sources, sinks and horizon.
pub(super) fn follow(
    problem: &FlowProblem,
    answer: &FlowAnswer,
    faults: &mut Vec<Fault>,
) -> Travel {
    let mut travel = Travel {
        arrivals: vec![0; problem.horizon as usize],
        came: vec![0; problem.sinks.len()],
        takes: Vec::with_capacity(answer.routes.len()),
    };
    let mut sent = vec![0u64; problem.sources.len()];
    for (number, route) in answer.routes.iter().enumerate() {
        let takes = follow_one(problem, number, route, faults);
        travel.takes.push(takes);
        let Some(takes) = takes else { continue };
        let source = &problem.sources[route.source as usize];
        for (at, departure) in route.departures.iter().enumerate() {
            if at > 0 && route.departures[at - 1].step >= departure.step {
                let before = route.departures[at - 1].step;
                faults.push(Fault::Unordered { route: number, before, found: departure.step });
            }
            if departure.step < source.from {
                faults.push(Fault::TooEarly {
                    route: number,
                    source_number: route.source,
                    expected: source.from,
                    found: departure.step,
                });
            }
            add(&mut sent[route.source as usize], departure.persons);
            add(&mut travel.came[route.sink as usize], departure.persons);
            let arrival = u64::from(departure.step) + takes;
            if arrival < u64::from(problem.horizon) {
                add(&mut travel.arrivals[arrival as usize], departure.persons);
            } else {
                let expected = problem.horizon;
                faults.push(Fault::TooLate { route: number, expected, found: arrival });
            }
        }
    }
    while travel.arrivals.last() == Some(&0) {
        travel.arrivals.pop();
    }
    hold_ends(problem, answer, &sent, &travel, faults);
    travel
}

fn add(sum: &mut u64, persons: u64) {
    *sum = sum.saturating_add(persons);
}

/// How long a route takes, if it leads from its source to its sink.
fn follow_one(
    problem: &FlowProblem,
    number: usize,
    route: &FlowRoute,
    faults: &mut Vec<Fault>,
) -> Option<u64> {
    let mut there = |what, end: usize, found: u32| {
        let is = (found as usize) < end;
        if !is {
            faults.push(Fault::NotThere { route: number, what, end, found });
        }
        is
    };
    let mut whole = there("a source", problem.sources.len(), route.source);
    whole &= there("a sink", problem.sinks.len(), route.sink);
    for step in &route.moves {
        whole &= there("an arc", problem.arcs.len(), step.arc);
    }
    if !whole {
        return None;
    }
    let mut node = problem.sources[route.source as usize].node;
    let mut clock = 0u64;
    let mut torn = |at, expected, found| {
        if expected != found {
            faults.push(Fault::Torn { route: number, at, expected, found });
        }
        expected != found
    };
    let mut broken = false;
    let mut late = Vec::new();
    for (at, step) in route.moves.iter().enumerate() {
        let arc = &problem.arcs[step.arc as usize];
        broken |= torn(at, node, arc.tail);
        let found = u64::from(step.after);
        let may_wait = problem.waiting.binary_search(&arc.tail).is_ok();
        if found < clock || (found > clock && !may_wait) {
            let node = arc.tail;
            late.push(Fault::OutOfTime { route: number, at, node, expected: clock, found });
        }
        clock = found + u64::from(arc.delay);
        node = arc.head;
    }
    broken |= torn(route.moves.len(), node, problem.sinks[route.sink as usize].node);
    faults.extend(late);
    (!broken).then_some(clock)
}

/// Nobody is lost, sinks have room, and arrivals are those of the routes.
fn hold_ends(
    problem: &FlowProblem,
    answer: &FlowAnswer,
    sent: &[u64],
    travel: &Travel,
    faults: &mut Vec<Fault>,
) {
    let (expected, found) = (problem.sources.len(), answer.left.len());
    if expected != found {
        faults.push(Fault::Length { what: "left", expected, found });
    }
    for (number, (source, left)) in problem.sources.iter().zip(&answer.left).enumerate() {
        let found = sent[number].saturating_add(*left);
        if found != source.persons {
            faults.push(Fault::Persons { number, expected: source.persons, found });
        }
    }
    for (number, sink) in problem.sinks.iter().enumerate() {
        let found = travel.came[number];
        if found > sink.places {
            faults.push(Fault::NoRoom { number, expected: sink.places, found });
        }
    }
    let steps = travel.arrivals.len().max(answer.arrivals.len());
    let at = |list: &[u64], step: usize| list.get(step).copied().unwrap_or(0);
    for step in 0..steps {
        let (expected, found) = (at(&travel.arrivals, step), at(&answer.arrivals, step));
        if expected != found {
            faults.push(Fault::Arrivals { step, expected, found });
        }
    }
    if answer.arrivals.last() == Some(&0) {
        let (expected, found) = (travel.arrivals.len(), answer.arrivals.len());
        faults.push(Fault::Length { what: "arrivals", expected, found });
    }
}
