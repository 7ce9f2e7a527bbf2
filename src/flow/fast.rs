//! The fast method: routes from a relaxation, filled one after another.
//!
//! Floor 0.
//!
//! The relaxation takes several steps together and rounds all delays down, so
//! that nothing true is ruled out: what can arrive in it bounds what can arrive
//! at all. Its flow is a good plan but for the rounding. It is taken apart into
//! routes with shares, and those are fitted into true steps, the earliest planned
//! arrivals first, each in the first step in which its route has room.

use super::FlowAnswer;
use super::FlowError;
use super::FlowProblem;
use super::FlowProgress;
use super::Method;
use super::Profile;
use super::Step;
use super::answer::{Departure, FlowRoute, Move};
use super::augment::Search;
use super::exact;
use super::ground::{Ground, NONE};
use super::layers::Layers;
use super::proof::Proof;
use super::routes::{self, Share};
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// About how many buckets the time until all have arrived is divided into.
const BUCKETS: Step = 40;

pub(super) fn find(
    problem: &FlowProblem,
    tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
) -> Result<FlowAnswer, FlowError> {
    Relaxed::suited(problem, tell)?.fit(problem, tell)
}

/// A solved relaxation.
pub(super) struct Relaxed<'p> {
    layers: Layers<'p>,
    /// The most who can have arrived, by step.
    pub(super) most_by: Vec<u64>,
    /// How long the relaxation takes to bring everybody out, in steps.
    lasts: Step,
    pub(super) proof: Proof,
    width: Step,
}

impl<'p> Relaxed<'p> {
    /// With buckets that suit how long it takes.
    pub(super) fn suited(
        problem: &'p FlowProblem,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<Self, FlowError> {
        let coarse = problem.horizon.div_ceil(BUCKETS / 2).max(1);
        let rough = Self::of(problem, coarse, tell)?;
        let width = rough.lasts.div_ceil(BUCKETS).clamp(1, coarse);
        if width < coarse { Self::of(problem, width, tell) } else { Ok(rough) }
    }

    /// The bounds alone.
    pub(super) fn nobody(self) -> FlowAnswer {
        let sources = &self.layers.ground.problem.sources;
        FlowAnswer {
            method: Method::Fast,
            routes: Vec::new(),
            arrivals: Vec::new(),
            left: sources.iter().map(|source| source.persons).collect(),
            most_by: self.most_by,
            least_total: 0,
            proof: self.proof,
        }
    }

    pub(super) fn of(
        problem: &'p FlowProblem,
        width: Step,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<Self, FlowError> {
        let mut layers = Layers::new(Ground::of(problem, width));
        let mut search = Search::default();
        let most_by = exact::fill(&mut layers, &mut search, tell)?;
        search.clear(&mut layers);
        let lasts = layers.buckets() * width;
        let (proof, most_by) = exact::bounds(&mut layers, most_by, exact::Spare::Keep);
        Ok(Self { layers, most_by, lasts, proof, width })
    }

    /// Fits its routes into true steps.
    fn fit(
        mut self,
        problem: &FlowProblem,
        tell: &mut dyn FnMut(FlowProgress) -> ControlFlow<()>,
    ) -> Result<FlowAnswer, FlowError> {
        let mut shares = routes::shares(&mut self.layers);
        shares.sort_by_key(|share| (share.arrival, share.source));
        let mut fitting = Fitting::new(problem);
        for (number, share) in shares.iter().enumerate() {
            fitting.add(share);
            if number % 1024 == 0 {
                let step = share.arrival * self.width;
                let persons = problem.sources.iter().map(|source| source.persons).sum();
                let progress = FlowProgress { step, arriving: fitting.arrived, persons };
                if tell(progress).is_break() {
                    return Err(FlowError::Stopped { step });
                }
            }
        }
        fitting.add_rest();
        let (routes, arrivals, left) = fitting.finish();
        let Self { mut most_by, proof, .. } = self;
        let served: u64 = arrivals.iter().sum();
        let last = most_by.last().copied().unwrap_or(0);
        if most_by.len() < arrivals.len() {
            most_by.resize(arrivals.len(), last);
        }
        let least_total = most_by.iter().map(|&most| served.saturating_sub(most)).sum();
        let method = Method::Fast;
        Ok(FlowAnswer { method, routes, arrivals, left, most_by, least_total, proof })
    }
}

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

/// People fitted into steps.
struct Fitting<'p> {
    problem: &'p FlowProblem,
    /// How many may still enter each arc that is used, step by step.
    free: HashMap<u32, Vec<u32>>,
    room: Vec<u64>,
    supply: Vec<u64>,
    ways: Vec<Way>,
    by_moves: HashMap<(u32, Vec<u32>), usize>,
    arrivals: Vec<u64>,
    arrived: u64,
}

