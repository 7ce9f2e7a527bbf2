//! A flow without steps taken apart into ways.
//!
//! Floor 0.

use super::Steady;
use crate::flow::ground::NONE;
use crate::flow::routes::Share;

impl Steady<'_, '_> {
    /// The ways of the flow; nobody goes round in a circle. O(shares · moves of one).
    pub(in crate::flow) fn shares(mut self) -> Vec<Share> {
        let mut shares = Vec::new();
        let mut stands = Stands {
            since: vec![NONE; self.ground.nodes.len()],
            next: vec![0; self.ground.nodes.len()],
        };
        for source in 0..self.departed.len() {
            while self.departed[source] > 0 {
                let Some(share) = self.share(source, &mut stands) else { break };
                self.departed[source] -= share.persons;
                shares.push(share);
            }
        }
        shares
    }

    fn share(&mut self, source: usize, stands: &mut Stands) -> Option<Share> {
        let ground = self.ground;
        let mut at = ground.sources[source].node;
        let mut way: Vec<u32> = Vec::new();
        let sink = loop {
            let since = stands.since[at as usize];
            if since != NONE {
                self.break_circle(way.split_off(since as usize), stands);
            }
            let sink = ground.sink_at[at as usize];
            if sink != NONE && self.entered[sink as usize] > 0 {
                break sink;
            }
            stands.since[at as usize] = way.len() as u32;
            let onward = &ground.out.of_node(at)[stands.next[at as usize] as usize..];
            let used = onward.iter().position(|link| self.along(link.arc) > 0)?;
            stands.next[at as usize] += used as u32;
            way.push(onward[used].arc);
            at = onward[used].other;
        };
        let along = way.iter().map(|&arc| self.along(arc)).min();
        let most = self.departed[source].min(self.entered[sink as usize]);
        let persons = along.map_or(most, |along| along.min(most));
        for &arc in &way {
            self.take_back(arc, persons);
            stands.since[ground.arcs[arc as usize].tail as usize] = NONE;
        }
        self.entered[sink as usize] -= persons;
        let arcs = way.iter().map(|&arc| ground.arcs[arc as usize].arc).collect();
        Some(Share { source: source as u32, sink, arcs, arrival: 0, persons })
    }

    /// Takes back who goes round in a circle.
    fn break_circle(&mut self, circle: Vec<u32>, stands: &mut Stands) {
        let round = circle.iter().map(|&arc| self.along(arc)).min().unwrap_or(0);
        for arc in circle {
            self.take_back(arc, round);
            stands.since[self.ground.arcs[arc as usize].tail as usize] = NONE;
        }
    }
}

/// Where a walk is.
struct Stands {
    /// How long the way was when it came to a node; [`NONE`] if it did not.
    since: Vec<u32>,
    /// Arcs out of a node before this one are used up.
    next: Vec<u32>,
}
