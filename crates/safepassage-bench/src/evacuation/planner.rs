//! A plain capacity-constrained route planner: "CCRP" of Q. Lu, B. George and
//! S. Shekhar, Capacity Constrained Routing Algorithms for Evacuation Planning
//! (SSTD 2005).
//!
//! Again and again: of all sources with people left, the way that arrives first
//! at a sink with room, waiting for capacity wherever need be; as many go that
//! way as its narrowest arc lets through, and what they use is reserved. It is
//! here to compare with and says nothing about what could be better.

use safepassage::flow::Departure;
use safepassage::flow::FlowProblem;
use safepassage::flow::FlowRoute;
use safepassage::flow::Move;
use safepassage::flow::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What the planner finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Who travels how, in the order found. They wait on the way.
    pub routes: Vec<FlowRoute>,
    /// How many arrive in each step.
    pub arrivals: Vec<u64>,
    /// How many stay, source by source.
    pub left: Vec<u64>,
}

/// Plans ways until nobody is left or nobody can arrive before the horizon.
///
/// O(ways · arcs log nodes), and memory for each arc in each step.
pub fn plan(problem: &FlowProblem) -> Plan {
    let mut planner = Planner::new(problem);
    while planner.send_some() {}
    let Planner { mut arrivals, left, routes, .. } = planner;
    while arrivals.last() == Some(&0) {
        arrivals.pop();
    }
    Plan { routes, arrivals, left }
}

struct Planner<'a> {
    problem: &'a FlowProblem,
    /// The arcs that leave each node.
    out: Vec<Vec<u32>>,
    /// What is still free of each arc in each step.
    free: Vec<u64>,
    room: Vec<u64>,
    sink_at: Vec<Option<u32>>,
    left: Vec<u64>,
    arrivals: Vec<u64>,
    routes: Vec<FlowRoute>,
    /// When each node is reached, and by which arc, entered when.
    first: Vec<Step>,
    by: Vec<Option<(u32, Step)>>,
    /// Which source each node is reached from, where it is one.
    from: Vec<u32>,
    queue: BinaryHeap<Reverse<(Step, u32)>>,
}

impl<'a> Planner<'a> {
    fn new(problem: &'a FlowProblem) -> Self {
        let nodes = problem.nodes as usize;
        let mut out = vec![Vec::new(); nodes];
        for (arc, number) in problem.arcs.iter().zip(0..) {
            out[arc.tail as usize].push(number);
        }
        let of_arc = |profile: u32| {
            let profile = &problem.profiles[profile as usize];
            (0..problem.horizon).map(|step| profile.at(step))
        };
        let mut sink_at = vec![None; nodes];
        for (sink, number) in problem.sinks.iter().zip(0..) {
            sink_at[sink.node as usize] = Some(number);
        }
        Self {
            problem,
            out,
            free: problem.arcs.iter().flat_map(|arc| of_arc(arc.profile)).collect(),
            room: problem.sinks.iter().map(|sink| sink.places).collect(),
            sink_at,
            left: problem.sources.iter().map(|source| source.persons).collect(),
            arrivals: vec![0; problem.horizon as usize],
            routes: Vec::new(),
            first: vec![Step::MAX; nodes],
            by: vec![None; nodes],
            from: vec![0; nodes],
            queue: BinaryHeap::new(),
        }
    }

    fn free(&self, arc: u32, step: Step) -> usize {
        arc as usize * self.problem.horizon as usize + step as usize
    }

    /// The sink with room that is reached first.
    fn search(&mut self) -> Option<u32> {
        self.first.fill(Step::MAX);
        self.queue.clear();
        for (number, source) in self.problem.sources.iter().enumerate() {
            let node = source.node as usize;
            if self.left[number] > 0 && source.from < self.first[node] {
                (self.first[node], self.by[node]) = (source.from, None);
                self.from[node] = number as u32;
                self.queue.push(Reverse((source.from, source.node)));
            }
        }
        while let Some(Reverse((step, node))) = self.queue.pop() {
            if step > self.first[node as usize] || step >= self.problem.horizon {
                continue;
            }
            if let Some(sink) = self.sink_at[node as usize]
                && self.room[sink as usize] > 0
            {
                return Some(sink);
            }
            for &number in &self.out[node as usize] {
                let arc = &self.problem.arcs[number as usize];
                let steps = &self.free[self.free(number, 0)..][..self.problem.horizon as usize];
                let wait = steps[step as usize..].iter().position(|&free| free > 0);
                let Some(enter) = wait.map(|wait| step + wait as Step) else { continue };
                let (arrive, head) = (enter + arc.delay, arc.head as usize);
                if arrive < self.first[head] {
                    (self.first[head], self.by[head]) = (arrive, Some((number, enter)));
                    self.queue.push(Reverse((arrive, arc.head)));
                }
            }
        }
        None
    }

    fn send_some(&mut self) -> bool {
        let Some(sink) = self.search() else { return false };
        let end = self.problem.sinks[sink as usize].node;
        let (mut node, mut way) = (end, Vec::new());
        while let Some((arc, enter)) = self.by[node as usize] {
            way.push((arc, enter));
            node = self.problem.arcs[arc as usize].tail;
        }
        way.reverse();
        let source = self.from[node as usize];
        let mut persons = self.left[source as usize].min(self.room[sink as usize]);
        for &(arc, enter) in &way {
            persons = persons.min(self.free[self.free(arc, enter)]);
        }
        for &(arc, enter) in &way {
            let at = self.free(arc, enter);
            self.free[at] -= persons;
        }
        self.left[source as usize] -= persons;
        self.room[sink as usize] -= persons;
        self.arrivals[self.first[end as usize] as usize] += persons;
        // They wait at the source until the first arc has room.
        let leave = way.first().map_or(self.first[end as usize], |&(_, enter)| enter);
        let moves = way.iter().map(|&(arc, enter)| Move { arc, after: enter - leave }).collect();
        let departures = vec![Departure { step: leave, persons }];
        self.routes.push(FlowRoute { source, sink, moves, departures });
        true
    }
}
