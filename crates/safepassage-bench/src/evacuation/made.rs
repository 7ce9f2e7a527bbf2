//! Small problems by seed, with all that a problem can have.

use crate::random::Random;
use safepassage::flow::FlowArc;
use safepassage::flow::FlowProblem;
use safepassage::flow::FlowSink;
use safepassage::flow::FlowSource;
use safepassage::flow::Piece;
use safepassage::flow::Profile;

/// A problem of up to a dozen nodes, a hundred people and thirty steps: gaps and
/// fractions in capacities, waiting on the way, arcs without delay, classes,
/// several sources at a node, sources at sinks, sinks without room.
pub fn made(seed: u64, number: u64) -> FlowProblem {
    let mut random = Random::new(seed, number);
    let r = &mut random;
    let nodes = 2 + r.below(11);
    let horizon = 1 + r.below(30) as u32;
    let kinds = 1 + r.below(5);
    let profiles = (0..kinds).map(|_| profile(r)).collect();
    let arcs = (0..=r.below(4 * nodes))
        .map(|_| {
            let (tail, head) = (r.below(nodes) as u32, r.below(nodes) as u32);
            // Arcs without delay lead upwards alone, so that none leads in a circle.
            let delay = r.below(5) as u32;
            let delay = if head > tail { delay } else { delay.max(1) };
            FlowArc { tail, head, delay, profile: r.below(kinds) as u32 }
        })
        .collect();
    let waiting = (0..nodes as u32).filter(|_| r.happens(0.2)).collect();
    let classes = 1 + r.below(3);
    let sources = (0..=r.below(5))
        .map(|_| FlowSource {
            node: r.below(nodes) as u32,
            persons: r.below(25) as u64,
            from: r.below(6) as u32,
            class: r.below(classes) as u32,
        })
        .collect();
    let sinks = (0..nodes as u32)
        .filter_map(|node| {
            let here = r.happens(0.25) || node + 1 == nodes as u32;
            let places = if r.happens(0.5) { 100 } else { r.below(20) as u64 };
            here.then_some(FlowSink { node, places })
        })
        .collect();
    FlowProblem { nodes: nodes as u32, arcs, profiles, waiting, sources, sinks, horizon }
}

fn profile(r: &mut Random) -> Profile {
    if r.happens(0.1) {
        return Profile::Unlimited;
    }
    if r.happens(0.4) {
        return Profile::constant(1 + r.below(5) as u64);
    }
    let mut pieces = Vec::new();
    let mut at = r.below(4) as u32;
    for _ in 0..=r.below(3) {
        let until = at + 1 + r.below(12) as u32;
        pieces.push(Piece {
            from: at,
            until,
            persons: r.below(6) as u64,
            per: 1 + r.below(4) as u64,
        });
        at = until + r.below(3) as u32;
    }
    Profile::Pieces(pieces)
}
