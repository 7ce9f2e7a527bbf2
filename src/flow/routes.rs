//! A flow taken apart into routes.
//!
//! Floor 0.

use super::FlowProblem;
use super::Step;
use super::answer::{Departure, FlowRoute, Move};
use super::ground::NONE;
use super::layers::Layers;
use std::collections::{BTreeMap, HashMap};

/// Takes a flow, in buckets of one step, apart into the routes of which it is
/// made; nothing of it is left. O(arcs with flow · moves of a route).
pub(super) fn take_apart(layers: &mut Layers<'_>) -> Vec<FlowRoute> {
    let mut found: BTreeMap<(u32, u32, Vec<Move>), BTreeMap<u32, u64>> = BTreeMap::new();
    for source in 0..layers.supply.len() as u32 {
        let at = layers.ground.sources[source as usize];
        for number in 0..layers.departed[source as usize].len() {
            let bucket = at.from + number as u32;
            while layers.departed[source as usize][number] > 0 {
                let most = layers.departed[source as usize][number];
                let Some(way) = follow(layers, bucket, at.node, most) else { break };
                layers.departed[source as usize][number] -= way.persons;
                let step = bucket - layers.ground.ahead[at.node as usize];
                let moves = way
                    .hops
                    .iter()
                    .map(|&(bucket, arc, ahead)| Move { arc, after: bucket - ahead - step });
                let key = (source, way.sink, moves.collect());
                *found.entry(key).or_default().entry(step).or_default() += u64::from(way.persons);
            }
        }
    }
    let routes = found.into_iter().map(|((source, sink, moves), departures)| {
        let departures = departures.into_iter();
        let departures = departures.map(|(step, persons)| Departure { step, persons }).collect();
        FlowRoute { source, sink, moves, departures }
    });
    routes.collect()
}

/// Puts people on their routes, those who arrive in buckets that are laid out. Buckets
/// are of one step.
pub(super) fn put_back(layers: &mut Layers<'_>, routes: &[FlowRoute]) {
    let ground = layers.ground.clone();
    let mut number_of = vec![NONE; ground.problem.arcs.len()];
    for (number, arc) in (0u32..).zip(&ground.arcs).filter(|(_, arc)| arc.arc != NONE) {
        number_of[arc.arc as usize] = number;
    }
    for route in routes {
        let source = ground.sources[route.source as usize];
        let takes = takes(ground.problem, &route.moves);
        for departure in &route.departures {
            let (step, persons) = (departure.step, departure.persons as u32);
            let arrival = step + takes;
            if arrival >= layers.buckets() {
                continue;
            }
            let leaves = step + ground.ahead[source.node as usize] - source.from;
            layers.departed[route.source as usize][leaves as usize] += persons;
            layers.supply[route.source as usize] -= persons;
            let mut at = step;
            for one in &route.moves {
                let arc = number_of[one.arc as usize];
                let tail = ground.arcs[arc as usize].tail;
                let ahead = ground.ahead[tail as usize];
                for waits in at..step + one.after {
                    if let Some(wait) = ground.wait_at(tail) {
                        layers.send(waits + ahead, wait, persons);
                    }
                }
                at = step + one.after;
                layers.send(at + ahead, arc, persons);
                at += ground.problem.arcs[one.arc as usize].delay;
            }
            layers.entered[route.sink as usize][arrival as usize] += persons;
            layers.room[route.sink as usize] -= departure.persons as i64;
            layers.arrived += departure.persons;
        }
    }
}

/// Steps from the first to the last place.
pub(super) fn takes(problem: &FlowProblem, moves: &[Move]) -> Step {
    let last = moves.last();
    last.map_or(0, |last| last.after + problem.arcs[last.arc as usize].delay)
}

/// How many arrive in each step, up to the last in which anybody does.
pub(super) fn arrivals(problem: &FlowProblem, routes: &[FlowRoute]) -> Vec<u64> {
    let mut arrivals: Vec<u64> = Vec::new();
    for route in routes {
        let takes = takes(problem, &route.moves);
        for departure in &route.departures {
            let step = (departure.step + takes) as usize;
            if arrivals.len() <= step {
                arrivals.resize(step + 1, 0);
            }
            arrivals[step] += departure.persons;
        }
    }
    arrivals
}

