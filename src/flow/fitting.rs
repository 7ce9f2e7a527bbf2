//! People fitted into steps, route by route.
//!
//! Floor 0.

use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Profile;
use super::Step;
use super::answer::{Departure, FlowRoute, Move};
use super::ground::NONE;
use super::routes::{self, Share};
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::ops::Range;

mod advance;
mod pace;

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

    /// The last step in which anybody arrives, and the sum of all their steps.
    pub(super) fn arrivals(&self) -> (Step, u64) {
        let departures = self.ways.iter().flat_map(|way| {
            way.departures.iter().map(|(&step, &persons)| (step + way.takes, persons))
        });
        departures.fold((0, 0), |(last, total), (step, persons)| {
            (last.max(step), total + u64::from(step) * persons)
        })
    }

    /// Says how far it is, and hears whether to stop.
    pub(super) fn tell(
        &self,
        step: Step,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<(), FlowError> {
        let persons = self.problem.sources.iter().map(|source| source.persons).sum();
        let progress = FlowProgress { step, arriving: self.arrived, persons };
        match tell(progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(FlowError::Stopped { step }),
        }
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

    /// How many may still enter an arc in some steps.
    pub(super) fn free_within(&self, arc: u32, steps: Range<Step>) -> u64 {
        let free = self.free_of(arc).unwrap_or_default();
        let looked = (steps.end as usize).min(free.len());
        let known = free.get(steps.start as usize..looked).unwrap_or_default();
        let known = known.iter().map(|&free| u64::from(free)).sum::<u64>();
        let profile = &self.problem.profiles[self.problem.arcs[arc as usize].profile as usize];
        known + profile.within(steps.start.max(free.len() as Step), steps.end)
    }

    /// Sends people as they go on given routes, those who arrive before a step.
    pub(super) fn take_on(&mut self, routes: &[FlowRoute], until: Step) {
        for route in routes {
            let number = self.ways.len();
            let takes = routes::takes(self.problem, &route.moves);
            let moves = route.moves.clone();
            let departures = BTreeMap::new();
            let (source, sink) = (route.source, route.sink);
            let next = self.problem.sources[source as usize].from;
            self.of_source[source as usize].push(number);
            self.ways.push(Way { source, sink, moves, takes, next, departures });
            for departure in &route.departures {
                if departure.step + takes >= until {
                    continue;
                }
                for at in 0..self.ways[number].moves.len() {
                    let Move { arc, after } = self.ways[number].moves[at];
                    self.free_in(arc, departure.step + after);
                }
                self.depart(number, departure.step, departure.persons);
            }
        }
    }

    /// Learns a share's way, and says which it is.
    pub(super) fn know(&mut self, share: &Share) -> usize {
        let key = (share.source, share.arcs.clone());
        if let Some(&known) = self.by_moves.get(&key) {
            return known;
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
        let number = self.ways.len();
        self.by_moves.insert(key, number);
        self.of_source[share.source as usize].push(number);
        self.ways.push(way);
        number
    }

    /// Sends a share to its sink, on whichever known ways it arrives first, but not
    /// after a deadline.
    pub(super) fn add(&mut self, share: &Share, deadline: Step) {
        self.send(share.source, Some(share.sink), share.persons, deadline);
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
            let most = self.most_in(way, step);
            if most > 0 {
                break Some((step, most));
            }
            step += 1;
        };
        self.ways[way].next = step;
        found
    }

    /// How many can leave on a way in a step.
    fn most_in(&mut self, way: usize, step: Step) -> u32 {
        let mut most = NONE;
        for number in 0..self.ways[way].moves.len() {
            let Move { arc, after } = self.ways[way].moves[number];
            most = most.min(self.free_in(arc, step + after));
            if most == 0 {
                break;
            }
        }
        most
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
