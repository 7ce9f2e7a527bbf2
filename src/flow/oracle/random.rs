//! Small problems by seed.
//!
//! Floor 0.

use crate::flow::FlowArc;
use crate::flow::FlowProblem;
use crate::flow::FlowSink;
use crate::flow::FlowSource;
use crate::flow::Piece;
use crate::flow::Profile;

/// Numbers by seed: `SplitMix64`.
struct Numbers(u64);

impl Numbers {
    /// A number from 0 to `end - 1`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// How many problems to try: so many, or as many as `SAFEPASSAGE_CASES` says.
pub(crate) fn cases(default: u64) -> u64 {
    std::env::var("SAFEPASSAGE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// A problem of a few nodes, people and steps, with all that a problem can have:
/// gaps and fractions in capacities, waiting on the way, arcs without delay,
/// classes, several sources at a node, sources at sinks, sinks without room.
pub(crate) fn random(seed: u64) -> FlowProblem {
    let mut numbers = Numbers(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let n = &mut numbers;
    let nodes = 2 + n.below(5) as u32;
    let horizon = n.below(13) as u32 + u32::from(n.below(8) > 0);
    let profiles: Vec<Profile> = (0..4).map(|_| profile(n)).collect();
    let arcs = (0..=n.below(3 * u64::from(nodes)))
        .map(|_| {
            let (tail, head) = (n.below(u64::from(nodes)) as u32, n.below(u64::from(nodes)) as u32);
            // Arcs without delay lead upwards alone, so that none leads in a circle.
            let delay = n.below(4) as u32;
            let delay = if head > tail { delay } else { delay.max(1) };
            FlowArc { tail, head, delay, profile: n.below(4) as u32 }
        })
        .collect();
    let waiting = (0..nodes).filter(|_| n.below(4) == 0).collect();
    let sources = (0..=n.below(3))
        .map(|_| FlowSource {
            node: n.below(u64::from(nodes)) as u32,
            persons: n.below(9),
            from: n.below(4) as u32,
            class: n.below(2) as u32,
        })
        .collect();
    let mut sinks = Vec::new();
    for node in 0..nodes {
        if n.below(3) == 0 || (node + 1 == nodes && sinks.is_empty()) {
            let places = if n.below(2) == 0 { 30 } else { n.below(7) };
            sinks.push(FlowSink { node, places });
        }
    }
    FlowProblem { nodes, arcs, profiles, waiting, sources, sinks, horizon }
}

fn profile(n: &mut Numbers) -> Profile {
    if n.below(8) == 0 {
        return Profile::Unlimited;
    }
    let mut pieces = Vec::new();
    let mut at = n.below(3) as u32;
    for _ in 0..=n.below(3) {
        let until = at + 1 + n.below(6) as u32;
        pieces.push(Piece { from: at, until, persons: n.below(4), per: 1 + n.below(3) });
        at = until + n.below(2) as u32;
    }
    if let Some(last) = pieces.last_mut().filter(|_| n.below(2) == 0) {
        last.until = 40;
    }
    Profile::Pieces(pieces)
}
