//! People spread over the time there is.
//!
//! Floor 0.

use super::Fitting;
use crate::flow::Step;
use crate::flow::routes::Share;
use std::cmp::Reverse;

/// People of a share who have not left yet.
struct Waiting {
    way: usize,
    /// The first step in which they can arrive.
    soonest: Step,
    persons: u64,
}

impl Fitting<'_> {
    /// Sends shares so that all of each are in by a deadline, evenly over the time
    /// until then, and more of them wherever nobody else needs what is free.
    /// O(deadline · moves of all shares).
    pub(in crate::flow) fn pace(&mut self, shares: &[Share], deadline: Step) {
        let mut waiting: Vec<Waiting> = Vec::with_capacity(shares.len());
        for share in shares {
            let way = self.know(share);
            let soonest = self.problem.sources[share.source as usize].from + self.ways[way].takes;
            waiting.push(Waiting { way, soonest, persons: share.persons });
        }
        for arrival in 0..=deadline {
            waiting.retain(|one| one.persons > 0);
            waiting.sort_by_key(|one| Reverse(one.persons));
            let steps = u64::from(deadline - arrival) + 1;
            // First what is due, then what may go besides.
            for due_within in [steps, 1] {
                for one in waiting.iter_mut().filter(|one| one.soonest <= arrival) {
                    let due = one.persons.div_ceil(due_within);
                    one.persons -= self.arrive_in(one.way, arrival, due);
                }
            }
        }
    }

    /// Sends up to so many on a way who arrive in a step; how many those are.
    fn arrive_in(&mut self, way: usize, arrival: Step, persons: u64) -> u64 {
        let (source, sink) = (self.ways[way].source, self.ways[way].sink);
        let wanted = persons.min(self.supply[source as usize]).min(self.room[sink as usize]);
        if wanted == 0 {
            return 0;
        }
        let step = arrival - self.ways[way].takes;
        let sent = wanted.min(self.most_in(way, step).into());
        if sent > 0 {
            self.depart(way, step, sent);
        }
        sent
    }
}
