//! People fitted into steps, route by route.
//!
//! Floor 0.

use super::FlowProblem;
use super::Profile;
use super::Step;
use super::answer::{Departure, FlowRoute, Move};
use super::ground::NONE;
use super::routes::Share;
use std::collections::BTreeMap;
use std::collections::HashMap;

/// A way from a source to a sink, however long it takes.
#[derive(Clone, Debug)]
struct Way {
    source: u32,
    sink: u32,
    moves: Vec<Move>,
    /// Steps from the first to the last place.
    takes: Step,
    /// Before this step nobody can leave on it any more.
    next: Step,
    departures: BTreeMap<Step, u64>,
}

/// Who was fitted in, and what is left of people, room and capacities.
pub(super) struct Fitting<'p> {
    problem: &'p FlowProblem,
    /// How many may still enter each arc that is used, step by step; empty if it is
    /// not.
    free: Vec<Vec<u32>>,
    room: Vec<u64>,
    supply: Vec<u64>,
    ways: Vec<Way>,
    by_moves: HashMap<(u32, Vec<u32>), usize>,
    /// The ways of each source.
    of_source: Vec<Vec<usize>>,
    arrived: u64,
}

impl<'p> Fitting<'p> {
    /// Nobody yet.
    pub(super) fn new(problem: &'p FlowProblem) -> Self {
        Self {
            problem,
            free: vec![Vec::new(); problem.arcs.len()],
            room: problem.sinks.iter().map(|sink| sink.places).collect(),
            supply: problem.sources.iter().map(|source| source.persons).collect(),
            ways: Vec::new(),
            by_moves: HashMap::new(),
            of_source: vec![Vec::new(); problem.sources.len()],
            arrived: 0,
        }
    }

    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }

    pub(super) fn persons(&self) -> u64 {
        self.problem.sources.iter().map(|source| source.persons).sum()
    }

    /// Who is still at each source.
    pub(super) fn supply(&self) -> &[u64] {
        &self.supply
    }

    /// The room left in each sink.
    pub(super) fn room(&self) -> &[u64] {
        &self.room
    }

    /// How many may still enter an arc in each of the first steps, if anybody has
    /// looked at it.
    pub(super) fn free_of(&self, arc: u32) -> Option<&[u32]> {
        self.free.get(arc as usize).map(Vec::as_slice).filter(|free| !free.is_empty())
    }

    /// How many may enter an arc in a step when nobody has.
    pub(super) fn capacity(&self, arc: u32, step: Step) -> u32 {
        let profile = &self.problem.profiles[self.problem.arcs[arc as usize].profile as usize];
        match profile {
            Profile::Unlimited => NONE,
            Profile::Pieces(_) => u32::try_from(profile.at(step)).unwrap_or(NONE - 1).min(NONE - 1),
        }
    }

    /// Learns a share's way.
    pub(super) fn know(&mut self, share: &Share) {
        let key = (share.source, share.arcs.clone());
        if self.by_moves.contains_key(&key) {
            return;
        }
        let mut takes = 0;
        let mut moves = Vec::with_capacity(share.arcs.len());
        for &arc in &share.arcs {
            moves.push(Move { arc, after: takes });
            takes += self.problem.arcs[arc as usize].delay;
        }
        let next = self.problem.sources[share.source as usize].from;
        let departures = BTreeMap::new();
        let way = Way { source: share.source, sink: share.sink, moves, takes, next, departures };
        self.by_moves.insert(key, self.ways.len());
        self.of_source[share.source as usize].push(self.ways.len());
        self.ways.push(way);
    }

    /// Sends a share to its sink, on whichever known ways it arrives first, but not
    /// after a deadline.
    pub(super) fn add(&mut self, share: &Share, deadline: Step) {
        self.send(share.source, Some(share.sink), share.persons.into(), deadline);
    }

    /// Sends whoever is left to any sink, on whichever known ways they arrive first.
    pub(super) fn add_rest(&mut self) {
        for source in 0..self.supply.len() as u32 {
            self.send(source, None, u64::MAX, self.problem.horizon);
        }
    }

    /// Sends up to so many from a source.
    fn send(&mut self, source: u32, sink: Option<u32>, persons: u64, deadline: Step) {
        let mut wanted = persons.min(self.supply[source as usize]);
        while wanted > 0 {
            let Some((way, step, most)) = self.first(source, sink, deadline) else { break };
            let room = self.room[self.ways[way].sink as usize];
            let sent = wanted.min(room).min(u64::from(most));
            self.depart(way, step, sent);
            wanted -= sent;
        }
    }

    /// The way on which people of a source arrive first, the step in which they
    /// leave, and how many can.
    fn first(
        &mut self,
        source: u32,
        sink: Option<u32>,
        deadline: Step,
    ) -> Option<(usize, Step, u32)> {
        let mut best: Option<(Step, usize, Step, u32)> = None;
        for number in 0..self.of_source[source as usize].len() {
            let way = self.of_source[source as usize][number];
            let to = self.ways[way].sink;
            if sink.is_some_and(|sink| sink != to) || self.room[to as usize] == 0 {
                continue;
            }
            // Only what arrives before the best so far.
            let by = best.map_or(deadline, |(arrival, ..)| arrival.saturating_sub(1));
            if let Some((step, most)) = self.first_step(way, by) {
                best = Some((step + self.ways[way].takes, way, step, most));
            }
        }
        best.map(|(_, way, step, most)| (way, step, most))
    }

    /// Sends people off on a way.
    fn depart(&mut self, way: usize, step: Step, persons: u64) {
        let way = &mut self.ways[way];
        for &Move { arc, after } in &way.moves {
            if let Some(free) = self.free[arc as usize].get_mut((step + after) as usize)
                && *free != NONE
            {
                *free -= persons as u32;
            }
        }
        *way.departures.entry(step).or_default() += persons;
        self.arrived += persons;
        self.room[way.sink as usize] -= persons;
        self.supply[way.source as usize] -= persons;
    }

    /// The first step in which people can leave on a way to arrive by a deadline,
    /// and how many.
    fn first_step(&mut self, way: usize, deadline: Step) -> Option<(Step, u32)> {
        let Way { takes, next, .. } = self.ways[way];
        let last = deadline.min(self.problem.horizon.checked_sub(1)?).checked_sub(takes)?;
        let mut step = next;
        let found = loop {
            if step > last {
                break None;
            }
            let mut most = NONE;
            for number in 0..self.ways[way].moves.len() {
                let Move { arc, after } = self.ways[way].moves[number];
                most = most.min(self.free_in(arc, step + after));
                if most == 0 {
                    break;
                }
            }
            if most > 0 {
                break Some((step, most));
            }
            step += 1;
        };
        self.ways[way].next = step;
        found
    }

    fn free_in(&mut self, arc: u32, step: Step) -> u32 {
        while self.free[arc as usize].len() <= step as usize {
            let next = self.free[arc as usize].len() as Step;
            let capacity = self.capacity(arc, next);
            self.free[arc as usize].push(capacity);
        }
        self.free[arc as usize][step as usize]
    }

    /// The routes, and who stays.
    pub(super) fn finish(self) -> (Vec<FlowRoute>, Vec<u64>) {
        let used = self.ways.into_iter().filter(|way| !way.departures.is_empty());
        let mut routes: Vec<FlowRoute> = used
            .map(|way| {
                let departures = way.departures.into_iter();
                let departures =
                    departures.map(|(step, persons)| Departure { step, persons }).collect();
                FlowRoute { source: way.source, sink: way.sink, moves: way.moves, departures }
            })
            .collect();
        routes.sort();
        (routes, self.supply)
    }
}
