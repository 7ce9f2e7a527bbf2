//! The network with a place for every node in every step.
//!
//! Floor 0.

use super::classes;
use crate::flow::FlowProblem;
use crate::flow::Step;
use crate::flow::profile::UNLIMITED;

/// What an edge of the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    Leave(u32),
    Arc(u32),
    Wait,
    Enter(u32),
    Room,
    Stay,
}

#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) free: u64,
    pub(crate) cost: i64,
    pub(crate) kind: Kind,
}

/// Edge `2n` and the one back, `2n + 1`.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    pub(crate) edges: Vec<Edge>,
    pub(crate) size: usize,
    steps: usize,
    sources: usize,
    sinks: usize,
    nodes: usize,
}

pub(crate) const BEGIN: usize = 0;
pub(crate) const END: usize = 1;

impl Network {
    /// Everybody arrives or stays, staying costs more than anything, and the more
    /// the lower the class.
    pub(crate) fn of(problem: &FlowProblem) -> Self {
        let mut network = Self::until(problem, problem.horizon.saturating_sub(1), false);
        let classes = classes(problem);
        for (number, source) in problem.sources.iter().enumerate() {
            let rank = classes.iter().position(|&class| class == source.class);
            let cost = stay(problem, &classes, rank.expect("every class is listed"));
            let from = Self::source(number);
            network.edge(from, END, UNLIMITED, cost, Kind::Stay);
        }
        network
    }

    /// Only arrivals up to `last` count; with room for everybody if `roomy`.
    pub(crate) fn until(problem: &FlowProblem, last: Step, roomy: bool) -> Self {
        let mut network = Self::empty(problem, problem.horizon);
        network.ends(problem, 1, &vec![0; problem.nodes as usize], u64::from(last), roomy);
        for step in 0..problem.horizon {
            for (number, arc) in problem.arcs.iter().enumerate() {
                if step + arc.delay < problem.horizon {
                    let free = problem.profiles[arc.profile as usize].at(step);
                    let from = network.place(arc.tail, step as usize);
                    let to = network.place(arc.head, (step + arc.delay) as usize);
                    network.edge(from, to, free, 0, Kind::Arc(number as u32));
                }
            }
            for &node in problem.waiting.iter().filter(|_| step + 1 < problem.horizon) {
                let from = network.place(node, step as usize);
                let to = network.place(node, step as usize + 1);
                network.edge(from, to, UNLIMITED, 0, Kind::Wait);
            }
        }
        network
    }

    /// Steps taken together on clocks that run ahead, with room for everybody and
    /// waiting everywhere; arrivals up to the bucket `last` count.
    pub(crate) fn in_buckets(problem: &FlowProblem, width: u32, ahead: &[u32], last: u64) -> Self {
        let most = ahead.iter().copied().max().unwrap_or(0);
        let mut network = Self::empty(problem, (problem.horizon + most) / width + 1);
        network.ends(problem, u64::from(width), ahead, last, true);
        for (number, arc) in problem.arcs.iter().enumerate() {
            let (tail, head) = (ahead[arc.tail as usize], ahead[arc.head as usize]);
            let later = (arc.delay + head - tail) / width;
            for bucket in 0..network.steps as u32 {
                let from = (bucket * width).saturating_sub(tail);
                let until = ((bucket + 1) * width).saturating_sub(tail).min(problem.horizon);
                if ((bucket + later) as usize) < network.steps && from < until {
                    let profile = &problem.profiles[arc.profile as usize];
                    let free = (from..until).map(|step| profile.at(step)).sum();
                    let from = network.place(arc.tail, bucket as usize);
                    let to = network.place(arc.head, (bucket + later) as usize);
                    network.edge(from, to, free, 0, Kind::Arc(number as u32));
                }
            }
        }
        for node in 0..problem.nodes {
            for bucket in 1..network.steps {
                let (from, to) = (network.place(node, bucket - 1), network.place(node, bucket));
                network.edge(from, to, UNLIMITED, 0, Kind::Wait);
            }
        }
        network
    }

    fn empty(problem: &FlowProblem, steps: Step) -> Self {
        let (sources, sinks) = (problem.sources.len(), problem.sinks.len());
        let (nodes, steps) = (problem.nodes as usize, steps as usize);
        let size = 2 + sources + sinks + nodes * steps;
        Self { edges: Vec::new(), size, steps, sources, sinks, nodes }
    }

