//! Earliest arrival on a full copy of the graph for each step: slow and plain.

use super::*;
use std::collections::VecDeque;

/// An edge of the residual graph; its reverse is the next or the one before.
struct Edge {
    to: usize,
    left: u64,
    /// The arc and step, if it is the use of an arc.
    of: Option<(u32, Step)>,
}

#[derive(Default)]
struct Net {
    edges: Vec<Edge>,
    out: Vec<Vec<usize>>,
}

impl Net {
    fn node(&mut self) -> usize {
        self.out.push(Vec::new());
        self.out.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, left: u64, of: Option<(u32, Step)>) -> usize {
        self.edges.push(Edge { to, left, of });
        self.edges.push(Edge { to: from, left: 0, of: None });
        self.out[from].push(self.edges.len() - 2);
        self.out[to].push(self.edges.len() - 1);
        self.edges.len() - 2
    }

    /// Sends as much as possible on a way of fewest edges; how much.
    fn send(&mut self, from: usize, to: usize) -> u64 {
        let mut came = vec![usize::MAX; self.out.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front() {
            for &edge in &self.out[node] {
                let Edge { to: next, left, .. } = self.edges[edge];
                if left > 0 && came[next] == usize::MAX && next != from {
                    came[next] = edge;
                    queue.push_back(next);
                }
            }
        }
        if came[to] == usize::MAX {
            return 0;
        }
        let mut way = Vec::new();
        let mut at = to;
        while at != from {
            way.push(came[at]);
            at = self.edges[came[at] ^ 1].to;
        }
        let most = way.iter().map(|&edge| self.edges[edge].left).min().unwrap();
        for edge in way {
            self.edges[edge].left -= most;
            self.edges[edge ^ 1].left += most;
        }
        most
    }
}

/// Who goes when: most by the end of each step, one step after the other.
#[allow(clippy::too_many_lines, reason = "one thing after the other, to be read once")]
pub(super) fn solve(problem: &FlowProblem) -> FlowAnswer {
    problem.validate().unwrap();
    let steps = problem.horizon as usize;
    let all: u64 = problem.sources.iter().map(|source| source.persons).sum();
    let mut net = Net::default();
    let (from, to) = (net.node(), net.node());
    let first = net.out.len();
    for _ in 0..problem.nodes as usize * steps {
        net.node();
    }
    let place = |node: u32, step: usize| first + node as usize * steps + step;
    for (number, arc) in problem.arcs.iter().enumerate() {
        for step in 0..steps {
            let then = step + arc.delay as usize;
            let may = problem.profiles[arc.profile as usize].at(step as Step).min(all);
            if may > 0 && then < steps {
                let of = Some((number as u32, step as Step));
                net.edge(place(arc.tail, step), place(arc.head, then), may, of);
            }
        }
    }
    for &node in &problem.waiting {
        for step in 1..steps {
            net.edge(place(node, step - 1), place(node, step), all, None);
        }
    }
    // Where each source's people are until they leave.
    let mut homes = Vec::new();
    for source in &problem.sources {
        let home = net.node();
        let begins = net.edge(from, home, source.persons, None);
        let leaves: Vec<usize> = (source.from as usize..steps)
            .map(|step| net.edge(home, place(source.node, step), source.persons, None))
            .collect();
        homes.push((begins, leaves));
    }
    let sinks: Vec<usize> = problem
        .sinks
        .iter()
        .map(|sink| {
            let room = net.node();
            net.edge(room, to, sink.places.min(all), None);
            room
        })
        .collect();
    let mut arrivals = vec![0; steps];
    for (step, arrivals) in arrivals.iter_mut().enumerate() {
        for (sink, &room) in problem.sinks.iter().zip(&sinks) {
            net.edge(place(sink.node, step), room, all, None);
        }
        loop {
            let sent = net.send(from, to);
            *arrivals += sent;
            if sent == 0 {
                break;
            }
        }
    }
    while arrivals.last() == Some(&0) {
        arrivals.pop();
    }
    let left = homes.iter().map(|&(begins, _)| net.edges[begins].left).collect();
    let mut used: Vec<u64> = (0..net.edges.len())
        .map(|edge| if edge % 2 == 0 { net.edges[edge ^ 1].left } else { 0 })
        .collect();
    let mut routes: BTreeMap<(u32, u32, Vec<Move>), BTreeMap<Step, u64>> = BTreeMap::new();
    for (source, (_, leaves)) in homes.iter().enumerate() {
        for (&leave, step) in leaves.iter().zip(problem.sources[source].from..) {
            while used[leave] > 0 {
                let (mut at, mut way, mut moves) = (net.edges[leave].to, vec![leave], Vec::new());
                let sink = loop {
                    if let Some(sink) = sinks.iter().position(|&room| room == at) {
                        break sink as u32;
                    }
                    let next = net.out[at].iter().copied().find(|&edge| used[edge] > 0).unwrap();
                    if let Some((arc, when)) = net.edges[next].of {
                        moves.push(Move { arc, after: when - step });
                    }
                    way.push(next);
                    at = net.edges[next].to;
                };
                let persons = way.iter().map(|&edge| used[edge]).min().unwrap();
                for edge in way {
                    used[edge] -= persons;
                }
                *routes
                    .entry((source as u32, sink, moves))
                    .or_default()
                    .entry(step)
                    .or_default() += persons;
            }
        }
    }
    let routes = routes.into_iter().map(|((source, sink, moves), departures)| FlowRoute {
        source,
        sink,
        moves,
        departures: departures
            .into_iter()
            .map(|(step, persons)| Departure { step, persons })
            .collect(),
    });
    let mut most_by = arrivals.clone();
    for step in 1..most_by.len() {
        most_by[step] += most_by[step - 1];
    }
    let mut answer = FlowAnswer {
        method: Method::Exact,
        routes: routes.collect(),
        arrivals,
        left,
        most_by,
        least_total: 0,
        proof: Proof::default(),
    };
    answer.least_total = answer.total();
    answer
}
