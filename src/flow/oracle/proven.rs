//! The oracle's own answers, with proofs read off its networks.
//!
//! Floor 0.

use super::Network;
use super::classes;
use super::network::END;
use super::network::Kind;
use super::network::stay;
use crate::flow::Cut;
use crate::flow::Departure;
use crate::flow::FlowAnswer;
use crate::flow::FlowProblem;
use crate::flow::FlowRoute;
use crate::flow::Labels;
use crate::flow::Method;
use crate::flow::Move;
use crate::flow::Potentials;
use crate::flow::Proof;
use crate::flow::Step;
use std::collections::BTreeMap;

/// An exact answer, with a cut for each step, and prices.
pub(crate) fn answer(problem: &FlowProblem) -> FlowAnswer {
    let mut network = Network::of(problem);
    network.send_all();
    let (total, left) = (network.total(), network.left());
    let potentials = potentials(problem, &network);
    let routes = routes(&mut network);
    let mut arrivals = vec![0; problem.horizon as usize];
    for route in &routes {
        let takes = takes(problem, route);
        for departure in &route.departures {
            arrivals[(departure.step + takes) as usize] += departure.persons;
        }
    }
    while arrivals.last() == Some(&0) {
        arrivals.pop();
    }
    let cuts: Vec<(u64, Cut)> = (0..problem.horizon).map(|by| cut(problem, by)).collect();
    let most_by = cuts.iter().map(|(most, _)| *most).collect();
    let cuts = cuts.into_iter().map(|(_, cut)| cut).collect();
    let proof = Proof { labels: Labels::default(), cuts, potentials: Some(potentials) };
    let (method, least_total) = (Method::Exact, total);
    FlowAnswer { method, routes, arrivals, left, most_by, least_total, proof }
}

/// How long a route takes.
pub(crate) fn takes(problem: &FlowProblem, route: &FlowRoute) -> Step {
    route.moves.last().map_or(0, |step| step.after + problem.arcs[step.arc as usize].delay)
}

/// Takes the flow off one way after another.
fn routes(network: &mut Network) -> Vec<FlowRoute> {
    let mut found: BTreeMap<(u32, u32, Vec<Move>), BTreeMap<Step, u64>> = BTreeMap::new();
    let sources: Vec<usize> = (0..network.edges.len())
        .step_by(2)
        .filter(|&number| matches!(network.edges[number].kind, Kind::Leave(_)))
        .collect();
    for first in sources {
        while network.flow(first) > 0 {
            let Kind::Leave(leave) = network.edges[first].kind else { break };
            let (mut way, mut moves, mut step) = (vec![first], Vec::new(), leave);
            let mut at = network.edges[first].to;
            while at != END {
                let next = (0..network.edges.len())
                    .step_by(2)
                    .find(|&number| network.edges[number].from == at && network.flow(number) > 0)
                    .expect("who comes somewhere goes on");
                match network.edges[next].kind {
                    Kind::Arc(arc) => {
                        moves.push(Move { arc, after: step - leave });
                        step = step_of(network, network.edges[next].to);
                    }
                    Kind::Wait => step += 1,
                    _ => {}
                }
                at = network.edges[next].to;
                way.push(next);
            }
            let persons = way.iter().map(|&number| network.flow(number)).min().unwrap_or(0);
            for &number in &way {
                network.edges[number | 1].free -= persons;
            }
            let last = network.edges[way[way.len() - 1]].from;
            let source = (network.edges[first].from - Network::source(0)) as u32;
            let sink = (last - network.sink(0)) as u32;
            *found.entry((source, sink, moves)).or_default().entry(leave).or_default() += persons;
        }
    }
    found
        .into_iter()
        .map(|((source, sink, moves), departures)| {
            let departures = departures.into_iter();
            let departures =
                departures.map(|(step, persons)| Departure { step, persons }).collect();
            FlowRoute { source, sink, moves, departures }
        })
        .collect()
}

fn step_of(network: &Network, place: usize) -> Step {
    let of_step = network.place(0, 1) - network.place(0, 0);
    ((place - network.place(0, 0)) / of_step) as Step
}

fn potentials(problem: &FlowProblem, network: &Network) -> Potentials {
    let costs = network.costs_to_end();
    let classes = classes(problem);
    let stay: Vec<(u32, u64)> = (classes.iter().enumerate())
        .map(|(rank, &class)| (class, stay(problem, &classes, rank) as u64))
        .collect();
    let most = costs.iter().flatten().copied().max().unwrap_or(0) as u64;
    let more = most.max(stay.iter().map(|&(_, price)| price).max().unwrap_or(0)) + 1;
    let price = |at: usize| costs[at].map_or(more, |cost| cost as u64);
    let of = (0..problem.nodes)
        .map(|node| {
            let steps = 0..problem.horizon as usize;
            (0, steps.map(|step| price(network.place(node, step))).collect())
        })
        .collect();
    let sinks = (0..problem.sinks.len()).map(|sink| price(network.sink(sink))).collect();
    Potentials { of, sinks, stay }
}

/// The cut nearest to the end, and how many it lets through.
fn cut(problem: &FlowProblem, by: Step) -> (u64, Cut) {
    let mut network = Network::until(problem, by, false);
    let most = network.send();
    let inside = network.costs_to_end();
    let windows = |node: u32| {
        let mut windows: Vec<(Step, Step)> = Vec::new();
        for step in (0..problem.horizon)
            .filter(|&step| inside[network.place(node, step as usize)].is_some())
        {
            match windows.last_mut() {
                Some(window) if window.1 == step => window.1 += 1,
                _ => windows.push((step, step + 1)),
            }
        }
        windows
    };
    let sinks = (0..problem.sinks.len()).map(|sink| inside[network.sink(sink)].is_some()).collect();
    (most, Cut { by, inside: (0..problem.nodes).map(windows).collect(), sinks })
}

/// Labels by the cuts nearest to the end, and the bound for each bucket that
/// they should show.
pub(crate) fn labels(problem: &FlowProblem, width: Step, ahead: &[Step]) -> (Labels, Vec<u64>) {
    let buckets = u64::from(problem.horizon.saturating_sub(1) / width) + 1;
    let mut of: Vec<(Step, Vec<Step>)> = Vec::new();
    let mut most = Vec::new();
    for bucket in 0..buckets {
        let mut network = if width == 1 && ahead.iter().all(|&ahead| ahead == 0) {
            Network::until(problem, bucket as Step, true)
        } else {
            Network::in_buckets(problem, width, ahead, bucket)
        };
        most.push(network.send());
        let inside = network.costs_to_end();
        of.resize(problem.nodes as usize, (0, vec![Step::MAX; network.steps()]));
        for (node, (_, labels)) in (0..problem.nodes).zip(&mut of) {
            for (step, label) in labels.iter_mut().enumerate() {
                if inside[network.place(node, step)].is_some() {
                    *label = (*label).min(bucket as Step);
                }
            }
        }
    }
    (Labels { width, ahead: ahead.to_vec(), of }, most)
}