    fn ends(&mut self, problem: &FlowProblem, width: u64, ahead: &[u32], last: u64, roomy: bool) {
        for (number, source) in problem.sources.iter().enumerate() {
            let from = Self::source(number);
            self.edge(BEGIN, from, source.persons, 0, Kind::Start);
            let ahead = u64::from(ahead[source.node as usize]);
            for step in ((u64::from(source.from) + ahead) / width) as usize..self.steps {
                let to = self.place(source.node, step);
                self.edge(from, to, UNLIMITED, 0, Kind::Leave(step as u32));
            }
        }
        for (number, sink) in problem.sinks.iter().enumerate() {
            let to = self.sink(number);
            for step in (0..self.steps).take_while(|&step| step as u64 <= last) {
                let from = self.place(sink.node, step);
                self.edge(from, to, UNLIMITED, step as i64, Kind::Enter(step as u32));
            }
            self.edge(to, END, if roomy { UNLIMITED } else { sink.places }, 0, Kind::Room);
        }
    }

    pub(crate) fn source(number: usize) -> usize {
        2 + number
    }

    pub(crate) fn sink(&self, number: usize) -> usize {
        2 + self.sources + number
    }

    pub(crate) fn place(&self, node: u32, step: usize) -> usize {
        2 + self.sources + self.sinks + step * self.nodes + node as usize
    }

    pub(crate) fn steps(&self) -> usize {
        self.steps
    }

    fn edge(&mut self, from: usize, to: usize, free: u64, cost: i64, kind: Kind) {
        self.edges.push(Edge { from, to, free, cost, kind });
        self.edges.push(Edge { from: to, to: from, free: 0, cost: -cost, kind });
    }

    /// Sends as many as can go, whatever it costs.
    pub(crate) fn send(&mut self) -> u64 {
        self.edges.iter_mut().for_each(|edge| edge.cost = 0);
        self.send_all()
    }

    /// Sends as many as can go, each by a cheapest way; gives back how many.
    pub(crate) fn send_all(&mut self) -> u64 {
        let mut sent = 0;
        loop {
            let mut cost = vec![i64::MAX; self.size];
            let mut by = vec![usize::MAX; self.size];
            cost[BEGIN] = 0;
            let mut changed = true;
            while changed {
                changed = false;
                for (number, edge) in self.edges.iter().enumerate() {
                    if edge.free > 0 && cost[edge.from] < i64::MAX {
                        let next = cost[edge.from] + edge.cost;
                        if next < cost[edge.to] {
                            (cost[edge.to], by[edge.to], changed) = (next, number, true);
                        }
                    }
                }
            }
            if by[END] == usize::MAX {
                return sent;
            }
            let mut way = vec![by[END]];
            while self.edges[way[way.len() - 1]].from != BEGIN {
                way.push(by[self.edges[way[way.len() - 1]].from]);
            }
            let persons = way.iter().map(|&number| self.edges[number].free).min().unwrap_or(0);
            for number in way {
                self.edges[number].free -= persons;
                self.edges[number ^ 1].free += persons;
            }
            sent += persons;
        }
    }

    /// How many go along an edge.
    pub(crate) fn flow(&self, number: usize) -> u64 {
        self.edges[number | 1].free
    }

    /// How many of each source stay.
    pub(crate) fn left(&self) -> Vec<u64> {
        let stays = (0..self.edges.len()).step_by(2).filter(|&n| self.edges[n].kind == Kind::Stay);
        stays.map(|number| self.flow(number)).collect()
    }

    /// The sum of arrival steps.
    pub(crate) fn total(&self) -> u64 {
        let forth = (0..self.edges.len()).step_by(2);
        forth
            .map(|number| match self.edges[number].kind {
                Kind::Enter(step) => self.flow(number) * u64::from(step),
                _ => 0,
            })
            .sum()
    }

    /// What it costs from everywhere to the end once everybody has been sent.
    pub(crate) fn costs_to_end(&self) -> Vec<Option<i64>> {
        let mut cost = vec![None; self.size];
        cost[END] = Some(0);
        let mut changed = true;
        while changed {
            changed = false;
            for edge in self.edges.iter().filter(|edge| edge.free > 0 && edge.from != BEGIN) {
                let Some(next) = cost[edge.to].map(|cost: i64| cost + edge.cost) else { continue };
                if cost[edge.from].is_none_or(|cost| next < cost) {
                    (cost[edge.from], changed) = (Some(next), true);
                }
            }
        }
        cost
    }
}

/// What it costs that one of the class of this rank stays.
pub(crate) fn stay(problem: &FlowProblem, classes: &[u32], rank: usize) -> i64 {
    let persons: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let dear = (persons + 1) * (u64::from(problem.horizon) + 1);
    (dear * (classes.len() - rank) as u64) as i64
}
