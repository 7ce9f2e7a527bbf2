//! What a cut shows: how many can have arrived by the end of one step.
//!
//! Floor 0.

use super::fault::Fault;
use super::reach::Reach;
use crate::flow::Cut;
use crate::flow::FlowProblem;
use crate::flow::Step;
use crate::flow::profile::UNLIMITED;

/// How many can start inside, enter or go to a sink that is outside.
/// O(arcs · windows).
pub(super) fn value(
    problem: &FlowProblem,
    reach: &Reach,
    number: usize,
    cut: &Cut,
    faults: &mut Vec<Fault>,
) -> Option<u64> {
    let before = faults.len();
    hold_shape(problem, number, cut, faults);
    if faults.len() > before {
        return None;
    }
    let horizon = problem.horizon;
    let mut sum = 0u64;
    let mut add = |persons: u64| sum = sum.saturating_add(persons).min(UNLIMITED);
    for source in &problem.sources {
        let inside = &cut.inside[source.node as usize];
        if inside.iter().any(|&(from, until)| until.min(horizon) > source.from.max(from)) {
            add(source.persons);
        }
    }
    for arc in &problem.arcs {
        let Some(first) = reach.first(arc.tail) else { continue };
        let profile = &problem.profiles[arc.profile as usize];
        let end = horizon.saturating_sub(arc.delay);
        for &(from, until) in &cut.inside[arc.head as usize] {
            let from = from.saturating_sub(arc.delay).max(first);
            let until = until.saturating_sub(arc.delay).min(end);
            outside(&cut.inside[arc.tail as usize], from, until, |from, until| {
                add(profile.within(from, until));
            });
        }
    }
    for &node in &problem.waiting {
        let Some(first) = reach.first(node) else { continue };
        let inside = &cut.inside[node as usize];
        for (at, &(from, _)) in inside.iter().enumerate() {
            let goes_on = at > 0 && inside[at - 1].1 == from;
            if from > first && from < horizon && !goes_on {
                add(UNLIMITED);
            }
        }
    }
    for (sink, &inside) in problem.sinks.iter().zip(&cut.sinks) {
        let Some(first) = reach.first(sink.node) else { continue };
        let end = cut.by.saturating_add(1).min(horizon);
        if inside {
            outside(&cut.inside[sink.node as usize], first, end, |_, _| add(UNLIMITED));
        } else {
            add(sink.places);
        }
    }
    Some(sum)
}

/// The parts of the steps from `from` until before `until` that are in no window.
fn outside(windows: &[(Step, Step)], from: Step, until: Step, mut part: impl FnMut(Step, Step)) {
    let mut at = from;
    let first = windows.partition_point(|window| window.1 <= from);
    for window in &windows[first..] {
        if window.0 >= until {
            break;
        }
        if at < window.0 {
            part(at, window.0);
        }
        at = window.1;
    }
    if at < until {
        part(at, until);
    }
}

fn hold_shape(problem: &FlowProblem, number: usize, cut: &Cut, faults: &mut Vec<Fault>) {
    let lists = [
        ("inside of a cut", problem.nodes as usize, cut.inside.len()),
        ("sinks of a cut", problem.sinks.len(), cut.sinks.len()),
    ];
    for (what, expected, found) in lists {
        if expected != found {
            faults.push(Fault::Length { what, expected, found });
        }
    }
    for (node, windows) in cut.inside.iter().enumerate() {
        let mut end = 0;
        for &(from, until) in windows {
            if from < end || until <= from {
                faults.push(Fault::Windows { cut: number, node, from, until });
            }
            end = until;
        }
    }
}