impl<'p> Fitting<'p> {
    fn new(problem: &'p FlowProblem) -> Self {
        Self {
            problem,
            free: HashMap::new(),
            room: problem.sinks.iter().map(|sink| sink.places).collect(),
            supply: problem.sources.iter().map(|source| source.persons).collect(),
            ways: Vec::new(),
            by_moves: HashMap::new(),
            arrivals: Vec::new(),
            arrived: 0,
        }
    }

    /// Sends a share on its route, as early as there is room.
    fn add(&mut self, share: &Share) {
        let key = (share.source, share.arcs.clone());
        let known = self.by_moves.get(&key).copied();
        let way = known.unwrap_or_else(|| {
            let way = self.ways.len();
            self.ways.push(self.way(share));
            self.by_moves.insert(key, way);
            way
        });
        let wanted = u64::from(share.persons).min(self.supply[share.source as usize]);
        self.send(way, wanted);
    }

    fn way(&self, share: &Share) -> Way {
        let mut takes = 0;
        let mut moves = Vec::with_capacity(share.arcs.len());
        for &arc in &share.arcs {
            moves.push(Move { arc, after: takes });
            takes += self.problem.arcs[arc as usize].delay;
        }
        let next = self.problem.sources[share.source as usize].from;
        let departures = BTreeMap::new();
        Way { source: share.source, sink: share.sink, moves, takes, next, departures }
    }

    /// Sends up to so many on a way; returns how many.
    fn send(&mut self, way: usize, wanted: u64) -> u64 {
        let mut left = wanted.min(self.room[self.ways[way].sink as usize]);
        let wanted = left;
        while left > 0 {
            let Some((step, most)) = self.first_step(way) else { break };
            let sent = left.min(u64::from(most));
            let moves = std::mem::take(&mut self.ways[way].moves);
            for &Move { arc, after } in &moves {
                if let Some(free) = self.free.get_mut(&arc) {
                    let free = &mut free[(step + after) as usize];
                    if *free != NONE {
                        *free -= sent as u32;
                    }
                }
            }
            let way = &mut self.ways[way];
            way.moves = moves;
            *way.departures.entry(step).or_default() += sent;
            let arrival = (step + way.takes) as usize;
            if self.arrivals.len() <= arrival {
                self.arrivals.resize(arrival + 1, 0);
            }
            self.arrivals[arrival] += sent;
            self.arrived += sent;
            self.room[way.sink as usize] -= sent;
            self.supply[way.source as usize] -= sent;
            left -= sent;
        }
        wanted - left
    }

    /// The first step in which people can leave on a way, and how many.
    fn first_step(&mut self, way: usize) -> Option<(Step, u32)> {
        let Way { takes, next, .. } = self.ways[way];
        let last = self.problem.horizon.checked_sub(takes + 1)?;
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
        let profile = &self.problem.profiles[self.problem.arcs[arc as usize].profile as usize];
        if matches!(profile, Profile::Unlimited) {
            return NONE;
        }
        let free = self.free.entry(arc).or_default();
        while free.len() <= step as usize {
            let capacity = profile.at(free.len() as Step);
            free.push(u32::try_from(capacity).unwrap_or(NONE - 1).min(NONE - 1));
        }
        free[step as usize]
    }

    /// Sends whom the relaxation left over, or whose route had no room in time, on
    /// any way that is known, the earliest arrivals first.
    fn add_rest(&mut self) {
        loop {
            let mut best: Option<(Step, usize)> = None;
            for way in 0..self.ways.len() {
                let Way { source, sink, takes, .. } = self.ways[way];
                if self.supply[source as usize] == 0 || self.room[sink as usize] == 0 {
                    continue;
                }
                if let Some((step, _)) = self.first_step(way) {
                    let arrival = (step + takes, way);
                    best = Some(best.map_or(arrival, |best| best.min(arrival)));
                }
            }
            let Some((_, way)) = best else { break };
            let Some((_, most)) = self.first_step(way) else { break };
            let supply = self.supply[self.ways[way].source as usize];
            if self.send(way, supply.min(u64::from(most))) == 0 {
                break;
            }
        }
    }

    fn finish(self) -> (Vec<FlowRoute>, Vec<u64>, Vec<u64>) {
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
        (routes, self.arrivals, self.supply)
    }
}
