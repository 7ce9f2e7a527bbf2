//! How many enter each arc in each step.
//!
//! Floor 0.

use super::fault::Fault;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;

/// How many enter one arc, in order of steps, each once.
pub(super) type Loads = Vec<(u64, u64)>;

/// Which routes use an arc, and with which of their moves.
#[derive(Debug)]
pub(super) struct Uses {
    start: Vec<usize>,
    by: Vec<(u32, u32)>,
}

impl Uses {
    /// O(arcs + moves): sorted by counting.
    pub(super) fn of(problem: &FlowProblem, answer: &FlowAnswer) -> Self {
        let arcs = problem.arcs.len();
        let moves = || {
            answer.routes.iter().zip(0u32..).flat_map(|(route, number)| {
                route.moves.iter().zip(0u32..).map(move |(step, at)| (step.arc, number, at))
            })
        };
        let there = |arc: u32| (arc as usize) < arcs;
        let mut start = vec![0usize; arcs + 1];
        moves().filter(|&(arc, ..)| there(arc)).for_each(|(arc, ..)| start[arc as usize + 1] += 1);
        for arc in 0..arcs {
            start[arc + 1] += start[arc];
        }
        let mut by = vec![(0, 0); start[arcs]];
        let mut next = start.clone();
        for (arc, number, at) in moves().filter(|&(arc, ..)| there(arc)) {
            by[next[arc as usize]] = (number, at);
            next[arc as usize] += 1;
        }
        Self { start, by }
    }

    /// Who enters one arc, all routes together.
    pub(super) fn loads(&self, answer: &FlowAnswer, arc: usize) -> Loads {
        let mut loads = Loads::new();
        for &(route, at) in &self.by[self.start[arc]..self.start[arc + 1]] {
            let route = &answer.routes[route as usize];
            let after = u64::from(route.moves[at as usize].after);
            let enter = route.departures.iter().filter(|departure| departure.persons > 0);
            loads.extend(enter.map(|leave| (u64::from(leave.step) + after, leave.persons)));
        }
        loads.sort_unstable();
        loads.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(later.1);
            }
            same
        });
        loads
    }
}

/// Holds the loads of an arc against what may enter.
pub(super) fn hold(problem: &FlowProblem, arc: usize, loads: &Loads, faults: &mut Vec<Fault>) {
    for &(step, found) in loads {
        let expected = may_enter(problem, arc, step);
        if found > expected {
            faults.push(Fault::Crowded { arc, step, expected, found });
        }
    }
}

/// How many may enter an arc in a step.
pub(super) fn may_enter(problem: &FlowProblem, arc: usize, step: u64) -> u64 {
    let profile = &problem.profiles[problem.arcs[arc].profile as usize];
    u32::try_from(step).map_or(0, |step| profile.at(step))
}
