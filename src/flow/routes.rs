//! A flow taken apart into routes.
//!
//! Floor 0.

use super::answer::{Departure, FlowRoute, Move};
use super::ground::NONE;
use super::layers::Layers;
use std::collections::BTreeMap;

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
                let key = (source, way.sink, way.moves);
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

struct Way {
    sink: u32,
    persons: u32,
    moves: Vec<Move>,
}

/// Follows up to `most` persons from a place to a sink, and takes them out.
fn follow(layers: &mut Layers<'_>, bucket: u32, node: u32, most: u32) -> Option<Way> {
    let ground = layers.ground.clone();
    let departure = bucket - ground.ahead[node as usize];
    let (mut at, mut persons) = ((bucket, node), most);
    let mut hops: Vec<(u32, u32)> = Vec::new();
    let sink = loop {
        let (bucket, node) = at;
        let sink = ground.sink_at[node as usize];
        if sink != NONE && layers.entered[sink as usize][bucket as usize] > 0 {
            persons = persons.min(layers.entered[sink as usize][bucket as usize]);
            break sink;
        }
        let mut onward = ground.out.of_node(node).iter();
        let link = onward.find(|link| layers.cells[layers.arc(bucket, link.arc)].flow > 0)?;
        persons = persons.min(layers.cells[layers.arc(bucket, link.arc)].flow);
        hops.push((bucket, link.arc));
        at = (bucket + link.delay, link.other);
    };
    layers.entered[sink as usize][at.0 as usize] -= persons;
    let mut moves = Vec::with_capacity(hops.len());
    for (bucket, number) in hops {
        layers.take_back(bucket, number, persons);
        let arc = ground.arcs[number as usize];
        if arc.arc != NONE {
            let step = bucket - ground.ahead[arc.tail as usize];
            moves.push(Move { arc: arc.arc, after: step - departure });
        }
    }
    Some(Way { sink, persons, moves })
}
