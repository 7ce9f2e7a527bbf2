//! Those who arrive last, sent earlier.
//!
//! Floor 0.

use super::Fitting;
use crate::flow::Step;
use crate::flow::answer::Move;
use crate::flow::ground::NONE;

/// How often everybody is looked at, at most.
const ROUNDS: u32 = 6;

impl Fitting<'_> {
    /// Sends people on those of the known ways of their source on which they arrive
    /// earlier than they do, the last first, until nobody can.
    pub(in crate::flow) fn advance(&mut self) {
        for _ in 0..ROUNDS {
            if !self.advance_once() {
                break;
            }
        }
    }

    fn advance_once(&mut self) -> bool {
        let mut all: Vec<(Step, usize, Step)> = Vec::new();
        for (number, way) in self.ways.iter_mut().enumerate() {
            way.next = self.problem.sources[way.source as usize].from;
            all.extend(way.departures.keys().map(|&step| (step + way.takes, number, step)));
        }
        all.sort_unstable();
        let mut any = false;
        for (arrival, way, step) in all.into_iter().rev() {
            while self.advance_one(arrival, way, step) {
                any = true;
            }
        }
        any
    }

    /// Sends some of those who leave on a way in a step on another or earlier.
    fn advance_one(&mut self, arrival: Step, way: usize, step: Step) -> bool {
        let Some(by) = arrival.checked_sub(1) else { return false };
        let persons = self.ways[way].departures.get(&step).copied().unwrap_or(0);
        if persons == 0 {
            return false;
        }
        // Their own places are free once they go elsewhere.
        let (source, sink) = (self.ways[way].source, self.ways[way].sink as usize);
        self.room[sink] += persons;
        let found = self.first(source, None, by);
        self.room[sink] -= persons;
        let Some((to, then, most)) = found else { return false };
        let there = self.ways[to].sink as usize;
        let room = self.room[there] + if there == sink { persons } else { 0 };
        let moved = persons.min(most.into()).min(room);
        self.take_back(way, step, moved);
        self.depart(to, then, moved);
        true
    }

    /// Takes people back who leave on a way in a step.
    fn take_back(&mut self, way: usize, step: Step, persons: u64) {
        let way = &mut self.ways[way];
        for &Move { arc, after } in &way.moves {
            if let Some(free) = self.free[arc as usize].get_mut((step + after) as usize)
                && *free != NONE
            {
                *free += persons as u32;
            }
        }
        if let Some(there) = way.departures.get_mut(&step) {
            *there -= persons;
            if *there == 0 {
                way.departures.remove(&step);
            }
        }
        self.arrived -= persons;
        self.room[way.sink as usize] += persons;
        self.supply[way.source as usize] += persons;
    }
}
