//! What labels show: for each step, how many can have arrived by its end.
//!
//! Floor 0.
//!
//! Everybody who arrives by the end of bucket `b` is then in a sink's place of
//! a bucket up to `b`. If all those are in the set `B` of `b`, they start in it
//! or enter it; so the persons of sources that can go to it, and the capacities
//! of all arcs into it, bound their number. All sets at once: an arc from a place with
//! label `p` to one with label `q < p` leads into the sets of the buckets from
//! `q` until before `p`, which is one entry in a list of differences.

use super::fault::Fault;
use super::reach::Reach;
use crate::flow::FlowProblem;
use crate::flow::Labels;
use crate::flow::profile::UNLIMITED;

/// The bound for each step before the horizon; nothing if labels are none.
/// O(arcs · buckets).
pub(super) fn bounds(
    problem: &FlowProblem,
    reach: &Reach,
    labels: &Labels,
    faults: &mut Vec<Fault>,
) -> Option<Vec<u64>> {
    if labels.width == 0 && labels.ahead.is_empty() && labels.of.is_empty() {
        return None;
    }
    let before = faults.len();
    hold_shape(problem, reach, labels, faults);
    if faults.len() > before || problem.horizon == 0 {
        return None;
    }
    let width = u64::from(labels.width);
    let buckets = u64::from(problem.horizon - 1) / width + 1;
    let mut sets = Sets { problem, reach, labels, buckets, differences: vec![0; buckets as usize] };
    sets.enter_by_arcs();
    sets.enter_by_waiting();
    sets.arrive_outside();
    sets.start_inside();
    let mut value = 0i128;
    let of_bucket: Vec<u64> = sets
        .differences
        .iter()
        .map(|difference| {
            value += difference;
            u64::try_from(value).unwrap_or(UNLIMITED).min(UNLIMITED)
        })
        .collect();
    Some((0..u64::from(problem.horizon)).map(|step| of_bucket[(step / width) as usize]).collect())
}

fn hold_shape(problem: &FlowProblem, reach: &Reach, labels: &Labels, faults: &mut Vec<Fault>) {
    let nodes = problem.nodes as usize;
    if labels.width == 0 {
        faults.push(Fault::Width { found: 0 });
    }
    let lists = [("clocks of labels", labels.ahead.len()), ("labels", labels.of.len())];
    for (what, found) in lists {
        if found != nodes {
            faults.push(Fault::Length { what, expected: nodes, found });
        }
    }
    if labels.ahead.len() != nodes {
        return;
    }
    for (number, sink) in problem.sinks.iter().enumerate() {
        let found = labels.ahead[sink.node as usize];
        if found != 0 {
            faults.push(Fault::Clock { number, found });
        }
    }
    for (number, arc) in problem.arcs.iter().enumerate() {
        let expected = u64::from(labels.ahead[arc.tail as usize]);
        let found = u64::from(arc.delay) + u64::from(labels.ahead[arc.head as usize]);
        // An arc that nobody can enter may say what it likes.
        let used = reach.first(arc.tail).is_some_and(|first| {
            let profile = &problem.profiles[arc.profile as usize];
            first < problem.horizon && profile.within(first, problem.horizon) > 0
        });
        if found < expected && used {
            faults.push(Fault::BackInTime { arc: number, expected, found });
        }
    }
}

struct Sets<'a> {
    problem: &'a FlowProblem,
    reach: &'a Reach,
    labels: &'a Labels,
    buckets: u64,
    /// What is to be added to the value of each set over that of the one before.
    differences: Vec<i128>,
}

impl Sets<'_> {
    /// The first bucket whose set the place is in; their number if none.
    fn label(&self, node: u32, bucket: u64) -> u64 {
        let (first, list) = &self.labels.of[node as usize];
        match bucket.checked_sub(u64::from(*first)) {
            None => 0,
            Some(at) => {
                list.get(at as usize).map_or(self.buckets, |&at| u64::from(at).min(self.buckets))
            }
        }
    }

    /// The bucket after those that may be in a set.
    fn end(&self, node: u32) -> u64 {
        let (first, list) = &self.labels.of[node as usize];
        u64::from(*first) + list.len() as u64
    }

    fn ahead(&self, node: u32) -> u64 {
        u64::from(self.labels.ahead[node as usize])
    }

    fn width(&self) -> u64 {
        u64::from(self.labels.width)
    }

    /// The first bucket in which anybody can be at a node.
    fn first(&self, node: u32) -> Option<u64> {
        let first = self.reach.first(node)?;
        Some((u64::from(first) + self.ahead(node)) / self.width())
    }

    /// So many can enter the sets of the buckets from `from` until before `until`.
    fn enter(&mut self, from: u64, until: u64, persons: u64) {
        if from < until.min(self.buckets) {
            self.differences[from as usize] += i128::from(persons);
            if until < self.buckets {
                self.differences[until as usize] -= i128::from(persons);
            }
        }
    }

    fn enter_by_arcs(&mut self) {
        let problem = self.problem;
        for arc in &problem.arcs {
            let (Some(first), Some(first_tail), Some(first_head)) =
                (self.reach.first(arc.tail), self.first(arc.tail), self.first(arc.head))
            else {
                continue;
            };
            let profile = &problem.profiles[arc.profile as usize];
            let ahead = self.ahead(arc.tail);
            // Not negative for an arc that lets anybody in.
            let later = (u64::from(arc.delay) + self.ahead(arc.head)).saturating_sub(ahead);
            let later = later / self.width();
            let end = self.end(arc.head);
            let last = u64::from(problem.horizon.saturating_sub(arc.delay));
            for bucket in first_tail..end.saturating_sub(later) {
                let head = self.label(arc.head, (bucket + later).max(first_head));
                let tail = self.label(arc.tail, bucket);
                if head >= tail {
                    continue;
                }
                let from = (bucket * self.width()).saturating_sub(ahead).max(u64::from(first));
                let until = ((bucket + 1) * self.width()).saturating_sub(ahead).min(last);
                if from < until {
                    let persons = profile.within(from as u32, until as u32);
                    self.enter(head, tail, persons);
                }
            }
        }
    }

    /// Any number can wait from one bucket to the next.
    fn enter_by_waiting(&mut self) {
        let all: Vec<u32> = (0..self.problem.nodes).collect();
        let may_wait = if self.labels.width > 1 { &all } else { &self.problem.waiting };
        for &node in may_wait {
            let Some(first) = self.first(node) else { continue };
            for bucket in first + 1..self.end(node) {
                let (before, then) = (self.label(node, bucket - 1), self.label(node, bucket));
                self.enter(then, before, UNLIMITED);
            }
        }
    }

    /// Any number can arrive from a place that is not in the set.
    fn arrive_outside(&mut self) {
        let problem = self.problem;
        for sink in &problem.sinks {
            let Some(first) = self.first(sink.node) else { continue };
            for bucket in first..self.buckets {
                self.enter(bucket, self.label(sink.node, bucket), UNLIMITED);
            }
        }
    }

    fn start_inside(&mut self) {
        let problem = self.problem;
        for source in problem.sources.iter().filter(|source| source.from < problem.horizon) {
            let from = (u64::from(source.from) + self.ahead(source.node)) / self.width();
            let places = from..self.end(source.node).max(from);
            let label = places.map(|bucket| self.label(source.node, bucket)).min();
            self.enter(label.unwrap_or(self.buckets), self.buckets, source.persons);
        }
    }
}