struct Way {
    sink: u32,
    persons: u32,
    /// The bucket of the arrival.
    arrival: u32,
    /// The bucket, the problem's arc, and how far the tail's clock runs ahead.
    hops: Vec<(u32, u32, u32)>,
}

/// Follows up to `most` persons from a place to a sink, and takes them out.
fn follow(layers: &mut Layers<'_>, bucket: u32, node: u32, most: u32) -> Option<Way> {
    let ground = layers.ground.clone();
    let mut at = (bucket, node);
    let mut hops: Vec<(u32, u32)> = Vec::new();
    let mut been: HashMap<(u32, u32), usize> = HashMap::new();
    let sink = loop {
        let (bucket, node) = at;
        // Where delays are rounded down, a flow may lead round in a circle; it is
        // as good without.
        if let Some(since) = been.insert(at, hops.len()) {
            let round = || hops[since..].iter();
            let flow = |&(bucket, arc): &(u32, u32)| layers.cells[layers.arc(bucket, arc)].flow;
            let all = round().map(flow).min().unwrap_or(0);
            round().for_each(|&(bucket, arc)| layers.take_back(bucket, arc, all));
            hops.truncate(since);
            been.retain(|_, &mut number| number <= since);
        }
        let sink = ground.sink_at[node as usize];
        if sink != NONE && layers.entered[sink as usize][bucket as usize] > 0 {
            break sink;
        }
        let mut onward = ground.out.of_node(node).iter();
        let link = onward.find(|link| layers.cells[layers.arc(bucket, link.arc)].flow > 0)?;
        hops.push((bucket, link.arc));
        at = (bucket + link.delay, link.other);
    };
    let flows = hops.iter().map(|&(bucket, arc)| layers.cells[layers.arc(bucket, arc)].flow);
    let entered = layers.entered[sink as usize][at.0 as usize];
    let persons = flows.min().map_or(most, |least| least.min(most)).min(entered);
    layers.entered[sink as usize][at.0 as usize] -= persons;
    let mut moves = Vec::with_capacity(hops.len());
    for (bucket, number) in hops {
        layers.take_back(bucket, number, persons);
        let arc = ground.arcs[number as usize];
        if arc.arc != NONE {
            moves.push((bucket, arc.arc, ground.ahead[arc.tail as usize]));
        }
    }
    Some(Way { sink, persons, arrival: at.0, hops: moves })
}

/// People of a relaxed flow who go the same way and arrive in the same bucket.
pub(super) struct Share {
    pub(super) source: u32,
    pub(super) sink: u32,
    /// The problem's arcs, in order.
    pub(super) arcs: Vec<u32>,
    /// The bucket of the arrival, if there are buckets.
    pub(super) arrival: u32,
    pub(super) persons: u64,
}

/// Takes a flow, in buckets of any width, apart into shares; nothing of it is
/// left.
pub(super) fn shares(layers: &mut Layers<'_>) -> Vec<Share> {
    let mut shares = Vec::new();
    for source in 0..layers.supply.len() as u32 {
        let at = layers.ground.sources[source as usize];
        for number in 0..layers.departed[source as usize].len() {
            let bucket = at.from + number as u32;
            while layers.departed[source as usize][number] > 0 {
                let most = layers.departed[source as usize][number];
                let Some(way) = follow(layers, bucket, at.node, most) else { break };
                layers.departed[source as usize][number] -= way.persons;
                let arcs = way.hops.iter().map(|hop| hop.1);
                shares.push(Share {
                    source,
                    sink: way.sink,
                    arcs: without_circles(layers, arcs),
                    arrival: way.arrival,
                    persons: way.persons.into(),
                });
            }
        }
    }
    shares
}

/// A way without what only leads back to where it was: it is as well to wait at the
/// source.
fn without_circles(layers: &Layers<'_>, arcs: impl Iterator<Item = u32>) -> Vec<u32> {
    let problem = layers.ground.problem;
    let mut way: Vec<u32> = Vec::new();
    let mut left: HashMap<u32, usize> = HashMap::new();
    for arc in arcs {
        let tail = problem.arcs[arc as usize].tail;
        if let Some(&since) = left.get(&tail) {
            way.truncate(since);
            left.retain(|_, &mut number| number <= since);
        }
        left.insert(tail, way.len());
        way.push(arc);
    }
    let head = way.last().map(|&arc| problem.arcs[arc as usize].head);
    if let Some(&since) = head.and_then(|head| left.get(&head)) {
        way.truncate(since);
    }
    way
}
